"""Pieces of SQL with their parameters, put together without ever putting a value into the text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sidelight.store.driver import Param

# Years that every time column can hold; anything outside means "as early / late as there is".
EARLIEST_US = 0
LATEST_US = 9_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class Sql:
    """A fragment with the parameters that its placeholders name."""

    text: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Half-open range in microseconds since the epoch; None is open."""

    from_us: int | None = None
    to_us: int | None = None


ALL_TIME = TimeRange()


def intersection(one: TimeRange, other: TimeRange) -> TimeRange:
    """What lies in both ranges."""
    starts = [start for start in (one.from_us, other.from_us) if start is not None]
    ends = [end for end in (one.to_us, other.to_us) if end is not None]
    return TimeRange(max(starts, default=None), min(ends, default=None))


def all_of(conditions: Iterable[Sql]) -> Sql:
    """All the conditions at once; ``1`` when there are none.

    Raises:
        ValueError: two conditions give one parameter different values.
    """
    texts: list[str] = []
    params: dict[str, Param] = {}
    for condition in conditions:
        texts.append(f"({condition.text})")
        for name, value in condition.params.items():
            if params.setdefault(name, value) != value:
                raise ValueError(f"parameter {name!r} is bound twice")
    return Sql(" AND ".join(texts) or "1", params)


def moment(param: str) -> str:
    """SQL for the DateTime64 of an Int64 parameter of microseconds."""
    return f"fromUnixTimestamp64Micro({{{param}:Int64}}, 'UTC')"


def within(column: str, time_range: TimeRange, name: str = "range") -> list[Sql]:
    """Conditions that keep ``column`` in the range; the engine prunes partitions and keys of its date by them."""
    found: list[Sql] = []
    if time_range.from_us is not None:
        params = {f"{name}_from_us": clamp_us(time_range.from_us)}
        found.append(Sql(f"{column} >= {moment(f'{name}_from_us')}", params))
    if time_range.to_us is not None:
        params = {f"{name}_to_us": clamp_us(time_range.to_us)}
        found.append(Sql(f"{column} < {moment(f'{name}_to_us')}", params))
    return found


def clamp_us(time_us: int) -> int:
    """The nearest time that the store can hold."""
    return min(max(time_us, EARLIEST_US), LATEST_US)
