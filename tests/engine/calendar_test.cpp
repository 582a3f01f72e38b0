#include "citerne/engine/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

#include "citerne/base/random.hpp"
#include "citerne/engine/event.hpp"

namespace citerne::engine {
namespace {

struct Popped {
  std::int64_t at;
  std::size_t kind, subject;
  std::uint32_t stamp;
  friend auto operator<=>(const Popped&, const Popped&) = default;
};

Popped pop(Calendar<Event>& calendar) {
  Popped popped{};
  calendar.take([&](const auto& event) {
    popped = {calendar.now().unix_seconds(), Event{event}.index(), event.subject.index(), event.stamp};
  });
  return popped;
}

/// **Ties**: by instant, then by kind, then in the order of scheduling, tanks in their own.
TEST(Calendar, PopsByInstantThenKindThenOrder) {
  Calendar<Event> calendar{Instant{100}};
  calendar.schedule(Instant{200}, ConvoyReaches{ConvoyId{1}, 11});
  calendar.schedule(Instant{200}, ControlTurns{ControlId{2}, 12});
  calendar.schedule(Instant{150}, SampleDue{});
  calendar.schedule(Instant{200}, ConvoyReaches{ConvoyId{0}, 13});
  calendar.schedule(Instant{200}, ControlTurns{ControlId{1}, 14});
  EXPECT_EQ(calendar.next(), Instant{150});
  EXPECT_EQ(pop(calendar).at, 150);
  EXPECT_EQ(pop(calendar).stamp, 12u);
  EXPECT_EQ(pop(calendar).stamp, 14u);
  EXPECT_EQ(pop(calendar).stamp, 11u);
  EXPECT_EQ(pop(calendar).stamp, 13u);
  EXPECT_TRUE(calendar.empty());
}

TEST(Calendar, AgreesWithASortedList) {
  for (std::uint32_t trial = 0; trial < 50; ++trial) {
    Stream draw{{2026, trial, Purpose::property_test}};
    Calendar<Event> calendar{Instant{1'700'000'000}};
    std::vector<std::tuple<std::int64_t, std::size_t, int, std::uint32_t>> list;  // at, kind, order, stamp
    int order = 0;
    for (int step = 0; step < 3'000; ++step) {
      if (draw() % 3 != 0 || list.empty()) {
        const std::int64_t at =
            calendar.now().unix_seconds() + (draw() % 10 == 0 ? draw() % 9'000 : draw() % 50);
        const std::uint32_t stamp = draw() % (1u << 28);
        if (draw() % 2 == 0) {
          const std::uint32_t tank = draw() % 5;
          calendar.schedule(Instant{at}, TankCrosses{TankId{tank}, stamp});
          list.emplace_back(at, Event{TankCrosses{}}.index(), tank, stamp);
        } else {
          calendar.schedule(Instant{at}, ThreatOpens{ThreatId{draw() % 7}, stamp});
          list.emplace_back(at, Event{ThreatOpens{}}.index(), order++, stamp);
        }
      } else {
        const auto least = std::min_element(list.begin(), list.end());
        const Popped got = pop(calendar);
        ASSERT_EQ(got.at, std::get<0>(*least));
        ASSERT_EQ(got.kind, std::get<1>(*least));
        ASSERT_EQ(got.stamp, std::get<3>(*least));
        list.erase(least);
      }
    }
  }
}

TEST(Calendar, ForgetsWhatLiesBehindEveryRun) {
  Calendar<Event> calendar{Instant{0}, Instant{1'000}};
  calendar.schedule(Instant{1'000}, SampleDue{});
  calendar.schedule(Instant::never(), SampleDue{});
  EXPECT_TRUE(calendar.empty());
}

/// A calendar that was written down and read again goes on as it would have.
TEST(Calendar, IsTheSameFromItsContents) {
  Stream draw{{2026, 0, Purpose::property_test, name_hash("contents")}};
  Calendar<Event> calendar{Instant{1'700'000'000}, Instant{1'700'900'000}};
  const auto schedule = [&](Calendar<Event>& into, std::uint32_t from) {
    const Instant at = into.now() + seconds(from % 9'000);
    if (from % 3 == 0)
      into.schedule(at, TankCrosses{TankId{from % 5}, from % 1'000});
    else
      into.schedule(at, ConvoyReaches{ConvoyId{from % 7}, from % 1'000});
  };
  for (int i = 0; i < 400; ++i) schedule(calendar, draw());
  for (int i = 0; i < 100; ++i) pop(calendar);
  Calendar<Event> again{calendar.contents()};
  EXPECT_EQ(again.now(), calendar.now());
  EXPECT_EQ(again.size(), calendar.size());
  for (int i = 0; i < 500; ++i) {
    const std::uint32_t from = draw();
    schedule(calendar, from);
    schedule(again, from);
    ASSERT_EQ(pop(again), pop(calendar));
  }
}

TEST(CalendarDeathTest, RefusesThePast) {
  Calendar<Event> calendar{Instant{100}};
  EXPECT_EXIT(calendar.schedule(Instant{99}, SampleDue{}), testing::ExitedWithCode(4), "internal fault");
  calendar.schedule(Instant{120}, SampleDue{});
  EXPECT_EXIT(calendar.advance_to(Instant{121}), testing::ExitedWithCode(4), "internal fault");
}

}  // namespace
}  // namespace citerne::engine
