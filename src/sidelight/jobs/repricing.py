"""Prices a project's stored calls anew: what a model's change means for what was stored before it.

Works a day at a time and in small chunks, so that memory stays bounded and an interrupted job goes on where it was.
A call whose price changes gets a new version of its row, made by the engine from the stored one (``INSERT … SELECT``):
texts never come to Python. The new version is one microsecond younger than the one that was read, and is made only if
that one is still the newest: whatever ingestion writes meanwhile is younger and wins. What a sender reported itself,
and what was stored before Sidelight noted where a cost is from, is never touched.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from sidelight.enrich.pattern import compile_pattern, is_match
from sidelight.enrich.price_book import PriceBook
from sidelight.enrich.priced_model import AttributeCondition
from sidelight.enrich.pricing import ESTIMATE, ESTIMATE_KEY, estimate_of, price
from sidelight.model import Observation, ObservationType
from sidelight.model.time import NS_PER_US
from sidelight.store.attributes_json import attributes_from_json
from sidelight.store.driver import Driver, Param, Row

CHUNK_ROWS = 2_000
WRITTEN_ROWS = 500  # as parameters of one statement, which a server takes in its address line (1 MiB)

_IS_OURS = "(cost_source IN ('model', 'estimate') OR (cost_source = '' AND cost_usd IS NULL))"

_PLAN = f"""
SELECT toString(toDate(start_time)) AS day, model, count() AS calls FROM observations FINAL
WHERE project_id = {{project_id:String}} AND model != '' AND {_IS_OURS}
    AND event_ts >= fromUnixTimestamp64Micro({{since_us:Int64}}, 'UTC')
GROUP BY day, model
"""  # noqa: S608 - made of constants

_COLUMNS = """
trace_id, id, parent_id, toUnixTimestamp64Micro(start_time) AS start_us, toUnixTimestamp64Micro(event_ts) AS version_us,
model, model_provider, model_parameters, usage, cost, cost_usd, cost_source, model_id, pricing_tier,
mapFilter((key, value) -> has({metadata_keys:Array(String)}, key), metadata) AS metadata
"""

_CALLS = f"""
SELECT {_COLUMNS} FROM observations FINAL
WHERE project_id = {{project_id:String}} AND toDate(start_time) = {{day:Date}} AND model IN {{models:Array(String)}}
    AND {_IS_OURS} AND event_ts >= fromUnixTimestamp64Micro({{since_us:Int64}}, 'UTC')
    AND trace_id >= {{after_trace_id:String}} AND (trace_id, id) > ({{after_trace_id:String}}, {{after_id:String}})
ORDER BY trace_id, id LIMIT {{limit:UInt32}}
"""  # noqa: S608 - made of constants

# A turn that has only the agent's own estimate, or could have: the calls in it began on its day or the next.
_TURNS = f"""
SELECT {_COLUMNS} FROM observations FINAL
WHERE project_id = {{project_id:String}} AND toDate(start_time) BETWEEN {{day:Date}} - 1 AND {{day:Date}}
    AND trace_id IN {{trace_ids:Array(String)}} AND id IN {{ids:Array(String)}} AND kind = 'turn' AND {_IS_OURS}
    AND metadata['{ESTIMATE_KEY}'] != ''
"""  # noqa: S608 - made of constants

_PRICED_PARENTS = """
SELECT DISTINCT trace_id, parent_id FROM observations FINAL
WHERE project_id = {project_id:String} AND toDate(start_time) BETWEEN {day:Date} - 1 AND {day:Date} + 1
    AND trace_id IN {trace_ids:Array(String)} AND parent_id IN {ids:Array(String)} AND cost_usd IS NOT NULL
"""

# The key of a row in one text: a trace's id may hold anything, so its length says where it ends.
_KEY = "concat(toString(length(trace_id)), ':', trace_id, id)"

_WRITE = f"""
INSERT INTO observations
SELECT * EXCEPT (place) REPLACE (
    CAST(JSONExtract({{costs:Array(String)}}[place], 'Map(String, Float64)'),
        'Map(LowCardinality(String), Float64)') AS cost,
    JSONExtract({{dollars:Array(String)}}[place], 'Nullable(Float64)') AS cost_usd,
    {{sources:Array(String)}}[place] AS cost_source,
    {{model_ids:Array(String)}}[place] AS model_id,
    {{tiers:Array(String)}}[place] AS pricing_tier,
    addMicroseconds(event_ts, 1) AS event_ts
)
FROM (
    SELECT *, indexOf({{keys:Array(String)}}, {_KEY}) AS place FROM observations FINAL
    WHERE place > 0 AND toUnixTimestamp64Micro(event_ts) = {{versions:Array(Int64)}}[place]
        AND project_id = {{project_id:String}} AND toDate(start_time) BETWEEN {{day:Date}} - 1 AND {{day:Date}}
        AND trace_id IN {{trace_ids:Array(String)}} AND id IN {{ids:Array(String)}}
)
SETTINGS max_block_size = 256, exclude_materialize_skip_indexes_on_insert = 'ix_input,ix_output'
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The calls of a day that are to be looked at."""

    day: date
    models: tuple[str, ...]
    calls: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one chunk came to."""

    looked_at: int
    changed: int
    trace_ids: frozenset[str]


class Repricing:
    """The calls of one project whose model one of some patterns matches. Blocking; for one thread."""

    def __init__(self, driver: Driver, project_id: str, book: PriceBook, patterns: Iterable[str]) -> None:
        self._driver = driver
        self._project_id = project_id
        self._book = book
        self._patterns = [compile_pattern(pattern) for pattern in patterns]
        keys = {
            condition.key
            for model in book.models
            for tier in model.tiers
            for condition in tier.conditions
            if isinstance(condition, AttributeCondition) and condition.source == "metadata"
        }
        self._metadata_keys = sorted({*keys, ESTIMATE_KEY})

    def plan(self, since_us: int = 0) -> list[DayPlan]:
        """The days with such calls, oldest first; only versions stored since a time when one is given.

        Raises :class:`~sidelight.store.driver.StoreError`.
        """
        days: dict[str, list[Row]] = {}
        matches: dict[str, bool] = {}
        for row in self._driver.query(_PLAN, {"project_id": self._project_id, "since_us": since_us}):
            model = row["model"]
            if model not in matches:
                matches[model] = any(is_match(pattern, model) for pattern in self._patterns)
            if matches[model]:
                days.setdefault(row["day"], []).append(row)
        return [
            DayPlan(
                date.fromisoformat(day), tuple(sorted(row["model"] for row in rows)), sum(row["calls"] for row in rows)
            )
            for day, rows in sorted(days.items())
        ]

    def run(self, plan: DayPlan, since_us: int = 0) -> Iterator[Step]:
        """Price a day's calls, a chunk with each step. Doing it again changes nothing.

        Raises :class:`~sidelight.store.driver.StoreError`.
        """
        after = ("", "")
        while True:
            rows = self._driver.query(
                _CALLS,
                {
                    **self._params(plan.day),
                    "models": plan.models,
                    "since_us": since_us,
                    "after_trace_id": after[0],
                    "after_id": after[1],
                    "limit": CHUNK_ROWS,
                },
            )
            if not rows:
                return
            changes = [change for row in rows if (change := self._priced(row)) is not None]
            self._write(plan.day, changes)
            turns = self._turns(plan.day, changes)
            self._write(plan.day, turns)
            yield Step(len(rows), len(changes), frozenset(row["trace_id"] for row, _ in changes))
            if len(rows) < CHUNK_ROWS:
                return
            after = (rows[-1]["trace_id"], rows[-1]["id"])

    def _priced(self, row: Row) -> "tuple[Row, Observation] | None":
        """The row with its price now; None when it has it already."""
        now = price(_unpriced(row), self._book)
        return None if _is_same(row, now) else (row, now)

    def _turns(self, day: date, changes: "Sequence[tuple[Row, Observation]]") -> "list[tuple[Row, Observation]]":
        """Turns whose estimate came or went with the prices of their calls: see ``price_session``."""
        parents = {(row["trace_id"], row["parent_id"]) for row, _ in changes if row["parent_id"]}
        if not parents:
            return []
        params = {
            **self._params(day),
            "trace_ids": sorted({trace_id for trace_id, _ in parents}),
            "ids": sorted({id_ for _, id_ in parents}),
        }
        turns = [row for row in self._driver.query(_TURNS, params) if (row["trace_id"], row["id"]) in parents]
        if not turns:
            return []
        params.pop("metadata_keys")
        priced = {(row["trace_id"], row["parent_id"]) for row in self._driver.query(_PRICED_PARENTS, params)}
        found = []
        for row in turns:
            now = _unpriced(row)
            dollars = None if (row["trace_id"], row["id"]) in priced else estimate_of(row["metadata"])
            if dollars is not None:
                now = now.with_cost({"estimated": dollars}, dollars, ESTIMATE)
            if not _is_same(row, now):
                found.append((row, now))
        return found

    def _write(self, day: date, changes: "Sequence[tuple[Row, Observation]]") -> None:
        for first in range(0, len(changes), WRITTEN_ROWS):
            chunk = changes[first : first + WRITTEN_ROWS]
            self._driver.command(
                _WRITE,
                {
                    "project_id": self._project_id,
                    "day": day.isoformat(),
                    "trace_ids": sorted({row["trace_id"] for row, _ in chunk}),
                    "ids": sorted({row["id"] for row, _ in chunk}),
                    "keys": [_key(row) for row, _ in chunk],
                    "versions": [row["version_us"] for row, _ in chunk],
                    "costs": [orjson.dumps(dict(now.cost)).decode() for _, now in chunk],
                    "dollars": ["null" if now.cost_usd is None else repr(now.cost_usd) for _, now in chunk],
                    "sources": [now.cost_source for _, now in chunk],
                    "model_ids": [now.model_id for _, now in chunk],
                    "tiers": [now.pricing_tier for _, now in chunk],
                },
            )

    def _params(self, day: date) -> dict[str, Param]:
        return {"project_id": self._project_id, "day": day.isoformat(), "metadata_keys": self._metadata_keys}


def _unpriced(row: Mapping[str, Any]) -> Observation:
    """What prices depend on, without the cost of before."""
    return Observation(
        id=row["id"],
        trace_id=row["trace_id"],
        type=ObservationType.GENERATION,
        name="",
        start_ns=row["start_us"] * NS_PER_US,
        model=row["model"],
        model_provider=row["model_provider"],
        model_parameters=_parameters(row["model_parameters"]),
        usage=row["usage"],
        metadata=row["metadata"],
    )


def _parameters(text: str) -> Mapping[str, str | int | float | bool]:
    return attributes_from_json(text) if text else {}  # type: ignore[return-value] # written from such a mapping


def _is_same(row: Mapping[str, Any], now: Observation) -> bool:
    return (row["cost"], row["cost_usd"], row["cost_source"], row["model_id"], row["pricing_tier"]) == (
        dict(now.cost),
        now.cost_usd,
        now.cost_source,
        now.model_id,
        now.pricing_tier,
    )


def _key(row: Mapping[str, Any]) -> str:
    return f"{len(row['trace_id'].encode())}:{row['trace_id']}{row['id']}"
