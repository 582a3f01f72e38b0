#pragma once
#include <optional>
#include <string>

namespace citerne {

/// What a way of supply is called in results. Ids hold neither spaces nor colons.
struct LineName {
  std::string place, product, supplier, corridor;  ///< The corridor may be empty.

  /// `dakar by dakar-north`
  std::string way() const { return corridor.empty() ? supplier : supplier + " by " + corridor; }
  /// `bamako: petrol from dakar by dakar-north`
  std::string text() const { return place + ": " + product + " from " + way(); }
};

/// Back from its text; nothing when it is none.
inline std::optional<LineName> parse_line_name(const std::string& text) {
  const std::size_t product = text.find(": "), from = text.find(" from "), by = text.find(" by ", from);
  if (product == std::string::npos || from == std::string::npos || from < product + 2) return std::nullopt;
  LineName line{text.substr(0, product), text.substr(product + 2, from - product - 2), {}, {}};
  line.supplier = text.substr(from + 6, by == std::string::npos ? by : by - from - 6);
  if (by != std::string::npos) line.corridor = text.substr(by + 4);
  return line;
}

}  // namespace citerne
