"""Scores as they are stored, for every read that shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sidelight.store.driver import Row
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
