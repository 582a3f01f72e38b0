#include "citerne/study/saved_day.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "citerne/base/dates.hpp"
#include "citerne/engine/saved_day.hpp"
#include "citerne/scenario/words.hpp"
#include "citerne/store/result_file.hpp"
#include "provenance.hpp"
#include "result_maker.hpp"

namespace citerne::study {
namespace {

/// Raised when the bytes mean something else though their layout is the same.
constexpr std::int64_t kStateVersion = 1;

template <class T>
const std::vector<T>& saved_array(const Result& file, const char* name) {
  const auto* values = file.values<T>("", name);
  if (values == nullptr) throw std::runtime_error{fmt::format("the saved day holds no '{}'", name)};
  return *values;
}

void expect_own_version(const Result& file) {
  const auto* version = file.attribute<std::int64_t>("state_version");
  const auto* layout = file.attribute<std::string>("state_layout");
  if (version == nullptr || layout == nullptr)
    throw std::runtime_error{"the saved day does not say its version"};
  if (*version != kStateVersion || *layout != engine::state_layout())
    throw std::runtime_error{
        fmt::format("the saved day is of state version {} ({}), this citerne reads version {} ({}): save the "
                    "day again, or go "
                    "on with the citerne that saved it",
                    *version, *layout, kStateVersion, engine::state_layout())};
}

}  // namespace

Result make_saved_day(const Plans& plans, const Options& options, const Outcome& outcome, Instant at) {
  ResultMaker make;
  Attributes& a = make.attributes();
  a["title"] = plans.common().scenario.name;
  a["saved_day"] = format_instant(at);
  a["state_version"] = kStateVersion;
  a["state_layout"] = engine::state_layout();
  std::vector<std::int64_t> numbers{outcome.replications.begin(), outcome.replications.end()}, lengths;
  std::vector<std::uint8_t> bytes;
  for (const std::vector<std::byte>& saved : outcome.saved) {
    lengths.push_back(static_cast<std::int64_t>(saved.size()));
    for (const std::byte b : saved) bytes.push_back(std::to_integer<std::uint8_t>(b));
  }
  const std::size_t count = numbers.size(), length = bytes.size();
  make.scale("replication", std::move(numbers), {"1", "number of the replication"}, count);
  make.scale("state", std::move(bytes), {"1", "replications as bytes, one behind the other"}, length);
  make.put("", "state_length", {"replication"}, std::move(lengths),
           {"1", "bytes of the replication in `state`"});
  put_provenance(make, plans, options);
  return make.take();
}

bool is_saved_day(const Result& file) { return file.attribute<std::string>("saved_day") != nullptr; }

std::string instant_of(const Result& file) {
  const auto* text = file.attribute<std::string>("saved_day");
  return text == nullptr ? "" : *text;
}

SavedDay saved_day_of(const Result& file) {
  if (!is_saved_day(file))
    throw std::runtime_error{"it is a result, not a saved day; `citerne run --save-at` saves one"};
  SavedDay day{.recipe = recipe_of(file)};
  expect_own_version(file);
  const auto at = parse_instant(instant_of(file));
  if (!at) throw std::runtime_error{"the saved day does not say its instant"};
  day.at = *at;
  const auto& lengths = saved_array<std::int64_t>(file, "state_length");
  const auto& bytes = saved_array<std::uint8_t>(file, "state");
  if (lengths.size() != day.recipe.options.chosen.size())
    throw std::runtime_error{"the saved day does not hold each of its replications"};
  std::size_t from = 0;
  for (const std::int64_t length : lengths) {
    if (length < 0 || static_cast<std::uint64_t>(length) > bytes.size() - from)
      throw std::runtime_error{"the saved day is shorter than it says"};
    const auto first = reinterpret_cast<const std::byte*>(bytes.data()) + from;
    day.replications.emplace_back(first, first + length);
    from += static_cast<std::size_t>(length);
  }
  return day;
}

std::uint64_t predicted_bytes(const engine::Plan& plan, const Options& options, Instant at) {
  const std::uint64_t world = engine::to_bytes({engine::make_world(plan, options.seed, 0), {}}).size();
  const Scenario& sc = plan.scenario;
  const std::size_t samples = sc.calendar.samples_before(at);
  const std::uint64_t a_sample = 32 * plan.pairs.size() + 12 * sc.network.segments.size() +
                                 4 * (sc.network.places.size() + plan.fleets.size() + plan.watched.size() +
                                      plan.escorts.size() + sc.assemblies.size() + sc.posts.size());
  return options.replications *
         (world + world / 2 + (options.keep == Keep::summary ? 0 : samples * a_sample));
}

std::string name_of(const engine::Plan& plan, engine::TankId tank) {
  const engine::TankPlan& t = plan.tanks[tank];
  return site_name(plan.scenario, t.site) + "/" + plan.scenario.products[t.product].id;
}

engine::TankId tank_of(const engine::Plan& plan, const std::string& name) {
  for (const engine::TankId id : ids_of(plan.tanks))
    if (name_of(plan, id) == name) return id;
  return engine::TankId::none();
}

}  // namespace citerne::study
