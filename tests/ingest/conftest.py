"""A pipeline on a real store that can be made to fail; each test has a project and a journal of its own."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from sidelight.ingest.interpret import InterpretOptions
from sidelight.ingest.live import LiveFeed
from sidelight.ingest.pipeline import Pipeline
from sidelight.ingest.writer import BatchWriter
from sidelight.settings import StoreSettings
from sidelight.store.chdb import ChdbDriver
from sidelight.store.driver import Driver
from sidelight.store.journal import Journal, JournalEntry
from sidelight.store.migrate import migrate
from tests.ingest.flaky import Flaky, wait_until_empty


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    driver = ChdbDriver(tmp_path_factory.mktemp("store") / "events", StoreSettings(max_memory_mb=1024))
    migrate(driver)
    yield driver
    driver.close()


@pytest.fixture
def driver(engine: Driver) -> Flaky:
    return Flaky(engine)


@pytest.fixture(autouse=True)
def _quick_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidelight.ingest.pipeline.IDLE_WAIT_S", 0.02)


@pytest.fixture
def project() -> str:
    """Each test its own project, in one store."""
    return uuid.uuid4().hex


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.db", is_synced=False)
    yield journal
    journal.close()


@pytest.fixture
def run(driver: Flaky, journal: Journal) -> Callable[[Iterable[JournalEntry]], None]:
    """Process entries until the journal is empty."""

    def process(entries: Iterable[JournalEntry]) -> None:
        for entry in entries:
            journal.append_blocking(entry)
        pipeline = Pipeline(journal, BatchWriter(driver), LiveFeed(), InterpretOptions())
        pipeline.start()
        try:
            assert wait_until_empty(journal, 60)
        finally:
            pipeline.stop()

    return process
