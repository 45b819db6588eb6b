"""The price books of all projects, in memory: ingestion asks for one with every journal entry, from threads.

The database is asked in the background, at once after a change in this process (:meth:`PriceBooks.refresh`) and every
few seconds for changes of others. While it does not answer, the last known prices hold: a call that was priced by an
old price is priced anew by the job that the change has started.
"""

import asyncio
import contextlib
import time

import structlog
from sqlalchemy.exc import SQLAlchemyError

from sidelight.enrich.managed_models import managed_model
from sidelight.enrich.price_book import MANAGED, PriceBook
from sidelight.enrich.priced_model import PricedModel
from sidelight.platform.database import Database
from sidelight.platform.models.definitions import Version, load_models, load_versions

_log = structlog.get_logger(__name__)

REFRESH_S = 3.0


class PriceBooks:
    """Books by project. Reading is safe in any thread; the rest belongs to one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._books: dict[str, PriceBook] = {}
        self._versions: dict[str, Version] = {}
        self._reading = asyncio.Lock()  # a slow reading must not put an old book over a new one
        self._task: asyncio.Task[None] | None = None

    def of(self, project_id: str) -> PriceBook:
        """The book of a project."""
        return self._books.get(project_id, MANAGED)

    def model(self, project_id: str, model_id: str) -> PricedModel | None:
        """A model that the project may see, its own or managed, by id; None when there is none (any more)."""
        for own in self.of(project_id).models:
            if own.id == model_id:
                return own
        return managed_model(model_id, time.time_ns())

    def prices_of(self, project_id: str, model_id: str) -> dict[str, float]:
        """US dollars a unit by usage bucket, of the model's default tier; empty when there is no such model."""
        model = self.model(project_id, model_id) if model_id else None
        return dict(model.default_tier.prices) if model else {}

    async def start(self) -> None:
        """Read all books, and keep them fresh. Raises SQLAlchemyError when the first reading fails."""
        await self._read_changed()
        self._task = asyncio.create_task(self._refresh_forever(), name="price-books")

    async def close(self) -> None:
        """Stop reading."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def refresh(self, project_id: str) -> None:
        """Read one book anew; call it after a change was committed."""
        async with self._reading, self._database.reading() as session:
            self._put(project_id, PriceBook(await load_models(session, project_id)))
        self._versions.pop(project_id, None)

    def _put(self, project_id: str, book: PriceBook) -> None:
        if book.models:
            self._books[project_id] = book
        else:
            self._books.pop(project_id, None)

    async def _read_changed(self) -> None:
        async with self._reading, self._database.reading() as session:
            versions = await load_versions(session)
            gone = self._books.keys() - versions.keys()
            changed = [
                project_id for project_id, version in versions.items() if self._versions.get(project_id) != version
            ]
            for project_id in changed:
                self._put(project_id, PriceBook(await load_models(session, project_id)))
            for project_id in gone:
                del self._books[project_id]
            self._versions = versions

    async def _refresh_forever(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_S)
            try:
                await self._read_changed()
            except SQLAlchemyError as error:
                _log.warning("price_books_not_refreshed", error=type(error).__name__)
