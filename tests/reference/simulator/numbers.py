"""Whole numbers, exact splits, and luck with an address (1, 24)."""
import math
from datetime import datetime, timezone

DAY = 86_400
WHOLE = 1_000_000  # ppm of a share of 100 %
DRAW_ROAD, DRAW_DECISION = 2, 5


def ceil_div(a, b):
    return -(-a // b)


def exact_split(n, weights):
    """n parted by weights; what is left goes one by one to the largest remainders, the earlier first of equals."""
    total = sum(weights)
    parts = [n * w // total for w in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(n * weights[i] % total), i))
    for i in by_remainder[:n - sum(parts)]:
        parts[i] += 1
    return parts


def fnv1a(text):
    value = 0x811C9DC5
    for byte in text.encode():
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def philox4x32(counter, key):
    """Philox4x32-10 of Salmon et al., 2011."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = second >> 32 ^ c1 ^ k0, second & 0xFFFFFFFF, first >> 32 ^ c3 ^ k1, first & 0xFFFFFFFF
        k0, k1 = k0 + 0x9E3779B9 & 0xFFFFFFFF, k1 + 0xBB67AE85 & 0xFFFFFFFF
    return c0, c1, c2, c3


def uniform(seed, replication, purpose, entity, occasion):
    words = philox4x32((purpose << 24, replication, entity, occasion), (seed & 0xFFFFFFFF, seed >> 32))
    return ((words[0] >> 5) * 2.0**26 + (words[1] >> 6)) / 2.0**53


class Profile:
    """The cumulative profile P of a class (4): its seconds, weighted by thousandths of normal demand."""

    def __init__(self, profile, origin):
        self.hourly, self.weekly, self.monthly = profile["hourly_ppm"], profile["weekly_ppm"], profile["monthly_ppm"]
        self.origin = origin  # 00:00 of the date of begin
        self.days = []        # of each date: P at its hours, and the rates of these
        self.reached = 0

    def at(self, instant):
        day, second = divmod(instant - self.origin, DAY)
        while len(self.days) <= day:
            self.add_day()
        hour, rest = divmod(second, 3600)
        marks, rates = self.days[day]
        return marks[hour] + rates[hour] * rest

    def add_day(self):
        date = self.origin // DAY + len(self.days)
        w, m = self.weekly[(date + 3) % 7], self.monthly[month_of(date * DAY) - 1]  # 1970-01-01 was a Thursday
        whole_day = (24 * w * m // 1000 + 500_000) // 1_000_000
        rates = exact_split(whole_day, self.hourly)
        marks = [self.reached]
        for rate in rates:
            marks.append(marks[-1] + 3600 * rate)
        self.reached = marks.pop()
        self.days.append((marks, rates))


def month_of(instant):
    return datetime.fromtimestamp(instant, timezone.utc).month


def noisy(seconds, cv_ppm, u):
    """Driving time of a crossing (7)."""
    return max(1, math.floor(seconds * (1 + cv_ppm / 1e6 * math.sqrt(3.0) * (2 * u - 1)) + 0.5))
