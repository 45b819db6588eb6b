"""Cursors come back as they went, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.query.cursor import MAX_KEY, MIN_KEY, CursorError, decode_cursor, encode_cursor, next_cursor

NUMBERS = st.integers(MIN_KEY, MAX_KEY)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(number=NUMBERS, text=TEXTS)
def test_round_trip(number: int, text: str) -> None:
    cursor = encode_cursor("list", (number, text))
    assert decode_cursor("list", cursor, (int, str)) == (number, text)
    assert cursor.isascii()
    assert not set(cursor) & set("=+/&?# ")


@given(cursor=st.text() | st.binary().map(lambda data: encode_cursor("list", (data.hex(),))))
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError):
        decode_cursor("list", cursor, (int, str))


@given(number=NUMBERS, text=TEXTS, place=st.integers(0), letter=st.sampled_from("Aa0_-"))
def test_a_changed_cursor_is_refused_or_another_position(number: int, text: str, place: int, letter: str) -> None:
    cursor = encode_cursor("list", (number, text))
    place %= len(cursor)
    changed = cursor[:place] + letter + cursor[place + 1 :]
    try:
        key = decode_cursor("list", changed, (int, str))
    except CursorError:
        return
    assert [type(value) for value in key] == [int, str]
    assert MIN_KEY <= key[0] <= MAX_KEY  # type: ignore[operator]


@pytest.mark.parametrize("key", [(True, "a"), (2**63, "a"), (1.5, "a"), (None, "a"), (1,), (1, "a", 2)])
def test_keys_of_another_form_are_refused(key: tuple[int | str, ...]) -> None:
    with pytest.raises(CursorError):
        decode_cursor("list", encode_cursor("list", key), (int, str))


def test_a_cursor_belongs_to_one_list() -> None:
    with pytest.raises(CursorError, match="another list"):
        decode_cursor("traces", encode_cursor("sessions", (1, "a")), (int, str))


def test_there_is_a_next_page_only_when_a_row_more_was_found() -> None:
    keys = [(3, "c"), (2, "b"), (1, "a")]
    assert next_cursor("list", keys, 3) is None
    assert decode_cursor("list", next_cursor("list", keys, 2) or "", (int, str)) == (2, "b")
