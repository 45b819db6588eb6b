"""Changes of who may do what: roles in organisations and projects, and the end of them.

Every change locks the organisation's row first, so that two owners who leave at the same moment do not both find the
other one still there. The caller says as whom it acts (``actor``: the role in the organisation, or in the project where
only that is changed); a key of the organisation acts as an owner.
"""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now
from sidelight.platform.organisations.refusal import OrganisationRefusal, not_enough
from sidelight.platform.organisations.roles import effective_role, may_give, organisation_role
from sidelight.platform.organisations.tables import Invitation
from sidelight.platform.tables import NO_ROLE, Membership, Organisation, Project, ProjectMembership, Role, User

ROLES = (*(role.value for role in Role), NO_ROLE)


@dataclass(frozen=True, slots=True)
class Standing:
    """A person with a role, after a change."""

    user_id: str
    name: str
    email: str
    role: str


async def set_role(session: AsyncSession, author: Author, actor: Role | None, user_id: str, role: str) -> Standing:
    """Give a member another role in the author's organisation. Raises :class:`OrganisationRefusal`."""
    organisation_id = author.organisation_id
    await lock_organisation(session, organisation_id)
    membership, user = await _member(session, organisation_id, user_id)
    before = membership.role
    if not may_give(actor, before, role) and not (author.id == user_id and _is_less(before, role)):
        raise not_enough(f"change the role of {user.name or user.email} from {before} to {role}")
    if before != role:
        await _keep_an_owner(session, organisation_id, before, role)
        membership.role = role
        await _revoke_invitations_of(session, organisation_id, user_id, role)
        await note_change(session, author, _change(user, before, role))
    return Standing(user.id, user.name, user.email, role)


async def add_member(session: AsyncSession, author: Author, actor: Role | None, user_id: str, role: str) -> Standing:
    """Make a user of this installation a member. Raises :class:`OrganisationRefusal`; also when they are one."""
    await lock_organisation(session, author.organisation_id)
    user = await session.get(User, user_id)
    if user is None:
        raise OrganisationRefusal("There is no such user.", "Invite them with a link.", status=404, field="userId")
    if not may_give(actor, None, role):
        raise not_enough(f"make somebody {role}")
    if await session.get(Membership, (author.organisation_id, user_id)) is not None:
        raise OrganisationRefusal(f"{user.name or user.email} is a member already.", "Change the role instead.")
    session.add(Membership(organisation_id=author.organisation_id, user_id=user_id, role=role))
    await note_change(session, author, _change(user, None, role))
    return Standing(user.id, user.name, user.email, role)


async def remove_member(session: AsyncSession, author: Author, actor: Role | None, user_id: str) -> Standing:
    """End a membership, the roles in projects with it, and the invitations that the person has made.

    Everybody may leave; the last owner may not. Raises :class:`OrganisationRefusal`.
    """
    organisation_id = author.organisation_id
    await lock_organisation(session, organisation_id)
    membership, user = await _member(session, organisation_id, user_id)
    is_leaving = author.kind == "user" and author.id == user_id
    if not is_leaving and not may_give(actor, membership.role, None):
        raise not_enough(f"remove {user.name or user.email}, who is {membership.role}")
    await _keep_an_owner(session, organisation_id, membership.role, None)
    projects = select(Project.id).where(Project.organisation_id == organisation_id)
    await session.execute(
        delete(ProjectMembership).where(
            ProjectMembership.user_id == user_id, ProjectMembership.project_id.in_(projects)
        )
    )
    await _revoke_invitations_of(session, organisation_id, user_id, None)
    await session.delete(membership)
    await note_change(session, author, _change(user, membership.role, None))
    return Standing(user.id, user.name, user.email, membership.role)


async def set_project_role(
    session: AsyncSession, author: Author, actor: Role | None, *, project_id: str, user_id: str, role: str | None
) -> Standing:
    """Give a member of the author's organisation a role in one project, or take it back (None).

    Raises :class:`OrganisationRefusal`; also for an owner of the organisation, who is an owner everywhere.
    """
    await lock_organisation(session, author.organisation_id)
    project = await session.get(Project, project_id)
    if project is None or project.organisation_id != author.organisation_id or project.deleted_at is not None:
        raise OrganisationRefusal("This organisation has no such project.", "Reload the page.", status=404)
    membership, user = await _member(session, author.organisation_id, user_id)
    known = await session.get(ProjectMembership, (project_id, user_id))
    before = known.role if known else None
    if membership.role == Role.OWNER and role is not None:
        raise OrganisationRefusal(
            f"{user.name or user.email} owns the organisation, and so is owner of every project in it.",
            "Change the role in the organisation first.",
            field="role",
        )
    held, will_hold = effective_role(membership.role, before), effective_role(membership.role, role)
    if not may_give(actor, held, will_hold):
        raise not_enough(f"change the role of {user.name or user.email} in {project.name}")
    if role is None:
        if known:
            await session.delete(known)
    elif known:
        known.role = role
    else:
        session.add(ProjectMembership(project_id=project_id, user_id=user_id, role=role))
    if before != role:
        in_project = Author(author.kind, author.id, author.name, author.organisation_id, project_id)
        await note_change(session, in_project, _change(user, before, role, "project_membership"))
    return Standing(user.id, user.name, user.email, role or NO_ROLE)


async def lock_organisation(session: AsyncSession, organisation_id: str) -> Organisation:
    """The organisation's row, ours until the transaction ends. Raises :class:`OrganisationRefusal` when it is gone."""
    found = await session.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())
    if found is None:
        raise OrganisationRefusal("There is no such organisation any more.", "Reload the page.", status=404)
    return found


async def _member(session: AsyncSession, organisation_id: str, user_id: str) -> tuple[Membership, User]:
    row = (
        await session.execute(
            select(Membership, User)
            .join(User, User.id == Membership.user_id)
            .where(Membership.organisation_id == organisation_id, Membership.user_id == user_id)
        )
    ).one_or_none()
    if row is None:
        raise OrganisationRefusal(
            "The organisation has no such member.", "Reload the list; they may have left.", status=404, field="userId"
        )
    return row[0], row[1]


async def _keep_an_owner(session: AsyncSession, organisation_id: str, before: str, after: str | None) -> None:
    if before != Role.OWNER or after == Role.OWNER:
        return
    owners = await session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.role == Role.OWNER.value)
    )
    if owners == 1:
        raise OrganisationRefusal(
            "This is the last owner of the organisation.", "Make somebody else an owner first.", field="role"
        )


async def _revoke_invitations_of(session: AsyncSession, organisation_id: str, user_id: str, role: str | None) -> None:
    """Revoke the links that somebody made and could not make any more, being ``role`` from now on.

    One that was kept must not be the way back in, or up.
    """
    made = await session.scalars(
        select(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.author_id == user_id,
            Invitation.revoked_at.is_(None),
        )
        .with_for_update()
    )
    actor = organisation_role(role)
    for invitation in made:
        if not all(may_give(actor, None, given) for given in (invitation.role, invitation.project_role)):
            invitation.revoked_at = now()


def _is_less(before: str, after: str) -> bool:
    return ROLES.index(after) > ROLES.index(before)


def _change(user: User, before: str | None, after: str | None, kind: str = "membership") -> Change:
    return Change(
        "update" if before and after else "create" if after else "delete",
        kind,
        user.id,
        user.name or user.email,
        before={"role": before} if before else None,
        after={"role": after} if after else None,
    )
