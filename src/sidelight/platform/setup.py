"""What must exist before anybody can use the server: an organisation, a project, an administrator and a key.

Runs on every start and makes only what is missing. ``LANGFUSE_INIT_*`` variables work as in Langfuse: what they name is
made when it does not exist, and what exists keeps its name. Unlike in Langfuse, nothing has to be named: the rest is
made with defaults on an empty database, and taken from what is there later.
"""

from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.api_keys import UnusableKeyError, create_key, display_form, hash_secret_key
from sidelight.platform.credentials import Credentials
from sidelight.platform.database import Database, hold_setup_lock
from sidelight.platform.instance_secret import InstanceSecret, bind_secret
from sidelight.platform.login_links import create_login_link, login_url
from sidelight.platform.passwords import hash_password
from sidelight.platform.tables import ApiKey, Base, InstanceFact, Membership, Organisation, Project, Role, User
from sidelight.platform.users import find_user, first_admin, has_password, normalise_email
from sidelight.settings import InitSettings, Settings

BASE_URL_FACT = "base_url"  # where the server that started last is reached; commands cannot know its flags
ADMIN_EMAIL = "admin@localhost"
_Row = TypeVar("_Row", bound=Base)
_MADE_ON_FIRST_START = "Made on the first start"
_MADE_BY_VARIABLES = "LANGFUSE_INIT_PROJECT_PUBLIC_KEY"


class SetupError(Exception):
    """The ``LANGFUSE_INIT_*`` variables contradict each other or the database; the message says what to change."""


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What a start must tell the person who started the server.

    ``secret_key`` and ``public_key`` are set only when a key was generated just now: nobody can read the secret again.
    ``login_url`` is set while nobody has a password. ``notices`` are sentences about settings that had no effect.
    """

    is_new: bool
    organisation_id: str
    project_id: str
    project_name: str
    user_email: str
    public_key: str = ""
    secret_key: str = field(default="", repr=False)
    login_url: str = field(default="", repr=False)
    notices: tuple[str, ...] = ()


async def ensure_initial(database: Database, settings: Settings, secret: InstanceSecret) -> FirstStart:
    """Make what is missing; safe to run on every start, and on several servers at once.

    Raises :class:`SetupError` and :class:`InstanceSecretError`.
    """
    init = settings.init
    password = init.user_password.get_secret_value()
    password_hash = await hash_password(password) if password else None
    async with database.session() as session:
        await hold_setup_lock(session)
        await bind_secret(session, secret)
        await session.merge(InstanceFact(name=BASE_URL_FACT, value=settings.base_url))
        return await _Setup(session, init, secret, password_hash).run(settings.base_url)


class _Setup:
    """One run, within one transaction."""

    def __init__(
        self, session: AsyncSession, init: InitSettings, secret: InstanceSecret, password_hash: str | None
    ) -> None:
        self._session = session
        self._init = init
        self._secret = secret
        self._password_hash = password_hash
        self._notices: list[str] = []

    async def run(self, base_url: str) -> FirstStart:
        is_new = await self._session.scalar(select(Project.id).limit(1)) is None
        organisation = await self._organisation()
        project = await self._project(organisation)
        user = await self._user()
        await self._memberships(organisation, user)
        public_key, secret_key = await self._key(project, is_new=is_new)
        url = ""
        if not await has_password(self._session):
            url = login_url(base_url, await create_login_link(self._session, self._secret, user.id))
        return FirstStart(
            is_new=is_new,
            organisation_id=organisation.id,
            project_id=project.id,
            project_name=project.name,
            user_email=user.email,
            public_key=public_key,
            secret_key=secret_key,
            login_url=url,
            notices=tuple(self._notices),
        )

    async def _organisation(self) -> Organisation:
        """The one named; else that of the project named; else the oldest; else a new one."""
        named, owner = self._init.org_id, None
        if self._init.project_id:
            owner = await self._session.scalar(
                select(Organisation).join(Project).where(Project.id == self._init.project_id)
            )
        if named:
            found = await self._session.get(Organisation, named)
            if owner is not None and owner.id != named:
                raise SetupError(
                    f"LANGFUSE_INIT_PROJECT_ID names the project {self._init.project_id}, which belongs to the "
                    f"organisation {owner.id} and not to {named}. Correct one of LANGFUSE_INIT_ORG_ID and _PROJECT_ID."
                )
        else:
            found = owner or await self._session.scalar(
                select(Organisation).order_by(Organisation.created_at, Organisation.id).limit(1)
            )
        if found is not None:
            return found
        organisation = Organisation(name=self._init.org_name or "My organisation")
        if named:
            organisation.id = named
        return await self._add(organisation)

    async def _project(self, organisation: Organisation) -> Project:
        """The one named; else the organisation's oldest; else a new one."""
        named = self._init.project_id
        if named:
            found = await self._session.get(Project, named)
            if found is not None and found.deleted_at is not None:
                self._notices.append(
                    f"The project {named} of LANGFUSE_INIT_PROJECT_ID is being deleted. Remove the variable, or name "
                    "another project."
                )
        else:
            found = await self._session.scalar(
                select(Project)
                .where(Project.organisation_id == organisation.id, Project.deleted_at.is_(None))
                .order_by(Project.created_at, Project.id)
                .limit(1)
            )
        if found is not None:
            return found
        project = Project(organisation_id=organisation.id, name=self._init.project_name or "My project")
        if named:
            project.id = named
        return await self._add(project)

    async def _user(self) -> User:
        """The one named; else the administrator. A password is given only to a user who has none."""
        email = normalise_email(self._init.user_email)
        if not email and self._password_hash:
            self._notices.append(
                "LANGFUSE_INIT_USER_PASSWORD has no effect without LANGFUSE_INIT_USER_EMAIL. Set both."
            )
        admin = await first_admin(self._session)
        user = await find_user(self._session, email) if email else admin
        if user is None:
            user = await self._add(
                User(
                    email=email or ADMIN_EMAIL,
                    name=self._init.user_name or (email.partition("@")[0] if email else "Admin"),
                    is_admin=admin is None,
                )
            )
        if email and self._password_hash and user.password_hash is None:
            user.password_hash = self._password_hash
            await self._session.flush()
        return user

    async def _memberships(self, organisation: Organisation, user: User) -> None:
        """The user owns the organisation, and so does the administrator: no project is out of everybody's reach."""
        admin = await first_admin(self._session)
        for person in {user.id, admin.id if admin else user.id}:
            if await self._session.get(Membership, (organisation.id, person)) is None:
                await self._add(Membership(organisation_id=organisation.id, user_id=person, role=Role.OWNER.value))

    async def _key(self, project: Project, *, is_new: bool) -> tuple[str, str]:
        """The pair named, or on the first start a generated one, which is returned."""
        public_key, secret_key = self._init.project_public_key, self._init.project_secret_key.get_secret_value()
        if public_key and secret_key:
            await self._given_key(project, Credentials(public_key, secret_key))
            return "", ""
        if public_key or secret_key:
            self._notices.append(
                "LANGFUSE_INIT_PROJECT_PUBLIC_KEY and LANGFUSE_INIT_PROJECT_SECRET_KEY have no effect without each "
                "other. Set both."
            )
        if not is_new:
            return "", ""
        new = await create_key(self._session, self._secret, project.id, _MADE_ON_FIRST_START)
        return new.view.public_key, new.secret_key

    async def _given_key(self, project: Project, given: Credentials) -> None:
        found = await self._session.scalar(select(ApiKey).where(ApiKey.public_key == given.public_key))
        if found is None:
            try:
                await create_key(self._session, self._secret, project.id, _MADE_BY_VARIABLES, given=given)
            except UnusableKeyError as error:
                raise SetupError(
                    f"{error} Correct LANGFUSE_INIT_PROJECT_PUBLIC_KEY and LANGFUSE_INIT_PROJECT_SECRET_KEY."
                ) from None
            return
        if found.revoked_at is not None:
            self._notices.append(
                f"The key {given.public_key} of LANGFUSE_INIT_PROJECT_PUBLIC_KEY was revoked. Set a new pair."
            )
            return
        if found.project_id != project.id:
            self._notices.append(
                f"The key {given.public_key} of LANGFUSE_INIT_PROJECT_PUBLIC_KEY belongs to the project "
                f"{found.project_id}, and stays there. Revoke it there, and set a new pair for {project.id}."
            )
            return
        found.secret_hash = hash_secret_key(self._secret, given.secret_key)
        found.display_secret_key = display_form(given.secret_key)

    async def _add(self, row: _Row) -> _Row:
        self._session.add(row)
        await self._session.flush()
        return row
