#!/usr/bin/python3
"""Write the tables of the normal year: demand.csv, sites.csv and suppliers.csv in scenarios/tables.

    tools/dev/make_baseline_tables.py            write the three tables
    tools/dev/make_baseline_tables.py --check    write nothing; fail when a table differs
    tools/dev/make_baseline_tables.py --flows    write nothing; print normal flows, fleets, lanes, stocks

Change a number below, or the total in scenarios/baseline.yaml, and run it again. The result depends on
nothing but this file, that total, and the places, roads and corridors of scenarios/networks/southern-mali.

How each column comes about
  demand.csv
    share            % of the national total. Every region adds up to REGION_SHARE. Power, mines, industry
                     and aviation are placed by hand (POWER, MINES, INDUSTRY, AVIATION); essential services
                     follow REGION_SHARE; transport and households take what is left of the region, spread
                     over its towns by TOWN_WEIGHT (the regional seat takes the bulk) and over petrol and
                     diesel in one ratio for the country. Industry and essential services buy at `stations`.
  sites.csv
    reorder_days     usual lead time in the rainy season, averaged over the lines of the site, plus SAFETY.
                     Fed inside the place: up_to_days less FED_GAP (or a lot with its margin).
    up_to_days       reorder_days plus the largest of MIN_GAP and one load with its margin: the margin keeps
                     a load fitting when the total is run at the low end of its range.
                     Fed inside the place: FED_UP_TO.
    tank_m3          up_to_days of normal throughput, rounded up to 10 m3. Throughput is own demand and that
                     of the tanks it feeds, by their shares.
    opening_days     empty: what the warm-up leaves.
    service, unloading_hours, gives_above_days, clears_at   by kind and by the lists below.
  suppliers.csv
    share_percent    as in LINES; Bamako's depot takes what brings the country to ENTRY_SHARE.
All of these are estimates unless scenarios/README.md says otherwise.
"""
import csv
import heapq
import io
import math
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parents[2] / "scenarios"
NETWORK = HERE / "networks" / "southern-mali"
TABLES = HERE / "tables"

PRODUCTS = ("petrol", "diesel", "jet", "fuel_oil", "lamp")
CLASSES = ("essential", "power", "transport", "mines", "industry", "aviation")
KINDS = ("depot", "stations", "power_plant", "mine", "airport")

# ---- Demand, % of the national total --------------------------------------------------------------

# Half in the capital, mines added to Kayes and the south, the rest by the population of 2022. The four
# northern regions that are not in the network (0.7 %) are left out.
REGION_SHARE = {
    "Bamako": 50.0, "Koulikoro": 7.0, "Kayes": 11.0, "Sikasso": 7.0, "Bougouni": 4.5, "Koutiala": 3.0,
    "Ségou": 6.0, "San": 1.5, "Mopti": 3.0, "Bandiagara": 1.0, "Douentza": 0.3, "Dioïla": 1.2,
    "Kita": 1.2, "Nioro": 1.2, "Nara": 0.4, "Gao": 1.0,
}
# The country, by class and product; transport is the remainder of each region and is not repeated here.
ESSENTIAL = {"diesel": 0.7, "petrol": 0.3}
TRANSPORT_DIESEL_TO_PETROL = (32.3, 26.7)
LAMP = {"bamako": 0.6, "segou": 0.2, "sikasso": 0.2}  # counted within transport and households

# Bamako 80 % of the power company's fuel, the isolated centres 20 %. Fuel oil only at Balingué.
POWER = {
    "bamako": {"diesel": 6.8, "fuel_oil": 6.0}, "sevare": {"diesel": 1.0}, "kayes": {"diesel": 0.5},
    "gao": {"diesel": 0.4}, "koutiala": {"diesel": 0.35}, "bougouni": {"diesel": 0.35},
    "san": {"diesel": 0.3}, "nioro": {"diesel": 0.3},
}
# Kéniéba and Kangaba stand for the mines of their districts.
MINES = {
    "loulo": {"diesel": 2.8, "fuel_oil": 1.2}, "kenieba": {"diesel": 1.4, "fuel_oil": 0.8},
    "sadiola": {"diesel": 1.5}, "syama": {"diesel": 3.3}, "kalana": {"diesel": 1.2},
    "kangaba": {"diesel": 1.2}, "morila": {"diesel": 0.6},
}
INDUSTRY = {
    "bamako": 4.0, "koulikoro": 0.4, "segou": 0.4, "sikasso": 0.4, "koutiala": 0.4, "kayes": 0.2,
    "bougouni": 0.1, "mopti": 0.1,
}
AVIATION = {"bamako": 2.6, "sevare": 0.2, "gao": 0.2}

# Towns with stations and their weight within the region. Smaller places count with the nearest of them.
TOWN_WEIGHT = {
    "Bamako": {"bamako": 1},
    "Koulikoro": {"kati": 5, "koulikoro": 3, "ouelessebougou": 2, "kolokani": 2, "banamba": 2, "kangaba": 1},
    "Kayes": {"kayes": 6, "kenieba": 2, "bafoulabe": 1, "yelimane": 1},
    "Sikasso": {"sikasso": 3, "kadiolo": 1},
    "Bougouni": {"bougouni": 2, "kolondieba": 1, "yanfolila": 1},
    "Koutiala": {"koutiala": 4, "yorosso": 1},
    "Ségou": {"segou": 7, "niono": 4, "bla": 2, "macina": 1},
    "San": {"san": 1},
    "Mopti": {"mopti": 4, "djenne": 1},
    "Bandiagara": {"bandiagara": 2, "bankass": 1, "koro": 1},
    "Douentza": {"douentza": 1},
    "Dioïla": {"dioila": 3, "fana": 2},
    "Kita": {"kita": 1},
    "Nioro": {"nioro": 1},
    "Nara": {"nara": 1},
    "Gao": {"gao": 1},
}

# ---- Supply ---------------------------------------------------------------------------------------

# Of all that enters: shares of the groups of corridors and of the small terminals.
ENTRY_SHARE = {"west": 52.0, "south": 40.0, "guinea": 1.0, "nouakchott": 1.0}  # the rest: Lomé and Niamey
BAMAKO_WEST = {"dakar-north": 55, "dakar-south": 45}
BAMAKO_SOUTH = {"abidjan-east": 60, "abidjan-west": 40}
SOUTH_TERMINALS = {"yamoussoukro": 75, "abidjan": 25}


def south(**corridors):
    """Lines from both Ivorian terminals by the corridors named, in % of the south's part of a site."""
    return [(terminal, corridor.replace("_", "-"), share * part / 100)
            for corridor, share in corridors.items() for terminal, part in SOUTH_TERMINALS.items()]


def dakar(corridor):
    return [("dakar", corridor, 100.0)]


# Lines of the sites that import for themselves, and the customs post that clears their loads.
# Everything not named here is supplied by FED_BY or, at last, by Bamako's depot.
LINES = {
    ("sikasso", "depot"): south(abidjan_east=93) + [("lome", "lome", 7.0)],
    ("bougouni", "stations"): south(abidjan_east=40, abidjan_west=60),
    ("bougouni", "power_plant"): south(abidjan_east=40, abidjan_west=60),
    ("kolondieba", "stations"): south(abidjan_west=100),
    ("yanfolila", "stations"): south(abidjan_west=100),
    ("kalana", "mine"): south(abidjan_west=100),
    ("morila", "mine"): south(abidjan_east=100),
    ("kayes", "stations"): dakar("dakar-north"),
    ("kayes", "power_plant"): dakar("dakar-north"),
    ("sadiola", "mine"): dakar("dakar-north"),
    ("kenieba", "stations"): dakar("dakar-south"),
    ("kenieba", "mine"): dakar("dakar-south"),
    ("loulo", "mine"): dakar("dakar-south"),
    ("nioro", "stations"): [("dakar", "dakar-north", 65.0), ("nouakchott", "nouakchott", 35.0)],
    ("nioro", "power_plant"): [("dakar", "dakar-north", 65.0), ("nouakchott", "nouakchott", 35.0)],
    ("gao", "stations"): [("niamey", "niger", 100.0)],
    ("gao", "power_plant"): [("niamey", "niger", 100.0)],
    ("gao", "airport"): [("niamey", "niger", 100.0)],
}
CLEARS_AT = {
    ("bamako", "depot"): "bamako_customs", ("sikasso", "depot"): "sikasso_customs",
    ("bougouni", "stations"): "bougouni_customs", ("bougouni", "power_plant"): "bougouni_customs",
    ("kolondieba", "stations"): "kolondieba_customs", ("yanfolila", "stations"): "bougouni_customs",
    ("kalana", "mine"): "bougouni_customs", ("morila", "mine"): "sikasso_customs",
    ("kayes", "stations"): "kayes_customs", ("kayes", "power_plant"): "kayes_customs",
    ("sadiola", "mine"): "kayes_customs", ("kenieba", "stations"): "kenieba_customs",
    ("kenieba", "mine"): "kenieba_customs", ("loulo", "mine"): "kenieba_customs",
    ("nioro", "stations"): "nioro_customs", ("nioro", "power_plant"): "nioro_customs",
    ("gao", "stations"): "gao_customs", ("gao", "power_plant"): "gao_customs",
    ("gao", "airport"): "gao_customs",
}
FED_BY = {  # second tier; at the same place fuel moves in lots, without tankers
    ("sikasso", "stations"): ("sikasso", "depot"),
    ("kadiolo", "stations"): ("sikasso", "depot"),
    ("syama", "mine"): ("sikasso", "depot"),
    ("bafoulabe", "stations"): ("kayes", "stations"),
    ("yelimane", "stations"): ("kayes", "stations"),
}
TERMINAL_PLACE = {t: t for t in ("dakar", "yamoussoukro", "abidjan", "conakry", "nouakchott", "lome", "niamey")}
GROUP = {"dakar-north": "west", "dakar-south": "west", "abidjan-east": "south", "abidjan-west": "south",
         "guinea": "guinea", "nouakchott": "nouakchott", "lome": "lome", "niger": "niger"}

# ---- Stocks ---------------------------------------------------------------------------------------

IMPORT_LOAD_M3 = 46.0      # tankers from the terminals
TOWN_LOAD_M3 = 20.0        # tankers of the second tier
LOT_M3 = 10.0              # feeding inside a place
LOAD_MARGIN = 1.6          # 5.5 / 3.6 ML a day and a little
SAFETY = {"depot": 5.0, "stations": 4.2, "power_plant": 1.2, "mine": 16.0, "airport": 4.0}
SAFETY_LEAST = {"depot": 4.0, "stations": 2.0, "power_plant": 1.0, "mine": 12.0, "airport": 2.5}
MIN_GAP = {"depot": 0.25, "stations": 1.0, "power_plant": 0.5, "mine": 1.0, "airport": 1.0}
FED_UP_TO = {"stations": 6.25, "power_plant": 2.25, "mine": 15.0, "airport": 5.0}
FED_GAP = 0.25
# Operators serve their own town first when it runs low (AFP, 8 October 2025: the capital before the regions);
# the level is an estimate: at 0 the towns' older orders empty the depot before its own town, at 0.3 they get
# next to nothing.
GIVES_ABOVE = {("kayes", "stations"): 2.0, ("bamako", "depot"): 0.12, ("sikasso", "depot"): 0.12}
UNLOADING_HOURS = {"depot": 2, "stations": 3, "power_plant": 2, "mine": 2, "airport": 2}

# Times beside driving, days; as in baseline.yaml.
LOADING, ASSEMBLING, BORDER, UNLOADING = 0.08, 0.25, 0.7, 0.1
BORDER_AT = {"niger": 1.5}
CUSTOMS = {"bamako_customs": 2.0}
CUSTOMS_ELSEWHERE = 1.0
DRIVING_HOURS_PER_DAY = 6.5
SPEED_KMH = {("paved", "good"): 50, ("paved", "fair"): 40, ("paved", "poor"): 25}
GRAVEL_KMH, EARTH_KMH, FERRY_HOURS = 25, 15, 2.0


class Roads:
    """Driving hours by road, dry and rainy."""

    def __init__(self):
        self.next = {}
        with open(NETWORK / "roads.csv", encoding="utf-8", newline="") as table:
            for row in csv.DictReader(table):
                if row["state"] == "closed":
                    continue
                hours = self._hours(row)
                for a, b in ((row["from"], row["to"]), (row["to"], row["from"])):
                    self.next.setdefault(a, {})[b] = hours
                    if row["two_way"] != "yes":
                        break
        text = (NETWORK / "corridors.yaml").read_text(encoding="utf-8")
        self.corridors = {m[1]: m[2].split(", ")
                          for m in re.finditer(r"^  ([\w-]+):\n    name: .*\n    through: \[(.*)\]", text, re.M)}

    @staticmethod
    def _hours(row):
        kmh = {"gravel": GRAVEL_KMH, "earth": EARTH_KMH}.get(row["surface"]) or SPEED_KMH[row["surface"], row["condition"]]
        dry = float(row["length_km"]) / kmh
        ferry = FERRY_HOURS if row["state"] == "ferry" else 0.0
        return {"dry": dry + ferry, "rainy": dry / float(row["rainy_season_factor"]) + ferry}

    def quickest(self, start, season):
        best, queue = {start: 0.0}, [(0.0, start)]
        while queue:
            so_far, place = heapq.heappop(queue)
            if so_far > best[place]:
                continue
            for other, hours in self.next[place].items():
                arrival = so_far + hours[season]
                if arrival < best.get(other, 1e9):
                    best[other] = arrival
                    heapq.heappush(queue, (arrival, other))
        return best

    def hours(self, start, corridor, goal, season):
        """From start to goal: along the corridor as far as it helps, then the quickest road."""
        to_goal = self.quickest(goal, season)
        if not corridor:
            return to_goal[start]
        chain = self.corridors[corridor]
        chain = chain[chain.index(start):]
        best, along = to_goal[start] if goal == start else 1e9, 0.0
        if goal in chain:
            for a, b in zip(chain, chain[1:]):
                along += self.next[a][b][season]
                if b == goal:
                    return along
        for a, b in zip(chain, chain[1:]):
            along += self.next[a][b][season]
            best = min(best, along + to_goal[b])
        return best


def in_units(values, total, unit):
    """Whole units that add up to total, nearest to values (largest remainder, ties to the earlier)."""
    exact = [v / unit for v in values]
    whole = [int(v + 1e-9) for v in exact]
    missing = round(total / unit) - sum(whole)
    order = sorted(range(len(values)), key=lambda i: (-(round(exact[i] - whole[i], 9)), i))
    for i in order[:missing]:
        whole[i] += 1
    return whole


def national_total_m3():
    text = (HERE / "baseline.yaml").read_text(encoding="utf-8")
    found = re.search(r"^ +total: \{ value: ([\d.]+) ML/day", text, re.M)
    if not found:
        sys.exit("scenarios/baseline.yaml: no 'total: { value: ... ML/day'")
    return 1000.0 * float(found[1])


def make_demand():
    """{(place, kind, class, product): share in 1/10000 %}"""
    demand = {}
    d, p = TRANSPORT_DIESEL_TO_PETROL
    for region, share in REGION_SHARE.items():
        towns = TOWN_WEIGHT[region]
        rows = []
        for table, kind, consumer in ((POWER, "power_plant", "power"), (MINES, "mine", "mines")):
            rows += [(place, kind, consumer, product, v) for place, products in table.items()
                     if region_of[place] == region for product, v in products.items()]
        rows += [(place, "stations", "industry", "diesel", v) for place, v in INDUSTRY.items() if region_of[place] == region]
        rows += [(place, "airport", "aviation", "jet", v) for place, v in AVIATION.items() if region_of[place] == region]
        rows += [(place, "stations", "transport", "lamp", v) for place, v in LAMP.items() if region_of[place] == region]
        essential = sum(ESSENTIAL.values()) * share / sum(REGION_SHARE.values())
        left = share - essential - sum(v for *_, v in rows)
        weights = sum(towns.values())
        for place, weight in towns.items():
            part = weight / weights
            for product, of_all in ESSENTIAL.items():
                rows.append((place, "stations", "essential", product, essential * part * of_all / sum(ESSENTIAL.values())))
            rows.append((place, "stations", "transport", "diesel", left * part * d / (d + p)))
            rows.append((place, "stations", "transport", "petrol", left * part * p / (d + p)))
        assert min(v for *_, v in rows) > 0, region
        for row, units in zip(rows, in_units([v for *_, v in rows], share, 1e-4)):
            demand[row[:4]] = units
    return demand


def make_lines(demand):
    """{(place, kind): [(supplier, corridor, share in 1/100 %)]}, supplier a terminal or (place, kind)."""
    own = {}
    for (place, kind, _, _), units in demand.items():
        own[place, kind] = own.get((place, kind), 0) + units / 1e4
    lines, entering = {}, {}
    fed = dict(FED_BY)
    for site in own:
        if site not in LINES and site not in fed:
            fed[site] = ("bamako", "depot")
    through = dict(own)
    for site, source in fed.items():  # one tier only below each source
        through[source] = through.get(source, 0.0) + own[site]
    for site, parts in LINES.items():
        for _, corridor, share in parts:
            group = GROUP[corridor]
            entering[group] = entering.get(group, 0.0) + through[site] * share / 100
    bamako, total = through["bamako", "depot"], sum(own.values())
    need = {g: total * v / 100 - entering.get(g, 0.0) for g, v in ENTRY_SHARE.items()}
    need["lome"] = bamako - sum(need.values())
    parts = [("dakar", c, need["west"] * v / 100) for c, v in BAMAKO_WEST.items()]
    parts += [(t, c, need["south"] * v * w / 1e4) for c, v in BAMAKO_SOUTH.items() for t, w in SOUTH_TERMINALS.items()]
    parts += [("conakry", "guinea", need["guinea"]), ("nouakchott", "nouakchott", need["nouakchott"]), ("lome", "lome", need["lome"])]
    table = {**LINES, ("bamako", "depot"): [(t, c, 100 * v / bamako) for t, c, v in parts]}
    for site, parts in table.items():
        lines[site] = [(t, c, u) for (t, c, _), u in zip(parts, in_units([v for *_, v in parts], 100, 0.01))]
    for site, source in fed.items():
        lines[site] = [(source, "", 10000)]
    return lines


def lead_days(roads, site, lines, season):
    """Usual lead time, averaged over the lines."""
    days = 0.0
    for supplier, corridor, units in lines[site]:
        if isinstance(supplier, tuple):
            one = LOADING + roads.hours(supplier[0], "", site[0], season) / DRIVING_HOURS_PER_DAY + UNLOADING
        else:
            one = (LOADING + ASSEMBLING + BORDER_AT.get(corridor, BORDER) + CUSTOMS.get(CLEARS_AT[site], CUSTOMS_ELSEWHERE)
                   + roads.hours(TERMINAL_PLACE[supplier], corridor, site[0], season) / DRIVING_HOURS_PER_DAY + UNLOADING)
        days += one * units / 1e4
    return days


def make_tanks(demand, lines, roads):
    """[(site, product, throughput m3/day, tank m3, s, S)]"""
    total = national_total_m3()
    flow = {}
    for (place, kind, _, product), units in demand.items():
        flow[(place, kind), product] = flow.get(((place, kind), product), 0.0) + units * 1e-6 * total
    for (site, product), m3 in sorted(flow.items()):
        supplier = lines[site][0][0]
        if isinstance(supplier, tuple):
            flow[supplier, product] = flow.get((supplier, product), 0.0) + m3
    tanks = []
    for site, product in sorted(flow, key=lambda t: (t[0][0], KINDS.index(t[0][1]), PRODUCTS.index(t[1]))):
        m3, kind, supplier = flow[site, product], site[1], lines[site][0][0]
        if isinstance(supplier, tuple) and supplier[0] == site[0]:
            up_to = FED_UP_TO[kind]
            reorder = up_to - max(FED_GAP, LOAD_MARGIN * LOT_M3 / m3)
        else:
            load = TOWN_LOAD_M3 if isinstance(supplier, tuple) else IMPORT_LOAD_M3
            gap = max(MIN_GAP[kind], LOAD_MARGIN * load / m3)
            safety = max(SAFETY_LEAST[kind], SAFETY[kind] - gap / 2)
            reorder = lead_days(roads, site, lines, "rainy") + safety
            up_to = reorder + gap
        reorder, up_to = int(reorder * 100) / 100, -int(-up_to * 100 // 1) / 100
        tanks.append((site, product, m3, 10 * -int(-(up_to * m3) // 10), reorder, up_to))
    return tanks


def text_of(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def show_flows(demand, lines, tanks, roads):
    total = national_total_m3()
    through, on_hand = {}, {}
    for site, product, m3, tank, s, up_to in tanks:
        through[site] = through.get(site, 0.0) + m3
        supplier = lines[site][0][0]
        inside = isinstance(supplier, tuple) and supplier[0] == site[0]
        for season in ("dry", "rainy"):
            lead = 0.0 if inside else lead_days(roads, site, lines, season)
            on_hand.setdefault((site, product), []).append(((s + up_to) / 2 - lead) * m3)
    print(f"{len(through)} sites, {len(tanks)} tanks; normal demand {sum(demand.values()) / 1e4:.4f} % of {total:.0f} m3/day")
    by_terminal, by_corridor, by_group, by_source, by_clear, road = {}, {}, {}, {}, {}, {"dry": 0.0, "rainy": 0.0}
    for site, parts in lines.items():
        for supplier, corridor, units in parts:
            m3 = through[site] * units / 1e4
            goal = site[0]
            if isinstance(supplier, tuple):
                if supplier[0] == goal:
                    continue
                start, load, extra = supplier[0], TOWN_LOAD_M3, LOADING + 0.25 + UNLOADING
            else:
                customs = CUSTOMS.get(CLEARS_AT[site], CUSTOMS_ELSEWHERE)
                start, load = TERMINAL_PLACE[supplier], IMPORT_LOAD_M3
                extra = LOADING + ASSEMBLING + BORDER_AT.get(corridor, BORDER) + customs + UNLOADING
                by_terminal[supplier] = by_terminal.get(supplier, 0.0) + m3 / load
                by_corridor[corridor] = by_corridor.get(corridor, 0.0) + m3 / load
                by_group[GROUP[corridor]] = by_group.get(GROUP[corridor], 0.0) + m3
                by_clear[CLEARS_AT[site]] = by_clear.get(CLEARS_AT[site], 0.0) + m3 / load
            turn = {}
            for season in ("dry", "rainy"):
                drive = roads.hours(start, corridor, goal, season) / DRIVING_HOURS_PER_DAY
                turn[season] = extra + 2 * drive
                road[season] += m3 * (drive + extra - LOADING)
            n = by_source.setdefault(supplier if isinstance(supplier, str) else "/".join(supplier), [0.0, 0.0, 0.0])
            n[0] += m3 / load
            n[1] += m3 / load * turn["dry"]
            n[2] += m3 / load * turn["rainy"]
    for name, table in (("terminal", by_terminal), ("corridor", by_corridor), ("cleared at", by_clear)):
        for key, v in sorted(table.items()):
            print(f"{name:11} {key:18} {v:7.2f} tankers/day")
    entering = sum(by_group.values())
    for key, v in sorted(by_group.items()):
        print(f"group       {key:18} {100 * v / entering:7.2f} % of what enters")
    for key, (n, dry, rainy) in sorted(by_source.items()):
        print(f"fleet of    {key:18} {n:7.2f} loads/day, turn {dry / n:5.1f} d dry {rainy / n:5.1f} d rainy, "
              f"in use {dry:6.0f} dry {rainy:6.0f} rainy, x 1.25 dry {math.ceil(1.25 * dry)}")
    for season, i in (("dry", 0), ("rainy", 1)):
        stock = sum(v[i] for v in on_hand.values())
        print(f"{season}: on hand {stock / entering:5.1f} d, in the bamako depot "
              f"{sum(v[i] for (s, _), v in on_hand.items() if s == ('bamako', 'depot')) / through['bamako', 'depot']:4.1f} d of what it feeds, "
              f"on the road and in customs {road[season] / entering:4.1f} d")
    depots = sum(v[0] for (s, _), v in on_hand.items() if s[1] == "depot")
    print(f"in depots {depots / entering:.1f} d of the country")
    for corridor, terminal, goal in (("dakar-north", "dakar", "bamako"), ("dakar-south", "dakar", "bamako"),
                                     ("abidjan-east", "yamoussoukro", "bamako"), ("abidjan-west", "yamoussoukro", "bamako"),
                                     ("abidjan-east", "abidjan", "bamako"), ("abidjan-west", "abidjan", "bamako"),
                                     ("guinea", "conakry", "bamako"), ("nouakchott", "nouakchott", "bamako"),
                                     ("lome", "lome", "bamako"), ("niger", "niamey", "gao")):
        trip = [roads.hours(terminal, corridor, goal, s) / DRIVING_HOURS_PER_DAY for s in ("dry", "rainy")]
        print(f"trip {terminal:12} {corridor:13} drive {trip[0]:4.1f} d dry {trip[1]:4.1f} d rainy; with border {trip[0] + BORDER_AT.get(corridor, BORDER):4.1f} d")
    for site, product, m3, tank, s, up_to in tanks:
        dry, rainy = on_hand[site, product]
        print(f"{'/'.join(site):22} {product:8} {m3:8.1f} m3/d  s {s:5.2f} S {up_to:5.2f} tank {tank:6d}  on hand {dry / m3:4.1f} d dry {rainy / m3:4.1f} d rainy")


def main():
    global region_of
    with open(NETWORK / "places.csv", encoding="utf-8", newline="") as table:
        region_of = {row["id"]: row["region"] for row in csv.DictReader(table)}
    roads = Roads()
    demand = make_demand()
    lines = make_lines(demand)
    tanks = make_tanks(demand, lines, roads)
    if "--flows" in sys.argv[1:]:
        show_flows(demand, lines, tanks, roads)
        return 0

    def order(site):
        return site[0], KINDS.index(site[1])

    demand_rows = [(*key, f"{units // 10000}.{units % 10000:04d}") for key, units in
                   sorted(demand.items(), key=lambda t: (order(t[0]), CLASSES.index(t[0][2]), PRODUCTS.index(t[0][3])))]
    site_rows = [(place, kind, product, tank, f"{s:.2f}", f"{up_to:.2f}", "", kind, CLEARS_AT.get((place, kind), ""),
                  UNLOADING_HOURS[kind], f"{GIVES_ABOVE.get((place, kind), 0):g}")
                 for (place, kind), product, _, tank, s, up_to in tanks]
    supplier_rows = [(*site, "*", s if isinstance(s, str) else "/".join(s), corridor, f"{u / 100:.2f}")
                     for site in sorted(lines, key=order) for s, corridor, u in lines[site]]
    files = {
        "demand.csv": text_of(("place", "kind", "class", "product", "share"), demand_rows),
        "sites.csv": text_of(("place", "kind", "product", "tank_m3", "reorder_days", "up_to_days", "opening_days",
                              "service", "clears_at", "unloading_hours", "gives_above_days"), site_rows),
        "suppliers.csv": text_of(("place", "kind", "product", "supplier", "corridor", "share_percent"), supplier_rows),
    }
    stale = 0
    for name, text in files.items():
        path = TABLES / name
        if "--check" in sys.argv[1:]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                print(f"scenarios/tables/{name} is not what this program writes", file=sys.stderr)
                stale = 1
        else:
            TABLES.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main())
