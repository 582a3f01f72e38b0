#include <algorithm>

#include "kind_map.hpp"

namespace citerne::input {
namespace {

/// The words of one phase, and what its share is said by.
constexpr const char* kPhaseWords[] = {"from",       "after", "lets_through", "grade",
                                       "counted_in", "delay", "cost"};

void check_grade(const Node& map, const std::string& path, const Mark& mark, Reader& reader) {
  const bool share = map.find("lets_through") != nullptr, grade = map.find("grade") != nullptr;
  if (share && grade)
    reader.fail(path, mark, "grade-twice", "both 'grade' and 'lets_through': one of them says it");
  if (!share && !grade && !reader.files.incomplete && map.form == Node::Form::map && !map.entries.empty())
    reader.fail(path, mark, "missing-key", "'grade' or 'lets_through' is missing in {}", path);
}

bool waits(const Fields& event) { return event.node().find("when") != nullptr; }

/// A phase begins by its date, or so long after the beginning of an event that has none.
void check_beginning(const Node& map, const std::string& path, const Mark& mark, bool waits, Reader& reader) {
  if (map.form != Node::Form::map) return;
  Fields phase{map, path, mark, reader};
  const Node *const from = map.find("from"), *const after = map.find("after");
  if (from == nullptr && after == nullptr) phase.missing(waits ? "after" : "from");
  if (waits && from != nullptr)
    reader.fail(phase.at(*from, "from"), "when-and-date",
                "'from' does not go with 'when': write 'after', counted from the beginning");
  if (!waits && after != nullptr)
    reader.fail(phase.at(*after, "after"), "without-when",
                "'after' belongs to 'when', which is not here: write 'from'");
}

/// Each of several phases, in the order of their dates; words of a phase do not stand beside them. `check`
/// looks at one entry and its path.
template <class Phase, class Check>
void finish_phases(std::vector<Phase>& read, const Node& phases, std::span<const char* const> words,
                   Fields& fields, Check check) {
  Reader& reader = fields.reader();
  for (const char* const name : words)
    if (const Node* node = fields.take(name))
      reader.fail(fields.at(*node, name), "phases-twice", "'{}' belongs into the phases here", name);
  if (phases.form == Node::Form::map && phases.entries.empty())
    reader.fail(fields.at(phases, "phases"), "no-phase", "there is no phase here: write one or more by name");
  for (const Entry& entry : phases.entries) {
    const std::string path = join(join(fields.path(), "phases"), entry.name);
    check(entry, path);
  }
  std::ranges::stable_sort(read, {}, [](const Phase& phase) {
    if constexpr (requires { phase.after; })
      return std::pair{phase.from, phase.after};
    else
      return phase.from;
  });
}

}  // namespace

/// A control of one phase may be written without `phases`.
void finish(Control& control, Fields& fields) {
  if (const Node* phases = fields.node().find("phases"))
    return finish_phases(control.phases, *phases, kPhaseWords, fields,
                         [&](const Entry& entry, const std::string& path) {
                           check_grade(entry.value, path, entry.mark, fields.reader());
                           check_beginning(entry.value, path, entry.mark, waits(fields), fields.reader());
                         });
  ControlPhase phase;
  phase.id = "only";
  fields.read(phase);
  control.phases.push_back(phase);
  check_grade(fields.node(), fields.path(), fields.mark(), fields.reader());
  if (const Node* after = fields.node().find("after"))
    fields.reader().fail(fields.at(*after, "after"), "after-without-phases",
                         "only a phase has 'after': write 'phases', the first with `after: 0 d`");
}

/// Threats of one phase may be written without `phases`. Outcomes stand in the order in which they are tried.
void finish(Threats& threats, Fields& fields) {
  static constexpr const char* kWords[] = {"from", "rate"};
  std::ranges::stable_sort(threats.outcomes, {}, [](const StrikeOutcome& row) {
    return std::pair{row.escorted, row.from_tankers};
  });
  if (const Node* phases = fields.node().find("phases"))
    return finish_phases(threats.phases, *phases, kWords, fields,
                         [&](const Entry& entry, const std::string& path) {
                           if (entry.value.form != Node::Form::map) return;
                           Fields phase{entry.value, path, entry.mark, fields.reader()};
                           phase.expect("from");
                           phase.expect("rate");
                         });
  ThreatPhase phase;
  phase.id = "only";
  fields.read(phase);
  fields.expect("rate");
  threats.phases.push_back(phase);
}

namespace {

/// Either dates or `when`, with the words that belong to it.
void read_beginning(Event& event, Fields& fields) {
  Reader& reader = fields.reader();
  const auto refuse = [&](const char* const name, const char* code,
                          fmt::format_string<const char* const&> why) {
    if (const Node* word = fields.node().find(name)) reader.fail(fields.at(*word, name), code, why, name);
  };
  const bool is_ambush = std::holds_alternative<Ambush>(event.what);
  const bool phases = !is_ambush && fields.node().find("phases") != nullptr;
  const char* const date = is_ambush ? "at" : "from";
  Trigger trigger;
  fields.read(trigger);
  if (!waits(fields)) {
    event.chance = trigger.chance;
    for (const char* const name : {"decision_takes", "stops_when", "lasts"})
      refuse(name, "without-when", "'{}' belongs to 'when', which is not here");
    if (!phases) fields.expect(date);
    return;
  }
  event.trigger = trigger;
  if (!phases) refuse(date, "when-and-date", "'{}' does not go with 'when': either is the beginning");
  if (std::holds_alternative<Threats>(event.what))
    refuse("phases", "when-and-date", "'{}' does not go with 'when' here: one 'rate' holds while they last");
  if (!is_ambush)
    refuse("until", "when-and-date",
           "'{}' does not go with 'when': write 'stops_when' or 'lasts' for its end");
  for (const char* const name : {"stops_when", "lasts"})
    if (is_ambush)
      refuse(name, "end-of-ambush",
             "an ambush has no '{}': 'strikes_next_convoy_within' says how long it waits");
}

constexpr std::size_t kEventKinds = std::variant_size_v<decltype(Event::what)>;

template <std::size_t... I>
std::vector<std::string> event_kinds(std::index_sequence<I...>) {
  return {std::string{Section<std::variant_alternative_t<I, decltype(Event::what)>>::kind}...};
}

/// Reads the section of `kind` number I if it is the one that is asked for.
template <std::size_t... I>
void read_alternative(Event& event, std::size_t kind, Fields& fields, std::index_sequence<I...>) {
  const auto read = [&]<std::size_t K>() {
    if (K != kind) return;
    std::variant_alternative_t<K, decltype(Event::what)> what;
    fields.read(what);
    finish(what, fields);
    event.what = std::move(what);
    read_beginning(event, fields);
  };
  (read.template operator()<I>(), ...);
}

}  // namespace

bool Kind<Table<EventId, Event>>::read(V& into, const At& at, const Limits<V>&, Reader& reader) {
  if (!expect_map(at, reader)) return false;
  static const std::vector<std::string> kKinds = event_kinds(std::make_index_sequence<kEventKinds>{});
  std::map<std::string_view, const Entry*> sorted;
  for (const Entry& entry : at.node.entries) sorted.emplace(entry.name, &entry);
  for (const auto& [name, entry] : sorted)  // known before the first is read: one may wait for another
    reader.names.events.add(entry->name, EventId{reader.names.events.size()});
  for (const auto& [name, entry] : sorted) {
    const std::string path = join(at.path, name);
    // In its place even when it cannot be read: others know its number.
    Event& event = into[into.push_back({.id = entry->name})];
    if (!expect_name(entry->name, path, entry->mark, reader)) continue;
    Fields fields{entry->value, path, entry->mark, reader};
    const Node* kind = fields.take("kind");
    if (kind == nullptr) {
      fields.missing("kind");
      continue;
    }
    const auto known = std::find(kKinds.begin(), kKinds.end(), kind->text);
    if (known == kKinds.end()) {
      reader.fail(fields.at(*kind, "kind"), "unknown-word", "kind is '{}' ({}){}", kind->text,
                  fmt::join(kKinds, ", "), did_you_mean(nearest_word(kind->text, kKinds)));
      continue;
    }
    read_alternative(event, static_cast<std::size_t>(known - kKinds.begin()), fields,
                     std::make_index_sequence<kEventKinds>{});
    fields.done();
  }
  return true;
}

}  // namespace citerne::input
