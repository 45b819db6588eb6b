"""What can go wrong with a change of prompts, told to the user."""

from collections.abc import Iterator
from contextlib import contextmanager

from sidelight.api.app.problem import AppProblem
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal

GONE_HINT = "It may have been renamed or deleted; look in the list of prompts."


@contextmanager
def prompt_problems(field: str = "name") -> Iterator[None]:
    """Errors of the platform become problems; ``field`` is what is wrong when something is in the way."""
    try:
        yield
    except PromptRefusal as refusal:
        raise AppProblem(422, str(refusal), "Correct it and try again.", field=refusal.field) from refusal
    except PromptConflict as conflict:
        raise AppProblem(409, str(conflict), field=field) from conflict
    except PromptNotFound as missing:
        raise AppProblem(404, str(missing), GONE_HINT, field="name") from missing
