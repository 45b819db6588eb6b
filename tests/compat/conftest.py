"""One server for all clients; each has a session of its own there."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.servers import Server, start_server
from tests.e2e.visible import signed_in


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that tests share; look only at what you have sent yourself."""
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser(server: Server) -> Iterator[httpx.Client]:
    """A browser's session with the web app."""
    with signed_in(server) as session:
        yield session
