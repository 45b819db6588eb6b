"""Imports as the web app's types."""

from typing import Any

from sidelight.api.app.transfer_models import ImportColumn, ImportPreview, ImportTarget, PreviewedItem, RefusedRow
from sidelight.platform.datasets.item_list import json_preview
from sidelight.platform.datasets.transfer.importing import Preview, Progress
from sidelight.platform.datasets.transfer.mapping import Target
from sidelight.platform.datasets.transfer.records import Layout
from sidelight.platform.json_text import json_text
from sidelight.platform.storable import UnstorableValueError

RAW_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "The file as it is: CSV, or JSON Lines.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_HEAD = 1_000
_ENCODINGS = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}


def import_preview(preview: Preview, layout: Layout) -> ImportPreview:
    """What a file would become."""
    return ImportPreview(
        format=layout.format,
        encoding=_ENCODINGS.get(layout.encoding, layout.encoding),
        delimiter=layout.delimiter,
        columns=[
            ImportColumn(name=_sound(name), sample=_short(preview.samples.get(name)), target=_target(one))
            for name, one in preview.mapping.items()
        ],
        problem="" if preview.problem is None else str(preview.problem),
        rows=preview.rows,
        problem_count=preview.problems,
        items=[
            PreviewedItem(
                row=record.number,
                id=_sound((draft and draft.item_id) or ""),
                input_preview=_short(draft.given.get("input") if draft else None),
                expected_output_preview=_short(draft.given.get("expected_output") if draft else None),
                metadata_preview=_short(draft.given.get("metadata") if draft else None),
                field="" if refusal is None else refusal.field,
                problem="" if refusal is None else _sound(str(refusal)),
            )
            for record, draft, refusal in preview.drafts
        ],
        refused=[RefusedRow(row=one.number, field=one.field, message=_sound(one.message)) for one in preview.refused],
    )


def import_progress(progress: Progress) -> dict[str, Any]:
    """A line of the answer to an import, as ``ImportProgress``."""
    return {
        "state": progress.state,
        "rows": progress.rows,
        "total": progress.total,
        "created": progress.created,
        "updated": progress.updated,
        "unchanged": progress.unchanged,
        "refusedCount": progress.refused_count,
        "refused": [
            {"row": one.number, "field": one.field, "message": one.message, "record": _record(one.values)}
            for one in progress.refused
        ],
        "message": "",
    }


def import_failure(message: str) -> dict[str, Any]:
    """The last line of the answer to an import that failed."""
    return {**import_progress(Progress("done")), "state": "failed", "message": message}


def _record(values: dict[str, Any]) -> str:
    try:
        return json_text(values)
    except UnstorableValueError:  # too deep
        return "{}"


def _target(target: Target) -> ImportTarget:
    return ImportTarget(kind=target.kind, key=_sound(target.key), is_text=target.is_text)


def _short(value: Any) -> str:
    try:
        return _sound(json_preview(json_text(value)[:_HEAD]))
    except UnstorableValueError as error:
        return str(error)


def _sound(text: str) -> str:
    """Without halves of characters, which no answer can hold."""
    return text.encode(errors="replace").decode()
