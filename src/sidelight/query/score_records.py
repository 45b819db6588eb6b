"""Scores as they are stored, for every read that shows them."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidelight.query.cursor import CursorKey
from sidelight.query.numbered_page import NumberedPage, offset_of
from sidelight.query.score_filter import ScoreFilter, score_conditions
from sidelight.query.sql import moment
from sidelight.store.driver import Params, Row
from sidelight.store.store import ProjectStore

# Of one trace, more would be an accident; the list of scores pages through all of them.
MAX_SCORES_OF_TRACE = 5_000

SCORE_COLUMNS = """id, toUnixTimestamp64Micro(timestamp) AS timestamp_us, name, data_type, source, value, string_value,
    comment, metadata, trace_id, observation_id, session_id, dataset_run_id, config_id, queue_id, author_user_id,
    execution_trace_id, environment, toUnixTimestamp64Micro(created_at) AS created_us,
    toUnixTimestamp64Micro(event_ts) AS updated_us"""
"""The columns that :func:`score_of` reads, for a SELECT from ``scores FINAL``."""


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """A stored score (:class:`sidelight.model.Score`); ids of what it does not belong to are ``""``."""

    id: str
    timestamp_us: int
    name: str
    data_type: str
    source: str
    value: float | None
    string_value: str | None
    comment: str | None
    metadata: Mapping[str, str]
    trace_id: str
    observation_id: str
    session_id: str
    dataset_run_id: str
    config_id: str
    queue_id: str
    author_user_id: str
    execution_trace_id: str
    environment: str
    created_us: int
    updated_us: int


_OF_SUBJECTS = f"""
SELECT {SCORE_COLUMNS} FROM scores FINAL
WHERE project_id = {{project_id:String}} AND %(subject)s IN {{ids:Array(String)}}
ORDER BY timestamp, id LIMIT {{max_scores:UInt32}} BY %(subject)s
"""  # noqa: S608

_BY_ID = f"""
SELECT {SCORE_COLUMNS} FROM scores FINAL
WHERE project_id = {{project_id:String}} AND id = {{id:String}} ORDER BY event_ts DESC LIMIT 1
"""  # noqa: S608

_BY_IDS = f"""
SELECT {SCORE_COLUMNS} FROM scores FINAL
WHERE project_id = {{project_id:String}} AND id IN {{ids:Array(String)}} ORDER BY timestamp, id
"""  # noqa: S608

# Keys first: their texts are read for one page alone.
_KEYS = """
SELECT id, toUnixTimestamp64Micro(timestamp) AS timestamp_us FROM scores FINAL
WHERE project_id = {project_id:String} AND %s ORDER BY timestamp DESC, id DESC LIMIT {limit:UInt32}
"""

_COUNT = "SELECT count() AS scores FROM scores FINAL WHERE project_id = {project_id:String} AND %s"

_BY_KEYS = f"""
SELECT {SCORE_COLUMNS} FROM scores FINAL
WHERE project_id = {{project_id:String}} AND id IN {{ids:Array(String)}}
    AND timestamp >= {moment("first_us")} AND timestamp <= {moment("last_us")}
"""  # noqa: S608

# The first half prunes partitions and the primary key, which the engine does not do by a tuple.
_AFTER = f"timestamp <= {moment('after_us')} AND (timestamp, id) < ({moment('after_us')}, {{after_id:String}})"


async def list_score_records(
    ps: ProjectStore, where: ScoreFilter, page: int = 1, limit: int = 50
) -> NumberedPage[ScoreRecord]:
    """One page of scores, newest first. Raises StoreError."""
    condition = score_conditions(where)
    offset = {"offset": offset_of(page, limit)}
    keys, count = await asyncio.gather(
        ps.query(_KEYS % condition.text + " OFFSET {offset:UInt64}", {**condition.params, "limit": limit, **offset}),
        ps.query(_COUNT % condition.text, condition.params),
    )
    records = await load_records_by(ps, [(row["timestamp_us"], row["id"]) for row in keys])
    return NumberedPage(tuple(records), count[0]["scores"])


async def list_scores_after(
    ps: ProjectStore, where: ScoreFilter, after: CursorKey | None = None, limit: int = 50
) -> tuple[list[ScoreRecord], CursorKey | None]:
    """The ``limit`` scores after a key of (microseconds, id), newest first, and the key to go on from, None at the end.

    Raises StoreError.
    """
    condition = score_conditions(where)
    text, params = condition.text, {**condition.params, "limit": limit + 1}
    if after is not None:
        text, params = f"{text} AND {_AFTER}", {**params, "after_us": after[0], "after_id": after[1]}
    rows = await ps.query(_KEYS % text, params)
    keys = [(row["timestamp_us"], row["id"]) for row in rows]
    return await load_records_by(ps, keys[:limit]), keys[limit - 1] if len(keys) > limit else None


async def load_records_by(ps: ProjectStore, keys: Sequence[tuple[int, str]]) -> list[ScoreRecord]:
    """The scores with these (microseconds, id), in this order. Raises StoreError."""
    if not keys:
        return []
    times = [time_us for time_us, _ in keys]
    params: Params = {"ids": [score_id for _, score_id in keys], "first_us": min(times), "last_us": max(times)}
    found = {(row["timestamp_us"], row["id"]): score_of(row) for row in await ps.query(_BY_KEYS, params)}
    return [found[key] for key in keys if key in found]


async def load_scores_of(ps: ProjectStore, trace_ids: Sequence[str]) -> dict[str, list[ScoreRecord]]:
    """Scores of traces and of their observations by trace id, oldest first; traces without any are left out.

    At most ``MAX_SCORES_OF_TRACE`` a trace. Raises StoreError.
    """
    return await _load_by(ps, "trace_id", trace_ids)


async def load_scores_of_sessions(ps: ProjectStore, session_ids: Sequence[str]) -> dict[str, list[ScoreRecord]]:
    """Scores of whole sessions (not of their traces) by session id, as :func:`load_scores_of`. Raises StoreError."""
    return await _load_by(ps, "session_id", session_ids)


async def load_score_record(ps: ProjectStore, score_id: str) -> ScoreRecord | None:
    """One score by its id; None when there is none. Raises StoreError."""
    rows = await ps.query(_BY_ID, {"id": score_id})
    return score_of(rows[0]) if rows else None


async def load_score_records(ps: ProjectStore, score_ids: Sequence[str]) -> list[ScoreRecord]:
    """The scores with these ids, oldest first; ids that do not exist are left out. Raises StoreError."""
    return [score_of(row) for row in await ps.query(_BY_IDS, {"ids": list(score_ids)})] if score_ids else []


def score_of(row: Row) -> ScoreRecord:
    """The record of a row that was selected by :data:`SCORE_COLUMNS`."""
    fields: dict[str, Any] = {name: row[name] for name in ScoreRecord.__slots__}
    return ScoreRecord(**fields)


async def _load_by(ps: ProjectStore, subject: str, ids: Sequence[str]) -> dict[str, list[ScoreRecord]]:
    wanted = sorted({subject_id for subject_id in ids if subject_id})
    if not wanted:
        return {}
    rows = await ps.query(_OF_SUBJECTS % {"subject": subject}, {"ids": wanted, "max_scores": MAX_SCORES_OF_TRACE})
    found: dict[str, list[ScoreRecord]] = {}
    for row in rows:
        found.setdefault(row[subject], []).append(score_of(row))
    return found
