"""All observations of a trace without their texts, column by column: what tree and waterfall are drawn from.

25,000 observations must come in half a second, so rows never become objects: columns come from the store, are put in
order by one list of indices, and go out as columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sidelight.query.step_preview import step_preview
from sidelight.query.tokens import input_tokens
from sidelight.query.trace_links import TraceLink, load_descendants
from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.store import ProjectStore

PREVIEW_CHARACTERS = 120

Columns = dict[str, list[Any]]

_ROWS = f"""
SELECT id AS ids, trace_id AS trace_ids, parent_id AS parent_ids, type AS types, kind AS kinds, name AS names,
    level AS levels, substringUTF8(status_message, 1, 300) AS status_messages,
    toUnixTimestamp64Micro(start_time) AS starts_us, toUnixTimestamp64Micro(end_time) AS ends_us, model AS models,
    tokens_input, tokens_input_cached AS tokens_cached, tokens_output + tokens_reasoning AS tokens_output,
    tokens_reasoning, tokens_total,
    cost_usd AS costs_usd, input_preview AS input_previews, output_preview AS output_previews
FROM observations FINAL WHERE {OF_TRACES}
ORDER BY start_time, id LIMIT 1 BY trace_id, id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Columns of equal length, sorted by start, then depth; ``parents`` are row numbers, -1 for none or unknown.

    ``orphans`` are the rows that name a parent which has not arrived.
    """

    trace_id: str
    columns: Columns
    parents: list[int]
    previews: list[str]
    orphans: list[int]


async def load_skeleton(ps: ProjectStore, trace_id: str) -> Skeleton | None:
    """The observations of the trace and of those it started; None without such a trace. Raises StoreError."""
    links = await load_descendants(ps, trace_id)
    bounds = await load_bounds(ps, [trace_id, *(link.trace_id for link in links)])
    if bounds is None or trace_id not in bounds.ids:
        return None
    columns = await ps.query_columns(_ROWS, bounds.params)
    return arrange(trace_id, columns, links)


def arrange(trace_id: str, columns: Columns, links: Sequence[TraceLink]) -> Skeleton:
    """Resolve parents, graft linked traces under the step that started them, and sort. Pure."""
    parents = _parents(columns, {link.trace_id: link for link in links})
    depths = _depths(parents)
    starts = columns["starts_us"]
    order = sorted(range(len(starts)), key=lambda row: (starts[row], depths[row]))
    rank = [0] * len(order)
    for position, row in enumerate(order):
        rank[row] = position
    columns["tokens_input"] = [
        input_tokens(*counts)
        for counts in zip(
            *(columns[name] for name in ("tokens_input", "tokens_cached", "tokens_output", "tokens_total")), strict=True
        )
    ]
    inputs, outputs = columns.pop("input_previews"), columns.pop("output_previews")
    parent_ids = columns.pop("parent_ids")
    types, kinds = columns["types"], columns["kinds"]
    return Skeleton(
        trace_id=trace_id,
        columns={name: [values[row] for row in order] for name, values in columns.items()},
        parents=[-1 if parents[row] < 0 else rank[parents[row]] for row in order],
        previews=[step_preview(types[row], kinds[row], inputs[row], outputs[row], PREVIEW_CHARACTERS) for row in order],
        orphans=[position for position, row in enumerate(order) if parents[row] < 0 and parent_ids[row]],
    )


def _parents(columns: Columns, links: dict[str, TraceLink]) -> list[int]:
    ids, trace_ids, parent_ids = columns["ids"], columns["trace_ids"], columns["parent_ids"]
    row_of = {key: row for row, key in enumerate(zip(trace_ids, ids, strict=True))}
    parents: list[int] = []
    for trace_id, parent_id in zip(trace_ids, parent_ids, strict=True):
        if parent_id:
            parents.append(row_of.get((trace_id, parent_id), -1))
        elif link := links.get(trace_id):
            parents.append(row_of.get((link.parent_trace_id, link.parent_observation_id), -1))
        else:
            parents.append(-1)
    return parents


def _depths(parents: list[int]) -> list[int]:
    """Depth of each row; cuts circles in ``parents`` in place, each at the row where it was entered."""
    depths = [-1] * len(parents)
    for start in range(len(parents)):
        path: list[int] = []
        on_path: set[int] = set()
        row = start
        while row >= 0 and depths[row] < 0 and row not in on_path:
            path.append(row)
            on_path.add(row)
            row = parents[row]
        if row in on_path:
            parents[row] = -1
            depths[row] = 0
        depth = depths[row] if row >= 0 else -1
        for passed in reversed(path):
            if depths[passed] < 0:
                depth += 1
                depths[passed] = depth
            else:
                depth = depths[passed]
    return depths
