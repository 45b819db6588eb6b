"""What datasets refuse, in the words of the web app's API."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response

from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal, ItemConflict, NameTaken


class DatasetRoute(ReadRoute):
    """A route over datasets: their refusals become problems with a remedy, too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with the refusals of datasets translated."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except DatasetRefusal as refusal:
                raise _problem(refusal) from refusal
            except DatasetNotFound as missing:
                hint = "It may have been deleted; the list shows what there is."
                raise AppProblem(404, str(missing), hint) from missing

        return guarded


def _problem(refusal: DatasetRefusal) -> AppProblem:
    if isinstance(refusal, ItemConflict):
        hint = "Compare it with yours, then save yours over it or take theirs."
        return AppProblem(409, str(refusal), hint, field=refusal.field)
    if isinstance(refusal, NameTaken):
        return AppProblem(409, str(refusal), field=refusal.field)
    return AppProblem(422, str(refusal), "Correct it and save again.", field=refusal.field)
