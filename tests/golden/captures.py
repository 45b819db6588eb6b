"""The captures as agent events, as the pipeline would read them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sidelight.agents.fold import Folded, fold
from sidelight.agents.reading import Reading
from sidelight.agents.registry import agent_for_log, sort_spans
from sidelight.agents.slice import whole_session
from sidelight.enrich.pricing import price_session
from sidelight.model import AgentEvent, LogRecord, Observation, Span
from sidelight.otlp.decode import Decoded, decode_logs, decode_spans

CAPTURES = Path(__file__).parent / "captures"
NAMES = sorted(path.name for path in CAPTURES.iterdir() if path.is_dir())


@dataclass(frozen=True)
class Capture:
    """The decoded requests of one capture, in order of arrival."""

    logs: tuple[tuple[LogRecord, ...], ...]
    spans: tuple[tuple[Span, ...], ...]


@cache
def load(name: str) -> Capture:
    logs: list[Decoded[LogRecord]] = []
    spans: list[Decoded[Span]] = []
    for path in sorted((CAPTURES / name).glob("[0-9]*")):
        fmt = "json" if path.suffix == ".json" else "protobuf"
        if "-logs" in path.name:
            logs.append(decode_logs(path.read_bytes(), fmt))
        else:
            spans.append(decode_spans(path.read_bytes(), fmt))
    assert not any(decoded.problems for decoded in logs)
    assert not any(decoded.problems for decoded in spans)
    return Capture(
        tuple(tuple(decoded.records) for decoded in logs), tuple(tuple(decoded.records) for decoded in spans)
    )


def read_logs(records: Iterable[LogRecord]) -> Reading:
    readings = []
    for record in records:
        agent = agent_for_log(record)
        assert agent is not None, f"nobody recognises {record.attributes}"
        readings.append(agent.read_log(record))
    return _joined(readings)


def read_spans(spans: Iterable[Span]) -> Reading:
    by_agent, others = sort_spans(tuple(spans))
    assert not others
    return _joined(agent.read_spans(found) for agent, found in by_agent.values())


@cache
def read_capture(name: str, with_spans: bool = True) -> Reading:
    capture = load(name)
    readings = [read_logs(records) for records in capture.logs]
    if with_spans:
        readings += [read_spans(spans) for spans in capture.spans]
    return _joined(readings)


def by_session(events: Iterable[AgentEvent]) -> dict[str, list[AgentEvent]]:
    sessions: dict[str, list[AgentEvent]] = {}
    for event in events:
        sessions.setdefault(event.session_id, []).append(event)
    return dict(sorted(sessions.items()))


def fold_events(events: Iterable[AgentEvent]) -> dict[str, Folded]:
    return {session_id: fold(whole_session(session_id, own)) for session_id, own in by_session(events).items()}


def fold_capture(name: str, with_spans: bool = True) -> dict[str, Folded]:
    return fold_events(read_capture(name, with_spans).events)


def priced(folded: Folded) -> list[Observation]:
    return price_session(folded.observations)


def rollouts(name: str) -> dict[str, list[dict[str, Any]]]:
    """Payloads of the transcript lines by session, each with its line's type under ``line``."""
    found = {}
    for path in sorted((CAPTURES / name).glob("rollout-*.jsonl")):
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        payloads = [{**line["payload"], "line": line["type"]} for line in lines]
        found[payloads[0]["id"]] = payloads
    return found


def _joined(readings: Iterable[Reading]) -> Reading:
    readings = list(readings)
    return Reading(
        tuple(event for reading in readings for event in reading.events),
        sum(reading.ignored for reading in readings),
        tuple(unknown for reading in readings for unknown in reading.unknown),
    )
