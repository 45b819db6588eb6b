"""The journal: acknowledged means durable, in order, once."""

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sidelight.store.journal import DeadLetter, Journal, JournalEntry, JournalError, Pending

MIB = 1024 * 1024


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.db")
    yield journal
    journal.close()


def entry(body: bytes = b"body", **changes: object) -> JournalEntry:
    given = {"project_id": "p", "signal": "logs", "format": "json", "received_ns": 5, "body": body, **changes}
    return JournalEntry(**given)  # type: ignore[arg-type]


async def test_an_appended_entry_is_read_as_it_was(journal: Journal) -> None:
    sent = entry(b"\x00\xff" * 70_000, meta={"path": "/v1/logs", "n": 1, "nested": {"a": [None, True, "漢"]}})
    entry_id = await journal.append(sent)
    (read,) = journal.read(0)
    assert read == JournalEntry(
        id=entry_id,
        project_id="p",
        signal="logs",
        format="json",
        received_ns=5,
        body=sent.body,
        meta={"path": "/v1/logs", "n": 1, "nested": {"a": [None, True, "漢"]}},
    )


def test_only_its_user_can_read_it(journal: Journal, tmp_path: Path) -> None:
    assert journal.read(0) == []
    assert {path.name: path.stat().st_mode & 0o077 for path in tmp_path.glob("journal.db*")} == {
        "journal.db": 0,
        "journal.db-shm": 0,
        "journal.db-wal": 0,
        "journal.db.lock": 0,
    }


def test_meta_is_cleaned_of_what_json_cannot_hold(journal: Journal) -> None:
    journal.append_blocking(entry(meta={"agent": "\ud800", "size": 2**70}))
    assert journal.read(0)[0].meta == {"agent": "\ufffd", "size": str(2**70)}


async def test_appends_at_once_get_rising_ids_in_the_order_of_reading(journal: Journal) -> None:
    ids = await asyncio.gather(*(journal.append(entry(str(number).encode())) for number in range(200)))
    assert ids == sorted(set(ids))
    read = journal.read(0)
    assert [one.id for one in read] == ids
    assert [one.body for one in read] == [str(number).encode() for number in range(200)]


def test_threads_append_too(journal: Journal) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda number: journal.append_blocking(entry(str(number).encode())), range(100)))
    assert sorted(ids) == [one.id for one in journal.read(0)]
    bodies = {one.id: one.body for one in journal.read(0)}
    assert [bodies[entry_id] for entry_id in ids] == [str(number).encode() for number in range(100)]


def test_ids_are_never_used_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    ids = [journal.append_blocking(entry()) for _ in range(3)]
    journal.remove(ids)
    journal.close()
    journal = Journal(tmp_path / "journal.db")
    assert journal.append_blocking(entry()) > max(ids)
    journal.close()


def test_reading_is_bounded_by_number_and_bytes(journal: Journal) -> None:
    ids = [journal.append_blocking(entry(bytes(100))) for _ in range(10)]
    assert [one.id for one in journal.read(0, max_entries=3)] == ids[:3]
    assert [one.id for one in journal.read(ids[2], max_bytes=250)] == ids[3:5]
    assert [one.id for one in journal.read(ids[4], max_bytes=200)] == ids[5:7]
    assert [one.id for one in journal.read(ids[6], max_bytes=1)] == ids[7:8]
    assert journal.read(ids[9]) == []


def test_what_is_removed_is_gone_for_good(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    first, second, third = (journal.append_blocking(entry(bytes(size))) for size in (1, 10, 100))
    assert journal.pending() == Pending(3, 111)
    journal.remove([first, third, 12_345])
    journal.remove([first])
    journal.remove([])
    assert journal.pending() == Pending(1, 10)
    assert [one.id for one in journal.read(0)] == [second]
    journal.close()
    journal = Journal(tmp_path / "journal.db")
    assert journal.pending() == Pending(1, 10)
    assert [one.id for one in journal.read(0)] == [second]
    journal.close()


def test_dead_letters_are_kept_and_can_live_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    good, bad, worse = (journal.append_blocking(entry(body, meta={"n": 1})) for body in (b"good", b"bad", b"worse"))
    before_ns = time.time_ns()
    journal.bury(bad, "cannot be decoded")
    journal.bury(worse, "neither \udc00")
    journal.bury(999, "no such entry")
    assert journal.pending() == Pending(1, 4)
    assert [one.id for one in journal.read(0)] == [good]
    journal.close()

    journal = Journal(tmp_path / "journal.db")
    newest, oldest = journal.dead_letters()
    assert newest.error == "neither \ufffd"
    assert oldest == DeadLetter(entry(b"bad", meta={"n": 1}, id=bad), "cannot be decoded", oldest.buried_ns)
    assert before_ns <= oldest.buried_ns <= newest.buried_ns <= time.time_ns()
    assert journal.dead_letters(limit=1) == [newest]
    assert journal.dead_letters(before_id=newest.entry.id) == [oldest]

    revived = journal.revive(bad)
    assert revived is not None
    assert revived > worse
    assert [(one.id, one.body) for one in journal.read(good)] == [(revived, b"bad")]
    assert journal.pending() == Pending(2, 7)
    assert journal.revive(bad) is None
    assert journal.discard(worse)
    assert not journal.discard(worse)
    assert journal.dead_letters() == []
    journal.close()


def test_a_reader_sleeps_until_something_is_appended(journal: Journal) -> None:
    assert journal.wait(0)  # what an earlier process left may be there
    assert not journal.wait(0.01)
    threading.Timer(0.1, journal.append_blocking, (entry(),)).start()
    begin = time.monotonic()
    assert journal.wait(10)
    assert time.monotonic() - begin < 5
    assert journal.read(0)
    assert not journal.wait(0.01)


def test_an_append_between_reading_and_waiting_is_not_missed(journal: Journal) -> None:
    journal.wait(0)
    assert journal.read(0) == []
    journal.append_blocking(entry())
    assert journal.wait(0)


def test_a_revived_letter_wakes_the_reader(journal: Journal) -> None:
    letter = journal.append_blocking(entry())
    journal.bury(letter, "no")
    journal.wait(0)
    journal.revive(letter)
    assert journal.wait(0)


def test_closing_commits_what_waits_and_wakes_the_reader(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.wait(0)
    reader = threading.Thread(target=journal.wait)
    reader.start()
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(journal.append_blocking, entry(bytes(MIB))) for _ in range(4)]
        waiting[0].result()
        journal.close()
        outcomes = [future.exception() for future in waiting]
    reader.join(10)
    assert not reader.is_alive()
    journal.close()
    reopened = Journal(tmp_path / "journal.db")
    assert len(reopened.read(0)) == outcomes.count(None)
    assert all(outcome is None or isinstance(outcome, JournalError) for outcome in outcomes)
    reopened.close()


async def test_nothing_works_after_close(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        await journal.append(entry())
    with pytest.raises(JournalError, match="closed"):
        journal.read(0)
    with pytest.raises(JournalError, match="closed"):
        journal.remove([1])


async def test_a_client_that_goes_away_harms_no_other(journal: Journal) -> None:
    leaving = [asyncio.ensure_future(journal.append(entry(bytes(MIB)))) for _ in range(10)]
    await asyncio.sleep(0)
    for task in leaving:
        task.cancel()
    staying = await asyncio.gather(*(journal.append(entry(b"stay")) for _ in range(10)))
    read = journal.read(0, max_bytes=100 * MIB)
    assert [one.id for one in read if one.body == b"stay"] == staying
    assert journal.pending() == Pending(len(read), sum(len(one.body) for one in read))


def test_a_journal_has_one_owner(tmp_path: Path, journal: Journal) -> None:
    with pytest.raises(JournalError, match=f"in use by process {os.getpid()}"):
        Journal(tmp_path / "journal.db")


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"something else entirely" * 1000)
    for _ in range(2):
        with pytest.raises(JournalError, match=r"journal.db cannot be opened: file is not a database"):
            Journal(tmp_path / "journal.db")


def test_the_log_and_the_file_stay_small(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    sizes = []
    for _ in range(20):
        ids = [journal.append_blocking(entry(os.urandom(MIB))) for _ in range(12)]
        sizes.append(path.with_name("journal.db-wal").stat().st_size)
        journal.remove(ids)
    assert max(sizes) < 100 * MIB
    assert path.stat().st_size < 100 * MIB
    journal.close()
    assert not path.with_name("journal.db-wal").exists()


def test_space_is_given_back_when_a_backlog_is_done(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = Journal(path)
    ids = [journal.append_blocking(entry(os.urandom(MIB))) for _ in range(150)]
    journal.remove(ids)
    until = time.monotonic() + 20
    while path.stat().st_size > 80 * MIB or path.with_name("journal.db-wal").stat().st_size:
        assert time.monotonic() < until, path.stat().st_size
        time.sleep(0.1)
    assert journal.append_blocking(entry()) > max(ids)
    journal.close()


def test_every_commit_is_flushed(tmp_path: Path) -> None:
    for is_synced, level in ((True, 2), (False, 1)):
        journal = Journal(tmp_path / f"{is_synced}.db", is_synced=is_synced)
        assert journal._file.connection.execute("PRAGMA synchronous").fetchone() == (level,)
        journal.close()


FULL_DISK = """
import json, resource, sys
from pathlib import Path
from sidelight.store.journal import Journal, JournalEntry, JournalError
journal = Journal(Path(sys.argv[1]))
accepted, refused = [], []
resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, resource.RLIM_INFINITY))
for number in range(60):
    try:
        accepted.append(journal.append_blocking(JournalEntry("p", "logs", "json", number, bytes([number]) * 200_000)))
    except JournalError as error:
        refused.append(str(error))
assert journal.pending().entries == len(accepted)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
accepted.append(journal.append_blocking(JournalEntry("p", "logs", "json", 99, b"after")))
print(json.dumps([accepted, refused]))
"""


def test_a_full_disk_refuses_and_harms_nothing(tmp_path: Path) -> None:
    """A limit on the size of files, which the process then lifts, stands for a disk that fills up."""
    path = tmp_path / "journal.db"
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    accepted, refused = json.loads(done.stdout.splitlines()[-1])
    assert len(accepted) > 5
    assert len(refused) > 5
    assert all("cannot be written" in message and "Is the disk full?" in message for message in refused)
    journal = Journal(path)
    assert [one.id for one in journal.read(0, max_bytes=100 * MIB)] == accepted
    journal.close()


APPENDER = """
import os, sys, threading, time
from pathlib import Path
from sidelight.store.journal import Journal, JournalEntry
journal = Journal(Path(sys.argv[1]))
def say(word, entry_id, size=0):
    os.write(1, f"{word} {entry_id} {size}\\n".encode())
def work(seed):
    number = 0
    while True:
        number += 1
        body = f"{seed}-{number}-".encode() * (1 + number * 37 % 2000)
        entry_id = journal.append_blocking(JournalEntry("p", "logs", "json", number, body))
        say("appended", entry_id, len(body))
        if number % 5 == 0:
            say("removing", entry_id)
            journal.remove([entry_id])
            say("removed", entry_id)
for seed in range(4):
    threading.Thread(target=work, args=(seed,), daemon=True).start()
time.sleep(60)
"""


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    """Twenty times at random moments on one journal: every acknowledged entry is there, whole; none comes back."""
    path = tmp_path / "journal.db"
    chance = random.Random(7)
    said: dict[str, dict[int, int]] = {"appended": {}, "removing": {}, "removed": {}}
    for _ in range(20):
        with subprocess.Popen([sys.executable, "-c", APPENDER, str(path)], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline()]
            time.sleep(chance.uniform(0, 0.15))
            process.send_signal(signal.SIGKILL)
            lines += process.stdout.read().splitlines()
        for line in lines:
            word, entry_id, size = line.split()
            assert int(entry_id) not in said[word.decode()]
            said[word.decode()][int(entry_id)] = int(size)
    assert len(said["appended"]) > 200
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    journal = Journal(path)
    found = {one.id: len(one.body) for one in journal.read(0, max_bytes=2**40, max_entries=10**9)}
    journal.close()
    expected = {entry_id: size for entry_id, size in said["appended"].items() if entry_id not in said["removing"]}
    assert {entry_id: found.get(entry_id) for entry_id in expected} == expected
    assert not said["removed"].keys() & found.keys()
