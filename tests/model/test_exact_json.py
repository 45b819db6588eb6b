"""Numbers keep their digits, whoever wrote them."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.model.exact_json import canonical_json, is_same_json, pretty_json, read_json, write_any, write_json

NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?(e-?[1-9][0-9]?)?", fullmatch=True)


@given(NUMBERS)
def test_what_was_read_is_written_as_the_same_number(text: str) -> None:
    value = read_json(text)
    written = [write_any(value), pretty_json(value)]
    if not isinstance(value, int) or -(2**63) <= value < 2**64:
        written.append(write_json(value).decode())
    for again in written:
        assert read_json(again) == value
    for nested in ([value, "\ud800"], {"a": [2**70, value]}):
        assert read_json(write_any(nested)) == nested
        assert canonical_json(read_json(pretty_json(nested))) == canonical_json(nested)


@pytest.mark.parametrize("text", ["9007199254740993", "0.1234567890123456789", "1.0", "-1e-320", "1E+30", "0.10"])
def test_no_digit_is_lost(text: str) -> None:
    assert Decimal(pretty_json(read_json(text))) == Decimal(text)


@pytest.mark.parametrize("text", ["1e400", "-1e400", "1e-9999999", "1e99999999999999999999", "NaN", "[Infinity]", "{"])
def test_what_is_no_number_that_can_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"too large|too small|is no JSON|Expecting"):
        read_json(text)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (1, 1.0, False),
        (1, True, False),
        (0, -0.0, False),
        ({"a": [1]}, {"a": [True]}, False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        (2**80, 2**80, True),
        ("\ud800", "\ud800", True),
    ],
)
def test_the_same_json(one: Any, other: Any, is_same: bool) -> None:
    assert is_same_json(one, other) is is_same


def test_deep_values_are_written_without_indents() -> None:
    deep: Any = json.loads("[" * 600 + "]" * 600)
    assert json.loads(pretty_json(deep)) == deep
