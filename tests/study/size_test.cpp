#include <gtest/gtest.h>

#include "citerne/store/result_file.hpp"
#include "study/brief.hpp"

namespace citerne::study {
namespace {

/// What is predicted before a run over what the result then holds.
double over_prediction(const input::ScenarioFiles& files, const Options& options) {
  const Plans plans{files, options.seed};
  const Result result = make_result(plans, options, run_all(plans, options));
  return static_cast<double>(predicted_bytes(plans.common(), options)) /
         static_cast<double>(store::raw_size(result));
}

TEST(PredictedBytes, AreNearTheSizeOfTheResult) {
  for (const Keep keep : {Keep::summary, Keep::bands, Keep::full})
    for (const std::uint32_t replications : {4u, 16u}) {
      const Options options{.replications = replications, .threads = 2, .keep = keep};
      const double ratio = over_prediction(brief("western-blockade.yaml"), options);
      SCOPED_TRACE(testing::Message()
                   << replications << " replications, mode " << static_cast<int>(keep) << ": " << ratio);
      EXPECT_GT(ratio, 1.0 / 1.5);
      EXPECT_LT(ratio, 1.5);
    }
}

TEST(PredictedBytes, AreNearForASeasonInOneReplication) {
  const std::string path = std::string{CITERNE_SOURCE_DIR} + "/scenarios/baseline.yaml";
  const double ratio = over_prediction(input::load(path), {.replications = 1});
  EXPECT_GT(ratio, 1.0 / 1.5);
  EXPECT_LT(ratio, 1.5);
}

}  // namespace
}  // namespace citerne::study
