"""What scores of one name may be."""

from dataclasses import dataclass

from sidelight.model.score import ScoreDataType


@dataclass(frozen=True, slots=True)
class ScoreCategory:
    """A category's label, and the number that stands for it."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class ScoreConfig:
    """A project's rule for scores that name it: their name, type, range (NUMERIC) or categories (the others but TEXT).

    An archived one takes no more scores.
    """

    id: str
    name: str
    data_type: ScoreDataType
    min_value: float | None = None
    max_value: float | None = None
    categories: tuple[ScoreCategory, ...] = ()
    description: str | None = None
    is_archived: bool = False
