#include "citerne/report/tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "citerne/base/csv_text.hpp"
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
    text_ += csv_value(words, style_.separator);
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

using Json = nlohmann::ordered_json;

/// An array of the result over these axes; nothing where it holds none of that name and type.
template <class T>
const std::vector<T>* array(const Result& result, const char* name, const std::vector<std::string>& axes) {
  const Variable* v = result.find("", name);
  return v == nullptr || v->axes != axes ? nullptr : std::get_if<std::vector<T>>(&v->values);
}

Json or_null(double number) { return std::isnan(number) ? Json(nullptr) : Json(number); }

Json feature(const char* type, Json coordinates, Json about) {
  return {{"type", "Feature"},
          {"geometry", {{"type", type}, {"coordinates", std::move(coordinates)}}},
          {"properties", std::move(about)}};
}

std::string collection(const std::string& name, Json features) {
  return Json{{"type", "FeatureCollection"}, {"name", name}, {"features", std::move(features)}}.dump(1) +
         "\n";
}

/// A point for each place with what its products were short of; null where none was.
std::string places(const Result& result, const RunSummary& s) {
  const std::vector<std::string> axis{"place"};
  const auto *ids = array<std::string>(result, "place", axis),
             *names = array<std::string>(result, "place_name", axis);
  const auto *latitude = array<double>(result, "lat", axis), *longitude = array<double>(result, "lon", axis),
             *people = array<double>(result, "population", axis);
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
    about["population"] = people == nullptr ? Json(nullptr) : or_null((*people)[i]);
    about["first_day_median"] = first == nullptr ? Json(nullptr) : Json(date(s, first->first_day));
    about["first_product"] = first == nullptr ? Json(nullptr) : Json(first->product);
    about["days_short"] = longest;
    features.push_back(feature("Point", {(*longitude)[i], (*latitude)[i]}, std::move(about)));
  }
  return collection(s.title, std::move(features));
}

/// The most of a series of means over (time, ...), and when that was first.
struct Peak {
  double most = 0.0;
  std::int64_t at_s = -1;  ///< Since the start; -1: it was never above 0.
};
Peak peak(const Result& result, const char* name, const char* axis, std::size_t i) {
  Peak found;
  const auto* series = array<float>(result, name, {"time", axis});
  const auto* times = array<std::int64_t>(result, "time", {"time"});
  if (series == nullptr || times == nullptr) return found;
  for (std::size_t k = 0; k < times->size(); ++k)
    if (const auto value = static_cast<double>((*series)[k * result.axes.at(axis) + i]); value > found.most)
      found = {value, (*times)[k]};
  return found;
}

Json when(const RunSummary& s, const Peak& peak) {
  return peak.at_s < 0 ? Json(nullptr) : Json(format_instant(Instant{s.start_unix} + seconds(peak.at_s)));
}

/// What a map of the roads is drawn from.
struct RoadArrays {
  const std::vector<std::string>*places, *names, *segments, *from, *to, *numbers;
  const std::vector<double>*latitude, *longitude, *length, *entered;
};
std::optional<RoadArrays> road_arrays(const Result& result) {
  const std::vector<std::string> place{"network_place"}, road{"segment"};
  const RoadArrays a{array<std::string>(result, "network_place", place),
                     array<std::string>(result, "network_place_name", place),
                     array<std::string>(result, "segment", road),
                     array<std::string>(result, "segment_from", road),
                     array<std::string>(result, "segment_to", road),
                     array<std::string>(result, "segment_road", road),
                     array<double>(result, "network_lat", place),
                     array<double>(result, "network_lon", place),
                     array<double>(result, "segment_length", road),
                     array<double>(result, "tankers_entered", {"replication", "segment"})};
  const bool whole = a.places != nullptr && a.names != nullptr && a.segments != nullptr &&
                     a.from != nullptr && a.to != nullptr && a.numbers != nullptr && a.latitude != nullptr &&
                     a.longitude != nullptr && a.length != nullptr && a.entered != nullptr;
  return whole ? std::optional{a} : std::nullopt;
}

Json road_lines(const Result& result, const RunSummary& s, const RoadArrays& a) {
  std::map<std::string, Json> position;
  for (std::size_t i = 0; i < a.places->size(); ++i)
    position.emplace((*a.places)[i], Json{(*a.longitude)[i], (*a.latitude)[i]});
  const double run_days = static_cast<double>(s.end_unix - s.start_unix) / 86'400.0;
  Json lines = Json::array();
  for (std::size_t i = 0; i < a.segments->size(); ++i) {
    double entered = 0.0;
    for (std::size_t r = 0; r < s.replications; ++r) entered += (*a.entered)[r * a.segments->size() + i];
    const Peak held = peak(result, "tankers_held", "segment", i),
               trapped = peak(result, "tankers_trapped", "segment", i);
    Json about{{"segment", (*a.segments)[i]}, {"road", (*a.numbers)[i]}, {"length_km", (*a.length)[i]}};
    about["tankers_a_day"] = entered / static_cast<double>(s.replications) / run_days;
    about["most_held"] = held.most;
    about["most_held_at"] = when(s, held);
    about["most_trapped"] = trapped.most;
    Json ends = Json::array({position[(*a.from)[i]], position[(*a.to)[i]]});
    lines.push_back(feature("LineString", std::move(ends), std::move(about)));
  }
  return lines;
}

/// A line for each road with its traffic and the tankers that stood on it, and a point for each place where
/// tankers were held; nothing where the result holds no roads.
std::string roads(const Result& result, const RunSummary& s) {
  const std::optional<RoadArrays> a = road_arrays(result);
  if (!a) return {};
  Json features = road_lines(result, s, *a);
  for (std::size_t i = 0; i < a->places->size(); ++i) {
    const Peak held = peak(result, "tankers_waiting", "network_place", i);
    if (held.at_s < 0) continue;
    features.push_back(feature("Point", {(*a->longitude)[i], (*a->latitude)[i]},
                               {{"place", (*a->places)[i]},
                                {"name", (*a->names)[i]},
                                {"most_held", held.most},
                                {"most_held_at", when(s, held)}}));
  }
  return collection(s.title, std::move(features));
}

}  // namespace

std::vector<TextFile> tables(const Result& result, const RunSummary& summary, const CsvStyle& style) {
  std::vector<TextFile> files{{"shortages.csv", shortages(summary, style)},
                              {"classes.csv", classes(summary, style)}};
  if (!summary.weeks.empty()) files.push_back({"weeks.csv", weeks(summary, style)});
  files.push_back({"places.geojson", places(result, summary)});
  if (std::string map = roads(result, summary); !map.empty())
    files.push_back({"roads.geojson", std::move(map)});
  return files;
}

}  // namespace citerne::report
