"""Errors of the web app's API: always :class:`ProblemDetail`, always with what to do about it."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from sidelight.api.app.models import ProblemDetail
from sidelight.api.json_answer import SafeJSONResponse
from sidelight.platform.organisations.refusal import OrganisationRefusal
from sidelight.platform.revision import StaleDataError, StaleRevision
from sidelight.platform.storable import UnstorableValueError

APP_PREFIX = "/api/app"

_log = structlog.get_logger(__name__)

_STATUS_HINTS = {
    404: "Check the address; the web app's routes are listed in the API reference.",
    405: "Use one of the methods in the Allow header.",
    413: "Send less at once.",
}


class AppProblem(Exception):
    """A request that cannot be done; becomes a ``ProblemDetail`` with this status.

    ``field`` names the wrong field in camelCase, as the client sent it; ``headers`` are added to the answer.
    """

    def __init__(
        self,
        status: int,
        message: str,
        hint: str = "",
        field: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.hint = hint
        self.field = field
        self.headers = dict(headers or {})


def problem_response(problem: AppProblem) -> JSONResponse:
    """The answer for a problem."""
    detail = ProblemDetail(message=problem.message, hint=problem.hint, field=problem.field)
    return SafeJSONResponse(detail.model_dump(by_alias=True), status_code=problem.status, headers=problem.headers)


def problem_of_validation(errors: Sequence[Mapping[str, Any]]) -> AppProblem:
    """The first validation error in words: which field, what is wrong, what would be right."""
    if not errors:
        return AppProblem(422, "The request is not valid.", "Compare it with the API reference.")
    first = errors[0]
    place, *names = [str(part) for part in first.get("loc", ())] or ["body"]
    field = ".".join(names)
    kind = str(first.get("type", ""))
    rest = f" {len(errors) - 1} more field(s) are wrong too." if len(errors) > 1 else ""
    if kind == "json_invalid":
        return AppProblem(422, "The body is not valid JSON.", "Send a JSON object with Content-Type application/json.")
    if kind == "missing":
        if not field:
            return AppProblem(422, "The body is missing.", "Send a JSON object with Content-Type application/json.")
        return AppProblem(422, f"'{field}' is missing.{rest}", f"Add '{field}' to the {_place(place)}.", field)
    what = f"'{field}' is not valid" if field else f"The {_place(place)} is not valid"
    reason = str(first.get("msg", "")).rstrip(".")
    return AppProblem(422, f"{what}: {reason}.{rest}", f"Correct it in the {_place(place)}.", field)


def _place(location: str) -> str:
    names = {"query": "query string", "path": "path", "header": "headers", "cookie": "cookies"}
    return names.get(location, "body")


def _of_problem(error: Exception) -> AppProblem:
    return cast(AppProblem, error)


def _of_validation(error: Exception) -> AppProblem:
    return problem_of_validation(cast(RequestValidationError, error).errors())


def _of_unstorable(error: Exception) -> AppProblem:
    return AppProblem(422, "A value cannot be stored.", str(error))


def _of_stale(_error: Exception) -> AppProblem:
    return AppProblem(
        409,
        "Somebody else changed this after you opened it.",
        "Load it again to see what it is now; then make your change anew.",
        field="revision",
    )


def _of_http(error: Exception) -> AppProblem:
    http = cast(HTTPException, error)
    return AppProblem(http.status_code, str(http.detail), _STATUS_HINTS.get(http.status_code, ""), headers=http.headers)


def _of_anything(error: Exception) -> AppProblem:
    _log.error("app_request_failed", exc_info=error)
    return AppProblem(
        500, "Sidelight failed to answer this request.", "Try again; the server's log says what went wrong."
    )


def _of_refusal(error: Exception) -> AppProblem:
    refusal = cast(OrganisationRefusal, error)
    return AppProblem(refusal.status, refusal.message, refusal.hint, field=refusal.field)


def install_problem_handlers(app: FastAPI) -> None:
    """Make every error under ``/api/app`` a ``ProblemDetail``.

    Other paths keep the handlers that ``app`` has when this is called: install those of the public API before.
    """
    for kind, to_problem in (
        (AppProblem, _of_problem),
        (RequestValidationError, _of_validation),
        (UnstorableValueError, _of_unstorable),
        (StaleRevision, _of_stale),
        (StaleDataError, _of_stale),
        (OrganisationRefusal, _of_refusal),
        (HTTPException, _of_http),
        (Exception, _of_anything),
    ):
        app.add_exception_handler(kind, _handler(to_problem, app.exception_handlers.get(kind)))


def _handler(to_problem: Callable[[Exception], AppProblem], other: Any) -> Callable[[Request, Exception], Any]:
    async def handle(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(APP_PREFIX) or other is None:
            return problem_response(to_problem(error))
        answer = other(request, error)
        return cast(Response, await answer if inspect.isawaitable(answer) else answer)

    return handle
