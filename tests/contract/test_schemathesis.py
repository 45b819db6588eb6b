"""Every route of the published contract that is served: whatever is asked, the answer keeps the contract.

schemathesis makes requests that fit the contract, and others that break it in one place. Each is a sample with a fixed
seed; SIDELIGHT_FUZZ=200 makes it a long search of that many requests each, every time others (CONTRIBUTING.md).
"""

import os
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from tests.contract.odd_requests import PROJECT, Server, odd_server, operations
from tests.contract.public_server import CONTRACT

SEARCH = int(os.environ.get("SIDELIGHT_FUZZ", "0"))
EXAMPLES = SEARCH or 4
SEED = secrets.randbits(32) if SEARCH else 1
# Where the published contract is narrower than Langfuse's server: statuses that it does not list for the route.
UNLISTED = {400, 401, 404, 405, 409, 413, 415, 422}
# The receiver's answers are those of OTLP: tests/ingest/test_otlp_http.py.
# Not the project that all others need: tests/contract/test_langfuse_organisations.py.
CLOSING = ("DELETE", "/api/public/projects/{projectId}")
OF_OTLP = "/api/public/otel/v1/traces"


def _shape(path: str) -> str:
    """The path with all its parameters alike, since both sides name them as they like."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _served() -> list[tuple[str, str]]:
    ours = {(one.method, _shape(one.path)) for one in operations()}
    published = schemathesis.openapi.from_path(CONTRACT)
    found = [
        (method.upper(), path)
        for path, ways in published.raw_schema["paths"].items()
        for method in ways
        if (method.upper(), _shape(path)) in ours and path != OF_OTLP
    ]
    return sorted(found, key=lambda one: one[::-1])


SERVED = _served()


@pytest.fixture(scope="module")
def contract() -> Any:
    return schemathesis.openapi.from_path(CONTRACT)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with odd_server(tmp_path_factory.mktemp("server"), "") as server:
        yield server


def test_the_routes_are_found() -> None:
    assert len(SERVED) >= 50
    assert ("POST", "/api/public/ingestion") in SERVED
    assert ("GET", "/api/public/v2/datasets/{datasetName}") in SERVED


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["valid", "broken"])
@pytest.mark.parametrize(("method", "path"), SERVED, ids=[f"{method}-{path[12:]}" for method, path in SERVED])
def test_the_answer_keeps_the_contract(
    server: Server, contract: Any, method: str, path: str, mode: GenerationMode
) -> None:
    operation = contract[path][method]
    is_closed = not (operation.path_parameters or operation.query or operation.body)
    if mode is GenerationMode.NEGATIVE and is_closed:
        pytest.skip("takes nothing that could be broken")

    @seed(SEED)
    @given(case=operation.as_strategy(mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.generate, Phase.shrink) if SEARCH else (Phase.generate,),
    )
    def ask(case: Any) -> None:
        how: dict[str, Any] = (
            {"json": case.body} if isinstance(case.body, dict | list | str | int | float | bool) else {}
        )
        place = path
        project = "none" if (method, path) == CLOSING else PROJECT
        for name, value in (case.path_parameters or {}).items():
            place = place.replace(f"{{{name}}}", project if name == "projectId" else str(value))
        answer = server.client.request(method, place, params=case.query or {}, auth=server.auth_of(path, method), **how)
        asked = f"{method} {answer.request.url} {str(how)[:500]}"
        assert answer.status_code < 300 or answer.status_code in UNLISTED, f"{asked}: {answer.text[:500]}"
        operation.validate_response(answer)
        if answer.status_code >= 400:
            assert set(answer.json()) == {"message", "error"}, asked

    ask()
