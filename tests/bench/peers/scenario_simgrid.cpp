// The scenario of ../reference/README.md as actors of SimGrid that sleep; ways by trees repaired in place, as
// in scenario_bare. A SimGrid engine lives once per process, so one call is one year. Usage: scenario_simgrid
// NETWORK [--calm | --own-source] [SEED] --cfg=contexts/factory:raw      --calm: without random events;
// --own-source: a depot orders from the source that is nearest while all roads are open
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <exception>

#include <simgrid/s4u.hpp>

#include "reference/routing.hpp"
#include "reference/xoshiro.hpp"

namespace {

namespace s4u = simgrid::s4u;
using reference::kNone;
using reference::Number;

constexpr double kYear = 365 * 24.0;
constexpr double kLoad = 0.25, kUnload = 0.1;        // hours a truck
constexpr double kRetry = 6.0, kAmbushDelay = 12.0;  // hours
constexpr double kLoss = 0.25;
constexpr double kTake = 0.5, kStart = 120.0, kReorder = 80.0;  // truckloads
constexpr int kConvoy = 30;                                     // trucks, on average

struct Totals {
  double events = 0, convoys = 0, delivered = 0, ambushes = 0, lost = 0, stock_outs = 0, stock_sum = 0,
         samples = 0;
};

class World {
 public:
  World(const reference::Network& network, bool calm, bool own_source, std::uint64_t seed)
      : network_{network},
        calm_{calm},
        own_source_{own_source},
        draw_{seed},
        routing_{network},
        source_(network.size(), kNone),
        stock_(network.size(), 0.0),
        on_order_(network.size(), 0.0) {
    for (std::size_t k = 0; k < network.depots.size(); ++k)  // when calm they must not all order at once
      stock_[network.depots[k]] =
          kStart +
          (calm ? kConvoy * static_cast<double>(k) / static_cast<double>(network.depots.size()) : 0.0);
    for (const Number depot : network.depots) source_[depot] = routing_.nearest_source(depot);
  }

  void start(s4u::Host* host) {
    host_ = host;
    const auto run_on = [this](const char* name, auto body) {
      s4u::Actor::create(name, host_, body)->daemonize();
    };
    for (const Number d : network_.depots) run_on("depot", [this, d] { consume(d); });
    if (!calm_)
      for (Number e = 0; e < network_.edges.size(); ++e) run_on("edge", [this, e] { open_and_block(e); });
    s4u::Actor::create("samples", host_, [this] { sample(); });  // the last to end: it ends the run
  }
  const Totals& totals() const { return totals_; }

 private:
  double wait(double mean) { return calm_ ? mean : mean * reference::exponential(draw_); }
  void sleep(double hours) {
    s4u::this_actor::sleep_for(hours);
    ++totals_.events;
  }

  void consume(Number depot) {
    for (;;) {
      sleep(wait(1 / network_.demand[depot]));
      if (stock_[depot] >= kTake)
        stock_[depot] -= kTake;
      else
        ++totals_.stock_outs;
      if (stock_[depot] + on_order_[depot] >= kReorder) continue;
      const int trucks = calm_ ? kConvoy : 20 + static_cast<int>(draw_() % 21);
      ++totals_.convoys;
      on_order_[depot] += trucks;
      s4u::Actor::create("convoy", host_, [this, depot, trucks] { deliver(depot, trucks); })->daemonize();
    }
  }

  void deliver(Number depot, int ordered) {
    int trucks = ordered;
    Number at = source_of(depot);
    for (; at == kNone; at = source_of(depot)) sleep(kRetry);
    sleep(kLoad * trucks);
    while (trucks > 0 && at != depot) {
      const reference::Arc arc = routing_.hop(at, depot);
      if (arc.edge == kNone) {
        sleep(kRetry);
        continue;
      }
      trucks -= drive(network_.edges[arc.edge], trucks);
      at = arc.to;
    }
    if (trucks > 0) {
      sleep(kUnload * trucks);
      stock_[depot] += trucks;
      totals_.delivered += trucks;
    }
    on_order_[depot] -= ordered;
  }

  Number source_of(Number depot) { return own_source_ ? source_[depot] : routing_.nearest_source(depot); }

  /// Returns the trucks that are lost.
  int drive(const reference::Edge& edge, int trucks) {
    const double strikes = calm_ || edge.hazard <= 0.0 ? reference::kFar : wait(1 / edge.hazard);
    if (strikes >= edge.hours) {
      sleep(edge.hours);
      return 0;
    }
    sleep(strikes);
    int lost = 1;
    for (int i = 1; i < trucks; ++i) lost += reference::uniform(draw_) < kLoss ? 1 : 0;
    totals_.lost += lost;
    ++totals_.ambushes;
    sleep(kAmbushDelay);
    sleep(edge.hours - strikes);
    return lost;
  }

  void open_and_block(Number edge) {
    const reference::Edge& e = network_.edges[edge];
    for (;;) {
      sleep(wait(e.open_hours));
      routing_.set_open(edge, false);
      sleep(wait(e.blocked_hours));
      routing_.set_open(edge, true);
    }
  }

  void sample() {
    for (int hour = 1; hour < kYear; ++hour) {
      sleep(1.0);
      for (const Number d : network_.depots) {
        series_.push_back(static_cast<float>(stock_[d]));
        totals_.stock_sum += stock_[d];
        ++totals_.samples;
      }
    }
    sleep(1.0);
  }

  const reference::Network& network_;
  const bool calm_, own_source_;
  reference::Xoshiro draw_;
  reference::Routing routing_;
  std::vector<Number> source_;  ///< By depot: the nearest while all roads are open.
  s4u::Host* host_ = nullptr;
  std::vector<double> stock_, on_order_;
  std::vector<float> series_;
  Totals totals_;
};

}  // namespace

int main(int count, char** arguments) try {
  s4u::Engine engine{&count, arguments};  // takes its own options out
  const bool calm = count > 2 && std::strcmp(arguments[2], "--calm") == 0;
  const bool own_source = count > 2 && std::strcmp(arguments[2], "--own-source") == 0;
  const int seed_at = calm || own_source ? 3 : 2;
  if (count < 2 || count > seed_at + 1) {
    std::fputs("usage: scenario_simgrid NETWORK [--calm | --own-source] [SEED]\n", stderr);
    return 2;
  }
  const reference::Network network{arguments[1]};
  World world{network, calm, own_source,
              count > seed_at ? std::strtoull(arguments[seed_at], nullptr, 10) : 1};
  s4u::NetZone* zone = s4u::create_full_zone("zone");
  s4u::Host* host = zone->create_host("host", "1Gf")->seal();
  zone->seal();
  const std::clock_t begun = std::clock();
  world.start(host);
  engine.run();
  const double seconds = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  const Totals& t = world.totals();
  std::printf(
      "years=1 ms_per_year=%.3f ns_per_event=%.2f events=%.1f convoys=%.1f delivered=%.1f ambushes=%.2f "
      "lost=%.2f stock_outs=%.1f mean_stock=%.3f\n",
      seconds * 1e3, seconds * 1e9 / t.events, t.events, t.convoys, t.delivered, t.ambushes, t.lost,
      t.stock_outs, t.stock_sum / t.samples);
} catch (const std::exception& fault) {
  std::fprintf(stderr, "scenario_simgrid: %s\n", fault.what());
  return 1;
}
