#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "citerne/base/dates.hpp"
#include "citerne/input/observed.hpp"
#include "citerne/report/stocktaking.hpp"
#include "citerne/scenario/words.hpp"
#include "citerne/store/result_file.hpp"
#include "command.hpp"
#include "study_run.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

struct UpdateArguments {
  StartArguments start;
  std::string observed, as_of, output;
  bool force = false, json = false, csv = false, quiet = false;
};

/// The table, every fault of it told.
std::vector<input::ObservedStock> expect_observed(const std::string& path, const study::Plans& plans) {
  const std::vector<std::byte> bytes = store::read_whole(path, input::kLargestFile);
  const std::string text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  input::ObservedReading reading = input::read_observed(text, path, plans.files(), plans.common().scenario);
  tell(reading.diagnostics, reading.file);
  if (input::has_errors(reading.diagnostics)) throw Finish{kInput};
  return std::move(reading.stocks);
}

/// Every stocktaking has an instant of its own, behind all before; those of the start are the scenario's.
void expect_later(Instant at, const Start& start) {
  const auto& takings = start.options.stocktakings;
  if (at == start.plans->common().start) {
    say("citerne: --as-of: stocks at the start of the calendar are `opening_days` in the sites of the "
        "scenario; "
        "choose a later instant, or let the calendar start earlier\n");
    throw Finish{kInput};
  }
  if (takings.empty() || takings.back().at < at) return;
  say("citerne: --as-of: the stocks of {} are set in the saved day already; choose a later instant, or go on "
      "from the day before\n",
      format_instant(takings.back().at));
  throw Finish{kInput};
}

study::Stocktaking taking_of(const std::vector<input::ObservedStock>& stocks, const Scenario& scenario,
                             Instant at) {
  study::Stocktaking taking{.at = at};
  for (const input::ObservedStock& s : stocks)
    taking.stocks.push_back({site_name(scenario, s.site) + "/" + scenario.products[s.product].id, s.stock});
  return taking;
}

report::Stocktaking beside_simulated(const std::vector<input::ObservedStock>& stocks,
                                     const Scenario& scenario, const study::Outcome& outcome, Instant at) {
  report::Stocktaking found{scenario.name, format_instant(at), outcome.replications.size(), {}};
  for (std::size_t i = 0; i < stocks.size(); ++i) {
    const Site& site = scenario.sites[stocks[i].site];
    const Place& place = scenario.network.places[site.place];
    Volume sum, least = outcome.simulated.front()[i], most = least;
    for (const std::vector<Volume>& simulated : outcome.simulated) {
      sum += simulated[i];
      least = std::min(least, simulated[i]);
      most = std::max(most, simulated[i]);
    }
    const auto m3 = [](Volume v) { return static_cast<double>(v.count()) / 1e6; };
    found.rows.push_back({.place = place.id,
                          .name = place.name,
                          .kind = std::string{word(site.kind)},
                          .product = scenario.products[stocks[i].product].id,
                          .simulated_m3 = m3(sum) / static_cast<double>(outcome.simulated.size()),
                          .least_m3 = m3(least),
                          .most_m3 = m3(most),
                          .observed_m3 = m3(stocks[i].stock)});
  }
  return found;
}

Json to_json(const report::Stocktaking& found) {
  Json rows = Json::array();
  for (const report::FoundRow& r : found.rows)
    rows.push_back({{"place", r.place},
                    {"name", r.name},
                    {"kind", r.kind},
                    {"product", r.product},
                    {"simulated_m3", {{"mean", r.simulated_m3}, {"least", r.least_m3}, {"most", r.most_m3}}},
                    {"observed_m3", r.observed_m3},
                    {"unexplained_l", r.unexplained_l()}});
  return {{"title", found.title}, {"at", found.at}, {"replications", found.replications}, {"stocks", rows}};
}

void tell_found(const UpdateArguments& a, const report::Stocktaking& found, bool stopped) {
  if (a.json)
    fmt::print(
        "{}\n",
        Json{{"format", 1}, {"stopped", stopped}, {"file", a.output}, {"stocktaking", to_json(found)}}.dump(
            2));
  else
    fmt::print("{}", a.csv ? report::stocktaking_csv(found) : report::stocktaking_text(found));
  if (a.quiet) return;
  if (a.output.empty())
    say("\nnothing was saved; name a file with -o\n");
  else
    say("\nsaved: {}. To go on: citerne run --from {} -o OUT.h5\n", a.output, a.output);
}

void update(const UpdateArguments& a) {
  take_signals();
  const store::Overwrite overwrite = a.force ? store::Overwrite::yes : store::Overwrite::no;
  if (!a.output.empty()) store::check_target(a.output, overwrite);
  Start start = expect_start(a.start);
  const study::Plans& plans = *start.plans;
  const Instant at = expect_instant("--as-of", a.as_of, start);
  expect_later(at, start);
  const auto stocks = expect_observed(a.observed, plans);
  start.options.stocktakings.push_back(taking_of(stocks, plans.common().scenario, at));
  store::expect_fits(study::predicted_bytes(plans.common(), start.options, at));
  study::Journey journey = start.journey();
  journey.save_at = at;
  journey.ends_there = true;
  const auto [outcome, seconds] = run_study(plans, start.options, "replications", a.quiet, journey);
  if (outcome.replications.empty()) {
    say("stopped before the first replication was there; nothing was saved\n");
    throw Finish{kStopped};
  }
  if (!a.output.empty())
    store::write(study::make_saved_day(plans, start.options, outcome, at), a.output, overwrite);
  tell_found(a, beside_simulated(stocks, plans.common().scenario, outcome, at), outcome.stopped);
  if (!outcome.stopped) return;
  say("stopped: {} replications are saved\n", outcome.replications.size());
  throw Finish{kStopped};
}

}  // namespace

void add_update(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "update",
      "Replay to a date, set the stocks to those that were found, tell what is not explained, save the day");
  auto a = std::make_shared<UpdateArguments>();
  CLI::Option* const from = add_start(*command, a->start).from;
  command->add_option("--observed", a->observed, "Table of the stocks: place, kind, product, stock_m3")
      ->required()
      ->type_name("FILE");
  command->add_option("--as-of", a->as_of, "Date or time at which they were found")->required();
  command->add_option("--output,-o", a->output, "File to save the day in (HDF5)")->type_name("FILE");
  add_record_options(*command, a->start.options, from);
  command->add_flag("--force", a->force, "Replace the file if it exists");
  CLI::Option* const json = command->add_flag("--json", a->json, "Print as JSON");
  command->add_flag("--csv", a->csv, "Print as CSV")->excludes(json);
  command->add_flag("--quiet,-q", a->quiet, "No progress and no closing remarks");
  command->callback([a] { update(*a); });
}

}  // namespace citerne::cli
