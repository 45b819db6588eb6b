"""Organisations, projects and people in types: what their routes take and give."""

from typing import Annotated, Any, Literal, TypeAlias

import orjson
from pydantic import AfterValidator, Field, StringConstraints

from sidelight.api.app.models import AppModel, RoleName
from sidelight.platform.organisations.directory import MAX_NAME_LENGTH
from sidelight.platform.organisations.invitations import MAX_DAYS

MAX_METADATA_BYTES = 20_000

AnyRole: TypeAlias = Literal["owner", "admin", "member", "viewer", "none"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_NAME_LENGTH)]


def _is_small(metadata: dict[str, Any]) -> dict[str, Any]:
    try:
        size = len(orjson.dumps(metadata))
    except TypeError as error:
        raise ValueError(f"it cannot be stored: {error}") from None
    if size > MAX_METADATA_BYTES:
        raise ValueError(f"it has {size} bytes as JSON, and may have {MAX_METADATA_BYTES}")
    return metadata


Metadata = Annotated[dict[str, Any], AfterValidator(_is_small)]


class NamedThing(AppModel):
    """The name of a new organisation or project."""

    name: Name


class EditedThing(AppModel):
    """New values; what is left out stays. ``revision`` is that of what was on the screen."""

    name: Name | None = None
    metadata: Metadata | None = None
    revision: int | None = None


class TypedName(AppModel):
    """The name of what is deleted, typed by the person who does it."""

    name: str = Field(max_length=MAX_NAME_LENGTH * 4)


class OrganizationProject(AppModel):
    """A project of an organisation, for a user who may open it."""

    id: str
    name: str
    role: RoleName
    created_at: str
    keys: int | None = Field(description="API keys in force; null for who may not see them.")


class OrganizationView(AppModel):
    """An organisation and those of its projects that the user may open."""

    id: str
    name: str
    role: RoleName | None
    metadata: dict[str, Any]
    created_at: str
    revision: int
    projects: list[OrganizationProject]
    deleting: list[str] = Field(description="Names of projects that are being deleted; for admins.")


class ProjectActivityRow(AppModel):
    """What was going on in a project in the last 30 days."""

    project_id: str
    traces: int
    last_trace_at: str | None


class NamedId(AppModel):
    """Something with a name."""

    id: str
    name: str


class ProjectSettings(AppModel):
    """A project as its settings show it."""

    id: str
    name: str
    organization_id: str
    organization_name: str
    metadata: dict[str, Any]
    created_at: str
    revision: int
    transfer_targets: list[NamedId] = Field(description="Organisations that the user may move the project to.")


class ProjectContentsView(AppModel):
    """What goes with a project when it is deleted."""

    traces: int
    observations: int
    scores: int
    prompts: int
    datasets: int
    dataset_items: int
    score_configs: int
    files: int
    keys: int


class TransferRequest(AppModel):
    """Where a project goes."""

    organization_id: str = Field(max_length=191)


class TransferImpactView(AppModel):
    """Whom it concerns when a project goes to another organisation."""

    losing: list[str] = Field(description="Names of who may not open it any more; at most 20.")
    losing_count: int
    gaining: list[str] = Field(description="Names of who may open it then; at most 20.")
    gaining_count: int
    staying_count: int
    changing_count: int = Field(description="How many of those who stay have another role then.")
    key_count: int
    invitation_count: int


class OrganizationMember(AppModel):
    """A member; ``projects`` are the roles in single projects that stand in the place of ``role`` there."""

    id: str
    name: str
    email: str
    role: AnyRole
    joined_at: str
    last_seen_at: str | None
    projects: dict[str, AnyRole]


class RoleChange(AppModel):
    """Another role in the organisation."""

    role: AnyRole


class ProjectRoleChange(AppModel):
    """A role in one project; null: the role in the organisation holds again."""

    role: AnyRole | None


class NewInvitation(AppModel):
    """What an invitation gives, to whom, and for how long; ``max_uses`` null: to as many as have the link."""

    role: AnyRole = "viewer"
    project_id: str | None = Field(None, max_length=191)
    project_role: RoleName | None = None
    email: str = Field("", max_length=320, pattern=r"^\s*$|^\s*[^@\s]+@[^@\s]+\s*$")
    note: str = Field("", max_length=200)
    max_uses: int | None = Field(1, ge=1, le=1000)
    days: int = Field(7, ge=1, le=MAX_DAYS)


class InvitationUser(AppModel):
    """Who joined by an invitation."""

    name: str
    at: str


class InvitationRow(AppModel):
    """An invitation; the link itself is shown only once."""

    id: str
    role: AnyRole
    project_id: str | None
    project_name: str
    project_role: AnyRole | None
    email: str
    note: str
    max_uses: int | None
    uses: int
    author_name: str
    created_at: str
    expires_at: str
    state: Literal["open", "used", "expired", "revoked"]
    used_by: list[InvitationUser]


class CreatedInvitation(InvitationRow):
    """A new invitation; the only time that its link is shown."""

    url: str


class InvitationToken(AppModel):
    """The token of an invitation's link."""

    token: str = Field(min_length=1, max_length=200)


class InvitationOffer(AppModel):
    """What somebody who has the link of an invitation may know of it."""

    organization_name: str
    project_name: str
    role: AnyRole
    project_role: AnyRole | None
    email: str
    author_name: str
    expires_at: str


class JoinedPlace(AppModel):
    """Where to go after an invitation was accepted."""

    organization_id: str
    project_id: str | None
