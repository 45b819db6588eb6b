"""Rows of scores: a further report of a score changes the stored one instead of standing beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sidelight.ingest.scores.judge import ScoreReport
from sidelight.model import Score, ScoreDataType, ScoreSource
from sidelight.model.time import NS_PER_S, NS_PER_US, to_store
from sidelight.store.driver import Driver, Row
from sidelight.store.rows import score_row

SCORES_A_STATEMENT = 500
NS_PER_DAY = 86_400 * NS_PER_S

_TEXTS = tuple(f.name for f in fields(Score) if f.name not in ("timestamp_ns", "data_type", "source"))
_STORED = f"""
SELECT {", ".join(_TEXTS)}, data_type, source, toUnixTimestamp64Micro(timestamp) AS timestamp_us,
    toUnixTimestamp64Micro(created_at) AS created_us
FROM scores FINAL WHERE project_id = {{project_id:String}} AND id IN {{ids:Array(String)}}
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class _Known:
    score: Score
    created_ns: int


class ScoreWriter:
    """Merges reports into stored scores. For one thread."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def rows(self, project_id: str, reports: Sequence[ScoreReport], event_ts_ns: int) -> list[Row]:
        """Rows to insert for these reports (in order of arrival), and tombstones of scores whose day moved.

        Raises :class:`~sidelight.store.driver.StoreError` when the stored rows cannot be read.
        """
        stored = self._load(project_id, {report.score.id for report in reports})
        known = dict(stored)
        for report in reports:
            before = known.get(report.score.id)
            known[report.score.id] = (
                _Known(report.score, event_ts_ns)
                if before is None
                else _Known(merge_score(before.score, report), before.created_ns)
            )
        rows: list[Row] = []
        for score_id in dict.fromkeys(report.score.id for report in reports):
            now, before = known[score_id], stored.get(score_id)
            if before and before.score.timestamp_ns // NS_PER_DAY != now.score.timestamp_ns // NS_PER_DAY:
                # The day is part of the sorting key, so that the old row would live on beside the new one.
                rows.append(score_row(project_id, before.score, event_ts_ns) | {"is_deleted": 1})
            rows.append(score_row(project_id, now.score, event_ts_ns) | {"created_at": to_store(now.created_ns)})
        return rows

    def _load(self, project_id: str, score_ids: Iterable[str]) -> dict[str, _Known]:
        ids = sorted(score_ids)
        found: dict[str, _Known] = {}
        for first in range(0, len(ids), SCORES_A_STATEMENT):
            params = {"project_id": project_id, "ids": ids[first : first + SCORES_A_STATEMENT]}
            for row in self._driver.query(_STORED, params):
                found[row["id"]] = _Known(_score_of(row), row["created_us"] * NS_PER_US)
        return found


def merge_score(stored: Score, report: ScoreReport) -> Score:
    """The score after a further report: what it leaves out stays, metadata is merged by key.

    A time that was not given does not move the score.
    """
    new = report.score
    return replace(
        new,
        timestamp_ns=new.timestamp_ns if report.is_time_given else stored.timestamp_ns,
        comment=stored.comment if new.comment is None else new.comment,
        metadata={**stored.metadata, **new.metadata},
        environment=stored.environment if new.environment == "default" else new.environment,
        config_id=new.config_id or stored.config_id,
        queue_id=new.queue_id or stored.queue_id,
        author_user_id=new.author_user_id or stored.author_user_id,
        execution_trace_id=new.execution_trace_id or stored.execution_trace_id,
    )


def _score_of(row: Row) -> Score:
    values: dict[str, Any] = {name: row[name] for name in _TEXTS}
    return Score(
        **values,
        timestamp_ns=row["timestamp_us"] * NS_PER_US,
        data_type=ScoreDataType(row["data_type"]),
        source=ScoreSource(row["source"]),
    )
