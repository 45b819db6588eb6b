"""Datasets and items as the web app's types."""

from datetime import datetime

from sidelight.api.app import dataset_models as models
from sidelight.platform.clock import to_iso
from sidelight.platform.datasets.item_writing import Written
from sidelight.platform.datasets.listing import DatasetCounts, DatasetPage
from sidelight.platform.datasets.tables import Dataset


def dataset_page(page: DatasetPage) -> models.DatasetPage:
    """A page of the list."""
    return models.DatasetPage(
        items=[models.DatasetRow(**_row(row.dataset, row.counts)) for row in page.rows],
        folders=[models.DatasetFolder(path=one.path, dataset_count=one.datasets) for one in page.folders],
        total=page.total,
    )


def dataset_detail(dataset: Dataset, counts: DatasetCounts) -> models.DatasetDetail:
    """One dataset."""
    return models.DatasetDetail(
        **_row(dataset, counts),
        metadata=dataset.info,
        input_schema=dataset.input_schema,
        expected_output_schema=dataset.expected_output_schema,
        revision=dataset.revision,
    )


def written_items(written: list[Written], asked: list[str | None]) -> models.WrittenItems:
    """What became of a batch; ``asked`` are the ids of the request."""
    return models.WrittenItems(
        created=sum(one.outcome == "created" for one in written),
        updated=sum(one.outcome == "updated" for one in written),
        unchanged=sum(one.outcome == "unchanged" for one in written),
        refused=[
            models.RefusedItem(index=index, id=asked[index], field=one.refusal.field, message=str(one.refusal))
            for index, one in enumerate(written)
            if one.refusal is not None
        ],
        ids=[None if one.refusal is not None else one.item_id for one in written],
    )


def _row(dataset: Dataset, counts: DatasetCounts) -> dict[str, object]:
    return {
        "id": dataset.id,
        "name": dataset.name,
        "description": dataset.description,
        "has_input_schema": dataset.input_schema is not None,
        "has_expected_output_schema": dataset.expected_output_schema is not None,
        "item_count": counts.active,
        "archived_count": counts.archived,
        "run_count": counts.runs,
        "last_run_at": None if counts.last_run_at is None else to_iso(counts.last_run_at),
        "created_at": to_iso(dataset.created_at),
        "updated_at": to_iso(_latest(dataset.updated_at, counts.changed_at)),
    }


def _latest(one: datetime, other: datetime | None) -> datetime:
    return one if other is None else max(one, other)
