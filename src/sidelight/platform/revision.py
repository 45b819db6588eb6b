"""Two people who edit the same thing: the second is told, and nothing is lost.

A table whose rows people edit inherits :class:`Revised`. Its number grows with every change, and SQLAlchemy writes only
over the number it has read. Who edits sends the number of what was on the screen; :func:`expect_revision` compares.
"""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.orm.exc import StaleDataError

__all__ = ["Revised", "StaleDataError", "StaleRevision", "expect_revision"]


class StaleRevision(Exception):
    """Somebody else changed the object after it was read; ``revision`` is the number that it has now."""

    def __init__(self, revision: int) -> None:
        super().__init__("Somebody else changed this after you opened it.")
        self.revision = revision


class Revised:
    """A mixin for tables: ``revision`` counts from 1 and guards every UPDATE and DELETE made through the ORM.

    A concurrent change that slips between read and write raises :class:`StaleDataError` at flush.
    """

    @declared_attr
    def revision(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy's convention
        """How often the row was written."""
        return mapped_column(Integer, default=1, server_default="1")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.revision}


def expect_revision(row: Revised, expected: int | None) -> None:
    """Refuse to change ``row`` unless its revision is ``expected``; None expects nothing (scripts, SDKs).

    Raises:
        StaleRevision: it was changed meanwhile.
    """
    if expected is not None and row.revision != expected:
        raise StaleRevision(row.revision)
