#include "citerne/study/differences.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "citerne/base/dates.hpp"
#include "citerne/base/text.hpp"

namespace citerne::study {
namespace {

using Json = nlohmann::ordered_json;

/// `mali/bamako` of a row with an id or a place, else its number.
std::string name_of_row(const Json& row, std::size_t number) {
  if (row.is_object())
    for (const char* key : {"id", "place"})
      if (const auto found = row.find(key); found != row.end() && found->is_string()) {
        const auto kind = row.find("kind");
        const bool is_site = std::string_view{key} == "place" && kind != row.end() && kind->is_string();
        return found->get<std::string>() + (is_site ? "/" + kind->get<std::string>() : "");
      }
  return fmt::format("{}", number);
}

std::string short_text(const Json& value) {
  constexpr std::size_t kMost = 60;
  const std::string text = value.dump();
  return text.size() > kMost ? text.substr(0, kMost) + "..." : text;
}

/// An instant as a scenario writes it; null is one that never comes.
std::string date_text(const Json& unix_seconds) {
  if (!unix_seconds.is_number_integer()) return "never";
  return format_instant(Instant{unix_seconds.get<std::int64_t>()});
}

/// Paths at which two values differ, as far down as they are of one shape.
class Differences {
 public:
  void compare(const Json& a, const Json& b, const std::string& path) {
    if (a == b) return;
    if (a.is_object() && b.is_object()) return compare_objects(a, b, path);
    if (a.is_array() && b.is_array()) return compare_lists(a, b, path);
    constexpr std::string_view kInstant = "_unix";
    if (path.ends_with(kInstant))
      found_.push_back(fmt::format("{} is {} there, {} here", path.substr(0, path.size() - kInstant.size()),
                                   date_text(a), date_text(b)));
    else
      found_.push_back(fmt::format("{} is {} there, {} here", path, short_text(a), short_text(b)));
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  static std::string join(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "." + name;
  }
  void compare_objects(const Json& a, const Json& b, const std::string& path) {
    for (const auto& [key, value] : a.items()) {
      if (b.contains(key))
        compare(value, b[key], join(path, key));
      else
        found_.push_back(fmt::format("{} is not there any more", join(path, key)));
    }
    for (const auto& [key, value] : b.items())
      if (!a.contains(key)) found_.push_back(fmt::format("{} is new", join(path, key)));
  }
  /// Rows by their names; without, by their order.
  void compare_lists(const Json& a, const Json& b, const std::string& path) {
    const auto named = [](const Json& list) {
      std::vector<std::pair<std::string, const Json*>> rows;
      for (std::size_t i = 0; i < list.size(); ++i) rows.emplace_back(name_of_row(list[i], i), &list[i]);
      return rows;
    };
    const auto mine = named(a), theirs = named(b);
    const auto find = [](const auto& rows, const std::string& name) -> const Json* {
      const auto found = std::ranges::find(rows, name, [](const auto& row) { return row.first; });
      return found == rows.end() ? nullptr : found->second;
    };
    const std::size_t before = found_.size();
    for (const auto& [name, row] : mine) {
      if (const Json* other = find(theirs, name))
        compare(*row, *other, join(path, name));
      else
        found_.push_back(fmt::format("{} is not there any more", join(path, name)));
    }
    for (const auto& [name, row] : theirs)
      if (find(mine, name) == nullptr) found_.push_back(fmt::format("{} is new", join(path, name)));
    if (found_.size() == before) found_.push_back(fmt::format("{} are in another order", path));
  }

  std::vector<std::string> found_;
};

}  // namespace

std::vector<std::string> differences(const Json& there, const Json& here) {
  Differences differences;
  differences.compare(there, here, "");
  return differences.take();
}

std::string lines_of(const std::vector<std::string>& differences) {
  std::string text;
  for (std::size_t i = 0; i < std::min(differences.size(), kMostListed); ++i) text += "\n  " + differences[i];
  if (differences.size() > kMostListed)
    text += fmt::format("\n  ({} more)", differences.size() - kMostListed);
  return text;
}

}  // namespace citerne::study
