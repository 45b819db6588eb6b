"""Who is in the organisation of the key, and who has a role in one of its projects alone.

A key acts as an owner. Roles are upper case here, as in Langfuse; ``NONE`` hides projects from a member.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import select

from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import OrganisationKey
from sidelight.api.public.errors import PublicRoute
from sidelight.api.public.organisation_keys import require_project
from sidelight.api.services import ServicesOf
from sidelight.platform.organisations.members import members_of_organisation
from sidelight.platform.organisations.memberships import (
    ROLES,
    Standing,
    add_member,
    remove_member,
    set_project_role,
    set_role,
)
from sidelight.platform.tables import Membership, ProjectMembership, Role, User

router = APIRouter(tags=["Organizations"], route_class=PublicRoute)


class MembershipRequest(BaseModel):
    """A user and the role to have."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    user_id: Annotated[str, Field(min_length=1)]
    role: str

    @field_validator("role")
    @classmethod
    def _is_known(cls, role: str) -> str:
        if role != role.upper() or role.lower() not in ROLES:
            raise ValueError(f"must be one of {', '.join(known.upper() for known in ROLES)}")
        return role.lower()


class MembershipEnd(BaseModel):
    """The user whose role ends."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")

    user_id: Annotated[str, Field(min_length=1)]


@router.get("/organizations/memberships")
async def get_memberships(access: OrganisationKey, services: ServicesOf) -> Response:
    """The members of the organisation."""
    async with services.database.reading() as session:
        members = await members_of_organisation(session, access.organisation_id)
    return json_response(
        {"memberships": [_shape(Standing(one.user_id, one.name, one.email, one.role)) for one in members]}
    )


@router.put("/organizations/memberships")
async def put_membership(body: MembershipRequest, access: OrganisationKey, services: ServicesOf) -> Response:
    """Make a user of this installation a member, or give a member another role."""
    async with services.database.session() as session:
        known = await session.get(Membership, (access.organisation_id, body.user_id))
        change = add_member if known is None else set_role
        standing = await change(session, access.author, Role.OWNER, body.user_id, body.role)
    return json_response(_shape(standing))


@router.delete("/organizations/memberships")
async def delete_membership(body: MembershipEnd, access: OrganisationKey, services: ServicesOf) -> Response:
    """Remove a member; the last owner stays."""
    async with services.database.session() as session:
        await remove_member(session, access.author, Role.OWNER, body.user_id)
    return json_response({"message": "Membership deleted successfully", "userId": body.user_id})


@router.get("/projects/{project_id}/memberships")
async def get_project_memberships(project_id: str, access: OrganisationKey, services: ServicesOf) -> Response:
    """Who has a role in this project instead of the one in the organisation."""
    async with services.database.reading() as session:
        await require_project(session, access.organisation_id, project_id)
        rows = await session.execute(
            select(User, ProjectMembership.role)
            .join(ProjectMembership, ProjectMembership.user_id == User.id)
            .where(ProjectMembership.project_id == project_id)
            .order_by(ProjectMembership.created_at, User.id)
        )
        found = [_shape(Standing(user.id, user.name, user.email, role)) for user, role in rows]
    return json_response({"memberships": found})


@router.put("/projects/{project_id}/memberships")
async def put_project_membership(
    project_id: str, body: MembershipRequest, access: OrganisationKey, services: ServicesOf
) -> Response:
    """Give a member of the organisation a role in this project alone."""
    async with services.database.session() as session:
        await require_project(session, access.organisation_id, project_id)
        standing = await set_project_role(
            session, access.author, Role.OWNER, project_id=project_id, user_id=body.user_id, role=body.role
        )
    return json_response(_shape(standing))


@router.delete("/projects/{project_id}/memberships")
async def delete_project_membership(
    project_id: str, body: MembershipEnd, access: OrganisationKey, services: ServicesOf
) -> Response:
    """Let the role in the organisation hold again."""
    async with services.database.session() as session:
        await require_project(session, access.organisation_id, project_id)
        await set_project_role(
            session, access.author, Role.OWNER, project_id=project_id, user_id=body.user_id, role=None
        )
    return json_response({"message": "Project membership deleted successfully", "userId": body.user_id})


def _shape(standing: Standing) -> dict[str, Any]:
    """``MembershipResponse``."""
    return {
        "userId": standing.user_id,
        "role": standing.role.upper(),
        "email": standing.email,
        "name": standing.name,
    }
