#include "citerne/cli/cli.hpp"

int main(int argc, char** argv) { return citerne::cli::run(argc, argv); }
