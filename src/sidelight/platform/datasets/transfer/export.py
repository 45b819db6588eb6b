"""Writes a dataset as CSV, JSON Lines or JSON, in parts, so that its size does not matter."""

import csv
import io
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any, Literal, TypeAlias

from sidelight.platform.clock import now, to_iso
from sidelight.platform.database import Database
from sidelight.platform.datasets.item_list import ItemQuery, read_items
from sidelight.platform.datasets.tables import DatasetItemVersion
from sidelight.platform.datasets.transfer.cells import cell_of
from sidelight.platform.json_text import json_text

ExportFormat: TypeAlias = Literal["csv", "jsonl", "json"]

COLUMNS = (
    "id", "input", "expected_output", "metadata", "status", "source_trace_id", "source_observation_id",
    "created_at", "updated_at",
)  # fmt: skip
_AT_ONCE = 100


async def export_items(database: Database, query: ItemQuery, form: ExportFormat) -> AsyncIterator[bytes]:
    """The file in parts, oldest items first. What changes meanwhile is not in it: it is one version of the dataset."""
    fixed = replace(query, at=query.at or now())
    after = None
    is_first = True
    if form == "csv":
        yield _csv([COLUMNS]).encode("utf-8-sig")  # the mark tells spreadsheets that it is UTF-8
    while True:
        async with database.reading() as session:
            items = await read_items(session, fixed, after, _AT_ONCE)
        if items:
            yield _part(items, form, is_first=is_first)
            is_first = False
            after = (items[-1].created_at, items[-1].id)
        if len(items) < _AT_ONCE:
            break
    if form == "json":
        yield b"[]\n" if is_first else b"\n]\n"


def _part(items: Sequence[DatasetItemVersion], form: ExportFormat, *, is_first: bool) -> bytes:
    if form == "csv":
        return _csv([[_cell(name, value) for name, value in record_of(item).items()] for item in items]).encode()
    lines = [json_text(record_of(item)) for item in items]
    if form == "jsonl":
        return "".join(f"{line}\n" for line in lines).encode()
    return (("[\n" if is_first else ",\n") + ",\n".join(lines)).encode()


def record_of(item: DatasetItemVersion) -> dict[str, Any]:
    """An item as one record, in the order of the columns."""
    values = (
        item.id, item.input, item.expected_output, item.info, item.status, item.source_trace_id,
        item.source_observation_id, to_iso(item.created_at), to_iso(item.valid_from),
    )  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def _cell(name: str, value: Any) -> str:
    """Ids stand as they are, but for what a spreadsheet would run."""
    return cell_of(value) if name in ("input", "expected_output", "metadata") else _text_cell(value)


def _text_cell(value: str | None) -> str:
    return "" if value is None else f"'{value}" if value.startswith(("=", "+", "-", "@", "'", "\t", "\r")) else value


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()
