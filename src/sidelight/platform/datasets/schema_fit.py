"""Whether the items of a dataset fit schemas: those that it has, or those that somebody wants to give it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.datasets.refusal import DatasetRefusal
from sidelight.platform.datasets.schema import ItemSchemas, Misfit
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion

_SHOWN_ITEMS = 5
_AT_ONCE = 200


@dataclass(slots=True)
class Fit:
    """How many items were checked, how many do not fit, and the first of those with the reason."""

    checked: int = 0
    wrong: int = 0
    shown: list[tuple[str, Misfit]] = field(default_factory=list)


async def check_fit(session: AsyncSession, dataset_id: str, schemas: ItemSchemas, most_shown: int) -> Fit:
    """Check all items of a dataset, archived ones too, in bounded memory."""
    fit = Fit()
    rows = await session.stream(
        select(DatasetItemVersion.id, DatasetItemVersion.input, DatasetItemVersion.expected_output).where(
            DatasetItemVersion.dataset_id == dataset_id,
            DatasetItemVersion.valid_to.is_(None),
            DatasetItemVersion.is_deleted.is_(False),
        )
    )
    async for part in rows.partitions(_AT_ONCE):
        found = await asyncio.to_thread(_misfits, schemas, [(row[1], row[2]) for row in part])
        fit.checked += len(part)
        for row, misfits in zip(part, found, strict=True):
            if misfits:
                fit.wrong += 1
                fit.shown += [(row[0], misfit) for misfit in misfits[: most_shown - len(fit.shown)]]
    return fit


async def refuse_misfits(session: AsyncSession, dataset: Dataset) -> None:
    """A schema holds for the items that are there, too. Raises DatasetRefusal."""
    schemas = ItemSchemas(dataset.input_schema, dataset.expected_output_schema)
    fit = await check_fit(session, dataset.id, schemas, _SHOWN_ITEMS)
    if fit.wrong:
        shown = "; ".join(f"{item_id}: {misfit.message}" for item_id, misfit in fit.shown)
        fields: dict[str, Any] = {"input": "inputSchema", "expectedOutput": "expectedOutputSchema"}
        raise DatasetRefusal(
            fields[fit.shown[0][1].field], f"{fit.wrong} items of the dataset do not fit the schema: {shown}"
        )


def _misfits(schemas: ItemSchemas, values: list[tuple[Any, Any]]) -> list[list[Misfit]]:
    return [schemas.misfits(given, expected) for given, expected in values]
