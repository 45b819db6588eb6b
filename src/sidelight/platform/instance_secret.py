"""The installation's own secret: the key under which API secrets and tokens are hashed.

It lies in a file beside the data and never in the database, so that a copy of the database alone cannot be used to test
guesses. Losing it makes every API key and session unusable: back it up with the data folder.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.tables import InstanceFact

if TYPE_CHECKING:
    from sidelight.settings import Settings

FILE_NAME = "instance.secret"
_FINGERPRINT = "secret_fingerprint"
_MIN_LENGTH = 32


class InstanceSecretError(Exception):
    """The secret is unusable; the message says why and what to do."""


class InstanceSecret:
    """Keyed hashes for one installation."""

    __slots__ = ("_key",)

    def __init__(self, key: bytes) -> None:
        """``key``: at least 32 bytes, kept for the life of the installation."""
        if len(key) < _MIN_LENGTH:
            raise InstanceSecretError(
                f"The instance secret is shorter than {_MIN_LENGTH} characters. Use a longer one."
            )
        self._key = key

    @classmethod
    def of(cls, settings: "Settings") -> "InstanceSecret":
        """The secret that the settings give, else the one in the data folder, made on first use."""
        given = settings.secret_key.get_secret_value()
        if given:
            return cls(given.encode())
        path = settings.data_dir / FILE_NAME
        try:
            settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not path.exists():
                _create(path)
            return cls(path.read_bytes().strip())
        except OSError as error:
            raise InstanceSecretError(
                f"The instance secret {path} cannot be read: {error.strerror}. "
                "Run Sidelight as the owner of the data folder, or choose another one with --data."
            ) from error

    def hash(self, text: str, purpose: str) -> str:
        """HMAC-SHA256 in hex. ``purpose`` keeps the hash of one kind of secret from being valid as another."""
        return hmac.new(self._key, f"{purpose}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def __repr__(self) -> str:
        """Never the key."""
        return "InstanceSecret(...)"


async def bind_secret(session: AsyncSession, secret: InstanceSecret) -> None:
    """Check that the database was used with this secret before; remember it when it is the first.

    Raises :class:`InstanceSecretError`: with another secret every key would be refused without a visible reason.
    """
    fingerprint = secret.hash("", "fingerprint")
    known = await session.get(InstanceFact, _FINGERPRINT)
    if known is None:
        session.add(InstanceFact(name=_FINGERPRINT, value=fingerprint))
    elif not hmac.compare_digest(known.value, fingerprint):
        raise InstanceSecretError(
            "The metadata database belongs to another instance secret, so no API key could be checked. Restore the "
            f"file {FILE_NAME} that belongs to it into the data folder, or set SIDELIGHT_SECRET_KEY as before."
        )


def _create(path: Path) -> None:
    """Write a new secret; when two processes start together, the first one's stays."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # only the owner may read it
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        os.unlink(draft)
