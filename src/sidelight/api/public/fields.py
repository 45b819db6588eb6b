"""Langfuse's field groups: which parts of a trace a client wants."""

from typing import Literal, get_args

from sidelight.api.public.errors import InvalidRequest

FieldGroup = Literal["core", "io", "scores", "observations", "metrics"]
FIELD_GROUPS: frozenset[str] = frozenset(get_args(FieldGroup))


def field_groups(fields: str | None) -> frozenset[str]:
    """The groups in a comma-separated list; all of them when there is none.

    Raises:
        InvalidRequest: a group does not exist.
    """
    if fields is None:
        return FIELD_GROUPS
    groups = frozenset(group.strip() for group in fields.split(",") if group.strip())
    unknown = groups - FIELD_GROUPS
    if unknown:
        raise InvalidRequest("fields", f"Unknown field group {min(unknown)!r}; use {', '.join(sorted(FIELD_GROUPS))}.")
    return groups or FIELD_GROUPS
