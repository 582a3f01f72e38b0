#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/record/result.hpp"
#include "citerne/store/whole_file.hpp"

/// Result files: HDF5 that is valid netCDF-4, with a digest behind it. The layout is described in
/// docs/file-format.md. All calls may come from any thread; HDF5 itself is entered by one at a time.
namespace citerne::store {

/// Raw bytes of all arrays that a file may hold: files are made and read in memory.
inline constexpr std::uint64_t kMemoryLimit = std::uint64_t{1} << 30;

/// More raw bytes than the limit; the text names the remedy.
class TooLarge : public std::runtime_error {
 public:
  TooLarge(std::uint64_t bytes, std::uint64_t limit);
};

/// The file is there, but is damaged, cut short or no result of citerne. The text begins with its name.
class BadResultFile : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An array that is yet to come, for the prediction of a size.
struct ArrayShape {
  std::vector<std::string> axes;
  std::size_t bytes_per_value = 4;
};

/// Raw bytes of arrays over axes of the given lengths, before compression. Largest number on overflow.
std::uint64_t predicted_size(const std::map<std::string, std::size_t>& axes,
                             std::span<const ArrayShape> arrays);

/// Raw bytes of the arrays of a result; of a string its characters and 16 bytes.
std::uint64_t raw_size(const Result& result);

/// Throws TooLarge when `bytes` is more than `limit`.
void expect_fits(std::uint64_t bytes, std::uint64_t limit = kMemoryLimit);

/// The file as bytes, digest included. The same result gives the same bytes. Scales come first, then the
/// other arrays of the root, then the groups. A result that breaks the rules of the layout is our own
/// fault and ends the program. Throws TooLarge.
std::vector<std::byte> to_bytes(const Result& result, std::uint64_t limit = kMemoryLimit);

/// to_bytes() and write_whole().
void write(const Result& result, const std::filesystem::path& path, Overwrite overwrite,
           std::uint64_t limit = kMemoryLimit, const FileOps& calls = system_calls());

/// An array that need not fit into memory: its values are asked for row by row.
struct StreamedArray {
  Variable head;  ///< Without values; one axis at least. They are reals of 64 bits.
  /// The values at one position of the first axis. Called once for each, in order, in a process that knows
  /// all that ours knew.
  std::function<std::vector<double>(std::size_t row)> row;
};

/// write() for a result and one more array, behind the others: built on disk beside the target, by a process
/// of its own, so that memory does not grow with the array. No other thread may run meanwhile. Whatever goes
/// wrong in there is a std::system_error here, and the earlier file is as it was.
void write_streamed(const Result& result, const StreamedArray& array, const std::filesystem::path& path,
                    Overwrite overwrite);

struct Loaded {
  Result result;
  std::string digest;   ///< SHA-256 of the HDF5 part, found equal to the trailer where there is one.
  std::string warning;  ///< Empty when the trailer is there; else a sentence for people.
};

/// Reads what write() wrote: of the arrays `only` those of the root that are named, if any are. The digest is
/// that of the whole file and is checked before HDF5 sees a byte. Throws BadResultFile, TooLarge, or
/// std::system_error when the file cannot be read.
Loaded read(const std::filesystem::path& path, std::uint64_t limit = kMemoryLimit,
            std::span<const std::string_view> only = {});

/// The same from memory; `name` stands for the path in messages.
Loaded from_bytes(std::span<const std::byte> bytes, const std::string& name,
                  std::uint64_t limit = kMemoryLimit, std::span<const std::string_view> only = {});

}  // namespace citerne::store
