"""A folded session as text to read and compare."""

from collections.abc import Sequence

from sidelight.agents.fold import Folded
from sidelight.agents.reading import Reading
from sidelight.model import Observation, Trace
from sidelight.model.time import NS_PER_MS, to_iso
from tests.golden.captures import fold_events, priced

_WIDTH = 140


def render(reading: Reading) -> str:
    """All sessions of a reading: trace, tree and totals."""
    parts = [f"{len(reading.events)} events, {reading.ignored} ignored, {len(reading.unknown)} unknown"]
    parts += [_session(folded) for folded in fold_events(reading.events).values()]
    return "\n\n".join(parts) + "\n"


def _session(folded: Folded) -> str:
    assert folded.trace
    observations = priced(folded)
    lines = [*_trace(folded.trace), "", *_tree(observations, folded.trace.timestamp_ns), "", *_totals(observations)]
    lines += [f"superseded {gone.id}" for gone in folded.superseded]
    return "\n".join(lines)


def _trace(trace: Trace) -> list[str]:
    lines = [f"TRACE {trace.id} {trace.kind} {trace.name!r}"]
    for field in ("session_id", "environment", "version", "user_id", "tags", "source", "input", "output"):
        lines.append(f"    {field}: {_short(getattr(trace, field))}")
    lines.append(f"    time: {to_iso(trace.timestamp_ns)}")
    if trace.parent_trace_id:
        lines.append(f"    parent: {trace.parent_trace_id} {trace.parent_observation_id}")
    return lines + _details(trace.metadata, "    ")


def _tree(observations: Sequence[Observation], origin_ns: int) -> list[str]:
    children: dict[str, list[Observation]] = {}
    for observation in observations:
        children.setdefault(observation.parent_id, []).append(observation)
    lines: list[str] = []

    def add(observation: Observation, depth: int) -> None:
        indent = "    " * depth
        lines.append(indent + _head(observation, origin_ns))
        indent += "    "
        if observation.usage:
            lines.append(f"{indent}usage: {dict(observation.usage)} cost: {observation.cost_usd}")
        for field in ("input", "output"):
            if getattr(observation, field) is not None:
                lines.append(f"{indent}{field}: {_short(getattr(observation, field))}")
        if depth:
            lines.extend(_details(observation.metadata, indent))
        for child in children.get(observation.id, []):
            add(child, depth + 1)

    for root in children[""]:
        add(root, 0)
    return lines


def _head(o: Observation, origin_ns: int) -> str:
    end = f"{(o.end_ns - origin_ns) / NS_PER_MS:.1f}" if o.end_ns is not None else "?"
    model = f" {o.model} ({o.model_provider}) {dict(o.model_parameters)}" if o.model else ""
    first = f" first token at {(o.completion_start_ns - origin_ns) / NS_PER_MS:.1f}" if o.completion_start_ns else ""
    status = f" {o.level}: {o.status_message}" if o.level != "DEFAULT" or o.status_message else ""
    times = f"[{(o.start_ns - origin_ns) / NS_PER_MS:.1f} - {end}]"
    return f"{o.type} {o.kind} {o.name!r} {o.id} {times}{first}{model}{status}"


def _details(metadata: object, indent: str) -> list[str]:
    assert isinstance(metadata, dict)
    return [f"{indent}  {key} = {_short(value)}" for key, value in sorted(metadata.items())]


def _totals(observations: Sequence[Observation]) -> list[str]:
    tokens: dict[str, int] = {}
    for observation in observations:
        for bucket, count in observation.usage.items():
            tokens[bucket] = tokens.get(bucket, 0) + count
    costs = [observation.cost_usd for observation in observations if observation.cost_usd is not None]
    kinds: dict[str, int] = {}
    for observation in observations:
        kinds[observation.kind] = kinds.get(observation.kind, 0) + 1
    return [f"totals: {dict(sorted(kinds.items()))} {tokens} cost {round(sum(costs), 9) if costs else None}"]


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}… ({len(text)})"
