"""When the first token came (OTEL_MAPPING section 5)."""

import math

import orjson

from sidelight.mapping.keys import COMPLETION_START
from sidelight.mapping.text import number_of
from sidelight.model import Attributes
from sidelight.model.time import NS_PER_MS, from_iso

_MAX_DELAY_MS = 2**40


def completion_start_of(attributes: Attributes, keys: tuple[str, ...], start_ns: int) -> int | None:
    """The time that is given, else the start and the delay that is given; None when neither is."""
    for key in keys:
        value = attributes[key]
        if key == COMPLETION_START:
            moment = _moment(value) if isinstance(value, str) else None
            if moment is not None:
                return moment
            continue
        delay_ms = number_of(value)
        if delay_ms is not None and 0 <= delay_ms < _MAX_DELAY_MS:
            return start_ns + math.ceil(delay_ms) * NS_PER_MS
    return None


def _moment(text: str) -> int | None:
    moment = from_iso(text)
    if moment is None and text.startswith('"'):  # older SDKs quote it twice
        try:
            moment = from_iso(str(orjson.loads(text)))
        except orjson.JSONDecodeError:
            return None
    return moment
