#pragma once
#include <concepts>
#include <type_traits>

#include "citerne/engine/world.hpp"
#include "citerne/record/run_record.hpp"

/// The members of every struct that a World and a RunRecord are made of: one list each, for all who walk them
/// (saved_day.cpp writes and reads them, branch.cpp numbers them anew). A member that is added here or there
/// and not in its list does not compile: the binding counts them. Whoever adds one needs to do no more, but
/// for a member of World whose rows are numbered by the scenario's events: that has a line in branch.cpp too.
namespace citerne {

template <class T, class Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

template <class V, Is<Draw> T>
void each_member(V& visit, T& x) {
  auto& [full, share, full_carry, share_carry, settled_at, profile] = x;
  visit(full, share, full_carry, share_carry, settled_at, profile);
}

template <class V, Is<LogEntry> T>
void each_member(V& visit, T& x) {
  auto& [instant, kind, event, place, segment, product, tankers, share_ppm] = x;
  visit(instant, kind, event, place, segment, product, tankers, share_ppm);
}

template <class V, Is<Recording> T>
void each_member(V& visit, T& x) {
  auto& [series, log, most_events] = x;
  visit(series, log, most_events);
}

template <class V, Is<Series> T>
void each_member(V& visit, T& x) {
  auto& [stock_ml, demand_ml, served_ml, cover_s, moving, held, trapped, waiting, idle, passes_ppm,
         awaiting_escort, assembling, at_post, delivered_ml, dry] = x;
  visit(stock_ml, demand_ml, served_ml, cover_s, moving, held, trapped, waiting, idle, passes_ppm,
        awaiting_escort, assembling, at_post, delivered_ml, dry);
}

template <class V, Is<GradeChange> T>
void each_member(V& visit, T& x) {
  auto& [instant, control, share_ppm] = x;
  visit(instant, control, share_ppm);
}

template <class V, Is<PairOutcome> T>
void each_member(V& visit, T& x) {
  auto& [short_days, shortages, first_shortage, first_dry, dry_s, short_at_end, last_short, days,
         served_days_ppm, worst_day_ppm, worst_day, least_cover_s, drop_from, back_from, back_until,
         worst_window_ppm, worst_window] = x;
  visit(short_days, shortages, first_shortage, first_dry, dry_s, short_at_end, last_short, days,
        served_days_ppm, worst_day_ppm, worst_day, least_cover_s, drop_from, back_from, back_until,
        worst_window_ppm, worst_window);
}

template <class V, Is<RunRecord> T>
void each_member(V& visit, T& x) {
  auto& [what, series, log, grades, pairs, demand_ml, served_ml, short_s, deficit_ml, delay_s, loads,
         delivered_ml, trip_s, dispatched_ml, made_it_ml, trapped_ml, under_way_ml, loaded, left_under,
         cycles, cycle_s, lost_tankers, crossed, post_wait_s, convoys_assembled, assembled, assembly_wait_s,
         unit_time_s, convoys_led, escort_tankers, escort_wait_s, threats_came, struck, beaten_off,
         struck_lost, struck_trapped, abducted, levied, entered, ledger_ml, residual_ml, events,
         fingerprint] = x;
  visit(what, series, log, grades, pairs, demand_ml, served_ml, short_s, deficit_ml, delay_s, loads,
        delivered_ml, trip_s, dispatched_ml, made_it_ml, trapped_ml, under_way_ml, loaded, left_under, cycles,
        cycle_s, lost_tankers, crossed, post_wait_s, convoys_assembled, assembled, assembly_wait_s,
        unit_time_s, convoys_led, escort_tankers, escort_wait_s, threats_came, struck, beaten_off,
        struck_lost, struck_trapped, abducted, levied, entered, ledger_ml, residual_ml, events, fingerprint);
}

}  // namespace citerne

namespace citerne::engine {

template <class V, Is<Calendar<Event>::Pending> T>
void each_member(V& visit, T& x) {
  auto& [at, kind, order, subject, stamp] = x;
  visit(at, kind, order, subject, stamp);
}

template <class V, Is<Calendar<Event>::Contents> T>
void each_member(V& visit, T& x) {
  auto& [origin, end, now, order, pending] = x;
  visit(origin, end, now, order, pending);
}

template <class V, Is<TankerList> T>
void each_member(V& visit, T& x) {
  auto& [first, last, count] = x;
  visit(first, last, count);
}

template <class V, Is<LoadList> T>
void each_member(V& visit, T& x) {
  auto& [first, last, count] = x;
  visit(first, last, count);
}

template <class V, Is<Tanker> T>
void each_member(V& visit, T& x) {
  auto& [fleet, load, gives_back_to, next, bound_for, retreats_to, route, leg, heard, product, state,
         border_done, customs_done, refused, goes_alone, carried, escort, since, waits_for, assigned_at,
         came] = x;
  visit(fleet, load, gives_back_to, next, bound_for, retreats_to, route, leg, heard, product, state,
        border_done, customs_done, refused, goes_alone, carried, escort, since, waits_for, assigned_at, came);
}

template <class V, Is<Load> T>
void each_member(V& visit, T& x) {
  auto& [tank, line, tanker, next, earlier, later, late_before, late_after, volume, ordered_at, due,
         queued_at, source_blocked, left_at, state, in_position, late, gone_by, explains, stamp] = x;
  visit(tank, line, tanker, next, earlier, later, late_before, late_after, volume, ordered_at, due, queued_at,
        source_blocked, left_at, state, in_position, late, gone_by, explains, stamp);
}

template <class V, Is<Convoy> T>
void each_member(V& visit, T& x) {
  auto& [tankers, place, arc, held_by, since, entered, arrives, left_to_drive, stamp, to_serve, in_service,
         stretches, post, needs, came, fate, state, going_back] = x;
  visit(tankers, place, arc, held_by, since, entered, arrives, left_to_drive, stamp, to_serve, in_service,
        stretches, post, needs, came, fate, state, going_back);
}

template <class V, Is<Tank> T>
void each_member(V& visit, T& x) {
  auto& [stock, on_order, unloading, waiting, first_outstanding, last_outstanding, first_late, last_late,
         without_tanker, next_feed, unbooked, unbooked_shift, dry_since, settled_at, looks_at, stamp, row,
         dry, serves_all, cannot_order, wants_feed, feed_set] = x;
  visit(stock, on_order, unloading, waiting, first_outstanding, last_outstanding, first_late, last_late,
        without_tanker, next_feed, unbooked, unbooked_shift, dry_since, settled_at, looks_at, stamp, row, dry,
        serves_all, cannot_order, wants_feed, feed_set);
}

template <class V, Is<LotsMark> T>
void each_member(V& visit, T& x) {
  auto& [steady, to_go, number, at] = x;
  visit(steady, to_go, number, at);
}

template <class V, Is<Lots> T>
void each_member(V& visit, T& x) {
  auto& [behind, ahead, coming, next] = x;
  visit(behind, ahead, coming, next);
}

template <class V, Is<Source> T>
void each_member(V& visit, T& x) {
  auto& [waiting, at_bay, busy, next_start, blocked_since, blocked, blocked_by, is_blocked, short_of, closed,
         known_closed, resume_set] = x;
  visit(waiting, at_bay, busy, next_start, blocked_since, blocked, blocked_by, is_blocked, short_of, closed,
        known_closed, resume_set);
}

template <class V, Is<Line> T>
void each_member(V& visit, T& x) {
  auto& [credit, passes, by_tree, unreachable, stamp] = x;
  visit(credit, passes, by_tree, unreachable, stamp);
}

template <class V, Is<AtDesk> T>
void each_member(V& visit, T& x) {
  auto& [convoy, stamp, tankers] = x;
  visit(convoy, stamp, tankers);
}

template <class V, Is<Post> T>
void each_member(V& visit, T& x) {
  auto& [queue, at_desk, free_lanes, tankers] = x;
  visit(queue, at_desk, free_lanes, tankers);
}

template <class V, Is<Pool> T>
void each_member(V& visit, T& x) {
  auto& [tankers, stamp] = x;
  visit(tankers, stamp);
}

template <class V, Is<Control> T>
void each_member(V& visit, T& x) {
  auto& [grade, known_grade, asked, course, step, stamp] = x;
  visit(grade, known_grade, asked, course, step, stamp);
}

template <class V, Is<Spell> T>
void each_member(V& visit, T& x) {
  auto& [from, until, has_begun, is_over] = x;
  visit(from, until, has_begun, is_over);
}

template <class V, Is<Triggered> T>
void each_member(V& visit, T& x) {
  auto& [phase, holds, is_spent, since, begins, ends, looks_at, stamp, decisions] = x;
  visit(phase, holds, is_spent, since, begins, ends, looks_at, stamp, decisions);
}

template <class V, Is<Unit> T>
void each_member(V& visit, T& x) {
  auto& [escort, side, state, tankers, stamp, since] = x;
  visit(escort, side, state, tankers, stamp, since);
}

template <class V, Is<EscortEnd> T>
void each_member(V& visit, T& x) {
  auto& [waiting, looks_at, stamp] = x;
  visit(waiting, looks_at, stamp);
}

template <class V, Is<Lending> T>
void each_member(V& visit, T& x) {
  auto& [from, to] = x;
  visit(from, to);
}

template <class V, Is<EscortMeter> T>
void each_member(V& visit, T& x) {
  auto& [convoys, tankers, waited] = x;
  visit(convoys, tankers, waited);
}

template <class V, Is<OnStretch> T>
void each_member(V& visit, T& x) {
  auto& [convoy, entered, order] = x;
  visit(convoy, entered, order);
}

template <class V, Is<Threat> T>
void each_member(V& visit, T& x) {
  auto& [open_until, number, openings, strikes, cleared_at, on] = x;
  visit(open_until, number, openings, strikes, cleared_at, on);
}

template <class V, Is<PairMeter> T>
void each_member(V& visit, T& x) {
  auto& [day_demand, day_served, run, short_days, shortages, first_shortage, first_dry, dry, last_short_day,
         days, served_days, worst_day, worst_at, least_cover, last_full, drop_from, back_from, back_until,
         worst_window, worst_window_at] = x;
  visit(day_demand, day_served, run, short_days, shortages, first_shortage, first_dry, dry, last_short_day,
        days, served_days, worst_day, worst_at, least_cover, last_full, drop_from, back_from, back_until,
        worst_window, worst_window_at);
}

template <class V, Is<DayTotal> T>
void each_member(V& visit, T& x) {
  auto& [demand, served] = x;
  visit(demand, served);
}

template <class V, Is<DrawMeter> T>
void each_member(V& visit, T& x) {
  auto& [demand, served, short_for, short_since, is_short] = x;
  visit(demand, served, short_for, short_since, is_short);
}

template <class V, Is<Traffic> T>
void each_member(V& visit, T& x) {
  auto& [dispatched, loads, delivered, made_it, trip] = x;
  visit(dispatched, loads, delivered, made_it, trip);
}

template <class V, Is<World> T>
void each_member(V& visit, T& x) {
  auto& [seed, replication, calendar, counting, fuel, fuel_at_start, tanks, draws, lots, levels, regain, week,
         shift, shift_carry, sources, lines, tankers, idle, loads, free_loads, delays, convoys, free_convoys,
         posts, pools, controls, verdicts, threats, units, escort_ends, escort_rules, to_lend, escort_meters,
         unit_time, threat_factor, entered_then, spells, outage_known, triggers, given, comings, trees,
         tree_plans, tree_heard, latest_news, tree_index, news, pair_meters, last_days, draw_meters,
         deficit_by_cause, delay_by_cause, traffic, loaded, left_under, cycles, cycle_time, lost_tankers,
         convoys_assembled, assembled, assembly_wait, crossed, post_wait, threats_came, struck, beaten_off,
         struck_lost, struck_trapped, abducted, levied, moving_on, held_on, trapped_on, held_at, entered_on] =
      x;
  static_cast<void>(trees);  // follow from what is known of the roads: grow_trees
  static_cast<void>(tree_plans);
  static_cast<void>(tree_heard);
  static_cast<void>(latest_news);
  static_cast<void>(tree_index);
  visit(seed, replication, calendar, counting, fuel, fuel_at_start, tanks, draws, lots, levels, regain, week,
        shift, shift_carry, sources, lines, tankers, idle, loads, free_loads, delays, convoys, free_convoys,
        posts, pools, controls, verdicts, threats, units, escort_ends, escort_rules, to_lend, escort_meters,
        unit_time, threat_factor, entered_then, spells, outage_known, triggers, given, comings, news,
        pair_meters, last_days, draw_meters, deficit_by_cause, delay_by_cause, traffic, loaded, left_under,
        cycles, cycle_time, lost_tankers, convoys_assembled, assembled, assembly_wait, crossed, post_wait,
        threats_came, struck, beaten_off, struck_lost, struck_trapped, abducted, levied, moving_on, held_on,
        trapped_on, held_at, entered_on);
}

}  // namespace citerne::engine
