#include "hdf5.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <new>
#include <system_error>

namespace citerne::store::hdf5 {
namespace {

std::mutex& session_mutex() {
  static std::mutex mutex;
  return mutex;
}

extern "C" herr_t append_error(unsigned, const H5E_error2_t* error, void* text) noexcept try {
  auto& out = *static_cast<std::string*>(text);
  if (error->desc == nullptr || *error->desc == '\0') return 0;
  if (!out.empty()) out += ": ";
  out += error->desc;
  return 0;
} catch (const std::bad_alloc&) {
  return -1;  // the walk ends with what it has
}

/// The library's own way out crashes after a failure inside it; every file is closed without it.
bool without_its_end() {
  static const herr_t told = H5dont_atexit();
  return told >= 0;
}

}  // namespace

void fail(std::string_view doing) {
  std::string stack;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, append_error, &stack);
  throw Error{fmt::format("HDF5 cannot {} ({})", doing, stack.empty() ? "no cause given" : stack)};
}

Session::Session(std::uint64_t bytes) : lock_{session_mutex()} {
  expect_room(bytes);
  without_its_end();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

void expect_room(std::uint64_t bytes) {
  // Caches, chunks under way, descriptions: with 16 MiB no step of tests/drills/memory_drill.py crashes.
  constexpr std::uint64_t kOwnNeed = std::uint64_t{16} << 20;
  void* const room = std::malloc(static_cast<std::size_t>(bytes + kOwnNeed));
  if (room == nullptr) throw std::bad_alloc{};
  std::free(room);
}

void memory_refused(const Error& error) {
  throw std::system_error{ENOMEM, std::generic_category(), error.what()};
}

Handle text_type() {
  Handle type{H5Tcopy(H5T_C_S1), "copy the type of text"};
  ok(H5Tset_size(type.get(), H5T_VARIABLE), "set a variable length");
  ok(H5Tset_cset(type.get(), H5T_CSET_UTF8), "set UTF-8");
  return type;
}

Handle text_transfer() {
  Handle transfer{H5Pcreate(H5P_DATASET_XFER), "make a transfer list"};
  ok(H5Pset_buffer(transfer.get(), std::size_t{64} << 10, nullptr, nullptr), "size a buffer");
  return transfer;
}

}  // namespace citerne::store::hdf5
