"""Stocks, service, cover, lots, feeding, demand shifts (3, 4, 5, 6, 12, 18)."""
import math

from simulator import causes, convoys, kinds, loading, orders
from simulator.luck import LOT, Stream, exponential, uniform_of
from simulator.numbers import DAY, WHOLE, ceil_div

DIVISOR = 86_400_000
WEEK = 7 * DAY


def steadily(burn, instant):
    return (burn.b * (burn.profile.at(instant) - burn.mark) + burn.c) // DIVISOR


def asked(burn, instant):
    return 0 if burn.lot else steadily(burn, instant)


def draw_gap(w, burn):
    """4. Before the next lot."""
    sixteen, rank = divmod(burn.lots, 16)
    gap = exponential(uniform_of(Stream(w, LOT, burn.name, sixteen).both_words(), rank)) * float(burn.lot)
    burn.to_go = (burn.to_go or 0) + max(1, math.ceil(gap))


def await_lot(w, burn):
    burn.lot_at = first_second(w, lambda t: steadily(burn, t) >= burn.to_go)


def lots_of(w, burn):
    """4. What has come since the last settlement, to now."""
    p, came = burn.profile.at(w.now), 0
    total = burn.b * (p - burn.mark) + burn.c
    burn.c, burn.mark = total % DIVISOR, p
    burn.to_go -= total // DIVISOR
    if burn.to_go > 0:
        return 0
    while burn.to_go <= 0:
        came += burn.lot
        burn.lots += 1
        draw_gap(w, burn)
    await_lot(w, burn)
    return came


def first_second(w, reaches):
    """The least second behind now at which it is true, before the end; else none."""
    low, high, step = w.now, w.now + 3600, 3600
    while not reaches(high):
        if high >= w.given.end:
            return None
        low, step = high, step * 2
        high = min(high + step, w.given.end)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reaches(middle) else (middle, high)
    return high


def served(burn, demand):
    if burn.q == WHOLE or burn.q == 0:
        return demand if burn.q else 0
    return (burn.q * demand + burn.d) // WHOLE


def settle(w, tank):
    """5. To now. In the second in which it runs out the classes get in their order what is left after the second before."""
    before = [0] * len(tank.burns)
    left = tank.stock
    if sum(served(burn, asked(burn, w.now)) for burn in tank.burns) > left:
        before = [served(burn, asked(burn, w.now - 1)) for burn in tank.burns]
        left -= sum(before)
    for burn, had in zip(tank.burns, before):
        if burn.lot:
            continue
        p = burn.profile.at(w.now)
        total = burn.b * (p - burn.mark) + burn.c
        demand, burn.c, burn.mark = total // DIVISOR, total % DIVISOR, p
        left -= hand_out(w, tank, burn, demand, had, left) - had
    for burn in tank.burns:
        if burn.lot:
            hand_out(w, tank, burn, lots_of(w, burn), 0, tank.stock)


def hand_out(w, tank, burn, demand, had, left):
    wanted = served(burn, demand)
    if 0 < burn.q < WHOLE:
        burn.d = (burn.q * demand + burn.d) % WHOLE
    handed = had + min(wanted - had, left)
    tank.stock -= handed
    w.seen.move(tank.product, "in_tanks", "consumed", handed)
    w.seen.burn(w, tank, burn, demand, handed)
    tank.unserved += demand - handed
    if burn.factor > WHOLE:
        made = demand * (burn.factor - WHOLE) + burn.e
        burn.e = made % burn.factor
        tank.shifted += min(demand - handed, made // burn.factor)
    return handed


def stock_at(tank, instant):
    """Before the next event, unsettled."""
    return max(0, tank.stock - sum(served(burn, asked(burn, instant)) for burn in tank.burns))


def level_of(cover_s, week):
    return ceil_div(cover_s * week, WEEK)


def set_week(w, tank):
    """6. From 00:00 of today on. Returns whether it changed."""
    today = w.now // DAY * DAY
    week = sum(burn.b * (burn.profile.at(today + WEEK) - burn.profile.at(today)) // DIVISOR for burn in tank.burns)
    changed, tank.week = week != tank.week, week
    return changed


def choose_row(w, tank):
    level = lambda row, more=0: level_of(tank.rows[row]["from_cover_s"] + more, tank.week)
    row = tank.row
    while row + 1 < len(tank.rows) and tank.stock < level(row):
        row += 1
    if row == tank.row:
        while row > 0 and tank.stock >= level(row - 1, tank.regain):
            row -= 1
    tank.row = row
    for burn, share in zip(tank.burns, tank.shares[row]):
        burn.q = share if tank.stock else 0
    w.seen.note_dry(w, tank)


def look_after(w, tank):
    """5. Settled to now."""
    choose_row(w, tank)
    convoys.unload_waiting(w, tank)
    feed(w, tank)
    orders.review(w, tank)
    schedule_crossing(w, tank)


def schedule_crossing(w, tank):
    lots = [burn.lot_at for burn in tank.burns if burn.lot and burn.lot_at]
    at = falls_to_level(w, tank)
    tank.crosses_at = min([at] * bool(at) + lots, default=None)
    tank.crossing = tank.crosses_at and w.schedule(kinds.TANK_CROSSES, tank.crosses_at, crosses, tank, order=tank.index)


def falls_to_level(w, tank):
    if not tank.burns or tank.stock == 0:
        return None
    levels = [0]
    if tank.row + 1 < len(tank.rows):
        levels.append(level_of(tank.rows[tank.row]["from_cover_s"], tank.week) - 1)
    if tank.lines and not tank.cannot_order:
        levels.append(tank.s - orders.on_order(tank))
    if tank.waiting:
        levels.append(tank.capacity - sum(t.load.volume for t in tank.at_hose) - tank.waiting[0].load.volume)
    if tank.feeder and not tank.waits_for_feeder and not tank.waits_for_hose:
        levels.append(tank.S - w.given.resolved["ordering"]["lot_ml"])
    needed = tank.stock - max(level for level in levels if level < tank.stock)
    return first_second(w, lambda t: sum(served(burn, asked(burn, t)) for burn in tank.burns) >= needed)


def crosses(w, tank):
    if tank.crossing == w.token:
        touch(w, tank)


def touch(w, tank):
    settle(w, tank)
    look_after(w, tank)


def rose(w, tank):
    """12. A stock that rose: who waits to be fed, who waits to load, the tank itself."""
    for fed in tank.feeds:
        if fed.waits_for_feeder:
            fed.waits_for_feeder = False
            touch(w, fed)
    settle(w, tank)
    if tank.supplier:
        loading.serve(w, tank.supplier)
    settle(w, tank)
    look_after(w, tank)


def feed(w, tank):
    """12. One lot from the feeder, if it holds one and the hose has rested."""
    ordering, feeder = w.given.resolved["ordering"], tank.feeder
    lot = ordering["lot_ml"]
    if not feeder or tank.waits_for_feeder or tank.stock + lot > tank.S:
        return
    if w.now < hose_rests_until(w, tank):
        rest_hose(w, tank)
        return
    settle(w, feeder)
    if feeder.stock < lot:
        tank.waits_for_feeder = True
        return
    feeder.stock -= lot
    tank.stock += lot
    tank.last_lot = w.now
    choose_row(w, tank)
    look_after(w, feeder)
    if tank.stock + lot <= tank.S:
        rest_hose(w, tank)


def rest_hose(w, tank):
    if not tank.waits_for_hose:
        tank.waits_for_hose = True
        w.schedule(kinds.FEEDING_RESUMES, hose_rests_until(w, tank), feeding_resumes, tank, order=tank.index)


def hose_rests_until(w, tank):
    ordering = w.given.resolved["ordering"]
    return w.given.begin if tank.last_lot is None else tank.last_lot + ceil_div(ordering["lot_ml"] * DAY, ordering["feeding_rate_ml_a_day"])


def feeding_resumes(w, tank):
    tank.waits_for_hose = False
    touch(w, tank)


def demand_turns(w, event, begins):
    """18."""
    in_force = [e for e in w.given.resolved["events"] if e["kind"] == "demand_shift" and loading.in_force(e, w.now)]
    meant = lambda e, tank, burn: (
        (not e["places"] or w.roads.places[tank.place] in e["places"])
        and (not e["products"] or w.given.products[tank.product] in e["products"])
        and (not e["classes"] or w.given.classes[burn.consumer] in e["classes"]))
    for tank in w.given.tanks:
        factors = []
        for burn in tank.burns:
            factors.append(WHOLE)
            for e in in_force:
                if meant(e, tank, burn):
                    factors[-1] = factors[-1] * e["factor_ppm"] // WHOLE
        if factors == [burn.factor for burn in tank.burns]:
            continue
        settle(w, tank)
        causes.book(w, tank)
        for burn, factor in zip(tank.burns, factors):
            if factor != burn.factor:
                burn.factor, burn.e, burn.b = factor, 0, burn.normal * factor // WHOLE
                if burn.lot:
                    await_lot(w, burn)
        set_week(w, tank)
        look_after(w, tank)
    w.seen.log(w, "demand_shifts", event=event, share=event["factor_ppm"] if begins else WHOLE)


def counting_begins(w):
    """3."""
    for tank in w.given.tanks:
        settle(w, tank)
    for tank in w.given.tanks:
        if tank.opening is not None:
            w.seen.move(tank.product, "outside", "in_tanks", tank.opening - tank.stock)
            tank.stock = tank.opening
    w.seen.begin(w)
    for tank in w.given.tanks:
        tank.unserved = tank.shifted = 0
        if tank.dry_since is not None:
            tank.dry_since = w.now
            if tank.stock == 0:
                w.seen.first_dry[tank.pair] = w.now
    for tank in w.given.tanks:
        rose(w, tank)


def day_closes(w):
    """6, 19, 20."""
    for tank in w.given.tanks:
        settle(w, tank)
        causes.book(w, tank)
        if set_week(w, tank):
            look_after(w, tank)
    w.seen.close_day(w)
    w.seen.open_day(w)
