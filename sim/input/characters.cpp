#include "citerne/input/characters.hpp"

#include <cstdint>

namespace citerne::input {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;  ///< 0: not UTF-8.
};

/// The first character of `text`. Overlong forms, surrogates and codes above U+10FFFF are no UTF-8.
Character first_of(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  char32_t code = lead & (0xffu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[bytes] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return {};
  return {code, bytes};
}

bool turns_writing(char32_t c) {
  return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029; }

bool is_invisible(char32_t c) { return c == 0xfeff || c == 0x200b || c == 0x2060 || c == 0x00ad; }

/// Tells what is wrong with a character, if something is.
bool tell(char32_t c, const Mark& at, Diagnostics& faults) {
  const auto code = static_cast<std::uint32_t>(c);
  if (c == '\t')
    faults.error(at, "tab", "a tab: write spaces");
  else if (turns_writing(c))
    faults.error(at, "control-character", "U+{:04X} changes the direction of writing: take it out", code);
  else if (is_control(c))
    faults.error(at, "control-character", "U+{:04X} is a control character: take it out", code);
  else if (is_invisible(c))
    faults.error(at, "control-character", "U+{:04X} is invisible: take it out", code);
  else
    return false;
  return true;
}

}  // namespace

bool check_characters(std::string_view text, Diagnostics& faults, Mark from) {
  const std::size_t before = faults.size();
  Mark at = from;
  std::uint32_t told_line = 0;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty()) {
    const Character c = first_of(text);
    if (c.bytes == 0) {
      faults.error(at, "utf8", "this is not UTF-8 text: save the file as UTF-8");
      return false;
    }
    const bool line_end = c.code == '\n' || (c.code == '\r' && text.substr(1, 1) == "\n");
    if (!line_end && told_line != at.line && tell(c.code, at, faults)) told_line = at.line;
    text.remove_prefix(c.bytes);
    if (c.code == '\n')
      at = {at.file, at.line + 1, 1};
    else
      ++at.column;
  }
  return faults.size() == before;
}

}  // namespace citerne::input
