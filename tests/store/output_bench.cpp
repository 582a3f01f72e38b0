// A result of citerne written by the store, and by plain calls of HDF5 with the same arrays, chunks, filters,
// scales and attributes, in turn; both into the page cache. Goal G8. Driven by tools/bench, never by CTest.
// Usage: output_bench RESULT.h5 FOLDER PAIRS
#include <hdf5.h>
#include <hdf5_hl.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <exception>
#include <filesystem>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "citerne/store/result_file.hpp"
#include "layout.hpp"

namespace citerne::store {
namespace {

/// What somebody writes who knows the arrays and wants them on the disk: no digest, no image in memory.
class Direct {
 public:
  Direct(const Result& result, const std::filesystem::path& path) : result_{result} {
    const hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    H5Pset_istore_k(creation, 8);  // as the store: most arrays have few chunks
    file_ = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, H5P_DEFAULT);
    H5Pclose(creation);
    if (file_ < 0) throw std::runtime_error{"cannot make " + path.string()};
    text_ = H5Tcopy(H5T_C_S1);
    H5Tset_size(text_, H5T_VARIABLE);
    H5Tset_cset(text_, H5T_CSET_UTF8);
    put_attributes(file_, result.attributes);
    for (const bool scales : {true, false})
      for (const Variable& v : result.variables)
        if (is_scale(v) == scales) put(v);
    for (const auto& [name, scale] : scales_) H5Dclose(scale);
    for (const auto& [name, group] : groups_) H5Gclose(group);
    H5Tclose(text_);
    if (H5Fclose(file_) < 0) throw std::runtime_error{"cannot write " + path.string()};
  }

 private:
  static hid_t type_of(const std::vector<float>&) { return H5T_NATIVE_FLOAT; }
  static hid_t type_of(const std::vector<double>&) { return H5T_NATIVE_DOUBLE; }
  static hid_t type_of(const std::vector<std::int64_t>&) { return H5T_NATIVE_INT64; }
  static hid_t type_of(const std::vector<std::uint8_t>&) { return H5T_NATIVE_UINT8; }
  hid_t type_of(const std::vector<std::string>&) const { return text_; }

  static std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    return pointers;
  }

  static void put_attribute(hid_t object, const char* name, hid_t type, std::size_t count, const void* data) {
    const hsize_t length = count;
    const hid_t space = count == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &length, nullptr);
    const hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, data);
    H5Aclose(attribute);
    H5Sclose(space);
  }

  void put_attributes(hid_t object, const Attributes& attributes) const {
    for (const auto& [name, value] : attributes) {
      if (const auto* text = std::get_if<std::string>(&value)) {
        const char* pointer = text->c_str();
        put_attribute(object, name.c_str(), text_, 0, &pointer);
      } else if (const auto* number = std::get_if<std::int64_t>(&value)) {
        put_attribute(object, name.c_str(), H5T_NATIVE_INT64, 0, number);
      } else if (const auto* real = std::get_if<double>(&value)) {
        put_attribute(object, name.c_str(), H5T_NATIVE_DOUBLE, 0, real);
      } else if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
        put_attribute(object, name.c_str(), text_, texts->size(), pointers_to(*texts).data());
      } else if (const auto* numbers = std::get_if<std::vector<std::int64_t>>(&value)) {
        put_attribute(object, name.c_str(), H5T_NATIVE_INT64, numbers->size(), numbers->data());
      }
    }
  }

  hid_t group(const std::string& name) {
    if (name.empty()) return file_;
    const auto found = groups_.find(name);
    if (found != groups_.end()) return found->second;
    return groups_[name] = H5Gcreate2(file_, name.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  }

  void put(const Variable& v) {
    const hid_t array = std::visit([&](const auto& values) { return put_values(v, values); }, v.values);
    if (is_scale(v)) {
      H5DSset_scale(array, v.name.c_str());
      scales_[v.name] = array;
    } else {
      for (unsigned i = 0; i < v.axes.size(); ++i) H5DSattach_scale(array, scales_.at(v.axes[i]), i);
    }
    put_attributes(array, v.attributes);
    if (!is_scale(v)) H5Dclose(array);
  }

  template <class T>
  hid_t put_values(const Variable& v, const std::vector<T>& values) {
    constexpr bool kIsText = std::is_same_v<T, std::string>;
    const std::vector<std::size_t> lengths = lengths_of(v, result_);
    const std::vector<hsize_t> dims(lengths.begin(), lengths.end());
    const hid_t space = dims.empty() ? H5Screate(H5S_SCALAR)
                                     : H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    if (!dims.empty() && !values.empty()) {
      const auto chunk = chunk_lengths(v.axes, lengths, kIsText ? 16 : sizeof(T));
      const std::vector<hsize_t> chunk_dims(chunk.begin(), chunk.end());
      H5Pset_chunk(creation, static_cast<int>(chunk_dims.size()), chunk_dims.data());
      if (kIsText || sizeof(T) > 1) H5Pset_shuffle(creation);
      H5Pset_deflate(creation, 1);
      if (!kIsText) H5Pset_fletcher32(creation);
    }
    const hid_t type = type_of(values);
    const hid_t array =
        H5Dcreate2(group(v.group), v.name.c_str(), type, space, H5P_DEFAULT, creation, H5P_DEFAULT);
    herr_t written = 0;
    if constexpr (kIsText) {
      if (!values.empty())
        written = H5Dwrite(array, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers_to(values).data());
    } else {
      if (!values.empty()) written = H5Dwrite(array, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
      if constexpr (std::is_floating_point_v<T>) {
        const T missing = std::numeric_limits<T>::quiet_NaN();
        put_attribute(array, "_FillValue", type, 0, &missing);
      }
    }
    H5Pclose(creation);
    H5Sclose(space);
    if (array < 0 || written < 0) throw std::runtime_error{"cannot write " + full_name(v)};
    return array;
  }

  const Result& result_;
  hid_t file_ = H5I_INVALID_HID, text_ = H5I_INVALID_HID;
  std::map<std::string, hid_t> groups_, scales_;
};

template <class Write>
double milliseconds(Write&& write) {
  const std::clock_t begun = std::clock();
  write();
  return static_cast<double>(std::clock() - begun) * 1e3 / CLOCKS_PER_SEC;
}

void compare(const std::filesystem::path& from, const std::filesystem::path& folder, int pairs) {
  const Result result = read(from).result;
  const std::filesystem::path ours = folder / "ours.h5", direct = folder / "direct.h5";
  FileOps calls = system_calls();
  calls.fsync = [](int) { return 0; };
  for (int i = 0; i < pairs; ++i) {
    const double a = milliseconds(
        [&] { write(result, ours, Overwrite::yes, std::numeric_limits<std::uint64_t>::max(), calls); });
    const double b = milliseconds([&] { Direct{result, direct}; });
    std::printf("ours_ms=%.3f direct_ms=%.3f ours_bytes=%ju direct_bytes=%ju raw_bytes=%ju\n", a, b,
                static_cast<std::uintmax_t>(std::filesystem::file_size(ours)),
                static_cast<std::uintmax_t>(std::filesystem::file_size(direct)),
                static_cast<std::uintmax_t>(raw_size(result)));
  }
}

}  // namespace
}  // namespace citerne::store

int main(int count, char** arguments) try {
  if (count != 4 || std::atoi(arguments[3]) < 1) {
    std::fputs("usage: output_bench RESULT.h5 FOLDER PAIRS\n", stderr);
    return 2;
  }
  citerne::store::compare(arguments[1], arguments[2], std::atoi(arguments[3]));
} catch (const std::exception& fault) {
  std::fprintf(stderr, "output_bench: %s\n", fault.what());
  return 1;
}
