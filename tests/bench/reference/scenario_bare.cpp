// The scenario of README.md as a bare event loop with routing trees that are repaired in place: the floor.
// Usage: scenario_bare NETWORK YEARS [SEED]
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <utility>

#include "heap.hpp"
#include "routing.hpp"
#include "xoshiro.hpp"

namespace reference {
namespace {

constexpr double kYear = 365 * 24.0;
constexpr double kLoad = 0.25, kUnload = 0.1;        // hours a truck
constexpr double kRetry = 6.0, kAmbushDelay = 12.0;  // hours
constexpr double kLoss = 0.25;
constexpr double kTake = 0.5, kStart = 120.0, kReorder = 80.0;  // truckloads

struct Totals {
  double events = 0, convoys = 0, delivered = 0, ambushes = 0, lost = 0, stock_outs = 0, stock_sum = 0,
         samples = 0;
};

void add(Totals& sum, const Totals& t) {
  sum.events += t.events;
  sum.convoys += t.convoys;
  sum.delivered += t.delivered;
  sum.ambushes += t.ambushes;
  sum.lost += t.lost;
  sum.stock_outs += t.stock_outs;
  sum.stock_sum += t.stock_sum;
  sum.samples += t.samples;
}

enum class Stage { to_depart, on_road, ambushed, resuming, arrived };

struct Convoy {
  Number depot = kNone;
  Number at = kNone, next = kNone;
  int trucks = 0, ordered = 0;
  Stage stage = Stage::to_depart;
  double rest = 0.0;  ///< Hours left of its edge.
};

/// One replication.
class World {
 public:
  World(const Network& network, std::uint64_t seed)
      : network_{network},
        draw_{seed},
        routing_{network},
        stock_(network.size(), 0.0),
        on_order_(network.size(), 0.0) {
    for (const Number d : network.depots) stock_[d] = kStart;
  }

  Totals run() {
    for (const Number d : network_.depots) schedule(wait(1 / network_.demand[d]), Kind::demand, d);
    for (Number e = 0; e < network_.edges.size(); ++e)
      schedule(wait(network_.edges[e].open_hours), Kind::flip, e);
    schedule(1.0, Kind::sample, 0);
    for (;;) {
      const Heap::Key event = queue_.pop();
      now_ = Heap::time_of(event);
      if (now_ >= kYear) return totals_;
      ++totals_.events;
      const std::uint32_t what = Heap::what_of(event);
      handle(static_cast<Kind>(what >> 28), what & 0xfff'ffff);
    }
  }

 private:
  enum class Kind : std::uint32_t { demand, flip, sample, convoy };

  double wait(double mean) { return mean * exponential(draw_); }
  void schedule(double hours, Kind kind, Number subject) {
    queue_.push(Heap::key(now_ + hours, order_++, static_cast<std::uint32_t>(kind) << 28 | subject));
  }

  void handle(Kind kind, Number subject) {
    switch (kind) {
      case Kind::demand:
        return demand(subject);
      case Kind::flip:
        return flip(subject);
      case Kind::sample:
        return sample();
      case Kind::convoy:
        return step(subject);
    }
  }

  void demand(Number depot) {
    schedule(wait(1 / network_.demand[depot]), Kind::demand, depot);
    if (stock_[depot] >= kTake)
      stock_[depot] -= kTake;
    else
      ++totals_.stock_outs;
    if (stock_[depot] + on_order_[depot] >= kReorder) return;
    const int trucks = 20 + static_cast<int>(draw_() % 21);
    ++totals_.convoys;
    on_order_[depot] += trucks;
    const Number id = fresh_convoy();
    convoys_[id] = {.depot = depot, .trucks = trucks, .ordered = trucks};
    step(id);
  }

  Number fresh_convoy() {
    if (freed_.empty()) {
      convoys_.emplace_back();
      return static_cast<Number>(convoys_.size() - 1);
    }
    const Number id = freed_.back();
    freed_.pop_back();
    return id;
  }

  void flip(Number edge) {
    const bool open = !routing_.is_open(edge);
    routing_.set_open(edge, open);
    const Edge& e = network_.edges[edge];
    schedule(wait(open ? e.open_hours : e.blocked_hours), Kind::flip, edge);
  }

  void sample() {
    for (const Number d : network_.depots) {
      series_.push_back(static_cast<float>(stock_[d]));
      totals_.stock_sum += stock_[d];
      ++totals_.samples;
    }
    schedule(1.0, Kind::sample, 0);
  }

  void step(Number id) {
    Convoy& c = convoys_[id];
    switch (c.stage) {
      case Stage::to_depart:
        return depart(c, id);
      case Stage::on_road:
        return reach_node(c, id);
      case Stage::ambushed:
        return be_ambushed(c, id);
      case Stage::resuming:
        c.stage = Stage::on_road;
        return schedule(c.rest, Kind::convoy, id);
      case Stage::arrived:
        return unload(c, id);
    }
  }

  void depart(Convoy& c, Number id) {
    const Number source = routing_.nearest_source(c.depot);
    if (source == kNone) return schedule(kRetry, Kind::convoy, id);
    c.at = source;
    c.stage = Stage::on_road;
    schedule(kLoad * c.trucks, Kind::convoy, id);
  }

  void reach_node(Convoy& c, Number id) {
    if (c.next != kNone) c.at = std::exchange(c.next, kNone);
    if (c.trucks <= 0 || c.at == c.depot) {
      c.stage = Stage::arrived;
      if (c.trucks > 0) return schedule(kUnload * c.trucks, Kind::convoy, id);
      return unload(c, id);
    }
    const Arc arc = routing_.hop(c.at, c.depot);
    if (arc.edge == kNone) return schedule(kRetry, Kind::convoy, id);
    const Edge& e = network_.edges[arc.edge];
    c.next = arc.to;
    const double strikes = e.hazard > 0.0 ? wait(1 / e.hazard) : kFar;
    if (strikes >= e.hours) return schedule(e.hours, Kind::convoy, id);
    c.rest = e.hours - strikes;
    c.stage = Stage::ambushed;
    schedule(strikes, Kind::convoy, id);
  }

  void be_ambushed(Convoy& c, Number id) {
    int lost = 1;
    for (int i = 1; i < c.trucks; ++i) lost += uniform(draw_) < kLoss ? 1 : 0;
    c.trucks -= lost;
    totals_.lost += lost;
    ++totals_.ambushes;
    c.stage = Stage::resuming;
    schedule(kAmbushDelay, Kind::convoy, id);
  }

  void unload(Convoy& c, Number id) {
    if (c.trucks > 0) {
      stock_[c.depot] += c.trucks;
      totals_.delivered += c.trucks;
    }
    on_order_[c.depot] -= c.ordered;
    freed_.push_back(id);
  }

  const Network& network_;
  Xoshiro draw_;
  Routing routing_;
  Heap queue_;
  std::uint32_t order_ = 0;
  double now_ = 0.0;
  std::vector<double> stock_, on_order_;
  std::vector<float> series_;
  std::vector<Convoy> convoys_;
  std::vector<Number> freed_;
  Totals totals_;
};

void run_years(const Network& network, int years, std::uint64_t seed) {
  Totals sum;
  const std::clock_t begun = std::clock();
  for (int y = 0; y < years; ++y) add(sum, World{network, seed + static_cast<std::uint64_t>(y)}.run());
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  std::printf(
      "years=%d ms_per_year=%.3f ns_per_event=%.2f events=%.1f convoys=%.1f delivered=%.1f ambushes=%.2f "
      "lost=%.2f "
      "stock_outs=%.1f mean_stock=%.3f\n",
      years, seconds * 1e3 / years, seconds * 1e9 / sum.events, sum.events / years, sum.convoys / years,
      sum.delivered / years, sum.ambushes / years, sum.lost / years, sum.stock_outs / years,
      sum.stock_sum / sum.samples);
}

}  // namespace
}  // namespace reference

int main(int count, char** arguments) try {
  if (count < 3 || std::atoi(arguments[2]) < 1) {
    std::fputs("usage: scenario_bare NETWORK YEARS [SEED]\n", stderr);
    return 2;
  }
  const reference::Network network{arguments[1]};
  reference::run_years(network, std::atoi(arguments[2]),
                       count > 3 ? std::strtoull(arguments[3], nullptr, 10) : 1);
} catch (const std::exception& fault) {
  std::fprintf(stderr, "scenario_bare: %s\n", fault.what());
  return 1;
}
