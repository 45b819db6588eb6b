"""Items of a dataset for people: what they hold in short, narrowed and ordered, now or at a moment of the past."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Text, func, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.enrich.preview import PREVIEW_CHARACTERS, preview
from sidelight.platform.datasets.items import valid_at
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion

ItemOrder: TypeAlias = Literal["created.desc", "created.asc", "updated.desc", "updated.asc"]

_HEAD = 2 * PREVIEW_CHARACTERS  # of the JSON, which is longer than the text that it holds


@dataclass(frozen=True, slots=True)
class ItemQuery:
    """Which items. ``status`` None is any; ``at`` None is now."""

    dataset: Dataset
    status: str | None = None
    text: str = ""
    at: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """As conditions on versions."""
        row = DatasetItemVersion
        found = [
            row.dataset_id == self.dataset.id,  # which was found in its project
            row.is_deleted.is_(False),
            *valid_at(self.at),
        ]
        if self.status is not None:
            found.append(row.status == self.status)
        if self.text:
            found.append(_holds(self.text))
        return found


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """An item without its texts."""

    id: str
    input_preview: str
    expected_output_preview: str
    status: str
    source_trace_id: str | None
    source_observation_id: str | None
    created_at: datetime
    valid_from: datetime


async def list_summaries(
    session: AsyncSession, query: ItemQuery, order: ItemOrder = "created.desc", *, offset: int = 0, limit: int = 50
) -> tuple[list[ItemSummary], int]:
    """One page of items, and how many there are. Reads the beginnings of texts only."""
    row = DatasetItemVersion
    conditions = query.conditions()
    total = await session.scalar(select(func.count()).select_from(row).where(*conditions))
    column, _, direction = order.partition(".")
    time = row.created_at if column == "created" else row.valid_from
    keys = (time, row.id)
    found = await session.execute(
        select(
            row.id,
            func.substr(type_coerce(row.input, Text), 1, _HEAD),
            func.substr(type_coerce(row.expected_output, Text), 1, _HEAD),
            row.status,
            row.source_trace_id,
            row.source_observation_id,
            row.created_at,
            row.valid_from,
        )
        .where(*conditions)
        .order_by(*(key.desc() for key in keys) if direction == "desc" else keys)
        .offset(offset)
        .limit(limit)
    )
    return [ItemSummary(one[0], json_preview(one[1]), json_preview(one[2]), *one[3:]) for one in found], total or 0


async def read_items(
    session: AsyncSession, query: ItemQuery, after: tuple[datetime, str] | None, limit: int
) -> Sequence[DatasetItemVersion]:
    """Whole items, oldest first, after the one that ``after`` names: to read a dataset in parts."""
    row = DatasetItemVersion
    conditions = query.conditions()
    if after is not None:
        conditions += [
            row.created_at >= after[0],  # said on its own, so that the index is entered here
            or_(row.created_at > after[0], row.id > after[1]),
        ]
    return (await session.scalars(select(row).where(*conditions).order_by(row.created_at, row.id).limit(limit))).all()


async def newest_items(session: AsyncSession, query: ItemQuery, limit: int) -> Sequence[DatasetItemVersion]:
    """Whole items, newest first."""
    row = DatasetItemVersion
    newest = (row.created_at.desc(), row.id.desc())
    return (await session.scalars(select(row).where(*query.conditions()).order_by(*newest).limit(limit))).all()


def json_preview(head: str) -> str:
    """The beginning of a stored JSON value on one line, its own text when it is a text; ``""`` for null. Pure."""
    if head == "null":
        return ""
    if head.startswith('"'):
        return preview(_text_of(head))
    return preview(head)


def _text_of(head: str) -> str:
    """The text of a JSON string whose end may be missing."""
    body = head[1:]
    # At most one escape is cut: of 2 characters, of 6, or of a pair of 12.
    for cut in range(13):
        part = body[: len(body) - cut]
        try:
            text: Any = json.loads(f'"{part}"' if cut or not part.endswith('"') else f'"{part}')
        except ValueError:
            continue
        return str(text)
    return body


def _holds(text: str) -> ColumnElement[bool]:
    row = DatasetItemVersion
    needle = json.dumps(text, ensure_ascii=False)[1:-1]  # as it stands in stored JSON
    columns = (row.input, row.expected_output, row.info)
    return or_(
        row.id.icontains(text, autoescape=True),
        *(type_coerce(column, Text).icontains(needle, autoescape=True) for column in columns),
    )
