"""The document that the web app's client is generated from."""

from pathlib import Path

import orjson

from sidelight.api.app.models import ProblemDetail
from sidelight.api.openapi_export import openapi_document

COMMITTED = Path(__file__).parents[2] / "web" / "openapi.json"


def test_the_committed_document_is_current() -> None:
    assert orjson.loads(COMMITTED.read_bytes()) == openapi_document(), (
        "run: python -m sidelight.api.openapi_export > web/openapi.json"
    )


def test_every_operation_has_a_name_and_says_how_it_fails() -> None:
    operations = [
        (path, operation) for path, methods in openapi_document()["paths"].items() for operation in methods.values()
    ]
    names = [operation["operationId"] for _, operation in operations]
    assert len(set(names)) == len(names) > 15
    assert all("_" not in name for name in names)
    problem = {"$ref": f"#/components/schemas/{ProblemDetail.__name__}"}
    for path, operation in operations:
        for status in ("401", "404", "422"):
            assert operation["responses"][status]["content"]["application/json"]["schema"] == problem, (path, status)
