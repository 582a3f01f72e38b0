#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

/// What a study hands to a file: named arrays over named axes, with their meaning. No file format here.
namespace citerne {

using AttributeValue =
    std::variant<std::string, std::int64_t, double, std::vector<std::string>, std::vector<std::int64_t>>;
using Attributes = std::map<std::string, AttributeValue>;

/// Values in row-major order of the variable's axes. Missing reals are NaN. Flags are std::uint8_t with
/// `flag_values` and `flag_meanings` beside them.
using Values = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int64_t>,
                            std::vector<std::uint8_t>, std::vector<std::string>>;

/// One array. A variable named like its only axis is that axis's scale.
struct Variable {
  std::string group;  ///< Empty for the root, else one name: `events`.
  std::string name;
  std::vector<std::string> axes;  ///< Names of Result::axes; empty for a single value.
  Values values;
  Attributes attributes;  ///< `units` and `long_name` at least.
};

/// Axes of one file lie at its root and are shared by its groups. Every axis has a scale variable.
struct Result {
  std::map<std::string, std::size_t> axes;  ///< Name to length.
  std::vector<Variable> variables;          ///< In the order of the file.
  Attributes attributes;                    ///< Of the whole file.

  const Variable* find(const std::string& group, const std::string& name) const {
    for (const Variable& v : variables)
      if (v.group == group && v.name == name) return &v;
    return nullptr;
  }
  /// The values of an array; null where there is none by this name or it is of another type.
  template <class T>
  const std::vector<T>* values(const std::string& group, const std::string& name) const {
    const Variable* found = find(group, name);
    return found == nullptr ? nullptr : std::get_if<std::vector<T>>(&found->values);
  }
  /// The same for an attribute of the whole file.
  template <class T>
  const T* attribute(const std::string& name) const {
    const auto found = attributes.find(name);
    return found == attributes.end() ? nullptr : std::get_if<T>(&found->second);
  }
};

}  // namespace citerne
