"""Parameters of both observation lists as conditions, with the JSON filter laid over them."""

from collections.abc import Iterable, Mapping, Sequence

from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.filter_columns import column_of, overlaid
from sidelight.query.filter_language import (
    MATCHES,
    FilterCondition,
    FilterError,
    any_of,
    equals,
    within_times,
)
from sidelight.query.sql import TimeRange

_TEXTS = ("input", "output")


def observation_conditions(
    conditions: Sequence[FilterCondition],
    time: TimeRange,
    *,
    texts: Mapping[str, str | None],
    environments: Iterable[str],
    is_root: bool | None = None,
) -> tuple[FilterCondition, ...]:
    """The filter's conditions, and the plain parameters on columns that it does not name; None is no condition.

    Raises:
        FilterError: a condition names no column of observations.
    """
    plain = [*within_times("startTime", time.from_us, time.to_us)]
    plain += [equals(column, text) for column, text in texts.items() if text is not None]
    if environments := tuple(environments):
        plain.append(any_of("environment", environments))
    if is_root is not None:
        plain.append(FilterCondition("boolean", "isRootObservation", "=", is_root))
    return overlaid(plain, conditions, OBSERVATION_COLUMNS)


def require_indexed_texts(conditions: Iterable[FilterCondition]) -> None:
    """Langfuse's rule for the second generation: who filters by input or output must give the text index something.

    Raises:
        FilterError: no condition on them has ``=`` or ``matches``.
    """
    asked = [one for one in conditions if column_of(one, OBSERVATION_COLUMNS).id in _TEXTS]
    for condition in asked:
        if condition.type != "string":
            raise condition.error("input and output take conditions of type 'string' here.", "type")
    if asked and not any(condition.operator in ("=", MATCHES) for condition in asked):
        raise FilterError(
            "Conditions on input or output need at least one with 'matches' or '=' among them; others would read all "
            "texts.",
            asked[0].index,
            "operator",
        )
