#include "hdf5.hpp"

#include <fmt/format.h>

namespace citerne::store::hdf5 {
namespace {

std::mutex& session_mutex() {
  static std::mutex mutex;
  return mutex;
}

extern "C" herr_t append_error(unsigned, const H5E_error2_t* error, void* text) noexcept {
  auto& out = *static_cast<std::string*>(text);
  if (error->desc == nullptr || *error->desc == '\0') return 0;
  if (!out.empty()) out += ": ";
  out += error->desc;
  return 0;
}

}  // namespace

void fail(std::string_view doing) {
  std::string stack;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, append_error, &stack);
  throw Error{fmt::format("HDF5 cannot {} ({})", doing, stack.empty() ? "no cause given" : stack)};
}

Session::Session() : lock_{session_mutex()} { H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr); }

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
