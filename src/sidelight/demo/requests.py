"""The example data as requests to the receiver."""

from collections.abc import Iterator
from dataclasses import dataclass

from sidelight.demo.assistant_spans import span_requests
from sidelight.demo.codex_log import conversation_id, play
from sidelight.demo.library import load_sessions
from sidelight.demo.records import log_requests
from sidelight.model.time import NS_PER_S

_MINUTE_NS = 60 * NS_PER_S


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """One OTLP request in protobuf; ``path`` is relative to the OTLP base."""

    path: str
    body: bytes


def anchor_of(now_ns: int) -> int:
    """The moment that all example data counts back from: the present minute."""
    return now_ns // _MINUTE_NS * _MINUTE_NS


def marker() -> tuple[str, int]:
    """Trace id of the newest example session, and how many ns before the anchor it starts."""
    session = load_sessions()[-1]
    return conversation_id(session.key).replace("-", ""), _before_anchor_ns(session.hours_ago)


def anchor_from(marker_start_ns: int) -> int:
    """The anchor of data that is there already, from the time at which its marker starts.

    Example data that is loaded again must have the times of the first load: events are told apart by their content.
    """
    return (marker_start_ns + marker()[1] + _MINUTE_NS // 2) // _MINUTE_NS * _MINUTE_NS


def demo_requests(anchor_ns: int) -> Iterator[DemoRequest]:
    """Everything, earliest session first."""
    for session in load_sessions():
        for body in log_requests(play(session, anchor_ns - _before_anchor_ns(session.hours_ago))):
            yield DemoRequest("/v1/logs", body)
    for body in span_requests(anchor_ns):
        yield DemoRequest("/v1/traces", body)


def _before_anchor_ns(hours: float) -> int:
    return int(hours * 3600) * NS_PER_S
