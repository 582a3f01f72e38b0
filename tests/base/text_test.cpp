#include "citerne/base/text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace citerne {
namespace {

TEST(Folded, TakesAwayWhatPeopleTypeDifferently) {
  EXPECT_EQ(folded("Ségou"), "segou");
  EXPECT_EQ(folded("SEGOU"), "segou");
  EXPECT_EQ(folded("se gou"), "segou");
  EXPECT_EQ(folded("Yélimané-Nord"), "yelimanenord");
  EXPECT_EQ(folded("Côte d'Ivoire"), "cotedivoire");
  EXPECT_EQ(folded("sample_every"), "sampleevery");
  EXPECT_EQ(folded("œuf"), "oeuf");
  EXPECT_EQ(folded(""), "");
}

TEST(NearestWord, FindsTheSlipOfThePen) {
  const std::vector<std::string> words{"speed", "surface", "share", "Ségou"};
  EXPECT_EQ(nearest_word("sped", words), "speed");
  EXPECT_EQ(nearest_word("Segu", words), "Ségou");
  EXPECT_EQ(nearest_word("SURFACE", words), "surface");
  EXPECT_EQ(nearest_word("shrae", words), "");  // two edits of five letters are too many
  EXPECT_EQ(nearest_word("volume", words), "");
  EXPECT_EQ(nearest_word("x", {}), "");
}

TEST(NearestWord, FindsTheNameOfWhichOnlyTheBeginningWasWritten) {
  const std::vector<std::string> words{"road_closure", "escort_policy", "escort", "convoy_size", "convoy"};
  EXPECT_EQ(nearest_word("road", words), "road_closure");
  EXPECT_EQ(nearest_word("Escort-Policy of convoys", words), "escort_policy");  // and one that is longer
  EXPECT_EQ(nearest_word("conv", words), "convoy");     // the nearer of two that begin so
  EXPECT_EQ(nearest_word("escorts", words), "escort");  // an edit away is nearer than a beginning
  EXPECT_EQ(nearest_word("closure", words), "");        // an end is none
  EXPECT_EQ(nearest_word("ro", words), "");             // two letters are too few
}

TEST(NearestWord, GivesTiesToTheFirst) {
  EXPECT_EQ(nearest_word("cat", std::vector<std::string>{"bat", "hat"}), "bat");
}

TEST(NameList, NamesTwelveAndCountsTheRest) {
  const std::vector<std::string> few{"bamako", "segou"}, twelve(12, "x"), many(41, "x");
  EXPECT_EQ(name_list({}), "");
  EXPECT_EQ(name_list(few), "bamako, segou");
  EXPECT_EQ(name_list(twelve), "x, x, x, x, x, x, x, x, x, x, x, x");
  EXPECT_EQ(name_list(many), name_list(twelve) + " and 29 more");
}

TEST(Counted, HasNoSForOne) {
  EXPECT_EQ(counted(0, "road"), "0 roads");
  EXPECT_EQ(counted(1, "road"), "1 road");
  EXPECT_EQ(counted(12, "paired replication"), "12 paired replications");
}

TEST(CharacterCount, CountsCharactersNotBytes) {
  EXPECT_EQ(character_count("Ségou"), 5u);
  EXPECT_EQ(character_count("\xe2\x82\xac\xf0\x9f\x9a\x9a"), 2u);
  EXPECT_EQ(character_count(""), 0u);
}

}  // namespace
}  // namespace citerne
