"""Why a config.toml is not TOML, in the cases that people meet when they set telemetry up."""

import re
from collections.abc import Iterator

from sidelight.codex_setup.document import DocumentError, apply_fix, parse
from sidelight.codex_setup.exporter import KEYS
from sidelight.codex_setup.finding import DropLine, Finding, JoinLines, error

_AT_LINE = re.compile(r"\(at line (\d+)")
_TABLE = re.compile(r"^\s*\[+\s*(?P<name>[^\]#]+?)\s*\]+\s*(?:#.*)?$")
_STRING = re.compile(r"""^\s*(?P<key>[\w.]+)\s*=\s*(["']).*\2\s*(?:#.*)?$""")
_MOST_LINES = 6


def check_syntax(text: str) -> list[Finding]:
    """What keeps the text from being read; nothing when it is TOML."""
    try:
        parse(text)
    except DocumentError as problem:
        return list(_string_and_table(text)) or [_broken_string(text, problem) or _invalid(text, problem)]
    return []


def _string_and_table(text: str) -> Iterator[Finding]:
    """``exporter = "otlp-http"`` beside ``[otel.exporter."otlp-http"]``: the mistake that the key's name invites."""
    table, strings, tables = "", {}, set()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _TABLE.match(line):
            table = re.sub(r"""["'\s]""", "", header["name"])
            if table.startswith("otel."):
                tables.add(table.split(".")[1])
        elif (match := _STRING.match(line)) and (name := _key_in_otel(table, match["key"])) in KEYS:
            strings[name] = (number, line)
    for name, (number, line) in strings.items():
        if name in tables:
            yield error(
                "toml-string-and-table",
                f"Line {number} gives `{name}` as a string, and there is a table [otel.{name}…] too; Codex does not "
                "start: cannot extend value of type string with a dotted key.",
                f"Remove line {number}; the table alone turns the exporter on.",
                DropLine(number, line),
            )


def _key_in_otel(table: str, key: str) -> str:
    if table == "otel":
        return key
    return key.removeprefix("otel.") if not table and key.startswith("otel.") else ""


def _broken_string(text: str, problem: DocumentError) -> Finding | None:
    """A quoted value that was broken over several lines, as ``base64`` does after 76 characters."""
    line = _line_of(problem)
    lines = text.splitlines()
    if line is None or line > len(lines) or "\\n" not in str(problem):
        return None
    for count in range(1, _MOST_LINES):
        fix = JoinLines(line, count, lines[line - 1])
        if line + count > len(lines):
            break
        try:
            parse(apply_fix(text, fix))
        except DocumentError:
            continue
        return error(
            "toml-line-break",
            f"The quoted value in line {line} is broken over {count + 1} lines; Codex does not start.",
            "Write it on one line. `base64` breaks its output after 76 characters: use `base64 -w0`.",
            fix,
        )
    return None


def _invalid(text: str, problem: DocumentError) -> Finding:
    line = _line_of(problem)
    lines = text.splitlines()
    name = ""
    if line is not None and line <= len(lines):
        # Only what stands before "=": the value may be a secret.
        name = f" ({lines[line - 1].partition('=')[0].strip()[:60]} …)"
    return error(
        "toml-invalid",
        f"config.toml is not valid TOML, so Codex does not start: {problem}{name}.",
        "Correct that line; each table and each key may stand there only once.",
    )


def _line_of(problem: DocumentError) -> int | None:
    match = _AT_LINE.search(str(problem))
    return int(match[1]) if match else None
