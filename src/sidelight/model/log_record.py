"""One OTLP log record, decoded."""

from dataclasses import dataclass, field

from sidelight.model.attributes import Attributes, AttrValue


@dataclass(frozen=True, slots=True)
class LogRecord:
    """A log record with its resource and scope (OTLP ``LogRecord``).

    ``trace_id`` and ``span_id`` are hex, ``""`` when absent or all zero. Either time may be 0; Codex never
    fills ``time_ns`` (see TELEMETRY 2.1), so readers use :attr:`best_time_ns`.
    """

    attributes: Attributes
    resource: Attributes = field(default_factory=dict)
    scope_name: str = ""
    scope_version: str = ""
    time_ns: int = 0
    observed_time_ns: int = 0
    severity_number: int = 0
    severity_text: str = ""
    body: AttrValue = None
    trace_id: str = ""
    span_id: str = ""
    event_name: str = ""

    @property
    def best_time_ns(self) -> int:
        """The observed time, else the record's own; 0 when the sender gave neither."""
        return self.observed_time_ns or self.time_ns
