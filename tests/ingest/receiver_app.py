"""Receivers in this process, with real keys and a real journal; of the event store only what refusals need."""

import asyncio
import base64
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from sidelight.ingest.otlp_http import otlp_routes
from sidelight.ingest.refusals import Refusal, RefusalLog
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.keys import KeyVerifier
from sidelight.platform.setup import FirstStart, ensure_initial
from sidelight.settings import Settings
from sidelight.store.driver import Row, StoreError
from sidelight.store.journal import Journal
from sidelight.store.journal_entry import JournalEntry

PROTOBUF = "application/x-protobuf"
JSON = "application/json"


class RecordingStore:
    """Takes rows like the event store, and can be told to be away."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.is_away = False
        self.has_rows = asyncio.Event()
        self.driver = self

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        if self.is_away:
            raise StoreError("the store is away")
        self.rows.setdefault(table, []).extend(rows)
        self.has_rows.set()

    async def run(self, call: Callable[[], Any]) -> Any:
        return call()


class NotingLog(RefusalLog):
    """The log, and all that was ever recorded in it."""

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[Refusal] = []

    def record(self, refusal: Refusal) -> None:
        self.noted.append(refusal)
        super().record(refusal)


@dataclass
class Receiver:
    """What a test sees: a client, what came into the journal, and what was refused."""

    settings: Settings
    keys: KeyVerifier
    journal: Journal
    project_id: str
    authorization: str
    refusals: NotingLog = field(default_factory=NotingLog)
    store: RecordingStore = field(default_factory=RecordingStore)

    def __post_init__(self) -> None:
        self.app = Starlette(routes=otlp_routes())
        self.app.state.services = self
        transport = httpx.ASGITransport(self.app, client=("192.0.2.7", 4711))
        self.http = httpx.AsyncClient(transport=transport, base_url="http://sidelight", follow_redirects=False)

    async def post(
        self, path: str, body: bytes | AsyncIterator[bytes], content_type: str | None = PROTOBUF, **headers: str
    ) -> httpx.Response:
        """Send with the right key; keyword arguments are more headers, with ``_`` for ``-``."""
        sent = {"authorization": self.authorization, "user-agent": "test/1"}
        if content_type is not None:
            sent["content-type"] = content_type
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return await self.http.post(path, content=body, headers=sent)

    def entries(self) -> list[JournalEntry]:
        """Everything that was accepted."""
        return self.journal.read(0)

    @property
    def refused(self) -> list[Refusal]:
        """Everything that was refused."""
        return self.refusals.noted

    @property
    def the_refusal(self) -> Refusal:
        """The only thing that was refused."""
        (refusal,) = self.refusals.noted
        return refusal


async def make_template(folder: Path) -> FirstStart:
    """A folder with a migrated database, a project and a key: slow to make, quick to copy."""
    settings = Settings(data_dir=folder)
    database = Database.of(settings)
    try:
        await database.migrate()
        return await ensure_initial(database, settings, InstanceSecret.of(settings))
    finally:
        await database.close()


class _Template:
    """The template folder of this test run, made when it is first needed."""

    def __init__(self) -> None:
        self._made: tuple[Path, FirstStart] | None = None

    async def copy_to(self, folder: Path) -> FirstStart:
        if self._made is None:
            template = folder.with_name(folder.name + "-template")
            self._made = template, await make_template(template)
        template, first = self._made
        shutil.copytree(template, folder, dirs_exist_ok=True)
        return first


_template = _Template()


@asynccontextmanager
async def running_receiver(folder: Path, **ingest: Any) -> AsyncIterator[Receiver]:
    """A receiver over a fresh folder; keyword arguments are ingest settings."""
    first = await _template.copy_to(folder)
    settings = Settings(data_dir=folder)
    for name, value in ingest.items():
        setattr(settings.ingest, name, value)
    database = Database.of(settings)
    journal = Journal(folder / "journal.db", is_synced=False)
    pair = f"{first.public_key}:{first.secret_key}".encode()
    receiver = Receiver(
        settings=settings,
        keys=KeyVerifier(database, InstanceSecret.of(settings)),
        journal=journal,
        project_id=first.project_id,
        authorization="Basic " + base64.b64encode(pair).decode(),
    )
    try:
        yield receiver
    finally:
        await receiver.http.aclose()
        journal.close()
        await database.close()
