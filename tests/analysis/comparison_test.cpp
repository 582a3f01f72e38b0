#include "citerne/analysis/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "citerne/base/random.hpp"
#include "small_result.hpp"

namespace citerne::analysis {
namespace {

using testing::HasSubstr;

template <class T>
std::vector<T>& array(Result& result, const std::string& name) {
  for (Variable& v : result.variables)
    if (v.name == name) return std::get<std::vector<T>>(v.values);
  throw std::logic_error{name};
}

const Compared& row(const Comparison& c, Measure m, const std::string& place,
                    const std::string& product = "") {
  for (const Compared& r : c.rows)
    if (r.measure == m && r.place_id == place && r.product == product) return r;
  throw std::logic_error{place};
}

/// **Common random numbers**: the same scenario twice differs by exactly nothing.
TEST(Compare, IdenticalResultsDifferByExactlyZero) {
  const Result a = SmallResult{}.result;
  const Comparison c = compare(a, a);
  EXPECT_EQ(c.replications, 4u);
  EXPECT_EQ(c.left_out, 0u);
  ASSERT_FALSE(c.rows.empty());
  for (const Compared& r : c.rows) {
    EXPECT_EQ(r.verdict, Verdict::same);
    EXPECT_EQ(r.difference.mid, 0.0);
    EXPECT_EQ(r.difference.low, 0.0);
    EXPECT_EQ(r.difference.high, 0.0);
    EXPECT_FALSE(r.pairing_gain.has_value());
  }
  EXPECT_EQ(c.worst.difference.low, 0.0);
  EXPECT_EQ(c.worst.difference.high, 0.0);
}

TEST(Compare, FollowsAHandWorkedCase) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  // Bamako's petrol comes 2, 1, 2 and 1 days later; the third run was not short in a (14 d), and is on day 13
  // in b.
  array<double>(b, "first_shortage") = {5.0,  NAN, 1.0, NAN, 6.0, NAN, NAN, NAN,
                                        13.0, NAN, NAN, NAN, 5.0, NAN, NAN, NAN};
  const Comparison c = compare(a, b);
  const Compared& petrol = row(c, Measure::first_shortage, "bamako", "petrol");
  EXPECT_DOUBLE_EQ(petrol.first, (3.0 + 5.0 + 14.0 + 4.0) / 4.0);
  EXPECT_DOUBLE_EQ(petrol.second, (5.0 + 6.0 + 13.0 + 5.0) / 4.0);
  EXPECT_DOUBLE_EQ(petrol.difference.mid, (2.0 + 1.0 - 1.0 + 1.0) / 4.0);
  EXPECT_EQ(petrol.first_censored, 1u);
  EXPECT_EQ(petrol.second_censored, 0u);
  EXPECT_EQ(petrol.first_median, 4.0);  // the second of 3, 4, 5 and never
  EXPECT_EQ(petrol.second_median, 5.0);
  EXPECT_EQ(petrol.verdict, Verdict::unclear);
  // Of a place the earliest product counts: diesel is never short, so it is petrol's.
  EXPECT_DOUBLE_EQ(row(c, Measure::first_shortage, "bamako").difference.mid, petrol.difference.mid);
  // Ségou stocks no diesel.
  EXPECT_THROW(row(c, Measure::first_shortage, "segou", "diesel"), std::logic_error);
  EXPECT_EQ(row(c, Measure::first_shortage, "segou").verdict, Verdict::same);
}

TEST(Compare, SumsFuelOverProductsAndPlaces) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  for (std::size_t r = 0; r < 4; ++r)
    array<double>(b, "unserved")[r * 4 + 1] = 5.0 + static_cast<double>(r);  // Bamako's diesel
  const Comparison c = compare(a, b);
  EXPECT_DOUBLE_EQ(row(c, Measure::unserved, "bamako").difference.mid, 6.5);
  const Compared& country = row(c, Measure::unserved, "");
  EXPECT_DOUBLE_EQ(country.first, 10.0);
  EXPECT_DOUBLE_EQ(country.difference.mid, 6.5);
  EXPECT_EQ(country.verdict, Verdict::worse);
  // Variance of 10 20 0 10 is 200/3, of 15 26 7 18 is 185/3... the differences are 5 6 7 8: 5/3.
  const double first = 200.0 / 3.0, second = (1.5 * 1.5 + 9.5 * 9.5 + 9.5 * 9.5 + 1.5 * 1.5) / 3.0;
  ASSERT_TRUE(country.pairing_gain.has_value());
  EXPECT_NEAR(*country.pairing_gain, (first + second) / (5.0 / 3.0), 1e-9);
  EXPECT_DOUBLE_EQ(c.worst.first_m3, 20.0);
  EXPECT_DOUBLE_EQ(c.worst.second_m3, 26.0);
  EXPECT_TRUE(c.worst.too_few);
}

TEST(Compare, LaterIsBetterAndMoreDaysAreWorse) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  for (double& d : array<double>(b, "first_shortage")) d += 1.0;
  for (double& d : array<double>(b, "shortage_days")) d += 1.0;
  for (double& d : array<double>(b, "tankers_lost")) d += 1.0;
  const Comparison c = compare(a, b);
  EXPECT_EQ(row(c, Measure::shortage_days, "bamako").verdict, Verdict::worse);
  EXPECT_EQ(row(c, Measure::tankers_lost, "").verdict, Verdict::worse);
  EXPECT_DOUBLE_EQ(row(c, Measure::tankers_lost, "").difference.mid, 2.0);  // of two fleets
  EXPECT_GT(row(c, Measure::first_shortage, "bamako", "petrol").difference.mid, 0.0);
}

/// Of a place and of the country every measure is joined over products and places as metric.hpp says.
TEST(Compare, KnowsEveryMeasure) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  array<double>(b, "least_cover")[0] = 4.0;        // Bamako's petrol in the first run, before 0
  array<double>(b, "dry_time")[1] = 2.0;           // Bamako's diesel, before 0
  array<double>(b, "person_days_short")[0] = 0.0;  // before 400
  array<double>(b, "served")[0] = 39.0;            // before 31, of 41
  array<double>(b, "unserved")[0] = 2.0;           // before 10
  const Comparison c = compare(a, b);
  const auto difference = [&](Measure m, const char* place, const char* product = "") {
    return row(c, m, place, product).difference.mid;
  };
  EXPECT_DOUBLE_EQ(difference(Measure::least_cover, "bamako", "petrol"), 4.0 / 4.0);
  EXPECT_DOUBLE_EQ(difference(Measure::least_cover, "bamako"), 4.0 / 4.0);
  EXPECT_DOUBLE_EQ(difference(Measure::least_cover, ""), 0.5 / 4.0);  // then Ségou has least, 0.5
  EXPECT_DOUBLE_EQ(difference(Measure::dry_time, "bamako"), 2.0 / 4.0);
  EXPECT_DOUBLE_EQ(difference(Measure::dry_time, ""), 2.0 / 4.0);
  EXPECT_DOUBLE_EQ(difference(Measure::person_days_short, ""), -400.0 / 4.0);
  EXPECT_DOUBLE_EQ(difference(Measure::served, ""), 8.0 / 4.0);
  EXPECT_NEAR(difference(Measure::unserved_share, "bamako", "petrol"), -100.0 * 8.0 / 41.0 / 4.0, 1e-12);
  EXPECT_NEAR(difference(Measure::unserved_share, ""), -100.0 * 8.0 / 103.0 / 4.0, 1e-12);
  EXPECT_DOUBLE_EQ(row(c, Measure::shortage_days, "").first, 3.0);  // Bamako's petrol: 4, 2, 0 and 6
  EXPECT_DOUBLE_EQ(row(c, Measure::first_shortage, "").first, (1.0 + 5.0 + 14.0 + 4.0) / 4.0);
  for (const Measure m : kMeasures)
    EXPECT_EQ(std::ranges::count(c.rows, m, &Compared::measure), m == Measure::tankers_lost ? 1 : 6)
        << word(m);
}

/// Files hold much more than a comparison reads.
TEST(Compare, LooksAtNoOtherArray) {
  Result few = SmallResult{}.result;
  std::erase_if(few.variables,
                [](const Variable& v) { return std::ranges::count(kArraysCompared, v.name) == 0; });
  EXPECT_EQ(few.variables.size(), kArraysCompared.size());
  EXPECT_EQ(compare(few, few).rows.size(), compare(SmallResult{}.result, SmallResult{}.result).rows.size());
}

/// A product that only one of the two burns somewhere counts in no sum.
TEST(Compare, LeavesOutWhatOnlyOneBurns) {
  Result b = SmallResult{}.result;
  for (std::size_t r = 0; r < 4; ++r) {
    array<double>(b, "shortage_days")[r * 4 + 3] = 1.0;  // Ségou's diesel
    array<double>(b, "unserved")[r * 4 + 3] = 7.0;
  }
  const Comparison c = compare(SmallResult{}.result, b);
  EXPECT_THROW(row(c, Measure::unserved, "segou", "diesel"), std::logic_error);
  EXPECT_EQ(row(c, Measure::unserved, "segou").verdict, Verdict::same);
  EXPECT_EQ(row(c, Measure::unserved, "").verdict, Verdict::same);
  array<std::string>(b, "place") = {"gao", "kidal"};
  EXPECT_THROW(compare(SmallResult{}.result, b), NotComparable);
}

TEST(Compare, PairsTheReplicationsThatBothHave) {
  Result a = SmallResult{}.result, b = SmallResult{}.result;
  array<std::int64_t>(b, "replication") = {2, 3, 4, 5};
  const Comparison c = compare(a, b);
  EXPECT_EQ(c.replications, 2u);
  EXPECT_EQ(c.left_out, 4u);
  // Runs 2 and 3 of a are its third and fourth; of b its first and second.
  EXPECT_DOUBLE_EQ(row(c, Measure::shortage_days, "bamako", "petrol").first, 3.0);
  EXPECT_DOUBLE_EQ(row(c, Measure::shortage_days, "bamako", "petrol").second, 3.0);
  array<std::int64_t>(b, "replication") = {7, 8, 9, 10};
  EXPECT_THROW(compare(a, b), NotComparable);
}

TEST(Compare, RefusesWhatCannotBePairedAndSaysWhy) {
  const auto refusal = [](const char* name, AttributeValue value) {
    Result b = SmallResult{}.result;
    b.attributes[name] = std::move(value);
    try {
      compare(SmallResult{}.result, b);
    } catch (const NotComparable& no) {
      return std::string{no.what()};
    }
    return std::string{};
  };
  EXPECT_THAT(refusal("seed", std::int64_t{8}), HasSubstr("--seed"));
  EXPECT_THAT(refusal("results_version", std::int64_t{2}), HasSubstr("results version"));
  EXPECT_THAT(refusal("start", std::string{"2025-07-31"}), HasSubstr("start"));
  EXPECT_THAT(refusal("end", std::string{"2025-08-16"}), HasSubstr("end"));
  EXPECT_THAT(refusal("shortage_days", std::int64_t{3}), HasSubstr("shortage rule"));
  EXPECT_THAT(refusal("shortage_served_below_percent", 50.0), HasSubstr("shortage rule"));
}

TEST(Compare, TellsOfPlacesThatOnlyOneHas) {
  Result b = SmallResult{}.result;
  array<std::string>(b, "place") = {"bamako", "gao"};
  const Comparison c = compare(SmallResult{}.result, b);
  EXPECT_EQ(c.only_in_one, (std::vector<std::string>{"segou", "gao"}));
}

/// Nominal 95 % intervals of paired differences hold the truth in about 95 % of studies, also where the
/// figures are skewed as shortages are (exponential; t is a little short there, as the textbooks say).
TEST(Coverage, OfPairedIntervalsIsNominal) {
  constexpr int kStudies = 4'000, kRuns = 60;
  for (const bool skewed : {false, true}) {
    int held = 0;
    for (std::uint32_t study = 0; study < kStudies; ++study) {
      Stream draw{{.seed = 5, .replication = study, .purpose = Purpose::property_test, .entity = skewed}};
      std::vector<double> difference;
      for (int i = 0; i < kRuns; ++i) {
        double normal = -6.0;
        for (int k = 0; k < 12; ++k) normal += uniform01(draw);
        difference.push_back(skewed ? -std::log(1.0 - uniform01(draw)) - 1.0 + 2.0 : 2.0 + normal);
      }
      const Interval i = mean_interval(difference);
      held += i.low <= 2.0 && 2.0 <= i.high ? 1 : 0;
    }
    EXPECT_GT(held, kStudies * (skewed ? 0.925 : 0.940));
    EXPECT_LT(held, kStudies * 0.960);
  }
}

/// Where nothing differs but luck, Holm's verdicts are false in at most 5 % of studies of 40 rows.
TEST(Coverage, FalseVerdictsOfAWholeTableAreRare) {
  constexpr int kStudies = 1'000, kRows = 40, kRuns = 20;
  int wrong = 0;
  for (std::uint32_t study = 0; study < kStudies; ++study) {
    Stream draw{{.seed = 6, .replication = study, .purpose = Purpose::property_test}};
    std::vector<double> p;
    for (int row = 0; row < kRows; ++row) {
      std::vector<double> difference;
      for (int i = 0; i < kRuns; ++i) difference.push_back(uniform01(draw) - uniform01(draw));
      p.push_back(paired_p(difference));
    }
    wrong += std::ranges::any_of(holm(p), [](double q) { return q < 0.05; }) ? 1 : 0;
  }
  EXPECT_LT(wrong, 75);  // 50 expected, standard deviation 7
  EXPECT_GT(wrong, 25);
}

}  // namespace
}  // namespace citerne::analysis
