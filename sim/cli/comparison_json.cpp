#include "command.hpp"

namespace citerne::cli {

using analysis::Compared;

Json to_json(const analysis::Comparison& c) {
  const auto interval = [](const analysis::Interval& i) {
    return Json{{"mean", i.mid}, {"low", i.low}, {"high", i.high}};
  };
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
              {"difference", interval(c.worst.difference)},
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
                            {"difference", interval(row.difference)},
                            {"p", row.p},
                            {"pairing_gain", or_null(row.pairing_gain)},
                            {"verdict", word(row.verdict)}});
  return json;
}

}  // namespace citerne::cli
