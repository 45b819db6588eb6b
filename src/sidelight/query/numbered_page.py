"""Pages by number, as Langfuse's older API has them: exact totals, and rows that may move between pages."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[T]):
    """Rows of one page and how many rows match in all."""

    items: tuple[T, ...]
    total: int


def offset_of(page: int, limit: int) -> int:
    """How many rows come before page ``page``, counted from 1."""
    return (page - 1) * limit
