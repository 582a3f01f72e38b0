#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "citerne/analysis/statistics.hpp"
#include "citerne/record/result.hpp"

/// What pictures of a result are drawn from. A result without the arrays that it takes, or without the place
/// or product that was asked for, is refused by std::runtime_error, which says what there is.
namespace citerne::analysis {

/// Of what run a picture is.
struct PlotFrame {
  std::string title;
  std::int64_t start_unix = 0;
  std::size_t days = 0;
  std::size_t replications = 0;
  double bar = 0.65;  ///< Served share under which a day is short.
};

/// How much of a product's demand was served, by place and day.
struct ServedDays {
  struct Row {
    std::string place_id, place;
    double demand_m3 = 0.0;      ///< Of the run, mean.
    std::vector<double> served;  ///< Share by day, of sums over replications; 1 where nothing is asked for.
    std::vector<bool> dry;       ///< No stock at the start of the day in half of the replications or more.
  };
  PlotFrame frame;
  std::string product;
  std::vector<Row> rows;   ///< By falling demand.
  std::size_t places = 0;  ///< That burn the product, also those that are no row.
};

/// Which places are rows: those named (by id or written name, in this order); or else at `most` so many, half
/// of them those of the greatest demand, and of the others those that are short on most days.
struct RowChoice {
  std::vector<std::string> places;
  std::size_t most = 20;
};

/// An empty product stands for petrol, or the first of the result where there is no petrol.
ServedDays served_days(const Result& result, const std::string& product, const RowChoice& choice);

enum class Level { cover, stock };

/// Stock or cover of one place and product at the start of each day. NaN where there is none.
struct LevelBands {
  PlotFrame frame;
  std::string place, product;
  Level level = Level::cover;
  std::vector<float> q05, q50, q95;
  std::vector<bool> short_day;  ///< The median of what was served is under the bar.
};

LevelBands level_bands(const Result& result, const std::string& place, const std::string& product,
                       Level level);

/// What came along each corridor, by the corridor a line of supply takes by habit.
struct Arrivals {
  struct Row {
    std::string name;  ///< Of the corridor; of one place also its supplier: `dakar by dakar-north`.
    double m3 = 0.0;   ///< Of the whole run, mean over replications.
    double q05 = 0.0, q95 = 0.0;  ///< m3, order statistics over replications.
    double loads = 0.0;           ///< Mean.
    std::vector<double> by_day;   ///< m3, mean; empty in a result without series.
  };
  PlotFrame frame;
  std::string place, product;   ///< Empty: all.
  std::vector<Row> rows;        ///< By falling volume.
  double without_corridor = 0;  ///< m3 of lines without a habit, which are no row; 0 of one place.
  bool by_day() const { return !rows.empty() && !rows.front().by_day.empty(); }
};

/// An empty place or product stands for all.
Arrivals arrivals(const Result& result, const std::string& place, const std::string& product);

}  // namespace citerne::analysis
