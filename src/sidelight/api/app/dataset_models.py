"""Datasets and their items as the web app's types."""

from typing import Annotated, Any, Literal

from pydantic import Field

from sidelight.api.app.json_value import JsonIn, JsonOut
from sidelight.api.app.models import AppModel
from sidelight.api.app.parameters import Moment

MAX_ITEMS = 500
MAX_IDS = 1000
ObjectId = Annotated[str, Field(min_length=1, max_length=800, pattern=r"^[^\x00]*$")]
Status = Literal["ACTIVE", "ARCHIVED"]
ItemAction = Literal["created", "updated", "archived", "activated", "restored", "deleted"]


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
    input: JsonIn = None
    expected_output: JsonIn = None
    metadata: JsonIn = None
    status: Status | None = None
    source_trace_id: ObjectId | None = None
    source_observation_id: ObjectId | None = None


class NewItems(AppModel):
    """Items to write at once; each is judged alone."""

    items: list[NewItem] = Field(min_length=1, max_length=MAX_ITEMS)
    dry_run: bool = Field(False, description="Only judge them; nothing is written.")


class RefusedItem(AppModel):
    """An item that was not written, and why; one with two wrong values is there twice."""

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
    version: str


class ItemPage(AppModel):
    """A page of items."""

    items: list[ItemRow]
    total: int


class ItemDetail(AppModel):
    """An item, or what it was at a moment. ``version`` is exact: send it back as it is."""

    id: str
    input: JsonOut
    expected_output: JsonOut
    metadata: JsonOut
    status: Status
    is_deleted: bool
    source_trace_id: str | None
    source_observation_id: str | None
    author_name: str | None = Field(description="Who made this version; null where that was not written down.")
    created_at: str
    updated_at: str
    version: str
    valid_to: str | None = Field(description="When the next version came; null for the current one.")


class ItemEdit(AppModel):
    """What an item becomes; what is left out stays. ``version`` is that of what was on the screen."""

    version: Moment | None = None
    input: JsonIn = None
    expected_output: JsonIn = None
    metadata: JsonIn = None
    status: Status | None = None


class ItemVersionRow(AppModel):
    """A version of an item; ``changed`` names the fields that differ from the version before."""

    version: str
    valid_to: str | None
    action: ItemAction
    status: Status
    author_name: str | None
    changed: list[str]


class ItemVersionPage(AppModel):
    """Versions of an item, newest first."""

    items: list[ItemVersionRow]
    total: int


class DatasetChangeRow(AppModel):
    """What somebody did to the items of a dataset, step after step; ``version`` is the moment after it."""

    version: str
    began_at: str
    author_name: str | None
    created: int
    updated: int
    archived: int
    activated: int
    restored: int
    deleted: int


class DatasetChangePage(AppModel):
    """Changes, newest first; ``nextBefore`` asks for older ones."""

    items: list[DatasetChangeRow]
    next_before: str | None


class ItemsDeed(AppModel):
    """What to do with items; ``at`` is the moment whose values to restore."""

    deed: Literal["archive", "activate", "delete", "restore"]
    ids: list[Annotated[str, Field(min_length=1, max_length=255)]] = Field(min_length=1, max_length=MAX_IDS)
    at: Moment | None = None


class ItemsDone(AppModel):
    """The items that changed. ``before`` is the moment right before, which a restore takes back to."""

    ids: list[str]
    before: str
    refused: list[RefusedItem]


class NewCopy(AppModel):
    """The name of a copy."""

    name: str


class SchemaDraft(AppModel):
    """Schemas that somebody thinks of."""

    input_schema: Any = None
    expected_output_schema: Any = None


class Misfit(AppModel):
    """An item that a schema would not allow."""

    id: str
    field: str
    message: str


class SchemaFit(AppModel):
    """How the items would fit; ``misfits`` are the first of them."""

    checked: int
    wrong: int
    misfits: list[Misfit]


class Samples(AppModel):
    """Values to make a schema of."""

    samples: list[Any] = Field(min_length=1, max_length=MAX_ITEMS)


class InferredSchema(AppModel):
    """A schema that all samples fit."""

    json_schema: dict[str, Any]


class InferredSchemas(AppModel):
    """Schemas that the newest items of a dataset fit; null where they hold nothing."""

    items: int
    input_schema: dict[str, Any] | None
    expected_output_schema: dict[str, Any] | None
