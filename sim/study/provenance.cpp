#include "provenance.hpp"

#include <fmt/format.h>

#include "citerne/engine/event.hpp"

namespace citerne::study {
namespace {

void put_stocktakings(ResultMaker& make, const Options& options) {
  std::vector<std::int64_t> numbers, instants, stocks;
  std::vector<std::string> tanks;
  for (const Stocktaking& taking : options.stocktakings)
    for (const FoundStock& found : taking.stocks) {
      numbers.push_back(static_cast<std::int64_t>(numbers.size()));
      instants.push_back(taking.at.unix_seconds());
      tanks.push_back(found.tank);
      stocks.push_back(found.stock.count());
    }
  if (numbers.empty()) return;
  const std::size_t count = numbers.size();
  make.scale("found", std::move(numbers), {"1", "number of a stock that was found in a stocktaking"}, count);
  make.put("provenance", "found_at", {"found"}, std::move(instants),
           {"seconds since 1970-01-01 00:00:00Z", "when it was found"});
  make.put("provenance", "found_tank", {"found"}, std::move(tanks),
           {"1", "place, kind and product of the tank"});
  make.put("provenance", "found_stock", {"found"}, std::move(stocks),
           {"ml", "what the tank held; the simulated stock was set to it"});
}

}  // namespace

void put_provenance(ResultMaker& make, const Plans& plans, const Options& options) {
  Attributes& a = make.attributes();
  a["source"] = fmt::format("citerne {}", CITERNE_VERSION);
  a["format_version"] = std::int64_t{1};
  a["results_version"] = std::int64_t{engine::kResultsVersion};
  a["seed"] = static_cast<std::int64_t>(options.seed);
  a["record"] = word(options.keep);
  a["replications_logged"] = static_cast<std::int64_t>(options.logged);
  const input::FileSet& set = plans.files().files();
  if (!set.response.empty()) a["response"] = set.response;
  std::vector<std::string> paths, texts;
  for (const input::SourceFile& f : set.files) {
    paths.push_back(f.path);
    texts.push_back(f.text);
  }
  const std::size_t count = paths.size();
  make.scale("source_file", std::move(paths), {"1", "file that the run was read from"}, count);
  make.put("provenance", "source_text", {"source_file"}, std::move(texts), {"1", "its text"});
  if (!set.settings.empty())
    make.scale("setting", set.settings, {"1", "value set on the command line"}, set.settings.size());
  put_stocktakings(make, options);
}

}  // namespace citerne::study
