"""Patterns of people: what PostgreSQL understands is understood, and nothing can hold up ingestion."""

import time

import pytest

from sidelight.enrich.pattern import PatternError, compile_pattern, is_match


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("(?i)^(gpt-4o)$", "GPT-4o", "gpt-4o-mini"),
        ("^gpt", "gpt-9", "my-gpt"),
        ("gpt", "my-gpt-9", "claude"),
        (r"(?i)^(ft:)(babbage-002:)(.+)(:)(.*)(:)(.+)$$", "ft:babbage-002:acme:x:y", "babbage-002"),
        (r"(?i)^(google(ai)?\/)?(gemini-1.0-pro-001)(@[a-zA-Z0-9]+)?$", "google/gemini-1.0-pro-001@x1", "gemini"),
        ("^[[:alpha:]]+$", "abc", "abc1"),
        ("^模型$", "模型", "型"),
        ("^a.b$", "a🧪b", "ab"),
    ],
)
def test_patterns_match_as_in_postgresql(pattern: str, matching: str, other: str) -> None:
    assert is_match(compile_pattern(pattern), matching)
    assert not is_match(compile_pattern(pattern), other)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "empty"),
        ("(a", "missing"),
        ("^(?!gpt)", "look-ahead"),
        (r"(a)\1", "back references"),
        ("a{1001}", "1000 times"),
        ("((a{100}){100}){100}", "repeat"),
        ("x" * 2001, "2000 characters"),
        ("\ud800", "Unicode"),
    ],
)
def test_what_cannot_be_used_is_explained(pattern: str, said: str) -> None:
    with pytest.raises(PatternError, match=said):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(.*)*x$", "(a*)*b", "^((a{1,50}){1,10})$"])
def test_hostile_patterns_take_no_longer(pattern: str) -> None:
    started = time.perf_counter()
    is_match(compile_pattern(pattern), "a" * 20_000 + "!")
    assert time.perf_counter() - started < 1


def test_a_name_that_is_no_text_matches_nothing() -> None:
    assert not is_match(compile_pattern(".*"), "\ud800")
