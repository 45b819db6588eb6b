"""Input that no honest client sends, put into every place of every request that an API takes."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

DEEP = "[" * 100_000 + "]" * 100_000
LONG = "x" * 1_000_000

# As JSON texts, because Python writes none of the odd ones.
ODD_JSON: dict[str, str] = {
    "nul": '"a\\u0000b"',
    "only-nul": '"\\u0000"',
    "lone-surrogate": '"\\ud800"',
    "reversed-surrogates": '"\\udc00\\ud800"',
    "emoji": '"\\ud83d\\ude00"',
    "line-break": '"a\\r\\nb"',
    "quote": '"\'`\\\\"',
    "long": f'"{LONG}"',
    "empty": '""',
    "blank": '" "',
    "int64": str(2**63),
    "int65": str(-(2**65)),
    "huge-int": "1" + "0" * 400,
    "unreadable-int": "1" * 5000,
    "nan": "NaN",
    "infinity": "-Infinity",
    "overflow": "1e400",
    "tiny": "1e-400",
    "far-time": '"9999-12-31T23:59:59.999999-23:59"',
    "early-time": '"0001-01-01T00:00:00+23:59"',
    "year-0": '"0000-00-00T00:00:00Z"',
    "deep": DEEP,
    "deeper-than-orjson": "[" * 300 + "]" * 300,
    "half-deep": "[" * 900 + "]" * 900,
    "null": "null",
    "true": "true",
    "list": "[]",
    "list-of-null": "[null]",
    "object": "{}",
    "nul-key": '{"\\u0000": "\\u0000"}',
    "surrogate-key": '{"\\udfff": 1}',
    "empty-key": '{"": {"": ""}}',
}

# Percent-encoded, as they stand in paths and queries.
ODD_TEXTS: dict[str, str] = {
    "nul": "%00",
    "inner-nul": "a%00b",
    "no-utf-8": "%ff%fe",
    "surrogate": "%ed%a0%80",
    "overlong": "%c0%80",
    "line-break": "a%0d%0ab",
    "line-separator": "%e2%80%a8",
    "quote": "%27%22%60%5c%3b--",
    "parameter": "%7bproject_id%3aString%7d",
    "format": "%25s%25%28x%29s%7b0%7d",
    "slash": "a%2Fb",
    "dots": "..%2f..%2fetc%2fpasswd",
    "percent": "%",
    "half": "%1",
    "long": "x" * 20_000,
    "huge-int": "9" * 400,
    "unreadable-int": "9" * 5000,
    "int64": str(2**63),
    "negative": "-1",
    "nan": "NaN",
    "infinity": "1e999",
    "far-time": "9999-12-31T23%3a59%3a59.999999-23%3a59",
    "early-time": "0001-01-01T00%3a00%3a00%2b23%3a59",
    "empty": "",
    "blank": "%20",
    "emoji": "%f0%9f%98%80",
    "fullwidth-digits": "%ef%bc%91",
    "list": "%5b%5d",
}

# Whole bodies: what they are said to be, and what they are.
ODD_BODIES: dict[str, tuple[str, bytes]] = {
    "nothing": ("application/json", b""),
    "no-type": ("", b"{}"),
    "wrong-type": ("text/plain", b"{}"),
    "form": ("application/x-www-form-urlencoded", b"a=%00&a=2"),
    "multipart": ("multipart/form-data", b"--"),
    "xml": ("application/xml; charset=utf-99", b"<a/>"),
    "no-utf-8": ("application/json", b'{"name": "\xff\xfe"}'),
    "utf-16": ("application/json; charset=utf-16", '{"name": "a"}'.encode("utf-16")),
    "byte-order-mark": ("application/json", b"\xef\xbb\xbf{}"),
    "nul-bytes": ("application/json", b"\0" * 100),
    "cut-off": ("application/json", b'{"a": '),
    "deep": ("application/json", DEEP.encode()),
    "deep-object": ("application/json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    "unreadable-int": ("application/json", b'{"a": ' + b"1" * 5000 + b"}"),
    "number": ("application/json", b"1"),
    "null": ("application/json", b"null"),
    "text": ("application/json", b'"a"'),
    "list": ("application/json", b"[]"),
    "list-of-odd": ("application/json", b'[null, 1, "a", [], {}]'),
    "object": ("application/json", b"{}"),
    "twice": ("application/json", b'{"id": 1, "id": 2}'),
    "not-gzip": ("application/json", b"\x1f\x8b\x08\x00garbage"),
}

_MARK = "⚑here⚑"


@dataclass(frozen=True, slots=True)
class OddBody:
    """A body with one odd thing in it; ``name`` says which, where."""

    name: str
    content: bytes


def odd_bodies(valid: Any) -> Iterator[OddBody]:
    """The valid body with each value in turn replaced by each odd one, with an odd key, and without the value."""
    for place in places_in(valid):
        marked = json.dumps(put_at(valid, place, _MARK), ensure_ascii=False)
        for name, text in ODD_JSON.items():
            yield OddBody(f"{name} in {'.'.join(map(str, place))}", marked.replace(f'"{_MARK}"', text).encode())
        yield OddBody(f"without {'.'.join(map(str, place))}", json.dumps(_without(valid, place)).encode())


def places_in(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each value inside."""
    items: Any = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*at, key)
        yield from places_in(inner, (*at, key))


def put_at(value: Any, place: tuple[Any, ...], new: Any) -> Any:
    """A copy with another value at this place."""
    if not place:
        return new
    copy: Any = dict(value) if isinstance(value, Mapping) else list(value)
    copy[place[0]] = put_at(copy[place[0]], place[1:], new)
    return copy


def _without(value: Any, place: tuple[Any, ...]) -> Any:
    copy: Any = dict(value) if isinstance(value, Mapping) else list(value)
    if len(place) > 1:
        copy[place[0]] = _without(copy[place[0]], place[1:])
    else:
        del copy[place[0]]
    return copy
