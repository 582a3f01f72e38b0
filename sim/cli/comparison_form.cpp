#include "comparison_form.hpp"

#include "citerne/report/comparison_text.hpp"

namespace citerne::cli {

using analysis::Compared;

void add_comparison_form(CLI::App& command, ComparisonForm& form) {
  const auto fault_of = [](const std::string& text) {
    try {
      analysis::parse_measure(text);
      return std::string{};
    } catch (const analysis::BadMetric& fault) {
      return std::string{fault.what()};
    }
  };
  command.add_flag(
      "--all", form.all,
      "Every measure, place and product, not only the main ones and places of the greatest demand");
  command
      .add_option("--measure", form.measures,
                  "Tables of this measure, as least_cover, instead; more than once if wanted")
      ->allow_extra_args(false)
      ->check(fault_of, "");
  auto* json = command.add_flag("--json", form.json, "Print as JSON, every row");
  command.add_flag("--csv", form.csv, "Print as CSV, every row")->excludes(json);
}

std::string text_of(const analysis::Comparison& comparison, const ComparisonForm& form) {
  std::vector<analysis::Measure> measures;
  for (const std::string& text : form.measures) measures.push_back(analysis::parse_measure(text));
  return report::comparison_text(comparison, form.all ? report::Rows::all : report::Rows::main, measures);
}

Json to_json(const analysis::Comparison& c) {
  const auto or_null = [](const std::optional<double>& v) { return v ? Json(*v) : Json(nullptr); };
  Json json{{"first", c.first_title},
            {"second", c.second_title},
            {"seed", c.seed},
            {"pairs", c.replications},
            {"left_out", c.left_out},
            {"places_in_one_only", c.only_in_one},
            {"worst_5_percent",
             {{"first_m3", c.worst.first_m3},
              {"second_m3", c.worst.second_m3},
              {"difference", to_json(c.worst.difference)},
              {"too_few_runs", c.worst.too_few}}},
            {"rows", Json::array()}};
  for (const Compared& row : c.rows)
    json["rows"].push_back({{"measure", word(row.measure)},
                            {"unit", unit(row.measure)},
                            {"place", row.place_id},
                            {"name", row.place},
                            {"product", row.product},
                            {"first", row.first},
                            {"second", row.second},
                            {"first_median", or_null(row.first_median)},
                            {"second_median", or_null(row.second_median)},
                            {"first_censored", row.first_censored},
                            {"second_censored", row.second_censored},
                            {"difference", to_json(row.difference)},
                            {"p", row.p},
                            {"pairing_gain", or_null(row.pairing_gain)},
                            {"verdict", word(row.verdict)}});
  return json;
}

}  // namespace citerne::cli
