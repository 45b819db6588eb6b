"""What commands do on the metadata database itself, whether the server runs or not."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.cli.errors import CliError
from sidelight.cli.serving import load_settings
from sidelight.platform.api_keys import (
    KeyView,
    NewKey,
    create_key,
    create_organisation_key,
    list_keys,
    list_organisation_keys,
    revoke_key,
    revoke_organisation_key,
)
from sidelight.platform.audit.author import Author
from sidelight.platform.clock import to_iso
from sidelight.platform.database import Database, DatabaseError
from sidelight.platform.instance_secret import InstanceSecret, InstanceSecretError, bind_secret
from sidelight.platform.login_links import create_login_link, login_url
from sidelight.platform.setup import BASE_URL_FACT
from sidelight.platform.tables import ApiKey, InstanceFact, Organisation, Project
from sidelight.platform.users import find_user, first_admin
from sidelight.settings import Settings

_Result = TypeVar("_Result")
Work = Callable[[AsyncSession, InstanceSecret], Awaitable[_Result]]


def read_keys(data: Path | None, project_id: str | None) -> list[tuple[str, KeyView]]:
    """Keys with the names of their projects or organisations; of one project, or of all. Raises :class:`CliError`."""

    async def work(session: AsyncSession, _secret: InstanceSecret) -> list[tuple[str, KeyView]]:
        projects = await _projects(session, project_id)
        found = [(project.name, key) for project in projects for key in await list_keys(session, project.id)]
        if project_id is None:
            for organisation in await _organisations(session):
                keys = await list_organisation_keys(session, organisation.id)
                found += [(f"{organisation.name} (organisation)", key) for key in keys]
        return found

    return _run(_settings(data), work)


def make_key(
    data: Path | None, project_id: str | None, note: str, expires_at: datetime | None = None
) -> tuple[str, NewKey]:
    """A new key and the name of its project, which must be named when there are several. Raises :class:`CliError`."""

    async def work(session: AsyncSession, secret: InstanceSecret) -> tuple[str, NewKey]:
        projects = await _projects(session, project_id)
        if len(projects) > 1:
            raise CliError("There are several projects.", f"Choose one with --project ID: {_names(projects)}.")
        return projects[0].name, await create_key(
            session, secret, projects[0].id, note, expires_at=expires_at, author=_author(projects[0].organisation_id)
        )

    return _run(_settings(data), work)


def make_organisation_key(
    data: Path | None, organisation_id: str, note: str, expires_at: datetime | None = None
) -> tuple[str, NewKey]:
    """A new key of an organisation, and its name. Raises :class:`CliError`."""

    async def work(session: AsyncSession, secret: InstanceSecret) -> tuple[str, NewKey]:
        organisations = await _organisations(session)
        for organisation in organisations:
            if organisation.id == organisation_id:
                new = await create_organisation_key(
                    session, secret, organisation.id, note, expires_at=expires_at, author=_author(organisation.id)
                )
                return organisation.name, new
        known = ", ".join(f"{organisation.id} ({organisation.name})" for organisation in organisations)
        raise CliError(f"There is no organisation {organisation_id}.", f"The organisations are: {known}.")

    return _run(_settings(data), work)


def revoke(data: Path | None, key: str) -> KeyView | None:
    """Put the key with this id or public key out of force; None when there is none. Raises :class:`CliError`."""

    async def work(session: AsyncSession, _secret: InstanceSecret) -> KeyView | None:
        row = await session.scalar(select(ApiKey).where(or_(ApiKey.id == key, ApiKey.public_key == key)))
        if row is None:
            return None
        if row.organisation_id is not None:
            return await revoke_organisation_key(session, row.organisation_id, row.id, _author(row.organisation_id))
        project = await session.get_one(Project, row.project_id)
        return await revoke_key(session, project.id, row.id, _author(project.organisation_id))

    return _run(_settings(data), work)


def make_login_link(data: Path | None, email: str | None, base_url: str | None) -> tuple[str, str]:
    """E-mail address and one-time URL of a user, by default the administrator. Raises :class:`CliError`."""
    settings = _settings(data)

    async def work(session: AsyncSession, secret: InstanceSecret) -> tuple[str, str]:
        user = await find_user(session, email) if email else await first_admin(session)
        if user is None and email:
            raise CliError(f"There is no user {email}.", "Leave out --email to sign in as the administrator.")
        if user is None:
            raise CliError("There is no user yet.", "Run 'sidelight serve' once first.")
        token = await create_login_link(session, secret, user.id)
        served = await session.get(InstanceFact, BASE_URL_FACT)
        address = base_url or settings.server.base_url or (served.value if served else settings.base_url)
        return user.email, login_url(address, token)

    return _run(settings, work)


def key_json(key: KeyView) -> dict[str, str | None]:
    """A key as ``--json`` prints it: as the web app's API gives it, with its project or organisation."""
    return {
        "id": key.id,
        "projectId": key.project_id or None,
        "organisationId": key.organisation_id or None,
        "note": key.note,
        "publicKey": key.public_key,
        "displaySecretKey": key.display_secret_key,
        "createdAt": to_iso(key.created_at),
        "lastUsedAt": to_iso(key.last_used_at) if key.last_used_at else None,
        "expiresAt": to_iso(key.expires_at) if key.expires_at else None,
    }


def _author(organisation_id: str) -> Author:
    """Whoever may run commands on the server's data."""
    return Author("system", "cli", "sidelight keys", organisation_id)


def _settings(data: Path | None) -> Settings:
    settings = load_settings()
    return settings if data is None else settings.model_copy(update={"data_dir": data.expanduser().absolute()})


def _run(settings: Settings, work: Work[_Result]) -> _Result:
    """Do ``work`` in one transaction; problems become :class:`CliError`."""
    if not settings.metadata_url and not Database.default_path(settings).exists():
        raise CliError(
            f"There is no Sidelight data in {settings.data_dir}.",
            "Name the server's data folder with --data DIR, or run 'sidelight serve' once first.",
        )
    try:
        return asyncio.run(_work(settings, work))
    except (DatabaseError, InstanceSecretError) as error:
        raise CliError(str(error)) from error


async def _work(settings: Settings, work: Work[_Result]) -> _Result:
    database = Database.of(settings)
    try:
        await database.migrate()
        async with database.session() as session:
            secret = InstanceSecret.of(settings)
            await bind_secret(session, secret)
            return await work(session, secret)
    finally:
        await database.close()


async def _projects(session: AsyncSession, project_id: str | None) -> list[Project]:
    """The project named, or all; at least one."""
    projects = list(
        await session.scalars(
            select(Project).where(Project.deleted_at.is_(None)).order_by(Project.created_at, Project.id)
        )
    )
    if not projects:
        raise CliError("There is no project yet.", "Run 'sidelight serve' once first.")
    found = [project for project in projects if project_id in (None, project.id)]
    if not found:
        raise CliError(f"There is no project {project_id}.", f"The projects are: {_names(projects)}.")
    return found


async def _organisations(session: AsyncSession) -> list[Organisation]:
    return list(await session.scalars(select(Organisation).order_by(Organisation.created_at, Organisation.id)))


def _names(projects: list[Project]) -> str:
    return ", ".join(f"{project.id} ({project.name})" for project in projects)
