"""Invitations: links that let people join an organisation. Nothing is mailed; who invites hands the link on."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now, to_iso
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.organisations.memberships import lock_organisation
from sidelight.platform.organisations.refusal import OrganisationRefusal, not_enough
from sidelight.platform.organisations.roles import effective_role, may_give
from sidelight.platform.organisations.tables import Invitation, InvitationUse
from sidelight.platform.tables import NO_ROLE, Membership, Organisation, Project, ProjectMembership, Role, User
from sidelight.platform.users import Account, account_of, find_user, normalise_email

MAX_LISTED = 200
MAX_DAYS = 90
_PURPOSE = "invitation"

State = Literal["open", "used", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class InvitationDraft:
    """What an invitation gives, to whom, and for how long. ``max_uses`` None: to as many as have the link."""

    role: str
    project_id: str | None = None
    project_role: str | None = None
    email: str = ""
    note: str = ""
    max_uses: int | None = 1
    days: int = 7


@dataclass(frozen=True, slots=True)
class InvitationView:
    """An invitation as people may see it; ``used_by`` are names with the times they joined."""

    id: str
    role: str
    project_id: str | None
    project_name: str
    project_role: str | None
    email: str
    note: str
    max_uses: int | None
    uses: int
    author_name: str
    created_at: datetime
    expires_at: datetime
    state: State
    used_by: tuple[tuple[str, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What somebody who has a link may know of it."""

    organisation_id: str
    organisation_name: str
    project_name: str
    role: str
    project_role: str | None
    email: str
    author_name: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """Who joined, and where to go now."""

    account: Account
    organisation_id: str
    project_id: str | None = field(default=None)


def invitation_url(base_url: str, token: str) -> str:
    """The page that shows an invitation and accepts it."""
    return f"{base_url.rstrip('/')}/invite?token={quote(token)}"


async def create_invitation(
    session: AsyncSession, secret: InstanceSecret, author: Author, actor: Role | None, draft: InvitationDraft
) -> tuple[InvitationView, str]:
    """Make an invitation into the author's organisation, and the token that only this call gives.

    Raises :class:`OrganisationRefusal`.
    """
    if not may_give(actor, None, draft.role) or not may_give(actor, None, draft.project_role):
        raise not_enough("invite somebody with more rights than your own")
    project_name = ""
    if draft.project_id is not None:
        project = await session.get(Project, draft.project_id)
        if project is None or project.organisation_id != author.organisation_id or project.deleted_at is not None:
            raise OrganisationRefusal(
                "This organisation has no such project.", "Choose another.", status=422, field="projectId"
            )
        project_name = project.name
    if (draft.project_id is None) != (draft.project_role is None):
        raise OrganisationRefusal(
            "A project and the role in it belong together.", "Send both or none.", status=422, field="projectRole"
        )
    if draft.role == NO_ROLE and effective_role(draft.role, draft.project_role) is None:
        raise OrganisationRefusal(
            "This invitation would open nothing.", "Choose a role, or a project with a role.", status=422, field="role"
        )
    token = secrets.token_urlsafe(32)
    row = Invitation(
        organisation_id=author.organisation_id,
        token_hash=secret.hash(token, _PURPOSE),
        role=draft.role,
        project_id=draft.project_id,
        project_role=draft.project_role,
        email=normalise_email(draft.email) or None,
        note=draft.note.strip(),
        max_uses=draft.max_uses,
        author_id=author.id,
        author_name=author.name,
        expires_at=now() + timedelta(days=draft.days),
    )
    session.add(row)
    await session.flush()
    given = {
        "role": row.role,
        "project": project_name or None,
        "projectRole": row.project_role,
        "email": row.email,
        "maxUses": row.max_uses,
        "expiresAt": to_iso(row.expires_at),
    }
    given = {name: value for name, value in given.items() if value is not None}
    await note_change(session, author, Change("invite", "invitation", row.id, row.email or row.note, after=given))
    return _view(row, project_name, ()), token


async def list_invitations(session: AsyncSession, organisation_id: str) -> list[InvitationView]:
    """The newest invitations of an organisation, those that are over included; at most ``MAX_LISTED``."""
    rows = (
        await session.execute(
            select(Invitation, Project.name)
            .outerjoin(Project, Project.id == Invitation.project_id)
            .where(Invitation.organisation_id == organisation_id)
            .order_by(Invitation.created_at.desc(), Invitation.id.desc())
            .limit(MAX_LISTED)
        )
    ).all()
    used: dict[str, list[tuple[str, datetime]]] = {}
    uses = await session.execute(
        select(InvitationUse.invitation_id, User.name, User.email, InvitationUse.created_at)
        .join(User, User.id == InvitationUse.user_id)
        .where(InvitationUse.invitation_id.in_([row.id for row, _ in rows]))
        .order_by(InvitationUse.created_at)
    )
    for invitation_id, name, email, at in uses:
        used.setdefault(invitation_id, []).append((name or email, at))
    return [_view(row, project_name or "", tuple(used.get(row.id, ()))) for row, project_name in rows]


async def revoke_invitation(session: AsyncSession, author: Author, invitation_id: str) -> bool:
    """Put an invitation out of force; False when the author's organisation has no such open one."""
    row = await session.scalar(
        select(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.organisation_id == author.organisation_id,
            Invitation.revoked_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        return False
    row.revoked_at = now()
    await note_change(session, author, Change("revoke", "invitation", row.id, row.email or row.note))
    return True


async def look_at(session: AsyncSession, secret: InstanceSecret, token: str) -> OpenInvitation:
    """What a link gives. Raises :class:`OrganisationRefusal` when it gives nothing (any more)."""
    row = await _open(session, secret, token)
    organisation = await session.get_one(Organisation, row.organisation_id)
    project = await session.get(Project, row.project_id) if row.project_id else None
    return OpenInvitation(
        organisation.id,
        organisation.name,
        project.name if project else "",
        row.role,
        row.project_role,
        row.email or "",
        row.author_name,
        row.expires_at,
    )


async def join_as_new(
    session: AsyncSession, secret: InstanceSecret, token: str, *, email: str, name: str, password_hash: str
) -> Joined:
    """Make an account by an invitation, and use it. Raises :class:`OrganisationRefusal`."""
    row = await _open(session, secret, token, is_taken=True)
    email = normalise_email(email)
    if row.email is not None and row.email != email:
        raise OrganisationRefusal(
            f"This invitation is for {row.email}.", "Use this address, or ask for a link of your own.", field="email"
        )
    taken = OrganisationRefusal(
        "There is an account with this address already.", "Sign in with it, then open the link again.", field="email"
    )
    if await find_user(session, email) is not None:
        raise taken
    user = User(email=email, name=name.strip(), password_hash=password_hash)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError as error:  # at the same moment, by an invitation of another organisation
        raise taken from error
    return await _use(session, row, user)


async def join_as(session: AsyncSession, secret: InstanceSecret, token: str, user_id: str) -> Joined:
    """Use an invitation with an account that exists. Raises :class:`OrganisationRefusal`."""
    row = await _open(session, secret, token, is_taken=True)
    user = await session.get_one(User, user_id)
    if row.email is not None and row.email != user.email:
        raise OrganisationRefusal(
            f"This invitation is for {row.email}, and you are signed in as {user.email}.",
            "Sign out and open the link again, or ask for a link of your own.",
        )
    return await _use(session, row, user)


async def _use(session: AsyncSession, row: Invitation, user: User) -> Joined:
    if await session.get(Membership, (row.organisation_id, user.id)) is not None:
        raise OrganisationRefusal(
            "You are a member of this organisation already.", "Ask an admin if you need another role."
        )
    if await session.get(InvitationUse, (row.id, user.id)) is not None:
        raise OrganisationRefusal(
            "You have used this invitation before, and were removed since.", "Ask for a new one.", status=403
        )
    session.add_all(
        [
            Membership(organisation_id=row.organisation_id, user_id=user.id, role=row.role),
            InvitationUse(invitation_id=row.id, user_id=user.id),
        ]
    )
    if row.project_id is not None and row.role != Role.OWNER:
        known = await session.get(ProjectMembership, (row.project_id, user.id))
        if known is None:
            session.add(ProjectMembership(project_id=row.project_id, user_id=user.id, role=row.project_role))
        else:
            known.role = row.project_role or NO_ROLE
    row.uses += 1
    author = Author("user", user.id, user.name or user.email, row.organisation_id)
    given = {"role": row.role, "invitedBy": row.author_name}
    if row.project_role:
        given["projectRole"] = row.project_role
    await note_change(session, author, Change("create", "membership", user.id, user.name or user.email, after=given))
    return Joined(account_of(user), row.organisation_id, row.project_id)


async def _open(session: AsyncSession, secret: InstanceSecret, token: str, *, is_taken: bool = False) -> Invitation:
    query = select(Invitation).where(Invitation.token_hash == secret.hash(token, _PURPOSE))
    row = await session.scalar(query)
    if row is not None and is_taken:
        await lock_organisation(session, row.organisation_id)  # first, as who changes members does
        row = await session.scalar(query.with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise OrganisationRefusal(
            "This invitation is not known here.", "Check that the whole link was copied.", status=404
        )
    reasons: dict[State, str] = {
        "revoked": "This invitation was revoked.",
        "expired": "This invitation has expired.",
        "used": "This invitation was already used.",
    }
    state = state_of(row)
    if state != "open":
        raise OrganisationRefusal(reasons[state], f"Ask {row.author_name} for a new one.", status=410)
    return row


def state_of(row: Invitation) -> State:
    """Whether the invitation can still be used, and if not, why."""
    if row.revoked_at is not None:
        return "revoked"
    if row.max_uses is not None and row.uses >= row.max_uses:
        return "used"
    return "expired" if row.expires_at <= now() else "open"


def _view(row: Invitation, project_name: str, used_by: tuple[tuple[str, datetime], ...]) -> InvitationView:
    return InvitationView(
        id=row.id,
        role=row.role,
        project_id=row.project_id,
        project_name=project_name,
        project_role=row.project_role,
        email=row.email or "",
        note=row.note,
        max_uses=row.max_uses,
        uses=row.uses,
        author_name=row.author_name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        state=state_of(row),
        used_by=used_by,
    )
