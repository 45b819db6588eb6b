"""Prompts of the web app in types."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from sidelight.api.app.models import AppModel, FacetValue
from sidelight.api.app.parameters import MAX_TEXT

MAX_VERSION = 2**31 - 1

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
    generation_count: int = Field(description="Observations in the time range that name the prompt.")
    last_used_at: str | None = Field(description="When the last of them started.")


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
    former_names: list[str] = Field(description="Names that it had; it is still found by them.")
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


class VersionScoreView(AppModel):
    """Scores of one name that a version got."""

    level: Literal["generation", "trace"]
    name: str
    data_type: str
    count: int
    average: float | None = Field(description="Of numbers, and of yes (1) and no (0); null without any.")
    categories: list[str] = Field(description="The most frequent, at most 3.")


class VersionMetricsView(AppModel):
    """A version in use; medians are null where no generation says."""

    version: int
    labels: list[str] = Field(description="Empty for versions that were deleted.")
    generation_count: int
    error_count: int
    median_latency_ms: float | None
    median_input_tokens: float | None
    median_output_tokens: float | None
    median_cost_usd: float | None
    total_cost_usd: float | None
    first_used_at: str
    last_used_at: str
    scores: list[VersionScoreView]


class VersionCount(AppModel):
    """Generations with a version."""

    version: int
    count: int


class UsageSliceView(AppModel):
    """Generations that started in a slice of time."""

    start: str
    versions: list[VersionCount]


class PromptMetricsView(AppModel):
    """Versions newest first, and how they took turns over time."""

    versions: list[VersionMetricsView]
    slice_seconds: int
    slices: list[UsageSliceView]


class PromptDependent(AppModel):
    """A version of another prompt that refers to this one."""

    name: str
    version: int
    child_version: int | None
    child_label: str | None


class PromptImpactView(AppModel):
    """What depends on a prompt or version."""

    version_count: int
    labels: list[PromptLabelRef]
    dependents: list[PromptDependent] = Field(description="At most 50.")
    dependent_count: int
    generation_count: int


class RenamedPrompt(AppModel):
    """A prompt that moved."""

    name: str
    new_name: str


class RenamedView(AppModel):
    """What was renamed, and which versions of other prompts got their references written anew."""

    names: list[RenamedPrompt]
    rewritten: list[PromptDependent] = Field(description="At most 50.")
    rewritten_count: int


class _OfPrompt(AppModel):
    name: str = Field(max_length=MAX_TEXT, description="The whole name, with its folders.")
    revision: int | None = Field(None, description="The revision that was seen; 409 when there is a newer one.")


class MoveLabels(_OfPrompt):
    """Where labels go; null takes one off."""

    labels: dict[str, Annotated[int, Field(ge=1, le=MAX_VERSION)] | None] = Field(min_length=1, max_length=100)


class PromotionBreak(AppModel):
    """A version that could not be put together any more."""

    name: str
    version: int
    labels: list[str] = Field(description="With `latest`.")
    message: str


class PromotionPreview(AppModel):
    """What labels would break where they go; those that labels point to first."""

    breaks: list[PromotionBreak] = Field(description="At most 50.")
    break_count: int


class TagPrompt(_OfPrompt):
    """The tags that a prompt is to have."""

    tags: list[str] = Field(max_length=100)


class CopyPrompt(AppModel):
    """What the copy is called, and which version it begins with; all of them without."""

    name: str = Field(max_length=MAX_TEXT)
    new_name: str = Field(max_length=MAX_TEXT)
    version: int | None = Field(None, ge=1, le=MAX_VERSION)


class RenamePrompt(_OfPrompt):
    """What a prompt is to be called."""

    new_name: str = Field(max_length=MAX_TEXT)


class RenameFolder(AppModel):
    """Where the prompts of a folder go."""

    folder: str = Field(min_length=1, max_length=MAX_TEXT)
    new_folder: str = Field(max_length=MAX_TEXT, description="Empty for the top.")


class DeletePromptParameters(BaseModel):
    """Which version goes; all of them without."""

    name: str = Field(max_length=MAX_TEXT, description="The whole name, with its folders.")
    version: int | None = Field(None, ge=1, le=MAX_VERSION)
    revision: int | None = Field(None, description="The revision that was seen; 409 when there is a newer one.")
