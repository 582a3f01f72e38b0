#pragma once
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "citerne/record/result.hpp"

namespace citerne {

/// What a run of four replications over two weeks may leave, small enough to work out by hand: Bamako is
/// short of petrol in three of them, Ségou in one; Ségou stocks no diesel.
class SmallResult {
 public:
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  SmallResult() {
    result.axes = {{"replication", 4}, {"place", 2}, {"product", 2}, {"class", 2},
                   {"event", 1},       {"fleet", 2}, {"time", 4}};
    result.attributes = {{"title", std::string{"Two towns"}},     {"start", std::string{"2025-08-01"}},
                         {"end", std::string{"2025-08-15"}},      {"seed", std::int64_t{7}},
                         {"shortage_served_below_percent", 65.0}, {"shortage_days", std::int64_t{2}},
                         {"results_version", std::int64_t{1}}};
    put("replication", {"replication"}, std::vector<std::int64_t>{0, 1, 2, 3});
    put("place", {"place"}, std::vector<std::string>{"bamako", "segou"});
    put("place_name", {"place"}, std::vector<std::string>{"Bamako", "Ségou"});
    put("product", {"product"}, std::vector<std::string>{"petrol", "diesel"});
    put("class", {"class"}, std::vector<std::string>{"essential", "transport"});
    put("event", {"event"}, std::vector<std::string>{"rn24"});
    metrics();
    series();
  }

  void put(const char* name, std::vector<std::string> axes, Values values) {
    result.variables.push_back({"", name, std::move(axes), std::move(values), {}});
  }
  void drop(const std::string& name) {
    std::erase_if(result.variables, [&](const Variable& v) { return v.name == name; });
  }

  Result result;

 private:
  void metrics() {
    const std::vector<std::string> by_pair{"replication", "place", "product"};
    const std::vector<std::string> by_class{"replication", "place", "product", "class"};
    // Of each replication: petrol and diesel of Bamako, then of Ségou.
    put("first_shortage", by_pair,
        std::vector{3.0, kNone, 1.0, kNone,      //
                    5.0, kNone, kNone, kNone,    //
                    kNone, kNone, kNone, kNone,  //
                    4.0, kNone, kNone, kNone});
    put("shortage_days", by_pair,
        std::vector{4.0, 0.0, 2.0, kNone,  //
                    2.0, 0.0, 0.0, kNone,  //
                    0.0, 0.0, 0.0, kNone,  //
                    6.0, 0.0, 0.0, kNone});
    put("short_at_end", by_pair,
        std::vector{0.0, 0.0, 0.0, kNone,  //
                    1.0, 0.0, 0.0, kNone,  //
                    0.0, 0.0, 0.0, kNone,  //
                    0.0, 0.0, 0.0, kNone});
    put("demand", by_pair,
        std::vector{41.0, 41.0, 21.0, kNone,  //
                    41.0, 41.0, 21.0, kNone,  //
                    41.0, 41.0, 21.0, kNone,  //
                    41.0, 41.0, 21.0, kNone});
    put("unserved", by_pair,
        std::vector{10.0, 0.0, 0.0, kNone,  //
                    20.0, 0.0, 0.0, kNone,  //
                    0.0, 0.0, 0.0, kNone,   //
                    0.0, 0.0, 10.0, kNone});
    put("served", by_pair,
        std::vector{31.0, 41.0, 21.0, kNone,  //
                    21.0, 41.0, 21.0, kNone,  //
                    41.0, 41.0, 21.0, kNone,  //
                    41.0, 41.0, 11.0, kNone});
    put("dry_time", by_pair,
        std::vector{1.5, 0.0, 0.5, kNone,  //
                    2.0, 0.0, 0.0, kNone,  //
                    0.0, 0.0, 0.0, kNone,  //
                    3.0, 0.5, 0.0, kNone});
    put("person_days_short", by_pair,
        std::vector{400.0, 0.0, kNone, kNone,  // nobody knows how many live in Ségou
                    200.0, 0.0, kNone, kNone,  //
                    0.0, 0.0, kNone, kNone,    //
                    600.0, 0.0, kNone, kNone});
    put("least_cover", by_pair,
        std::vector{0.0, 9.0, 0.5, kNone,    //
                    1.0, 9.0, 3.0, kNone,    //
                    kNone, 9.0, 3.0, kNone,  //
                    2.0, kNone, kNone, kNone});
    put("tankers_lost", {"replication", "fleet"}, std::vector{2.0, 0.0, 1.0, 1.0, 0.0, 0.0, 2.0, 0.0});
    put("demand_by_class", by_class, by_run({1.0, 40.0, 1.0, 40.0, 1.0, 20.0, kNone, kNone}));
    std::vector<double> served = by_run({1.0, 40.0, 1.0, 40.0, 1.0, 20.0, kNone, kNone});
    served[1] = 30.0;       // of the first replication 10 m3 for transport are missing,
    served[8 + 1] = 20.0;   // of the second 20
    served[24 + 5] = 10.0;  // and of the fourth 10
    put("served_by_class", by_class, served);
    put("struck_lost", {"replication", "event"}, std::vector{2.0, 2.0, 0.0, 2.0});
    put("struck_trapped", {"replication", "event"}, std::vector{40.0, 40.0, 0.0, 38.0});
  }

  void series() {
    const float none = std::numeric_limits<float>::quiet_NaN();
    put("time", {"time"}, std::vector<std::int64_t>{0, 302'400, 604'800, 907'200});
    const std::vector<std::string> axes{"time", "place", "product"};
    put("demand_flow", axes, std::vector<float>{5, 5, 4, none, 5, 5, 4, none, 5, 5, 4, none, 5, 5, 4, none});
    put("unserved_flow", axes,
        std::vector<float>{1, 0, 0, none, 1, 0, 0, none, 5, 5, 1, none, 4, 0, 2, none});
  }

  static std::vector<double> by_run(const std::vector<double>& of_one) {
    std::vector<double> of_all;
    for (int r = 0; r < 4; ++r) of_all.insert(of_all.end(), of_one.begin(), of_one.end());
    return of_all;
  }
};

}  // namespace citerne
