"""Signed-in browsers. A session lives 30 days after it was last used; only the hash of its token is stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import User, WebSession
from sidelight.platform.users import Account, account_of

LIFETIME = timedelta(days=30)
REFRESH_EVERY = timedelta(hours=1)
MAX_USER_AGENT_LENGTH = 500
MAX_ADDRESS_LENGTH = 64
MAX_LISTED = 200
_PURPOSE = "web-session"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session belongs to."""

    session_id: str
    account: Account
    last_seen_at: datetime

    @property
    def needs_refresh(self) -> bool:
        """Whether its life should be extended now; not at every request, to spare the database."""
        return now() - self.last_seen_at >= REFRESH_EVERY


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A signed-in browser as its user sees it."""

    id: str
    user_agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime


async def open_web_session(
    session: AsyncSession, secret: InstanceSecret, user_id: str, *, user_agent: str = "", address: str = ""
) -> str:
    """Begin a session and give the token for the cookie; ``user_agent`` and ``address`` are what the user is shown."""
    await session.execute(delete(WebSession).where(WebSession.expires_at < now()))
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            user_id=user_id,
            token_hash=secret.hash(token, _PURPOSE),
            user_agent=user_agent[:MAX_USER_AGENT_LENGTH],
            address=address[:MAX_ADDRESS_LENGTH],
            expires_at=now() + LIFETIME,
        )
    )
    await session.flush()
    return token


async def find_web_session(session: AsyncSession, secret: InstanceSecret, token: str) -> SignedIn | None:
    """The session of a cookie; None when it has ended or never was."""
    row = (
        await session.execute(
            select(WebSession, User)
            .join(User, User.id == WebSession.user_id)
            .where(WebSession.token_hash == secret.hash(token, _PURPOSE), WebSession.expires_at > now())
        )
    ).one_or_none()
    if row is None:
        return None
    web_session, user = row
    return SignedIn(web_session.id, account_of(user), web_session.last_seen_at)


async def extend_web_session(session: AsyncSession, session_id: str) -> None:
    """Another 30 days from now."""
    await session.execute(
        update(WebSession).where(WebSession.id == session_id).values(last_seen_at=now(), expires_at=now() + LIFETIME)
    )


async def close_web_session(session: AsyncSession, secret: InstanceSecret, token: str) -> None:
    """End the session of a cookie."""
    await session.execute(delete(WebSession).where(WebSession.token_hash == secret.hash(token, _PURPOSE)))


async def list_web_sessions(session: AsyncSession, user_id: str) -> list[OpenSession]:
    """The browsers that a user is signed in with, last used first; at most ``MAX_LISTED``."""
    rows = await session.scalars(
        select(WebSession)
        .where(WebSession.user_id == user_id, WebSession.expires_at > now())
        .order_by(WebSession.last_seen_at.desc(), WebSession.id)
        .limit(MAX_LISTED)
    )
    return [OpenSession(row.id, row.user_agent, row.address, row.created_at, row.last_seen_at) for row in rows]


async def close_web_session_by_id(session: AsyncSession, user_id: str, session_id: str) -> bool:
    """End one session of a user; False when there is none with this id."""
    found = await session.execute(
        delete(WebSession).where(WebSession.id == session_id, WebSession.user_id == user_id).returning(WebSession.id)
    )
    return found.first() is not None


async def close_other_web_sessions(session: AsyncSession, secret: InstanceSecret, user_id: str, token: str) -> int:
    """End all sessions of a user but that of ``token``, and give how many."""
    found = await session.execute(
        delete(WebSession)
        .where(WebSession.user_id == user_id, WebSession.token_hash != secret.hash(token, _PURPOSE))
        .returning(WebSession.id)
    )
    return len(found.all())
