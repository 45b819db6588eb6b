"""Text search: words through the text index, anything else as a substring."""

import re

from sidelight.query.sql import Sql

_WORD = re.compile(r"[A-Za-z0-9]+")
# What the index takes for words: letters and digits of ASCII, and every byte beyond it.
_TOKEN = re.compile(r"[A-Za-z0-9\u0080-\U0010ffff]+")
MIN_WORD = 3
MAX_WORDS = 64


def is_word_search(text: str) -> bool:
    """Whether the text index can answer: ASCII (it lowers no other letters), with a word that is worth looking up."""
    words = _WORD.findall(text)
    return text.isascii() and any(len(word) >= MIN_WORD for word in words)


def index_words(text: str) -> list[str]:
    """The words by which the text index narrows a search for ``text``, at most as many as it takes; perhaps none.

    Words with letters beyond ASCII are left out: the index does not lower them.
    """
    words = {word.lower() for word in _TOKEN.findall(text) if word.isascii()}
    return sorted(words, key=len, reverse=True)[:MAX_WORDS]


def in_texts(text: str) -> Sql:
    """Condition on ``observations``: input or output holds all words of ``text``, in any case and order.

    Short or non-ASCII text is looked for as a substring instead, which reads every text in the time range.
    """
    if is_word_search(text):
        # The index stands on ifNull(…) and lowers both sides itself; only this exact expression uses it.
        words = sorted({word.lower() for word in _WORD.findall(text)})
        condition = " OR ".join(f"hasAllTokens(ifNull({name}, ''), {{words:Array(String)}})" for name in _TEXTS)
        return Sql(condition, {"words": words})
    return contains(_TEXTS, text)


def contains(columns: tuple[str, ...], text: str) -> Sql:
    """Condition: one of the columns holds ``text`` as it stands, in any case."""
    condition = " OR ".join(f"{finder(text)}(ifNull({name}, ''), {{text:String}}) > 0" for name in columns)
    return Sql(condition, {"text": text})


def finder(text: str) -> str:
    """The cheapest SQL function that finds ``text`` in any case: Chinese has none, ASCII needs no tables."""
    if text.isascii():
        return "positionCaseInsensitive"
    return "position" if text.lower() == text.upper() else "positionCaseInsensitiveUTF8"


_TEXTS = ("input", "output")
