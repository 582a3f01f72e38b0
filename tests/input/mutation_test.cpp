#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "citerne/base/random.hpp"
#include "wrong_case.hpp"

// Many small damages to a good world, one law: the reader comes back, and a scenario or an error is there.
namespace citerne::input {
namespace {

class Damage {
 public:
  explicit Damage(std::uint32_t trial) : draw_{{2026, trial, Purpose::property_test, 1}} {}

  void to(std::string& text) {
    const std::uint32_t changes = 1 + draw_() % 4;
    for (std::uint32_t i = 0; i < changes && !text.empty(); ++i) change(text);
  }
  std::uint32_t below(std::size_t bound) { return draw_() % static_cast<std::uint32_t>(bound); }

 private:
  void change(std::string& text) {
    static const std::string kPieces[] = {
        ":",    ": ",           "{",   "}",  "[",  "]",    ",",     ";",       "'",   "\"", "\n",   "\n  ",
        "- ",   "null",         "&a ", "*a", "<<", "!!x ", "---\n", "%",       "0",   "-1", ".nan", "1e9",
        "\xc3", "\xe2\x80\xae", "\t",  "\\", "|",  "#",    "value", "uniform", "../", "/"};
    const std::size_t at = below(text.size());
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(12));
        break;
      case 1:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 2:
        text.insert(at, text.substr(below(text.size()), below(40)));
        break;
      default:
        text[at] = static_cast<char>(draw_());
    }
  }
  Stream draw_;
};

TEST(Damaged, FilesGiveAScenarioOrAnErrorAndNeverAnythingElse) {
  const FileSet good = small_world();
  std::size_t refused = 0;
  for (std::uint32_t trial = 0; trial < 600; ++trial) {
    SCOPED_TRACE(testing::Message() << "replay with trial = " << trial);
    FileSet set = good;
    Damage damage{trial};
    damage.to(set.files[damage.below(set.files.size())].text);
    const Reading reading = decode(load(set));
    ASSERT_NE(reading.scenario.has_value(), has_errors(reading.diagnostics));
    for (const Diagnostic& d : reading.diagnostics) ASSERT_FALSE(format_with_source(d, set).empty());
    refused += reading.scenario ? 0 : 1;
  }
  EXPECT_GT(refused, 200u);
}

TEST(Damaged, SettingsGiveAScenarioOrAnError) {
  const FileSet good = small_world();
  for (std::uint32_t trial = 0; trial < 300; ++trial) {
    SCOPED_TRACE(testing::Message() << "replay with trial = " << trial);
    std::string setting = "events.strike.where={ road: RN24, between: [hill, capital] }";
    Damage{trial}.to(setting);
    const Reading reading = decode(load(good, {setting}));
    ASSERT_NE(reading.scenario.has_value(), has_errors(reading.diagnostics)) << setting;
  }
}

}  // namespace
}  // namespace citerne::input
