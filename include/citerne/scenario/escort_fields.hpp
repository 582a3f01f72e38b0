#pragma once
#include <tuple>

#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario.hpp"
#include "citerne/scenario/trigger_fields.hpp"
#include "citerne/scenario/words.hpp"

/// What may be written of escorts, and of events that concern them.
namespace citerne {

template <>
struct Section<Escort> {
  static constexpr std::string_view title = "escort";
  static constexpr std::string_view about =
      "Escort units that lead convoys of loaded tankers over a stretch of a corridor, both ways.";
  static constexpr auto fields = std::tuple{
      field("corridor", &Escort::corridor, must, "The corridor on which the stretch lies,"),
      field("between", &Escort::between, must, "from the one of these places to the other."),
      field("base", &Escort::base, must, "One of the two: where units stand at the beginning and return to."),
      field("units", &Escort::units, {0, 1'000}, must,
            "How many there are. Each leads one convoy at a time."),
      field("leaves_with", &Escort::leaves_with, {1, 10'000, "tankers"}, may,
            "A unit takes those who wait when they are so many,"),
      field("longest_wait", &Escort::longest_wait, {seconds(0), days(365)}, may,
            "or when the first has waited so long."),
      field("at_most", &Escort::at_most, {1, 10'000, "tankers"}, may, "It takes no more than these."),
      field(
          "every", &Escort::every, {seconds(0), days(365)}, may,
          "Convoys are taken only at these distances from the start of the calendar; left out: at any time."),
      field("assembly_takes", &Escort::assembly_takes, {seconds(0), days(30)}, may,
            "From when a unit takes them to when they leave."),
      field("returns_after", &Escort::returns_after, {seconds(0), days(365)}, may,
            "Alone at the end that is not its base, a unit stays so long, then returns empty."),
      field("waits_unasked", &Escort::waits_unasked, {seconds(0), days(365)}, may,
            "While no rule asks for an escort, tankers wait so long for one, then go alone; left out: not at "
            "all.")};
};

template <>
struct Section<EscortAllocation> {
  static constexpr std::string_view title = "escort_allocation";
  static constexpr std::string_view about = "Where a unit goes that has nobody to lead.";
  static constexpr auto fields = std::tuple{
      field("policy", &EscortAllocation::policy, may,
            "`fixed`: it serves its own stretch alone; `longest_queue`, `most_litres`: it goes where most "
            "tankers, or most fuel, wait; `most_needed`: where a destination has the least cover."),
      field("move_takes", &EscortAllocation::move_takes, {seconds(0), days(60)}, may,
            "From one stretch to the base of another.")};
};

template <>
struct Section<EscortOnly> {
  static constexpr std::string_view kind = "escort_only";
  static constexpr std::string_view title = "escort_only";
  static constexpr std::string_view about =
      "A rule: no loaded tanker enters these stretches at their ends without an escort.";
  static constexpr auto fields = std::tuple{
      field("escorts", &EscortOnly::escorts, must, "The escorts by name."),
      field("from", &EscortOnly::from, may, "From this instant (without `when`)"),
      field("until", &EscortOnly::until, may, "to this one, not included, or `never`."), Also<Trigger>{}};
};

template <>
struct Section<EscortMove> {
  static constexpr std::string_view kind = "escort_move";
  static constexpr std::string_view title = "escort_move";
  static constexpr std::string_view about =
      "Units of one escort are lent to another; each goes when it next stands, and comes back at the end.";
  static constexpr auto fields =
      std::tuple{field("units", &EscortMove::units, {1, 1'000}, may, "How many."),
                 field("from_escort", &EscortMove::from_escort, must, "Who lends them"),
                 field("to_escort", &EscortMove::to_escort, must, "to whom."),
                 field("from", &EscortMove::from, may, "From this instant (without `when`)"),
                 field("until", &EscortMove::until, may, "to this one, not included, or `never`."),
                 Also<Trigger>{}};
};

}  // namespace citerne
