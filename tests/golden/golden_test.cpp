#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "golden/digest.hpp"

namespace citerne::golden {
namespace {

std::vector<std::string> lines_of(std::istream&& text) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

class Golden : public testing::TestWithParam<Case> {};

TEST_P(Golden, DigestIsUnchanged) {
  const std::vector<std::string> before = lines_of(std::ifstream{kept(GetParam())});
  const std::vector<std::string> now = lines_of(std::istringstream{digest_of(GetParam())});
  EXPECT_EQ(before.size(), now.size());
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) EXPECT_EQ(now[i], before[i]);
  EXPECT_FALSE(HasFailure()) << "meant? run tools/dev/update_golden and say why in the commit";
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Golden, testing::ValuesIn(kCases), [](const auto& of) {
  std::string name = of.param.name;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace citerne::golden
