#include "citerne/report/tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "citerne/base/dates.hpp"

namespace citerne::report {
namespace {

using analysis::RunSummary;

/// Lines of one table.
class Csv {
 public:
  explicit Csv(const CsvStyle& style) : style_{style}, text_{style.mark ? "\xef\xbb\xbf" : ""} {}

  Csv& cell(const std::string& words) {
    separate();
    if (words.find_first_of(std::string{style_.separator} + "\"\r\n") == std::string::npos) {
      text_ += words;
      return *this;
    }
    text_ += '"';
    for (const char c : words) text_ += c == '"' ? std::string{"\"\""} : std::string{c};
    text_ += '"';
    return *this;
  }
  /// Nothing where there is none.
  Csv& cell(double number) {
    if (std::isnan(number)) return cell(std::string{});
    std::string digits = fmt::format("{:.6g}", number);
    std::ranges::replace(digits, '.', style_.decimal);
    return cell(digits);
  }
  void end_line() {
    text_ += "\r\n";
    begins_ = true;
  }
  void line(const std::vector<std::string>& words) {
    for (const std::string& w : words) cell(w);
    end_line();
  }
  std::string text() && { return std::move(text_); }

 private:
  void separate() {
    if (!begins_) text_ += style_.separator;
    begins_ = false;
  }
  CsvStyle style_;
  std::string text_;
  bool begins_ = true;
};

std::string date(const RunSummary& s, const std::optional<double>& since_start) {
  if (!since_start) return "";
  return format_day(Instant{s.start_unix} + days(static_cast<std::int64_t>(*since_start)));
}

std::string shortages(const RunSummary& s, const CsvStyle& style) {
  Csv csv{style};
  csv.line({"place", "name", "product", "chance", "first_day_median", "first_day_q05", "first_day_q95",
            "days_short", "days_short_low", "days_short_high", "demand_m3"});
  for (const analysis::ShortPair& p : s.short_pairs) {
    csv.cell(p.place_id).cell(p.place).cell(p.product).cell(p.chance.mid);
    csv.cell(date(s, p.first_day)).cell(date(s, p.early)).cell(date(s, p.late));
    csv.cell(p.days.mid).cell(p.days.low).cell(p.days.high).cell(p.demand_m3);
    csv.end_line();
  }
  return std::move(csv).text();
}

std::string classes(const RunSummary& s, const CsvStyle& style) {
  Csv csv{style};
  csv.line({"class", "demand_m3", "unserved_m3", "unserved_m3_low", "unserved_m3_high"});
  for (const analysis::ClassTotal& c : s.classes) {
    csv.cell(c.consumer)
        .cell(c.demand_m3)
        .cell(c.unserved_m3.mid)
        .cell(c.unserved_m3.low)
        .cell(c.unserved_m3.high);
    csv.end_line();
  }
  return std::move(csv).text();
}

std::string weeks(const RunSummary& s, const CsvStyle& style) {
  Csv csv{style};
  csv.line({"name", "week_from", "unserved_share"});
  for (const analysis::PlaceWeeks& row : s.weeks)
    for (std::size_t w = 0; w < row.unserved.size(); ++w) {
      csv.cell(row.place).cell(date(s, 7.0 * static_cast<double>(w))).cell(row.unserved[w]);
      csv.end_line();
    }
  return std::move(csv).text();
}

/// A point for each place with what its products were short of; null where none was.
std::string places(const Result& result, const RunSummary& s) {
  using Json = nlohmann::ordered_json;
  const auto array = [&]<class T>(const char* name, T) -> const std::vector<T>* {
    const Variable* v = result.find("", name);
    return v == nullptr ? nullptr : std::get_if<std::vector<T>>(&v->values);
  };
  const auto *ids = array("place", std::string{}), *names = array("place_name", std::string{});
  const auto *latitude = array("lat", 0.0), *longitude = array("lon", 0.0),
             *people = array("population", 0.0);
  Json features = Json::array();
  for (std::size_t i = 0; ids != nullptr && latitude != nullptr && longitude != nullptr && i < ids->size();
       ++i) {
    const analysis::ShortPair* first = nullptr;
    double longest = 0.0;
    for (const analysis::ShortPair& p : s.short_pairs) {
      if (p.place_id != (*ids)[i]) continue;
      longest = std::max(longest, p.days.mid);
      if (p.first_day && (first == nullptr || *p.first_day < *first->first_day)) first = &p;
    }
    Json about{{"place", (*ids)[i]}, {"name", names == nullptr ? (*ids)[i] : (*names)[i]}};
    about["population"] = people == nullptr || std::isnan((*people)[i]) ? Json(nullptr) : Json((*people)[i]);
    about["first_day_median"] = first == nullptr ? Json(nullptr) : Json(date(s, first->first_day));
    about["first_product"] = first == nullptr ? Json(nullptr) : Json(first->product);
    about["days_short"] = longest;
    features.push_back({{"type", "Feature"},
                        {"geometry", {{"type", "Point"}, {"coordinates", {(*longitude)[i], (*latitude)[i]}}}},
                        {"properties", about}});
  }
  return Json{{"type", "FeatureCollection"}, {"name", s.title}, {"features", features}}.dump(1) + "\n";
}

}  // namespace

std::vector<TextFile> tables(const Result& result, const RunSummary& summary, const CsvStyle& style) {
  std::vector<TextFile> files{{"shortages.csv", shortages(summary, style)},
                              {"classes.csv", classes(summary, style)}};
  if (!summary.weeks.empty()) files.push_back({"weeks.csv", weeks(summary, style)});
  files.push_back({"places.geojson", places(result, summary)});
  return files;
}

}  // namespace citerne::report
