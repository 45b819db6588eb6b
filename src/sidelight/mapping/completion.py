"""When the first token came (OTEL_MAPPING section 5)."""

import math

import orjson

from sidelight.mapping.keys import COMPLETION_START, FIRST_CHUNK_SECONDS
from sidelight.mapping.text import number_of
from sidelight.model import Span
from sidelight.model.time import NS_PER_MS, from_iso

_MAX_DELAY_MS = 2**40
_MS_PER_S = 1000
# Events of OpenInference, and of OpenLLMetry with one for each chunk.
_FIRST_CHUNK_EVENTS = frozenset({"First Token Stream Event", "gen_ai.content.completion.chunk"})


def completion_start_of(span: Span, keys: tuple[str, ...], start_ns: int) -> int | None:
    """The time that is given, else the start and the delay that is given, else the first chunk's event; or None."""
    for key in keys:
        value = span.attributes[key]
        if key == COMPLETION_START:
            moment = _moment(value) if isinstance(value, str) else None
            if moment is not None:
                return moment
            continue
        delay_ms = number_of(value)
        if delay_ms is not None and key in FIRST_CHUNK_SECONDS:
            delay_ms *= _MS_PER_S
        if delay_ms is not None and 0 <= delay_ms < _MAX_DELAY_MS:
            return start_ns + math.ceil(delay_ms) * NS_PER_MS
    return next((event.time_ns for event in span.events if event.name in _FIRST_CHUNK_EVENTS and event.time_ns), None)


def _moment(text: str) -> int | None:
    moment = from_iso(text)
    if moment is None and text.startswith('"'):  # older SDKs quote it twice
        try:
            moment = from_iso(str(orjson.loads(text)))
        except orjson.JSONDecodeError:
            return None
    return moment
