"""Deletes traces, scores and experiments: tombstones, one statement a table, so that they are gone at once for readers.

A tombstone is a row of the same key whose version is a moment later than that of the row it deletes: it wins over that
row, and loses to whatever is sent later. The engine drops deleted texts when it merges the parts they lie in.
"""

from collections.abc import Iterable, Sequence

from sidelight.ingest.deletion import Deletion
from sidelight.model.time import NS_PER_US
from sidelight.store.driver import Driver, Param

_BOUNDS = """
SELECT toUnixTimestamp64Micro(min(start_min)) AS first_us, toUnixTimestamp64Micro(max(start_max)) AS last_us
FROM trace_bounds WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)}
HAVING count() > 0
"""

_SESSIONS = """
SELECT DISTINCT session_id FROM traces FINAL
WHERE project_id = {project_id:String} AND id IN {ids:Array(String)} AND kind != '' AND session_id != ''
"""

_WITHIN = """BETWEEN fromUnixTimestamp64Micro({first_us:Int64}, 'UTC')
    AND fromUnixTimestamp64Micro({last_us:Int64}, 'UTC')"""

# Two moments, since a re-pricing that runs at the same time makes a row that is one moment later.
_OBSERVATIONS = f"""
INSERT INTO observations (project_id, id, trace_id, start_time, event_ts, is_deleted)
SELECT project_id, id, trace_id, start_time, event_ts + toIntervalMicrosecond(2), 1 FROM observations FINAL
WHERE project_id = {{project_id:String}} AND trace_id IN {{ids:Array(String)}} AND start_time {_WITHIN}
"""  # noqa: S608 - made of constants

_TRACES = f"""
INSERT INTO traces (project_id, id, timestamp, event_ts, is_deleted)
SELECT project_id, id, timestamp, event_ts + toIntervalMicrosecond(1), 1 FROM traces FINAL
WHERE project_id = {{project_id:String}} AND id IN {{ids:Array(String)}} AND timestamp {_WITHIN}
"""  # noqa: S608 - made of constants

_SCORES = """
INSERT INTO scores (project_id, id, timestamp, event_ts, is_deleted)
SELECT project_id, id, timestamp, event_ts + toIntervalMicrosecond(1), 1 FROM scores FINAL
WHERE project_id = {project_id:String} AND %s IN {ids:Array(String)}
"""

# Pieces without a trace id belong to the object that another piece put into the trace. A piece has the time of its
# request as version, which is the same again in a replay: so a deletion that is replayed must leave later ones alone.
_PIECES = """
INSERT INTO batch_events (project_id, object_id, time, event_id, type, trace_id, body, received_at, is_deleted)
SELECT project_id, object_id, time, event_id, type, trace_id, '{}', received_at + toIntervalMicrosecond(1), 1
FROM batch_events FINAL
WHERE project_id = {project_id:String} AND received_at <= fromUnixTimestamp64Micro({received_us:Int64}, 'UTC')
    AND (object_id IN {ids:Array(String)} OR object_id IN (
        SELECT object_id FROM batch_events
        WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)}))
"""

# Events of agents have no version to lose by: a mask over them, which is cheap in this small table.
_AGENT_EVENTS = """
DELETE FROM agent_events WHERE project_id = {project_id:String} AND session_id IN {sessions:Array(String)}
"""

# The observations of an experiment stay, as rows that say nothing of it.
_EXPERIMENTS = """
INSERT INTO observations
SELECT * REPLACE (
    '' AS experiment_id,
    '' AS experiment_name,
    '' AS experiment_description,
    CAST(map(), 'Map(LowCardinality(String), String)') AS experiment_metadata,
    '' AS experiment_dataset_id,
    '' AS experiment_item_id,
    NULL AS experiment_item_version,
    CAST(map(), 'Map(LowCardinality(String), String)') AS experiment_item_metadata,
    '' AS experiment_item_root_id,
    NULL AS experiment_expected_output,
    event_ts + toIntervalMicrosecond(2) AS event_ts
)
FROM (
    SELECT * FROM observations FINAL WHERE project_id = {project_id:String} AND experiment_id IN {ids:Array(String)}
)
SETTINGS max_block_size = 256
"""

IDS_A_STATEMENT = 500


class Deleter:
    """Carries deletions out. For one thread; doing one again changes nothing."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def delete(self, project_id: str, deletion: Deletion, received_ns: int) -> None:
        """Delete what is stored now and was received before. Raises StoreError."""
        for ids in _chunks(deletion.score_ids):
            self._driver.command(_SCORES % "id", {"project_id": project_id, "ids": ids})
        for ids in _chunks(deletion.trace_ids):
            self._delete_traces(project_id, ids, received_ns)
        for ids in _chunks(deletion.experiment_ids):
            self._driver.command(_SCORES % "dataset_run_id", {"project_id": project_id, "ids": ids})
            self._driver.command(_EXPERIMENTS, {"project_id": project_id, "ids": ids})

    def _delete_traces(self, project_id: str, ids: list[str], received_ns: int) -> None:
        params: dict[str, Param] = {"project_id": project_id, "ids": ids}
        sessions = [row["session_id"] for row in self._driver.query(_SESSIONS, params)]
        # What a fold starts from goes first: a crash in between must not leave it for the next fold.
        if sessions:
            self._driver.command(_AGENT_EVENTS, {"project_id": project_id, "sessions": sessions})
        self._driver.command(_PIECES, {**params, "received_us": received_ns // NS_PER_US})
        self._driver.command(_SCORES % "trace_id", params)
        for bounds in self._driver.query(_BOUNDS, params):
            self._driver.command(_OBSERVATIONS, {**params, **bounds})
            self._driver.command(_TRACES, {**params, **bounds})


def _chunks(ids: Sequence[str]) -> Iterable[list[str]]:
    return (list(ids[first : first + IDS_A_STATEMENT]) for first in range(0, len(ids), IDS_A_STATEMENT))
