"""Paths and queries with control characters, which no id, name or value of the APIs holds, end here."""

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from sidelight.api.app.problem import APP_PREFIX, AppProblem, problem_response

PUBLIC_PREFIX = "/api/public"


class OddPaths:
    """Plain ASGI. A line break in a path would miss every route, and NUL reaches no database."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 404 for NUL and line breaks in the path, 400 for NUL in the query, in the shape of the API."""
        answer = _refusal(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)


def _refusal(scope: Scope) -> JSONResponse | None:
    path: str = scope["path"]
    is_odd_path = "\0" in path or "\n" in path or "\r" in path
    if not (is_odd_path or b"%00" in scope.get("query_string", b"")):
        return None
    if path.startswith(APP_PREFIX):
        if is_odd_path:
            problem = AppProblem(404, "There is no such thing.", "No id holds a line break or NUL.")
        else:
            problem = AppProblem(422, "The query string holds NUL (%00).", "Leave it out.")
        return problem_response(problem)
    if path.startswith(PUBLIC_PREFIX):
        if is_odd_path:
            message, error, status = "No id or name holds a line break or NUL.", "LangfuseNotFoundError", 404
        else:
            message, error, status = "The query holds NUL (%00). Leave it out.", "InvalidRequestError", 400
        return JSONResponse({"message": message, "error": error}, status)
    return None
