#pragma once
#include <tuple>

#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario.hpp"
#include "citerne/scenario/words.hpp"

/// What events share: how they begin without a date, and how things come back once they are over.
namespace citerne {

template <>
struct Section<RecoveryStep> {
  static constexpr std::string_view title = "recovery_step";
  static constexpr std::string_view about = "A step of a recovery.";
  static constexpr auto fields = std::tuple{
      field("after", &RecoveryStep::after, {seconds(0), days(3'650)}, must, "So long after the end"),
      field("back", &RecoveryStep::back, {percent(0), percent(100)}, must,
            "this share of what was missing is back.")};
};

template <>
struct Section<Recovery> {
  static constexpr std::string_view title = "recovery";
  static constexpr std::string_view about = "How what was taken away comes back after the end.";
  static constexpr auto fields =
      std::tuple{field("shape", &Recovery::shape, may,
                       "`step`: at once; `linear`; `exponential`: half of what is missing in each tenth of "
                       "`over`; `table`: by "
                       "`steps`."),
                 field("over", &Recovery::over, {seconds(0), days(3'650)}, may,
                       "Of `linear` and `exponential`: then all is back."),
                 field("steps", &Recovery::steps, may, "Of `table`: steps by name.")};
};

template <>
struct Section<Criterion> {
  static constexpr std::string_view title = "condition";
  static constexpr std::string_view about =
      "Something to wait for: a cover below or above a level, or another event; one of them.";
  static constexpr auto fields = std::tuple{
      field("cover.place", &Criterion::place, may, "The cover of all sites of this place together"),
      field("cover.product", &Criterion::product, may, "that stock this product."),
      setting(
          "below", +[](Criterion& c, const Duration& level) { c.below = level; }, {seconds(1), days(1'000)},
          may, "Holds while the cover is below this."),
      setting(
          "above", +[](Criterion& c, const Duration& level) { c.above = level; }, {seconds(1), days(1'000)},
          may, "Holds while the cover is at or above this."),
      field("for", &Criterion::held_for, {seconds(0), days(365)}, may,
            "It must have held so long, without a break."),
      field("after", &Criterion::after, may, "Holds once this event has begun; an ambush: has struck."),
      field("after_end_of", &Criterion::after_end_of, may,
            "Holds once this event is over; an ambush: its road is cleared.")};
};

template <>
struct Section<Trigger> {
  static constexpr std::string_view title = "trigger";
  static constexpr std::string_view about = "How the event begins without a date, and by what chance.";
  static constexpr auto fields = std::tuple{
      field("when", &Trigger::when, may,
            "In place of `from` or `at`: the event begins when this has come true."),
      field("decision_takes", &Trigger::decision_takes, {seconds(0), days(365)}, may,
            "With `when`: so long after that, whatever has become of the condition."),
      setting(
          "stops_when", +[](Trigger& t, const Criterion& c) { t.stops_when = c; }, may,
          "With `when`: it ends when this has come true; it may begin again when `when` comes true again. An "
          "ambush has none: its window ends it."),
      setting(
          "lasts", +[](Trigger& t, const Duration& d) { t.lasts = d; }, {seconds(1), days(3'650)}, may,
          "With `when`: it ends after this time at the latest. Without this and `stops_when` it lasts to the "
          "end."),
      field(
          "chance", &Trigger::chance, {percent(0), percent(100)}, may,
          "With `when`: the probability that it is decided, drawn each time. With dates: that it happens at "
          "all, drawn once for each replication.")};
};

}  // namespace citerne
