"""Who makes a change, and where."""

from dataclasses import dataclass
from typing import Literal

AuthorKind = Literal["user", "api_key", "system"]


@dataclass(frozen=True, slots=True)
class Author:
    """A user, a key or Sidelight itself (``system``), acting in an organisation and mostly in one of its projects.

    ``name`` is what people are shown: the user's name or address, the public key.
    """

    kind: AuthorKind
    id: str
    name: str
    organisation_id: str
    project_id: str | None = None
