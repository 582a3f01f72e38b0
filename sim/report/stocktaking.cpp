#include "citerne/report/stocktaking.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "citerne/base/text.hpp"
#include "columns.hpp"

namespace citerne::report {
namespace {

std::string row_of(const FoundRow& r, bool has_range) {
  const std::string range = has_range ? fmt::format("{:.0f} to {:.0f}", r.least_m3, r.most_m3) : "";
  return fmt::format("  {} {} {} {:>10.0f}  {} {:>10.0f} {:>13.0f}{}\n", left(r.name, 18), left(r.kind, 11),
                     left(r.product, 9), r.simulated_m3, left(range, 18), r.observed_m3, r.unexplained_l(),
                     has_range && r.is_outside() ? " *" : "");
}

}  // namespace

std::string stocktaking_text(const Stocktaking& s) {
  const bool has_range = s.replications > 1;
  std::string out =
      fmt::format("{}\nstocks at {}, {}\n\n", s.title, s.at, counted(s.replications, "replication"));
  out += fmt::format("  {} {} {} {:>10}  {} {:>10} {:>13}\n", left("Place", 18), left("kind", 11),
                     left("product", 9), "simulated", left(has_range ? "least to most" : "", 18), "observed",
                     "unexplained");
  out += fmt::format("  {} {:>10}  {} {:>10} {:>13}\n", left("", 40), "m3", left(has_range ? "m3" : "", 18),
                     "m3", "L");
  std::map<std::string, double> sums;
  bool some_outside = false;
  for (const FoundRow& r : s.rows) {
    out += row_of(r, has_range);
    sums[r.product] += r.unexplained_l();
    some_outside = some_outside || (has_range && r.is_outside());
  }
  out += "\nUnexplained, all rows together\n";
  for (const auto& [product, litres] : sums)
    out += fmt::format("  {} {:>13.0f} L\n", left(product, 9), litres);
  if (some_outside) out += "\n* outside of all that was simulated\n";
  return out;
}

std::string stocktaking_csv(const Stocktaking& s) {
  std::string out = "place,kind,product,simulated_m3,least_m3,most_m3,observed_m3,unexplained_l\n";
  for (const FoundRow& r : s.rows)
    out += fmt::format("{},{},{},{:.3f},{:.3f},{:.3f},{:.3f},{:.0f}\n", r.place, r.kind, r.product,
                       r.simulated_m3, r.least_m3, r.most_m3, r.observed_m3, r.unexplained_l());
  return out;
}

}  // namespace citerne::report
