"""Imports a file into a dataset: what it would become, and the import itself, in parts that can be stopped between.

Ids of items come from the file, or are made from what the rows hold, so that a file that is imported twice, or once
more after it was stopped half way, changes nothing that is there already.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import IO, Any, Literal

from sidelight.platform.audit.author import Author
from sidelight.platform.database import Database
from sidelight.platform.datasets.editing import find_dataset
from sidelight.platform.datasets.item_draft import ItemDraft
from sidelight.platform.datasets.item_writing import write_items
from sidelight.platform.datasets.noting import note_import
from sidelight.platform.datasets.refusal import DatasetRefusal
from sidelight.platform.datasets.schema import ItemSchemas
from sidelight.platform.datasets.tables import Dataset
from sidelight.platform.datasets.transfer.mapping import Columns, check_mapping, derived_id, draft_of, propose
from sidelight.platform.datasets.transfer.records import FileRefusal, Layout, Record, read_records

SHOWN = 20
_AT_ONCE = 200
_MANY = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file becomes items. Without ``derives_ids`` each row without an id becomes a new item each time."""

    layout: Layout
    columns: Columns | None  # None: as the names of the columns propose
    derives_ids: bool = True
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot become an item, with what it held."""

    number: int
    field: str
    message: str
    values: dict[str, Any]


@dataclass(slots=True)
class Preview:
    """What (the beginning of) a file would become."""

    columns: list[str]
    mapping: Columns
    samples: dict[str, Any] = field(default_factory=dict)  # the first value of each column that holds one
    problem: DatasetRefusal | None = None
    rows: int = 0
    problems: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    drafts: list[tuple[Record, ItemDraft | None, DatasetRefusal | None]] = field(default_factory=list)


@dataclass(slots=True)
class Progress:
    """How far an import is. ``refused`` are the rows refused since the progress before."""

    state: Literal["counting", "writing", "done", "stopped"]
    rows: int = 0
    total: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused_count: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


def preview_file(file: IO[bytes], plan: Plan, dataset: Dataset, *, is_head: bool) -> Preview:
    """Judge every row of the file; shows the first ones. Takes as long as the file is large: run it in a thread.

    Raises:
        FileRefusal: the file cannot be read.
    """
    records = read_records(file, plan.layout, is_head=is_head)
    first = list(islice(records, _AT_ONCE))
    columns = list(dict.fromkeys(name for record in first for name in record.values))
    proposal = propose(columns, _keys_of(dataset.input_schema), _keys_of(dataset.expected_output_schema))
    preview = Preview(columns, plan.columns if plan.columns is not None else proposal)
    for record in first:
        for name, value in record.values.items():
            if value not in ("", None):
                preview.samples.setdefault(name, value)
    if not first:
        preview.problem = DatasetRefusal("file", "The file names its columns, but has no rows.")
        return preview
    try:
        check_mapping(preview.mapping)
    except DatasetRefusal as refusal:
        preview.problem = refusal
    schemas = ItemSchemas(dataset.input_schema, dataset.expected_output_schema)
    for record in _chained(first, records):
        preview.rows += 1
        draft, wrong = _judged(record, plan, preview.mapping, dataset, schemas)
        if wrong is not None:
            preview.problems += 1
            if len(preview.refused) < SHOWN:
                preview.refused.append(_refused(record, wrong))
        if len(preview.drafts) < SHOWN:
            preview.drafts.append((record, draft, wrong))
    return preview


class FileImport:
    """Writes the items of a file, a part at a time, until all are there or :attr:`stop` is set."""

    def __init__(self, database: Database, dataset: Dataset, file: IO[bytes], plan: Plan, *, max_rows: int) -> None:
        """Raises DatasetRefusal: the mapping is not possible."""
        self.stop = asyncio.Event()
        self._database = database
        self._dataset = dataset
        self._file = file
        self._plan = plan
        self._max_rows = max_rows
        self._columns = plan.columns if plan.columns is not None else {}
        self._seen: dict[str, tuple[int, str]] = {}  # ids of the file: the first row with it, and what that holds
        self._progress = Progress("counting")
        self._is_noted = False
        check_mapping(self._columns)

    async def run(self, author: Author) -> AsyncIterator[Progress]:
        """Each part is one transaction, and the audit log knows of the import with the first of them.

        Raises:
            FileRefusal: the file cannot be read, or has more rows than may be.
            DatasetNotFound: the dataset was deleted meanwhile.
        """
        progress = self._progress
        async for many in _parts(read_records(self._file, self._plan.layout), _MANY):
            progress.total += len(many)
            if progress.total > self._max_rows:
                raise FileRefusal(
                    f"The file has more than {self._max_rows} rows. Split it, or let the operator raise "
                    "SIDELIGHT_DATASETS__MAX_IMPORT_ROWS."
                )
            yield progress
        progress.state = "writing"
        async for records in _parts(read_records(self._file, self._plan.layout), _AT_ONCE):
            if self.stop.is_set():
                progress.state = "stopped"
                break
            await self._write(records, author)
            yield progress
        progress.refused = []
        if progress.state != "stopped":
            progress.state = "done"
        yield progress

    async def _write(self, records: list[Record], author: Author) -> None:
        progress = self._progress
        progress.refused = []
        drafts = self._fresh(records)
        async with self._database.session() as session:
            dataset = await find_dataset(session, self._dataset.project_id, self._dataset.id)
            written = await write_items(session, dataset, [draft for _, draft in drafts], author)
            if not self._is_noted and any(one.outcome in ("created", "updated") for one in written):
                await note_import(session, author, dataset, file=self._plan.file_name, rows=progress.total)
                self._is_noted = True
        for (record, _), one in zip(drafts, written, strict=True):
            if one.refusal is not None:
                progress.refused.append(_refused(record, one.refusal))
            progress.created += one.outcome == "created"
            progress.updated += one.outcome == "updated"
            progress.unchanged += one.outcome == "unchanged"
        progress.rows += len(records)
        progress.refused_count += len(progress.refused)

    def _fresh(self, records: list[Record]) -> list[tuple[Record, ItemDraft]]:
        """The drafts of records whose ids did not come before in the file; the others are counted or refused."""
        drafts = []
        for record in records:
            try:
                draft = _draft(record, self._plan, self._columns, self._dataset)
                if draft.item_id and not self._is_first(record, draft):
                    self._progress.unchanged += 1
                    continue
            except DatasetRefusal as refusal:
                self._progress.refused.append(_refused(record, refusal))
                continue
            drafts.append((record, draft))
        return drafts

    def _is_first(self, record: Record, draft: ItemDraft) -> bool:
        """Whether no row before has this id; one that says something else with it is refused."""
        content = derived_id("", {str(name): value for name, value in draft.given.items()})
        number, before = self._seen.setdefault(draft.item_id or "", (record.number, content))
        if number != record.number and content != before:
            raise DatasetRefusal("id", f"Row {number} has the id {draft.item_id!r} already.")
        return number == record.number


def _judged(
    record: Record, plan: Plan, columns: Columns, dataset: Dataset, schemas: ItemSchemas
) -> tuple[ItemDraft | None, DatasetRefusal | None]:
    try:
        draft = _draft(record, plan, columns, dataset)
    except DatasetRefusal as refusal:
        return None, refusal
    for misfit in schemas.misfits(draft.given.get("input"), draft.given.get("expected_output")):
        return draft, DatasetRefusal(misfit.field, misfit.message)
    return draft, None


def _draft(record: Record, plan: Plan, columns: Columns, dataset: Dataset) -> ItemDraft:
    return draft_of(
        record,
        columns,
        is_table=plan.layout.format == "csv",
        derive_from=dataset.id if plan.derives_ids else None,
    )


def _refused(record: Record, refusal: DatasetRefusal) -> RefusedRow:
    return RefusedRow(record.number, refusal.field, str(refusal), record.values)


def _keys_of(schema: Any) -> list[str]:
    """The keys that a schema names for objects."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    return list(properties) if isinstance(properties, dict) else []


def _chained(first: list[Record], rest: Iterator[Record]) -> Iterator[Record]:
    yield from first
    yield from rest


async def _parts(records: Iterator[Record], size: int) -> AsyncIterator[list[Record]]:
    """Lists of records, read in a thread: parsing holds up nobody."""
    while part := await asyncio.to_thread(lambda: list(islice(records, size))):
        yield part
