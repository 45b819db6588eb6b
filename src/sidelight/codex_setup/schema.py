"""Whether Codex accepts an ``[otel]`` table: its own rules, learnt by giving Codex 0.169 each malformed variant.

A table that Codex refuses keeps *Codex itself* from starting. Each finding quotes what Codex then says.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any

from sidelight.codex_setup.exporter import GRPC, HTTP, KEYS, TLS_KEYS
from sidelight.codex_setup.finding import DropKey, Finding, RenameKey, SetValue, error, warning

_SWITCHES = ("none", "statsig")
_PROTOCOLS = ("binary", "json")
_BOOLEANS = ("log_user_prompt", "log_agent_responses", "log_guardian_assessments", "log_sse_deltas")
_KNOWN_KEYS = (*KEYS, *_BOOLEANS, "environment", "tool_result", "span_attributes", "tracestate")
_PROTOCOL_NAMES = {
    "http/protobuf": "binary",
    "http_protobuf": "binary",
    "protobuf": "binary",
    "proto": "binary",
    "http": "binary",
    "http/json": "json",
    "http_json": "json",
}
_CONNECT = "Run `sidelight codex connect`, which writes a valid exporter."


def check_schema(data: Mapping[str, Any]) -> list[Finding]:
    """Everything in ``[otel]`` that Codex refuses (errors) or ignores (warnings)."""
    otel = data.get("otel")
    if otel is None:
        return []
    if not isinstance(otel, Mapping):
        return [
            error(
                "otel-not-table",
                f"`otel` must be a table, not {_kind(otel)}; Codex does not start.",
                "Replace it by a line [otel] with the settings below it.",
            )
        ]
    return list(_check_otel(otel))


def _check_otel(otel: Mapping[str, Any]) -> Iterator[Finding]:
    for key, value in otel.items():
        path = ("otel", key)
        if key in KEYS:
            yield from _check_exporter(path, value)
        elif key in _BOOLEANS:
            if not isinstance(value, bool):
                yield _wrong_type(path, value, "a boolean", _boolean_fix(path, value))
        elif key == "environment":
            if not isinstance(value, str):
                yield _wrong_type(path, value, "a string")
        elif key == "span_attributes":
            yield from _check_texts(path, value)
        elif key == "tool_result":
            if not isinstance(value, Mapping):
                yield _wrong_type(path, value, "a table")
            elif "max_bytes" in value and not _is_count(value["max_bytes"]):
                yield _wrong_type((*path, "max_bytes"), value["max_bytes"], "usize")
        elif key not in _KNOWN_KEYS:
            yield _unknown_key(path, _KNOWN_KEYS)


def _check_exporter(path: tuple[str, ...], value: object) -> Iterator[Finding]:
    name = ".".join(path)
    if isinstance(value, str):
        if value in (HTTP, GRPC):
            yield error(
                "exporter-string",
                f'`{name} = "{value}"` says how but not where to send; Codex does not start: invalid type: '
                f"unit variant, expected struct variant in `{name}`.",
                f"Remove the line, or write {path[-1]} = {{ {value} = {{ endpoint = …, … }} }}. {_CONNECT}",
                DropKey(path),
            )
        elif value not in _SWITCHES:
            yield from _unknown_variant(path, value)
    elif not isinstance(value, Mapping):
        yield _wrong_type(path, value, 'an exporter: "none", or a table with otlp-http or otlp-grpc')
    elif len(value) > 1:
        yield error(
            "exporter-several",
            f"`{name}` names {' and '.join(value)}; Codex does not start: wanted exactly 1 element, more than 1 "
            "element.",
            f"Keep one of them. {_CONNECT}",
        )
    elif not value:
        yield error(
            "exporter-empty",
            f"`{name}` is an empty table; Codex does not start: wanted exactly 1 element, found 0 elements.",
            _CONNECT,
            DropKey(path),
        )
    else:
        kind, body = next(iter(value.items()))
        if kind in (HTTP, GRPC):
            yield from _check_otlp((*path, kind), kind, body)
        elif kind not in _SWITCHES:
            yield from _unknown_variant(path, kind, is_table=True)


def _unknown_variant(path: tuple[str, ...], kind: str, *, is_table: bool = False) -> Iterator[Finding]:
    name = ".".join(path)
    says = f"unknown variant `{kind}`, expected one of `none`, `statsig`, `otlp-http`, `otlp-grpc`"
    hyphenated = kind.replace("_", "-")
    if hyphenated in (HTTP, GRPC):
        yield error(
            "exporter-underscore",
            f"`{name}` is written `{kind}`, with an underscore; Codex does not start: {says}.",
            f"Write {hyphenated}, with a hyphen.",
            RenameKey(kind, hyphenated) if is_table else SetValue(path, hyphenated),
        )
        return
    close = difflib.get_close_matches(kind.lower(), [*_SWITCHES, HTTP, GRPC], n=1)
    fix = SetValue(path, close[0]) if close and close[0] in _SWITCHES and not is_table else None
    yield error("exporter-unknown", f"`{name}` names `{kind}`; Codex does not start: {says}.", _CONNECT, fix)


def _check_otlp(path: tuple[str, ...], kind: str, body: object) -> Iterator[Finding]:
    name = ".".join(path[:-1])
    if not isinstance(body, Mapping):
        fix = None
        if isinstance(body, str) and body.startswith(("http://", "https://")):
            fix = SetValue(path, {"endpoint": body} | ({"protocol": "binary"} if kind == HTTP else {}))
        yield _wrong_type(path, body, "a table with endpoint" + (" and protocol" if kind == HTTP else ""), fix)
        return
    known = ("endpoint", "headers", "tls", *(("protocol",) if kind == HTTP else ()))
    if "endpoint" not in body:
        yield error(
            "endpoint-missing",
            f"`{name}` has no endpoint; Codex does not start: missing field `endpoint` in `{name}`.",
            _CONNECT,
        )
    elif not isinstance(body["endpoint"], str):
        yield _wrong_type((*path, "endpoint"), body["endpoint"], "a string")
    if kind == HTTP:
        yield from _check_protocol(path, name, body)
    if "headers" in body:
        yield from _check_texts((*path, "headers"), body["headers"])
    if "tls" in body:
        yield from _check_tls((*path, "tls"), body["tls"])
    for key in body:
        if key not in known:
            yield _unknown_key((*path, key), known)


def _check_protocol(path: tuple[str, ...], name: str, body: Mapping[str, Any]) -> Iterator[Finding]:
    where = (*path, "protocol")
    if "protocol" not in body:
        yield error(
            "protocol-missing",
            f"`{name}` has no protocol; Codex does not start: missing field `protocol` in `{name}`.",
            'Add protocol = "binary" (or "json").',
            SetValue(where, "binary"),
        )
        return
    protocol = body["protocol"]
    if not isinstance(protocol, str):
        yield _wrong_type(where, protocol, "a string")
    elif protocol not in _PROTOCOLS:
        right = _PROTOCOL_NAMES.get(protocol.lower(), protocol.lower())
        yield error(
            "protocol-unknown",
            f'`{".".join(where)} = "{protocol}"`; Codex does not start: unknown variant `{protocol}`, expected '
            "`binary` or `json`.",
            'Write protocol = "binary" (OTLP\'s http/protobuf) or "json".'
            + (" For gRPC use an otlp-grpc exporter." if "grpc" in protocol.lower() else ""),
            SetValue(where, right) if right in _PROTOCOLS else None,
        )


def _check_tls(path: tuple[str, ...], tls: object) -> Iterator[Finding]:
    if not isinstance(tls, Mapping):
        yield _wrong_type(path, tls, "a table with ca-certificate and so on")
        return
    for key, value in tls.items():
        where = (*path, key)
        if key in TLS_KEYS:
            if not isinstance(value, str):
                yield _wrong_type(where, value, "a path")
        elif (right := key.replace("_", "-")) in TLS_KEYS:
            yield error(
                "tls-underscore",
                f"`{'.'.join(where)}` is ignored by Codex without a word, so the default certificates are used.",
                f"Write {right}, with hyphens.",
                RenameKey(key, right),
            )
        else:
            yield _unknown_key(where, TLS_KEYS)


def _check_texts(path: tuple[str, ...], value: object) -> Iterator[Finding]:
    if not isinstance(value, Mapping):
        yield _wrong_type(path, value, "a map")
        return
    for key, member in value.items():
        if not isinstance(member, str):
            fix = SetValue((*path, key), str(member)) if isinstance(member, int | float) else None
            yield _wrong_type((*path, key), member, "a string", fix)


def _boolean_fix(path: tuple[str, ...], value: object) -> SetValue | None:
    text = str(value).lower()
    return SetValue(path, text == "true") if text in ("true", "false") else None


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _wrong_type(path: tuple[str, ...], value: object, expected: str, fix: SetValue | None = None) -> Finding:
    name = ".".join(path)
    return error(
        "wrong-type",
        f"`{name}` is {_kind(value)}; Codex does not start: it expects {expected}.",
        f"Change the value of {name} in config.toml.",
        fix,
    )


def _unknown_key(path: tuple[str, ...], known: tuple[str, ...]) -> Finding:
    close = difflib.get_close_matches(path[-1], known, n=1)
    return warning(
        "unknown-key",
        f"`{'.'.join(path)}` is not a setting that Codex 0.169 knows; it is ignored (refused with --strict-config).",
        f"Did you mean {close[0]}?" if close else "Remove the line if nothing else needs it.",
    )


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, Mapping):
        return "a table"
    return "an array" if isinstance(value, list) else "a date"
