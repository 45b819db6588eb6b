"""The ``filter`` of the public routes of experiments: conditions on a few texts, decided here. Pure."""

from collections.abc import Callable, Iterable, Mapping

from sidelight.query.filter_language import FilterCondition

_TEXT: dict[str, Callable[[str, str], bool]] = {
    "=": lambda text, wanted: text == wanted,
    "contains": lambda text, wanted: wanted in text,
    "does not contain": lambda text, wanted: wanted not in text,
    "starts with": lambda text, wanted: text.startswith(wanted),
    "ends with": lambda text, wanted: text.endswith(wanted),
}


def check_conditions(conditions: Iterable[FilterCondition], columns: Iterable[str]) -> None:
    """Refuse what :func:`is_match` cannot decide. Raises FilterError."""
    known = tuple(columns)
    for condition in conditions:
        if condition.column not in known:
            raise condition.error(f"There is no such column here. Columns: {', '.join(known)}.")
        if condition.type not in ("string", "stringOptions", "null"):
            raise condition.error("Use the type string, stringOptions or null.", "type")
        if condition.type == "string" and condition.operator not in _TEXT:
            raise condition.error(f"Use one of {', '.join(_TEXT)}.", "operator")


def is_match(conditions: Iterable[FilterCondition], values: Mapping[str, str]) -> bool:
    """Whether all conditions hold of these values by column; ``""`` is null."""
    return all(_holds(condition, values[condition.column]) for condition in conditions)


def _holds(condition: FilterCondition, text: str) -> bool:
    if condition.type == "null":
        return (text == "") == (condition.operator == "is null")
    if condition.type == "stringOptions":
        listed = isinstance(condition.value, tuple) and text in condition.value
        return listed == (condition.operator == "any of")
    return _TEXT[condition.operator](text, str(condition.value))
