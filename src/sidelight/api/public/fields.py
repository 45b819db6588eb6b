"""Langfuse's field groups: which parts of a trace a client wants."""

from typing import Literal, get_args

FieldGroup = Literal["core", "io", "scores", "observations", "metrics"]
FIELD_GROUPS: frozenset[str] = frozenset(get_args(FieldGroup))


def field_groups(fields: str | None) -> frozenset[str]:
    """The groups in a comma-separated list, without what is no group (as Langfuse does); all when none is left."""
    if fields is None:
        return FIELD_GROUPS
    return FIELD_GROUPS.intersection(group.strip() for group in fields.split(",")) or FIELD_GROUPS
