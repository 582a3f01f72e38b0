#pragma once
#include <cstdint>
#include <vector>

/// What one replication leaves behind: plain numbers by index, append only. Indices are those of the plan.
namespace citerne {

/// Kinds of entry of the event log. Append only.
enum class LogKind : std::uint8_t {
  control_changes,
  news,
  ambush,
  held,
  released,
  turned_back,
  rerouted,
  stranded,
  refused,
  wreck_cleared,
  outage_begins,
  outage_ends,
  demand_shifts,
  stock_out,
  stock_back,
  supplier_switch,
  recovered,
  diverted,
  lost,
  abandoned,
  proceeded,
  levied,
  slowdown_begins,
  slowdown_ends,
  precedence_begins,
  precedence_ends,
  decided,      ///< An event whose condition has come true will begin.
  not_decided,  ///< It will not, by chance.
  replaced,     ///< A lost tanker.
  threat,       ///< An instant on a road, by chance.
  beaten_off,   ///< A strike on a convoy.
  threat_shifts,
  escort_leaves,  ///< A unit and the tankers that it leads.
  goes_alone,     ///< A tanker that has waited for an escort as long as it would.
  unit_moves,     ///< To another stretch; the place is its base there.
  escort_rule_begins,
  escort_rule_ends
};

struct LogEntry {
  static constexpr std::uint32_t kNone = 0xffff'ffff;
  std::int64_t instant = 0;  ///< Unix seconds.
  LogKind kind = LogKind::news;
  std::uint32_t event = kNone;  ///< The event of the scenario that is the cause.
  std::uint32_t place = kNone;
  std::uint32_t segment = kNone;
  std::uint32_t product = kNone;
  std::int64_t tankers = 0;
  std::int64_t share_ppm = -1;  ///< Of a control from now on.
};

struct Recording {
  bool series = true;
  bool log = false;
  std::int64_t most_events =
      0;  ///< A replication that handles more has a fault of ours; 0: by the plan's size.
};

/// From then on a control lets another share of its traffic through.
struct GradeChange {
  std::int64_t instant = 0;   ///< Unix seconds.
  std::uint32_t control = 0;  ///< Of the plan; a wreck is one too.
  std::int64_t share_ppm = 0;
};

/// State at each sample; flows cover the interval behind it.
struct Series {
  std::vector<std::int64_t> stock_ml, demand_ml, served_ml;  ///< By sample and pair.
  std::vector<std::int64_t> cover_s;                ///< By sample and pair; -1 where nothing is burnt.
  std::vector<std::int32_t> moving, held, trapped;  ///< Tankers, by sample and segment.
  std::vector<std::int32_t> waiting;                ///< Tankers held at places, by sample and place.
  std::vector<std::int32_t> idle;                   ///< Tankers at home, by sample and fleet.
  std::vector<std::int32_t> passes_ppm;             ///< By sample and control.
  std::vector<std::int32_t> awaiting_escort;        ///< Tankers at both ends, by sample and escort.
  std::vector<std::int32_t> assembling;             ///< Tankers, by sample and assembly place.
  std::vector<std::int32_t> at_post;  ///< Tankers in the queue or at the desk, by sample and post.
  // By day, whatever the samples.
  std::vector<std::int64_t> delivered_ml;  ///< By day and line.
  std::vector<std::uint8_t> dry;           ///< By day and pair: 1 when there is no stock at its 00:00.
};

/// By pair (a place and a product).
struct PairOutcome {
  std::int64_t short_days = 0;  ///< In shortages.
  std::int64_t shortages = 0;
  std::int64_t first_shortage = -1;  ///< Unix seconds of its first day; -1: none by the end.
  std::int64_t first_dry = -1;       ///< Unix seconds of the first stock-out of a tank that burns; -1: none.
  std::int64_t dry_s = 0;            ///< Summed over its tanks.
  bool short_at_end = false;
  std::int64_t last_short = -1;            ///< Unix seconds of the last day of the last shortage; -1: none.
  std::int64_t days = 0;                   ///< Whole days with demand.
  std::int64_t served_days_ppm = 0;        ///< Sum of their served shares.
  std::int64_t worst_day_ppm = 1'000'000;  ///< The least of them, and
  std::int64_t worst_day = -1;             ///< the first such day (Unix seconds).
  std::int64_t least_cover_s = -1;         ///< Of all midnights; -1: nobody burns.
  // The fall to the worst day and the way back, by days (Unix seconds); -1: there is none.
  std::int64_t drop_from = -1;                ///< The last day before it on which all was served.
  std::int64_t back_from = -1;                ///< The last day that was as bad.
  std::int64_t back_until = -1;               ///< The first day after it on which all was served.
  std::int64_t worst_window_ppm = 1'000'000;  ///< Least served share of `shortage.days` days in a row, and
  std::int64_t worst_window = -1;             ///< the first of the first such days.
};

struct RunRecord {
  Recording what;
  Series series;
  std::vector<LogEntry> log;
  std::vector<GradeChange> grades;  ///< In the order of time.

  std::vector<PairOutcome> pairs;
  std::vector<std::int64_t> demand_ml, served_ml;           ///< By pair and class.
  std::vector<std::int64_t> short_s;                        ///< By pair and class; summed over tanks.
  std::vector<std::int64_t> deficit_ml;                     ///< By pair and cause; sums to demand - served.
  std::vector<std::int64_t> delay_s;                        ///< By pair and cause, of loads delivered.
  std::vector<std::int64_t> loads, delivered_ml, trip_s;    ///< By line.
  std::vector<std::int64_t> dispatched_ml;                  ///< By line. Of this:
  std::vector<std::int64_t> made_it_ml;                     ///< delivered by the end,
  std::vector<std::int64_t> trapped_ml, under_way_ml;       ///< trapped or on its way at the end.
  std::vector<std::int64_t> loaded;                         ///< Tankers that began to load, by terminal.
  std::vector<std::int64_t> left_under;                     ///< Tankers that left, by event and line.
  std::vector<std::int64_t> cycles, cycle_s, lost_tankers;  ///< By fleet.
  std::vector<std::int64_t> crossed, post_wait_s;           ///< By post.
  std::vector<std::int64_t> convoys_assembled, assembled,
      assembly_wait_s;                    ///< Convoys, tankers, the sum of their waits, by assembly place.
  std::vector<std::int64_t> unit_time_s;  ///< By escort and state of its units.
  std::vector<std::int64_t> convoys_led;  ///< By escort.
  std::vector<std::int64_t> escort_tankers, escort_wait_s;  ///< That waited for a unit, by escort.
  std::vector<std::int64_t> threats_came;                   ///< Instants by chance, by event.
  std::vector<std::int64_t> struck, beaten_off;             ///< Convoys, by event.
  std::vector<std::int64_t> struck_lost, struck_trapped;    ///< By event.
  std::vector<std::int64_t> abducted;                       ///< Crews, by event.
  std::vector<std::int64_t> levied;                         ///< XOF, by event.
  std::vector<std::int64_t> entered;                        ///< Tankers, by segment.
  std::vector<std::int64_t> ledger_ml;                      ///< By product and kind of account, at the end.
  std::vector<std::int64_t> residual_ml;  ///< By product: change of the ledger's sum over the run; 0.
  std::int64_t events = 0;
  std::uint64_t fingerprint = 0;
};

}  // namespace citerne
