"""Writes trace rows: merges what arrived with what is stored, and moves a trace whose day changed."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping

from sidelight.ingest.trace_merge import merge_trace
from sidelight.model import Trace
from sidelight.model.time import NS_PER_S, NS_PER_US
from sidelight.store.driver import Driver, Row
from sidelight.store.rows import trace_row

CACHED_TRACES = 4000
CACHED_TEXT_CHARS = 4000
NS_PER_DAY = 86_400 * NS_PER_S

TraceKey = tuple[str, str]

_STORED = """
SELECT id, toUnixTimestamp64Micro(timestamp) AS timestamp_us, name, kind, parent_trace_id, parent_observation_id,
    user_id, session_id, environment, version, release, tags, metadata, input, output, public, bookmarked, source,
    is_shallow, derived
FROM traces FINAL
WHERE project_id = {project_id:String} AND id IN {ids:Array(String)}
    AND toDate(timestamp) BETWEEN toDate({first_s:Int64}) AND toDate({last_s:Int64})
"""

_BOUNDS = """
SELECT trace_id, toUnixTimestamp(min(start_min)) AS first_s, toUnixTimestamp(max(start_max)) AS last_s
FROM trace_bounds WHERE project_id = {project_id:String} AND trace_id IN {ids:Array(String)}
GROUP BY trace_id
"""


class TraceWriter:
    """Merges trace reports into stored rows. For one thread; the cache only saves reads, the store is the truth."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver
        self._cache: OrderedDict[TraceKey, Trace] = OrderedDict()

    def rows(self, reports: Mapping[TraceKey, Iterable[Trace]], event_ts_ns: int) -> list[Row]:
        """Rows to insert for these reports (in order of arrival): changed traces, and tombstones of moved ones.

        Raises :class:`~sidelight.store.driver.StoreError` when the stored rows cannot be read.
        """
        stored = self._load(reports)
        rows: list[Row] = []
        for key, reported in reports.items():
            current = merged = stored.get(key)
            for report in reported:
                merged = merge_trace(merged, report)
            if merged is None or merged == current:
                continue
            if current and current.timestamp_ns // NS_PER_DAY != merged.timestamp_ns // NS_PER_DAY:
                # The day is part of the sorting key, so that the old row would live on beside the new one.
                rows.append(trace_row(key[0], current, event_ts_ns) | {"is_deleted": 1})
            rows.append(trace_row(key[0], merged, event_ts_ns))
            self._remember(key, merged)
        return rows

    def forget(self) -> None:
        """Drop the cache, after a failed write or when another writer changed traces."""
        self._cache.clear()

    def _remember(self, key: TraceKey, trace: Trace) -> None:
        self._cache.pop(key, None)
        if len(trace.input or "") + len(trace.output or "") > CACHED_TEXT_CHARS:
            return
        self._cache[key] = trace
        if len(self._cache) > CACHED_TRACES:
            self._cache.popitem(last=False)

    def _load(self, keys: Iterable[TraceKey]) -> dict[TraceKey, Trace]:
        found: dict[TraceKey, Trace] = {}
        missing: defaultdict[str, list[str]] = defaultdict(list)
        for key in keys:
            cached = self._cache.get(key)
            if cached is not None:
                self._cache.move_to_end(key)
                found[key] = cached
            else:
                missing[key[0]].append(key[1])
        for project_id, ids in missing.items():
            bounds = self._driver.query(_BOUNDS, {"project_id": project_id, "ids": ids})
            if not bounds:
                continue
            params = {
                "project_id": project_id,
                "ids": [row["trace_id"] for row in bounds],
                "first_s": min(row["first_s"] for row in bounds),
                "last_s": max(row["last_s"] for row in bounds),
            }
            for row in self._driver.query(_STORED, params):
                found[project_id, row["id"]] = _trace_of(row)
        return found


def _trace_of(row: Row) -> Trace:
    fields = {name: value for name, value in row.items() if name != "timestamp_us"}
    fields["timestamp_ns"] = row["timestamp_us"] * NS_PER_US
    fields["tags"] = tuple(row["tags"])
    fields["derived"] = tuple(row["derived"])
    for flag in ("public", "bookmarked", "is_shallow"):
        fields[flag] = bool(row[flag])
    return Trace(**fields)
