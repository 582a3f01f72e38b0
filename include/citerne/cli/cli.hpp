#pragma once

namespace citerne::cli {

/// Exit codes, the same for every command.
enum ExitCode : int {
  kDone = 0,
  kDidNotHold = 1,    ///< A check or `--fail-if` did not hold.
  kInput = 2,         ///< Usage or invalid input; a target that exists without --force.
  kSurroundings = 3,  ///< A missing file of the command line, disk, permission.
  kOurFault = 4,
  kStopped = 5  ///< Stopped or incomplete, what is there is usable.
};

/// The whole program. stdout is data, stderr is for people.
int run(int argc, char** argv);

}  // namespace citerne::cli
