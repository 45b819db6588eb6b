"""Where numbers are put: bins of equal width. Pure."""

import math
from dataclasses import dataclass

from sidelight.query.sql import Sql

BINS = 20
MAX_WHOLE_BINS = 21
MIN_SCALE = 3


@dataclass(frozen=True, slots=True)
class Axis:
    """``bins`` of equal width from ``low`` to ``high``; the last one has its upper edge in it.

    ``is_whole`` has one bin for each whole number, with the number in its middle.
    """

    low: float
    high: float
    bins: int
    is_whole: bool = False

    def sql(self, column: str, name: str) -> Sql:
        """The number of a value's bin, from 0; ``name`` keeps the parameters of two axes apart."""
        width = (self.high - self.low) / self.bins
        params = {f"{name}_low": self.low, f"{name}_width": width, f"{name}_last": float(self.bins - 1)}
        return Sql(
            f"toUInt32(greatest(0., least({{{name}_last:Float64}}, "
            f"floor(({column} - {{{name}_low:Float64}}) / {{{name}_width:Float64}}))))",
            params,
        )


def axis_of(least: float, most: float, *, is_whole: bool, bins: int = BINS) -> Axis:
    """The axis for finite values between ``least`` and ``most``."""
    if is_whole and most - least < MAX_WHOLE_BINS:
        return Axis(least - 0.5, most + 0.5, round(most - least) + 1, True)
    width = (most - least) / bins
    # Values so near to each other, or so far apart, that they cannot be told apart by bins are in one.
    if not math.isfinite(width) or least + width == least or most - width == most:
        reach = max(abs(least), abs(most), 1.0) * 0.5
        low, high = least - reach, most + reach
        return Axis(low, high, 1) if math.isfinite(high - low) else Axis(-1e308, 1e308 / 2, 1)
    return Axis(least, most, bins)


def shared_axis(one: Axis, other: Axis, *, bins: int = BINS) -> Axis | None:
    """One axis for both where they measure on a like scale, so that equal values lie on a diagonal; else None.

    Beside whole numbers on a scale of three or more, other numbers lie where they would be rounded to.
    """
    low, high = min(one.low, other.low), max(one.high, other.high)
    whole = [axis for axis in (one, other) if axis.is_whole]
    if len(whole) == 2:
        return Axis(low, high, round(high - low), True) if high - low <= MAX_WHOLE_BINS else None
    narrower = min(one.high - one.low, other.high - other.low)
    if high <= low or narrower < (high - low) / 4:
        return None
    if not whole:
        return Axis(low, high, bins)
    low, high = math.floor(low + 0.5) - 0.5, math.ceil(high - 0.5) + 0.5
    if whole[0].bins < MIN_SCALE or high - low > MAX_WHOLE_BINS:
        return None
    return Axis(low, high, round(high - low), True)
