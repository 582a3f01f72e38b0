#include <algorithm>
#include <array>

#include "citerne/base/random.hpp"
#include "turn.hpp"

/// Demand that comes in lots: when, and how much. The instants are worked out some lots ahead, so that a
/// tank need not be looked at for each.
namespace citerne::engine {
namespace {

/// What is drawn steadily between two lots, for several from a number on: exponential, one lot in the mean,
/// whole millilitres, at least one. A keyed draw for each would be a third of what a lot costs: sixteen share
/// one.
void draw_gaps(const Plan& plan, const World& w, LotsId id, std::uint32_t number, std::span<Volume> gaps) {
  constexpr std::uint32_t kLotsOfADraw = 16;
  const LotsPlan& lots = plan.lots[id];
  std::array<double, kLotsAhead> logs;
  std::uint64_t draw = 0;
  for (std::uint32_t i = 0; i < gaps.size(); ++i) {
    const std::uint32_t n = number + i, rank = n % kLotsOfADraw;
    if (i == 0 || rank == 0) {
      Stream luck{{w.seed, w.replication, Purpose::lot, lots.name, n / kLotsOfADraw}};
      draw = shared_draw(luck);
    }
    logs[i] = 1.0 - uniform01_of(draw, rank);
  }
  natural_logs(std::span{logs}.first(gaps.size()));
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const double ml = -logs[i] * static_cast<double>(lots.lot.count());
    const auto whole = static_cast<std::int64_t>(ml);
    gaps[i] = Volume{std::max<std::int64_t>(1, static_cast<double>(whole) < ml ? whole + 1 : whole)};
  }
}

void settle(const Plan& plan, LotsMark& mark, Instant at) {
  mark.to_go -= settle(mark.steady, plan.profiles[mark.steady.profile].at(at)).demand;
  mark.at = at;
}

/// To the next lot, behind which the one after it lies `next_gap` away; never() when the run is over before,
/// and the mark stays. What is drawn is left unsettled while its sum is small: `to_go` counts from where it
/// was settled.
Instant step(const Plan& plan, LotsMark& mark, Volume next_gap) {
  constexpr Volume kMuch{50'000'000'000};  // below what first_taking() counts in 64 bits
  if (mark.to_go > Volume{}) {
    const Instant at = first_taking(std::span{&mark.steady, 1}, plan.profiles, mark.to_go, mark.at, plan.end);
    if (at == Instant::never()) return at;
    mark.at = at;
    if (mark.to_go > kMuch) settle(plan, mark, at);
  }
  mark.to_go += next_gap;
  ++mark.number;
  return mark.at;
}

void draw_ahead(const Plan& plan, World& w, LotsId id) {
  Lots& lots = w.lots[id];
  lots.behind = lots.ahead;
  lots.next = 0;
  std::array<Volume, kLotsAhead> gaps;
  draw_gaps(plan, w, id, lots.ahead.number + 1, gaps);
  for (std::size_t i = 0; i < gaps.size(); ++i) lots.coming[i] = step(plan, lots.ahead, gaps[i]);
  settle(plan, lots.ahead, lots.ahead.at);
}

/// How many lots a tank may hand out before it is looked at: those that cannot bring it to the level, and of
/// several classes none more than its part.
std::int64_t lots_to(const Turn& t, TankId id, Volume level, Volume lot) {
  const TankPlan& plan = t.plan.tanks[id];
  if (plan.draws_steadily || !t.world.tanks[id].serves_all || !t.plan.pairs[plan.pair].watched_by.empty())
    return 1;
  const std::int64_t each = lot.count() * plan.draws;
  return std::max<std::int64_t>(1, ((stock_of(t, id) - level).count() + each - 1) / each);
}

}  // namespace

void set_lots(const Plan& plan, World& w, LotsId id, Draw steady, Instant now) {
  Volume first;
  draw_gaps(plan, w, id, 0, {&first, 1});
  w.lots[id].ahead = {steady, first, 0, now};
  draw_ahead(plan, w, id);
}

void change_lots(Turn& t, LotsId id, std::int64_t full) {
  Lots& lots = t.world.lots[id];
  LotsMark mark = lots.behind;
  std::array<Volume, kLotsAhead> gaps;
  draw_gaps(t.plan, t.world, id, mark.number + 1, std::span{gaps}.first(lots.next));
  for (std::uint32_t i = 0; i < lots.next; ++i) step(t.plan, mark, gaps[i]);
  settle(t.plan, mark, t.now());
  mark.steady.full = full;
  lots.ahead = mark;
  draw_ahead(t.plan, t.world, id);
}

Volume lots_come(Turn& t, LotsId id, Instant by) {
  Lots& lots = t.world.lots[id];
  Volume asked;
  while (lots.coming[lots.next] <= by) {
    asked += t.plan.lots[id].lot;
    if (++lots.next == lots.coming.size()) draw_ahead(t.plan, t.world, id);
  }
  return asked;
}

Volume lots_due(const Turn& t, LotsId id, Instant by) {
  const Lots& lots = t.world.lots[id];
  // How many have come is a guess that a processor gets wrong: all are counted, by the sign of what is left.
  std::uint64_t have_come = 0;
  for (const Instant at : lots.coming) have_come += static_cast<std::uint64_t>((at - by).count() - 1) >> 63;
  const std::int64_t due = std::max<std::int64_t>(0, static_cast<std::int64_t>(have_come) - lots.next);
  return Volume{due * t.plan.lots[id].lot.count()};
}

Instant lot_to_look_at(const Turn& t, TankId id, Volume level) {
  Instant first = Instant::never();
  if (!t.plan.tanks[id].takes_lots) return first;
  for (const DrawPlan& draw : t.plan.draws_of(id)) {
    if (draw.lots.is_none()) continue;
    const Lots& lots = t.world.lots[draw.lots];
    const auto last = static_cast<std::int64_t>(lots.coming.size() - 1);
    const std::int64_t k = lots.next + lots_to(t, id, level, t.plan.lots[draw.lots].lot) - 1;
    first = std::min(first, lots.coming[static_cast<std::size_t>(std::min(k, last))]);
  }
  return first;
}

const Draw& demand_of(const Turn& t, std::size_t draw) {
  const LotsId lots = t.plan.draws[draw].lots;
  return lots.is_none() ? t.world.draws[draw] : t.world.lots[lots].ahead.steady;
}

}  // namespace citerne::engine
