"""What a filter condition says about one value, in SQL, by the kind of the value. Pure."""

from collections.abc import Callable
from typing import Literal

from sidelight.query.filter_language import MATCHES, FilterCondition, FilterType
from sidelight.query.sql import Sql, clamp_us, moment
from sidelight.query.text_search import finder, index_words
from sidelight.store.driver import Param

ColumnKind = Literal[
    "text",
    "long_text",
    "texts",
    "number",
    "time",
    "flag",
    "map",
    "score_numbers",
    "score_categories",
    "score_flags",
    "position",
]
"""Kinds of columns: ``text`` is a String, ``""`` when not known; ``long_text`` one with a text index (an input or
output); ``texts`` an Array(String); ``number`` may be Nullable; ``flag`` is 0 or 1; ``map`` is a Map(String, String).
The score kinds are aggregates over the scores of one name; ``position`` is the place in the trace."""

KINDS: dict[ColumnKind, tuple[FilterType, ...]] = {
    "text": ("string", "stringOptions", "null"),
    "long_text": ("string", "stringOptions", "null"),
    "texts": ("arrayOptions", "stringOptions", "null"),
    "number": ("number", "null"),
    "time": ("datetime", "null"),
    "flag": ("boolean",),
    "map": ("stringObject", "numberObject", "booleanObject", "categoryOptions", "null"),
    "score_numbers": ("numberObject",),
    "score_categories": ("categoryOptions",),
    "score_flags": ("booleanObject",),
    "position": ("positionInTrace",),
}
"""The types of conditions that each kind takes."""


def predicate(condition: FilterCondition, kind: ColumnKind, sql: str, name: str) -> Sql:
    """The condition on the value ``sql``; its parameters are ``name`` and ``name_…``.

    Raises:
        FilterError: the operator does not suit the kind.
    """
    return _PREDICATES[kind](condition, sql, name)


def _text(condition: FilterCondition, sql: str, name: str) -> Sql:
    if condition.type == "null":
        return Sql(f"{sql} {'=' if condition.operator == 'is null' else '!='} ''")
    if condition.type == "stringOptions":
        return _options(condition, sql, name)
    if condition.operator == MATCHES:
        raise condition.error("'matches' is for input, output and metadata; use 'contains' here.", "operator")
    return _compared_text(condition, sql, name)


def _long_text(condition: FilterCondition, sql: str, name: str) -> Sql:
    if condition.type != "string" or condition.operator not in ("=", MATCHES):
        return _text(condition, sql, name)
    value = str(condition.value)
    is_whole = condition.operator == "="
    found = f"{sql} = {{{name}:String}}" if is_whole else f"{finder(value)}({sql}, {{{name}:String}}) > 0"
    params: dict[str, Param] = {name: value}
    words = index_words(value)
    if words:
        # Only this exact expression uses the index; the texts themselves are then read where all words are, but not
        # when the word is all that is asked for.
        has_words = f"hasAllTokens({sql}, {{{name}_words:Array(String)}})"
        if not is_whole and value.lower() == words[0]:
            return Sql(has_words, {f"{name}_words": words})
        found = f"{has_words} AND {found}"
        params[f"{name}_words"] = words
    return Sql(found, params)


def _texts(condition: FilterCondition, sql: str, name: str) -> Sql:
    if condition.type == "null":
        return Sql(f"{'empty' if condition.operator == 'is null' else 'notEmpty'}({sql})")
    function = "hasAll" if condition.operator == "all of" else "hasAny"
    denial = "NOT " if condition.operator == "none of" else ""
    return Sql(f"{denial}{function}({sql}, {{{name}:Array(String)}})", {name: _list_of(condition)})


def _number(condition: FilterCondition, sql: str, name: str) -> Sql:
    if condition.type == "null":
        return Sql(f"{'isNull' if condition.operator == 'is null' else 'isNotNull'}({sql})")
    return Sql(f"{sql} {condition.operator} {{{name}:Float64}}", {name: _float_of(condition)})


def _time(condition: FilterCondition, sql: str, name: str) -> Sql:
    if condition.type == "null":
        return _number(condition, sql, name)
    time_us = condition.value if isinstance(condition.value, int) else 0
    return Sql(f"{sql} {condition.operator} {moment(name)}", {name: clamp_us(time_us)})


def _flag(condition: FilterCondition, sql: str, name: str) -> Sql:
    return Sql(f"({sql}) {_equality(condition)} {{{name}:UInt8}}", {name: int(bool(condition.value))})


def _map(condition: FilterCondition, sql: str, name: str) -> Sql:
    has_key, value = f"mapContains({sql}, {{{name}_key:String}})", f"{sql}[{{{name}_key:String}}]"
    params: dict[str, Param] = {f"{name}_key": condition.key}
    if condition.type == "null":
        is_there = Sql(has_key, params) if condition.key else Sql(f"notEmpty({sql})")
        return Sql(f"NOT ({is_there.text})", is_there.params) if condition.operator == "is null" else is_there
    if condition.type == "numberObject":
        found = _number(condition, f"toFloat64OrNull({value})", name)
    elif condition.type == "booleanObject":
        # As for scores, a denial also holds where there is no such key.
        denial = "NOT " if _is_wanted(condition) is False else ""
        truth = "true" if condition.value else "false"
        return Sql(f"{denial}({has_key} AND lower({value}) = '{truth}')", params)
    elif condition.type == "categoryOptions":
        listed = f"{has_key} AND {value} IN {{{name}:Array(String)}}"
        denial = "NOT " if condition.operator == "none of" else ""
        return Sql(f"{denial}({listed})", {**params, name: _list_of(condition)})
    elif condition.operator == MATCHES:
        found = Sql(f"position({value}, {{{name}:String}}) > 0", {name: str(condition.value)})
    else:
        found = _compared_text(condition, value, name)
    return Sql(f"{has_key} AND {found.text}", {**params, **found.params})


def _score_categories(condition: FilterCondition, sql: str, name: str) -> Sql:
    comparison = "=" if condition.operator == "none of" else ">"
    return Sql(f"countIf({sql} IN {{{name}:Array(String)}}) {comparison} 0", {name: _list_of(condition)})


def _score_flags(condition: FilterCondition, sql: str, name: str) -> Sql:
    comparison = ">" if _is_wanted(condition) else "="
    return Sql(f"countIf({sql} = {{{name}:UInt8}}) {comparison} 0", {name: int(bool(condition.value))})


def _position(condition: FilterCondition, _sql: str, _name: str) -> Sql:
    raise condition.error("a position cannot be asked of a single value.")


def _options(condition: FilterCondition, sql: str, name: str) -> Sql:
    membership = "IN" if condition.operator == "any of" else "NOT IN"
    return Sql(f"{sql} {membership} {{{name}:Array(String)}}", {name: _list_of(condition)})


def _compared_text(condition: FilterCondition, sql: str, name: str) -> Sql:
    return Sql(_TEXT_TESTS[condition.operator].format(sql, f"{{{name}:String}}"), {name: str(condition.value)})


_TEXT_TESTS = {
    "=": "{0} = {1}",
    "contains": "position({0}, {1}) > 0",
    "does not contain": "position({0}, {1}) = 0",
    "starts with": "startsWith({0}, {1})",
    "ends with": "endsWith({0}, {1})",
}


def _is_wanted(condition: FilterCondition) -> bool:
    return condition.operator == "="


def _equality(condition: FilterCondition) -> str:
    return "=" if _is_wanted(condition) else "!="


def _list_of(condition: FilterCondition) -> list[str]:
    return list(condition.value) if isinstance(condition.value, tuple) else []


def _float_of(condition: FilterCondition) -> float:
    return float(condition.value) if isinstance(condition.value, int | float) else 0.0


_PREDICATES: dict[ColumnKind, Callable[[FilterCondition, str, str], Sql]] = {
    "text": _text,
    "long_text": _long_text,
    "texts": _texts,
    "number": _number,
    "time": _time,
    "flag": _flag,
    "map": _map,
    "score_numbers": _number,
    "score_categories": _score_categories,
    "score_flags": _score_flags,
    "position": _position,
}
