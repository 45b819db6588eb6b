"""What somebody wants an item to be, judged against what there is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sidelight.model.exact_json import is_same_json
from sidelight.platform.datasets.refusal import DatasetRefusal, ItemConflict, ItemMisfits
from sidelight.platform.datasets.schema import ItemSchemas
from sidelight.platform.datasets.tables import MAX_ITEM_ID, DatasetItemVersion
from sidelight.platform.json_text import json_text
from sidelight.platform.storable import UnstorableValueError, check_text

ItemField: TypeAlias = Literal[
    "input", "expected_output", "metadata", "status", "source_trace_id", "source_observation_id"
]
Values: TypeAlias = dict[ItemField, Any]

_JSON_FIELDS: tuple[tuple[ItemField, str], ...] = (
    ("input", "input"),
    ("expected_output", "expectedOutput"),
    ("metadata", "metadata"),
)
_NEW: Values = {
    "input": None,
    "expected_output": None,
    "metadata": None,
    "status": "ACTIVE",
    "source_trace_id": None,
    "source_observation_id": None,
}


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item to make, or to change when there is one with this id; what is not ``given`` stays as it is.

    ``seen`` is the version that was on the screen when it was edited; None expects nothing.
    """

    item_id: str | None = None
    given: Mapping[ItemField, Any] = field(default_factory=dict)
    seen: datetime | None = None


def judge(draft: ItemDraft, current: DatasetItemVersion | None, dataset_id: str, schemas: ItemSchemas) -> Values:
    """The values that the item would have.

    Raises:
        ItemConflict: it was changed after it was seen.
        DatasetRefusal: the id is not usable, or a value does not fit.
    """
    if draft.item_id is not None and not is_item_id(draft.item_id):
        raise DatasetRefusal("id", f"An id has 1 to {MAX_ITEM_ID} printable characters.")
    if current is not None and current.dataset_id != dataset_id:
        raise DatasetRefusal(
            "id", f"The item {draft.item_id!r} belongs to another dataset; ids are unique in a project."
        )
    if draft.seen is not None and (current is None or current.valid_from != draft.seen):
        raise ItemConflict(current)
    values: Values = {**values_of(current), **draft.given}
    values["status"] = values["status"] or "ACTIVE"
    _check_storable(values)
    misfits = schemas.misfits(values["input"], values["expected_output"])
    if misfits:
        raise ItemMisfits(misfits)
    return values


def is_item_id(text: str) -> bool:
    """Whether an item can have this id."""
    return 0 < len(text) <= MAX_ITEM_ID and text.isprintable()


def values_of(version: DatasetItemVersion | None) -> Values:
    """What a version holds; a deleted item is like a new one."""
    if version is None or version.is_deleted:
        return dict(_NEW)
    return {
        "input": version.input,
        "expected_output": version.expected_output,
        "metadata": version.info,
        "status": version.status,
        "source_trace_id": version.source_trace_id,
        "source_observation_id": version.source_observation_id,
    }


def is_same(one: Values, other: Values) -> bool:
    """Whether two say the same of an item."""
    return all(is_same_json(value, other[name]) for name, value in one.items())


def _check_storable(values: Values) -> None:
    """One value that no database holds must not fail those that were sent with it."""
    for name, told in _JSON_FIELDS:
        try:
            json_text(values[name])
        except UnstorableValueError as error:
            raise DatasetRefusal(told, str(error)) from error
    for source in (values["source_trace_id"], values["source_observation_id"]):
        if source is not None:
            try:
                check_text(source)
            except UnstorableValueError as error:
                raise DatasetRefusal("sourceTraceId", str(error)) from error
