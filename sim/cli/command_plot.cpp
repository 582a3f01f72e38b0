#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <variant>

#include "citerne/base/text.hpp"
#include "citerne/report/plot.hpp"
#include "citerne/scenario/quantity_text.hpp"
#include "citerne/store/result_file.hpp"
#include "citerne/study/study.hpp"
#include "command.hpp"
#include "study_start.hpp"

namespace citerne::cli {
namespace {

struct PlotArguments {
  std::string file, place, product, svg;
  std::vector<std::string> places;
  bool all = false, arrivals = false, force = false;
  analysis::Level level = analysis::Level::cover;
  std::size_t columns = 0;  ///< 0: those of the terminal.
};

/// Of an event of any kind: whatever of its dates it has.
report::EventPeriod period_of(const std::string& name, const auto& what) {
  report::EventPeriod period{name, Instant::never().unix_seconds(), 0};
  if constexpr (requires { what.phases.front().from; }) {
    period.from_unix = what.phases.front().from.unix_seconds();
  } else if constexpr (requires { what.from.unix_seconds(); }) {
    period.from_unix = what.from.unix_seconds();
  } else if constexpr (requires { what.at.unix_seconds(); }) {
    period.from_unix = what.at.unix_seconds();
  }
  if constexpr (requires { what.until.unix_seconds(); }) period.until_unix = what.until.unix_seconds();
  return period;
}

/// What does not come in every run says so.
std::string name_of(const Event& event) {
  if (event.chance == percent(100)) return event.id;
  return event.id + " (in " + format_quantity(event.chance) + " of runs)";
}

/// From the scenario that the result holds. One that this citerne cannot read is no reason to draw nothing.
/// An event that waits for a condition comes at another time in each run, and in some not at all.
report::EventPeriods event_periods(const Result& result) {
  report::EventPeriods periods;
  try {
    const input::Reading reading = input::decode(input::load(study::recipe_of(result).files));
    if (!reading.scenario) throw std::runtime_error{"its scenario has faults to this citerne"};
    std::vector<std::string> undated;
    for (const Event& event : reading.scenario->events) {
      if (event.trigger)
        undated.push_back(event.id);
      else
        periods.push_back(
            std::visit([&](const auto& what) { return period_of(name_of(event), what); }, event.what));
    }
    if (!undated.empty()) say("not drawn, since each run has its own dates: {}\n", name_list(undated));
  } catch (const std::runtime_error& why) {
    say("events are not drawn: {}\n", why.what());
  }
  return periods;
}

report::Terminal terminal(std::size_t columns) {
  report::Terminal on;
  const bool is_one = ::isatty(STDOUT_FILENO) == 1;
  winsize size{};
  if (is_one && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) on.columns = size.ws_col;
  if (columns > 0) on.columns = columns;
  const auto variable = [](const char* name) {
    const char* const value = std::getenv(name);
    return std::string_view{value == nullptr ? "" : value};
  };
  on.colour = is_one && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  return on;
}

struct Picture {
  const PlotArguments& a;
  void operator()(const auto& data, const auto&... events) const {
    if (a.svg.empty()) {
      fmt::print("{}", report::plot_text(data, events..., terminal(a.columns)));
      return;
    }
    const std::string text = report::plot_svg(data, events...);
    store::write_whole(a.svg, std::as_bytes(std::span{text}),
                       a.force ? store::Overwrite::yes : store::Overwrite::no);
    fmt::print("{}\n", a.svg);
  }
};

void plot(const PlotArguments& a) {
  if (!a.svg.empty()) store::check_target(a.svg, a.force ? store::Overwrite::yes : store::Overwrite::no);
  const store::Loaded loaded = store::read(a.file);
  expect_result(loaded.result, a.file);
  if (!loaded.warning.empty()) say("{}\n", loaded.warning);
  const Result& result = loaded.result;
  const Picture draw{a};
  if (a.arrivals) {
    const analysis::Arrivals came = analysis::arrivals(result, a.place, a.product);
    return draw(came, came.by_day() ? event_periods(result) : report::EventPeriods{});
  }
  if (!a.place.empty())
    return draw(analysis::level_bands(result, a.place, a.product, a.level), event_periods(result));
  analysis::RowChoice choice{.places = a.places};
  if (a.all) choice.most = result.axes.contains("place") ? result.axes.at("place") : 0;
  draw(analysis::served_days(result, a.product, choice), event_periods(result));
}

}  // namespace

void add_plot(CLI::App& app) {
  CLI::App* command = app.add_subcommand(
      "plot", "Draw a result: towns by day, or one place over time, or what came by corridor");
  auto a = std::make_shared<PlotArguments>();
  command->add_option("FILE", a->file, "Result file")->required()->type_name("FILE");
  CLI::Option* const place =
      command->add_option("PLACE", a->place, "Draw cover and its range over time at this place");
  CLI::Option* const arrivals = command->add_flag(
      "--arrivals", a->arrivals, "Draw what came by corridor over time; to PLACE, if one is named");
  command->add_option("--product", a->product,
                      "Product to draw; petrol, or the first, unless told; with --arrivals all");
  CLI::Option* const places =
      command->add_option("--places", a->places, "Towns to draw, with commas: bamako,segou")
          ->delimiter(',')
          ->allow_extra_args(false);
  CLI::Option* const all = command->add_flag(
      "--all", a->all,
      "Every town, not only the 10 of the greatest demand and 10 that are short on most days");
  const std::map<std::string, analysis::Level> levels{{"cover", analysis::Level::cover},
                                                      {"stock", analysis::Level::stock}};
  CLI::Option* const of =
      command->add_option("--of", a->level, "What is drawn of PLACE: cover (days) or stock (m3)")
          ->transform(CLI::CheckedTransformer(levels, CLI::ignore_case).description("cover|stock"))
          ->transform(CLI::IsMember({"cover", "stock"}, CLI::ignore_case).description(""));
  command
      ->add_option("--columns", a->columns, "Width in characters; that of the terminal, or 80, unless told")
      ->check(CLI::Range(std::size_t{40}, std::size_t{1000}));
  command->add_option("--svg", a->svg, "Write an SVG picture to this file instead")
      ->check([](const std::string& name) { return name.empty() ? "a file name is missing" : ""; }, "FILE");
  command->add_flag("--force", a->force, "Replace the picture if it exists");
  for (CLI::Option* const strip_only : {places, all}) strip_only->excludes(place)->excludes(arrivals);
  places->excludes(all);
  of->needs(place)->excludes(arrivals);
  command->callback([a] { plot(*a); });
}

}  // namespace citerne::cli
