#include <algorithm>
#include <map>
#include <set>

#include "citerne/network/road_graph.hpp"
#include "citerne/network/routing_tree.hpp"
#include "citerne/scenario/check.hpp"
#include "citerne/scenario/quantity_text.hpp"
#include "citerne/scenario/supply.hpp"
#include "citerne/scenario/words.hpp"

namespace citerne {
namespace {

/// Which places have a usable way to which, worked out where it is asked.
class Ways {
 public:
  explicit Ways(const Network& network)
      : network_{network}, graph_{network}, length_(network.arc_count(), 1), open_(network.arc_count()) {
    for (std::size_t i = 0; i < open_.size(); ++i) open_[i] = network.usable(ArcId{i}) ? 1 : 0;
  }
  bool leads(PlaceId from, PlaceId to) {
    const auto tree = to_.try_emplace(to, graph_, to, length_, open_).first;
    return tree->second.reaches(from);
  }
  const std::string& name(PlaceId p) const { return network_.places[p].id; }

 private:
  const Network& network_;
  RoadGraph graph_;
  std::vector<Cost> length_;
  std::vector<std::uint8_t> open_;
  std::map<PlaceId, RoutingTree> to_;
};

class SupplyCheck {
 public:
  SupplyCheck(const Scenario& scenario, Faults& faults)
      : s_{scenario}, faults_{faults}, ways_{scenario.network} {
    for (const Fleet& fleet : s_.fleets) {
      for (const TerminalId t : fleet.serves_terminals) of_terminal_[t].push_back(&fleet);
      for (const SiteId site : fleet.serves_sites) of_site_[site].push_back(&fleet);
    }
  }
  void run();

 private:
  std::string path_of(SiteId site, const Tank& tank) const {
    return site_name(s_, site) + "." + s_.products[tank.product].id;
  }
  void check_loop();
  void check_lots();
  void check_lots_of(ClassId id);
  void check_tank(SiteId site, const Tank& tank);
  void check_levels(const std::string& path, SiteId site, const Tank& tank);
  void check_lines(const std::string& path, SiteId site, const Tank& tank);
  void check_line(const std::string& path, SiteId site, const Tank& tank, const SupplyLine& line);
  void check_ways(const std::string& path, SiteId site, const SupplyLine& line);
  const std::vector<const Fleet*>& fleets_of(const SupplyLine& line) const;
  PlaceId place_of(const SupplyLine& line) const {
    return line.site.is_none() ? s_.terminals[line.terminal].place : s_.sites[line.site].place;
  }
  bool feeds_inside(SiteId site, const SupplyLine& line) const {
    return !line.site.is_none() && s_.sites[line.site].place == s_.sites[site].place;
  }
  /// The most that may come in one load; 0 when nobody carries any.
  Volume largest_load(SiteId site, const Tank& tank) const;

  const Scenario& s_;
  Faults& faults_;
  Ways ways_;
  std::map<TerminalId, std::vector<const Fleet*>> of_terminal_;
  std::map<SiteId, std::vector<const Fleet*>> of_site_;
  std::set<std::pair<TerminalId, SiteId>> told_no_fleet_;
  bool has_loop_ = false;
};

const std::vector<const Fleet*>& SupplyCheck::fleets_of(const SupplyLine& line) const {
  static const std::vector<const Fleet*> kNone;
  if (line.site.is_none()) {
    const auto found = of_terminal_.find(line.terminal);
    return found == of_terminal_.end() ? kNone : found->second;
  }
  const auto found = of_site_.find(line.site);
  return found == of_site_.end() ? kNone : found->second;
}

Volume SupplyCheck::largest_load(SiteId site, const Tank& tank) const {
  Volume largest;
  for (const SupplyLine& line : tank.lines) {
    if (feeds_inside(site, line))
      largest = std::max(largest, s_.ordering.lot);
    else
      for (const Fleet* fleet : fleets_of(line)) largest = std::max(largest, fleet->load);
  }
  return largest;
}

void SupplyCheck::check_loop() {
  const std::vector<TankRef> ring = supply_loop(s_);
  if (ring.empty()) return;
  has_loop_ = true;
  std::string text;
  for (const TankRef ref : ring) text += site_name(s_, ref.site) + ", fed by ";
  const TankRef first = ring.front(), next = ring[1 % ring.size()];
  const Tank& tank = at(s_, first);
  std::size_t n = 0;
  while (tank.lines[n].site != next.site) ++n;
  faults_.error(fmt::format("suppliers.{}.{}.supplier", path_of(first.site, tank), n + 1), "supply-loop",
                "sites feed each other in a ring: {}{}", text, site_name(s_, first.site));
}

void SupplyCheck::check_levels(const std::string& path, SiteId site, const Tank& tank) {
  if (tank.order_up_to <= tank.reorder_at) {
    faults_.error(path + ".up_to_days", "order-levels", "up_to_days must be more than reorder_days");
    return;
  }
  if (has_loop_ || !faults_.trusts("demand") || !faults_.trusts("suppliers") || !faults_.trusts("fleets") ||
      !faults_.trusts("orders.lot"))
    return;
  if (tank.throughput == DailyVolume{0}) {
    faults_.warning(path, "no-demand", "nobody draws on this tank: it has no demand and feeds no site");
    return;
  }
  const Volume load = largest_load(site, tank);
  const Volume s = volume_in(tank.throughput, tank.reorder_at),
               up_to = volume_in(tank.throughput, tank.order_up_to);
  if (up_to > tank.capacity)
    faults_.error(path + ".up_to_days", "order-above-tank",
                  "orders fill up to {:.0f} m3, and the tank holds {:.0f} m3",
                  static_cast<double>(up_to.count()) / 1e6, static_cast<double>(tank.capacity.count()) / 1e6);
  if (load > tank.capacity)
    faults_.error(path + ".tank_m3", "tank-below-load", "a load of {} does not fit the tank",
                  format_quantity(load));
  else if (up_to - s < load)
    faults_.error(path + ".up_to_days", "order-below-load",
                  "between reorder_days and up_to_days lie {:.1f} m3, less than one load of {}",
                  static_cast<double>((up_to - s).count()) / 1e6, format_quantity(load));
  if (tank.opening && volume_in(tank.throughput, *tank.opening) > tank.capacity)
    faults_.error(path + ".opening_days", "opening-above-tank",
                  "the opening stock of {:.0f} m3 does not fit the tank",
                  static_cast<double>(volume_in(tank.throughput, *tank.opening).count()) / 1e6);
}

void SupplyCheck::check_lots() {
  if (!faults_.trusts("demand") || !faults_.trusts("sites")) return;
  for (const ClassId id : ids_of(s_.classes))
    if (s_.classes[id].lot > Volume{} && faults_.trusts("classes." + s_.classes[id].id)) check_lots_of(id);
}

/// Told once: of the smallest tank, and of where the most lots come.
void SupplyCheck::check_lots_of(ClassId id) {
  constexpr std::int64_t kMostADay = 5'000;
  const Volume lot = s_.classes[id].lot;
  std::string smallest, busiest;
  Volume least = lot;
  std::int64_t most = kMostADay;
  for (const SiteId site : ids_of(s_.sites))
    for (const Tank& tank : s_.sites[site].tanks)
      for (const Demand& demand : tank.demands) {
        if (demand.consumer != id) continue;
        if (tank.capacity < least) least = tank.capacity, smallest = path_of(site, tank);
        if (const std::int64_t a_day = demand.normal.count() / lot.count(); a_day > most)
          most = a_day, busiest = path_of(site, tank);
      }
  const std::string at = "classes." + s_.classes[id].id + ".in_lots_of";
  if (!smallest.empty())
    faults_.error(at, "lot-above-tank", "a lot of {} does not fit the tank of {}, which holds {}",
                  format_quantity(lot), smallest, format_quantity(least));
  if (!busiest.empty())
    faults_.error(at, "too-many-lots",
                  "{} asks for {} lots a day, more than {}: take larger lots, or leave them out, since so "
                  "many are as good as steady",
                  busiest, most, kMostADay);
}

void SupplyCheck::check_ways(const std::string& path, SiteId site, const SupplyLine& line) {
  const PlaceId from = place_of(line), to = s_.sites[site].place;
  if (!faults_.trusts("network")) return;
  if (!ways_.leads(from, to))
    faults_.error(path + ".supplier", "unreachable", "no road leads from {} to {}", ways_.name(from),
                  ways_.name(to));
  for (const Fleet* fleet : fleets_of(line))
    if (!fleet->base.is_none() && !ways_.leads(to, fleet->base))
      faults_.error(path + ".supplier", "unreachable", "no road leads back from {} to {}", ways_.name(to),
                    ways_.name(fleet->base));
  if (line.corridor.is_none()) return;
  const Corridor& corridor = s_.network.corridors[line.corridor];
  if (!corridor.places.empty() &&
      std::find(corridor.places.begin(), corridor.places.end(), from) == corridor.places.end())
    faults_.error(path + ".corridor", "corridor-elsewhere", "corridor '{}' does not lead through {}",
                  corridor.id, ways_.name(from));
}

void SupplyCheck::check_line(const std::string& path, SiteId site, const Tank& tank, const SupplyLine& line) {
  const bool from_site = !line.site.is_none();
  if (!from_site && line.terminal.is_none()) return;
  if (from_site && !find_tank(s_, line.site, tank.product))
    faults_.error(path + ".supplier", "supplier-lacks-product", "{} has no {}", site_name(s_, line.site),
                  s_.products[tank.product].id);
  if (feeds_inside(site, line)) return;
  if (faults_.trusts("fleets") && fleets_of(line).empty() &&
      told_no_fleet_.emplace(line.terminal, line.site).second)
    faults_.error(from_site ? path + ".supplier" : "terminals." + s_.terminals[line.terminal].id, "no-fleet",
                  "no fleet serves {}",
                  from_site ? site_name(s_, line.site) : s_.terminals[line.terminal].id);
  if (!place_of(line).is_none()) check_ways(path, site, line);
}

void SupplyCheck::check_lines(const std::string& path, SiteId site, const Tank& tank) {
  if (tank.lines.empty()) {
    faults_.error("sites." + path, "no-supplier", "no row of the suppliers' table supplies this tank");
    return;
  }
  Share sum;
  for (std::size_t i = 0; i < tank.lines.size(); ++i) {
    sum += tank.lines[i].share;
    check_line(fmt::format("suppliers.{}.{}", path, i + 1), site, tank, tank.lines[i]);
  }
  if (sum != percent(100))
    faults_.error("suppliers." + path, "shares-sum", "the shares of {} sum to {}, not to 100 %", path,
                  format_quantity(sum));
}

void SupplyCheck::check_tank(SiteId site, const Tank& tank) {
  const std::string path = path_of(site, tank);
  if (faults_.trusts("sites." + path)) check_levels("sites." + path, site, tank);
  if (faults_.trusts("suppliers." + path) && faults_.trusts("terminals")) check_lines(path, site, tank);
  const PostId post = s_.sites[site].clears_at;
  if (faults_.trusts("posts") && !post.is_none() && s_.posts[post].kind != PostKind::customs)
    faults_.error("sites." + path + ".clears_at", "not-customs", "'{}' is no customs post",
                  s_.posts[post].id);
}

void SupplyCheck::run() {
  if (s_.products.size() > kMostProducts)
    faults_.error("products", "too-many", "there are {} products; {} are the most", s_.products.size(),
                  kMostProducts);
  if (faults_.trusts("suppliers")) check_loop();
  check_lots();
  for (const SiteId site : ids_of(s_.sites))
    for (const Tank& tank : s_.sites[site].tanks) check_tank(site, tank);
}

}  // namespace

void check_supply(const Scenario& scenario, Faults& faults) {
  if (!faults.readable("network")) return;
  SupplyCheck{scenario, faults}.run();
}

void check_fleets(const Scenario& scenario, Faults& faults) {
  const auto name = [&](PlaceId p) { return p.is_none() ? std::string{"?"} : scenario.network.places[p].id; };
  for (const Fleet& fleet : scenario.fleets) {
    const std::string path = "fleets." + fleet.id;
    if (!faults.trusts(path)) continue;
    for (const TerminalId t : fleet.serves_terminals)
      if (scenario.terminals[t].place != fleet.base && faults.trusts("terminals." + scenario.terminals[t].id))
        faults.error(path + ".serves", "fleet-base", "{} lies at {}, the base at {}",
                     scenario.terminals[t].id, name(scenario.terminals[t].place), name(fleet.base));
    for (const SiteId s : fleet.serves_sites)
      if (scenario.sites[s].place != fleet.base)
        faults.error(path + ".serves", "fleet-base", "{} does not lie at the base, {}",
                     site_name(scenario, s), name(fleet.base));
  }
  std::map<std::pair<PostKind, PlaceId>, const Post*> met;
  for (const Post& post : scenario.posts) {
    if (!faults.trusts("posts." + post.id)) continue;
    const auto [earlier, is_new] = met.emplace(std::pair{post.kind, post.place}, &post);
    if (!is_new)
      faults.error("posts." + post.id, "repeated-post", "{} has a {} post already: '{}'", name(post.place),
                   word(post.kind), earlier->second->id);
  }
}

}  // namespace citerne
