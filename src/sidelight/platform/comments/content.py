"""The text of a comment and the place that it is about. Pure.

A mention stands in the Markdown as ``@[Name](user:id)``, as Langfuse writes it; only the id counts.
"""

import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sidelight.model.json_path import JsonPathError, parse_path
from sidelight.platform.comments.tables import MAX_CONTENT

DataField = Literal["input", "output", "metadata"]
Reaction = Literal["thumbs_up", "thumbs_down", "heart", "party", "eyes", "check"]

MAX_QUOTE = 1_000
MAX_MENTIONS = 50
_MENTION = re.compile(r"@\[[^\[\]\n]{1,200}\]\(user:([^()\s]{1,191})\)")


class CommentRefusal(ValueError):
    """``field`` names what is wrong; the message says why, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Anchor:
    """A piece of a text: of which field, at which path in its JSON (``$`` is all of it), from where to where.

    ``start`` and ``end`` count characters (UTF-16 code units, as browsers do). ``quote`` is what stood there.
    """

    data_field: DataField
    path: str
    start: int
    end: int
    quote: str

    def as_json(self) -> dict[str, Any]:
        """The anchor as it is stored."""
        return asdict(self)


def checked_content(content: str) -> str:
    """The text as it is stored. Raises :class:`CommentRefusal` for one that is empty or too long."""
    if not content.strip():
        raise CommentRefusal("content", "The comment is empty. Write something.")
    if len(content) > MAX_CONTENT:
        raise CommentRefusal(
            "content", f"The comment has {len(content)} characters; {MAX_CONTENT} are possible. Shorten it."
        )
    return content.strip()


def checked_anchor(anchor: Anchor) -> Anchor:
    """The anchor. Raises :class:`CommentRefusal` for a range or path that is none."""
    if anchor.end <= anchor.start:
        raise CommentRefusal("anchor.end", "The range is empty: its end must lie after its start.")
    try:
        parse_path(anchor.path)
    except JsonPathError as error:
        raise CommentRefusal("anchor.path", str(error)) from error
    return anchor


def mentioned_ids(content: str) -> list[str]:
    """Ids of those who are mentioned, each once, in order; at most ``MAX_MENTIONS``."""
    return list(dict.fromkeys(found[1] for found in _MENTION.finditer(content)))[:MAX_MENTIONS]


def newly_mentioned(content: str, before: Collection[str], author_id: str | None) -> list[str]:
    """Those in the text who were not called before; nobody calls themselves."""
    return [user_id for user_id in mentioned_ids(content) if user_id not in before and user_id != author_id]
