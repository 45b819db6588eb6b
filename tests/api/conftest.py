"""A real event store for the modules here, emptied for each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from sidelight.store.store import Store
from tests.fixtures.event_store import open_event_store
from tests.fixtures.read_world import ReadWorld, empty, open_read_world


@pytest.fixture(scope="module")
def event_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_event_store(tmp_path_factory.mktemp("events") / "store") as store:
        yield store


@pytest.fixture
async def read_world(event_store: Store, tmp_path: Path) -> AsyncIterator[ReadWorld]:
    empty(event_store)
    async with open_read_world(event_store, tmp_path) as world:
        yield world
