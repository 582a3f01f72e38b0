#include "run_until.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

#include <fmt/format.h>

#include "citerne/study/condition_runs.hpp"
#include "command.hpp"
#include "progress.hpp"

namespace citerne::cli {
namespace {

std::vector<Reached> look_at(const Result& result, const std::vector<analysis::Precision>& precisions) {
  std::vector<Reached> reached;
  for (const analysis::Precision& p : precisions)
    reached.push_back({p, analysis::look_at(analysis::values_of(result, p.metric), p.half_width,
                                            analysis::length_in_days(result))});
  return reached;
}

/// Behind the count on the progress line: the one that is farthest from what is wanted.
std::string standing_of(const std::vector<Reached>& reached) {
  const auto worst = std::ranges::max_element(
      reached, {}, [](const Reached& r) { return r.look.cautious / r.precision.half_width; });
  if (worst == reached.end()) return {};
  const std::string unit = analysis::unit(worst->precision.metric.measure);
  return fmt::format("{} ± {:.3g} {}, wanted {:.3g}", analysis::word(worst->precision.metric),
                     worst->look.cautious, unit, worst->precision.half_width);
}

}  // namespace

void add_until(CLI::App& command, UntilArguments& arguments, CLI::Option* replications, CLI::Option* from) {
  auto* until =
      command
          .add_option("--until", arguments.wanted,
                      "Run until this is known so well: \"unserved_share:bamako halfwidth < 0.5 %\"")
          ->allow_extra_args(false)
          ->excludes(replications)
          ->excludes(from);
  command.add_option("--max-replications", arguments.most, "Most runs of --until")
      ->check(CLI::Range(50u, 1'000'000u))
      ->capture_default_str()
      ->needs(until);
}

std::vector<analysis::Precision> expect_precisions(const UntilArguments& arguments,
                                                   const engine::Plan& plan) {
  std::vector<analysis::Precision> precisions;
  bool is_valid = true;
  const auto fault = [&](const std::string& text) {
    say("citerne: --until: {}\n", text);
    is_valid = false;
  };
  for (const std::string& text : arguments.wanted) try {
      precisions.push_back(analysis::parse_precision(text));
      for (const std::string& text_of_fault : study::faults_of(precisions.back().metric, plan))
        fault(text_of_fault);
    } catch (const analysis::BadMetric& bad) {
      fault(bad.what());
    }
  if (!is_valid) throw Finish{kInput};
  return precisions;
}

UntilOutcome run_until(const study::Plans& plans, study::Options& options,
                       const std::vector<analysis::Precision>& precisions, std::uint32_t most, bool quiet,
                       const study::Journey& journey) {
  const auto begun = std::chrono::steady_clock::now();
  ProgressLine progress{"replications", quiet};
  UntilOutcome until;
  study::Outcome& outcome = until.run.outcome;
  for (std::uint32_t done = 0; done < most && !until.is_enough && !outcome.stopped;) {
    const auto next = static_cast<std::uint32_t>(analysis::next_look(done, most));
    study::Options block = options;
    block.replications = next;
    block.chosen.resize(next - done);
    std::iota(block.chosen.begin(), block.chosen.end(), done);
    const std::string standing = standing_of(until.reached);
    study::append(
        outcome, study::run(
                     plans, block,
                     [&](std::uint32_t count, std::uint32_t) { progress.tell(done + count, next, standing); },
                     stop_asked(), journey));
    done = next;
    if (outcome.replications.empty()) break;
    study::Options whole = options;
    whole.replications = next;
    whole.keep = study::Keep::summary;
    until.reached = look_at(study::make_result(plans, whole, outcome), precisions);
    until.is_enough = !outcome.stopped &&
                      std::ranges::all_of(until.reached, [](const Reached& r) { return r.look.is_enough; });
    options.replications = next;
  }
  progress.end();
  until.run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return until;
}

void tell(const UntilOutcome& until, std::size_t replications) {
  for (const Reached& r : until.reached) {
    const analysis::Look& look = r.look;
    const std::string unit = analysis::unit(r.precision.metric.measure);
    say("{}: {:.4g} {} ({:.4g} to {:.4g}), {} replications", analysis::word(r.precision.metric),
        look.mean.mid, unit, look.mean.low, look.mean.high, replications);
    if (look.is_enough)
      say("; half-width below {:.4g} {} as wanted\n", r.precision.half_width, unit);
    else if (look.too_alike)
      say("; nearly all runs have the same value, so how far it may spread is not known\n");
    else if (look.cautious < r.precision.half_width)
      say("; half-width below {:.4g} {}, but too few runs to trust it\n", r.precision.half_width, unit);
    else
      say("; half-width not below {:.4g} {}: some {} replications would be enough\n", r.precision.half_width,
          unit, analysis::enough_values(look, replications, r.precision.half_width));
  }
}

}  // namespace citerne::cli
