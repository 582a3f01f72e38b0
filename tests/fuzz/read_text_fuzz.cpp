#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "citerne/input/csv.hpp"
#include "citerne/input/yaml.hpp"

/// libFuzzer on the lowest layer of the reader alone, which is quick: bytes to a YAML tree, bytes to cells.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace citerne::input;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  Diagnostics of_yaml, of_csv;
  const bool tree = read_yaml(text, of_yaml).has_value();
  const bool table = read_csv(text, of_csv).has_value();
  if ((tree || of_yaml.has_errors()) && (table || of_csv.has_errors())) return 0;
  std::fprintf(stderr, "the law is broken: a tree or a table, or an error\n");
  std::abort();
}
