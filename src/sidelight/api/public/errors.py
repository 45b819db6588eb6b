"""Errors of the public API in Langfuse's shape: ``{message, error}`` (PARITY section 1)."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from sidelight.api.json_answer import SafeJSONResponse
from sidelight.api.public.auth import install_refusal_handler
from sidelight.platform.organisations.refusal import OrganisationRefusal
from sidelight.platform.storable import UnstorableValueError
from sidelight.query.cursor import CursorError
from sidelight.query.filter_language import FilterError
from sidelight.store.driver import StoreError

NOT_FOUND = "LangfuseNotFoundError"

_NAMES = {404: NOT_FOUND, 405: "MethodNotAllowedError", 413: "PayloadTooLargeError"}

_log = structlog.get_logger(__name__)


class NotFound(Exception):
    """The project has no such object; ``message`` names it. SDKs wait for data on exactly this error."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Conflict(Exception):
    """Another change came first, or other objects stand in the way: 409. SDKs repeat it, so it must be safe to."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidRequest(Exception):
    """A parameter is wrong; becomes a 400 whose ``error`` lists the one issue."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.issues = [{"code": "custom", "path": [parameter], "message": message}]


def install_errors(app: FastAPI) -> None:
    """Answer every error of ``app`` in Langfuse's shape; ``app`` serves the public API alone."""
    install_refusal_handler(app)
    app.add_exception_handler(NotFound, _on_not_found)
    app.add_exception_handler(Conflict, _on_conflict)
    app.add_exception_handler(InvalidRequest, _on_invalid)
    app.add_exception_handler(OrganisationRefusal, _on_refusal)
    app.add_exception_handler(FilterError, _on_filter)
    app.add_exception_handler(CursorError, _on_cursor)
    app.add_exception_handler(UnstorableValueError, _on_unstorable)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(StoreError, _on_store)
    app.add_exception_handler(HTTPException, _on_http)


def error_response(status: int, message: str, error: Any, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """An error answer."""
    return SafeJSONResponse({"message": message, "error": error}, status, dict(headers or {}))


def _invalid(issues: Sequence[Mapping[str, Any]]) -> JSONResponse:
    return error_response(400, "Invalid request data", list(issues))


async def _on_not_found(_request: Request, error: Exception) -> Response:
    return error_response(404, cast(NotFound, error).message, NOT_FOUND)


async def _on_conflict(_request: Request, error: Exception) -> Response:
    return error_response(409, cast(Conflict, error).message, "LangfuseConflictError")


async def _on_invalid(_request: Request, error: Exception) -> Response:
    return _invalid(cast(InvalidRequest, error).issues)


async def _on_refusal(_request: Request, error: Exception) -> Response:
    refusal = cast(OrganisationRefusal, error)
    names = {403: "ForbiddenError", 404: NOT_FOUND, 409: "LangfuseConflictError"}
    if refusal.status not in names:
        return _invalid([{"code": "custom", "path": [refusal.field], "message": refusal.message}])
    return error_response(refusal.status, f"{refusal.message} {refusal.hint}".strip(), names[refusal.status])


async def _on_filter(_request: Request, error: Exception) -> Response:
    return _invalid([{"code": "custom", "path": ["filter", *cast(FilterError, error).path], "message": str(error)}])


async def _on_cursor(_request: Request, error: Exception) -> Response:
    message = f"{error} Take it from 'meta.cursor' of the page before, or leave it out to begin anew."
    return _invalid([{"code": "custom", "path": ["cursor"], "message": message}])


async def _on_unstorable(_request: Request, error: Exception) -> Response:
    return _invalid([{"code": "custom", "path": [], "message": str(error)}])


async def _on_validation(_request: Request, error: Exception) -> Response:
    # The first part of a location says only that it was the query string.
    return _invalid(
        [
            {"code": one["type"], "path": [str(part) for part in one["loc"][1:]], "message": one["msg"]}
            for one in cast(RequestValidationError, error).errors()
        ]
    )


async def _on_store(request: Request, error: Exception) -> Response:
    _log.error("public_read_failed", path=request.url.path, code=cast(StoreError, error).code, error=str(error))
    message = "The event store could not answer. Narrow the time range, or try again."
    return error_response(503, message, "ServiceUnavailable", {"Retry-After": "5"})


async def _on_http(request: Request, error: Exception) -> Response:
    http = cast(HTTPException, error)
    messages = {
        404: f"There is no {request.method} {request.url.path} in this API.",
        405: f"{request.method} is not allowed on {request.url.path}.",
    }
    message = messages.get(http.status_code, str(http.detail))
    return error_response(http.status_code, message, _NAMES.get(http.status_code, str(http.detail)), http.headers)


_ANSWERED = (
    HTTPException,
    RequestValidationError,
    StoreError,
    NotFound,
    Conflict,
    InvalidRequest,
    OrganisationRefusal,
    FilterError,
    CursorError,
    UnstorableValueError,
)


class PublicRoute(APIRoute):
    """A route whose unforeseen errors are logged once and answered here, before the applications around see them."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, which raises only what has a handler of its own."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except _ANSWERED:
                raise
            except Exception:
                _log.exception("public_request_failed", method=request.method, path=request.url.path)
                return error_response(500, "Internal Server Error", "InternalServerError")

        return guarded
