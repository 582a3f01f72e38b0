#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <type_traits>
#include <utility>

#include "citerne/store/result_file.hpp"
#include "hdf5.hpp"
#include "layout.hpp"

namespace citerne::store {
namespace {

using hdf5::Handle;
using hdf5::ok;

/// Measured on daily and six-hourly stocks: docs/file-format.md.
constexpr unsigned kDeflate = 1;

/// Types in the file are little-endian on every machine.
hid_t file_type(const std::vector<float>&) { return H5T_IEEE_F32LE; }
hid_t file_type(const std::vector<double>&) { return H5T_IEEE_F64LE; }
hid_t file_type(const std::vector<std::int64_t>&) { return H5T_STD_I64LE; }
hid_t file_type(const std::vector<std::uint8_t>&) { return H5T_STD_U8LE; }
hid_t memory_type(const std::vector<float>&) { return H5T_NATIVE_FLOAT; }
hid_t memory_type(const std::vector<double>&) { return H5T_NATIVE_DOUBLE; }
hid_t memory_type(const std::vector<std::int64_t>&) { return H5T_NATIVE_INT64; }
hid_t memory_type(const std::vector<std::uint8_t>&) { return H5T_NATIVE_UINT8; }

void no_times(hid_t creation_list) { ok(H5Pset_obj_track_times(creation_list, false), "leave times out"); }

/// netCDF tools that edit need the order in which things were made.
void track_order(hid_t group_creation_list) {
  constexpr unsigned kOrder = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  ok(H5Pset_link_creation_order(group_creation_list, kOrder), "track the order of links");
  ok(H5Pset_attr_creation_order(group_creation_list, kOrder), "track the order of attributes");
}

std::vector<const char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<const char*> pointers;
  for (const std::string& text : texts) pointers.push_back(text.c_str());
  return pointers;
}

void put_attribute(hid_t object, const std::string& name, hid_t stored, hid_t in_memory, hid_t space,
                   const void* value) {
  const Handle attribute{H5Acreate2(object, name.c_str(), stored, space, H5P_DEFAULT, H5P_DEFAULT),
                         "make attribute " + name};
  ok(H5Awrite(attribute.get(), in_memory, value), "write attribute " + name);
}

Handle line_of(std::size_t count) {
  const hsize_t length = count;
  return Handle{H5Screate_simple(1, &length, nullptr), "make the space of an attribute"};
}

/// `array_type`: of the array of whole numbers that the attribute belongs to, or negative.
void put_attribute(hid_t object, const std::string& name, const AttributeValue& value, hid_t array_type) {
  const Handle single{H5Screate(H5S_SCALAR), "make the space of an attribute"};
  const Handle text = hdf5::text_type();
  const hid_t whole = array_type >= 0 && has_type_of_array(name) ? array_type : H5T_STD_I64LE;
  const auto put = [&](const Handle& space, hid_t stored, hid_t in_memory, const void* data) {
    put_attribute(object, name, stored, in_memory, space.get(), data);
  };
  if (const auto* v = std::get_if<std::string>(&value)) {
    const char* pointer = v->c_str();
    put(single, text.get(), text.get(), &pointer);
  } else if (const auto* count = std::get_if<std::int64_t>(&value)) {
    put(single, whole, H5T_NATIVE_INT64, count);
  } else if (const auto* real = std::get_if<double>(&value)) {
    put(single, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, real);
  } else if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
    put(line_of(texts->size()), text.get(), text.get(), pointers_to(*texts).data());
  } else if (const auto* counts = std::get_if<std::vector<std::int64_t>>(&value)) {
    put(line_of(counts->size()), whole, H5T_NATIVE_INT64, counts->data());
  }
}

/// Where a file is built.
struct InMemory {};
struct OnDisk {
  const char* path;  ///< Nothing is there yet.
};

class FileWriter {
 public:
  template <class Place>
  FileWriter(const Result& result, const Place& place) : result_{result}, file_{make_file(place)} {}

  void put_all() {
    for (const auto& [name, value] : result_.attributes)
      put_attribute(file_.get(), name, value, H5I_INVALID_HID);
    for (const Variable& v : result_.variables)
      if (is_scale(v)) put_scale(v);
    for (const bool in_root : {true, false})
      for (const Variable& v : result_.variables)
        if (!is_scale(v) && v.group.empty() == in_root) put_array(v);
  }

  /// An array whose values are yet to come.
  Handle begin(const Variable& v) {
    const std::vector<double> none;
    Handle array = make_real_array(v, none);
    for (unsigned i = 0; i < v.axes.size(); ++i)
      ok(H5DSattach_scale(array.get(), scales_.at(v.axes[i]).get(), i), "give an axis to " + full_name(v));
    put_attributes(array.get(), v);
    return array;
  }
  /// The values at one position of its first axis.
  void put_row(const Handle& array, const Variable& v, std::size_t row, const std::vector<double>& values) {
    const std::vector<std::size_t> lengths = lengths_of(v, result_);
    std::vector<hsize_t> start(lengths.size(), 0), count(lengths.begin(), lengths.end());
    start[0] = row;
    count[0] = 1;
    const Handle there{H5Dget_space(array.get()), "ask for a space"};
    ok(H5Sselect_hyperslab(there.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
       "choose a row of " + full_name(v));
    const Handle here{H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr),
                      "make a space"};
    ok(H5Dwrite(array.get(), H5T_NATIVE_DOUBLE, here.get(), there.get(), H5P_DEFAULT, values.data()),
       "write " + full_name(v));
  }
  /// Everything is in the file on disk.
  void close() {
    groups_.clear();
    scales_.clear();
    ok(H5Fflush(file_.get(), H5F_SCOPE_GLOBAL), "finish the file");
    ok(H5Fclose(file_.release()), "close the file");
  }

  /// The file, with room for the trailer behind it.
  std::vector<std::byte> image() const {
    ok(H5Fflush(file_.get(), H5F_SCOPE_GLOBAL), "finish the file");
    const auto size =
        static_cast<std::size_t>(ok(H5Fget_file_image(file_.get(), nullptr, 0), "measure the file"));
    std::vector<std::byte> bytes(size + kTrailerSize);
    ok(H5Fget_file_image(file_.get(), bytes.data(), size), "take the file from memory");
    return bytes;
  }

 private:
  /// In memory only, so HDF5 never meets a full disk, a lock or a kill. Earliest format: the image of
  /// later ones cannot be read (their status flags are cleared, the checksum is not made again).
  static Handle make_file(const InMemory&) {
    constexpr std::size_t kGrowth = std::size_t{1} << 20;
    const Handle access = access_list();
    ok(H5Pset_fapl_core(access.get(), kGrowth, false), "work in memory");
    return Handle{H5Fcreate("citerne", H5F_ACC_TRUNC, creation_list_of_file().get(), access.get()),
                  "make a file in memory"};
  }
  static Handle make_file(const OnDisk& place) {
    return Handle{H5Fcreate(place.path, H5F_ACC_EXCL, creation_list_of_file().get(), access_list().get()),
                  "make a file"};
  }

  static Handle access_list() {
    Handle access{H5Pcreate(H5P_FILE_ACCESS), "make the access list"};
    ok(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, H5F_LIBVER_LATEST),
       "ask for the earliest format");
    ok(H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG), "close everything together");
    return access;
  }

  static Handle creation_list_of_file() {
    constexpr unsigned kSmallTrees = 8;  // most arrays have few chunks; the usual node takes 3 kB each
    Handle creation{H5Pcreate(H5P_FILE_CREATE), "make the creation list"};
    no_times(creation.get());
    track_order(creation.get());
    ok(H5Pset_istore_k(creation.get(), kSmallTrees), "size the chunk trees");
    return creation;
  }

  hid_t group(const std::string& name) {
    if (name.empty()) return file_.get();
    const auto found = groups_.find(name);
    if (found != groups_.end()) return found->second.get();
    const Handle creation{H5Pcreate(H5P_GROUP_CREATE), "make a creation list"};
    no_times(creation.get());
    track_order(creation.get());
    Handle made{H5Gcreate2(file_.get(), name.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                "make group " + name};
    return groups_.emplace(name, std::move(made)).first->second.get();
  }

  void put_scale(const Variable& v) {
    Handle scale = put_values(v);
    ok(H5DSset_scale(scale.get(), v.name.c_str()), "make the scale of " + v.name);
    put_attributes(scale.get(), v);
    scales_.emplace(v.name, std::move(scale));
  }

  void put_array(const Variable& v) {
    const Handle array = put_values(v);
    for (unsigned i = 0; i < v.axes.size(); ++i)
      ok(H5DSattach_scale(array.get(), scales_.at(v.axes[i]).get(), i), "give an axis to " + full_name(v));
    put_attributes(array.get(), v);
  }

  static void put_attributes(hid_t array, const Variable& v) {
    const Handle type{H5Dget_type(array), "ask for a type"};
    const hid_t whole = H5Tget_class(type.get()) == H5T_INTEGER ? type.get() : H5I_INVALID_HID;
    for (const auto& [name, value] : v.attributes) put_attribute(array, name, value, whole);
  }

  Handle put_values(const Variable& v) {
    return std::visit([&](const auto& values) { return put_values(v, values); }, v.values);
  }

  template <class T>
  Handle put_values(const Variable& v, const std::vector<T>& values) {
    Handle array = [&] {
      if constexpr (std::is_floating_point_v<T>)
        return make_real_array(v, values);
      else
        return make_array(v, file_type(values),
                          creation_list(v, sizeof(T), std::is_same_v<T, std::uint8_t>, true));
    }();
    if (!values.empty())
      ok(H5Dwrite(array.get(), memory_type(values), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()),
         "write " + full_name(v));
    return array;
  }

  /// Of reals, whose missing value is NaN; `values` tells their kind.
  template <class T>
  Handle make_real_array(const Variable& v, const std::vector<T>& values) {
    const T missing = std::numeric_limits<T>::quiet_NaN();
    const Handle creation = creation_list(v, sizeof(T), false, true);
    ok(H5Pset_fill_value(creation.get(), memory_type(values), &missing), "set the missing value");
    Handle array = make_array(v, file_type(values), creation);
    const Handle single{H5Screate(H5S_SCALAR), "make the space of an attribute"};
    put_attribute(array.get(), "_FillValue", file_type(values), memory_type(values), single.get(), &missing);
    return array;
  }

  /// Texts lie in heaps of the file; the array holds where. Fletcher-32 refuses them.
  Handle put_values(const Variable& v, const std::vector<std::string>& values) {
    constexpr std::size_t kReference = 16;
    const Handle type = hdf5::text_type();
    Handle array = make_array(v, type.get(), creation_list(v, kReference, false, false));
    if (values.empty()) return array;
    const Handle transfer = hdf5::text_transfer();
    ok(H5Dwrite(array.get(), type.get(), H5S_ALL, H5S_ALL, transfer.get(), pointers_to(values).data()),
       "write " + full_name(v));
    return array;
  }

  Handle make_array(const Variable& v, hid_t type, const Handle& creation) {
    const std::vector<std::size_t> lengths = lengths_of(v, result_);
    const std::vector<hsize_t> dims(lengths.begin(), lengths.end());
    const Handle space = dims.empty()
                             ? Handle{H5Screate(H5S_SCALAR), "make a space"}
                             : Handle{H5Screate_simple(static_cast<int>(dims.size()), dims.data(), nullptr),
                                      "make the space of " + full_name(v)};
    return Handle{H5Dcreate2(group(v.group), v.name.c_str(), type, space.get(), H5P_DEFAULT, creation.get(),
                             H5P_DEFAULT),
                  "make array " + full_name(v)};
  }

  /// Single values and empty arrays are stored plain: they have no chunks.
  Handle creation_list(const Variable& v, std::size_t bytes_per_value, bool single_bytes, bool filtered) {
    Handle list{H5Pcreate(H5P_DATASET_CREATE), "make a creation list"};
    no_times(list.get());
    ok(H5Pset_attr_creation_order(list.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
       "track the order of attributes");
    std::vector<std::size_t> lengths = lengths_of(v, result_);
    if (lengths.empty() || std::find(lengths.begin(), lengths.end(), 0u) != lengths.end()) return list;
    lengths = chunk_lengths(v.axes, std::move(lengths), bytes_per_value);
    const std::vector<hsize_t> chunk(lengths.begin(), lengths.end());
    ok(H5Pset_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data()), "set chunks");
    // As a must: where memory is refused, a chunk would else stay as it is and nobody be told. Of texts there
    // are only references here, which HDF5 lets nobody filter as a must.
    if (!filtered) return list;
    if (!single_bytes)
      ok(H5Pset_filter(list.get(), H5Z_FILTER_SHUFFLE, H5Z_FLAG_MANDATORY, 0, nullptr), "set shuffle");
    ok(H5Pset_filter(list.get(), H5Z_FILTER_DEFLATE, H5Z_FLAG_MANDATORY, 1, &kDeflate), "set deflate");
    ok(H5Pset_fletcher32(list.get()), "set Fletcher-32");
    return list;
  }

  const Result& result_;
  Handle file_;
  std::map<std::string, Handle> groups_;
  std::map<std::string, Handle> scales_;
};

}  // namespace

std::vector<std::byte> to_bytes(const Result& result, std::uint64_t limit) {
  expect_well_formed(result);
  expect_fits(raw_size(result), limit);
  std::vector<std::byte> bytes;
  try {
    const hdf5::Session session{raw_size(result)};
    FileWriter writer{result, InMemory{}};
    writer.put_all();
    bytes = writer.image();
  } catch (const hdf5::Error& error) {
    hdf5::memory_refused(error);
  }
  const std::string trailer = trailer_for(std::span{bytes}.first(bytes.size() - kTrailerSize));
  std::memcpy(bytes.data() + bytes.size() - kTrailerSize, trailer.data(), kTrailerSize);
  return bytes;
}

namespace {

/// Builds the file; in a process of its own, since the library crashes where the disk fails it.
void build(const Result& result, const StreamedArray& array, const std::string& path) {
  std::optional<FileWriter> writer;
  std::optional<Handle> values;
  {
    const hdf5::Session session{raw_size(result)};
    writer.emplace(result, OnDisk{path.c_str()});
    writer->put_all();
    values.emplace(writer->begin(array.head));
  }
  const std::size_t rows = result.axes.at(array.head.axes.front());
  for (std::size_t row = 0; row < rows; ++row) {
    const std::vector<double> of_row = array.row(row);
    const hdf5::Session session{of_row.size() * sizeof(double)};
    writer->put_row(*values, array.head, row, of_row);
  }
  const hdf5::Session session{0};
  values.reset();
  writer->close();
}

}  // namespace

void write_streamed(const Result& result, const StreamedArray& array, const std::filesystem::path& path,
                    Overwrite overwrite) {
  expect_well_formed(result);
  expect_fits(raw_size(result));
  write_whole_by(
      path, [&](const std::string& aside) { build(result, array, aside); }, trailer_of, overwrite);
}

void write(const Result& result, const std::filesystem::path& path, Overwrite overwrite, std::uint64_t limit,
           const FileOps& calls) {
  check_target(path, overwrite);
  write_whole(path, to_bytes(result, limit), overwrite, calls);
}

}  // namespace citerne::store
