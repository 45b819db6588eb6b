"""The Ingestion page: what arrived, from whom, and over time."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.query.sql import TimeRange, all_of, within
from sidelight.query.time_slices import US_PER_S, slices_of
from sidelight.store.driver import Params, Row
from sidelight.store.store import ProjectStore

MAX_SOURCES = 200


@dataclass(frozen=True, slots=True)
class IngestSource:
    """What one client sent of one signal. ``refused`` counts requests; the counts after ``bytes`` are records."""

    signal: str
    transport: str
    format: str
    service_name: str
    service_version: str
    user_agent: str
    key_id: str
    requests: int
    refused: int
    bytes: int
    records: int
    stored: int
    ignored: int
    unknown: int
    rejected: int
    last_us: int


@dataclass(frozen=True, slots=True)
class IngestSlice:
    """Records accepted by signal, and requests refused, in one slice of time.

    ``batch`` counts events of Langfuse's batch API, ``scores`` those of its scores API; deletions are no records.
    """

    start_us: int
    logs: int = 0
    traces: int = 0
    metrics: int = 0
    batch: int = 0
    scores: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """Slices without gaps, in order of time; sources by their last request, latest first.

    ``dead_letters`` counts accepted requests that could not be processed and were set aside.
    """

    slice_seconds: int
    slices: tuple[IngestSlice, ...]
    sources: tuple[IngestSource, ...]
    dead_letters: int


_SOURCES = """
SELECT signal, transport, format, service_name, service_version, user_agent, key_id,
    sum(r.repeats) AS requests, sumIf(r.repeats, status >= 400) AS refused, sum(r.bytes) AS bytes,
    sum(r.records) AS records, sum(r.stored) AS stored, sum(r.ignored) AS ignored,
    sum(r.unknown) AS unknown, sum(r.rejected) AS rejected,
    toUnixTimestamp64Micro(max(received_at)) AS last_us
FROM ingest_requests AS r FINAL WHERE project_id = {project_id:String} AND %s
GROUP BY signal, transport, format, service_name, service_version, user_agent, key_id
ORDER BY last_us DESC LIMIT {max_sources:UInt32}
"""

_SLICES = """
SELECT intDiv(toUnixTimestamp64Micro(received_at), {slice_us:Int64}) AS slice,
    sumIf(records, signal = 'logs' AND status < 400) AS logs,
    sumIf(records, signal = 'traces' AND status < 400) AS traces,
    sumIf(records, signal = 'metrics' AND status < 400) AS metrics,
    sumIf(records, signal = 'langfuse_batch' AND status < 400) AS batch,
    sumIf(records, signal = 'scores' AND status < 400) AS scores, sumIf(repeats, status >= 400) AS refused
FROM ingest_requests FINAL WHERE project_id = {project_id:String} AND %s
GROUP BY slice
"""


_DEAD_LETTERS = """
SELECT count() AS dead_letters FROM ingest_issues FINAL
WHERE project_id = {project_id:String} AND kind = 'dead_letter' AND %s
"""


async def load_ingestion(stores: Sequence[ProjectStore], from_us: int, to_us: int) -> IngestSummary:
    """Requests in the half-open range, of all the given projects together. Raises StoreError."""
    time = all_of(within("received_at", TimeRange(from_us, to_us)))
    slices = slices_of(from_us, to_us)
    slice_us = slices.seconds * US_PER_S
    set_aside = all_of(within("time", TimeRange(from_us, to_us)))
    sources, counts, dead_letters = await asyncio.gather(
        _all(stores, _SOURCES % time.text, {**time.params, "max_sources": MAX_SOURCES}),
        _all(stores, _SLICES % time.text, {**time.params, "slice_us": slice_us}),
        _all(stores, _DEAD_LETTERS % set_aside.text, set_aside.params),
    )
    found: dict[int, dict[str, int]] = {}
    for row in counts:
        slice_counts = found.setdefault(row.pop("slice") * slice_us, {})
        for name, count in row.items():
            slice_counts[name] = slice_counts.get(name, 0) + count
    return IngestSummary(
        slice_seconds=slices.seconds,
        slices=tuple(IngestSlice(start_us, **found.get(start_us, {})) for start_us in slices.starts_us),
        sources=tuple(sorted((IngestSource(**row) for row in sources), key=lambda source: -source.last_us)),
        dead_letters=sum(row["dead_letters"] for row in dead_letters),
    )


async def _all(stores: Sequence[ProjectStore], sql: str, params: Params) -> list[Row]:
    rows = await asyncio.gather(*(ps.query(sql, params) for ps in stores))
    return [row for found in rows for row in found]
