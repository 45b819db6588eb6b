"""The filter language: what is read from it, and how what is wrong is named."""

import contextlib
import string

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.query.filter_language import OPERATORS, FilterCondition, FilterError, conditions_of, parse_filter


def parsed(**fields: object) -> FilterCondition:
    (condition,) = parse_filter(orjson.dumps([{"column": "c", **fields}]).decode())
    return condition


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"type": "datetime", "operator": ">", "value": "2024-01-01T00:00:00Z"}, 1_704_067_200_000_000),
        ({"type": "datetime", "operator": "<=", "value": "2024-01-01T01:00:00.5+01:00"}, 1_704_067_200_500_000),
        ({"type": "datetime", "operator": "<", "value": 1_704_067_200_000}, 1_704_067_200_000_000),
        ({"type": "string", "operator": "matches", "value": "Needle"}, "Needle"),
        ({"type": "stringOptions", "operator": "any of", "value": ["a", ""]}, ("a", "")),
        ({"type": "categoryOptions", "operator": "none of", "key": "k", "value": []}, ()),
        ({"type": "arrayOptions", "operator": "all of", "value": []}, ()),
        ({"type": "number", "operator": ">=", "value": 3}, 3.0),
        ({"type": "stringObject", "operator": "=", "key": "", "value": ""}, ""),
        ({"type": "numberObject", "operator": "<", "key": "k", "value": 0.5}, 0.5),
        ({"type": "booleanObject", "operator": "<>", "key": "k", "value": True}, True),
        ({"type": "boolean", "operator": "=", "value": False}, False),
        ({"type": "null", "operator": "is null", "value": ""}, None),
        ({"type": "null", "operator": "is not null"}, None),
        ({"type": "positionInTrace", "operator": "=", "key": "last"}, 1),
        ({"type": "positionInTrace", "operator": "=", "key": "nthFromEnd", "value": 4}, 4),
    ],
)
def test_every_type_is_read(fields: dict[str, object], value: object) -> None:
    condition = parsed(**fields)
    assert (condition.type, condition.operator, condition.value) == (fields["type"], fields["operator"], value)
    assert condition.key == fields.get("key", "")


def test_nothing_is_no_condition() -> None:
    assert parse_filter("") == parse_filter(" ") == parse_filter("[]") == ()


def deep_list(levels: int) -> list[object]:
    found: list[object] = []
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("text", "path", "words"),
    [
        ("{", (), "not valid JSON"),
        ("{}", (), "JSON list"),
        ('["x"]', (0,), "no object"),
        ('[{"type": "string"}]', (0, "column"), "names no column"),
        ('[{"column": "name"}]', (0, "type"), "'type' must be one of"),
        ('[{"column": "name", "type": ["string"]}]', (0, "type"), "'type' must be one of"),
        ('[{"column": "name", "type": "string", "operator": ">"}]', (0, "operator"), "contains"),
        ('[{"column": "name", "type": "string", "operator": "=", "value": 3}]', (0, "value"), "must be a text"),
        ('[{"column": "name", "type": "string", "operator": "matches", "value": "%"}]', (0, "value"), "letter"),
        ('[{"column": "n", "type": "number", "operator": "=", "value": "3"}]', (0, "value"), "must be a number"),
        ('[{"column": "n", "type": "number", "operator": "=", "value": true}]', (0, "value"), "must be a number"),
        ('[{"column": "n", "type": "boolean", "operator": "=", "value": "true"}]', (0, "value"), "true or false"),
        ('[{"column": "n", "type": "stringOptions", "operator": "any of", "value": []}]', (0, "value"), "empty"),
        ('[{"column": "n", "type": "stringOptions", "operator": "any of", "value": [1]}]', (0, "value"), "list"),
        ('[{"column": "m", "type": "stringObject", "operator": "=", "value": "x"}]', (0, "key"), "needs 'key'"),
        ('[{"column": "t", "type": "datetime", "operator": ">", "value": "yesterday"}]', (0, "value"), "2026-01-31T"),
        ('[{"column": "p", "type": "positionInTrace", "operator": "=", "key": "2nd"}]', (0, "key"), "nthFromEnd"),
        ('[{"column": "p", "type": "positionInTrace", "operator": "=", "key": "nthFromEnd"}]', (0, "value"), "from 1"),
    ],
)
def test_what_is_wrong_is_named(text: str, path: tuple[str | int, ...], words: str) -> None:
    with pytest.raises(FilterError, match=words) as refused:
        parse_filter(text)
    assert refused.value.path == path
    if len(path) > 1:
        assert "Condition 0" in str(refused.value)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("type", deep_list(300)),
        ("operator", deep_list(300)),
        ("key", 10**400),
        ("value", deep_list(300)),
        ("value", 10**400),
        ("value", float("nan")),
        ("value", float("-inf")),
    ],
)
def test_what_json_readers_let_through_is_refused(field: str, value: object) -> None:
    good = {"type": "numberObject", "column": "n", "operator": "=", "key": "k", "value": 1}
    with pytest.raises(FilterError) as refused:
        conditions_of([{**good, field: value}])
    assert refused.value.path == (0, field)


def test_the_place_of_the_wrong_condition_is_named() -> None:
    good = {"type": "string", "column": "name", "operator": "=", "value": "x"}
    with pytest.raises(FilterError, match=r"Condition 2 \(column 'odd'\)") as refused:
        parse_filter(orjson.dumps([good, good, {**good, "column": "odd", "value": None}]).decode())
    assert refused.value.path == (2, "value")
    with pytest.raises(FilterError, match="100 are allowed"):
        parse_filter(orjson.dumps([good] * 101).decode())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(string.printable, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(list(OPERATORS)) | ANYTHING,
        "column": st.text(max_size=5) | ANYTHING,
        "operator": st.sampled_from(sorted({one for some in OPERATORS.values() for one in some})) | ANYTHING,
        "value": ANYTHING,
        "key": ANYTHING,
    },
)


@given(filter_=st.lists(CONDITIONS, max_size=3) | ANYTHING)
def test_whatever_comes_is_read_or_refused(filter_: object) -> None:
    try:
        conditions = parse_filter(orjson.dumps(filter_, option=orjson.OPT_NON_STR_KEYS).decode("utf-8", "replace"))
    except (FilterError, TypeError):  # integers beyond 64 bits are no JSON that orjson writes
        return
    for condition in conditions:
        assert condition.operator in OPERATORS[condition.type]


@given(text=st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(FilterError):
        assert parse_filter(text) == ()
