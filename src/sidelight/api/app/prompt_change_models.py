"""Drafts of prompts, what is said of them, and how prompts hang together, in types."""

from typing import Any

from pydantic import Field

from sidelight.api.app.models import AppModel, ProblemDetail
from sidelight.api.app.prompt_models import PromptReferenceView, PromptType, PromptVersionView
from sidelight.api.prompt_input import BodyInput, body_of
from sidelight.platform.prompts.resolution import FaultKind
from sidelight.platform.prompts.writing import NewVersion

MAX_VERSION = 2**31 - 1


class PromptDraft(AppModel):
    """A version that is being written."""

    name: str
    prompt: BodyInput
    config: Any = None
    labels: list[str] = Field(default_factory=list)
    tags: list[str] | None = Field(None, description="Of all versions; null leaves them as they are.")
    commit_message: str = ""

    @property
    def new_version(self) -> NewVersion:
        """What it would be stored as."""
        return NewVersion(
            self.name, body_of(self.prompt), self.config, self.labels, self.tags, self.commit_message or None
        )


class CreatePromptVersion(PromptDraft):
    """A version to store."""

    base_version: int = Field(
        ge=0, le=MAX_VERSION, description="The newest version that its author has seen; 0: the prompt is new."
    )


class PromptConflictDetail(ProblemDetail):
    """Somebody stored a version after `baseVersion`; this is the newest."""

    latest: PromptVersionView


class PromptProblemView(AppModel):
    """Something that keeps a draft from being saved."""

    field: str
    message: str
    reference: PromptReferenceView | None = None


class PromptPartView(AppModel):
    """A version that is put in for a reference."""

    reference: PromptReferenceView
    version: int
    type: PromptType


class PromptPreviewView(AppModel):
    """A draft, put together as far as it can be."""

    prompt: str | list[dict[str, Any]]
    variables: list[str]
    placeholders: list[str]
    parts: list[PromptPartView]
    problems: list[PromptProblemView]
    latest_version: int = Field(description="The newest version of this name; 0 when there is none.")
    latest_by: str = Field(description="Who made it: a name, `API`, or empty when unknown.")


class ReferableView(AppModel):
    """A text prompt that others can include."""

    name: str
    latest_version: int
    labels: list[str]


class CompositionLineView(AppModel):
    """A version in a tree that is written line by line."""

    depth: int
    name: str
    reference: PromptReferenceView
    version: int | None = Field(description="null where the reference leads nowhere.")
    type: PromptType
    labels: list[str]
    fault: FaultKind | None = Field(description="Why its text cannot be put in; null when it can.")
    problem: str = Field(description="The same in words.")


class CompositionView(AppModel):
    """What a version includes, which versions include it, and its text with everything put in."""

    includes: list[CompositionLineView]
    included_in: list[CompositionLineView]
    has_more: bool
    resolved: str | list[dict[str, Any]] | None = Field(description="null when it cannot be put together.")
    problem: str


class ProtectedLabelView(AppModel):
    """A label that only admins and owners may move."""

    label: str
    prompt_count: int
    created_by: str = Field(description="A name, or empty when unknown.")
    created_at: str


class ProtectLabel(AppModel):
    """A label to protect."""

    label: str
