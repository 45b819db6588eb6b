"""What a comment may say, whom it mentions, and which places it can be about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.platform.comments.content import (
    MAX_MENTIONS,
    Anchor,
    CommentRefusal,
    checked_anchor,
    checked_content,
    mentioned_ids,
    newly_mentioned,
)


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ("hello", []),
        ("@[Ada](user:ada) and @[Vic B.](user:vic-1), @[Ada again](user:ada)", ["ada", "vic-1"]),
        ("@[](user:ada) @[Ada](user:) @[Ada](mail:ada) [Ada](user:ada) @[A]b](user:ada)", []),
        ("@[Ada](user:ada b) @[A\nda](user:ada)", []),
        ("(@[Ada](user:ada))", ["ada"]),
    ],
)
def test_mentions(content: str, ids: list[str]) -> None:
    assert mentioned_ids(content) == ids


def test_who_is_called() -> None:
    content = " ".join(f"@[x](user:u{number})" for number in range(MAX_MENTIONS + 5))
    assert len(mentioned_ids(content)) == MAX_MENTIONS
    assert newly_mentioned("@[a](user:a) @[b](user:b) @[c](user:c)", {"a"}, "b") == ["c"]


@pytest.mark.parametrize("content", ["", "  \n\t ", "x" * 5001])
def test_refused_texts(content: str) -> None:
    with pytest.raises(CommentRefusal) as refused:
        checked_content(content)
    assert refused.value.field == "content"


def test_texts_lose_only_the_space_around_them() -> None:
    assert checked_content("  a\n\n b \n") == "a\n\n b"
    assert len(checked_content("x" * 5000)) == 5000


@pytest.mark.parametrize(
    ("path", "start", "end", "field"), [("$", 3, 3, "anchor.end"), ("messages", 0, 1, "anchor.path")]
)
def test_refused_anchors(path: str, start: int, end: int, field: str) -> None:
    with pytest.raises(CommentRefusal) as refused:
        checked_anchor(Anchor("input", path, start, end, "q"))
    assert refused.value.field == field


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    for user_id in mentioned_ids(text):
        assert f"(user:{user_id})" in text
