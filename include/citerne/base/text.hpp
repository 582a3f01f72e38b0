#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace citerne {

/// Lower case, without accents, spaces, hyphens and underscores: Ségou, SEGOU and `se gou` fold to `segou`.
std::string folded(std::string_view utf8);

/// The candidate nearest to `word` by edits of the folded text; where none is near (all more than a third of
/// its letters off), the nearest that begins with it or that it begins with, or empty. Ties go to the first.
std::string nearest_word(std::string_view word, std::span<const std::string> candidates);

/// ` (did you mean 'x'?)` behind a message, or nothing where `near`, a nearest_word(), is empty.
std::string did_you_mean(const std::string& near);

/// Of names in a message, or lines below it, no more than these are told, and how many there are beside them.
inline constexpr std::size_t kMostListed = 12;
/// `bamako, segou and 39 more`.
std::string name_list(std::span<const std::string> names);

/// `1 road`, `12 roads`.
std::string counted(std::size_t count, std::string_view what);

/// Characters (code points) in valid UTF-8 text.
std::size_t character_count(std::string_view utf8);

}  // namespace citerne
