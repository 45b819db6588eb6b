"""How severe an observation is, and why it failed (OTEL_MAPPING section 5)."""

from sidelight.mapping.conventions import livekit
from sidelight.mapping.keys import LEVEL
from sidelight.model import Level, Span
from sidelight.model.attributes import as_str

_ERROR = 2
_ALIASES = {
    **dict.fromkeys(("debug", "trace", "verbose"), Level.DEBUG),
    **dict.fromkeys(("default", "info", "log", "notice", "ok", "success"), Level.DEFAULT),
    **dict.fromkeys(("warn", "warning"), Level.WARNING),
    **dict.fromkeys(("error", "fatal", "critical"), Level.ERROR),
}


def level_of(span: Span) -> Level:
    """The level that is named in any of the usual ways, else by the span's status."""
    value = span.attributes.get(LEVEL)
    if isinstance(value, str):
        level = _ALIASES.get(value.strip().lower())
        if level is not None:
            return level
    if span.status_code == _ERROR:
        return Level.ERROR
    return Level.DEBUG if span.scope_name == livekit.SCOPE and span.name in livekit.NOISE else Level.DEFAULT


def exception_of(span: Span) -> str:
    """``Type: message`` of the last exception that a failed span recorded; ``""`` when there is none.

    Many instrumentations leave the status without a message and put the reason into an ``exception`` event.
    """
    if span.status_code != _ERROR:
        return ""
    for event in reversed(span.events):
        if event.name == "exception":
            said = (as_str(event.attributes.get(f"exception.{part}")) for part in ("type", "message"))
            return ": ".join(filter(None, said))
    return ""
