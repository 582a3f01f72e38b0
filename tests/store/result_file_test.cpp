#include "citerne/store/result_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <string_view>
#include <thread>

#include "citerne/base/random.hpp"
#include "citerne/store/digest.hpp"
#include "store/same_bits.hpp"
#include "store/sample.hpp"
#include "store/temporary_folder.hpp"

namespace citerne::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::size_t kTrailer = 80;

void expect_equal(const Result& a, const Result& b) {
  EXPECT_EQ(a.axes, b.axes);
  EXPECT_EQ(a.attributes, b.attributes);
  ASSERT_EQ(a.variables.size(), b.variables.size());
  for (std::size_t i = 0; i < a.variables.size(); ++i) {
    const Variable& x = a.variables[i];
    const Variable& y = b.variables[i];
    SCOPED_TRACE(x.group + "/" + x.name);
    EXPECT_EQ(x.group, y.group);
    EXPECT_EQ(x.name, y.name);
    EXPECT_EQ(x.axes, y.axes);
    EXPECT_EQ(x.attributes, y.attributes);
    EXPECT_TRUE(same_bits(x.values, y.values));
  }
}

/// One array of one axis, to be bent by a test.
Result tiny() {
  const Attributes plain{{"units", std::string{"1"}}, {"long_name", std::string{"a number"}}};
  Result result;
  result.axes = {{"place", 2}};
  result.variables = {{"", "place", {"place"}, std::vector<std::string>{"Bamako", "Ségou"}, plain},
                      {"", "stock", {"place"}, std::vector<float>{1, 2}, plain}};
  return result;
}

std::string refusal_of(std::span<const std::byte> bytes) {
  try {
    from_bytes(bytes, "x.h5");
  } catch (const BadResultFile& error) {
    return error.what();
  }
  return {};
}

TEST(ResultFile, GivesBackWhatWasWritten) {
  const Result result = sample::make();
  const Loaded loaded = from_bytes(to_bytes(result), "x.h5");
  expect_equal(result, loaded.result);
  EXPECT_EQ(loaded.warning, "");
}

/// Axes and attributes are all there, arrays those of the root that are asked for.
TEST(ResultFile, GivesBackOnlyWhatIsAskedFor) {
  const Result whole = sample::make();
  const std::string& wanted = whole.variables.front().name;
  const std::array only{std::string_view{wanted}, std::string_view{"nothing of that name"}};
  const Result part = from_bytes(to_bytes(whole), "a file", kMemoryLimit, only).result;
  EXPECT_EQ(part.axes, whole.axes);
  EXPECT_EQ(part.attributes, whole.attributes);
  ASSERT_EQ(part.variables.size(), 1u);
  EXPECT_EQ(part.variables[0].name, wanted);
  EXPECT_EQ(part.variables[0].values, whole.variables.front().values);
}

TEST(ResultFile, GivesBackEmptyAxes) {
  const Result result = sample::make({.replications = 0, .days = 0, .events = 0});
  expect_equal(result, from_bytes(to_bytes(result), "x.h5").result);
}

TEST(ResultFile, GivesBackArraysOfManyChunks) {
  const Result result =
      sample::make({.replications = 3, .days = 153, .places = 60, .products = 5, .events = 9'000});
  expect_equal(result, from_bytes(to_bytes(result), "x.h5").result);
}

TEST(ResultFile, GivesBackTheWholeRangeOfEachKind) {
  Result result = tiny();
  const Attributes plain = result.variables[1].attributes;
  const auto add = [&](const char* name, Values values) {
    result.variables.push_back({"", name, {"place"}, std::move(values), plain});
  };
  add("f", std::vector<float>{std::numeric_limits<float>::infinity(), -0.0F});
  add("d", std::vector<double>{std::numeric_limits<double>::denorm_min(), std::nan("")});
  add("i", std::vector<std::int64_t>{std::numeric_limits<std::int64_t>::min(),
                                     std::numeric_limits<std::int64_t>::max()});
  add("u", std::vector<std::uint8_t>{0, 255});
  add("s", std::vector<std::string>{"", std::string(100'000, 'x')});
  result.attributes = {{"least", std::numeric_limits<std::int64_t>::min()},
                       {"long_text", std::string(70'000, 'x')},
                       {"real", 0.1}};
  expect_equal(result, from_bytes(to_bytes(result), "x.h5").result);
}

TEST(ResultFile, PutsScalesFirstThenTheRootThenGroups) {
  const Attributes plain = tiny().variables[1].attributes;
  Result result = tiny();
  result.variables.insert(result.variables.begin(),
                          Variable{"b", "one", {"place"}, std::vector<double>{1, 2}, plain});
  result.variables.push_back({"a", "two", {"place"}, std::vector<double>{1, 2}, plain});
  result.variables.push_back({"b", "three", {}, std::vector<double>{3}, plain});
  std::vector<std::string> names;
  for (const Variable& v : from_bytes(to_bytes(result), "x.h5").result.variables) names.push_back(v.name);
  EXPECT_THAT(names, testing::ElementsAre("place", "stock", "one", "three", "two"));
}

TEST(ResultFile, IsTheSameBytesAgain) {
  const Result result = sample::make();
  const std::vector<std::byte> first = to_bytes(result);
  to_bytes(sample::make({.replications = 9, .days = 30, .places = 40}));  // leave other bytes in the memory
  EXPECT_EQ(first, to_bytes(result));
}

TEST(ResultFile, IsTheSameBytesFromEveryThread) {
  const Result result = sample::make();
  const std::vector<std::byte> first = to_bytes(result);
  std::vector<std::vector<std::byte>> others(4);
  std::vector<std::thread> threads;
  for (auto& other : others)
    threads.emplace_back([&] { other = to_bytes(from_bytes(to_bytes(result), "x.h5").result); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& other : others) EXPECT_EQ(first, other);
}

TEST(ResultFile, EndsWithTheDigestOfTheRest) {
  const std::vector<std::byte> bytes = to_bytes(sample::make());
  const std::span<const std::byte> body = std::span{bytes}.first(bytes.size() - kTrailer);
  const std::string end{reinterpret_cast<const char*>(bytes.data()) + body.size(), kTrailer};
  EXPECT_EQ(end, "citerne-sha256 " + sha256_hex(body) + "\n");
  EXPECT_EQ(from_bytes(bytes, "x.h5").digest, sha256_hex(body));
}

TEST(ResultFile, WithoutDigestIsReadWithAWarning) {
  const std::vector<std::byte> bytes = to_bytes(sample::make());
  const Loaded loaded = from_bytes(std::span{bytes}.first(bytes.size() - kTrailer), "x.h5");
  expect_equal(sample::make(), loaded.result);
  EXPECT_THAT(loaded.warning, HasSubstr("x.h5: has no digest"));
}

TEST(ResultFile, WithOneFlippedBitIsRefused) {
  const std::vector<std::byte> bytes = to_bytes(sample::make());
  Stream draw{{2025, 0, Purpose::property_test, name_hash("flip"), 0}};
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<std::byte> damaged = bytes;
    const std::size_t at =
        trial < 80 ? bytes.size() - 1 - static_cast<std::size_t>(trial) : draw() % bytes.size();
    const auto bit = static_cast<std::byte>(1U << (draw() % 8));
    damaged[at] ^= bit;
    ASSERT_THAT(refusal_of(damaged), HasSubstr("x.h5: "))
        << "byte " << at << ", bit " << static_cast<int>(bit);
  }
}

TEST(ResultFile, CutShortIsRefused) {
  const std::vector<std::byte> bytes = to_bytes(sample::make());
  Stream draw{{2025, 0, Purpose::property_test, name_hash("cut"), 0}};
  for (std::size_t trial = 0; trial < 200; ++trial) {
    const std::size_t length = trial < 100 ? draw() % bytes.size() : bytes.size() - (trial - 99);
    if (length == bytes.size() - kTrailer) continue;  // whole, only without its digest
    ASSERT_THAT(refusal_of(std::span{bytes}.first(length)), HasSubstr("x.h5: ")) << length;
  }
}

TEST(ResultFile, WithSomethingBehindIsRefused) {
  std::vector<std::byte> bytes = to_bytes(tiny());
  bytes.push_back(std::byte{'\n'});
  EXPECT_THAT(refusal_of(bytes), HasSubstr("its end is not a digest"));
}

TEST(ResultFile, ThatHdf5CannotOpenIsRefusedInItsWords) {
  std::vector<std::byte> bytes = to_bytes(tiny());
  bytes.resize(bytes.size() - kTrailer);
  for (std::size_t i = 100; i < 200; ++i) bytes[i] = std::byte{0xff};  // the header of the root
  EXPECT_THAT(refusal_of(bytes), HasSubstr("x.h5: HDF5 cannot open"));
}

TEST(ResultFile, OfAnotherKindIsRefused) {
  const std::string_view text =
      "citerne: 1\nname: a scenario, which is long enough to hold a whole superblock\n";
  EXPECT_THAT(refusal_of(std::as_bytes(std::span{text})), HasSubstr("not a result file"));
  EXPECT_THAT(refusal_of({}), HasSubstr("not a result file"));
}

TEST(ResultFile, GoesThroughTheDisk) {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "sortie é.h5";
  write(sample::make(), path, Overwrite::no);
  expect_equal(sample::make(), read(path).result);
  EXPECT_THROW(write(sample::make(), path, Overwrite::no), TargetExists);
  fs::resize_file(path, 10'000);
  try {
    read(path);
    FAIL();
  } catch (const BadResultFile& error) {
    EXPECT_THAT(error.what(), HasSubstr("sortie é.h5: cut short"));
  }
  EXPECT_THROW(read(folder.path() / "missing.h5"), std::system_error);
}

TEST(ResultFile, SaysHowToWriteLess) {
  try {
    to_bytes(sample::make(), 1'000);
    FAIL();
  } catch (const TooLarge& error) {
    EXPECT_THAT(error.what(), HasSubstr("--record bands"));
  }
  const std::vector<std::byte> bytes = to_bytes(sample::make());
  EXPECT_THROW(from_bytes(bytes, "x.h5", 1'000), TooLarge);
}

TEST(ResultFile, IsOfThePredictedSize) {
  const std::map<std::string, std::size_t> axes{{"time", 613}, {"place", 60}, {"product", 5}};
  const std::vector<ArrayShape> arrays{{{"time", "place", "product"}, 4}, {{"place"}, 8}, {{}, 1}};
  EXPECT_EQ(predicted_size(axes, arrays), 613u * 60 * 5 * 4 + 60 * 8 + 1);
  const std::map<std::string, std::size_t> wide{{"a", std::size_t{1} << 40}, {"b", std::size_t{1} << 40}};
  EXPECT_EQ(predicted_size(wide, std::vector<ArrayShape>{{{"a", "b"}, 4}, {{"a"}, 4}}),
            std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(raw_size(tiny()), 2u * 4 + 2 * 16 + std::string{"BamakoSégou"}.size());
  EXPECT_NO_THROW(expect_fits(10, 10));
  EXPECT_THROW(expect_fits(11, 10), TooLarge);
}

TEST(ResultFile, SpendsLittleOnDescription) {
  const Result result = sample::make({.replications = 1, .days = 1, .places = 1, .products = 1, .events = 0});
  EXPECT_LT(to_bytes(result).size() / result.variables.size(), 2'048u);
}

// ---- Our own faults end the program and name the array ----

void expect_fault(const Result& result, const char* text) {
  EXPECT_EXIT(to_bytes(result), testing::ExitedWithCode(4), text);
}

TEST(ResultFileDeathTest, EachRuleOfTheLayoutIsHeld) {
  Result result = tiny();
  result.axes["time"] = 3;
  expect_fault(result, "'time' .an axis. has a scale");

  result = tiny();
  result.variables[1].axes = {"nowhere"};
  expect_fault(result, "'stock' has known axes");

  result = tiny();
  result.variables[1].values = std::vector<float>{1};
  expect_fault(result, "'stock' has as many values");

  result = tiny();
  result.variables[1].axes = {"place", "place"};
  expect_fault(result, "'stock' has each axis once");

  result = tiny();
  result.variables[1].attributes.erase("units");
  expect_fault(result, "'stock' has units and long_name");

  result = tiny();
  result.variables[1].name = "a/b";
  expect_fault(result, "'a/b' is a name");

  result = tiny();
  result.variables.push_back(result.variables[1]);
  expect_fault(result, "'stock' comes once");

  result = tiny();
  result.variables[1].attributes["_FillValue"] = 0.0;
  expect_fault(result, "'stock@_FillValue' is a name");

  result = tiny();
  result.variables[1].attributes["flag_values"] = std::vector<std::int64_t>{};
  expect_fault(result, "'stock@flag_values' has at least one");

  result = tiny();
  result.variables[1].attributes["note"] = std::string{"a\0b", 3};
  expect_fault(result, "'stock@note' holds no null");

  result = tiny();
  result.variables[1].group = "place";
  expect_fault(result, "'place' is a group or an array");

  result = tiny();
  result.axes["stock"] = 2;
  expect_fault(result, "'stock' is a scale or not named");
}

}  // namespace
}  // namespace citerne::store
