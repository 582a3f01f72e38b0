#include "target.hpp"

#include <algorithm>
#include <utility>

#include "citerne/base/text.hpp"
#include "kind.hpp"
#include "kind_list.hpp"

namespace citerne::input {
namespace {

/// Reads one target as it is written.
class WhereReader {
 public:
  WhereReader(const At& at, Reader& reader) : at_{at}, reader_{reader}, network_{reader.files.network} {}

  bool read(Where& into) {
    if (!check_keys() || !read_ways()) return false;
    if (!area_ && !read_country()) return false;
    Where target = area_ ? *area_ : target_of(chains_, text_);
    if (target.segments.empty())
      return reader_.fail(at_, "where-empty", "{} has no road there: {}", at_.name(), target.text);
    into = std::move(target);
    return true;
  }

 private:
  bool check_keys();
  bool read_ways();
  bool read_around(const Node& node);
  bool read_border(const Node& node);
  bool read_terminal(const Node& node);
  bool read_whole_country(const Node& node);
  bool expect_country(const At& at);
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
  std::optional<Where> area_;  ///< Instead of chains.
  std::string text_;
};

bool WhereReader::check_keys() {
  if (at_.node.told) return reader_.pass_over(at_);
  if (at_.node.form != Node::Form::map)
    return reader_.fail(at_, "type", "{} must be {}", at_.name(), Kind<Where>::shape({}).words);
  const std::vector<std::string> known{"segment", "road",   "between", "corridors", "country",
                                       "around",  "within", "border",  "terminal"};
  bool ok = true;
  for (const Entry& entry : at_.node.entries)
    if (std::find(known.begin(), known.end(), entry.name) == known.end())
      ok = reader_.fail(join(at_.path, entry.name), entry.mark, "unknown-key", "unknown key '{}'{}",
                        entry.name, did_you_mean(nearest_word(entry.name, known)));
  return ok;
}

/// One of the ways to say where, each with the words it needs.
bool WhereReader::read_ways() {
  const auto find = [&](const char* name) { return at_.node.find(name); };
  const Node *segment = find("segment"), *road = find("road"), *between = find("between");
  const Node *corridors = find("corridors"), *country = find("country"), *border = find("border");
  const Node *centre = find("around"), *radius = find("within"), *terminal = find("terminal");
  const bool is_chain = segment != nullptr || road != nullptr || between != nullptr || corridors != nullptr;
  const int ways = (segment != nullptr) + (road != nullptr || between != nullptr) + (corridors != nullptr) +
                   (centre != nullptr || radius != nullptr) + (border != nullptr) + (terminal != nullptr) +
                   (country != nullptr && !is_chain);
  if (ways != 1 || (road == nullptr) != (between == nullptr) || (centre == nullptr) != (radius == nullptr))
    return reader_.fail(at_, "where-ways", "{} must be {}", at_.name(), Kind<Where>::shape({}).words);
  if (!reader_.files.has_network) return reader_.pass_over(at_);
  if (segment != nullptr) return read_segment(*segment);
  if (road != nullptr) return read_road(*road);
  if (corridors != nullptr) return read_corridors(*corridors);
  if (centre != nullptr) return read_around(*centre);
  if (border != nullptr) return read_border(*border);
  return terminal != nullptr ? read_terminal(*terminal) : read_whole_country(*country);
}

bool WhereReader::read_around(const Node& node) {
  PlaceId centre;
  Length radius;
  const bool has_centre = Kind<PlaceId>::read(centre, {node, join(at_.path, "around")}, {}, reader_);
  const bool has_radius = Kind<Length>::read(radius, {*at_.node.find("within"), join(at_.path, "within")},
                                             {Length{}, kilometres(5'000)}, reader_);
  if (!has_centre || !has_radius) return reader_.pass_over(at_);
  area_ = around(network_, centre, radius);
  return true;
}

bool WhereReader::read_border(const Node& node) {
  const At at{node, join(at_.path, "border")};
  PostId post;
  if (!Kind<PostId>::read(post, at, {}, reader_)) return reader_.pass_over(at_);
  const Post& given = reader_.so_far->posts[post];
  if (given.kind != PostKind::border)
    return reader_.fail(at, "not-border", "{} is a customs post, not a border", given.id);
  if (!given.place.is_none()) area_ = across_border(network_, given.place);
  return area_.has_value() || reader_.pass_over(at_);
}

bool WhereReader::read_terminal(const Node& node) {
  TerminalId terminal;
  if (!Kind<TerminalId>::read(terminal, {node, join(at_.path, "terminal")}, {}, reader_))
    return reader_.pass_over(at_);
  const PlaceId place = reader_.so_far->terminals[terminal].place;
  if (!place.is_none()) area_ = leaving(network_, place);
  return area_.has_value() || reader_.pass_over(at_);
}

bool WhereReader::read_whole_country(const Node& node) {
  if (!expect_country({node, join(at_.path, "country")})) return reader_.pass_over(at_);
  area_ = in_country(network_, node.text);
  return true;
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

bool WhereReader::expect_country(const At& at) {
  if (!is_text(at)) return refuse_non_text(at, "two letters such as ML", reader_);
  std::vector<std::string> countries;
  for (const Place& place : network_.places) countries.push_back(place.country);
  if (std::find(countries.begin(), countries.end(), at.node.text) != countries.end()) return true;
  return reader_.fail(at, "unknown-name", "no country '{}' in the network{}", at.node.text,
                      did_you_mean(nearest_word(at.node.text, countries)));
}

/// Of chains, their parts in a country.
bool WhereReader::read_country() {
  const Node* node = at_.node.find("country");
  if (node == nullptr) return true;
  if (!expect_country({*node, join(at_.path, "country")})) return reader_.pass_over(at_);
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
