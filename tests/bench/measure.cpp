// Runs a command on the cores named and says what it cost, in one line behind the command's own output.
// Not a part of the driver's language: a child inherits the peak memory of a large parent.
// Usage: measure CORES COMMAND [ARGUMENT...]      CORES like 0 or 0,1
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <sstream>
#include <string>

namespace {

void pin_to(const char* cores) {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::istringstream list{cores};
  for (std::string core; std::getline(list, core, ',');) CPU_SET(std::stoul(core), &set);
  if (sched_setaffinity(0, sizeof set, &set) != 0) std::perror("measure: sched_setaffinity");
}

double seconds_of(const timeval& t) {
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) {
    std::fputs("usage: measure CORES COMMAND [ARGUMENT...]\n", stderr);
    return 2;
  }
  pin_to(arguments[1]);
  const auto begun = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    execvp(arguments[2], arguments + 2);
    std::perror(arguments[2]);
    _exit(127);
  }
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) {
    std::perror("measure");
    return 1;
  }
  const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::printf("wall_s=%.6f cpu_s=%.6f peak_mib=%.3f\n", wall,
              seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
              static_cast<double>(used.ru_maxrss) / 1024.0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
