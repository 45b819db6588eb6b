"""One OTLP span, decoded."""

from dataclasses import dataclass, field

from sidelight.model.attributes import Attributes


@dataclass(frozen=True, slots=True)
class SpanEvent:
    """An event inside a span."""

    name: str
    time_ns: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class SpanLink:
    """A span that this one is related to, in this or another trace."""

    trace_id: str
    span_id: str
    attributes: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Span:
    """A finished span with its resource and scope (OTLP ``Span``).

    ``kind`` and ``status_code`` are the numbers of the OTLP enums (status 2 = ERROR). Ids are hex; ``parent_span_id``
    is ``""`` for a root.
    """

    trace_id: str
    span_id: str
    name: str
    start_ns: int
    end_ns: int
    attributes: Attributes
    parent_span_id: str = ""
    kind: int = 0
    status_code: int = 0
    status_message: str = ""
    trace_state: str = ""
    events: tuple[SpanEvent, ...] = ()
    resource: Attributes = field(default_factory=dict)
    scope_name: str = ""
    scope_version: str = ""
    scope_attributes: Attributes = field(default_factory=dict)
    links: tuple[SpanLink, ...] = ()
