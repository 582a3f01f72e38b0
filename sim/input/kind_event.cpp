#include <algorithm>

#include "kind_map.hpp"

namespace citerne::input {
namespace {

/// The words of one phase, and what its share is said by.
constexpr const char* kPhaseWords[] = {"from", "lets_through", "grade", "counted_in", "delay", "cost"};

void check_grade(const Node& map, const std::string& path, const Mark& mark, Reader& reader) {
  const bool share = map.find("lets_through") != nullptr, grade = map.find("grade") != nullptr;
  if (share && grade)
    reader.fail(path, mark, "grade-twice", "both 'grade' and 'lets_through': one of them says it");
  if (!share && !grade && !reader.files.incomplete && map.form == Node::Form::map && !map.entries.empty())
    reader.fail(path, mark, "missing-key", "'grade' or 'lets_through' is missing in {}", path);
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
  for (const Entry& entry : phases.entries) {
    const std::string path = join(join(fields.path(), "phases"), entry.name);
    check(entry, path);
    if (entry.value.form == Node::Form::map) Fields{entry.value, path, entry.mark, reader}.expect("from");
  }
  std::ranges::stable_sort(read, {}, &Phase::from);
}

}  // namespace

/// A control of one phase may be written without `phases`.
void finish(Control& control, Fields& fields) {
  if (const Node* phases = fields.node().find("phases"))
    return finish_phases(control.phases, *phases, kPhaseWords, fields,
                         [&](const Entry& entry, const std::string& path) {
                           check_grade(entry.value, path, entry.mark, fields.reader());
                         });
  ControlPhase phase;
  phase.id = "only";
  fields.read(phase);
  control.phases.push_back(phase);
  check_grade(fields.node(), fields.path(), fields.mark(), fields.reader());
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
                           if (entry.value.form == Node::Form::map)
                             Fields{entry.value, path, entry.mark, fields.reader()}.expect("rate");
                         });
  ThreatPhase phase;
  phase.id = "only";
  fields.read(phase);
  fields.expect("rate");
  threats.phases.push_back(phase);
}

namespace {

/// Events that may wait for a condition; an ambush has a date.
template <class What>
constexpr bool kMayWait = !std::is_same_v<What, Ambush>;

/// Either dates or `when`, with the words that belong to it.
void read_beginning(Event& event, Fields& fields) {
  Reader& reader = fields.reader();
  const Node& node = fields.node();
  const bool waits = node.find("when") != nullptr, phases = node.find("phases") != nullptr;
  Trigger trigger;
  fields.read(trigger);
  if (waits) {
    event.trigger = trigger;
    for (const char* const name : {"from", "until", "phases"})
      if (const Node* dated = node.find(name))
        reader.fail(fields.at(*dated, name), "when-and-date",
                    "'{}' does not go with 'when': write 'stops_when' or 'lasts' for its end", name);
    if (const Node* recovery = node.find("recovery");
        recovery != nullptr && std::holds_alternative<Control>(event.what))
      reader.fail(fields.at(*recovery, "recovery"), "when-and-recovery",
                  "a control with 'when' opens at once: it has no recovery");
    return;
  }
  for (const char* const name : {"decision_takes", "stops_when", "lasts", "chance"})
    if (const Node* word = node.find(name))
      reader.fail(fields.at(*word, name), "without-when", "'{}' belongs to 'when', which is not here", name);
  if (!phases) fields.expect("from");
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
    if constexpr (kMayWait<decltype(what)>) read_beginning(event, fields);
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
