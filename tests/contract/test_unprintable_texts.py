"""Halves of characters and NUL in every text that people write, one at a time; then everything that holds them is read.

The tests of odd input take a part of the cases and read few objects; an answer that repeats such a text fails alone.
"""

import itertools
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from tests.contract.odd_input import places_in, put_at
from tests.contract.odd_requests import BODIES, PROJECT, Operation, Server, odd_server, operations

pytestmark = pytest.mark.slow

ODD = ("\ud800", "a\0b")
# Telemetry is not among it: the store has U+FFFD instead of halves.
WRITTEN = re.compile(
    "prompts|dataset|comments|score-configs|annotation|corrections|organizations|projects|match|mentions"
)
KNOWN = {"project_id": PROJECT, "organization_id": "org", "name": "kept", "trace_id": "t1", "observation_id": "o1"}
# What a parameter of a path is an id of, by the end of the address that makes it.
MADE_AT = {
    "dataset_id": "/datasets",
    "item_id": "/dataset-items",
    "config_id": "/score-configs",
    "comment_id": "/comments",
    "prompt_name": "/prompts",
    "name": "/prompts",
}
OPERATIONS = operations()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with odd_server(tmp_path_factory.mktemp("unprintable"), "") as server:
        yield server


def variants(valid: Mapping[str, Any]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """The body with an odd text in one place, or an odd key."""
    for place in places_in(valid):
        value: Any = valid
        for step in place:
            value = value[step]
        if isinstance(value, str):
            yield from ((place, put_at(valid, place, odd)) for odd in ODD)
        elif isinstance(value, dict):
            yield place, put_at(valid, place, value | {f"key {odd}": odd for odd in ODD})


class Writer:
    """Sends bodies so that as many as can be are taken: under new names, at the revision that the object has."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = itertools.count()
        self._revisions: dict[str, int] = defaultdict(lambda: 1)
        self.made: dict[str, list[str]] = defaultdict(list)
        self.failed: list[str] = []

    def write(self, operation: Operation, place: tuple[Any, ...], body: dict[str, Any]) -> None:
        path = operation.path
        for name in operation.in_path:
            path = path.replace(f"{{{name}}}", KNOWN.get(name, "1"))
        if operation.method == "POST":
            body |= {key: f"new-{next(self._numbers)}" for key in ("name", "id") if key in body and place != (key,)}
        for _ in range(4):
            if body.get("revision") is not None:
                body["revision"] = self._revisions[path]
            answer = self._server.client.request(
                operation.method,
                path,
                auth=self._server.auth_of(operation.path, operation.method),
                content=json.dumps(body),
                headers={"content-type": "application/json"},
            )
            if answer.status_code != 409 or "revision" not in body:
                break
            self._revisions[path] += 1
        if answer.status_code >= 500:
            self.failed.append(f"{answer.status_code} {operation.name} {place} {json.dumps(body)[:200]}")
        elif answer.is_success and operation.method == "POST" and answer.content:
            told = answer.json()
            kind = operation.path[operation.path.rindex("/") :]
            if isinstance(told, dict) and (key := told.get("name" if kind == "/prompts" else "id")):
                self.made[kind].append(str(key))


def addresses(operation: Operation, made: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Where the operation reads: the list, and each object that was made."""
    choices = []
    for name in operation.in_path:
        found = made.get(MADE_AT.get(name, ""), ())
        choices.append(dict.fromkeys([KNOWN.get(name, "1"), *found]))
    for values in itertools.product(*choices):
        path = operation.path
        for name, value in zip(operation.in_path, values, strict=True):
            path = path.replace(f"{{{name}}}", value)
        query = ["limit=100"] if "limit" in operation.in_query else []
        if "{" not in operation.path.replace("{project_id}", "") and "name" in operation.in_query:
            yield from (f"{path}?{'&'.join([*query, f'name={name}'])}" for name in made["/prompts"])
        yield f"{path}?{'&'.join(query)}"


def test_what_no_answer_can_hold_makes_none_fail(server: Server) -> None:
    writer = Writer(server)
    named = {operation.name: operation for operation in OPERATIONS}
    for name, bodies in BODIES.items():
        if WRITTEN.search(name):
            for valid in bodies:
                for place, body in variants(valid):
                    writer.write(named[name], place, dict(body))
    # Otherwise nothing odd is there to be read.
    assert {kind for kind in MADE_AT.values() if not writer.made[kind]} == set()
    failed = writer.failed
    for operation in OPERATIONS:
        if operation.method == "GET" and WRITTEN.search(operation.path) and "live" not in operation.path:
            for address in addresses(operation, writer.made):
                answer = server.client.get(address, auth=server.auth_of(operation.path))
                if answer.status_code >= 500:
                    failed.append(f"{answer.status_code} GET {address}")
    assert failed == []
    # Nor does the pipeline get stuck on them.
    deadline = time.monotonic() + 20
    while server.client.get(f"/api/app/projects/{PROJECT}/ingestion").json()["pending"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
