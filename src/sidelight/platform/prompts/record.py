"""One version of a prompt, as the rest of Sidelight sees it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sidelight.platform.prompts.body import Body


@dataclass(frozen=True, slots=True)
class PromptRecord:
    """One version.

    ``labels`` include ``latest`` where it applies; ``created_by`` is a user's id or ``API``. ``revision`` is that of
    the prompt.
    """

    id: str
    prompt_id: str
    project_id: str
    name: str
    type: str
    version: int
    body: Body
    config: Any
    labels: tuple[str, ...]
    tags: tuple[str, ...]
    commit_message: str | None
    created_by: str
    created_at: datetime
    updated_at: datetime
    revision: int
