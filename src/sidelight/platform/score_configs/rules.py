"""What a score config may say (PARITY section 3). Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sidelight.model import ScoreDataType
from sidelight.model.score_config import ScoreCategory, ScoreConfig

MAX_NAME_CHARS = 35
BOOLEAN_CATEGORIES = (ScoreCategory("True", 1), ScoreCategory("False", 0))

_NAME = re.compile(r"[\w .()-]+")


class ScoreConfigRefusal(Exception):
    """Why a config is not taken; ``field`` in camelCase names what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def checked_config(config: ScoreConfig) -> ScoreConfig:
    """The config, with the fixed categories of a BOOLEAN one. Raises :class:`ScoreConfigRefusal`."""
    if not config.name or len(config.name) > MAX_NAME_CHARS or not _NAME.fullmatch(config.name):
        raise ScoreConfigRefusal(
            "name",
            f"A name has 1 to {MAX_NAME_CHARS} letters, numbers, underscores, spaces, periods, parentheses or hyphens.",
        )
    has_range = config.min_value is not None or config.max_value is not None
    match config.data_type:
        case ScoreDataType.NUMERIC:
            _refuse_categories(config)
            _require_range(config)
            return config
        case ScoreDataType.CATEGORICAL:
            _require_categories(config.categories)
            if has_range:
                raise ScoreConfigRefusal("minValue", "Only a NUMERIC config has a range.")
            return config
        case ScoreDataType.BOOLEAN:
            if config.categories not in ((), BOOLEAN_CATEGORIES):
                raise ScoreConfigRefusal("categories", "The categories of a BOOLEAN config are True and False.")
            return replace(config, categories=BOOLEAN_CATEGORIES)
        case ScoreDataType.TEXT:
            _refuse_categories(config)
            if has_range:
                raise ScoreConfigRefusal("minValue", "Only a NUMERIC config has a range.")
            return config
        case ScoreDataType.CORRECTION:
            raise ScoreConfigRefusal("dataType", "A CORRECTION has no config.")


def checked_use(before: ScoreConfig, after: ScoreConfig, scores: int) -> ScoreConfig:
    """``after``, unless it would change what the ``scores`` that there are already mean.

    Raises :class:`ScoreConfigRefusal`. Categories may be added and put in another order.
    """
    if scores == 0:
        return after
    of_them = f"{scores:,} score{'s have' if scores != 1 else ' has'} it"
    if after.name != before.name:
        raise ScoreConfigRefusal("name", f"The name cannot change, since {of_them}. Archive it and make a new one.")
    for category in before.categories:
        if category not in after.categories:
            raise ScoreConfigRefusal(
                "categories",
                f"The category {category.label!r} with the value {category.value:g} must stay, since scores may have "
                "it. Categories can be added; for other ones archive this config and make a new one.",
            )
    return after


def _require_range(config: ScoreConfig) -> None:
    low, high = config.min_value, config.max_value
    if low is not None and high is not None and high <= low:
        raise ScoreConfigRefusal("maxValue", "Maximum value must be greater than Minimum value")


def _refuse_categories(config: ScoreConfig) -> None:
    if config.categories:
        raise ScoreConfigRefusal("categories", f"A {config.data_type} config has no categories.")


def _require_categories(categories: Sequence[ScoreCategory]) -> None:
    if not categories:
        raise ScoreConfigRefusal("categories", "A CATEGORICAL config needs categories: a list of {label, value}.")
    labels: set[str] = set()
    values: set[float] = set()
    for category in categories:
        if not category.label:
            raise ScoreConfigRefusal("categories", "A category needs a label.")
        if category.label in labels:
            raise ScoreConfigRefusal(
                "categories", f"Duplicate category label: {category.label}, category labels must be unique"
            )
        if category.value in values:
            raise ScoreConfigRefusal(
                "categories", f"Duplicate category value: {category.value:g}, category values must be unique"
            )
        labels.add(category.label)
        values.add(category.value)
