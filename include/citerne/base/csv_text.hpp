#pragma once
#include <string>

namespace citerne {

/// A value as it stands between two separators of a CSV file (RFC 4180): in quotes where it must be.
inline std::string csv_value(const std::string& text, char separator = ',') {
  if (text.find_first_of(std::string{separator} + "\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string{"\"\""} : std::string{c};
  return out + "\"";
}

}  // namespace citerne
