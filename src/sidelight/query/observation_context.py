"""What an observation says beyond its record: tools, links, experiment, and where its cost comes from."""

from dataclasses import dataclass, field
from typing import Any, cast

from sidelight.model import ToolUse
from sidelight.model.experiment import Experiment
from sidelight.model.span import SpanLink
from sidelight.model.time import NS_PER_US
from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.attributes_json import attributes_from_json
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class ObservationContext:
    """The fields of :class:`sidelight.model.Observation` that only the details of one observation show."""

    trace_name: str = ""
    tags: tuple[str, ...] = ()
    is_app_root: bool = False
    prompt_id: str = ""
    model_id: str = ""
    pricing_tier: str = ""
    cost_source: str = ""
    links: tuple[SpanLink, ...] = ()
    tools: ToolUse = field(default_factory=ToolUse)
    experiment: Experiment | None = None


_CONTEXT = f"""
SELECT trace_name, tags, is_app_root, prompt_id, model_id, pricing_tier, cost_source, links, tool_definitions,
    tool_calls, tool_call_names, experiment_id, experiment_name, experiment_description, experiment_metadata,
    experiment_dataset_id, experiment_item_id, toUnixTimestamp64Micro(experiment_item_version) AS item_version_us,
    experiment_item_metadata, experiment_item_root_id, experiment_expected_output
FROM observations FINAL WHERE {OF_TRACES} AND id = {{observation_id:String}} ORDER BY event_ts DESC LIMIT 1
"""  # noqa: S608


async def load_observation_context(ps: ProjectStore, trace_id: str, observation_id: str) -> ObservationContext:
    """The context of one observation; empty when there is no such observation. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    if bounds is None:
        return ObservationContext()
    rows = await ps.query(_CONTEXT, {**bounds.params, "observation_id": observation_id})
    return _context_of(rows[0]) if rows else ObservationContext()


def _context_of(row: Row) -> ObservationContext:
    return ObservationContext(
        **{name: row[name] for name in ("trace_name", "prompt_id", "model_id", "pricing_tier", "cost_source")},
        tags=tuple(row["tags"]),
        is_app_root=bool(row["is_app_root"]),
        links=_links_of(row["links"]),
        tools=ToolUse(row["tool_definitions"], tuple(row["tool_calls"]), tuple(row["tool_call_names"])),
        experiment=_experiment_of(row) if row["experiment_id"] else None,
    )


def _links_of(text: str) -> tuple[SpanLink, ...]:
    return tuple(SpanLink(**link) for link in cast(list[dict[str, Any]], attributes_from_json(text) or []))


def _experiment_of(row: Row) -> Experiment:
    version_us = row["item_version_us"]
    return Experiment(
        id=row["experiment_id"],
        name=row["experiment_name"],
        description=row["experiment_description"],
        metadata=row["experiment_metadata"],
        dataset_id=row["experiment_dataset_id"],
        item_id=row["experiment_item_id"],
        item_version_ns=None if version_us is None else version_us * NS_PER_US,
        item_metadata=row["experiment_item_metadata"],
        item_root_id=row["experiment_item_root_id"],
        expected_output=row["experiment_expected_output"],
    )
