"""Streams of draws, and the exponential of a draw (24)."""
import math

from simulator.numbers import fnv1a, philox4x32

STRIKE, CANDIDATE, WHICH_ROAD, FOLLOW_UPS, CLOSURE, LOT = 3, 6, 7, 8, 9, 10


class Stream:
    """Draws from one address, two words each, block by block."""

    def __init__(self, w, purpose, name, occasion):
        self.key = (w.seed & 0xFFFFFFFF, w.seed >> 32)
        self.purpose, self.replication, self.entity, self.occasion = purpose, w.replication, fnv1a(name), occasion
        self.drawn = 0

    def words(self):
        block, second = divmod(self.drawn, 2)
        self.drawn += 1
        words = philox4x32(((self.purpose << 24) + block, self.replication, self.entity, self.occasion), self.key)
        return words[2:] if second else words[:2]

    def both_words(self):
        first, last = self.words()
        return (first << 32) + last

    def uniform(self):
        first, last = self.words()
        return ((first >> 5) * 2.0**26 + (last >> 6)) / 2.0**53

    def exponential(self):
        return exponential(self.uniform())


def exponential(u):
    return -ln(1.0 - u)


def uniform_of(draw, number):
    """Of one of many that share a draw."""
    z = (draw + (number + 1) * 0x9E3779B97F4A7C15) % 2**64
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
    return ((z ^ (z >> 31)) >> 11) / 2.0**53


def ln(x):
    """By a series, so that all machines agree."""
    f, e = math.frexp(x)  # f in [1/2, 1)
    if f < 0.70710678118654757:
        f, e = 2.0 * f, e - 1
    z = (f - 1.0) / (f + 1.0)
    square = z * z
    s = 1.0 / 23.0
    for k in range(21, 0, -2):
        s = s * square + 1.0 / k
    return 2.0 * z * s + e * 0.69314718055994531
