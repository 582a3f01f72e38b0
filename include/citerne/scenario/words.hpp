#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "citerne/model/escort_policy.hpp"
#include "citerne/scenario/scenario.hpp"

/// The words of the scenario language for our enumerations, and back.
namespace citerne {

/// `closed` and `open` in place of `lets_through: 0 %` and `100 %`; `levied` lets all through, at a price.
enum class Grade : std::uint8_t { closed, open, levied };

template <class E>
struct Words;

template <class E, std::size_t N>
using WordList = std::array<std::pair<E, std::string_view>, N>;

template <>
struct Words<PlaceKind> {
  static constexpr WordList<PlaceKind, 5> list{{{PlaceKind::port, "port"},
                                                {PlaceKind::border_post, "border_post"},
                                                {PlaceKind::depot_city, "depot_city"},
                                                {PlaceKind::town, "town"},
                                                {PlaceKind::junction, "junction"}}};
};
template <>
struct Words<Surface> {
  static constexpr WordList<Surface, 3> list{
      {{Surface::paved, "paved"}, {Surface::gravel, "gravel"}, {Surface::earth, "earth"}}};
};
template <>
struct Words<Condition> {
  static constexpr WordList<Condition, 3> list{
      {{Condition::good, "good"}, {Condition::fair, "fair"}, {Condition::poor, "poor"}}};
};
template <>
struct Words<BaselineState> {
  static constexpr WordList<BaselineState, 5> list{{{BaselineState::open, "open"},
                                                    {BaselineState::closed, "closed"},
                                                    {BaselineState::levied, "levied"},
                                                    {BaselineState::ferry, "ferry"},
                                                    {BaselineState::uncertain, "uncertain"}}};
};
template <>
struct Words<SiteKind> {
  static constexpr WordList<SiteKind, 5> list{{{SiteKind::depot, "depot"},
                                               {SiteKind::stations, "stations"},
                                               {SiteKind::power_plant, "power_plant"},
                                               {SiteKind::mine, "mine"},
                                               {SiteKind::airport, "airport"}}};
};
template <>
struct Words<PostKind> {
  static constexpr WordList<PostKind, 2> list{{{PostKind::border, "border"}, {PostKind::customs, "customs"}}};
};
template <>
struct Words<ClosurePolicy> {
  static constexpr WordList<ClosurePolicy, 5> list{{{ClosurePolicy::hold, "hold"},
                                                    {ClosurePolicy::turn_back, "turn_back"},
                                                    {ClosurePolicy::reroute, "reroute"},
                                                    {ClosurePolicy::proceed, "proceed"},
                                                    {ClosurePolicy::abandon, "abandon"}}};
};
template <>
struct Words<BoundFor> {
  static constexpr WordList<BoundFor, 3> list{
      {{BoundFor::any, "any"}, {BoundFor::beyond, "beyond"}, {BoundFor::inside, "inside"}}};
};
template <>
struct Words<Direction> {
  static constexpr WordList<Direction, 3> list{
      {{Direction::both, "both"}, {Direction::forward, "forward"}, {Direction::backward, "backward"}}};
};
template <>
struct Words<CountedIn> {
  static constexpr WordList<CountedIn, 2> list{
      {{CountedIn::tankers, "tankers"}, {CountedIn::convoys, "convoys"}}};
};
template <>
struct Words<Pattern> {
  static constexpr WordList<Pattern, 3> list{{{Pattern::first_and_last_lost, "first_and_last_lost"},
                                              {Pattern::counted, "counted"},
                                              {Pattern::each, "each"}}};
};
template <>
struct Words<Rest> {
  static constexpr WordList<Rest, 2> list{{{Rest::spared, "spared"}, {Rest::trapped, "trapped"}}};
};
template <>
struct Words<FallsOn> {
  static constexpr WordList<FallsOn, 2> list{
      {{FallsOn::by_length, "by_length"}, {FallsOn::evenly, "evenly"}}};
};

template <>
struct Words<EscortPolicy> {  // the names of kEscortPolicies, in their order
  static constexpr auto list = [] {
    WordList<EscortPolicy, std::size(kEscortPolicies)> words;
    for (std::size_t i = 0; i < words.size(); ++i)
      words[i] = {static_cast<EscortPolicy>(i), kEscortPolicies[i].name};
    return words;
  }();
};
template <>
struct Words<RecoveryShape> {
  static constexpr WordList<RecoveryShape, 4> list{{{RecoveryShape::step, "step"},
                                                    {RecoveryShape::linear, "linear"},
                                                    {RecoveryShape::exponential, "exponential"},
                                                    {RecoveryShape::table, "table"}}};
};
template <>
struct Words<Rationing> {
  static constexpr WordList<Rationing, 3> list{{{Rationing::proportional, "proportional"},
                                                {Rationing::strict, "strict"},
                                                {Rationing::max_min, "max_min"}}};
};
template <>
struct Words<Grade> {
  static constexpr WordList<Grade, 3> list{
      {{Grade::closed, "closed"}, {Grade::open, "open"}, {Grade::levied, "levied"}}};
};

template <class E>
constexpr std::string_view word(E value) {
  for (const auto& [known, text] : Words<E>::list)
    if (known == value) return text;
  return "?";
}

template <class E>
constexpr std::optional<E> from_word(std::string_view text) {
  for (const auto& [value, known] : Words<E>::list)
    if (known == text) return value;
  return std::nullopt;
}

/// `bamako/depot`: how a site is named wherever one is.
std::string site_name(const Scenario& scenario, SiteId site);

}  // namespace citerne
