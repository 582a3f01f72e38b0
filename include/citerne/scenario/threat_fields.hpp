#pragma once
#include <tuple>

#include "citerne/scenario/fields.hpp"
#include "citerne/scenario/scenario.hpp"
#include "citerne/scenario/trigger_fields.hpp"
#include "citerne/scenario/words.hpp"

/// What may be written of ambushes, on a date or by chance.
namespace citerne {

template <>
struct Section<TrafficFilter> {
  static constexpr std::string_view title = "traffic";
  static constexpr std::string_view about = "Which traffic is meant; what is left out does not matter.";
  static constexpr auto fields = std::tuple{
      setting(
          "loaded", +[](TrafficFilter& f, const bool& loaded) { f.loaded = loaded, f.empty = !loaded; }, may,
          "`true`: only loaded tankers; `false`: only empty ones; left out: both."),
      field("products", &TrafficFilter::products, may, "Only tankers of these products. Left out: all."),
      field(
          "bound_for", &TrafficFilter::bound_for, may,
          "`beyond`: only through traffic, whose destination is not strictly inside the target (the two ends "
          "of a chain count as beyond); `inside`: only the other; `any`."),
      field(
          "direction", &TrafficFilter::direction, may,
          "`forward` is along a corridor, from the first place named to the second, towards the place around "
          "which or the post at which the roads lie, or away from the terminal; `backward`; `both`.")};
};

template <>
struct Section<Trapped> {
  static constexpr std::string_view title = "trapped";
  static constexpr std::string_view about = "What becomes of trapped tankers; the shares sum to 100 %.";
  static constexpr auto fields = std::tuple{
      field("recovered.share", &Trapped::recovered, {percent(0), percent(100)}, may, "Go on as a new convoy"),
      field("recovered.after", &Trapped::recovered_after, {seconds(0), days(365)}, may, "after this time."),
      field("diverted.share", &Trapped::diverted, {percent(0), percent(100)}, may,
            "The load is gone for good, the tanker comes home"),
      field("diverted.after", &Trapped::diverted_after, {seconds(0), days(365)}, may, "after this time."),
      field("lost.share", &Trapped::lost, {percent(0), percent(100)}, may, "Tanker and load are gone.")};
};

template <>
struct Section<Ambush> {
  static constexpr std::string_view kind = "ambush";
  static constexpr std::string_view title = "ambush";
  static constexpr std::string_view about = "A threat on a stretch: the next convoy that fits is struck.";
  static constexpr auto fields = std::tuple{
      field("where", &Ambush::where, must, "The stretch."),
      field("at", &Ambush::at, may, "The instant it opens (without `when`)."),
      field("strikes_next_convoy_within", &Ambush::window, {seconds(0), days(60)}, must,
            "How long it waits for a convoy that fits."),
      field("strikes", &Ambush::strikes, may, "The convoys that fit."),
      field("strikes.at_least", &Ambush::at_least, {1, 10'000, "tankers"}, may,
            "Only convoys of so many tankers or more."),
      field("pattern", &Ambush::pattern, may,
            "`first_and_last_lost`: all others are trapped; `counted`: lost_tankers from the head of the "
            "convoy, then trapped_tankers; `each`: every tanker alone, by lost_each."),
      field("lost_tankers", &Ambush::lost_tankers, {0, 10'000, "tankers"}, may, "Of `counted`."),
      field("trapped_tankers", &Ambush::trapped_tankers, {0, 10'000, "tankers"}, may, "Of `counted`."),
      field("lost_each", &Ambush::lost_each, {percent(0), percent(100)}, may,
            "Of `each`: probability for each tanker."),
      field("lost_at_least", &Ambush::lost_at_least, {0, 10'000, "tankers"}, may,
            "Of `each`: so many from the head are lost in any case."),
      field("rest", &Ambush::rest, may, "Of `each`: what becomes of those that are not lost."),
      field("trapped", &Ambush::trapped, must, "What becomes of the trapped tankers."),
      field("road_cleared_after", &Ambush::road_cleared_after, {seconds(0), days(365)}, must,
            "How long the wreck closes its stretch, both ways; `0 h`: not at all."),
      field("stopped_convoys", &Ambush::stopped_convoys, may, "What those do that the wreck stops."),
      field("news_after", &Ambush::news_after, {seconds(0), days(60)}, may,
            "When everyone else knows of it."),
      Also<Trigger>{}};
};

template <>
struct Section<ThreatPhase> {
  static constexpr std::string_view title = "threat_phase";
  static constexpr std::string_view about = "A phase of threats; it lasts to the next `from`.";
  static constexpr auto fields =
      std::tuple{field("from", &ThreatPhase::from, may,
                       "The instant from which it holds; an event with `when` has none."),
                 field("rate", &ThreatPhase::rate, {ThreatRate{0}, threats_per_day(12)}, may,
                       "How many threats are to be expected on all roads of the target together.")};
};

template <>
struct Section<StrikeOutcome> {
  static constexpr std::string_view title = "strike_outcome";
  static constexpr std::string_view about =
      "What becomes of a struck convoy. Of the rows that fit it the one of the greatest size counts.";
  static constexpr auto fields = std::tuple{
      field("escorted", &StrikeOutcome::escorted, may, "`true`: for convoys with an escort; else without."),
      field("from_tankers", &StrikeOutcome::from_tankers, {1, 10'000, "tankers"}, may,
            "For convoys of so many tankers or more."),
      field("beaten_off", &StrikeOutcome::beaten_off, {percent(0), percent(100)}, may,
            "Probability that the convoy gets through unharmed."),
      field("pattern", &StrikeOutcome::pattern, may,
            "`first_and_last_lost`: all others are trapped; `counted`: lost_tankers from the head, then "
            "trapped_tankers; `each`: every tanker alone, by lost_each."),
      field("lost_tankers", &StrikeOutcome::lost_tankers, {0, 10'000, "tankers"}, may, "Of `counted`."),
      field("trapped_tankers", &StrikeOutcome::trapped_tankers, {0, 10'000, "tankers"}, may, "Of `counted`."),
      field("lost_each", &StrikeOutcome::lost_each, {percent(0), percent(100)}, may,
            "Of `each`: probability for each tanker."),
      field("lost_at_least", &StrikeOutcome::lost_at_least, {0, 10'000, "tankers"}, may,
            "Of `each`: so many from the head are lost in any case."),
      field("rest", &StrikeOutcome::rest, may, "Of `each`: what becomes of those that are not lost."),
      field("crews_abducted", &StrikeOutcome::crews_abducted, {0, 10'000, "tankers"}, may,
            "Tankers, of those neither lost nor trapped, whose crew is taken: they stand until another "
            "crew comes.")};
};

template <>
struct Section<Threats> {
  static constexpr std::string_view kind = "threats";
  static constexpr std::string_view title = "threats";
  static constexpr std::string_view about =
      "Ambushes that come by chance, independent of traffic: each instant falls on one road and opens a "
      "window; the next convoy there that fits is struck. One phase has `from` and `rate` of its own; "
      "several "
      "have `phases`.";
  static constexpr auto fields = std::tuple{
      field("where", &Threats::where, must, "The roads on which they come."),
      field("phases", &Threats::phases, may, "Phases by name, each from its date to the next."),
      Also<ThreatPhase>{},
      field("until", &Threats::until, may, "None from this instant on, or `never`."),
      field("profile", &Threats::profile, may,
            "How the rate moves with the hour, the weekday and the month. Left out: not at all."),
      field("follow_ups.mean", &Threats::follow_ups, {percent(0), percent(100)}, may,
            "How many more threats each provokes in the mean, struck or not; less than 100 %,"),
      field("follow_ups.after", &Threats::follow_up_after, {seconds(1), days(365)}, may,
            "after this time in the mean (exponential)."),
      field("falls_on", &Threats::falls_on, may,
            "On which road: `by_length`, twice as often on one twice as long; `evenly`, on each alike."),
      field("leans_to_use.share", &Threats::leans_to_use, {percent(0), percent(100)}, may,
            "How far the choice of the road follows the recent use of its corridor, and not `falls_on` "
            "alone. Moves no instant."),
      field("leans_to_use.of_last", &Threats::use_of_last, {days(1), days(60)}, may,
            "Whole days that count as recent."),
      field("strikes_next_convoy_within", &Threats::window, {seconds(0), days(60)}, must,
            "How long each waits for a convoy that fits."),
      field("strikes", &Threats::strikes, may, "The convoys that fit."),
      field("strikes.at_least", &Threats::at_least, {1, 10'000, "tankers"}, may,
            "Only convoys of so many tankers or more."),
      field("strikes.every_convoy", &Threats::every_convoy, may,
            "`true`: each convoy that fits and is or comes there within that time, not the next one alone."),
      field("outcomes", &Threats::outcomes, must, "What becomes of a struck convoy: rows by name."),
      field("trapped", &Threats::trapped, must, "What becomes of the trapped tankers."),
      field("crews_back_after", &Threats::crews_back_after, {seconds(0), days(365)}, may,
            "When another crew takes over a tanker whose crew was abducted."),
      field("road_cleared_after", &Threats::road_cleared_after, {seconds(0), days(365)}, must,
            "How long the wreck closes its road, both ways; `0 h`: not at all."),
      field("stopped_convoys", &Threats::stopped_convoys, may, "What those do that the wreck stops."),
      field("news_after", &Threats::news_after, {seconds(0), days(60)}, may,
            "When everyone else knows of it."),
      Also<Trigger>{}};
};

template <>
struct Section<ThreatShift> {
  static constexpr std::string_view kind = "threat_shift";
  static constexpr std::string_view title = "threat_shift";
  static constexpr std::string_view about =
      "A truce, or worse times: the rate of threats for a while; several multiply.";
  static constexpr auto fields = std::tuple{
      field("threats", &ThreatShift::threats, may, "Events of kind `threats`. Left out: all."),
      field("factor", &ThreatShift::factor, {percent(0), percent(1'000)}, must,
            "Of the rate: `30 %` is a truce that is half kept."),
      field("from", &ThreatShift::from, may, "From this instant (without `when`)"),
      field("until", &ThreatShift::until, may, "to this one, not included, or `never`."), Also<Trigger>{}};
};

}  // namespace citerne
