"""Observations in parts, for the second generation of the public API: only the columns that were asked for are read."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sidelight.query.cursor import decode_cursor, next_cursor
from sidelight.query.filter_language import FilterCondition
from sidelight.query.newest import ObservationKey, newest_observations
from sidelight.query.observation_records import BY_KEYS, key_params, observation_query
from sidelight.query.trace_context import TraceContext, load_trace_contexts
from sidelight.store.driver import Params, Row
from sidelight.store.store import ProjectStore

CURSOR_KIND = "observations.newest"
METADATA_CHARACTERS = 200

FieldGroup = Literal["core", "basic", "time", "io", "metadata", "model", "usage", "prompt", "metrics", "trace_context"]
FIELD_GROUPS: frozenset[str] = frozenset(get_args(FieldGroup))
DEFAULT_GROUPS: frozenset[str] = frozenset({"core", "basic"})

_COLUMNS: Mapping[str, str] = {
    "core": """id, trace_id, parent_id, type, is_app_root, toUnixTimestamp64Micro(start_time) AS start_us,
        toUnixTimestamp64Micro(end_time) AS end_us""",
    "basic": "name, level, status_message, version, environment, user_id, session_id",
    "time": """toUnixTimestamp64Micro(created_at) AS created_us, toUnixTimestamp64Micro(event_ts) AS updated_us""",
    "io": "input, output",
    "metadata": """mapApply((key, value) -> (key, if(has({expanded:Array(String)}, toString(key)), value,
        substringUTF8(value, 1, {metadata_characters:UInt32}))), metadata) AS shown_metadata""",
    "model": "model, model_id, model_parameters",
    "usage": "usage, cost, cost_usd, pricing_tier",
    "prompt": "prompt_id, prompt_name, prompt_version",
    "trace_context": "trace_name, tags, release",
}
_FIRST_TOKEN = "toUnixTimestamp64Micro(completion_start_time) AS completion_start_us"


@dataclass(frozen=True, slots=True)
class ObservationPart:
    """The columns of one observation that the groups name, and what its trace says; None when not asked for."""

    row: Mapping[str, Any]
    trace: TraceContext | None


@dataclass(frozen=True, slots=True)
class ObservationPartsPage:
    """One page and the cursor of the next; None on the last."""

    items: tuple[ObservationPart, ...] = ()
    next_cursor: str | None = field(default=None)


async def list_observation_parts(
    ps: ProjectStore,
    conditions: Iterable[FilterCondition],
    groups: Collection[str],
    *,
    expanded: Sequence[str] = (),
    cursor: str | None = None,
    limit: int = 50,
) -> ObservationPartsPage:
    """A page of observations, newest first; metadata but for ``expanded`` keys is cut to ``METADATA_CHARACTERS``.

    Raises:
        CursorError: the cursor is damaged or belongs to another list.
        FilterError: a condition names no column of observations, or does not suit it.
        StoreError: the store failed.
    """
    keys = await newest_observations(ps, observation_query(conditions), limit + 1, after=_key_of(cursor))
    page = keys[:limit]
    if not page:
        return ObservationPartsPage()
    needs_trace = not {"basic", "trace_context"}.isdisjoint(groups)
    rows, traces = await asyncio.gather(
        _rows(ps, page, groups, expanded),
        load_trace_contexts(ps, {trace_id for _, trace_id, _ in page}) if needs_trace else _no_traces(),
    )
    found = {(row["start_us"], row["trace_id"], row["id"]): row for row in rows}
    items = (ObservationPart(found[key], traces.get(key[1])) for key in page if key in found)
    return ObservationPartsPage(tuple(items), next_cursor(CURSOR_KIND, keys, limit))


async def _rows(
    ps: ProjectStore, keys: Sequence[ObservationKey], groups: Collection[str], expanded: Sequence[str]
) -> list[Row]:
    columns = [_COLUMNS[group] for group in _COLUMNS if group == "core" or group in groups]
    if not {"time", "metrics"}.isdisjoint(groups):
        columns.append(_FIRST_TOKEN)
    params: dict[str, Any] = dict(key_params(keys))
    if "metadata" in groups:
        params |= {"expanded": list(expanded), "metadata_characters": METADATA_CHARACTERS}
    sql = f"SELECT {', '.join(columns)} FROM observations FINAL WHERE {BY_KEYS}"  # noqa: S608
    bound: Params = params
    return await ps.query(sql, bound)


def _key_of(cursor: str | None) -> ObservationKey | None:
    if cursor is None:
        return None
    start_us, trace_id, observation_id = decode_cursor(CURSOR_KIND, cursor, (int, str, str))
    return int(start_us), str(trace_id), str(observation_id)


async def _no_traces() -> dict[str, TraceContext]:
    return {}
