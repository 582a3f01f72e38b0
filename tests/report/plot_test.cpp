#include "citerne/report/plot.hpp"

#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace citerne::report {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kStart = 1'754'006'400;  // 2025-08-01
constexpr std::int64_t kDay = 86'400;

analysis::PlotFrame frame(std::size_t days) { return {"Two <towns> & more", kStart, days, 4, 0.65}; }

/// Bamako goes through every class of service; Ségou is dry on the last day.
analysis::ServedDays served() {
  analysis::ServedDays out{.frame = frame(6), .product = "petrol", .places = 3};
  out.rows.push_back(
      {"bamako", "Bamako", 100.0, {1.0, 0.98, 0.9, 0.7, 0.5, 0.3}, std::vector<bool>(6, false)});
  out.rows.push_back(
      {"segou", "Ségou", 20.0, {1.0, 1.0, 1.0, 1.0, 1.0, 0.0}, {false, false, false, false, false, true}});
  return out;
}

EventPeriods events() {
  return {{"rn24", kStart + 2 * kDay, kStart},
          {"western_blockade_of_all", kStart + kDay, kStart + 400 * kDay},
          {"long_ago", kStart - 9 * kDay, kStart - kDay}};
}

TEST(PlotText, ShowsTownsByDayAndWhatHappened) {
  EXPECT_EQ(plot_text(served(), events(), {.columns = 80}),
            "Two <towns> & more\n"
            "2025-08-01 to 2025-08-07, 4 replications\n"
            "Served share of the demand for petrol by day\n"
            "\n"
            "                     4 Aug\n"
            "Bamako            ··░▒▓█\n"
            "Ségou             ·····×\n"
            "western_blockade…  ├───►\n"
            "rn24                ◆\n"
            "\n"
            "· 98 % and more  ░ 85 to 98 %  ▒ 65 to 85 %  ▓ short: under 65 %  █ short: under 32.5 %\n"
            "× no stock at the start of the day, in half of the runs or more\n"
            "(2 of the 3 places that burn petrol)\n");
}

/// Six days in three cells: means of 1 and 0.98, of 0.9 and 0.7, of 0.5 and 0.3.
TEST(PlotText, TakesSeveralDaysToACellWhereTheyDoNotFit) {
  analysis::ServedDays data = served();
  data.frame.days = 66;
  for (auto& row : data.rows) row.served.resize(66, 1.0), row.dry.resize(66, false);
  const std::string text = plot_text(data, {}, {.columns = 40 + 12});
  EXPECT_THAT(text, HasSubstr("by day, 2 days to a character\n"));
  EXPECT_THAT(text, HasSubstr("\nBamako            ·▒▓······························\n"));
  EXPECT_THAT(text, HasSubstr("\nSégou             ··×······························\n"));
}

TEST(PlotText, ColoursOnlyWhatTheCharactersTellToo) {
  std::string coloured = plot_text(served(), events(), {.columns = 80, .colour = true});
  EXPECT_THAT(coloured, HasSubstr("\x1b[48;5;208m\x1b[38;5;16m▓\x1b[0m"));
  for (std::size_t at; (at = coloured.find('\x1b')) != std::string::npos;)
    coloured.erase(at, coloured.find('m', at) + 1 - at);
  EXPECT_EQ(coloured, plot_text(served(), events(), {.columns = 80}));
}

analysis::LevelBands bands() {
  constexpr float none = std::numeric_limits<float>::quiet_NaN();
  return {.frame = frame(5),
          .place = "Ségou",
          .product = "diesel",
          .q05 = {8, 4, none, 0, 0},
          .q50 = {9, 6, none, 1, 0},
          .q95 = {10, 8, none, 3, 0},
          .short_day = {false, false, false, true, true}};
}

TEST(PlotText, ShowsTheMedianWithinItsBand) {
  EXPECT_EQ(
      plot_text(bands(), {}, {}),
      "Two <towns> & more\n"
      "2025-08-01 to 2025-08-06, 4 replications\n"
      "Ségou, diesel: cover at the start of the day, in days of full demand\n"
      "\n"
      "              10 ┤░\n"
      "                 │█\n"
      "                 │░\n"
      "                 │░░\n"
      "                 │ ░\n"
      "                 │ ░\n"
      "                 │ █\n"
      "               5 ┤ ░\n"
      "                 │ ░\n"
      "                 │\n"
      "                 │   ░\n"
      "                 │   ░\n"
      "                 │   ░\n"
      "                 │   █\n"
      "               0 ┴───░█\n"
      "                     4 Aug\n"
      "short                ▓▓\n"
      "\n"
      "█ median   ░ 5 to 95 % of runs   ▓ under 65 % of the demand served, in half of the runs or more\n");
}

analysis::Arrivals arrivals() {
  analysis::Arrivals out{.frame = frame(5), .without_corridor = 1'234.0};
  out.rows = {{"dakar-north", 2'000.0, 1'500.0, 2'500.0, 40.0}, {"guinea", 500.0, 500.0, 500.0, 10.0}};
  return out;
}

TEST(PlotText, ShowsArrivalsAsBarsWithTheirRange) {
  EXPECT_EQ(plot_text(arrivals(), {}, {.columns = 50}),
            "Two <towns> & more\n"
            "2025-08-01 to 2025-08-06, 4 replications\n"
            "Fuel that came along each corridor, to all places\n"
            "\n"
            "dakar-north  ██████████████───  2,000 m3, 40 loads\n"
            "guinea       ███                500 m3, 10 loads\n"
            "\n"
            "Bars: mean of the whole run; lines: 5 to 95 % of runs. By day where the scenario is run with "
            "--record bands.\n"
            "A corridor is that of the habit; loads that went round count to it too.\n"
            "Not drawn: 1,234 m3 that came without a habit, mostly from depots inside.\n");
}

/// Five days: the north falls from 1,600 m3 a day to nothing, Guinea brings 100.
analysis::Arrivals arrivals_by_day() {
  analysis::Arrivals out = arrivals();
  out.rows[0].by_day = {1'600.0, 800.0, 400.0, 0.0, 0.0};
  out.rows[1].by_day = {100.0, 100.0, 100.0, 1.0, 0.0};
  return out;
}

TEST(PlotText, ShowsArrivalsByDayOnOneScale) {
  EXPECT_EQ(plot_text(arrivals_by_day(), events(), {.columns = 80}),
            "Two <towns> & more\n"
            "2025-08-01 to 2025-08-06, 4 replications\n"
            "Fuel that came along each corridor, to all places\n"
            "\n"
            "                4 Aug\n"
            "             █\n"
            "dakar-north  ██▄    2,000 m3, 40 loads\n"
            "guinea       ▁▁▁▁   500 m3, 10 loads\n"
            "western_blo…  ├──►\n"
            "rn24           ◆\n"
            "\n"
            "A full row, two characters high, is 1,600 m3 a day.\n"
            "One scale for all rows: m3 a day, mean of runs. Behind the rows: the whole run.\n"
            "A corridor is that of the habit; loads that went round count to it too.\n"
            "Not drawn: 1,234 m3 that came without a habit, mostly from depots inside.\n");
}

TEST(PlotSvg, DrawsArrivalsByDayAsSteps) {
  const std::string svg = plot_svg(arrivals_by_day(), events());
  // 46 px are 2,000 m3 a day; a day is 122 px wide; the first row stands on y = 184.
  EXPECT_THAT(svg, HasSubstr("<path d=\"M230,184 L230,147.2 L352,147.2 L352,165.6 L474,165.6 L474,174.8 "));
  EXPECT_THAT(svg, HasSubstr("<g><title>guinea: 500 m3, 10 loads</title>"));
  EXPECT_THAT(svg, HasSubstr(">2,000 m3 a day</text>"));
  EXPECT_THAT(svg, HasSubstr(">western_blockade_…</text>"));
  EXPECT_THAT(svg, HasSubstr(">4 Aug</text>"));
}

/// Ten weeks are drawn by week: days on which all loads of a week come are a comb.
TEST(PlotSvg, DrawsArrivalsOfALongRunByWeek) {
  analysis::Arrivals data = arrivals();
  data.frame.days = 70;
  for (auto& row : data.rows) row.by_day.assign(70, 0.0);
  for (std::size_t day = 0; day < 70; day += 7) data.rows[0].by_day[day] = 700.0;
  const std::string svg = plot_svg(data, {});
  EXPECT_THAT(svg, HasSubstr("m3 a day, over 7 days"));
  EXPECT_THAT(svg, HasSubstr("<path d=\"M230,140 L230,94 L291,94 L291,94 "));
}

/// One rectangle for days of one class in a row; names are those of XML.
TEST(PlotSvg, DrawsAStripThatStandsAlone) {
  const std::string svg = plot_svg(served(), events());
  EXPECT_THAT(svg,
              HasSubstr("<title id=\"title\">Two &lt;towns&gt; &amp; more: Served share of the demand for "
                        "petrol, by day</title>"));
  EXPECT_THAT(
      svg, HasSubstr("<g><title>Ségou</title>\n<text x=\"140\" y=\"161\" text-anchor=\"end\">Ségou</text>\n"
                     "<rect x=\"150\" y=\"146\" width=\"655\" height=\"18\" fill=\"#f7f5ef\"/>\n"
                     "<rect x=\"805\" y=\"146\" width=\"131\" height=\"18\" fill=\"url(#dry)\"/>\n</g>"));
  EXPECT_THAT(svg, HasSubstr(">western_blockade_…</text>\n<rect x=\"281\" y=\"87\" width=\"655\""));
  EXPECT_THAT(svg, Not(HasSubstr("long_ago")));
  EXPECT_THAT(svg, HasSubstr(">4 Aug</text>"));
  EXPECT_THAT(svg, HasSubstr(">date (UTC)</text>"));
  EXPECT_THAT(svg, Not(HasSubstr("<script")));
  EXPECT_THAT(svg, Not(HasSubstr("href")));
}

/// A day without values parts the curve and the band in two.
TEST(PlotSvg, DrawsBandsWithTheirGaps) {
  const std::string svg = plot_svg(bands(), {});
  EXPECT_THAT(svg, HasSubstr("<path d=\"M150,94 L307.2,154 L307.2,274 L150,154 z\" fill=\"#b8d8ec\"/>"));
  EXPECT_THAT(svg, HasSubstr("<path d=\"M150,124 L307.2,214 M621.6,364 L778.8,394 \" fill=\"none\""));
  EXPECT_THAT(svg, HasSubstr("<rect x=\"621.6\" y=\"389\" width=\"314.4\" height=\"5\" fill=\"#d55e00\"/>"));
  EXPECT_THAT(svg, HasSubstr(">10 days</text>"));
}

TEST(PlotSvg, DrawsArrivals) {
  const std::string svg = plot_svg(arrivals(), {});
  EXPECT_THAT(svg, HasSubstr("<rect x=\"230\" y=\"98\" width=\"384\" height=\"18\" fill=\"#0072b2\"/>"));
  EXPECT_THAT(svg, HasSubstr(">2,000 m3, 40 loads</text>"));
  EXPECT_THAT(svg, HasSubstr("By day where the scenario is run with --record bands."));
}

TEST(PlotSvg, HasNoMoreThanOneRowForAnEmptyPicture) {
  EXPECT_THAT(plot_svg(analysis::Arrivals{.frame = frame(1)}, {}), HasSubstr(">nothing</text>"));
  EXPECT_THAT(plot_svg(analysis::ServedDays{.frame = frame(1), .product = "jet"}, {}), HasSubstr("</svg>"));
}

}  // namespace
}  // namespace citerne::report
