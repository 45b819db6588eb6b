"""Patterns that say to which model names a price belongs: people write them, and they run on every model call.

RE2 takes time linear in the text, so that no pattern can hold up ingestion, and refuses what would need more
(look-around and back references). All of Langfuse's own patterns work with it.
"""

from functools import lru_cache
from typing import Protocol

import re2  # type: ignore[import-untyped]

MAX_PATTERN_CHARACTERS = 2000
_MEMORY_BYTES = 1024 * 1024  # of one compiled pattern; nested repetitions that would take more are refused
_HINTS = {
    "invalid perl operator": "look-ahead and look-behind are not supported; list the names instead: ^(this|that)$",
    "invalid escape sequence": "this escape is not supported (back references never are); use a class such as [0-9]",
    "pattern too large": "the pattern is too large; repeat less",
    "invalid repetition size": "repeat at most 1000 times",
}


class PatternError(ValueError):
    """A pattern cannot be used; the message says why, for the person who wrote it."""


class Pattern(Protocol):
    """A compiled pattern."""

    def search(self, text: str) -> object | None:
        """A match anywhere in ``text``, None without one."""
        ...


@lru_cache(maxsize=4096)
def compile_pattern(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """A regular expression as PostgreSQL's ``~`` would apply it: found anywhere unless anchored, ``(?i)`` understood.

    Raises:
        PatternError: it is empty, too long, or uses what cannot be matched in linear time.
    """
    if not pattern:
        raise PatternError("The pattern is empty.")
    if len(pattern) > MAX_PATTERN_CHARACTERS:
        raise PatternError(f"The pattern is longer than {MAX_PATTERN_CHARACTERS} characters.")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY_BYTES
    options.case_sensitive = not ignore_case
    try:
        compiled: Pattern = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternError(f"Not a usable regular expression: {_reason(error)}.") from error
    return compiled


def is_match(pattern: Pattern, text: str) -> bool:
    """Whether the pattern is found in ``text``; a text that is no valid Unicode matches nothing."""
    try:
        return pattern.search(text) is not None
    except UnicodeEncodeError:
        return False


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "it is not valid Unicode"
    said = error.args[0] if error.args else ""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    hint = next((hint for start, hint in _HINTS.items() if text.startswith(start)), "")
    return f"{text} ({hint})" if hint else text
