#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>

/// A library to be preloaded: the n-th call of one kind fails. In the environment:
///   FAIL_CALL  open, read, write, short_write (half of the bytes, then ENOSPC), fsync, close, rename, mkdir,
///              malloc (but for those of HDF5 and libcrypto, which crash when they are refused memory, and
///              of the C library, which may be for them), or any of these that has to do with files: file
///   FAIL_NTH   which call, from 1; counted from the beginning of main
///   FAIL_ERRNO the number of its error
///   FAIL_ON    set: that call and all after it
///   FAIL_MARK  a file that is made when it strikes
namespace {

std::atomic<bool> counts{false};
std::atomic<long> calls{0};
long nth = 0;
int error_number = 0;
bool goes_on = false;
const char* kind = "";
const char* mark = nullptr;

bool is(const char* call) {
  return std::strcmp(kind, call) == 0 ||
         (std::strcmp(kind, "file") == 0 && std::strcmp(call, "malloc") != 0 &&
          std::strcmp(call, "short_write") != 0);
}

/// Where the code of these libraries lies; `_hl` makes the axes of HDF5.
constexpr const char* kLeftOut[] = {"libhdf5_serial.so", "libhdf5_serial_hl.so", "libcrypto.so", "libc.so"};
struct Range {
  std::uintptr_t from = 0, until = 0;
};
Range left_out[std::size(kLeftOut)];

int find_code(dl_phdr_info* library, size_t, void*) {
  for (std::size_t i = 0; i < std::size(kLeftOut); ++i) {
    if (std::strstr(library->dlpi_name, kLeftOut[i]) == nullptr) continue;
    for (int p = 0; p < library->dlpi_phnum; ++p) {
      const auto& part = library->dlpi_phdr[p];
      if (part.p_type != PT_LOAD || (part.p_flags & PF_X) == 0) continue;
      left_out[i] = {library->dlpi_addr + part.p_vaddr, library->dlpi_addr + part.p_vaddr + part.p_memsz};
    }
  }
  return 0;
}

bool is_left_out(const void* caller) {
  const auto at = reinterpret_cast<std::uintptr_t>(caller);
  for (const Range& code : left_out)
    if (code.from <= at && at < code.until) return true;
  return false;
}

/// Whether this call is to fail; errno is then set.
bool strikes(const char* call) {
  if (!counts || !is(call)) return false;
  const long now = ++calls;
  if (now != nth && !(goes_on && now > nth)) return false;
  // Bare system calls, so that nothing of ours is counted.
  if (mark != nullptr) syscall(SYS_close, syscall(SYS_open, mark, O_CREAT | O_WRONLY, 0600));
  errno = error_number;
  return true;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}
int (*real_main)(int, char**, char**) = nullptr;

int counted_main(int argc, char** argv, char** environment) {
  const auto number = [](const char* name) {
    const char* const text = std::getenv(name);
    return text == nullptr ? 0 : std::atol(text);
  };
  if (const char* const call = std::getenv("FAIL_CALL")) kind = call;
  nth = number("FAIL_NTH");
  error_number = static_cast<int>(number("FAIL_ERRNO"));
  goes_on = std::getenv("FAIL_ON") != nullptr;
  mark = std::getenv("FAIL_MARK");
  dl_iterate_phdr(find_code, nullptr);
  counts = true;
  const int code = real_main(argc, argv, environment);
  counts = false;
  return code;
}

bool refused(const void* caller) { return counts && !is_left_out(caller) && strikes("malloc"); }

}  // namespace

extern "C" {

int __libc_start_main(int (*main)(int, char**, char**), int argc, char** argv, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
  using Start = int (*)(int (*)(int, char**, char**), int, char**, void (*)(), void (*)(), void (*)(), void*);
  real_main = main;
  const auto start = reinterpret_cast<Start>(dlsym(RTLD_NEXT, "__libc_start_main"));
  return start(counted_main, argc, argv, init, fini, rtld_fini, stack_end);
}

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
  va_end(more);
  if (strikes("open")) return -1;
  return static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

ssize_t read(int file, void* bytes, size_t count) {
  return strikes("read") ? -1 : syscall(SYS_read, file, bytes, count);
}

ssize_t write(int file, const void* bytes, size_t count) {
  static std::atomic<bool> full{false};
  if (full) {
    errno = error_number;
    return -1;
  }
  if (strikes("write")) return -1;
  if (strikes("short_write")) {
    full = true;
    count /= 2;
  }
  return syscall(SYS_write, file, bytes, count);
}

int fsync(int file) { return strikes("fsync") ? -1 : static_cast<int>(syscall(SYS_fsync, file)); }

int close(int file) {
  const int result = static_cast<int>(syscall(SYS_close, file));  // the number is gone in any case
  return strikes("close") ? -1 : result;
}

int rename(const char* from, const char* to) noexcept {
  return strikes("rename") ? -1 : static_cast<int>(syscall(SYS_rename, from, to));
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  return strikes("rename")
             ? -1
             : static_cast<int>(syscall(SYS_renameat2, from_folder, from, to_folder, to, flags));
}

int mkdir(const char* path, mode_t mode) noexcept {
  return strikes("mkdir") ? -1 : static_cast<int>(syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

void* __libc_malloc(size_t size) noexcept;
void* malloc(size_t size) noexcept {
  return refused(__builtin_return_address(0)) ? nullptr : __libc_malloc(size);
}

void* __libc_realloc(void* before, size_t size) noexcept;
void* realloc(void* before, size_t size) noexcept {
  return refused(__builtin_return_address(0)) ? nullptr : __libc_realloc(before, size);
}

void* __libc_calloc(size_t count, size_t size) noexcept;
void* calloc(size_t count, size_t size) noexcept {
  return refused(__builtin_return_address(0)) ? nullptr : __libc_calloc(count, size);
}

}  // extern "C"
