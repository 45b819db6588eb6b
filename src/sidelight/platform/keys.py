"""Checks key pairs on the hot path: almost always from memory, never slower for a wrong secret than for a right one."""

import asyncio
import contextlib
import hmac
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.exc import SQLAlchemyError

from sidelight.platform.api_keys import hash_secret_key
from sidelight.platform.audit.author import Author
from sidelight.platform.clock import now
from sidelight.platform.credentials import Credentials, KeyRefusal, bearer_token, parse_basic
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.tables import ApiKey, Organisation, Project

_log = structlog.get_logger(__name__)

FRESH_S = 3.0  # a key revoked by another process (CLI, second server) is refused after at most this long
STALE_S = 600.0  # how long a known key still opens while the metadata database does not answer
REFRESH_WAIT_S = 1.0
MAX_KEYS = 10_000
_MAX_READS = 4  # so that a flood of unknown keys does not take all connections
USE_INTERVAL = timedelta(minutes=1)
_FLUSH_EVERY_S = 5.0
_GENERATED_SECRET = re.compile(r"sk-lf-[0-9a-f-]{36}")


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """Who a valid key speaks for."""

    project_id: str
    key_id: str
    public_key: str
    organisation_id: str
    project_name: str
    organisation_name: str


@dataclass(frozen=True, slots=True)
class OrganisationIdentity:
    """The organisation that a valid key of its own speaks for."""

    organisation_id: str
    key_id: str
    public_key: str
    organisation_name: str

    @property
    def author(self) -> Author:
        """Who the audit log names for a change by this key."""
        return Author("api_key", self.key_id, self.public_key, self.organisation_id)


Identity: TypeAlias = KeyIdentity | OrganisationIdentity


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database said about a public key, and when (monotonic seconds)."""

    identity: Identity | None
    secret_hash: str
    revoked_at: datetime | None
    expires_at: datetime | None
    read_at_s: float


class KeyVerifier:
    """Verifies keys against a bounded cache over the database, and notes their last use in the background.

    Belongs to one event loop. Revoking in this process takes effect at once (:meth:`forget`).
    """

    def __init__(self, database: Database, secret: InstanceSecret, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives monotonic seconds."""
        self._database = database
        self._secret = secret
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._reads: dict[str, asyncio.Task[_Known]] = {}
        self._slots = asyncio.Semaphore(_MAX_READS)
        self._used: dict[str, datetime] = {}
        self._noted: dict[str, datetime] = {}
        self._task: asyncio.Task[None] | None = None

    async def authenticate(self, header: str | None) -> KeyIdentity | KeyRefusal:
        """Read an ``Authorization`` header and verify the pair in it; it must be a project's."""
        parsed = parse_basic(header)
        if not isinstance(parsed, KeyRefusal):
            return await self.verify(parsed.public_key, parsed.secret_key)
        if parsed.code == "bearer":
            found = await self._open_alone(bearer_token(header))
            if isinstance(found, KeyRefusal):
                return parsed if found.code == "unknown_key" else found
            return _PUBLIC_KEY_ONLY
        return parsed

    async def authenticate_for_scores(self, header: str | None) -> KeyIdentity | KeyRefusal:
        """The same; here ``Bearer`` with a project's public key is enough: browsers cannot keep a secret."""
        found = await self._open_alone(token) if (token := bearer_token(header)) else None
        return found if isinstance(found, KeyIdentity) else await self.authenticate(header)

    async def authenticate_organisation(self, header: str | None) -> OrganisationIdentity | KeyRefusal:
        """Read an ``Authorization`` header and verify the pair in it; it must be an organisation's."""
        parsed = parse_basic(header)
        if isinstance(parsed, KeyRefusal):
            return parsed
        found = await self._verify(parsed)
        return _PROJECT_KEY if isinstance(found, KeyIdentity) else found

    async def verify(self, public_key: str, secret_key: str) -> KeyIdentity | KeyRefusal:
        """The identity of a project's pair, or why it is refused."""
        found = await self._verify(Credentials(public_key, secret_key))
        return _ORGANISATION_KEY if isinstance(found, OrganisationIdentity) else found

    async def _verify(self, sent: Credentials) -> Identity | KeyRefusal:
        known = await self._look_up(sent.public_key)
        if isinstance(known, KeyRefusal):
            return known
        matches = hmac.compare_digest(known.secret_hash, hash_secret_key(self._secret, sent.secret_key))
        if known.identity is None:
            return _unknown(sent.public_key)
        if not matches:
            return _wrong_secret(sent)
        return self._open(known.identity, known)

    async def _open_alone(self, public_key: str) -> Identity | KeyRefusal:
        """The identity of a public key without its secret."""
        known = await self._look_up(public_key)
        if isinstance(known, KeyRefusal):
            return known
        return _unknown(public_key) if known.identity is None else self._open(known.identity, known)

    def _open(self, identity: Identity, known: _Known) -> Identity | KeyRefusal:
        """The identity, if its key is in force; its use is noted."""
        if known.revoked_at is not None:
            return _over("revoked_key", f"The key {identity.public_key} was revoked on", known.revoked_at)
        if known.expires_at is not None and known.expires_at <= now():
            return _over("expired_key", f"The key {identity.public_key} expired on", known.expires_at)
        self._used[identity.key_id] = now()
        return identity

    async def _look_up(self, public_key: str) -> _Known | KeyRefusal:
        known = self._known.get(public_key)
        if known is None or self._clock() - known.read_at_s > FRESH_S:
            try:
                known = await self._refresh(public_key, known)
            except SQLAlchemyError as error:
                _log.error("key_lookup_failed", error=type(error).__name__)
                return _UNAVAILABLE
        return known

    def forget(self, public_key: str) -> None:
        """Drop what is remembered of a key; call it after a key was made, changed or revoked."""
        self._known.pop(public_key, None)
        self._reads.pop(public_key, None)

    def start(self) -> None:
        """Begin to note last uses; needs a running event loop."""
        if self._task is None:
            self._task = asyncio.create_task(self._note_uses_forever(), name="key-uses")

    async def close(self) -> None:
        """Stop, and note the last uses that are not noted yet."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        await self.note_uses(every=timedelta(0))

    async def note_uses(self, every: timedelta = USE_INTERVAL) -> None:
        """Write ``last_used_at`` of the keys used since, each at most once in ``every``. Never raises."""
        due = {
            key_id: used_at
            for key_id, used_at in self._used.items()
            if key_id not in self._noted or used_at - self._noted[key_id] >= every
        }
        if not due:
            return
        try:
            async with self._database.session() as session:
                for key_id, used_at in due.items():
                    await session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=used_at))
        except SQLAlchemyError as error:
            _log.warning("key_uses_not_noted", error=type(error).__name__)
            return
        for key_id, used_at in due.items():
            self._noted[key_id] = used_at
            if self._used.get(key_id) == used_at:
                del self._used[key_id]

    async def _note_uses_forever(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_EVERY_S)
            await self.note_uses()

    async def _refresh(self, public_key: str, stale: _Known | None) -> _Known:
        """What the database says now; a valid key that was known before goes on while the database is slow or away."""
        if stale is None or stale.identity is None or self._clock() - stale.read_at_s > STALE_S:
            return await self._read(public_key)
        try:
            async with asyncio.timeout(REFRESH_WAIT_S):
                return await self._read(public_key)
        except (TimeoutError, SQLAlchemyError) as error:
            _log.warning("key_refresh_failed", error=type(error).__name__)
            return stale

    async def _read(self, public_key: str) -> _Known:
        """Ask the database; requests that come meanwhile with the same key wait for the same answer."""
        task = self._reads.get(public_key)
        if task is None:
            task = asyncio.create_task(self._query(public_key), name="key-read")
            self._reads[public_key] = task
            task.add_done_callback(lambda done: self._on_read(public_key, done))
        return await asyncio.shield(task)

    def _on_read(self, public_key: str, task: asyncio.Task[_Known]) -> None:
        if self._reads.get(public_key) is task:
            del self._reads[public_key]
        if not task.cancelled():
            task.exception()  # nobody may be waiting any more; asyncio would complain

    async def _query(self, public_key: str) -> _Known:
        read_at_s = self._clock()
        async with self._slots, self._database.reading() as session:
            row = (
                await session.execute(
                    select(ApiKey, Project.name, Organisation.id, Organisation.name)
                    .outerjoin(Project, Project.id == ApiKey.project_id)
                    .join(
                        Organisation, Organisation.id == func.coalesce(Project.organisation_id, ApiKey.organisation_id)
                    )
                    .where(ApiKey.public_key == public_key)
                )
            ).one_or_none()
        if row is None:
            known = _Known(None, "", None, None, read_at_s)
        else:
            key, project_name, organisation_id, organisation_name = row
            identity: Identity
            if key.project_id is None:
                identity = OrganisationIdentity(organisation_id, key.id, key.public_key, organisation_name)
            else:
                identity = KeyIdentity(
                    project_id=key.project_id,
                    key_id=key.id,
                    public_key=key.public_key,
                    organisation_id=organisation_id,
                    project_name=project_name,
                    organisation_name=organisation_name,
                )
            known = _Known(identity, key.secret_hash, key.revoked_at, key.expires_at, read_at_s)
        if self._reads.get(public_key) is asyncio.current_task():  # not when forget() came in between
            self._known[public_key] = known
            self._known.move_to_end(public_key)
            while len(self._known) > MAX_KEYS:
                self._known.popitem(last=False)
        return known


_UNAVAILABLE = KeyRefusal(
    "unavailable",
    "The key could not be checked because the metadata database does not answer.",
    "Try again; the server's log says what is wrong with the database.",
)


_ORGANISATION_KEY = KeyRefusal(
    "organisation_key",
    "The key belongs to an organisation, which opens no project's data.",
    "Use a key of the project; the page API keys makes one, and so does POST /api/public/projects/{projectId}/apiKeys.",
)
_PROJECT_KEY = KeyRefusal(
    "project_key",
    "The key belongs to a project, but this address needs one of the organisation.",
    "Make an organisation key on the page API keys or with 'sidelight keys create --organisation'.",
)
_PUBLIC_KEY_ONLY = KeyRefusal(
    "public_key_only",
    "A public key alone (Bearer) may only send scores, to POST /api/public/scores or /api/public/ingestion.",
    "Send both keys: 'Authorization: Basic ' followed by the base64 of '<public key>:<secret key>'.",
)


def _over(code: Literal["revoked_key", "expired_key"], what: str, moment: datetime) -> KeyRefusal:
    return KeyRefusal(
        code,
        f"{what} {moment:%Y-%m-%d %H:%M} UTC.",
        "Create a new key on the page API keys or with 'sidelight keys create', and give it to the sender.",
    )


def _unknown(public_key: str) -> KeyRefusal:
    named = (
        f"The public key {public_key} is" if re.fullmatch(r"pk-lf-[\w.-]{1,100}", public_key) else "The public key is"
    )
    return KeyRefusal(
        "unknown_key",
        f"{named} not known here.",
        "Check that the key belongs to this server (another Langfuse or Sidelight has its own keys); "
        "the page API keys and 'sidelight keys list' show the valid ones.",
    )


def _wrong_secret(sent: Credentials) -> KeyRefusal:
    if sent.secret_key.startswith("pk-lf-"):
        return KeyRefusal(
            "wrong_secret",
            "A public key stands where the secret key belongs.",
            "After the colon comes the secret key, sk-lf-..., which was shown when the key was created.",
        )
    if sent.secret_key.startswith("sk-lf-") and not _GENERATED_SECRET.fullmatch(sent.secret_key):
        return KeyRefusal(
            "truncated_secret",
            f"The secret key sent with {sent.public_key} is {len(sent.secret_key)} characters long; "
            "generated ones have 42, so it was cut off or changed.",
            "base64 wraps its output after 76 characters; use 'base64 -w0' and copy the whole line.",
        )
    return KeyRefusal(
        "wrong_secret",
        f"The secret key does not belong to the public key {sent.public_key}.",
        "Use the secret that was shown when this key was created, or create a new key.",
    )
