"""Errors under ``/api/app`` are problems; other paths keep the answers that they had."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sidelight.api.app.problem import AppProblem, install_problem_handlers, problem_of_validation


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()

    async def of_langfuse(_request: Request, error: Exception) -> Response:
        return JSONResponse({"message": "theirs"}, status_code=400)

    app.add_exception_handler(HTTPException, of_langfuse)
    install_problem_handlers(app)

    @app.get("/api/app/number/{number}")
    async def app_number(number: int, times: int = 1) -> int:
        if number < 0:
            raise AppProblem(409, "It is negative.", "Take a positive one.", "number", {"Retry-After": "1"})
        return number * times

    @app.get("/api/public/number/{number}")
    async def public_number(number: int) -> int:
        return number

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://sidelight.test") as client:
        yield client


async def test_a_problem_keeps_status_field_and_headers(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/app/number/-1")
    assert answer.status_code == 409
    assert answer.json() == {"message": "It is negative.", "hint": "Take a positive one.", "field": "number"}
    assert answer.headers["retry-after"] == "1"


async def test_a_wrong_parameter_says_where_it_stands(client: httpx.AsyncClient) -> None:
    for path, field, place in (("number/x", "number", "path"), ("number/1?times=x", "times", "query string")):
        body = (await client.get(f"/api/app/{path}")).json()
        assert body["field"] == field
        assert f"'{field}' is not valid" in body["message"]
        assert place in body["hint"]


async def test_other_paths_keep_their_handlers(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/public/nothing")).json() == {"message": "theirs"}
    answer = await client.get("/api/public/number/x")
    assert answer.status_code == 422
    assert "detail" in answer.json()


def test_a_validation_without_details_is_still_a_problem() -> None:
    assert problem_of_validation([]).hint
