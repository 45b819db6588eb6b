"""What was done in turns of agents: the tools that ran, the files that their patches changed, what it cost."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sidelight.agents.patch import BEGIN, FileChange, joined_changes, patched_files
from sidelight.query.trace_summary import OF_TRACES, Bounds, load_bounds
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

# Sub-agents of sub-agents: deeper ones are as good as unknown.
_MAX_DEPTH = 4

TurnKey = tuple[str, str]
"""Trace id and id of a turn."""


@dataclass(frozen=True, slots=True)
class TurnWork:
    """The tools of a turn by name, and what they left; ``cost_usd`` is None when no price is known.

    ``has_unseen_changes``: commands ran, and files that they may have changed are not in the telemetry.
    """

    models: tuple[str, ...] = ()
    efforts: tuple[str, ...] = ()
    cost_usd: float | None = None
    tools: Mapping[str, int] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    files: tuple[FileChange, ...] = ()
    has_unseen_changes: bool = False


NO_WORK = TurnWork()

# Of tools' arguments, which may be long, only patches are read whole.
_STEPS = f"""
SELECT trace_id, id, parent_id, type, name, level, status_message, model, cost_usd,
    if(position(input, {{begin:String}}) > 0, input, '') AS patch,
    if(type = 'TOOL', JSONExtractString(ifNull(input, ''), 'workdir'), '') AS workdir,
    if(type = 'TOOL', JSONExtractString(ifNull(input, ''), 'cwd'), '') AS cwd,
    JSONExtractString(model_parameters, 'reasoning_effort') AS effort,
    metadata['exit_code'] AS exit_code, metadata['child_trace_id'] AS child_trace_id
FROM observations FINAL
WHERE {OF_TRACES} AND %s
ORDER BY start_time, id
"""  # noqa: S608
_OF_TURNS = "parent_id IN {turn_ids:Array(String)}"
_OF_SUBAGENTS = "type IN ('TOOL', 'GENERATION')"


async def load_turn_work(ps: ProjectStore, bounds: Bounds, turns: Sequence[TurnKey]) -> dict[TurnKey, TurnWork]:
    """The work of the turns, sub-agents' patches and costs included. Raises StoreError."""
    if not turns:
        return {}
    wanted = set(turns)
    params = {**bounds.params, "turn_ids": [turn_id for _, turn_id in turns], "begin": BEGIN}
    steps: dict[TurnKey, list[Row]] = {}
    for row in await ps.query(_STEPS % _OF_TURNS, params):
        key = (row["trace_id"], row["parent_id"])
        if key in wanted:
            steps.setdefault(key, []).append(row)
    delegated = await _delegated(ps, steps)
    return {key: _work(own, delegated.get(key, [])) for key, own in steps.items()}


async def _delegated(ps: ProjectStore, steps: Mapping[TurnKey, list[Row]]) -> dict[TurnKey, list[Row]]:
    """The steps of the traces that a turn's tools started, at any depth."""
    owner = {row["child_trace_id"]: key for key, rows in steps.items() for row in rows if row["child_trace_id"]}
    found: dict[TurnKey, list[Row]] = {}
    known: set[str] = set()
    waiting = set(owner)
    for _ in range(_MAX_DEPTH):
        known |= waiting
        bounds = await load_bounds(ps, sorted(waiting)) if waiting else None
        if bounds is None:
            break
        waiting = set()
        for row in await ps.query(_STEPS % _OF_SUBAGENTS, {**bounds.params, "begin": BEGIN}):
            key = owner[row["trace_id"]]
            found.setdefault(key, []).append(row)
            child = row["child_trace_id"]
            if child and child not in known:
                owner.setdefault(child, key)
                waiting.add(child)
    return found


def _work(own: Sequence[Row], delegated: Sequence[Row]) -> TurnWork:
    steps = [*own, *delegated]
    costs = [row["cost_usd"] for row in steps if row["cost_usd"] is not None]
    tools = [row for row in steps if row["type"] == "TOOL"]
    patches = [row for row in tools if row["patch"] and _has_worked(row)]
    return TurnWork(
        models=_once(row["model"] for row in own if row["type"] == "GENERATION"),
        efforts=_once(row["effort"] for row in own),
        cost_usd=round(sum(costs), 12) if costs else None,
        tools=Counter(row["name"] for row in tools),
        folders=_once(row["workdir"] or row["cwd"] for row in own),
        files=tuple(joined_changes(change for row in patches for change in patched_files(row["patch"]))),
        has_unseen_changes=any(not row["patch"] and row["exit_code"] for row in tools),
    )


def _has_worked(row: Row) -> bool:
    """Whether a patch was applied: the call was neither refused nor failed."""
    return row["level"] == "DEFAULT" and row["exit_code"] in ("", "0")


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
