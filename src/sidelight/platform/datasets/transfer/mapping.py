"""Which column becomes what of an item: a proposal, its faults, and the item that a record becomes. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sidelight.model.exact_json import canonical_json
from sidelight.platform.datasets.item_draft import ItemDraft, ItemField
from sidelight.platform.datasets.refusal import DatasetRefusal
from sidelight.platform.datasets.transfer.cells import value_of
from sidelight.platform.datasets.transfer.records import Record
from sidelight.platform.json_text import json_text

TargetKind: TypeAlias = Literal[
    "ignore", "id", "input", "expectedOutput", "metadata", "status", "sourceTraceId", "sourceObservationId"
]

_FIELDS: dict[str, ItemField] = {
    "input": "input",
    "expectedOutput": "expected_output",
    "metadata": "metadata",
    "status": "status",
    "sourceTraceId": "source_trace_id",
    "sourceObservationId": "source_observation_id",
}
_KEYED = ("input", "expectedOutput", "metadata")
_KNOWN: dict[str, TargetKind] = {
    "id": "id", "itemid": "id", "datasetitemid": "id",
    "input": "input", "inputs": "input", "question": "input", "prompt": "input", "query": "input",
    "expectedoutput": "expectedOutput", "expected": "expectedOutput", "output": "expectedOutput",
    "answer": "expectedOutput", "label": "expectedOutput", "target": "expectedOutput",
    "groundtruth": "expectedOutput", "reference": "expectedOutput", "completion": "expectedOutput",
    "metadata": "metadata", "meta": "metadata",
    "status": "status", "sourcetraceid": "sourceTraceId", "sourceobservationid": "sourceObservationId",
    # Written by our own export, but not for a reader to set.
    "createdat": "ignore", "updatedat": "ignore",
}  # fmt: skip
# Names of our own export: always the whole of what they say.
_EXPORTED = ("id", "input", "expectedoutput", "metadata", "status", "sourcetraceid", "sourceobservationid")
_STATUSES = ("ACTIVE", "ARCHIVED")
_ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Target:
    """What a column becomes: a whole field, or one ``key`` of input, expected output or metadata."""

    kind: TargetKind
    key: str = ""
    is_text: bool = False  # a cell is never read as JSON or a number


Columns: TypeAlias = Mapping[str, Target]


def propose(
    columns: Sequence[str], input_keys: Sequence[str] = (), expected_output_keys: Sequence[str] = ()
) -> dict[str, Target]:
    """A mapping by the names of the columns; what nobody knows goes to the input, or else to the metadata.

    Columns that are named like a key that the dataset's schemas know become that key.
    """
    keys: dict[str, tuple[TargetKind, str]] = {
        _plain_name(key): ("expectedOutput", key) for key in expected_output_keys
    }
    keys |= {_plain_name(key): ("input", key) for key in input_keys}
    found: dict[str, Target] = {}
    taken: set[tuple[str, str]] = set()

    def take(column: str, kind: TargetKind, key: str = "") -> None:
        if column not in found and (kind == "ignore" or (kind, key) not in taken):
            found[column] = Target(kind, key)
            taken.add((kind, key))

    for column in columns:
        plain = _plain_name(column)
        kind = _KNOWN.get(plain)
        if plain in keys and plain not in _EXPORTED:
            take(column, *keys[plain])
        elif kind is not None and not any(of == kind and key for of, key in taken | set(keys.values())):
            take(column, kind)
    for column in columns:
        first, _, key = column.partition(".")
        kind = _KNOWN.get(_plain_name(first))
        if key and kind in _KEYED and (kind, "") not in taken:
            take(column, kind, key)
    left = [column for column in columns if column not in found and column]
    has_input = any(kind == "input" for kind, _ in taken)
    for column in left:
        if not has_input:
            take(column, "input", column if len(left) > 1 else "")
        elif ("metadata", "") not in taken:
            take(column, "metadata", column)
    return {column: found.get(column, Target("ignore")) for column in columns}


def _plain_name(column: str) -> str:
    return "".join(sign for sign in column.lower() if sign.isalnum())


def check_mapping(columns: Columns) -> None:
    """Refuse what would lose a value. Raises DatasetRefusal."""
    whole: dict[str, str] = {}
    keys: dict[tuple[str, str], str] = {}
    for column, target in columns.items():
        if target.kind == "ignore":
            continue
        place = (target.kind, target.key)
        other = keys.get(place) if target.key else whole.get(target.kind)
        if other is not None:
            raise DatasetRefusal("mapping", f"The columns {other!r} and {column!r} both become {_told(target)}.")
        if target.key:
            if target.kind not in _KEYED:
                raise DatasetRefusal("mapping", f"{target.kind} has no keys (column {column!r}).")
            keys[place] = column
        else:
            whole[target.kind] = column
    for kind, column in whole.items():
        part = next((one for (of, _), one in keys.items() if of == kind), None)
        if part is not None:
            raise DatasetRefusal("mapping", f"{column!r} becomes all of {kind}, so {part!r} cannot become a key of it.")
    if not {target.kind for target in columns.values()} & {"input", "expectedOutput", "metadata"}:
        raise DatasetRefusal("mapping", "No column becomes input, expected output or metadata.")


def draft_of(record: Record, columns: Columns, *, is_table: bool, derive_from: str | None) -> ItemDraft:
    """The item that a record becomes.

    ``derive_from`` is what an id is made from together with the content when the record has none, so that the same
    record becomes the same item again; None gives each record an item of its own.

    Raises:
        DatasetRefusal: the record is broken, or a value is not possible.
    """
    if record.problem:
        raise DatasetRefusal("row", record.problem)
    values: dict[str, Any] = {}
    item_id = ""
    for column, target in columns.items():
        if target.kind == "ignore" or column not in record.values:
            continue
        raw = record.values[column]
        if target.kind in _KEYED:
            value = value_of(raw) if is_table and not target.is_text else raw
            if not target.key:
                values[target.kind] = None if is_table and raw == "" else value
            elif not (is_table and raw == ""):
                values.setdefault(target.kind, {})[target.key] = value
        elif target.kind == "id":
            item_id = _plain(raw, "id", is_table=is_table)
        elif text := _plain(raw, target.kind, is_table=is_table):
            values[target.kind] = text.upper() if target.kind == "status" else text
    if values.get("status", "ACTIVE") not in _STATUSES:
        raise DatasetRefusal("status", f"A status is ACTIVE or ARCHIVED, not {values['status'][:50]!r}.")
    if not item_id and derive_from is not None:
        item_id = derived_id(derive_from, {kind: values.get(kind) for kind in _KEYED})
    return ItemDraft(item_id or None, {_FIELDS[kind]: value for kind, value in values.items()})


def derived_id(seed: str, values: Mapping[str, Any]) -> str:
    """An id made from what an item holds: the same content of one dataset always has the same."""
    content = [seed, {name: value for name, value in values.items() if value is not None}]
    return f"row-{hashlib.sha256(canonical_json(content)).hexdigest()[:_ID_DIGITS]}"


def _plain(raw: Any, field: str, *, is_table: bool) -> str:
    if raw is None:
        return ""
    if isinstance(raw, str):
        return raw.removeprefix("'") if is_table else raw  # as the export writes it, see cells.py
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    raise DatasetRefusal(field, f"{field} must be a text, not {json_text(raw)[:50]}.")


def _told(target: Target) -> str:
    return f"{target.kind}.{target.key}" if target.key else f"all of {target.kind}"
