"""One-time login links: how the first person gets in, and whoever has no password."""

import secrets
from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.clock import now
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import LoginLink, User
from sidelight.platform.users import Account, account_of

LIFETIME = timedelta(hours=1)
_KEPT = timedelta(days=1)  # so that a used or late link can be told from a wrong one
_PURPOSE = "login-link"


class LoginLinkError(Exception):
    """The link does not open anything; the message says why."""


async def create_login_link(session: AsyncSession, secret: InstanceSecret, user_id: str) -> str:
    """A token that signs the user in once, within an hour. Only its hash is stored."""
    token = secrets.token_urlsafe(32)
    await session.execute(delete(LoginLink).where(LoginLink.expires_at < now() - _KEPT))
    session.add(LoginLink(user_id=user_id, token_hash=secret.hash(token, _PURPOSE), expires_at=now() + LIFETIME))
    await session.flush()
    return token


def login_url(base_url: str, token: str) -> str:
    """The page that redeems a token; it posts the token, so that a link preview does not use it up."""
    return f"{base_url.rstrip('/')}/login?token={quote(token)}"


async def redeem(session: AsyncSession, secret: InstanceSecret, token: str) -> Account:
    """Use a token up and give its user. Raises :class:`LoginLinkError`."""
    token_hash = secret.hash(token, _PURPOSE)
    moment = now()
    link_id = await session.scalar(
        update(LoginLink)
        .where(LoginLink.token_hash == token_hash, LoginLink.used_at.is_(None), LoginLink.expires_at > moment)
        .values(used_at=moment)
        .returning(LoginLink.id)
    )
    if link_id is None:
        link = await session.scalar(select(LoginLink).where(LoginLink.token_hash == token_hash))
        if link is None:
            raise LoginLinkError("This login link is not known here.")
        raise LoginLinkError("This login link was already used." if link.used_at else "This login link has expired.")
    user = await session.scalar(
        select(User).join(LoginLink, LoginLink.user_id == User.id).where(LoginLink.id == link_id)
    )
    if user is None:
        raise LoginLinkError("The user of this login link does not exist any more.")
    return account_of(user)
