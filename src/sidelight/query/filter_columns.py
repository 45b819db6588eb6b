"""From filter conditions to SQL: what a view's columns are, and how a condition reads on each kind of them.

A column's value lies in the row itself, or elsewhere (a trace's cost in its observations, an observation's user in its
trace): then the condition becomes one on the ids that a subquery finds, and all conditions on one place share one
subquery. Values only ever become parameters.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from sidelight.query.filter_language import FilterCondition, FilterValue
from sidelight.query.filter_predicates import KINDS, ColumnKind, predicate
from sidelight.query.sql import Sql, TimeRange, all_of

KEY_PARAM = "$key"
"""Stands in a :class:`Lookup` for the condition's key."""

_SCORES_BY_TYPE = {
    "numberObject": "scores_avg",
    "categoryOptions": "score_categories",
    "booleanObject": "score_booleans",
}
_RANGE_STARTS: dict[str, int] = {">": 1, ">=": 0}
_RANGE_ENDS: dict[str, int] = {"<": 0, "<=": 1}
_POSITIONED = """(trace_id, id) IN (
    SELECT trace_id, tupleElement(arrayElement({order}(groupArray((start_time, id))), {{{place}:UInt32}}), 2)
    FROM observations FINAL WHERE project_id = {{project_id:String}} AND {others} GROUP BY trace_id
)"""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Rows elsewhere that hold a column's value.

    ``key`` is compared with what ``select`` finds, a SELECT up to its last ``WHERE … AND`` or ``HAVING``, behind which
    the condition comes. ``absent`` is what counts for rows that are not found there; None matches nothing but
    ``is null`` and denials.
    """

    key: str
    select: Sql
    absent: FilterValue = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column that conditions may name, by ``id`` or any of ``names`` (aliases, the names in Langfuse's tables).

    ``sql`` is its value in the row, or in the rows of ``lookup``. With both ``own`` and ``lookup`` the row's own value
    counts where it is set (a text that is not empty), else that of the lookup; lists are united.
    """

    id: str
    kind: ColumnKind
    sql: str
    names: tuple[str, ...] = ()
    lookup: Lookup | None = None
    own: str = ""


Columns = Mapping[str, Column]


def by_name(columns: Iterable[Column]) -> Columns:
    """The columns by every name that they go by."""
    found: dict[str, Column] = {}
    for column in columns:
        for name in (column.id, *column.names):
            if name in found:
                raise ValueError(f"two columns are named {name!r}")
            found[name] = column
    return found


def conditions_sql(conditions: Sequence[FilterCondition], columns: Columns, prefix: str = "filter") -> Sql:
    """All the conditions as one, ``1`` when there are none; parameters are named after ``prefix`` and their place.

    Where a column needs rows of elsewhere, the text names ``{project_id:String}``.

    Raises:
        FilterError: a column does not exist here, or the condition does not suit its kind.
    """
    found: list[Sql] = []
    elsewhere: defaultdict[tuple[str, str, bool], list[Sql]] = defaultdict(list)
    positions: list[tuple[FilterCondition, str]] = []
    for number, condition in enumerate(conditions):
        name = f"{prefix}_{number}"
        column = column_of(condition, columns)
        if column.kind == "position":
            positions.append((condition, name))
        elif column.lookup is None:
            found.append(predicate(condition, column.kind, column.sql, name))
        elif column.own:
            found.append(_inherited(condition, column, column.lookup, name))
        else:
            key, select, is_denied, wanted = _looked_up(condition, column, column.lookup, name)
            elsewhere[key, select, is_denied].append(wanted)
    for (key, select, is_denied), asked in elsewhere.items():
        together = _any_of(asked) if is_denied else all_of(asked)
        membership = "NOT IN" if is_denied else "IN"
        found.append(Sql(f"{key} {membership} ({select} ({together.text}))", together.params))
    others = all_of(found)
    return all_of([*found, *(_positioned(condition, others, name) for condition, name in positions)])


def column_of(condition: FilterCondition, columns: Columns) -> Column:
    """The column that a condition names.

    Raises:
        FilterError: there is none, or its kind does not take conditions of this type.
    """
    name = condition.column
    if name.lower() == "scores":
        # One name for three columns, by the type of the condition.
        name = _SCORES_BY_TYPE.get(condition.type, name)
    column = columns.get(name)
    if column is None:
        known = list(dict.fromkeys(column.id for column in columns.values()))
        close = get_close_matches(name, [*known, *columns], 1)
        hint = f"Did you mean {close[0]!r}? " if close else ""
        raise condition.error(f"there is no such column here. {hint}Columns: {', '.join(known)}.")
    types = KINDS[column.kind]
    if condition.type not in types:
        raise condition.error(f"it takes conditions of type {' or '.join(types)}, not {condition.type!r}.", "type")
    return column


def overlaid(
    plain: Iterable[FilterCondition], conditions: Sequence[FilterCondition], columns: Columns
) -> tuple[FilterCondition, ...]:
    """The conditions of a filter, with those plain ones whose column the filter says nothing about (PARITY section 1).

    Raises:
        FilterError: a condition names no column.
    """
    named = {column_of(condition, columns).id for condition in conditions}
    return (*conditions, *(one for one in plain if column_of(one, columns).id not in named))


def split_time(conditions: Iterable[FilterCondition], *names: str) -> tuple[TimeRange, tuple[FilterCondition, ...]]:
    """The range that the ``datetime`` conditions on one of the named columns leave, and all other conditions."""
    starts: list[int] = []
    ends: list[int] = []
    others: list[FilterCondition] = []
    for condition in conditions:
        if condition.type != "datetime" or condition.column not in names or not isinstance(condition.value, int):
            others.append(condition)
        elif condition.operator in _RANGE_STARTS:
            starts.append(condition.value + _RANGE_STARTS[condition.operator])
        else:
            ends.append(condition.value + _RANGE_ENDS[condition.operator])
    return TimeRange(max(starts, default=None), min(ends, default=None)), tuple(others)


def holds(condition: FilterCondition, value: FilterValue) -> bool:
    """Whether the condition holds for nothing: None, ``""``, 0 or no texts (a lookup's ``absent``)."""
    operator, wanted = condition.operator, condition.value
    if operator in ("is null", "is not null"):
        is_nothing = value is None or value in ("", ())
        return is_nothing == (operator == "is null")
    if value is None:
        return operator in ("<>", "none of")
    if isinstance(value, str):
        return _text_holds(operator, value, wanted)
    if isinstance(value, tuple):
        texts = wanted if isinstance(wanted, tuple) else ()
        return operator == "none of" or (operator == "all of" and not texts)
    return isinstance(wanted, int | float) and _COMPARE[operator](value, wanted)


def _text_holds(operator: str, value: str, wanted: FilterValue) -> bool:
    if isinstance(wanted, tuple):
        return (value in wanted) == (operator == "any of")
    text = str(wanted)
    return {
        "=": value == text,
        "contains": text in value,
        "does not contain": text not in value,
        "starts with": value.startswith(text),
        "ends with": value.endswith(text),
    }[operator]


_COMPARE = {
    "=": lambda value, wanted: value == wanted,
    "<>": lambda value, wanted: value != wanted,
    ">": lambda value, wanted: value > wanted,
    "<": lambda value, wanted: value < wanted,
    ">=": lambda value, wanted: value >= wanted,
    "<=": lambda value, wanted: value <= wanted,
}


def _looked_up(condition: FilterCondition, column: Column, lookup: Lookup, name: str) -> tuple[str, str, bool, Sql]:
    """Key, SELECT, whether the key must be missing there, and the condition on its rows."""
    wanted = predicate(condition, column.kind, column.sql, name)
    params = {**lookup.select.params, **wanted.params}
    select = lookup.select.text
    if KEY_PARAM in select:
        select = select.replace(KEY_PARAM, f"{{{name}_key:String}}")
        params[f"{name}_key"] = condition.key
    is_denied = holds(condition, lookup.absent)
    # What nothing satisfies is asked the other way round: which rows do not.
    return lookup.key, select, is_denied, Sql(f"NOT ({wanted.text})" if is_denied else wanted.text, params)


def _inherited(condition: FilterCondition, column: Column, lookup: Lookup, name: str) -> Sql:
    """The row's own value where it has one, else that of the lookup."""
    key, select, is_denied, wanted = _looked_up(condition, column, replace(lookup, absent=_nothing_of(column)), name)
    own = predicate(condition, column.kind, column.own, name)
    own_text = f"NOT ({own.text})" if is_denied else own.text
    unset = "1" if column.kind == "texts" else f"{column.own} = ''"
    text = f"({own_text}) OR ({unset} AND {key} IN ({select} ({wanted.text})))"
    return Sql(f"NOT ({text})" if is_denied else text, {**own.params, **wanted.params})


def _nothing_of(column: Column) -> FilterValue:
    return () if column.kind == "texts" else ""


def _any_of(wanted: Sequence[Sql]) -> Sql:
    return Sql(" OR ".join(f"({one.text})" for one in wanted), all_of(wanted).params)


def _positioned(condition: FilterCondition, others: Sql, name: str) -> Sql:
    """The row's place in its trace by time, counted among the rows that meet all other conditions."""
    order = "arrayReverseSort" if condition.key in ("last", "nthFromEnd") else "arraySort"
    place = int(condition.value) if isinstance(condition.value, int) else 1
    text = _POSITIONED.format(order=order, place=name, others=others.text)
    return Sql(text, {**others.params, name: place})
