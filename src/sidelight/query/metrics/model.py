"""What is asked of metrics, and what comes back. Pure values."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from sidelight.query.filter_language import FilterCondition

Aggregation = Literal["sum", "avg", "count", "max", "min", "p50", "p75", "p90", "p95", "p99", "histogram", "uniq"]
AGGREGATIONS: tuple[str, ...] = get_args(Aggregation)
COUNTING: tuple[Aggregation, ...] = ("count", "uniq")
"""The aggregations of measures that are no numbers."""

TIME = "time_dimension"
"""The name of the time bucket in results and orders."""

MAX_BINS = 100
DEFAULT_BINS = 10


class MetricsError(ValueError):
    """A query that cannot be answered; ``path`` leads to the wrong part."""

    def __init__(self, message: str, *path: str | int) -> None:
        super().__init__(message)
        self.path = path


class MetricsTooHeavy(Exception):
    """A query that took too long, too much memory, or gave too many rows; the message says what to change."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure with its aggregation; ``key`` names it in results."""

    measure: str
    aggregation: Aggregation

    @property
    def key(self) -> str:
        """``<aggregation>_<measure>``."""
        return f"{self.aggregation}_{self.measure}"


@dataclass(frozen=True, slots=True)
class Order:
    """By a dimension, a metric's key, or :data:`TIME`."""

    field: str
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class MetricsQuery:
    """Metrics of the rows of a view that begin in the half-open range of microseconds, by dimensions and time.

    Without ``order_by`` rows come by time, else by the first metric, largest first. With a granularity and without
    ``order_by``, buckets without rows are filled in. ``row_limit`` None means all rows, of which there may be
    ``run.MAX_ROWS``. ``is_top_n_required`` refuses groups of high-cardinality dimensions unless the largest few are
    asked for. ``bins`` is for histograms.
    """

    view: str
    metrics: tuple[Metric, ...]
    from_us: int
    to_us: int
    dimensions: tuple[str, ...] = ()
    conditions: tuple[FilterCondition, ...] = ()
    granularity: str | None = None
    order_by: tuple[Order, ...] = ()
    row_limit: int | None = None
    bins: int = DEFAULT_BINS
    is_top_n_required: bool = True


@dataclass(frozen=True, slots=True)
class MetricsResult:
    """Rows by name of dimension, key of metric and :data:`TIME`; unknown values are None.

    ``granularity`` is the one that was used, None without time buckets. A histogram is a list of
    (lower bound, upper bound, height).
    """

    rows: tuple[dict[str, Any], ...]
    granularity: str | None = None
