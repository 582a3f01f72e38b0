#include <cstdio>
#include <exception>

#include "citerne/store/result_file.hpp"
#include "store/sample.hpp"

/// Writes the sample for the readers of other languages: write_sample FILE [no-events]
int main(int count, char** arguments) {
  if (count < 2) return 2;
  try {
    citerne::sample::Size size;
    if (count > 2) size.events = 0;
    citerne::store::write(citerne::sample::make(size), arguments[1], citerne::store::Overwrite::yes);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "write_sample: %s\n", error.what());
    return 3;
  }
  return 0;
}
