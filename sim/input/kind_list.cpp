#include "kind_list.hpp"

#include <numeric>

#include "citerne/model/shares.hpp"

namespace citerne::input {

bool refuse_non_list(const At& at, std::size_t length, const std::string& of_what, Reader& reader) {
  if (at.node.told) return reader.pass_over(at);
  if (at.node.form != Node::Form::list)
    return reader.fail(at, "type", "{} must be a list in [ ], each item {}", at.name(), of_what);
  if (length != 0)
    return reader.fail(at, "list-length", "{} has {} items ({} are needed)", at.name(), at.node.items.size(),
                       length);
  return reader.fail(at, "list-length", "{} is an empty list; leave it out if nothing is meant", at.name());
}

bool Kind<std::vector<int>>::read(V& into, const At& at, const Limits<V>& limits, Reader& reader) {
  const Limits<std::int64_t> each{limits.least, limits.most, {}};
  if (at.node.form == Node::Form::list && at.node.items.empty()) {
    into.clear();  // `rainy_months: []` is a year without rain
    return true;
  }
  if (!is_list(at, 0)) return refuse_non_list(at, 0, Kind<std::int64_t>::shape(each).words, reader);
  V numbers;
  bool ok = true;
  for (std::size_t i = 0; i < at.node.items.size(); ++i) {
    const At item{at.node.items[i], join(at.path, std::to_string(i + 1))};
    std::int64_t number = 0;
    const bool read = Kind<std::int64_t>::read(number, item, each, reader);
    if (read && std::find(numbers.begin(), numbers.end(), number) != numbers.end())
      ok = reader.fail(item, "repeated-item", "'{}' is in the list twice", item.node.text);
    ok = ok && read;
    numbers.push_back(static_cast<int>(number));
  }
  std::sort(numbers.begin(), numbers.end());
  into = std::move(numbers);
  return ok;
}

bool read_weights(std::span<Share> into, const At& at, Reader& reader) {
  if (!is_list(at, into.size()))
    return refuse_non_list(at, into.size(), "a weight: a bare number from 0 to 1000000", reader);
  std::vector<std::int64_t> weights;
  bool ok = true;
  for (std::size_t i = 0; i < into.size(); ++i) {
    const At item{at.node.items[i], join(at.path, std::to_string(i + 1))};
    if (item.node.told) return reader.pass_over(item);
    constexpr std::int64_t kMillionth = 1'000'000;
    const auto number = item.node.form == Node::Form::text && !item.node.quoted
                            ? parse_decimal(item.node.text)
                            : std::nullopt;
    const auto weight = number ? scaled(*number, kMillionth) : std::nullopt;
    if (!weight || *weight < 0 || *weight > 1'000'000 * kMillionth)
      ok = reader.fail(item, "number", "'{}' is no weight (a bare number from 0 to 1000000)", item.node.text);
    weights.push_back(weight.value_or(0));
  }
  if (!ok) return reader.pass_over(at);
  if (std::accumulate(weights.begin(), weights.end(), std::int64_t{0}) == 0)
    return reader.fail(at, "shares-sum", "all weights of {} are 0", at.name());
  std::vector<std::int64_t> parts;
  split_exactly(percent(100).count(), weights, parts);
  for (std::size_t i = 0; i < into.size(); ++i) into[i] = Share{parts[i]};
  return true;
}

}  // namespace citerne::input
