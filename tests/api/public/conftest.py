"""A world whose requests reach the store, emptied for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sidelight.store.store import Store
from tests.fixtures.read_world import empty
from tests.fixtures.write_world import WriteWorld, open_write_world


@pytest.fixture
async def write_world(event_store: Store, tmp_path: Path) -> AsyncIterator[WriteWorld]:
    empty(event_store)
    async with open_write_world(event_store, tmp_path) as world:
        yield world
