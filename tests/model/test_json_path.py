"""Paths to one place in a JSON value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.model.json_path import JsonPathError, parse_path, value_at

VALUE = {"messages": [{"role": "user", "content": "hi"}, {"role": "user", "content": "again"}], "a b": {"it's": 1}}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$", VALUE),
        ("$.messages[0].content", "hi"),
        ("$.messages[-1]['content']", "again"),
        ('$["a b"]["it\'s"]', 1),
        (r"$['a b']['it\'s']", 1),
        (" $.messages[ 1 ].role ", "user"),
    ],
)
def test_leads_to_the_value(path: str, expected: Any) -> None:
    assert value_at(VALUE, path) == expected


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("messages", "begins with $"),
        ("", "begins with $"),
        ("$..content", "Cannot read the path"),
        ("$.messages[*]", "Cannot read the path"),
        ("$.messages[0", "Cannot read the path"),
        ("$.messages[2]", "Nothing stands at $.messages[2]"),
        ("$.messages.content", "Nothing stands"),
        ("$['messages'][0][0]", "Nothing stands"),
        ("$" + ".a" * 300, "at most 500"),
    ],
)
def test_says_what_is_wrong(path: str, message: str) -> None:
    with pytest.raises(JsonPathError, match=message.replace("$", r"\$").replace("[", r"\[").replace("]", r"\]")):
        value_at(VALUE, path)


@given(st.lists(st.one_of(st.text(max_size=20), st.integers(-1000, 1000)), max_size=8))
def test_reads_what_it_quotes(steps: list[str | int]) -> None:
    quoted = "".join(
        f"[{step}]" if isinstance(step, int) else "['" + step.replace("\\", "\\\\").replace("'", "\\'") + "']"
        for step in steps
    )
    assert parse_path("$" + quoted) == steps


@given(st.text(max_size=40))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    try:
        parse_path("$" + text)
    except JsonPathError:
        return
