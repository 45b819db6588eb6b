"""Time cut into buckets that people name: minutes, hours, days, weeks from Monday, months; all in UTC. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sidelight.model.time import NS_PER_S, to_iso

_US_PER_S = 1_000_000
_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86_400
_WEEK_S = 7 * _DAY_S
# The first Monday is 1970-01-05.
_TO_MONDAY_S = 4 * _DAY_S
_MONTHS = 12

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Granularity:
    """Buckets of one length; they are counted, so that the next one is the number plus 1.

    ``sql`` gives the number of a DateTime64(6) column, ``number_of`` that of microseconds, ``label_of`` what a bucket
    is called: its first day, or its first moment where it is shorter than a day.
    """

    name: str
    sql: Callable[[str], str]
    number_of: Callable[[int], int]
    label_of: Callable[[int], str]


def granularity(name: str, from_us: int, to_us: int) -> Granularity:
    """The granularity of that name; ``auto`` takes the one that cuts the range into about fifty buckets.

    Raises:
        KeyError: there is none of that name.
    """
    return _GRANULARITIES[_suited(to_us - from_us) if name == AUTO else name]


def bucket_count(buckets: Granularity, from_us: int, to_us: int) -> int:
    """How many buckets the half-open range touches."""
    return buckets.number_of(max(to_us - 1, from_us)) - buckets.number_of(from_us) + 1


def _suited(length_us: int) -> str:
    hours = length_us / _US_PER_S / _HOUR_S
    limits = ((2, "minute"), (72, "hour"), (1440, "day"), (8760, "week"))
    return next((name for limit, name in limits if hours < limit), "month")


def _equal(name: str, length_s: int, offset_s: int = 0) -> Granularity:
    length_us, offset_us = length_s * _US_PER_S, offset_s * _US_PER_S

    def label(number: int) -> str:
        start_s = number * length_s + offset_s
        text = to_iso(start_s * NS_PER_S)
        return text[:10] if length_s % _DAY_S == 0 else text.replace(".000Z", "Z")

    return Granularity(
        name,
        lambda column: f"intDiv(toUnixTimestamp64Micro({column}) - {offset_us}, {length_us})",
        # As the engine divides: the days before the first Monday belong to its week.
        lambda time_us: max(time_us - offset_us, 0) // length_us,
        label,
    )


def _month_of(time_us: int) -> int:
    day = datetime.fromtimestamp(time_us // _US_PER_S, UTC)
    return day.year * _MONTHS + day.month - 1


def _month_label(number: int) -> str:
    return date(number // _MONTHS, number % _MONTHS + 1, 1).isoformat()


_MONTH = Granularity(
    "month",
    lambda column: f"toInt64(toYear({column})) * {_MONTHS} + toMonth({column}) - 1",
    _month_of,
    _month_label,
)

_GRANULARITIES = {
    found.name: found
    for found in (
        _equal("minute", _MINUTE_S),
        _equal("5m", 5 * _MINUTE_S),
        _equal("10m", 10 * _MINUTE_S),
        _equal("15m", 15 * _MINUTE_S),
        _equal("30m", 30 * _MINUTE_S),
        _equal("hour", _HOUR_S),
        _equal("1h", _HOUR_S),
        _equal("2h", 2 * _HOUR_S),
        _equal("4h", 4 * _HOUR_S),
        _equal("day", _DAY_S),
        _equal("1d", _DAY_S),
        _equal("2d", 2 * _DAY_S),
        _equal("week", _WEEK_S, _TO_MONDAY_S),
        _equal("1w", _WEEK_S, _TO_MONDAY_S),
        _MONTH,
    )
}
GRANULARITIES = (AUTO, *_GRANULARITIES)
