"""Refusals of annotation queues in the web app's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sidelight.api.app.problem import AppProblem
from sidelight.platform.annotation_queues.refusal import QueueNotFound, QueueRefusal


@contextmanager
def queue_problems() -> Iterator[None]:
    """Raise what queues refuse as the problems 422 and 404."""
    try:
        yield
    except QueueRefusal as refusal:
        raise AppProblem(422, str(refusal), "Correct it and save again.", field=refusal.field) from refusal
    except QueueNotFound as missing:
        hint = "It may have been deleted meanwhile. Go back to the list."
        raise AppProblem(404, str(missing), hint) from missing
