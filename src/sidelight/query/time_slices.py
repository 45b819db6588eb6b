"""A time range cut into equal slices of a length that people read easily."""

from dataclasses import dataclass

US_PER_S = 1_000_000
MAX_SLICES = 120

_LENGTHS_S = (1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800, 2_592_000)


@dataclass(frozen=True, slots=True)
class TimeSlices:
    """Slices of ``seconds`` each, aligned to the epoch; the first holds the start of the range, the last its end."""

    seconds: int
    starts_us: range


def slices_of(from_us: int, to_us: int) -> TimeSlices:
    """At most ``MAX_SLICES`` slices over the half-open range; none when it is empty."""
    if to_us <= from_us:
        return TimeSlices(1, range(0))
    for seconds in _LENGTHS_S:
        found = _cut(from_us, to_us, seconds)
        if len(found.starts_us) <= MAX_SLICES:
            return found
    longest = _LENGTHS_S[-1]
    return _cut(from_us, to_us, longest * -(-(to_us - from_us) // (longest * US_PER_S * (MAX_SLICES - 1))))


def _cut(from_us: int, to_us: int, seconds: int) -> TimeSlices:
    length_us = seconds * US_PER_S
    return TimeSlices(seconds, range(from_us // length_us * length_us, to_us, length_us))
