"""What is particular to a ClickHouse server: its URL, its cluster, and how it fails. The rest is the contract suite."""

import gzip
import logging
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest

from sidelight.store.clickhouse import ClickHouseDriver
from sidelight.store.driver import StoreError
from sidelight.store.migrate import migrate
from tests.fixtures.clickhouse_server import PASSWORD, USER, clickhouse_server

LOGIN = f"{USER}:{quote(PASSWORD, safe='')}"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clickhouse_server(tmp_path_factory.mktemp("clickhouse"), cluster="main") as address:
        yield address


def test_a_cluster_gets_replicated_tables_everywhere(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/replicated", cluster="main")
    statements: list[str] = []
    command = driver.command

    def noting(sql: str) -> None:
        statements.append(sql)
        command(sql)

    monkeypatch.setattr(driver, "command", noting)
    migrate(driver)
    made = [statement for statement in statements if "CREATE TABLE" in statement]
    assert len(made) > 5
    for statement in made:
        assert " ON CLUSTER `main` (" in statement
        assert "ENGINE = Replicated" in statement
    assert all(" ON CLUSTER `main`" in statement for statement in statements)
    driver.insert("traces", [{"project_id": "p", "id": "t"}])
    assert driver.query("SELECT id FROM traces FINAL") == [{"id": "t"}]
    driver.close()


def test_an_unknown_cluster_is_refused(address: str) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/x", cluster="nowhere")
    with pytest.raises(StoreError, match="no cluster name"):
        ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/x", cluster="a` b")


def test_databases_are_made_and_kept_apart(address: str) -> None:
    one = ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/one")
    two = ClickHouseDriver(f"http://{LOGIN}@{address}/two-2")
    for driver in (one, two):
        driver.command("CREATE TABLE t (id UInt8) ENGINE = MergeTree ORDER BY id")
    one.insert("t", [{"id": 1}])
    one.close()
    assert two.query("SELECT id, currentDatabase() AS db FROM t") == []
    assert two.query("SELECT currentDatabase() AS db") == [{"db": "two-2"}]
    two.close()
    again = ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/one")
    assert again.query("SELECT id FROM t") == [{"id": 1}]
    again.close()


def test_the_url_sets_options_of_the_client_and_of_the_server(address: str) -> None:
    driver = ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/default?max_threads=3&compress=gzip&connect_timeout=7")
    assert driver.query("SELECT value FROM system.settings WHERE name = 'max_threads'") == [{"value": "3"}]
    driver.close()


@pytest.mark.parametrize(
    "url",
    [
        "clickhouse:///db",
        "postgresql://localhost/db",
        "clickhouse://host:port/db",
        "localhost:8123",
        "clickhouse://[::1",
    ],
)
def test_a_url_that_cannot_be_used_says_what_is_expected(url: str) -> None:
    with pytest.raises(StoreError, match=r"store.url: expected clickhouse://user:password@host:8123/database"):
        ClickHouseDriver(url)


def test_a_database_name_is_a_name() -> None:
    with pytest.raises(StoreError, match=r"store.url: 'a`b' is no database name"):
        ClickHouseDriver("clickhouse://localhost/a%60b")


def test_a_wrong_password_is_told_without_showing_it(address: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(StoreError, match="Authentication failed") as caught:
        ClickHouseDriver(f"clickhouse://{USER}:wrongsecret@{address}/db")
    assert caught.value.code == 516
    assert "wrongsecret" not in str(caught.value) + caplog.text


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(StoreError, match=rf"The ClickHouse server 127\.0\.0\.1:{port} cannot be reached: .*refused"):
        ClickHouseDriver(f"clickhouse://u:topsecret@127.0.0.1:{port}/db")


def test_a_server_that_goes_away_is_an_error_and_may_come_back(tmp_path: Path) -> None:
    with clickhouse_server(tmp_path) as address:
        driver = ClickHouseDriver(f"clickhouse://{LOGIN}@{address}/db")
        driver.command("CREATE TABLE t (id UInt8) ENGINE = MergeTree ORDER BY id")
    with pytest.raises(StoreError, match="cannot be reached"):
        driver.query("SELECT 1")
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        driver.insert("t", [{"id": 1}])
    assert caught.value.is_transient
    driver.close()


def test_something_else_that_answers_is_an_error() -> None:
    class Other(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(404)
            self.end_headers()
            self.wfile.write(gzip.compress(b"no"))

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with pytest.raises(StoreError, match="404"):
        ClickHouseDriver(f"clickhouse://127.0.0.1:{server.server_port}/db")
    server.shutdown()
    server.server_close()
