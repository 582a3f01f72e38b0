#include <cstdio>
#include <fstream>

#include "golden/digest.hpp"

/// Writes the digest of every case where the tests look for it.
int main() {
  using namespace citerne::golden;
  for (const Case& c : kCases) {
    const std::string digest = digest_of(c);
    std::filesystem::create_directories(kept(c).parent_path());
    if (!(std::ofstream{kept(c)} << digest)) return 3;
    std::printf("%s\n", kept(c).c_str());
  }
  return 0;
}
