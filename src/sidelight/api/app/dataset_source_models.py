"""Items made from traces and observations, as the web app's types."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sidelight.api.app.dataset_models import ObjectId
from sidelight.api.app.json_value import JsonIn, JsonOut
from sidelight.api.app.models import AppModel
from sidelight.model.json_path import MAX_PATH_CHARACTERS
from sidelight.query.dataset_source import MAX_SOURCES, SourceRef
from sidelight.query.item_mapping import ItemMapping

MAX_PREVIEWED = 20
Path = Annotated[str, Field(max_length=MAX_PATH_CHARACTERS)]


class SourceIds(AppModel):
    """A trace, one observation of it, or all that a session tells of."""

    trace_id: ObjectId | None = None
    observation_id: ObjectId | None = None
    session_id: ObjectId | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.trace_id is None) == (self.session_id is None):
            raise ValueError("give 'traceId', or 'sessionId'")
        return self

    def refs(self, sessions: Mapping[str, Sequence[str]]) -> list[SourceRef]:
        """The refs that the query layer takes; ``sessions`` holds the traces of sessions."""
        if self.trace_id is not None:
            return [SourceRef(self.trace_id, self.observation_id or "")]
        session_id = self.session_id or ""
        return [SourceRef(trace_id) for trace_id in sessions.get(session_id, [session_id])]


class MappingChoice(AppModel):
    """Which parts of a source go into an item; paths lead to one place in the JSON, such as ``$.messages[0].content``.

    ``facts`` is what Sidelight knows (model, cost, duration …), ``all`` adds the sender's own metadata.
    """

    input: Literal["all", "last_user_message", "path"] = "all"
    input_path: Path = "$"
    expected_output: Literal["all", "path", "none"] = "all"
    expected_output_path: Path = "$"
    metadata: Literal["facts", "all", "none"] = "facts"

    def mapping(self) -> ItemMapping:
        """The same for the query layer."""
        return ItemMapping(**self.model_dump(by_alias=False))


class SourceRequest(AppModel):
    """What to make items from. With ``by_turn``, each turn of an agent's session makes one."""

    sources: list[SourceIds] = Field(min_length=1, max_length=MAX_SOURCES)
    by_turn: bool = True
    mapping: MappingChoice = MappingChoice()


class PreviewRequest(SourceRequest):
    """The same, to look at: the first ``limit`` items, held to the schemas of a dataset when one is named."""

    dataset_id: str | None = Field(None, max_length=191)
    limit: int = Field(5, ge=1, le=MAX_PREVIEWED)


class EditedItem(AppModel):
    """Values that go into the one item as they are."""

    input: JsonIn = None
    expected_output: JsonIn = None
    metadata: JsonIn = None


class AddRequest(SourceRequest):
    """The same, to add. What the dataset has already is left out unless ``repeats``; ``edited`` is for one item."""

    dataset_id: str = Field(max_length=191)
    repeats: bool = False
    edited: EditedItem | None = None


class SourceProblem(AppModel):
    """Why a source makes no item, or none that fits; ``field`` names the value that a schema refuses."""

    field: str = ""
    message: str


class ProposedItem(AppModel):
    """An item as it would be added."""

    trace_id: str
    observation_id: str | None
    kind: Literal["turn", "generation", "observation", "trace"] | None
    name: str
    input: JsonOut
    expected_output: JsonOut
    metadata: JsonOut
    notes: list[str]
    problems: list[SourceProblem]
    is_in_dataset: bool


class ProposedItems(AppModel):
    """The first of ``total`` items."""

    total: int
    items: list[ProposedItem]


class RefusedSource(AppModel):
    """A source that made no item, and why."""

    trace_id: str
    observation_id: str | None
    field: str
    message: str


class AddedItems(AppModel):
    """What became of the sources; ``ids`` are those of the new items, in order."""

    created: int
    already_there: int
    refused: list[RefusedSource]
    ids: list[str]
