"""What can go wrong in a read, told to the user."""

from collections.abc import Callable, Coroutine
from typing import Any

import structlog
from fastapi import Request, Response
from fastapi.routing import APIRoute

from sidelight.api.app.problem import AppProblem
from sidelight.query.cursor import CursorError
from sidelight.query.filter_language import FilterError
from sidelight.store.driver import StoreError

_log = structlog.get_logger(__name__)


class ReadRoute(APIRoute):
    """A route over the query layer: its errors become problems with a remedy."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the errors of the query layer translated."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except CursorError as error:
                hint = "Start from the first page: leave 'cursor' out, or keep filters and order the same."
                raise AppProblem(400, str(error), hint, field="cursor") from error
            except FilterError as error:
                # The list of all columns is for those who write filters by hand; here they are chosen.
                message, _, _ = str(error).partition(" Columns: ")
                hint = "Correct it, or clear the filters and choose them anew."
                raise AppProblem(400, message, hint, field="filter") from error
            except StoreError as error:
                _log.error("read_failed", path=request.url.path, code=error.code, error=str(error))
                hint = "Narrow the time range and try again; the server's log says what failed."
                raise AppProblem(503, "The event store could not answer.", hint) from error

        return guarded
