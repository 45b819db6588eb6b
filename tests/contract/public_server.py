"""The whole server with one project's key, on the embedded engine and on a ClickHouse server, for contract tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from sidelight.server import build_app
from sidelight.settings import Settings, StoreSettings
from sidelight.store.store import Store
from tests.fixtures.clickhouse_server import PASSWORD, USER, clickhouse_server
from tests.fixtures.event_store import Seed

AUTH = ("pk-lf-contract", "sk-lf-contract")
CONTRACT = Path(__file__).with_name("langfuse_openapi.yml")
PROJECT = "project"


@contextmanager
def public_server(engine: str, folder: Path) -> Iterator[tuple[TestClient, Seed]]:
    """A client of the server on ``chdb`` or ``clickhouse``, and the project's seed."""
    if engine == "clickhouse":
        with clickhouse_server(folder / "clickhouse") as address:
            url = f"clickhouse://{USER}:{quote(PASSWORD, safe='')}@{address}/contract"
            with _serving(Settings(data_dir=folder / "data", store=StoreSettings(url=url))) as served:
                yield served
    else:
        with _serving(Settings(data_dir=folder / "data")) as served:
            yield served


@contextmanager
def _serving(settings: Settings) -> Iterator[tuple[TestClient, Seed]]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {"ORG_ID": "org", "ORG_NAME": "Org", "PROJECT_ID": PROJECT, "PROJECT_NAME": "P"}.items():
            patch.setenv(f"LANGFUSE_INIT_{name}", value)
        patch.setenv("LANGFUSE_INIT_PROJECT_PUBLIC_KEY", AUTH[0])
        patch.setenv("LANGFUSE_INIT_PROJECT_SECRET_KEY", AUTH[1])
        app = build_app(settings)
        with TestClient(app, raise_server_exceptions=False) as client:
            client.auth = AUTH
            store: Store = app.state.services.store
            yield client, Seed(store, PROJECT)


def read(client: TestClient, contract: Any, path: str, template: str = "", **params: Any) -> Any:
    """The body of an answer 200 that keeps the contract."""
    answer = client.get(f"/api/public{path}", params=params)
    assert answer.status_code == 200, answer.text
    contract[f"/api/public{template or path}"]["GET"].validate_response(answer)
    return answer.json()


def refusal(client: TestClient, path: str, **params: Any) -> str:
    """Everything that a refusal 400 says, as one text."""
    answer = client.get(f"/api/public{path}", params=params)
    assert answer.status_code == 400, answer.text
    body = answer.json()
    assert set(body) == {"message", "error"}
    return str(body)
