"""Short forms of long texts."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.enrich.preview import preview


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ""),
        ("", ""),
        ("   \n ", ""),
        ("plain", "plain"),
        ("  two\n\n  lines\t", "two lines"),
        ("x" * 10, "x" * 10),
        ("x" * 11, "x" * 9 + "…"),
        ("123456789 b", "123456789…"),
        (" " * 1000 + "late", "late"),
    ],
)
def test_text_becomes_one_short_line(text: str | None, expected: str) -> None:
    assert preview(text, 10) == expected


@given(text=st.text(alphabet="ab \n\t", max_size=300), limit=st.integers(1, 40))
def test_it_is_the_head_of_the_collapsed_text(text: str, limit: int) -> None:
    line = " ".join(text.split())
    short = preview(text, limit)
    assert len(short) <= limit
    if len(line) <= limit:
        assert short == line
    else:
        assert short.endswith("…")
        assert line.startswith(short[:-1])


def test_megabytes_cost_nothing() -> None:
    text = "word " * 4_000_000
    began = time.perf_counter()
    for _ in range(1000):
        preview(text)
    assert time.perf_counter() - began < 1
