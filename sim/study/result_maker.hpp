#pragma once
#include <string>
#include <utility>
#include <vector>

#include "citerne/record/result.hpp"

namespace citerne::study {

/// What an array means, in the terms of the file.
struct Meaning {
  std::string units;
  std::string long_name;
  Attributes more = {};
};

/// Builds a Result array by array.
class ResultMaker {
 public:
  void scale(const std::string& name, Values values, Meaning meaning, std::size_t length) {
    result_.axes[name] = length;
    put("", name, {name}, std::move(values), std::move(meaning));
  }
  void put(std::string group, std::string name, std::vector<std::string> axes, Values values,
           Meaning meaning) {
    meaning.more["units"] = std::move(meaning.units);
    meaning.more["long_name"] = std::move(meaning.long_name);
    result_.variables.push_back(
        {std::move(group), std::move(name), std::move(axes), std::move(values), std::move(meaning.more)});
  }
  Attributes& attributes() { return result_.attributes; }
  Result take() { return std::move(result_); }

 private:
  Result result_;
};

}  // namespace citerne::study
