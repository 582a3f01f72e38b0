#pragma once
#include <algorithm>
#include <tuple>

#include "citerne/scenario/escort_fields.hpp"
#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario.hpp"
#include "citerne/scenario/threat_fields.hpp"
#include "citerne/scenario/trigger_fields.hpp"
#include "citerne/scenario/words.hpp"

/// What may be written in an event. The `kind` of an event chooses its section.
namespace citerne {

/// A region by name, as the places in it.
struct RegionPlaces {
  std::vector<PlaceId> places;
};

template <>
struct Section<ControlPhase> {
  static constexpr std::string_view title = "phase";
  static constexpr std::string_view about = "A phase of a control; it lasts to the next `from`.";
  static constexpr auto fields = std::tuple{
      field("from", &ControlPhase::from, may,
            "The instant from which it holds; with `when` a phase has `after` instead."),
      field("after", &ControlPhase::after, {seconds(0), days(3'650)}, may,
            "Of an event with `when`: it holds so long after the beginning; the first phase at 0 d."),
      field("lets_through", &ControlPhase::lets_through, {percent(0), percent(100)}, may,
            "The share that gets through; `grade` says the same in a word. One of the two must be written."),
      setting(
          "grade",
          +[](ControlPhase& p, const Grade& g) {
            p.lets_through = percent(g == Grade::closed ? 0 : 100);
            p.levied = g == Grade::levied;
          },
          may, "`closed` lets nothing through, `open` all; `levied` all, for a `delay` or a `cost`."),
      field("counted_in", &ControlPhase::counted_in, may, "What the share counts."),
      field("delay", &ControlPhase::delay, {seconds(0), days(30)}, may,
            "Of `levied`: how long a convoy waits where it enters the target."),
      field("cost", &ControlPhase::cost, {Money{0}, Money{1'000'000'000}}, may,
            "Of `levied`: what each loaded tanker pays there.")};
};

template <>
struct Section<Control> {
  static constexpr std::string_view kind = "control";
  static constexpr std::string_view title = "control";
  static constexpr std::string_view about =
      "A blockade, a checkpoint or a closed road: who may enter a target. A control of one phase has `from` "
      "and "
      "`grade` or `lets_through` of its own; one of several has `phases`.";
  static constexpr auto fields = std::tuple{
      field("where", &Control::where, must, "The roads it acts on."),
      field("applies_to", &Control::applies_to, may, "The traffic it stops."),
      field("phases", &Control::phases, may, "Phases by name, each from its `from` or `after` to the next."),
      Also<ControlPhase>{},
      field("until", &Control::until, may, "Open again from this instant, or `never`."),
      field("recovery", &Control::recovery, may,
            "How what it lets through comes back once it is over; step by step each full day."),
      field("stopped_convoys", &Control::stopped_convoys, may,
            "What those do that may not enter: `hold` at the last place before, `turn_back`, `reroute`, or "
            "`abandon` the load and go home. With `proceed`, they hold, and those on the road when it closes "
            "finish it."),
      field("news_after", &Control::news_after, {seconds(0), days(60)}, may,
            "When everyone else knows of a change."),
      Also<Trigger>{}};
};

template <>
struct Section<Outage> {
  static constexpr std::string_view kind = "outage";
  static constexpr std::string_view title = "outage";
  static constexpr std::string_view about = "A terminal loads nothing.";
  static constexpr auto fields =
      std::tuple{field("terminal", &Outage::terminal, must, "The terminal."),
                 field("from", &Outage::from, may, "From this instant (without `when`)"),
                 field("until", &Outage::until, may, "to this one, not included, or `never`."),
                 field("news_after", &Outage::news_after, {seconds(0), days(60)}, may,
                       "When everyone else knows of it."),
                 Also<Trigger>{}};
};

template <>
struct Section<DemandShift> {
  static constexpr std::string_view kind = "demand_shift";
  static constexpr std::string_view title = "demand_shift";
  static constexpr std::string_view about = "Demand that rises or falls for a time; several shifts multiply.";
  static constexpr auto fields = std::tuple{
      field("places", &DemandShift::places, may, "Where. Left out, and no regions: everywhere."),
      setting(
          "regions",
          +[](DemandShift& shift, const std::vector<RegionPlaces>& regions) {
            for (const RegionPlaces& region : regions)
              shift.places.insert(shift.places.end(), region.places.begin(), region.places.end());
            std::sort(shift.places.begin(), shift.places.end());
            shift.places.erase(std::unique(shift.places.begin(), shift.places.end()), shift.places.end());
          },
          may, "All places of these regions."),
      field("products", &DemandShift::products, may, "Left out: all."),
      field("classes", &DemandShift::classes, may, "Left out: all."),
      field("factor", &DemandShift::factor, {percent(0), percent(1'000)}, must, "Of normal demand: `120 %`."),
      field("from", &DemandShift::from, may, "From this instant (without `when`)"),
      field("until", &DemandShift::until, may, "to this one, not included, or `never`."),
      Also<Trigger>{}};
};

template <>
struct Section<Slowdown> {
  static constexpr std::string_view kind = "slowdown";
  static constexpr std::string_view title = "slowdown";
  static constexpr std::string_view about =
      "Roads on which tankers drive slower; of several the slowest counts. Nobody plans for it.";
  static constexpr auto fields = std::tuple{
      field("where", &Slowdown::where, must, "The roads."),
      field("speed", &Slowdown::speed, {percent(1), percent(100)}, must, "Of the usual speed, as at entry."),
      field("from", &Slowdown::from, may, "From this instant (without `when`)"),
      field("until", &Slowdown::until, may, "to this one, not included, or `never`."),
      field("recovery", &Slowdown::recovery, may, "How the speed comes back after that."),
      Also<Trigger>{}};
};

template <>
struct Section<RandomClosure> {
  static constexpr std::string_view kind = "random_closure";
  static constexpr std::string_view title = "random_closure";
  static constexpr std::string_view about =
      "Roads that close and open again by chance, each on its own, independent of traffic and open at first; "
      "each time for an exponential time.";
  static constexpr auto fields =
      std::tuple{field("where", &RandomClosure::where, must, "The roads."),
                 field("open_for", &RandomClosure::open_for, {seconds(1), days(3'650)}, must,
                       "How long each stays open in the mean,"),
                 field("closed_for", &RandomClosure::closed_for, {seconds(1), days(3'650)}, must,
                       "and closed, to all and both ways."),
                 field("from", &RandomClosure::from, may, "From this instant (without `when`)"),
                 field("until", &RandomClosure::until, may,
                       "to this one, not included, when all are open again, or `never`."),
                 field("stopped_convoys", &RandomClosure::stopped_convoys, may,
                       "What those do that a closed road stops."),
                 field("news_after", &RandomClosure::news_after, {seconds(0), days(60)}, may,
                       "When everyone else knows of a change."),
                 Also<Trigger>{}};
};

template <>
struct Section<Precedence> {
  static constexpr std::string_view kind = "precedence";
  static constexpr std::string_view title = "precedence";
  static constexpr std::string_view about =
      "Some sites are given tankers before others at one supplier, up to a quota.";
  static constexpr auto fields =
      std::tuple{field("supplier", &Precedence::supplier, must, "A terminal, or a site as `place/kind`."),
                 field("first", &Precedence::first, must, "The sites (`place/kind`) that come first."),
                 field("quota", &Precedence::quota, {percent(0), percent(100)}, may,
                       "Of the loads given while both they and others wait, the share that goes to them."),
                 field("from", &Precedence::from, may, "From this instant (without `when`)"),
                 field("until", &Precedence::until, may, "to this one, not included, or `never`."),
                 Also<Trigger>{}};
};

}  // namespace citerne
