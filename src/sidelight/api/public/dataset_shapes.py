"""Datasets, items and runs as Langfuse's contract has them."""

from collections.abc import Sequence
from typing import Any

from sidelight.api.experiments.dataset_runs import Run, RunItem
from sidelight.platform.clock import to_iso
from sidelight.platform.datasets.items import DatasetItem
from sidelight.platform.datasets.runs import RunHead
from sidelight.platform.datasets.tables import Dataset, DatasetRun


def dataset_shape(dataset: Dataset) -> dict[str, Any]:
    """``Dataset``."""
    return {
        "id": dataset.id,
        "name": dataset.name,
        "description": dataset.description,
        "metadata": dataset.info,
        "inputSchema": dataset.input_schema,
        "expectedOutputSchema": dataset.expected_output_schema,
        "projectId": dataset.project_id,
        "createdAt": to_iso(dataset.created_at),
        "updatedAt": to_iso(dataset.updated_at),
    }


def item_shape(item: DatasetItem, media: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """``DatasetItem``; ``media`` are its resolved references."""
    row = item.row
    return {
        "id": row.id,
        "status": row.status,
        "input": row.input,
        "expectedOutput": row.expected_output,
        "metadata": row.info,
        "sourceTraceId": row.source_trace_id,
        "sourceObservationId": row.source_observation_id,
        "datasetId": row.dataset_id,
        "datasetName": item.dataset_name,
        "createdAt": to_iso(row.created_at),
        "updatedAt": to_iso(row.valid_from),
        "mediaReferences": list(media),
    }


def run_shape(dataset: Dataset, run: Run) -> dict[str, Any]:
    """``DatasetRun``."""
    return {
        "id": run.id,
        "name": run.name,
        "description": run.description,
        "metadata": run.metadata,
        "datasetId": dataset.id,
        "datasetName": dataset.name,
        "createdAt": to_iso(run.created_at),
        "updatedAt": to_iso(run.updated_at),
    }


def run_item_shape(run: RunHead | DatasetRun, item: RunItem) -> dict[str, Any]:
    """``DatasetRunItem``."""
    return {
        "id": item.id,
        "datasetRunId": run.id,
        "datasetRunName": run.name,
        "datasetItemId": item.item_id,
        "traceId": item.trace_id,
        "observationId": item.observation_id or None,
        "createdAt": to_iso(item.created_at),
        "updatedAt": to_iso(item.updated_at),
    }
