#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "citerne/record/result.hpp"

/// The rules of the layout that need no HDF5.
namespace citerne::store {

/// The last line of a file: `citerne-sha256 ` and 64 digits.
inline constexpr std::string_view kTrailerWord = "citerne-sha256 ";
inline constexpr std::size_t kTrailerSize = kTrailerWord.size() + 64 + 1;
std::string trailer_for(std::span<const std::byte> hdf5);
std::string trailer_of(const std::string& digest);

/// Attributes that belong to the layout: written for every array that needs them, never handed out.
bool is_reserved_attribute(std::string_view name);

/// Written in the type of their array, as CF asks.
bool has_type_of_array(std::string_view attribute);

/// The scale of an axis: a root array named like its only axis.
bool is_scale(const Variable& variable);

/// `events/cause`, or `time` at the root.
std::string full_name(const Variable& variable);

/// Lengths of the axes of an array, in its order.
std::vector<std::size_t> lengths_of(const Variable& variable, const Result& result);

/// Ends the program (exit 4), naming the array, when a result breaks a rule of the layout.
void expect_well_formed(const Result& result);

/// The part of an array that is compressed as one: the whole time axis of as many places as fit in about
/// 256 KiB. Cut from the first axis on, `time` and `day` never. All lengths are above zero.
std::vector<std::size_t> chunk_lengths(std::span<const std::string> axes, std::vector<std::size_t> lengths,
                                       std::size_t bytes_per_value);

}  // namespace citerne::store
