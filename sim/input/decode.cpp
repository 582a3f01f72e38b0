#include <algorithm>

#include "citerne/base/random.hpp"
#include "citerne/scenario/check.hpp"
#include "citerne/scenario/supply.hpp"
#include "kind_map.hpp"
#include "network_marks.hpp"
#include "read_supply.hpp"

namespace citerne::input {
namespace {

/// Makes the names of a section known to those that are read after it.
template <class IdType, class T>
void learn(NameList<IdType>& names, const Table<IdType, T>& things, std::string_view section,
           const Reader& reader) {
  for (const IdType id : ids_of(things)) {
    if constexpr (requires { things[id].name; })
      names.add(things[id].id, id, things[id].name);
    else
      names.add(things[id].id, id);
  }
  names.incomplete = reader.files.incomplete || reader.broken.contains(section);
}

/// What follows the reading of one field at the top of a scenario.
class AfterField {
 public:
  AfterField(Scenario& scenario, Reader& reader) : s_{scenario}, reader_{reader} {}

  template <class V, class How>
  void operator()(const Field<Scenario, V, How>& f) {
    Names& names = reader_.names;
    if constexpr (std::is_same_v<V, Table<ProductId, Product>>)
      learn(names.products, s_.products, f.name, reader_);
    if constexpr (std::is_same_v<V, Table<ProfileId, Profile>>)
      learn(names.profiles, s_.profiles, f.name, reader_);
    if constexpr (std::is_same_v<V, Table<ClassId, ConsumerClass>>)
      learn(names.classes, s_.classes, f.name, reader_);
    if constexpr (std::is_same_v<V, Table<ServiceTableId, ServiceTable>>)
      learn(names.service_tables, s_.service_tables, f.name, reader_);
    if constexpr (std::is_same_v<V, Table<PostId, Post>>) learn(names.posts, s_.posts, f.name, reader_);
    if constexpr (std::is_same_v<V, Table<TerminalId, Terminal>>)
      learn(names.terminals, s_.terminals, f.name, reader_);
    if constexpr (std::is_same_v<V, Table<EscortId, Escort>>)
      learn(names.escorts, s_.escorts, f.name, reader_);
  }
  void operator()(const TableFile<Network>&) {}
  void operator()(const TableFile<SiteRow>&) { read_sites(s_, reader_); }
  void operator()(const TableFile<DemandRow>&) { read_demand(s_, reader_); }
  void operator()(const TableFile<SupplierRow>&) { read_suppliers(s_, reader_); }

 private:
  Scenario& s_;
  Reader& reader_;
};

/// The mark of the deepest part of a path that is written in the tree.
Mark mark_in(const Node& root, std::string_view path) {
  const Node* node = &root;
  Mark mark = root.mark;
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    const auto entry = std::find_if(node->entries.begin(), node->entries.end(),
                                    [&](const Entry& e) { return e.name == name; });
    if (entry == node->entries.end()) return mark;
    if (dot == std::string_view::npos && entry->value.form != Node::Form::map) return entry->value.mark;
    mark = entry->mark;
    if (dot == std::string_view::npos) return mark;
    node = &entry->value;
    path.remove_prefix(dot + 1);
  }
}

/// Finds where a fault of a check lies: in a row of a table, in the network, or in the scenario.
class Places {
 public:
  explicit Places(const Reader& reader) : reader_{reader} {}

  Mark operator()(const std::string& path) const {
    if (path.starts_with("network."))
      return mark_in_network(reader_.files, path).value_or(mark_in(reader_.files.root, "network"));
    std::string_view front = path;
    while (true) {
      const auto row = reader_.rows.find(front);
      if (row != reader_.rows.end())
        return cell_mark(row->second.table->header, *row->second.row,
                         front.size() < path.size() ? std::string_view{path}.substr(front.size() + 1) : "");
      const std::size_t dot = front.rfind('.');
      if (dot == std::string_view::npos) return mark_in(reader_.files.root, path);
      front = front.substr(0, dot);
    }
  }

 private:
  const Reader& reader_;
};

/// Assembly places are known by their place: two entries of one place are one too many.
void check_assemblies(Reader& reader) {
  const Node* assemblies = reader.files.root.find("assemblies");
  if (assemblies == nullptr) return;
  std::map<std::string, std::string> met;
  for (const Entry& entry : assemblies->entries) {
    const Node* place = entry.value.find("place");
    if (place == nullptr) continue;
    const auto [earlier, is_new] = met.emplace(place->text, entry.name);
    if (!is_new)
      reader.fail("assemblies." + entry.name, place->mark, "repeated-assembly",
                  "'{}' assembles at {} already", earlier->second, place->text);
  }
}

/// Luck is addressed by the hash of a name: two of one hash would share it.
void check_hashes(const Scenario& scenario, Reader& reader) {
  std::map<std::uint32_t, std::string> events, drawn, lots;
  const auto expect_new = [&](auto& met, const std::string& name, const std::string& path) {
    const auto [earlier, is_new] = met.emplace(name_hash(name), name);
    if (!is_new)
      reader.fail(path, mark_in(reader.files.root, path), "hash-collision",
                  "'{}' and '{}' have one hash and would share their luck: change one of the names", name,
                  earlier->second);
  };
  for (const Event& event : scenario.events) {
    expect_new(events, event.id, "events." + event.id);
    const Where* by_road = nullptr;  // each road of it has its own luck
    if (const auto* threats = std::get_if<Threats>(&event.what)) by_road = &threats->where;
    if (const auto* closure = std::get_if<RandomClosure>(&event.what)) by_road = &closure->where;
    if (by_road == nullptr) continue;
    for (const SegmentId s : by_road->segments)
      expect_new(events, event.id + "@" + scenario.network.segments[s].id, "events." + event.id);
  }
  for (const SiteId site : ids_of(scenario.sites))
    for (const Tank& tank : scenario.sites[site].tanks)
      for (const Demand& demand : tank.demands)
        if (const ConsumerClass& consumer = scenario.classes[demand.consumer]; consumer.lot > Volume{})
          expect_new(lots, lots_name(scenario, site, tank.product, demand.consumer),
                     "classes." + consumer.id);
  for (const DrawnValue& value : reader.drawn) expect_new(drawn, value.path, value.path);
}

void run_checks(const Scenario& scenario, Reader& reader) {
  if (!reader.files.has_network) reader.broken.insert("network");
  Faults faults{reader.broken};
  check(scenario, faults);
  const Places places{reader};
  for (const Fault& fault : faults.found())
    reader.faults.add(places(fault.path), fault.code, fault.text,
                      fault.is_warning ? Severity::warning : Severity::error);
}

}  // namespace

Reading decode(const ScenarioFiles& files, const std::optional<Luck>& luck) {
  const ParsedFiles& parsed = files.parsed();
  Reader reader{parsed, luck};
  reader.faults = parsed.faults;
  reader.broken = parsed.broken;
  Scenario scenario;
  scenario.network = parsed.network;
  reader.so_far = &scenario;
  Fields top{parsed.root, "", Mark{}, reader};
  top.take("citerne");
  top.take("responses");
  AfterField after{scenario, reader};
  each_field<Scenario>([&](const auto& f) {
    top.read_field(f, scenario);
    after(f);
  });
  top.done();
  check_assemblies(reader);
  check_hashes(scenario, reader);
  if (!parsed.incomplete) run_checks(scenario, reader);
  Reading reading;
  reading.diagnostics = reader.faults.sorted(parsed.files);
  reading.drawn = std::move(reader.drawn);
  std::sort(reading.drawn.begin(), reading.drawn.end(),
            [](const DrawnValue& a, const DrawnValue& b) { return a.path < b.path; });
  if (!reader.faults.has_errors()) reading.scenario = std::move(scenario);
  return reading;
}

Reading read_scenario(const std::filesystem::path& path, const std::vector<std::string>& settings,
                      const std::optional<Luck>& luck) {
  return decode(load(path, settings), luck);
}

}  // namespace citerne::input
