"""Single observations with everything in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class ObservationRecord:
    """One stored observation; times in microseconds since the epoch, costs in US dollars."""

    id: str
    trace_id: str
    parent_id: str
    type: str
    kind: str
    name: str
    level: str
    status_message: str
    start_us: int
    end_us: int | None
    completion_start_us: int | None
    model: str
    model_provider: str
    model_parameters: Mapping[str, Any]
    usage: Mapping[str, int]
    cost: Mapping[str, float]
    cost_usd: float | None
    input: str | None
    output: str | None
    metadata: Mapping[str, str]
    environment: str
    version: str
    release: str
    user_id: str
    session_id: str
    prompt_name: str
    prompt_version: int | None
    service_name: str
    scope_name: str
    source: str
    prompt_id: str = ""
    model_id: str = ""
    pricing_tier: str = ""
    created_us: int = 0
    updated_us: int = 0

    @property
    def duration_us(self) -> int | None:
        """None while it has no recorded end."""
        return None if self.end_us is None else self.end_us - self.start_us

    @property
    def time_to_first_token_us(self) -> int | None:
        """From the start to the first token; None when that was not recorded, or is said to lie before the start."""
        return time_to_first_token_us(self.start_us, self.completion_start_us)


def time_to_first_token_us(start_us: int, completion_start_us: int | None) -> int | None:
    """From the start to the first token; None when a sender's clocks put the token before the start."""
    if completion_start_us is None or completion_start_us < start_us:
        return None
    return completion_start_us - start_us


OBSERVATION_COLUMNS = """id, trace_id, parent_id, type, kind, name, level, status_message,
    toUnixTimestamp64Micro(start_time) AS start_us, toUnixTimestamp64Micro(end_time) AS end_us,
    toUnixTimestamp64Micro(completion_start_time) AS completion_start_us,
    model, model_provider, model_parameters, usage, cost, cost_usd, input, output, metadata, environment, version,
    release, user_id, session_id, prompt_name, prompt_version, service_name, scope_name, source,
    prompt_id, model_id, pricing_tier, toUnixTimestamp64Micro(created_at) AS created_us,
    toUnixTimestamp64Micro(event_ts) AS updated_us"""
"""What :func:`observation_of` reads."""


def observation_of(row: Row) -> ObservationRecord:
    """The record of a row selected with ``OBSERVATION_COLUMNS``."""
    parameters = orjson.loads(row["model_parameters"]) if row["model_parameters"] else {}
    return ObservationRecord(**{**row, "model_parameters": parameters})


async def load_observation(ps: ProjectStore, trace_id: str, observation_id: str) -> ObservationRecord | None:
    """One observation of a trace; None when there is none. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    if bounds is None:
        return None
    rows = await ps.query(
        f"SELECT {OBSERVATION_COLUMNS} FROM observations FINAL"  # noqa: S608
        f" WHERE {OF_TRACES} AND id = {{observation_id:String}} ORDER BY event_ts DESC LIMIT 1",
        {**bounds.params, "observation_id": observation_id},
    )
    return observation_of(rows[0]) if rows else None
