"""API keys of projects and organisations in the database: create, list, revoke.

Secrets are stored as HMAC-SHA256 under the instance secret and not with a slow password hash. A generated secret has
122 random bits, so slowness would protect nothing, while every request of every sender has to be checked; the key of
the HMAC lies outside the database, so that even a weak secret (a person may choose one in
LANGFUSE_INIT_PROJECT_SECRET_KEY) cannot be guessed from a stolen copy of the database.
"""

import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.clock import now, to_iso
from sidelight.platform.credentials import PUBLIC_PREFIX, SECRET_PREFIX, Credentials
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import ApiKey

_PURPOSE = "api-key"
_SHOWN_CHARACTERS = 4
MAX_NOTE_LENGTH = 500


class UnusableKeyError(ValueError):
    """A key pair given by a person cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as people may see it; it has a ``project_id`` or an ``organisation_id``, the other one is ``""``."""

    id: str
    project_id: str
    note: str
    public_key: str
    display_secret_key: str
    created_at: datetime
    last_used_at: datetime | None
    organisation_id: str = ""
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key just made, with the secret that nobody can read again."""

    view: KeyView
    secret_key: str = field(repr=False)


def hash_secret_key(secret: InstanceSecret, secret_key: str) -> str:
    """What the database keeps of a secret key (64 hex characters)."""
    return secret.hash(secret_key, _PURPOSE)


def display_form(secret_key: str) -> str:
    """``sk-lf-...abcd``; nothing of a secret too short to show four characters of."""
    tail = secret_key[-_SHOWN_CHARACTERS:] if len(secret_key) >= 4 * _SHOWN_CHARACTERS else ""
    return f"{SECRET_PREFIX}...{tail}"


async def create_key(
    session: AsyncSession,
    secret: InstanceSecret,
    project_id: str,
    note: str = "",
    *,
    given: Credentials | None = None,
    expires_at: datetime | None = None,
    author: Author | None = None,
) -> NewKey:
    """Make a key of a project; ``given`` is used as it is (head-less set-up, which has no author).

    Raises :class:`UnusableKeyError` when a given pair cannot be sent in Basic authentication.
    """
    owner = {"project_id": project_id}
    return await _create(session, secret, owner, note, given=given, expires_at=expires_at, author=author)


async def create_organisation_key(
    session: AsyncSession,
    secret: InstanceSecret,
    organisation_id: str,
    note: str = "",
    *,
    expires_at: datetime | None = None,
    author: Author | None = None,
) -> NewKey:
    """Make a key of an organisation: it manages projects and their keys, and opens no project's data."""
    owner = {"organisation_id": organisation_id}
    return await _create(session, secret, owner, note, given=None, expires_at=expires_at, author=author)


async def _create(
    session: AsyncSession,
    secret: InstanceSecret,
    owner: dict[str, str],
    note: str,
    *,
    given: Credentials | None,
    expires_at: datetime | None,
    author: Author | None,
) -> NewKey:
    pair = given or Credentials(f"{PUBLIC_PREFIX}{uuid.uuid4()}", f"{SECRET_PREFIX}{uuid.uuid4()}")
    _check_pair(pair)
    row = ApiKey(
        **owner,
        public_key=pair.public_key,
        secret_hash=hash_secret_key(secret, pair.secret_key),
        display_secret_key=display_form(pair.secret_key),
        note=note.strip()[:MAX_NOTE_LENGTH],
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()
    new = NewKey(_view(row), pair.secret_key)
    await _note(session, author, "create", new.view)
    return new


async def list_keys(session: AsyncSession, project_id: str) -> list[KeyView]:
    """The keys of a project that were not revoked, newest first."""
    return await _list(session, ApiKey.project_id == project_id)


async def list_organisation_keys(session: AsyncSession, organisation_id: str) -> list[KeyView]:
    """The keys of an organisation that were not revoked, newest first; not those of its projects."""
    return await _list(session, ApiKey.organisation_id == organisation_id)


async def revoke_key(
    session: AsyncSession, project_id: str, key_id: str, author: Author | None = None
) -> KeyView | None:
    """Put a key of this project out of force for good; None when the project has no such key in force.

    The caller tells :meth:`KeyVerifier.forget` after the commit.
    """
    return await _revoke(session, key_id, ApiKey.project_id == project_id, author)


async def revoke_organisation_key(
    session: AsyncSession, organisation_id: str, key_id: str, author: Author | None = None
) -> KeyView | None:
    """The same for a key of this organisation."""
    return await _revoke(session, key_id, ApiKey.organisation_id == organisation_id, author)


async def _list(session: AsyncSession, owned: ColumnElement[bool]) -> list[KeyView]:
    rows = await session.scalars(
        select(ApiKey).where(owned, ApiKey.revoked_at.is_(None)).order_by(ApiKey.created_at.desc(), ApiKey.id.desc())
    )
    return [_view(row) for row in rows]


async def _revoke(
    session: AsyncSession, key_id: str, owned: ColumnElement[bool], author: Author | None
) -> KeyView | None:
    row = await session.scalar(
        select(ApiKey).where(ApiKey.id == key_id, owned, ApiKey.revoked_at.is_(None)).with_for_update()
    )
    if row is None:
        return None
    row.revoked_at = now()
    view = _view(row)
    await _note(session, author, "revoke", view)
    return view


async def _note(
    session: AsyncSession, author: Author | None, action: Literal["create", "revoke"], key: KeyView
) -> None:
    if author is None:
        return
    kind = "api_key" if key.project_id else "organization_api_key"
    shown = {"note": key.note, "expiresAt": to_iso(key.expires_at) if key.expires_at else None}
    before, after = (None, shown) if action == "create" else (shown, None)
    place = replace(author, project_id=key.project_id or None)
    await note_change(session, place, Change(action, kind, key.id, key.public_key, before, after))


def _check_pair(pair: Credentials) -> None:
    for name, key in (("public", pair.public_key), ("secret", pair.secret_key)):
        if not key or key != key.strip() or not key.isprintable() or len(key) > 255:
            raise UnusableKeyError(
                f"The {name} key is empty, longer than 255 characters, has spaces around it, or unprintable characters."
            )
    if ":" in pair.public_key:
        raise UnusableKeyError("The public key contains a colon, which separates the keys in the Authorization header.")
    if pair.public_key.startswith(SECRET_PREFIX):
        raise UnusableKeyError(f"The public key begins with {SECRET_PREFIX}: public and secret key are swapped.")


def _view(row: ApiKey) -> KeyView:
    return KeyView(
        id=row.id,
        project_id=row.project_id or "",
        note=row.note,
        public_key=row.public_key,
        display_secret_key=row.display_secret_key,
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        organisation_id=row.organisation_id or "",
        expires_at=row.expires_at,
    )
