"""No request makes either API fail: NUL, lone surrogates, huge numbers, deep JSON and the like, in every place."""

import itertools
import os
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.contract.odd_input import ODD_BODIES, ODD_TEXTS, odd_bodies
from tests.contract.odd_requests import (
    BODIES,
    BODILESS,
    DOCUMENTS,
    PROJECT,
    Operation,
    Server,
    odd_server,
    operations,
)

# Of each operation and kind of place; all of them when SIDELIGHT_FUZZ is set (CONTRIBUTING.md).
CASES = 0 if os.environ.get("SIDELIGHT_FUZZ") else 4
OPERATIONS = operations()
KNOWN = {"project_id": PROJECT, "organization_id": "org"}
MAX_QUERY_BYTES = 50_000  # servers take no longer lines


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    url = request.getfixturevalue("_module_postgres_url") if request.param == "postgresql" else ""
    with odd_server(tmp_path_factory.mktemp(request.param), url) as server:
        yield server


def sampled(cases: list[Any], name: str) -> list[Any]:
    """Always the same part of the cases, another one for each operation."""
    chosen = random.Random(name)
    return chosen.sample(cases, CASES) if CASES and len(cases) > CASES else cases


def place_of(operation: Operation, **values: str) -> str:
    place = operation.path
    known = "gone" if operation.method == "DELETE" else "1"  # what others ask for is still needed
    for name in operation.in_path:
        place = place.replace(f"{{{name}}}", values.get(name, KNOWN.get(name, known)))
    return place


def send(server: Server, operation: Operation, place: str, **how: Any) -> None:
    answer = server.client.request(
        operation.method, place, auth=server.auth_of(operation.path, operation.method), **how
    )
    assert answer.status_code < 500, f"{operation.method} {place[:300]} {str(how)[:300]}: {answer.text[:500]}"
    if answer.status_code >= 400:
        body = answer.json()
        assert body["message"]
        if operation.path.startswith("/api/public") and "otel" not in operation.path:
            assert set(body) == {"message", "error"}, (place, body)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_odd_texts_in_paths_and_queries(server: Server, operation: Operation) -> None:
    body = {"json": BODIES[operation.name][0]} if operation.name in BODIES else {}
    in_path = [(name, odd) for name in operation.in_path for odd in ODD_TEXTS.values() if odd]
    for name, odd in sampled(in_path, operation.name):
        send(server, operation, place_of(operation, **{name: odd}), **body)
    base = place_of(operation)
    twice = itertools.chain.from_iterable(
        (f"{name}={odd}", f"{name}=1&{name}={odd}") for name in operation.in_query for odd in ODD_TEXTS.values()
    )
    unknown = [f"{odd}={odd}" for odd in ODD_TEXTS.values()]
    for query in sampled([*twice, *unknown], operation.name):
        send(server, operation, f"{base}?{query}", **body)


@pytest.mark.parametrize("name", sorted(BODIES))
def test_odd_values_in_bodies(server: Server, name: str) -> None:
    operation = next(one for one in OPERATIONS if one.name == name)
    headers = {"content-type": "application/json"}
    for valid in BODIES[name]:
        for odd in sampled(list(odd_bodies(valid)), name):
            try:
                send(server, operation, place_of(operation), content=odd.content, headers=headers)
            except Exception as error:
                error.add_note(odd.name)
                raise


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_odd_values_in_documents_of_the_query(server: Server, name: str) -> None:
    operation = next(one for one in OPERATIONS if one.name == name)
    parameter, valid = DOCUMENTS[name]
    for odd in sampled(list(odd_bodies(valid)), name):
        if len(odd.content) < MAX_QUERY_BYTES:
            send(server, operation, f"{place_of(operation)}?{parameter}={quote(odd.content)}")


@pytest.mark.parametrize("name", sorted(BODIES))
def test_odd_bodies(server: Server, name: str) -> None:
    operation = next(one for one in OPERATIONS if one.name == name)
    for kind, content in sampled(list(ODD_BODIES.values()), name):
        send(server, operation, place_of(operation), content=content, headers={"content-type": kind} if kind else {})


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if one.method == "GET"], ids=lambda one: one.name)
def test_what_was_stored_can_be_read(server: Server, operation: Operation) -> None:
    send(server, operation, place_of(operation))


def test_no_operation_is_forgotten() -> None:
    with_body = {one.name for one in OPERATIONS if one.method in ("POST", "PUT", "PATCH")}
    assert with_body - BODILESS <= BODIES.keys() <= {one.name for one in OPERATIONS}
