"""config.toml as text: reading it as Codex does, and changing it without touching anything else in it.

Every change is checked: the new text must read as exactly the values that were meant, or :class:`DocumentError` is
raised and nothing is written. TOML has too many spellings of a table to trust an editor blindly.
"""

import copy
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError

from sidelight.codex_setup.finding import DropKey, DropLine, JoinLines, RenameKey, SetValue

TextFix: TypeAlias = SetValue | RenameKey | DropKey | DropLine | JoinLines

_BOM = "\ufeff"
_HEADER = re.compile(r"^\s*\[")
_OTEL_HEADER = re.compile(r"""^\s*\[\s*["']?otel["']?\s*[.\]]""")


class DocumentError(Exception):
    """The text is not TOML, or cannot be changed safely; the message says why."""


def parse(text: str) -> dict[str, Any]:
    """The values of a config.toml. Raises :class:`DocumentError` with the line when it is not TOML.

    Codex 0.169 also reads TOML 1.1 (line breaks in inline tables), which ``tomllib`` refuses and tomlkit reads.
    """
    body = text.removeprefix(_BOM)
    try:
        return tomllib.loads(body)
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
    try:
        return dict(tomlkit.parse(body).unwrap())
    except (TOMLKitError, ValueError, RecursionError):
        raise DocumentError(problem) from None


def lookup(data: Mapping[str, Any], path: Sequence[str]) -> Any:
    """The value at a path; None when there is none (TOML has no null)."""
    value: Any = data
    for part in path:
        if not isinstance(value, Mapping) or part not in value:
            return None
        value = value[part]
    return value


def set_value(text: str, path: Sequence[str], value: str | bool | Mapping[str, Any]) -> str:
    """The text with the value at the path set or added; tables on the way are made."""
    wanted = copy.deepcopy(parse(text))
    table = wanted
    for part in path[:-1]:
        table = table.setdefault(part, {})
        if not isinstance(table, dict):
            raise DocumentError(f"{part} is not a table")
    table[path[-1]] = _plain(value)

    def change(parent: Any) -> None:
        # Taking the old value out first keeps tomlkit from merging an old [table] with the new inline one.
        if isinstance(parent.get(path[-1]), Mapping):
            del parent[path[-1]]
        parent[path[-1]] = render_item(value)

    return _edit(text, path[:-1], change, wanted)


def drop_key(text: str, path: Sequence[str]) -> str:
    """The text without the key at the path, and without the tables that this leaves empty."""
    wanted = copy.deepcopy(parse(text))
    if lookup(wanted, path) is None:
        return text
    while len(path) > 1 and len(_mapping(wanted, path[:-1])) == 1:
        path = path[:-1]
    name = path[-1]
    del _mapping(wanted, path[:-1])[name]
    return _edit(text, path[:-1], lambda parent: parent.__delitem__(name), wanted)


def rename_key(text: str, name: str, new_name: str) -> str:
    """The text with every key ``name`` below ``[otel]`` renamed, whatever spelling of tables it stands in."""
    wanted = parse(text)
    wanted = {**wanted, "otel": _renamed(wanted.get("otel"), name, new_name)}
    lines = text.splitlines(keepends=True)
    inside = _lines_of_otel(lines)
    for follows in (r"[=.\]]", r"[=\]]", r"="):
        pattern = re.compile(rf"""(?<![\w-])(["']?){re.escape(name)}\1(?=\s*{follows})""")
        for chosen in (range(len(lines)), inside):
            changed = "".join(
                pattern.sub(new_name, line) if number in chosen else line for number, line in enumerate(lines)
            )
            if _reads_as(changed, wanted):
                return changed
    raise DocumentError(f"{name} could not be renamed to {new_name}")


def apply_fix(text: str, fix: TextFix) -> str:
    """The text with a fix applied. Raises :class:`DocumentError` when the fix does not fit the text (any more)."""
    match fix:
        case SetValue(path, value):
            return set_value(text, path, value)
        case RenameKey(name, new_name):
            return rename_key(text, name, new_name)
        case DropKey(path):
            return drop_key(text, path)
        case DropLine(number, expected):
            lines = _lines_with(text, number, expected)
            return "".join(lines[: number - 1] + lines[number:])
        case JoinLines(number, count, expected):
            lines = _lines_with(text, number, expected)
            last = number + count
            joined = lines[number - 1].rstrip() + "".join(line.strip() for line in lines[number : last - 1])
            return "".join([*lines[: number - 1], joined, lines[last - 1].lstrip(), *lines[last:]])


def render(value: str | bool | Mapping[str, Any]) -> str:
    """TOML of a value; tables are written inline, on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return tomlkit.string(value).as_string()
    members = ", ".join(f"{_render_key(key)} = {render(member)}" for key, member in value.items())
    return f"{{ {members} }}" if members else "{}"


def render_item(value: str | bool | Mapping[str, Any]) -> Any:
    """The value as tomlkit keeps it, in the form of :func:`render`."""
    return tomlkit.parse(f"value = {render(value)}\n").item("value")


def _lines_with(text: str, number: int, expected: str) -> list[str]:
    lines = text.splitlines(keepends=True)
    if number > len(lines) or lines[number - 1].strip() != expected.strip():
        raise DocumentError(f"line {number} is not what it was")
    return lines


def _edit(text: str, path: Sequence[str], change: Callable[[Any], None], wanted: Mapping[str, Any]) -> str:
    bom = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    if body and not body.endswith("\n"):
        body += "\n"
    try:
        document = tomlkit.parse(body)
        parent: Any = document
        for part in path:
            if part not in parent:
                if parent is document and body:
                    document.add(tomlkit.nl())
                parent[part] = tomlkit.table()
            parent = parent[part]
        change(parent)
        changed = bom + tomlkit.dumps(document)
    except (TOMLKitError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise DocumentError(f"{'.'.join(path)} could not be changed: {error}") from error
    if not _reads_as(changed, wanted):
        raise DocumentError(f"{'.'.join(path)} could not be changed without changing something else")
    return changed


def _reads_as(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return parse(text) == wanted
    except DocumentError:
        return False


def _mapping(data: dict[str, Any], path: Sequence[str]) -> dict[str, Any]:
    for part in path:
        data = data[part]
    return data


def _plain(value: str | bool | Mapping[str, Any]) -> Any:
    return {key: _plain(member) for key, member in value.items()} if isinstance(value, Mapping) else value


def _renamed(value: Any, name: str, new_name: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {new_name if key == name else key: _renamed(member, name, new_name) for key, member in value.items()}


def _lines_of_otel(lines: Sequence[str]) -> set[int]:
    inside, found = False, set()
    for number, line in enumerate(lines):
        if _HEADER.match(line):
            inside = bool(_OTEL_HEADER.match(line))
        if inside:
            found.add(number)
    return found


def _render_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else tomlkit.string(key).as_string()
