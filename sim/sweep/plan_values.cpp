#include "plan_values.hpp"

#include <algorithm>

#include <fmt/ranges.h>

#include "citerne/base/text.hpp"
#include "citerne/scenario/quantity_text.hpp"

namespace citerne::sweep {

void PlanValues::check_keys(const Node& map, std::span<const char* const> allowed, const std::string& what) {
  const std::vector<std::string> known{allowed.begin(), allowed.end()};
  for (const Entry& entry : map.entries)
    if (std::ranges::count(known, entry.name) == 0)
      fail(entry.mark, "unknown-key", "unknown key '{}' in {}{}; there are {}", entry.name, what,
           did_you_mean(nearest_word(entry.name, known)), fmt::join(known, ", "));
}

std::optional<std::string> PlanValues::text(const Node& map, const char* key) {
  const Node* const node = map.find(key);
  if (node == nullptr || node->told) return std::nullopt;
  if (node->form == Node::Form::text && !node->text.empty()) return node->text;
  fail(node->mark, "type", "{} must be text", key);
  return std::nullopt;
}

std::optional<std::int64_t> PlanValues::whole(const Node& map, const char* key, std::int64_t least,
                                              std::int64_t most) {
  const Node* const node = map.find(key);
  if (node == nullptr || node->told) return std::nullopt;
  const auto number =
      node->form == Node::Form::text && !node->quoted ? parse_decimal(node->text) : std::nullopt;
  if (number && number->decimals == 0 && number->digits >= least && number->digits <= most)
    return number->digits;
  fail(node->mark, "number", "{} is '{}' (a whole number from {} to {})", key, node->text, least, most);
  return std::nullopt;
}

}  // namespace citerne::sweep
