"""Datasets and items as the web app's types."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

from fastapi import Response

from sidelight.api.app import dataset_models as models
from sidelight.api.app.json_value import json_out
from sidelight.api.json_answer import SafeJSONResponse
from sidelight.platform.clock import to_iso
from sidelight.platform.datasets.history import ACTIONS, DatasetChange, ItemVersion
from sidelight.platform.datasets.item_list import ItemSummary
from sidelight.platform.datasets.item_writing import Written
from sidelight.platform.datasets.listing import DatasetCounts, DatasetPage
from sidelight.platform.datasets.refusal import DatasetRefusal, ItemMisfits
from sidelight.platform.datasets.runs import RunHead
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion


def dataset_page(page: DatasetPage, runs: Mapping[str, Sequence[RunHead]]) -> models.DatasetPage:
    """A page of the list; ``runs`` are those of each dataset, newest first."""
    return models.DatasetPage(
        items=[models.DatasetRow(**_row(row.dataset, row.counts, runs[row.dataset.id])) for row in page.rows],
        folders=[models.DatasetFolder(path=one.path, dataset_count=one.datasets) for one in page.folders],
        total=page.total,
    )


def dataset_detail(
    dataset: Dataset, counts: DatasetCounts, runs: Sequence[RunHead] = (), *, status: int = 200
) -> Response:
    """One dataset, as :class:`models.DatasetDetail`."""
    detail = models.DatasetDetail(
        **_row(dataset, counts, runs),
        metadata=None,
        input_schema=None,
        expected_output_schema=None,
        revision=dataset.revision,
    )
    values = {
        "metadata": dataset.info,
        "inputSchema": dataset.input_schema,
        "expectedOutputSchema": dataset.expected_output_schema,
    }
    # JSON of clients may hold what pydantic cannot write, such as half a character: it goes past it.
    return SafeJSONResponse({**detail.model_dump(by_alias=True), **values}, status)


def written_items(written: list[Written], asked: list[str | None]) -> models.WrittenItems:
    """What became of a batch; ``asked`` are the ids of the request."""
    return models.WrittenItems(
        created=sum(one.outcome == "created" for one in written),
        updated=sum(one.outcome == "updated" for one in written),
        unchanged=sum(one.outcome == "unchanged" for one in written),
        refused=[
            models.RefusedItem(index=index, id=asked[index], field=field, message=message)
            for index, one in enumerate(written)
            if one.refusal is not None
            for field, message in _reasons(one.refusal)
        ],
        ids=[None if one.refusal is not None else one.item_id for one in written],
    )


def _reasons(refusal: DatasetRefusal) -> list[tuple[str, str]]:
    if isinstance(refusal, ItemMisfits):
        return [(misfit.field, misfit.message) for misfit in refusal.misfits]
    return [(refusal.field, str(refusal))]


def item_row(item: ItemSummary) -> models.ItemRow:
    """An item of the list."""
    return models.ItemRow(
        id=item.id,
        input_preview=item.input_preview,
        expected_output_preview=item.expected_output_preview,
        status=cast("models.Status", item.status),
        source_trace_id=item.source_trace_id,
        source_observation_id=item.source_observation_id,
        created_at=to_iso(item.created_at),
        updated_at=to_iso(item.valid_from),
        version=exact(item.valid_from),
    )


def item_detail(version: DatasetItemVersion) -> models.ItemDetail:
    """One version of an item."""
    return models.ItemDetail(
        id=version.id,
        input=json_out(version.input),
        expected_output=json_out(version.expected_output),
        metadata=json_out(version.info),
        status=cast("models.Status", version.status),
        is_deleted=version.is_deleted,
        source_trace_id=version.source_trace_id,
        source_observation_id=version.source_observation_id,
        author_name=version.author_name,
        created_at=to_iso(version.created_at),
        updated_at=to_iso(version.valid_from),
        version=exact(version.valid_from),
        valid_to=None if version.valid_to is None else exact(version.valid_to),
    )


def item_version_row(version: ItemVersion) -> models.ItemVersionRow:
    """A line of an item's history."""
    return models.ItemVersionRow(
        version=exact(version.valid_from),
        valid_to=None if version.valid_to is None else exact(version.valid_to),
        action=cast("models.ItemAction", version.action),
        status=cast("models.Status", version.status),
        author_name=version.author_name,
        changed=list(version.changed),
    )


def change_row(change: DatasetChange) -> models.DatasetChangeRow:
    """A line of a dataset's history."""
    return models.DatasetChangeRow(
        version=exact(change.moment),
        began_at=exact(change.began_at),
        author_name=change.author_name,
        **dict(zip(ACTIONS, change.counts, strict=True)),
    )


def exact(moment: datetime) -> str:
    """ISO 8601 in UTC with microseconds: what names a version."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _row(dataset: Dataset, counts: DatasetCounts, runs: Sequence[RunHead]) -> dict[str, object]:
    return {
        "id": dataset.id,
        "name": dataset.name,
        "description": dataset.description,
        "has_input_schema": dataset.input_schema is not None,
        "has_expected_output_schema": dataset.expected_output_schema is not None,
        "item_count": counts.active,
        "archived_count": counts.archived,
        "run_count": len(runs),
        "last_run_at": to_iso(runs[0].created_at) if runs else None,
        "created_at": to_iso(dataset.created_at),
        "updated_at": to_iso(_latest(dataset.updated_at, counts.changed_at)),
    }


def _latest(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else max(one, other)
