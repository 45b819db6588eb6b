"""Writes the audit log: in the transaction of the change itself, so that neither is there without the other."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.storable import printable

Action: TypeAlias = Literal[
    "create", "update", "delete", "archive", "restore", "rename", "promote", "import", "invite", "revoke", "transfer"
]

# A text above this length is cut: the log says what changed, it is no second store of everything.
MAX_TEXT_CHARS = 2_000
_MAX_DEPTH = 8
_MAX_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one resource.

    ``kind`` is its noun in snake_case (``prompt``, ``dataset_item``, ``api_key`` …), ``id`` what addresses it, ``name``
    what people call it. ``before`` and ``after`` are JSON values with what changed; never a secret.
    """

    action: Action
    kind: str
    id: str
    name: str = ""
    before: Any = None
    after: Any = None


async def note_change(session: AsyncSession, author: Author, *changes: Change) -> None:
    """Add entries to the audit log; they are committed or rolled back with the rest of the transaction."""
    session.add_all(
        AuditEntry(
            organisation_id=author.organisation_id,
            project_id=author.project_id,
            author_kind=author.kind,
            author_id=author.id,
            author_name=author.name,
            action=change.action,
            resource_kind=change.kind,
            resource_id=printable(change.id[:800]),
            resource_name=printable(change.name or change.id),
            before=shortened(change.before),
            after=shortened(change.after),
        )
        for change in changes
    )
    await session.flush()


def shortened(value: Any, depth: int = 0) -> Any:
    """The JSON value with long texts and lists cut and deep levels left out; says so where it does."""
    if isinstance(value, str):
        left_out = len(value) - MAX_TEXT_CHARS
        return value if left_out <= 0 else f"{value[:MAX_TEXT_CHARS]}… ({left_out} more characters)"
    if isinstance(value, dict | list) and depth >= _MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        kept = {key: shortened(one, depth + 1) for key, one in list(value.items())[:_MAX_ENTRIES]}
        left_out = len(value) - _MAX_ENTRIES
        return kept if left_out <= 0 else {**kept, "…": f"({left_out} more)"}
    if isinstance(value, list | tuple):
        cut = [shortened(one, depth + 1) for one in value[:_MAX_ENTRIES]]
        return cut if len(value) <= _MAX_ENTRIES else [*cut, f"… ({len(value) - _MAX_ENTRIES} more)"]
    return value
