"""Datasets and their items as the web app's types."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from sidelight.api.app.models import AppModel
from sidelight.api.app.parameters import Moment

MAX_ITEMS = 500
ObjectId = Annotated[str, Field(min_length=1, max_length=800, pattern=r"^[^\x00]*$")]
Status = Literal["ACTIVE", "ARCHIVED"]


class DatasetRow(AppModel):
    """A dataset with what it holds."""

    id: str
    name: str
    description: str | None
    has_input_schema: bool
    has_expected_output_schema: bool
    item_count: int
    archived_count: int
    run_count: int
    last_run_at: str | None
    created_at: str
    updated_at: str = Field(description="When the dataset or one of its items last changed.")


class DatasetFolder(AppModel):
    """The part of names before a slash."""

    path: str
    dataset_count: int


class DatasetPage(AppModel):
    """A page of datasets by name; the first one holds the folders too."""

    items: list[DatasetRow]
    folders: list[DatasetFolder]
    total: int


class DatasetDetail(DatasetRow):
    """A dataset with all that can be changed of it."""

    metadata: Any
    input_schema: Any
    expected_output_schema: Any
    revision: int


class NewDataset(AppModel):
    """A dataset to make."""

    name: str
    description: str | None = None
    metadata: Any = None
    input_schema: Any = None
    expected_output_schema: Any = None


class DatasetEdit(AppModel):
    """What to change of a dataset; what is left out stays. ``revision`` is that of what was on the screen."""

    revision: int | None = Field(None, ge=1, le=2**31 - 1)
    name: str = ""
    description: str | None = None
    metadata: Any = None
    input_schema: Any = None
    expected_output_schema: Any = None


class NewItem(AppModel):
    """An item to make, or to change when the dataset has one with this id; what is left out stays."""

    id: str | None = None
    input: Any = None
    expected_output: Any = None
    metadata: Any = None
    status: Status | None = None
    source_trace_id: ObjectId | None = None
    source_observation_id: ObjectId | None = None


class NewItems(AppModel):
    """Items to write at once; each is judged alone."""

    items: list[NewItem] = Field(min_length=1, max_length=MAX_ITEMS)
    dry_run: bool = Field(False, description="Only judge them; nothing is written.")


class RefusedItem(AppModel):
    """An item that was not written, and why."""

    index: int = Field(description="Its place in the request, from 0.")
    id: str | None
    field: str
    message: str


class WrittenItems(AppModel):
    """What became of items. ``ids`` are in the order of the request, null where an item was refused."""

    created: int
    updated: int
    unchanged: int
    refused: list[RefusedItem]
    ids: list[str | None]


class ItemRow(AppModel):
    """An item of the list; texts are previews. ``version`` is exact: send it back as it is."""

    id: str
    input_preview: str
    expected_output_preview: str
    status: Status
    source_trace_id: str | None
    source_observation_id: str | None
    created_at: str
    updated_at: str
    version: datetime


class ItemVersionTag(AppModel):
    """Which version of an item was on the screen."""

    version: Moment | None = None
