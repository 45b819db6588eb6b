"""Spans to map, of which a test names only what it is about."""

from typing import Any

from sidelight.mapping import Sender, map_span
from sidelight.model import Observation, Span, SpanEvent, Trace
from sidelight.model.time import NS_PER_S

TRACE_ID = "0af7651916cd43dd8448eb211c80319c"
START_NS = 1_795_436_295 * NS_PER_S


def span_with(attributes: dict[str, Any] | None = None, **fields: Any) -> Span:
    """A span of five nanoseconds called ``step``."""
    values: dict[str, Any] = {
        "trace_id": TRACE_ID,
        "span_id": "b7ad6b7169203331",
        "name": "step",
        "start_ns": START_NS,
        "end_ns": START_NS + 5,
        "attributes": attributes or {},
        **fields,
    }
    return Span(**values)


def observe(attributes: dict[str, Any] | None = None, *, sender: Sender | None = None, **fields: Any) -> Observation:
    """The observation of such a span."""
    return map_span(span_with(attributes, **fields), sender=sender).observation


def trace_of(attributes: dict[str, Any] | None = None, **fields: Any) -> Trace:
    """What such a span says of its trace."""
    return map_span(span_with(attributes, **fields)).trace


def event(name: str, **attributes: Any) -> SpanEvent:
    """An event in such a span; ``__`` in names of attributes stands for a dot."""
    return SpanEvent(name, START_NS + 1, {key.replace("__", "."): value for key, value in attributes.items()})
