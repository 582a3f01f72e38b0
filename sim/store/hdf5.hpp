#pragma once
#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstdint>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

/// A thin, safe dress for the HDF5 C calls.
namespace citerne::store::hdf5 {

/// A call of HDF5 failed; the text holds what was being done and the library's own error stack.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

[[noreturn]] void fail(std::string_view doing);

/// The library works in memory alone: where it fails on what is known to be whole, it was refused memory.
/// Throws std::system_error.
[[noreturn]] void memory_refused(const Error& error);

/// Passes a result on, or throws when it is negative.
template <class T>
T ok(T result, std::string_view doing) {
  if (result < 0) fail(doing);
  return result;
}

/// An identifier of HDF5 of any kind, given back on the way out.
class Handle {
 public:
  Handle(hid_t id, std::string_view doing) : id_{ok(id, doing)} {}
  Handle(Handle&& other) noexcept : id_{std::exchange(other.id_, H5I_INVALID_HID)} {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) H5Idec_ref(id_);
  }
  hid_t get() const { return id_; }
  /// Whoever asks gives it back.
  hid_t release() { return std::exchange(id_, H5I_INVALID_HID); }

 private:
  hid_t id_;
};

/// Throws std::bad_alloc unless so many bytes can be had, and what the library needs for itself: 1.10 crashes
/// when it is refused memory, so it is only asked while there is room.
void expect_room(std::uint64_t bytes);

/// One thread at a time, room for so many bytes, and no error is printed: hdf5_hl has no lock of its own.
class Session {
 public:
  explicit Session(std::uint64_t bytes);

 private:
  std::unique_lock<std::mutex> lock_;
};

/// Variable-length UTF-8 text. Fixed-length text makes netCDF4-python 1.6 fail.
Handle text_type();

/// A small buffer for moving text: the usual one, 1 MiB, is cleared for each array.
Handle text_transfer();

}  // namespace citerne::store::hdf5
