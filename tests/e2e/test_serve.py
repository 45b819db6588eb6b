"""`sidelight serve` as a process: how it starts, what it says, how it ends."""

import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.e2e.servers import Server, run_sidelight

pytestmark = pytest.mark.e2e


def test_the_printed_link_signs_in_once(new_server: Callable[..., Server]) -> None:
    server = new_server()
    token = parse_qs(urlsplit(server.login_link).query)["token"][0]
    assert server.login_link.startswith(server.url)
    with httpx.Client(base_url=server.url, trust_env=False) as browser:
        assert browser.get("/api/app/me").status_code == 401
        assert browser.post("/api/app/auth/link", json={"token": token}).status_code == 200
        assert browser.get("/api/app/me").json()["isAdmin"] is True
    with httpx.Client(base_url=server.url, trust_env=False) as other:
        assert other.post("/api/app/auth/link", json={"token": token}).status_code == 401


def test_it_ends_at_once_although_a_page_is_open(new_server: Callable[..., Server]) -> None:
    server = new_server()
    token = parse_qs(urlsplit(server.login_link).query)["token"][0]
    is_open = threading.Event()
    problems: list[Exception] = []

    def watch() -> None:
        try:
            with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as browser:
                browser.post("/api/app/auth/link", json={"token": token})
                project = browser.get("/api/app/me").json()["projects"][0]["id"]
                with browser.stream("GET", f"/api/app/projects/{project}/live") as events:
                    assert events.status_code == 200
                    is_open.set()
                    for _ in events.iter_raw():
                        pass
        except httpx.TransportError:
            pass
        except Exception as problem:
            problems.append(problem)
            is_open.set()

    watcher = threading.Thread(target=watch)
    watcher.start()
    assert is_open.wait(20)
    started = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - started < 8
    watcher.join(timeout=10)
    assert not watcher.is_alive()
    assert not problems
    assert "Traceback" not in server.output()


def test_one_data_folder_has_one_owner(new_server: Callable[..., Server]) -> None:
    server = new_server()
    done = run_sidelight("serve", "--port", "0", "--data", server.data_dir)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: The data folder {server.data_dir} is in use by another Sidelight process.\n"
        "  → Stop that process, or start this one with another --data DIR.\n"
    )


def test_a_port_in_use_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run_sidelight("serve", "--port", str(port), "--data", tmp_path / "data")
    assert done.returncode == 1
    assert f"Port {port} is in use" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_damaged_database_is_no_stack_trace(tmp_path: Path) -> None:
    (tmp_path / "sidelight.db").write_text("this is no database", encoding="utf-8")
    done = run_sidelight("serve", "--port", "0", "--data", tmp_path)
    assert done.returncode == 1
    assert "is not a database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_start_keeps_keys_and_says_less(new_server: Callable[..., Server], tmp_path: Path) -> None:
    first = new_server()
    assert first.stop() == 0
    done = run_sidelight("keys", "list", "--json", "--data", first.data_dir)
    assert first.public_key in done.stdout
    again = new_server(f"--data={first.data_dir}")
    assert again.get("/api/public/projects")["data"][0]["name"] == "End to end"
    assert "secret key" not in again.output()


def test_clear_text_on_all_addresses_is_warned_of(new_server: Callable[..., Server]) -> None:
    server = new_server("--host=0.0.0.0")
    assert "warning: Listening on 0.0.0.0 without TLS" in server.output()
    assert "server" not in httpx.get(f"{server.url}/api/public/health", trust_env=False).headers


def test_a_key_can_be_made_by_connect_on_the_same_machine(new_server: Callable[..., Server], tmp_path: Path) -> None:
    server = new_server()
    home = tmp_path / "codex"
    done = run_sidelight(
        *("codex", "connect", "--yes", "--url", server.url, "--create-key", "--data", server.data_dir),
        *("--codex-home", home),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the key opens the project “End to end”" in done.stdout
    assert (home / "config.toml").stat().st_mode & 0o777 == 0o600
    assert server.get("/api/public/traces")["data"] == [], "check events are shown nowhere"
