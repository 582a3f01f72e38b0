#include "where.hpp"

#include <algorithm>
#include <utility>

#include "citerne/base/text.hpp"
#include "citerne/network/routing_tree.hpp"
#include "kind.hpp"
#include "kind_list.hpp"

namespace citerne::input {
namespace {

std::vector<std::string_view> numbers_of(const Segment& segment) {
  std::vector<std::string_view> numbers;
  std::string_view rest = segment.road;
  while (!rest.empty()) {
    const std::size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) numbers.push_back(part);
    rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
  }
  return numbers;
}

template <class T>
void sort_unique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

bool carries(const Segment& segment, std::string_view road) {
  const std::vector<std::string_view> numbers = numbers_of(segment);
  return std::any_of(numbers.begin(), numbers.end(),
                     [&](auto number) { return folded(number) == folded(road); });
}

std::vector<std::string> road_numbers(const Network& network) {
  std::vector<std::string> numbers;
  for (const Segment& segment : network.segments)
    for (const std::string_view number : numbers_of(segment)) numbers.emplace_back(number);
  sort_unique(numbers);
  return numbers;
}

std::optional<Chain> chain_along(const Network& network, const RoadGraph& all_roads, std::string_view road,
                                 PlaceId a, PlaceId b) {
  std::vector<Cost> length(network.arc_count());
  std::vector<std::uint8_t> open(network.arc_count());
  for (const SegmentId s : ids_of(network.segments)) {
    const Cost metres = std::max<Cost>(1, network.segments[s].length.count());
    const std::uint8_t on_it = carries(network.segments[s], road) ? 1 : 0;
    for (const ArcId arc : {forward_arc(s), backward_arc(s)}) {
      length[arc.index()] = metres;
      open[arc.index()] = on_it;
    }
  }
  const RoutingTree to_b{all_roads, b, length, std::move(open)};
  if (!to_b.reaches(a)) return std::nullopt;
  Chain chain{{a}, {}};
  while (chain.places.back() != b) {
    const ArcId arc = to_b.next(all_roads, length, chain.places.back());
    chain.arcs.push_back(arc);
    chain.places.push_back(network.head(arc));
  }
  return chain;
}

std::vector<Chain> roads_between(const Network& network, PlaceId a, PlaceId b) {
  std::vector<Chain> chains;
  for (std::size_t i = 0; i < network.arc_count(); ++i)
    if (const ArcId arc{i}; network.tail(arc) == a && network.head(arc) == b)
      chains.push_back({{a, b}, {arc}});
  return chains;
}

std::vector<Chain> within(const Network& network, const Chain& chain, std::string_view country) {
  std::vector<Chain> parts;
  bool goes_on = false;
  for (std::size_t i = 0; i < chain.arcs.size(); ++i) {
    const PlaceId from = chain.places[i], to = chain.places[i + 1];
    const bool here = network.places[from].country == country && network.places[to].country == country;
    if (here && !goes_on) parts.push_back({{from}, {}});
    if (here) {
      parts.back().arcs.push_back(chain.arcs[i]);
      parts.back().places.push_back(to);
    }
    goes_on = here;
  }
  return parts;
}

Where target_of(const std::vector<Chain>& chains, std::string text) {
  Where where;
  where.text = std::move(text);
  std::vector<PlaceId> ends;
  for (const Chain& chain : chains) {
    for (const ArcId arc : chain.arcs) {
      where.segments.push_back(segment_of(arc));
      if (std::find(where.forward.begin(), where.forward.end(), arc) == where.forward.end())
        where.forward.push_back(arc);
    }
    ends.push_back(chain.places.front());
    ends.push_back(chain.places.back());
    where.inside.insert(where.inside.end(), chain.places.begin() + 1, chain.places.end() - 1);
  }
  sort_unique(where.segments);
  sort_unique(where.inside);
  std::erase_if(where.inside,
                [&](PlaceId p) { return std::find(ends.begin(), ends.end(), p) != ends.end(); });
  return where;
}

namespace {

/// Reads one target as it is written.
class WhereReader {
 public:
  WhereReader(const At& at, Reader& reader) : at_{at}, reader_{reader}, network_{reader.files.network} {}

  bool read(Where& into) {
    if (!check_keys() || !read_chains() || !read_country()) return false;
    if (chains_.empty())
      return reader_.fail(at_, "where-empty", "{} has no road there: {}", at_.name(), text_);
    into = target_of(chains_, text_);
    return true;
  }

 private:
  bool check_keys();
  bool read_chains();
  bool read_segment(const Node& node);
  bool read_road(const Node& node);
  bool read_corridors(const Node& node);
  bool read_country();
  bool add_corridors(const Node& word);
  std::optional<std::pair<PlaceId, PlaceId>> read_ends(const Node& node, std::string_view name);
  const std::string& name_of(PlaceId p) const { return network_.places[p].id; }

  const At& at_;
  Reader& reader_;
  const Network& network_;
  std::vector<Chain> chains_;
  std::string text_;
};

bool WhereReader::check_keys() {
  if (at_.node.told) return reader_.pass_over(at_);
  if (at_.node.form != Node::Form::map)
    return reader_.fail(at_, "type", "{} must be {}", at_.name(), Kind<Where>::shape({}).words);
  const std::vector<std::string> known{"segment", "road", "between", "corridors", "country"};
  bool ok = true;
  for (const Entry& entry : at_.node.entries)
    if (std::find(known.begin(), known.end(), entry.name) == known.end())
      ok = reader_.fail(join(at_.path, entry.name), entry.mark, "unknown-key", "unknown key '{}'{}",
                        entry.name, did_you_mean(nearest_word(entry.name, known)));
  return ok;
}

bool WhereReader::read_chains() {
  const Node* segment = at_.node.find("segment");
  const Node* road = at_.node.find("road");
  const Node* between = at_.node.find("between");
  const Node* corridors = at_.node.find("corridors");
  const int ways = (segment != nullptr) + (road != nullptr || between != nullptr) + (corridors != nullptr);
  if (ways != 1 || (road == nullptr) != (between == nullptr))
    return reader_.fail(at_, "where-ways", "{} must be {}", at_.name(), Kind<Where>::shape({}).words);
  if (!reader_.files.has_network) return reader_.pass_over(at_);
  if (segment != nullptr) return read_segment(*segment);
  if (road != nullptr) return read_road(*road);
  return read_corridors(*corridors);
}

std::optional<std::pair<PlaceId, PlaceId>> WhereReader::read_ends(const Node& node, std::string_view name) {
  const At at{node, join(at_.path, name)};
  std::vector<PlaceId> ends;
  if (!Kind<std::vector<PlaceId>>::read(ends, at, {}, reader_)) return std::nullopt;
  if (ends.size() != 2) {
    reader_.fail(at, "list-length", "{} takes two places", name);
    return std::nullopt;
  }
  return std::pair{ends[0], ends[1]};
}

bool WhereReader::read_segment(const Node& node) {
  const auto ends = read_ends(node, "segment");
  if (!ends) return reader_.pass_over(at_);
  const auto& [a, b] = *ends;
  chains_ = roads_between(network_, a, b);
  if (chains_.empty())
    return reader_.fail({node, join(at_.path, "segment")}, "no-such-road", "no road joins {} and {} directly",
                        name_of(a), name_of(b));
  text_ = fmt::format("{} to {}", name_of(a), name_of(b));
  return true;
}

bool WhereReader::read_road(const Node& node) {
  const At at{node, join(at_.path, "road")};
  bool ok = is_text(at) || refuse_non_text(at, "a road number such as RN24", reader_);
  const std::vector<std::string> numbers = road_numbers(network_);
  if (ok && std::none_of(numbers.begin(), numbers.end(),
                         [&](const auto& n) { return folded(n) == folded(node.text); }))
    ok = reader_.fail(at, "unknown-name", "no road '{}'{}", node.text,
                      did_you_mean(nearest_word(node.text, numbers)));
  const Node& between = *at_.node.find("between");
  const auto ends = read_ends(between, "between");
  if (!ok || !ends) return reader_.pass_over(at_);
  const auto& [a, b] = *ends;
  const auto chain = chain_along(network_, *reader_.files.all_roads, node.text, a, b);
  if (!chain)
    return reader_.fail({between, join(at_.path, "between")}, "no-such-road",
                        "{} does not lead from {} to {}", node.text, name_of(a), name_of(b));
  chains_ = {*chain};
  text_ = fmt::format("{} between {} and {}", node.text, name_of(a), name_of(b));
  return true;
}

bool WhereReader::read_corridors(const Node& node) {
  const At at{node, join(at_.path, "corridors")};
  if (node.form == Node::Form::text) return add_corridors(node);
  if (!is_list(at, 0)) return refuse_non_list(at, 0, "a corridor or group", reader_);
  bool ok = true;
  for (const Node& item : node.items) ok = add_corridors(item) && ok;
  return ok || reader_.pass_over(at_);
}

/// One corridor, or those of a group.
bool WhereReader::add_corridors(const Node& word) {
  const At at{word, join(at_.path, "corridors")};
  if (!is_text(at)) return refuse_non_text(at, "a corridor or group", reader_);
  const auto group = std::find_if(network_.groups.begin(), network_.groups.end(),
                                  [&](const CorridorGroup& g) { return g.id == word.text; });
  NameList<CorridorId> names{"corridor or group"};
  names.incomplete = reader_.names.corridors.incomplete;
  for (const CorridorId id : ids_of(network_.corridors))
    names.add(network_.corridors[id].id, id, network_.corridors[id].name);
  if (group == network_.groups.end() && !names.find(word.text))
    for (const CorridorGroup& g : network_.groups) names.add(g.id, CorridorId::none(), g.name);
  const auto add = [&](CorridorId id) {
    const Corridor& corridor = network_.corridors[id];
    if (!corridor.arcs.empty()) chains_.push_back({corridor.places, corridor.arcs});
  };
  if (group != network_.groups.end()) {
    for (const CorridorId id : group->corridors) add(id);
  } else {
    const auto id = resolve(word.text, names, at.path, word.mark, reader_);
    if (!id) return reader_.pass_over(at_);
    add(*id);
  }
  text_ += (text_.empty() ? "" : ", ") + word.text;
  if (chains_.empty()) return reader_.pass_over(at_);  // the corridor's own fault is told
  return true;
}

bool WhereReader::read_country() {
  const Node* node = at_.node.find("country");
  if (node == nullptr) return true;
  const At at{*node, join(at_.path, "country")};
  if (!is_text(at)) return refuse_non_text(at, "two letters such as ML", reader_) || reader_.pass_over(at_);
  std::vector<std::string> countries;
  for (const Place& place : network_.places) countries.push_back(place.country);
  if (std::find(countries.begin(), countries.end(), node->text) == countries.end())
    return reader_.fail(at, "unknown-name", "no country '{}' in the network{}", node->text,
                        did_you_mean(nearest_word(node->text, countries)));
  std::vector<Chain> parts;
  for (const Chain& chain : chains_)
    for (Chain& part : within(network_, chain, node->text)) parts.push_back(std::move(part));
  chains_ = std::move(parts);
  text_ += " in " + node->text;
  return true;
}

}  // namespace

bool read_where(Where& into, const At& at, Reader& reader) { return WhereReader{at, reader}.read(into); }

}  // namespace citerne::input
