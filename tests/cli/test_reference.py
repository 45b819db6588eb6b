"""docs/reference/cli.md says what the program does: every command, flag and default, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from sidelight.cli.main import app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "cli.md"
_DEFAULT = re.compile(r"\s*\[default: (.*)\]$")


def commands(command: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its whole name."""
    if hasattr(command, "commands"):
        for part, below in command.commands.items():
            yield from commands(below, f"{name} {part}")
    else:
        yield name, command


def row(parameter: Any) -> str:
    """The line of a flag or argument in its command's table."""
    text, default = parameter.help or "", ""
    if parameter.param_type_name == "argument":
        return f"| `{parameter.name.upper()}` | {default} | {text} |"
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if match := _DEFAULT.search(text):
        text, default = text[: match.start()], match[1]
    elif parameter.secondary_opts and parameter.default is not None:
        default = (parameter.opts if parameter.default else parameter.secondary_opts)[0]
    elif parameter.default and not parameter.is_flag:
        default = str(getattr(parameter.default, "value", parameter.default))
    if parameter.envvar:
        text += f" Variable: `{parameter.envvar}`."
    return f"| {names} | {default} | {text} |"


def sections() -> dict[str, set[str]]:
    """The table lines below each heading that names a command."""
    found: dict[str, set[str]] = {}
    name = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"^##+ `(sidelight [^`]+)`$", line):
            name = heading[1]
            found[name] = set()
        elif line.startswith("## "):
            name = ""
        elif name and line.startswith("| `"):
            found[name].add(line)
    return found


def test_every_command_and_flag_is_described_and_no_other() -> None:
    expected = {
        name: {row(parameter) for parameter in command.params if parameter.name != "help"}
        for name, command in commands(typer.main.get_command(app), "sidelight")
    }
    assert sections() == expected
