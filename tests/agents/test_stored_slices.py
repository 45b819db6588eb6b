"""The slices that SQL cuts from the store are those that this package means: folding them gives the whole session."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.ingest.sessions import SessionFolder
from sidelight.model import AgentEvent, Observation
from sidelight.settings import StoreSettings
from sidelight.store.chdb import ChdbDriver
from sidelight.store.driver import Driver
from sidelight.store.migrate import migrate
from sidelight.store.rows import event_row
from tests.agents.incremental import sorted_by_id
from tests.agents.test_fold_properties import THEMES, folded_whole, strange_events
from tests.golden.captures import NAMES, read_capture

YEAR_2026_NS = 1_795_436_294 * 10**9


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    driver = ChdbDriver(tmp_path_factory.mktemp("store") / "events", StoreSettings(max_memory_mb=1024))
    migrate(driver)
    yield driver
    driver.close()


def folded_in_store(store: Driver, batches: Sequence[Sequence[AgentEvent]]) -> list[Observation]:
    """What is left of all folds when the batches come one after the other."""
    project_id, folder = uuid.uuid4().hex, SessionFolder(store)
    observations: dict[str, Observation] = {}
    for number, batch in enumerate(batches):
        store.insert("agent_events", [event_row(project_id, event, YEAR_2026_NS + number) for event in batch])
        for folded in folder.fold_touched(project_id, batch):
            for gone in folded.superseded:
                observations.pop(gone.id, None)
            observations |= {observation.id: observation for observation in folded.observations}
    return sorted_by_id(observations.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_capture_that_arrives_backwards(store: Driver, name: str) -> None:
    events = read_capture(name).events[::-1]
    batches = [events[start : start + 7] for start in range(0, len(events), 7)]
    assert folded_in_store(store, batches) == folded_whole(events)[0]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_events_of_several_sessions(store: Driver, data: st.DataObject) -> None:
    events = data.draw(st.lists(strange_events(data.draw(st.sampled_from(sorted(THEMES)))), max_size=9))
    elsewhere = [replace(event, session_id="another", event_id=event.event_id[::-1]) for event in events[::2]]
    mixed = [_in_2026(event) for pair in zip(events, [*elsewhere, *events], strict=False) for event in pair]
    batches = [mixed[start : start + 3] for start in range(0, len(mixed), 3)]
    assert folded_in_store(store, batches) == folded_whole(mixed)[0]


def _in_2026(event: AgentEvent) -> AgentEvent:
    shifted_end_ns = event.end_ns + YEAR_2026_NS if event.end_ns else 0
    return replace(event, time_ns=event.time_ns + YEAR_2026_NS, end_ns=shifted_end_ns)
