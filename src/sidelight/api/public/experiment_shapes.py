"""Experiments and their items as Langfuse's contract has them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sidelight.api.experiments.items import ListedItem
from sidelight.api.experiments.listing import Experiment
from sidelight.api.public.answer import iso, iso_or_none, parsed_tree
from sidelight.api.public.score_shapes import V3_GROUPS, score_shape_v3
from sidelight.model.json_text import parsed
from sidelight.platform.clock import to_iso
from sidelight.platform.datasets.experiment_runs import ItemThen
from sidelight.query.experiments.texts import ItemTexts
from sidelight.query.score_records import ScoreRecord


@dataclass(frozen=True, slots=True)
class About:
    """What experiments say of themselves."""

    description: str
    metadata: dict[str, Any]


def experiment_shape(one: Experiment, about: About, items: int) -> dict[str, Any]:
    """``Experiment``, its core."""
    return {
        "id": one.id,
        "name": one.name or one.id,
        "description": about.description or None,
        "startTime": iso(one.first_us),
        "endTime": iso(one.last_us),
        "itemCount": items,
        "datasetId": one.dataset_id or None,
    }


def item_shape(
    item: ListedItem, texts: ItemTexts, then: ItemThen | None, about: About, groups: Collection[str]
) -> dict[str, Any]:
    """``ExperimentItem`` with the field groups asked for, without scores."""
    shape: dict[str, Any] = {
        "id": item.root_id or item.trace_id,
        "traceId": item.trace_id,
        "startTime": iso(item.start_us),
        "endTime": iso_or_none(item.end_us),
        "level": "ERROR" if item.is_error else texts.level,
        "environment": texts.environment,
        "experimentId": item.experiment_id,
        "experimentName": item.experiment_name or item.experiment_id,
        "experimentItemId": item.item_id,
    }
    if "dataset" in groups:
        version = texts.item_version_us
        shape |= {
            "experimentDatasetId": item.dataset_id or None,
            "experimentItemVersion": to_iso(then.valid_from) if version is None and then else iso_or_none(version),
        }
    if "io" in groups:
        shape |= {
            "input": then.input if then and not texts.input else parsed(texts.input),
            "output": parsed(texts.output),
            "expectedOutput": then.expected_output
            if then and not texts.expected_output
            else parsed(texts.expected_output),
        }
    if "metadata" in groups:
        shape["metadata"] = parsed_tree(texts.metadata)
    if "itemMetadata" in groups:
        own = then.info if then and isinstance(then.info, dict) else {}
        shape["experimentItemMetadata"] = {**own, **parsed_tree(texts.item_metadata)}
    if "experimentMetadata" in groups:
        shape |= {"experimentMetadata": about.metadata, "experimentDescription": about.description or None}
    return shape


def scores_shape(project_id: str, scores: Sequence[ScoreRecord], limit: int) -> list[dict[str, Any]]:
    """The newest of some scores, as ``ScoreV3``."""
    newest = sorted(scores, key=lambda score: (-score.timestamp_us, score.id))[:limit]
    return [score_shape_v3(project_id, score, V3_GROUPS) for score in newest]
