"""What went into an item and came out of it: short for lists, whole for one item or a page of an export."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sidelight.query.text_search import contains
from sidelight.query.trace_summary import OF_TRACES, TRACES_BY_ID, load_bounds
from sidelight.store.driver import Params, Row
from sidelight.store.store import ProjectStore

MAX_PLACES = 2_000
PREVIEW_CHARS = 200

Place = tuple[str, str]
"""Trace, and the observation in it; ``""`` is the trace as a whole."""

_OF_OBSERVATIONS = f"""
SELECT trace_id, id, %(texts)s FROM observations FINAL WHERE {OF_TRACES} AND id IN {{observation_ids:Array(String)}}
"""  # noqa: S608

_SHORT = f"""input_preview AS input, output_preview AS output,
    substringUTF8(experiment_expected_output, 1, {PREVIEW_CHARS}) AS expected_output"""

_WHOLE = """input, output, experiment_expected_output AS expected_output, metadata, level, status_message,
    environment, experiment_item_metadata AS item_metadata,
    toUnixTimestamp64Micro(experiment_item_version) AS item_version_us"""

_OF_TRACES = f"SELECT id AS trace_id, %(texts)s FROM traces FINAL WHERE {TRACES_BY_ID}"  # noqa: S608

# An item without an id is known by what goes into it.
_INPUTS = f"""
SELECT trace_id, id, lower(hex(sipHash64(ifNull(input, '')))) AS hash FROM observations FINAL
WHERE {OF_TRACES} AND id IN {{observation_ids:Array(String)}}
"""  # noqa: S608

_MATCHES = f"""
SELECT trace_id, id FROM observations FINAL WHERE {OF_TRACES} AND id IN {{observation_ids:Array(String)}} AND (%s)
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ItemTexts:
    """Texts of one item as its root has them; previews leave out everything but the first three."""

    input: str | None = None
    output: str | None = None
    expected_output: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)
    level: str = "DEFAULT"
    status_message: str = ""
    environment: str = "default"
    item_metadata: Mapping[str, str] = field(default_factory=dict)
    item_version_us: int | None = None


async def load_previews(ps: ProjectStore, places: Sequence[Place], whole: Iterable[str] = ()) -> dict[Place, ItemTexts]:
    """The beginnings of texts by (trace, root); ``whole`` are traces whose own texts come first. Raises StoreError."""
    return await _load(ps, places, whole, _SHORT, "input_preview AS input, output_preview AS output")


async def load_texts(ps: ProjectStore, places: Sequence[Place], whole: Iterable[str] = ()) -> dict[Place, ItemTexts]:
    """Whole texts, as :func:`load_previews`. Raises StoreError."""
    return await _load(ps, places, whole, _WHOLE, "input, output")


async def load_input_hashes(ps: ProjectStore, places: Sequence[Place]) -> dict[Place, str]:
    """What tells the inputs of some items apart. Raises StoreError."""
    return {(row["trace_id"], row["id"]): row["hash"] for row in await _rows(ps, _INPUTS, places, {})}


async def find_in_texts(ps: ProjectStore, places: Sequence[Place], text: str) -> set[Place]:
    """The items whose input, output or expected output holds ``text``. Raises StoreError."""
    wanted = contains(("input", "output", "experiment_expected_output"), text)
    found = await _rows(ps, _MATCHES % wanted.text, places, wanted.params)
    return {(row["trace_id"], row["id"]) for row in found}


async def _load(
    ps: ProjectStore, places: Sequence[Place], whole: Iterable[str], texts: str, own_texts: str
) -> dict[Place, ItemTexts]:
    of_observations, of_traces = await asyncio.gather(
        _rows(ps, _OF_OBSERVATIONS % {"texts": texts}, places, {}),
        _rows(ps, _OF_TRACES % {"texts": own_texts}, [(trace_id, "") for trace_id in whole], {}),
    )
    own = {row["trace_id"]: row for row in of_traces}
    found: dict[Place, ItemTexts] = {}
    for row in of_observations:
        trace_id, root_id = row.pop("trace_id"), row.pop("id")
        trace = own.get(trace_id, {})
        for name in ("input", "output"):
            row[name] = trace.get(name) or row[name]
        found[trace_id, root_id] = ItemTexts(**row)
    return found


async def _rows(ps: ProjectStore, sql: str, places: Sequence[Place], params: Params) -> list[Row]:
    """The rows of the places, in statements that a server takes."""
    wanted = list(dict.fromkeys(places))
    chunks = [wanted[first : first + MAX_PLACES] for first in range(0, len(wanted), MAX_PLACES)]

    async def load(chunk: Sequence[Place]) -> list[Row]:
        bounds = await load_bounds(ps, sorted({trace_id for trace_id, _ in chunk}))
        if bounds is None:
            return []
        ids = sorted({observation_id for _, observation_id in chunk})
        observed = {"observation_ids": ids} if "{observation_ids:" in sql else {}
        rows = await ps.query(sql, {**bounds.params, **params, **observed})
        if not observed:
            return rows
        asked = set(chunk)
        return [row for row in rows if (row["trace_id"], row["id"]) in asked]

    return [row for rows in await asyncio.gather(*(load(chunk) for chunk in chunks)) for row in rows]
