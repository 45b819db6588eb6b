"""A real event store for the modules here."""

from collections.abc import Iterator

import pytest

from sidelight.store.store import Store
from tests.fixtures.event_store import Seed, open_event_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_event_store(tmp_path_factory.mktemp("events") / "store") as store:
        yield store


@pytest.fixture
def seed(store: Store) -> Seed:
    """A project of its own for each test, in the one store."""
    return Seed(store)
