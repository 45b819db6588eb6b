"""Prompts of the web app in types."""

from typing import Annotated, Any, Literal

from pydantic import Field

from sidelight.api.app.models import AppModel, FacetValue

PromptType = Literal["text", "chat"]


class PromptLabelRef(AppModel):
    """A label with the version that it points to."""

    label: str
    version: int


class PromptFolderLine(AppModel):
    """A folder of the library."""

    kind: Literal["folder"] = "folder"
    name: str = Field(description="Its whole path.")
    prompt_count: int = Field(description="In it and below, as far as they match.")
    updated_at: str


class PromptLine(AppModel):
    """A prompt of the library."""

    kind: Literal["prompt"] = "prompt"
    name: str
    type: PromptType
    tags: list[str]
    labels: list[PromptLabelRef] = Field(description="Without `latest`, which is `latestVersion`.")
    version_count: int
    latest_version: int
    created_by: str = Field(description="Who made the latest version: a name, `API`, or empty when unknown.")
    updated_at: str
    generation_count: int = Field(description="Observations that name the prompt.")
    last_used_at: str | None


class PromptLibrary(AppModel):
    """A page of the library: folders first, then prompts."""

    items: list[Annotated[PromptFolderLine | PromptLine, Field(discriminator="kind")]]
    total: int = Field(description="Lines on all pages.")
    prompt_total: int = Field(description="Prompts that match, those in folders included.")


class PromptFacets(AppModel):
    """What the library can be narrowed by."""

    tags: list[FacetValue]
    labels: list[FacetValue]
    types: list[FacetValue]


class PromptOverviewView(AppModel):
    """What all versions of a prompt share."""

    id: str
    name: str
    type: PromptType
    revision: int
    tags: list[str]
    labels: list[PromptLabelRef] = Field(description="With `latest`.")
    version_count: int
    latest_version: int
    created_at: str
    updated_at: str


class PromptVersionLine(AppModel):
    """A version without its text."""

    id: str
    version: int
    labels: list[str]
    commit_message: str
    created_by: str = Field(description="A name, `API`, or empty when unknown.")
    created_at: str


class PromptVersionPage(AppModel):
    """Versions, newest first."""

    items: list[PromptVersionLine]
    total: int


class PromptReferenceView(AppModel):
    """Another prompt whose text is put in, by version or by label."""

    name: str
    version: int | None
    label: str | None


class PromptVersionView(PromptVersionLine):
    """A version with its text as it was written; references are not resolved."""

    name: str
    type: PromptType
    prompt: str | list[dict[str, Any]]
    config: Any
    tags: list[str]
    variables: list[str]
    placeholders: list[str]
    references: list[PromptReferenceView]
