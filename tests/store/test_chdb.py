"""What is particular to the embedded store: one owner, one folder a process, limits, durability, many threads."""

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sidelight.settings import StoreSettings
from sidelight.store.chdb import ChdbDriver
from sidelight.store.driver import StoreError

OPEN = "from pathlib import Path; from sidelight.store.chdb import ChdbDriver; d = ChdbDriver(Path({path!r}))"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_another_process_is_told_who_owns_the_folder(tmp_path: Path) -> None:
    driver = ChdbDriver(tmp_path / "events")
    refused = run(OPEN.format(path=str(tmp_path / "events")))
    assert f"is in use by process {os.getpid()}. Stop that Sidelight" in refused.stderr
    driver.close()
    assert run(OPEN.format(path=str(tmp_path / "events"))).returncode == 0


def test_one_process_has_one_folder_at_a_time(tmp_path: Path) -> None:
    first, again = ChdbDriver(tmp_path / "a"), ChdbDriver(tmp_path / "a")
    first.command("CREATE TABLE t (id UInt8) ENGINE = MergeTree ORDER BY id")
    with pytest.raises(StoreError, match=r"already has the event store .*/a open.*Close it before opening .*/b"):
        ChdbDriver(tmp_path / "b")
    first.close()
    with pytest.raises(StoreError, match="already has"):
        ChdbDriver(tmp_path / "b")
    again.insert("t", [{"id": 1}])
    again.close()
    other = ChdbDriver(tmp_path / "b")
    assert other.query("SELECT name FROM system.tables WHERE database = 'default'") == []
    other.close()
    back = ChdbDriver(tmp_path / "a")
    assert back.query("SELECT id FROM t") == [{"id": 1}]
    back.close()


@pytest.mark.parametrize("name", ["with space", "a&b=c", "100%25", "ünïcode", "a#b"])
def test_any_folder_name_works(tmp_path: Path, name: str) -> None:
    for _ in range(2):
        driver = ChdbDriver(tmp_path / name / "events")
        driver.command("CREATE TABLE IF NOT EXISTS t (id UInt8) ENGINE = MergeTree ORDER BY id")
        driver.close()
    assert (tmp_path / name / "events" / "metadata").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_question_mark_in_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no question mark"):
        ChdbDriver(tmp_path / "what?")
    ChdbDriver(tmp_path / "what").close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/events cannot be opened: Not a directory"):
        ChdbDriver(tmp_path / "file" / "events")


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[ChdbDriver]:
    driver = ChdbDriver(tmp_path / "events", StoreSettings(max_memory_mb=300, mark_cache_mb=16))
    yield driver
    driver.close()


def test_limits_are_those_of_the_settings(driver: ChdbDriver) -> None:
    limits = driver.query(
        "SELECT name, value FROM system.server_settings WHERE name LIKE '%cache_size' OR name LIKE '%memory_usage'"
    )
    by_name = {row["name"]: int(row["value"]) for row in limits}
    assert by_name["max_server_memory_usage"] == 300 * 1024**2
    assert by_name["mark_cache_size"] == 16 * 1024**2
    of_merge_tree = ("mark", "primary_index", "text_index", "index_mark", "query_condition")
    assert all(size <= 16 * 1024**2 for name, size in by_name.items() if name.startswith(of_merge_tree))
    of_one_query = driver.query("SELECT toUInt64(value) AS n FROM system.settings WHERE name = 'max_memory_usage'")
    assert of_one_query == [{"n": 180 * 1024**2}]
    with pytest.raises(StoreError, match="limit exceeded") as caught:
        driver.query("SELECT groupArray(repeat('x', 1000) || toString(number)) FROM numbers(2000000)")
    assert caught.value.code == 241
    assert caught.value.is_transient
    assert driver.query("SELECT 1 AS one") == [{"one": 1}]


def test_a_threads_connection_ends_with_it(driver: ChdbDriver) -> None:
    for _ in range(5):
        thread = threading.Thread(target=driver.query, args=("SELECT 1",))
        thread.start()
        thread.join()
    gc.collect()
    assert len(driver._sessions) == 1


def test_closing_waits_for_running_statements(driver: ChdbDriver) -> None:
    started = threading.Event()
    results: list[object] = []

    def long_query() -> None:
        started.set()
        results.append(driver.query("SELECT sleep(0.5) AS zero"))

    thread = threading.Thread(target=long_query)
    thread.start()
    started.wait()
    while not any(session.lock.locked() for session in driver._sessions):
        pass
    driver.close()
    thread.join()
    assert results == [[{"zero": 0}]]


def test_rows_survive_the_sudden_end_of_the_process(tmp_path: Path) -> None:
    code = OPEN.format(path=str(tmp_path / "events")) + (
        "\nd.command('CREATE TABLE t (id UInt64) ENGINE = MergeTree ORDER BY id SETTINGS fsync_after_insert = 1')\n"
        "for n in range(10**9):\n    d.insert('t', [{'id': n}])\n    print(n, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(30)]
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.read().splitlines()
    acknowledged = {int(line) for line in lines if line.strip()}
    driver = ChdbDriver(tmp_path / "events")
    assert acknowledged <= {row["id"] for row in driver.query("SELECT id FROM t")}
    driver.close()
