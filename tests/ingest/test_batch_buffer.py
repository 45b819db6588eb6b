"""When batches are handed on: at once after a pause, otherwise collected."""

import threading
from dataclasses import replace

import pytest

from sidelight.ingest import batch_buffer
from sidelight.ingest.batch import Batch
from sidelight.ingest.batch_buffer import BatchBuffer
from sidelight.store.journal import JournalEntry

ENTRY = JournalEntry("p", "traces", "protobuf", 1, b"", {})
SMALL = Batch(ENTRY, (), (), frozenset(), {"observations": b"x"})
LARGE = replace(SMALL, payloads={"observations": b"x" * (batch_buffer.FULL_BYTES // 2 + 1)})


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buffer(clock: Clock) -> BatchBuffer:
    return BatchBuffer(clock)


def test_nothing_comes_of_nothing(buffer: BatchBuffer) -> None:
    assert buffer.take(0) == []


def test_after_a_pause_a_batch_is_handed_on_at_once(buffer: BatchBuffer, clock: Clock) -> None:
    for _ in range(3):
        buffer.put(SMALL, 0)
        assert buffer.take(0) == [SMALL]
        clock.now_s += batch_buffer.INTERVAL_S


@pytest.mark.parametrize(
    ("first", "interval_s"), [(SMALL, batch_buffer.INTERVAL_S), (LARGE, batch_buffer.LOADED_INTERVAL_S)]
)
def test_what_comes_soon_after_is_collected(
    buffer: BatchBuffer, monkeypatch: pytest.MonkeyPatch, first: Batch, interval_s: float
) -> None:
    """The wait is as long as the rest of the interval, longer under load; what comes meanwhile goes along."""
    waits: list[float] = []

    def wait_for(condition: threading.Condition, is_met: object, timeout_s: float) -> bool:
        if timeout_s:
            waits.append(timeout_s)
            buffer._batches.append(SMALL)
        return bool(is_met())  # type: ignore[operator]

    buffer.put(first, 0)
    assert buffer.take(0) == [first]
    buffer.put(SMALL, 0)
    monkeypatch.setattr(threading.Condition, "wait_for", wait_for)
    assert buffer.take(0) == [SMALL, SMALL]
    assert waits == [pytest.approx(interval_s)]


def test_enough_for_a_large_insert_is_handed_on_before_its_time(buffer: BatchBuffer) -> None:
    buffer.put(SMALL, 0)
    buffer.take(0)
    buffer.put(LARGE, 0)
    buffer.put(LARGE, 0)
    assert buffer.take(0) == [LARGE, LARGE]


def test_many_small_batches_are_enough_too(buffer: BatchBuffer) -> None:
    buffer.put(SMALL, 0)
    buffer.take(0)
    for _ in range(batch_buffer.FULL_BATCHES):
        assert buffer.put(SMALL, 0)
    assert not buffer.put(SMALL, 0)
    assert len(buffer.take(0)) == batch_buffer.FULL_BATCHES


def test_who_puts_waits_while_there_is_no_room(buffer: BatchBuffer) -> None:
    assert buffer.put(LARGE, 0)
    assert buffer.put(LARGE, 0)
    assert not buffer.put(SMALL, 0.01)
    assert buffer.take(0) == [LARGE, LARGE]
    assert buffer.put(SMALL, 0)


def test_one_thread_wakes_the_other(buffer: BatchBuffer) -> None:
    taken: list[list[Batch]] = []
    thread = threading.Thread(target=lambda: taken.append(buffer.take(10)))
    thread.start()
    buffer.put(SMALL, 0)
    thread.join(10)
    assert taken == [[SMALL]]
