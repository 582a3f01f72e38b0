#include "citerne/base/text.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace citerne {
namespace {

/// Plain letters of the accented ones that place names of the region use (Latin-1 and œ), lower and upper
/// case.
constexpr std::array<std::pair<std::string_view, std::string_view>, 50> kPlain{{
    {"à", "a"}, {"á", "a"}, {"â", "a"}, {"ä", "a"},  {"ã", "a"},  {"å", "a"}, {"ç", "c"}, {"è", "e"},
    {"é", "e"}, {"ê", "e"}, {"ë", "e"}, {"ì", "i"},  {"í", "i"},  {"î", "i"}, {"ï", "i"}, {"ñ", "n"},
    {"ò", "o"}, {"ó", "o"}, {"ô", "o"}, {"ö", "o"},  {"õ", "o"},  {"ù", "u"}, {"ú", "u"}, {"û", "u"},
    {"ü", "u"}, {"ý", "y"}, {"ÿ", "y"}, {"œ", "oe"}, {"æ", "ae"}, {"À", "a"}, {"Á", "a"}, {"Â", "a"},
    {"Ä", "a"}, {"Ç", "c"}, {"È", "e"}, {"É", "e"},  {"Ê", "e"},  {"Ë", "e"}, {"Ì", "i"}, {"Í", "i"},
    {"Î", "i"}, {"Ï", "i"}, {"Ñ", "n"}, {"Ò", "o"},  {"Ó", "o"},  {"Ô", "o"}, {"Ö", "o"}, {"Ù", "u"},
    {"Û", "u"}, {"Ü", "u"},
}};

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

/// Three letters in common at least: with fewer, half of all words begin alike.
bool one_begins_the_other(std::string_view a, std::string_view b) {
  constexpr std::size_t kFewest = 3;
  return std::min(a.size(), b.size()) >= kFewest && (a.starts_with(b) || b.starts_with(a));
}

}  // namespace

std::string folded(std::string_view utf8) {
  std::string out;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto accented = std::find_if(kPlain.begin(), kPlain.end(), [&](const auto& pair) {
      return utf8.substr(i).starts_with(pair.first);
    });
    if (accented != kPlain.end()) {
      out += accented->second;
      i += accented->first.size();
      continue;
    }
    const char c = utf8[i++];
    if (c == ' ' || c == '-' || c == '_' || c == '\'') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string nearest_word(std::string_view word, std::span<const std::string> candidates) {
  const std::string wanted = folded(word);
  const std::size_t bound = std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best = std::numeric_limits<std::size_t>::max(), best_begun = best;
  std::string nearest, begun;
  for (const std::string& candidate : candidates) {
    const std::string name = folded(candidate);
    const std::size_t distance = edit_distance(wanted, name);
    if (distance <= bound && distance < best) {
      best = distance;
      nearest = candidate;
    }
    if (one_begins_the_other(wanted, name) && distance < best_begun) {
      best_begun = distance;
      begun = candidate;
    }
  }
  return nearest.empty() ? begun : nearest;
}

std::string did_you_mean(const std::string& near) {
  return near.empty() ? "" : " (did you mean '" + near + "'?)";
}

std::string name_list(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names.first(std::min(names.size(), kMostListed)))
    list += (list.empty() ? "" : ", ") + name;
  if (names.size() > kMostListed) list += " and " + std::to_string(names.size() - kMostListed) + " more";
  return list;
}

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::size_t character_count(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(
      utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace citerne
