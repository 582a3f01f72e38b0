#include "layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

#include "citerne/base/contract.hpp"
#include "citerne/store/digest.hpp"
#include "citerne/store/result_file.hpp"

namespace citerne::store {
namespace {

constexpr std::size_t kStringReference = 16;

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// As CITERNE_EXPECT, with a text that names what broke the rule.
void rule(bool holds, const std::string& array, const char* text) {
  if (!holds) broken_contract("expect", fmt::format("'{}' {}", array, text).c_str(), __FILE__, __LINE__);
}

/// Letters, digits and underscores, beginning with a letter: safe in netCDF, Python and R.
bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto other = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && letter(name.front()) && std::all_of(name.begin(), name.end(), other);
}

bool has_null(const std::string& text) { return text.find('\0') != std::string::npos; }

void expect_attributes(const Attributes& attributes, const std::string& owner) {
  for (const auto& [name, value] : attributes) {
    rule(is_name(name) && !is_reserved_attribute(name), owner + "@" + name, "is a name for an attribute");
    if (const auto* text = std::get_if<std::string>(&value))
      rule(!has_null(*text), owner + "@" + name, "holds no null character");
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
      rule(!texts->empty(), owner + "@" + name, "has at least one value");
      rule(std::none_of(texts->begin(), texts->end(), has_null), owner + "@" + name,
           "holds no null character");
    }
    if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value))
      rule(!numbers->empty(), owner + "@" + name, "has at least one value");
  }
}

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  return b != 0 && a > kMost / b ? kMost : a * b;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  return a > kMost - b ? kMost : a + b;
}

}  // namespace

std::string trailer_for(std::span<const std::byte> hdf5) { return trailer_of(sha256_hex(hdf5)); }
std::string trailer_of(const std::string& digest) { return std::string{kTrailerWord} + digest + "\n"; }

bool is_reserved_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 6> kReserved{"CLASS",          "NAME",       "DIMENSION_LIST",
                                                      "REFERENCE_LIST", "_FillValue", "_NCProperties"};
  return contains(kReserved, name) || name.starts_with("_Netcdf4");
}

bool has_type_of_array(std::string_view attribute) {
  constexpr std::array<std::string_view, 2> kTyped{"flag_values", "flag_masks"};
  return contains(kTyped, attribute);
}

bool is_scale(const Variable& variable) {
  return variable.group.empty() && variable.axes.size() == 1 && variable.axes.front() == variable.name;
}

std::string full_name(const Variable& variable) {
  return variable.group.empty() ? variable.name : variable.group + "/" + variable.name;
}

std::vector<std::size_t> lengths_of(const Variable& variable, const Result& result) {
  std::vector<std::size_t> lengths;
  for (const std::string& axis : variable.axes) lengths.push_back(result.axes.at(axis));
  return lengths;
}

void expect_well_formed(const Result& result) {
  std::set<std::string> scaled;
  std::set<std::string> groups;
  std::set<std::pair<std::string, std::string>> seen;
  for (const Variable& v : result.variables) {
    const std::string name = full_name(v);
    rule(is_name(v.name) && (v.group.empty() || is_name(v.group)), name, "is a name for an array");
    rule(seen.emplace(v.group, v.name).second, name, "comes once");
    groups.insert(v.group);
    if (is_scale(v)) scaled.insert(v.name);
    const bool takes_name_of_axis = v.group.empty() && result.axes.contains(v.name) && !is_scale(v);
    rule(!takes_name_of_axis, name, "is a scale or not named like an axis");

    std::uint64_t count = 1;
    for (std::size_t i = 0; i < v.axes.size(); ++i) {
      rule(result.axes.contains(v.axes[i]), name, "has known axes");
      rule(std::find(v.axes.begin(), v.axes.begin() + static_cast<std::ptrdiff_t>(i), v.axes[i]) ==
               v.axes.begin() + static_cast<std::ptrdiff_t>(i),
           name, "has each axis once");
      count = times(count, result.axes.at(v.axes[i]));
    }
    rule(std::visit([](const auto& values) { return values.size(); }, v.values) == count, name,
         "has as many values as its axes say");
    if (const auto* texts = std::get_if<std::vector<std::string>>(&v.values))
      rule(std::none_of(texts->begin(), texts->end(), has_null), name, "holds no null character");
    rule(v.attributes.contains("units") && v.attributes.contains("long_name"), name,
         "has units and long_name");
    expect_attributes(v.attributes, name);
  }
  for (const auto& [axis, length] : result.axes) rule(scaled.contains(axis), axis, "(an axis) has a scale");
  for (const std::string& group : groups)
    rule(!seen.contains({"", group}), group, "is a group or an array, not both");
  expect_attributes(result.attributes, "file");
}

std::vector<std::size_t> chunk_lengths(std::span<const std::string> axes, std::vector<std::size_t> lengths,
                                       std::size_t bytes_per_value) {
  constexpr std::size_t kTarget = std::size_t{256} << 10;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    std::size_t bytes = bytes_per_value;
    for (const std::size_t length : lengths) bytes *= length;
    if (bytes <= kTarget) break;
    if (axes[i] == "time" || axes[i] == "day") continue;
    const std::size_t bytes_of_one = bytes / lengths[i];
    const std::size_t fit = std::max<std::size_t>(1, kTarget / bytes_of_one);
    const std::size_t parts = (lengths[i] + fit - 1) / fit;
    lengths[i] = (lengths[i] + parts - 1) / parts;  // parts of about one size
  }
  return lengths;
}

std::uint64_t predicted_size(const std::map<std::string, std::size_t>& axes,
                             std::span<const ArrayShape> arrays) {
  std::uint64_t total = 0;
  for (const ArrayShape& array : arrays) {
    std::uint64_t bytes = array.bytes_per_value;
    for (const std::string& axis : array.axes) {
      const auto found = axes.find(axis);
      rule(found != axes.end(), axis, "is a known axis");
      bytes = times(bytes, found->second);
    }
    total = plus(total, bytes);
  }
  return total;
}

std::uint64_t raw_size(const Result& result) {
  std::uint64_t total = 0;
  for (const Variable& v : result.variables) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&v.values)) {
      for (const std::string& text : *texts) total += text.size() + kStringReference;
    } else {
      total += std::visit([](const auto& values) { return values.size() * sizeof(values[0]); }, v.values);
    }
  }
  return total;
}

void expect_fits(std::uint64_t bytes, std::uint64_t limit) {
  if (bytes > limit) throw TooLarge{bytes, limit};
}

TooLarge::TooLarge(std::uint64_t bytes, std::uint64_t limit)
    : std::runtime_error(
          fmt::format("a result of {} MiB is more than the {} MiB that one file may hold. Record less "
                      "(--record bands or summary), sample at a longer interval, run fewer replications, or "
                      "split the study into shards",
                      (bytes >> 20) + 1, limit >> 20)) {}

}  // namespace citerne::store
