"""One data point of an OTLP metric, decoded."""

from dataclasses import dataclass, field

from sidelight.model.attributes import Attributes


@dataclass(frozen=True, slots=True)
class MetricPoint:
    """A point of a gauge, sum, histogram, exponential histogram or summary.

    ``kind`` is one of ``gauge | sum | histogram | exponential_histogram | summary``; ``temporality`` is
    ``delta | cumulative | ""``. ``value`` is set for gauges and sums; ``count``/``sum``/``min``/``max`` for the others.
    ``bucket_counts`` has one entry more than ``bounds`` (explicit histograms only).
    """

    name: str
    kind: str
    time_ns: int
    attributes: Attributes
    resource: Attributes = field(default_factory=dict)
    scope_name: str = ""
    unit: str = ""
    description: str = ""
    temporality: str = ""
    is_monotonic: bool = False
    start_ns: int = 0
    value: float | None = None
    count: int = 0
    sum: float | None = None
    min: float | None = None
    max: float | None = None
    bucket_counts: tuple[int, ...] = ()
    bounds: tuple[float, ...] = ()
