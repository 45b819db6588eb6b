"""People, and which projects they may open."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.organisations.roles import effective_role, organisation_role
from sidelight.platform.tables import Membership, Organisation, Project, ProjectMembership, Role, User


@dataclass(frozen=True, slots=True)
class Account:
    """A user as the rest of the program sees one."""

    id: str
    email: str
    name: str
    is_admin: bool
    has_password: bool = False


@dataclass(frozen=True, slots=True)
class OpenProject:
    """A project that a user may open, and as what; ``organisation_role`` is None for who is in the project alone."""

    project_id: str
    project_name: str
    organisation_id: str
    organisation_name: str
    role: Role
    organisation_role: Role | None


@dataclass(frozen=True, slots=True)
class OwnOrganisation:
    """An organisation that a user is in; ``role`` is None for who is in some of its projects alone."""

    id: str
    name: str
    role: Role | None


def account_of(user: User) -> Account:
    """The view of a row."""
    return Account(
        id=user.id,
        email=user.email,
        name=user.name,
        is_admin=user.is_admin,
        has_password=user.password_hash is not None,
    )


def normalise_email(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


async def find_user(session: AsyncSession, email: str) -> User | None:
    """The user with this address, in any case of letters."""
    found: User | None = await session.scalar(select(User).where(User.email == normalise_email(email)))
    return found


async def first_admin(session: AsyncSession) -> User | None:
    """The oldest administrator of the installation."""
    found: User | None = await session.scalar(
        select(User).where(User.is_admin).order_by(User.created_at, User.id).limit(1)
    )
    return found


async def has_password(session: AsyncSession) -> bool:
    """Whether anybody can sign in with a password."""
    return await session.scalar(select(User.id).where(User.password_hash.is_not(None)).limit(1)) is not None


async def projects_of(session: AsyncSession, user_id: str) -> list[OpenProject]:
    """The projects that a user may open, by organisation, oldest first."""
    query = _projects(user_id).order_by(Organisation.created_at, Organisation.id, Project.created_at, Project.id)
    found = [_open_project(row) for row in (await session.execute(query)).all()]
    return [project for project in found if project is not None]


async def project_of(session: AsyncSession, user_id: str, project_id: str) -> OpenProject | None:
    """One of the projects that a user may open; None for others' projects as for projects that do not exist."""
    row = (await session.execute(_projects(user_id).where(Project.id == project_id))).one_or_none()
    return None if row is None else _open_project(row)


async def organisations_of(session: AsyncSession, user_id: str) -> list[OwnOrganisation]:
    """The organisations that a user is in, oldest first, also those without a project."""
    query = _organisations(user_id).order_by(Organisation.created_at, Organisation.id)
    return [_own_organisation(row) for row in (await session.execute(query)).all()]


async def organisation_of(session: AsyncSession, user_id: str, organisation_id: str) -> OwnOrganisation | None:
    """One of the organisations that a user is in; None for others' as for those that do not exist."""
    row = (await session.execute(_organisations(user_id).where(Organisation.id == organisation_id))).one_or_none()
    return None if row is None else _own_organisation(row)


async def names_of_members(session: AsyncSession, project_id: str, user_ids: Collection[str]) -> dict[str, str]:
    """Names (addresses where there is none) by id, of those users who belong to the project's organisation."""
    query = (
        select(User.id, User.name, User.email)
        .join(Membership, Membership.user_id == User.id)
        .join(Project, Project.organisation_id == Membership.organisation_id)
        .where(Project.id == project_id, User.id.in_(user_ids))
    )
    return {user_id: name or email for user_id, name, email in (await session.execute(query)).all()}


async def ids_of_able(session: AsyncSession, project_id: str, user_ids: Collection[str]) -> set[str]:
    """Those of the users who may open the project, in whatever role."""
    query = (
        select(User.id, Membership.role, ProjectMembership.role)
        .join(Membership, Membership.user_id == User.id)
        .join(Project, Project.organisation_id == Membership.organisation_id)
        .outerjoin(
            ProjectMembership, (ProjectMembership.project_id == Project.id) & (ProjectMembership.user_id == User.id)
        )
        .where(Project.id == project_id, User.id.in_(user_ids))
    )
    rows = (await session.execute(query)).all()
    return {user_id for user_id, organisation, project in rows if effective_role(organisation, project) is not None}


def _projects(user_id: str) -> Select[str, str, str, str, str, str]:
    return (
        select(Project.id, Project.name, Organisation.id, Organisation.name, Membership.role, ProjectMembership.role)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .outerjoin(
            ProjectMembership,
            (ProjectMembership.project_id == Project.id) & (ProjectMembership.user_id == Membership.user_id),
        )
        .where(Membership.user_id == user_id, Project.deleted_at.is_(None))
    )


def _open_project(row: Row[str, str, str, str, str, str]) -> OpenProject | None:
    project_id, project_name, organisation_id, organisation_name, in_organisation, in_project = row
    role = effective_role(in_organisation, in_project)
    if role is None:
        return None
    return OpenProject(
        project_id, project_name, organisation_id, organisation_name, role, organisation_role(in_organisation)
    )


def _organisations(user_id: str) -> Select[str, str, str]:
    return (
        select(Organisation.id, Organisation.name, Membership.role)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.user_id == user_id)
    )


def _own_organisation(row: Row[str, str, str]) -> OwnOrganisation:
    organisation_id, name, in_organisation = row
    return OwnOrganisation(organisation_id, name, organisation_role(in_organisation))
