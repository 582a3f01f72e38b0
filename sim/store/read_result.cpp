#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>
#include <string_view>

#include "citerne/base/contract.hpp"
#include "citerne/store/digest.hpp"
#include "citerne/store/result_file.hpp"
#include "hdf5.hpp"
#include "layout.hpp"

namespace citerne::store {
namespace {

using hdf5::Handle;
using hdf5::ok;

// ---- What can be said before HDF5 sees the file ----

std::uint64_t little_endian(std::span<const std::byte> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;)
    value = (value << 8) | std::to_integer<std::uint64_t>(bytes[i]);
  return value;
}

/// Where the superblock says that the file ends; nothing for no HDF5 file, or one of an unknown kind.
std::optional<std::uint64_t> hdf5_end(std::span<const std::byte> bytes) {
  constexpr std::string_view kSignature{"\x89HDF\r\n\x1a\n", 8};
  constexpr std::array<std::size_t, 4> kEndAt{40, 44, 28, 28};  // by version of the superblock
  constexpr std::size_t kLeast = 64;
  if (bytes.size() < kLeast || std::memcmp(bytes.data(), kSignature.data(), kSignature.size()) != 0)
    return std::nullopt;
  const auto version = std::to_integer<std::size_t>(bytes[8]);
  if (version >= kEndAt.size()) return std::nullopt;
  const auto address_size = std::to_integer<int>(bytes[version < 2 ? 13 : 9]);
  if (address_size != 8) return std::nullopt;
  return little_endian(bytes.subspan(kEndAt[version], 8));
}

std::string_view as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

struct Checked {
  std::span<const std::byte> hdf5;
  std::string digest;
  std::string warning;
};

/// A line that looks like our trailer decides alone; without one the length must be what HDF5 says.
Checked check(std::span<const std::byte> bytes, const std::string& name) {
  const std::optional<std::uint64_t> end = hdf5_end(bytes);
  if (!end) throw BadResultFile{fmt::format("{}: not a result file (no HDF5 header)", name)};

  if (bytes.size() > kTrailerSize) {
    const auto body = bytes.first(bytes.size() - kTrailerSize);
    const std::string_view last = as_text(bytes.last(kTrailerSize));
    if (last.starts_with(kTrailerWord) && last.back() == '\n') {
      if (last != trailer_for(body))
        throw BadResultFile{
            fmt::format("{}: damaged (its content does not match its digest); write it again", name)};
      return {body, std::string{last.substr(kTrailerWord.size(), 64)}, {}};
    }
  }
  if (bytes.size() < *end)
    throw BadResultFile{
        fmt::format("{}: cut short ({} bytes of {}); write it again", name, bytes.size(), *end)};
  if (bytes.size() > *end)
    throw BadResultFile{fmt::format("{}: damaged (its end is not a digest); write it again", name)};
  return {bytes, sha256_hex(bytes),
          fmt::format("{}: has no digest, so its content cannot be verified (was it edited?)", name)};
}

// ---- What HDF5 says ----

struct Link {
  std::string name;
  bool hard = false;
};

extern "C" herr_t append_link(hid_t, const char* name, const H5L_info_t* info, void* links) noexcept try {
  static_cast<std::vector<Link>*>(links)->push_back({name, info->type == H5L_TYPE_HARD});
  return 0;
} catch (const std::bad_alloc&) {
  return -1;
}

extern "C" herr_t append_name(hid_t, const char* name, const H5A_info_t*, void* names) noexcept try {
  static_cast<std::vector<std::string>*>(names)->emplace_back(name);
  return 0;
} catch (const std::bad_alloc&) {
  return -1;
}

extern "C" herr_t take_address(hid_t, unsigned, hid_t scale, void* address) noexcept {
  H5O_info_t info;
  if (H5Oget_info2(scale, &info, H5O_INFO_BASIC) < 0) return -1;
  *static_cast<haddr_t*>(address) = info.addr;
  return 1;  // the first is enough
}

haddr_t address_of(hid_t object) {
  H5O_info_t info;
  ok(H5Oget_info2(object, &info, H5O_INFO_BASIC), "find an object");
  return info.addr;
}

/// In the order in which they were made, where the file knows it.
std::vector<Link> links_of(hid_t group) {
  const Handle creation{H5Gget_create_plist(group), "ask how a group was made"};
  unsigned order = 0;
  ok(H5Pget_link_creation_order(creation.get(), &order), "ask for an order");
  std::vector<Link> links;
  ok(H5Literate(group, (order & H5P_CRT_ORDER_TRACKED) != 0 ? H5_INDEX_CRT_ORDER : H5_INDEX_NAME, H5_ITER_INC,
                nullptr, append_link, &links),
     "list a group");
  return links;
}

class FileReader {
 public:
  FileReader(std::span<const std::byte> hdf5, std::uint64_t limit, std::span<const std::string_view> only)
      : only_{only},
        left_{limit},
        limit_{limit},
        file_{open(hdf5)},
        root_{H5Gopen2(file_.get(), "/", H5P_DEFAULT), "open the root"} {}

  Result read() {
    const std::vector<Link> links = links_of(root_.get());
    const std::vector<Link> root = groups_apart(links);
    for (const Link& link : root) note_scale(link);
    for (const auto& [axis, address] : scales_) axis_at_.emplace(address, axis);
    for (const Link& link : root)
      if (only_.empty() || std::ranges::find(only_, link.name) != only_.end())
        read_array("", root_.get(), link);
    if (only_.empty())
      for (const auto& [name, id] : groups_)
        for (const Link& link : links_of(id.get())) read_array(name, id.get(), link);
    result_.attributes = attributes_of(root_.get(), "file");
    return std::move(result_);
  }

 private:
  static Handle open(std::span<const std::byte> hdf5) {
    const Handle access{H5Pcreate(H5P_FILE_ACCESS), "make the access list"};
    ok(H5Pset_fapl_core(access.get(), std::size_t{1} << 20, false), "work in memory");
    ok(H5Pset_fclose_degree(access.get(), H5F_CLOSE_STRONG), "close everything together");
    // HDF5 makes its own copy; it only lacks the const.
    ok(H5Pset_file_image(access.get(), const_cast<std::byte*>(hdf5.data()), hdf5.size()), "take the file");
    return Handle{H5Fopen("citerne", H5F_ACC_RDONLY, access.get()), "open the file"};
  }

  [[noreturn]] static void refuse(const std::string& array, const char* why) {
    throw BadResultFile{fmt::format("'{}' {}", array, why)};
  }

  /// Groups are opened and kept; the arrays of the root come back.
  std::vector<Link> groups_apart(const std::vector<Link>& links) {
    std::vector<Link> arrays;
    for (const Link& link : links) {
      if (!link.hard) refuse(link.name, "is a link to elsewhere");
      Handle object{H5Oopen(root_.get(), link.name.c_str(), H5P_DEFAULT), "open " + link.name};
      if (H5Iget_type(object.get()) == H5I_GROUP)
        groups_.emplace_back(link.name, std::move(object));
      else
        arrays.push_back(link);
    }
    return arrays;
  }

  static Handle open_array(hid_t group, const Link& link) {
    if (!link.hard) refuse(link.name, "is a link to elsewhere");
    Handle object{H5Oopen(group, link.name.c_str(), H5P_DEFAULT), "open " + link.name};
    if (H5Iget_type(object.get()) != H5I_DATASET) refuse(link.name, "is not an array");
    return object;
  }

  static std::vector<hsize_t> dims_of(hid_t array) {
    const Handle space{H5Dget_space(array), "ask for a space"};
    std::vector<hsize_t> dims(
        static_cast<std::size_t>(ok(H5Sget_simple_extent_ndims(space.get()), "count axes")));
    ok(H5Sget_simple_extent_dims(space.get(), dims.data(), nullptr), "measure axes");
    return dims;
  }

  void note_scale(const Link& link) {
    const Handle array = open_array(root_.get(), link);
    if (ok(H5DSis_scale(array.get()), "ask for a scale") == 0) return;
    const std::vector<hsize_t> dims = dims_of(array.get());
    if (dims.size() != 1) refuse(link.name, "is a scale of several axes");
    result_.axes[link.name] = dims.front();
    scales_[link.name] = address_of(array.get());
  }

  void read_array(const std::string& group, hid_t parent, const Link& link) {
    const Handle array = open_array(parent, link);
    Variable v{group, link.name, {}, {}, {}};
    const std::string name = full_name(v);
    const std::vector<hsize_t> dims = dims_of(array.get());
    if (group.empty() && scales_.contains(link.name)) {
      v.axes = {link.name};
    } else {
      for (unsigned i = 0; i < dims.size(); ++i) v.axes.push_back(axis_name(array.get(), i, dims[i], name));
    }
    const ArrayShape shape{v.axes, 1};
    const std::uint64_t count = predicted_size(result_.axes, std::span{&shape, 1});
    v.values = values_of(array.get(), count, name);
    v.attributes = attributes_of(array.get(), name);
    result_.variables.push_back(std::move(v));
  }

  std::string axis_name(hid_t array, unsigned axis, hsize_t length, const std::string& name) const {
    haddr_t address = HADDR_UNDEF;
    ok(H5DSiterate_scales(array, axis, nullptr, take_address, &address), "ask for the axes of " + name);
    const auto found = axis_at_.find(address);
    if (found == axis_at_.end()) refuse(name, "has an axis without a scale at the root");
    if (result_.axes.at(found->second) != length) refuse(name, "is not as long as its axis");
    return found->second;
  }

  template <class T>
  std::vector<T> numbers_of(hid_t array, std::uint64_t count, hid_t type, const std::string& name) {
    take(count, sizeof(T));
    std::vector<T> values(static_cast<std::size_t>(count));
    if (count > 0) ok(H5Dread(array, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), "read " + name);
    return values;
  }

  std::vector<std::string> texts_of(hid_t array, std::uint64_t count, const std::string& name) {
    take(count, sizeof(char*));
    std::vector<char*> pointers(static_cast<std::size_t>(count));
    if (count == 0) return {};
    const Handle type = hdf5::text_type();
    const Handle space{H5Dget_space(array), "ask for a space"};
    const Handle transfer = hdf5::text_transfer();
    ok(H5Dread(array, type.get(), H5S_ALL, H5S_ALL, transfer.get(), pointers.data()), "read " + name);
    std::vector<std::string> texts;
    for (const char* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer);
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, pointers.data());
    return texts;
  }

  Values values_of(hid_t array, std::uint64_t count, const std::string& name) {
    const Handle type{H5Dget_type(array), "ask for a type"};
    const H5T_class_t kind = H5Tget_class(type.get());
    const std::size_t size = H5Tget_size(type.get());
    if (kind == H5T_STRING && H5Tis_variable_str(type.get()) > 0) return texts_of(array, count, name);
    if (kind == H5T_FLOAT && size == sizeof(float))
      return numbers_of<float>(array, count, H5T_NATIVE_FLOAT, name);
    if (kind == H5T_FLOAT && size == sizeof(double))
      return numbers_of<double>(array, count, H5T_NATIVE_DOUBLE, name);
    if (kind == H5T_INTEGER && size == 1 && H5Tget_sign(type.get()) == H5T_SGN_NONE)
      return numbers_of<std::uint8_t>(array, count, H5T_NATIVE_UINT8, name);
    if (kind == H5T_INTEGER) return numbers_of<std::int64_t>(array, count, H5T_NATIVE_INT64, name);
    refuse(name, "has values of a kind that citerne does not write");
  }

  /// Reserved ones, and kinds that citerne does not write, are left out.
  static Attributes attributes_of(hid_t object, const std::string& owner) {
    std::vector<std::string> names;
    ok(H5Aiterate2(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, append_name, &names),
       "list the attributes of " + owner);
    Attributes attributes;
    for (const std::string& name : names) {
      if (is_reserved_attribute(name)) continue;
      const Handle attribute{H5Aopen(object, name.c_str(), H5P_DEFAULT), "open attribute " + name};
      if (std::optional<AttributeValue> value = value_of(attribute.get(), name))
        attributes.emplace(name, std::move(*value));
    }
    return attributes;
  }

  static std::optional<AttributeValue> value_of(hid_t attribute, const std::string& name) {
    const Handle type{H5Aget_type(attribute), "ask for a type"};
    const Handle space{H5Aget_space(attribute), "ask for a space"};
    const H5S_class_t shape = H5Sget_simple_extent_type(space.get());
    if (shape != H5S_SCALAR && shape != H5S_SIMPLE) return std::nullopt;
    const auto count =
        static_cast<std::size_t>(ok(H5Sget_simple_extent_npoints(space.get()), "count values"));
    switch (H5Tget_class(type.get())) {
      case H5T_STRING:
        return text_of(attribute, type.get(), space.get(), count, name);
      case H5T_INTEGER: {
        std::vector<std::int64_t> values(count);
        ok(H5Aread(attribute, H5T_NATIVE_INT64, values.data()), "read attribute " + name);
        if (shape == H5S_SCALAR) return values.front();
        return values;
      }
      case H5T_FLOAT: {
        std::vector<double> values(count);
        ok(H5Aread(attribute, H5T_NATIVE_DOUBLE, values.data()), "read attribute " + name);
        if (count != 1) return std::nullopt;
        return values.front();
      }
      default:
        return std::nullopt;
    }
  }

  static std::optional<AttributeValue> text_of(hid_t attribute, hid_t type, hid_t space, std::size_t count,
                                               const std::string& name) {
    if (H5Tis_variable_str(type) == 0) {  // as netCDF tools write it
      if (count != 1) return std::nullopt;
      std::string text(H5Tget_size(type), '\0');
      ok(H5Aread(attribute, type, text.data()), "read attribute " + name);
      return text.substr(0, text.find('\0'));
    }
    const Handle memory = hdf5::text_type();
    std::vector<char*> pointers(count);
    ok(H5Aread(attribute, memory.get(), pointers.data()), "read attribute " + name);
    std::vector<std::string> texts;
    for (const char* pointer : pointers) texts.emplace_back(pointer == nullptr ? "" : pointer);
    H5Dvlen_reclaim(memory.get(), space, H5P_DEFAULT, pointers.data());
    if (H5Sget_simple_extent_type(space) == H5S_SCALAR) return texts.front();
    return texts;
  }

  /// A file without a digest may claim any size.
  void take(std::uint64_t count, std::uint64_t bytes_of_one) {
    if (count > left_ / bytes_of_one) {
      constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
      throw TooLarge{count > kMost / bytes_of_one ? kMost : count * bytes_of_one, limit_};
    }
    left_ -= count * bytes_of_one;
    hdf5::expect_room(count * bytes_of_one);
  }

  std::span<const std::string_view> only_;
  std::uint64_t left_;
  std::uint64_t limit_;
  Handle file_;
  Handle root_;
  Result result_;
  std::vector<std::pair<std::string, Handle>> groups_;
  std::map<std::string, haddr_t> scales_;
  std::map<haddr_t, std::string> axis_at_;
};

}  // namespace

Loaded from_bytes(std::span<const std::byte> bytes, const std::string& name, std::uint64_t limit,
                  std::span<const std::string_view> only) {
  Checked checked = check(bytes, name);
  try {
    const hdf5::Session session{2 * checked.hdf5.size()};
    return {FileReader{checked.hdf5, limit, only}.read(), std::move(checked.digest),
            std::move(checked.warning)};
  } catch (const hdf5::Error& error) {
    const hdf5::Error named{fmt::format("{}: {}", name, error.what())};
    if (checked.warning.empty()) hdf5::memory_refused(named);  // its digest is right
    throw BadResultFile{named.what()};
  } catch (const BadResultFile& error) {
    throw BadResultFile{fmt::format("{}: not a result of citerne: {}", name, error.what())};
  }
}

Loaded read(const std::filesystem::path& path, std::uint64_t limit, std::span<const std::string_view> only) {
  // Besides its values a file holds its own description, small against the least limit that makes sense.
  constexpr std::uint64_t kDescription = std::uint64_t{64} << 20;
  return from_bytes(read_whole(path, limit + kDescription), path.string(), limit, only);
}

}  // namespace citerne::store
