#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

#include "heap.hpp"
#include "network.hpp"

/// citerne's own rules, as far as the scenarios of scenarios/bench need them, written by hand for those
/// alone: tankers one by one, whole seconds and millilitres, and no way to say anything else. README.md has
/// the rules.
namespace reference::tankers {

using Seconds = std::int64_t;
using Millilitres = std::int64_t;

constexpr Seconds kDay = 86'400, kHour = 3'600, kYear = 365 * kDay;
constexpr Seconds kLoading = 7 * kHour + kHour / 2, kUnloading = 3 * kHour;
constexpr std::int64_t kDaily = 12, kStart = 120, kReorder = 80, kConvoy = 30;  // truckloads

/// How convoys are told: 30 tankers of one truckload, or one tanker of 30.
struct Rules {
  int tankers = 30;               ///< In a convoy.
  Millilitres load = 40'000'000;  ///< Of a tanker.

  Millilitres truckload() const { return load * tankers / kConvoy; }
  Millilitres daily() const { return kDaily * truckload(); }
};

/// Shortest ways to each depot and source; of equal ones by the node, then the edge, of the lower number.
class Ways {
 public:
  explicit Ways(const Network& network) : network_{network}, next_(network.size()) {
    for (const Edge& e : network.edges) seconds_.push_back(std::lround(e.hours * 3'600.0));
    std::vector<Seconds> nearest(network.size(), kFar);
    near_.resize(network.size(), kNone);
    for (Number goal = 0; goal < network.size(); ++goal) {
      if (network.source[goal] == 0 && network.demand[goal] == 0.0) continue;
      const std::vector<Seconds> far = distances(goal);
      next_[goal] = arcs_towards(far);
      if (network.source[goal] == 0) continue;
      for (Number n = 0; n < network.size(); ++n)
        if (far[n] < nearest[n]) {
          nearest[n] = far[n];
          near_[n] = goal;
        }
    }
  }
  Arc next(Number at, Number goal) const { return next_[goal][at]; }
  Seconds seconds(Number edge) const { return seconds_[edge]; }
  Number nearest_source(Number node) const { return near_[node]; }

 private:
  static constexpr Seconds kFar = Seconds{1} << 40;

  std::vector<Seconds> distances(Number goal) const {
    std::vector<Seconds> far(network_.size(), kFar);
    Heap queue;
    const auto reach = [&](Number node, Seconds seconds) {
      if (seconds >= far[node]) return;
      far[node] = seconds;
      queue.push(static_cast<Heap::Key>(seconds) << 64 | node);
      ++queued_;
    };
    for (reach(goal, 0); queued_ > 0;) {
      const Heap::Key nearest = queue.pop();
      --queued_;
      const Number node = Heap::what_of(nearest);
      for (const Arc& a : network_.arcs[node]) reach(a.to, far[node] + seconds_[a.edge]);
    }
    return far;
  }

  std::vector<Arc> arcs_towards(const std::vector<Seconds>& far) const {
    std::vector<Arc> towards(network_.size());
    for (Number n = 0; n < network_.size(); ++n)
      for (const Arc& a : network_.arcs[n]) {
        if (far[n] != far[a.to] + seconds_[a.edge]) continue;
        if (std::pair{a.to, a.edge} < std::pair{towards[n].to, towards[n].edge}) towards[n] = a;
      }
    return towards;
  }

  const Network& network_;
  std::vector<Seconds> seconds_;        ///< By edge.
  std::vector<std::vector<Arc>> next_;  ///< By goal and node.
  std::vector<Number> near_;            ///< By node.
  mutable int queued_ = 0;
};

struct Figures {
  std::int64_t events = 0, convoys = 0, loads = 0;
  std::vector<Millilitres> stock;     ///< By hour and depot.
  std::vector<std::int64_t> entered;  ///< Tankers, by edge.

  double mean_stock_m3() const {
    double sum = 0.0;
    for (const Millilitres s : stock) sum += static_cast<double>(s);
    return sum / static_cast<double>(stock.size()) / 1e6;
  }
};

/// One year.
class World {
 public:
  World(const Network& network, const Ways& ways, const Rules& rules)
      : ways_{ways}, rules_{rules}, idle_(network.size()), pool_(network.edges.size()) {
    figures_.entered.resize(network.edges.size());
    figures_.stock.reserve(network.depots.size() * static_cast<std::size_t>(kYear / kHour));
    const auto count = static_cast<std::int64_t>(network.depots.size());
    for (std::int64_t k = 0; k < count; ++k) {
      // They begin spread over the time that one convoy lasts.
      const Seconds lasts = kStart * kDay / kDaily + k * (kConvoy * kDay / kDaily) / count;
      const Number node = network.depots[static_cast<std::size_t>(k)];
      const Number source = ways.nearest_source(node);
      depots_.push_back({.node = node, .source = source, .opening = rules.daily() * lasts / kDay});
      for (int i = 0; i < 2 * rules.tankers; ++i) idle_[source].push_back(fresh_tanker());
    }
  }

  Figures run() {
    for (Number d = 0; d < depots_.size(); ++d) look_again(d);
    schedule(0, Kind::sample, 0);
    for (;;) {
      const Heap::Key event = queue_.pop();
      const auto when = static_cast<std::uint64_t>(event >> 64);
      now_ = static_cast<Seconds>(when >> kKindBits);
      if (now_ >= kYear) return std::move(figures_);
      ++figures_.events;
      handle(static_cast<Kind>(when & ((1u << kKindBits) - 1)), Heap::what_of(event));
    }
  }

 private:
  /// In the order in which those of one second are handled.
  enum class Kind : std::uint8_t { reaches, loaded, unloaded, crosses, sample };
  static constexpr int kKindBits = 3;

  struct Depot {
    Number node = 0, source = 0;
    Millilitres opening = 0, delivered = 0, ordered = 0;
  };
  struct Tanker {
    Number depot = kNone;   ///< Of its load; none when empty.
    Number source = kNone;  ///< Where it is at home.
    Number next = kNone;    ///< In its convoy.
  };
  struct Convoy {
    Number first = kNone, last = kNone;  ///< Tankers.
    Number count = 0;
    Number goal = 0;  ///< Node.
    Number at = 0;    ///< The node it is at, or bound for on its edge.
  };

  void schedule(Seconds in, Kind kind, Number subject) {
    const auto when = static_cast<std::uint64_t>(now_ + in) << kKindBits | static_cast<std::uint64_t>(kind);
    queue_.push(static_cast<Heap::Key>(when) << 64 | static_cast<Heap::Key>(order_++) << 32 | subject);
  }

  void handle(Kind kind, Number subject) {
    switch (kind) {
      case Kind::reaches:
        return reach(subject);
      case Kind::loaded:
        return leave(subject);
      case Kind::unloaded:
        return unload(subject);
      case Kind::crosses:
        return order(subject);
      case Kind::sample:
        return sample();
    }
  }

  Number fresh_tanker() {
    tankers_.emplace_back();
    return static_cast<Number>(tankers_.size() - 1);
  }

  Number fresh_convoy() {
    if (freed_.empty()) {
      convoys_.emplace_back();
      return static_cast<Number>(convoys_.size() - 1);
    }
    const Number id = freed_.back();
    freed_.pop_back();
    convoys_[id] = {};
    return id;
  }

  Millilitres burnt() const { return rules_.daily() * now_ / kDay; }
  Millilitres position(const Depot& d) const { return d.opening + d.ordered - burnt(); }

  /// In the least second by which stock and orders together are at the reorder level.
  void look_again(Number depot) {
    const Depot& d = depots_[depot];
    const Millilitres to_burn = d.opening + d.ordered - kReorder * rules_.truckload();
    schedule((to_burn * kDay + rules_.daily() - 1) / rules_.daily() - now_, Kind::crosses, depot);
  }

  void order(Number depot) {
    Depot& d = depots_[depot];
    const Millilitres up_to = (kReorder + kConvoy) * rules_.truckload();
    while (up_to - position(d) >= rules_.load) {
      d.ordered += rules_.load;
      std::vector<Number>& idle = idle_[d.source];
      if (idle.empty()) throw std::logic_error{"no tanker is idle"};  // there are twice as many as are needed
      tankers_[idle.back()] = {.depot = depot, .source = d.source};
      schedule(kLoading, Kind::loaded, idle.back());
      idle.pop_back();
    }
    look_again(depot);
  }

  /// To the others with the same road, until they are enough.
  void leave(Number tanker) {
    const Depot& d = depots_[tankers_[tanker].depot];
    const Number road = ways_.next(d.source, d.node).edge;
    Convoy& pool = pool_[road];
    if (pool.count > 0 && pool.goal != d.node) throw std::logic_error{"a convoy would have to split"};
    pool.goal = d.node;
    pool.at = d.source;
    append(pool, tanker);
    if (pool.count < static_cast<Number>(rules_.tankers)) return;
    ++figures_.convoys;
    const Number id = fresh_convoy();
    convoys_[id] = std::exchange(pool, Convoy{});
    drive_on(id);
  }

  void append(Convoy& convoy, Number tanker) {
    (convoy.count++ == 0 ? convoy.first : tankers_[convoy.last].next) = tanker;
    convoy.last = tanker;
  }

  void drive_on(Number id) {
    Convoy& c = convoys_[id];
    const Arc road = ways_.next(c.at, c.goal);
    c.at = road.to;
    figures_.entered[road.edge] += c.count;
    schedule(ways_.seconds(road.edge), Kind::reaches, id);
  }

  void reach(Number id) {
    const Convoy& c = convoys_[id];
    if (c.at != c.goal) return drive_on(id);
    for (Number k = c.first; k != kNone; k = std::exchange(tankers_[k].next, kNone)) {
      if (tankers_[k].depot == kNone)
        idle_[c.goal].push_back(k);
      else
        schedule(kUnloading, Kind::unloaded, k);
    }
    freed_.push_back(id);
  }

  void unload(Number tanker) {
    Tanker& t = tankers_[tanker];
    Depot& d = depots_[std::exchange(t.depot, kNone)];
    d.delivered += rules_.load;
    ++figures_.loads;
    const Number id = fresh_convoy();
    convoys_[id] = {.goal = t.source, .at = d.node};
    append(convoys_[id], tanker);
    drive_on(id);
  }

  void sample() {
    const Millilitres gone = burnt();
    for (const Depot& d : depots_) figures_.stock.push_back(d.opening + d.delivered - gone);
    schedule(kHour, Kind::sample, 0);
  }

  const Ways& ways_;
  const Rules rules_;
  Heap queue_;
  std::uint32_t order_ = 0;
  Seconds now_ = 0;
  std::vector<Depot> depots_;
  std::vector<Tanker> tankers_;
  std::vector<std::vector<Number>> idle_;  ///< By node.
  std::vector<Convoy> pool_;               ///< At the source, by the edge they will take.
  std::vector<Convoy> convoys_;
  std::vector<Number> freed_;
  Figures figures_;
};

}  // namespace reference::tankers
