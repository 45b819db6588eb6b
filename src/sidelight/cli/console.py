"""The terminal: results go to stdout, everything about them to stderr, so that output can be piped."""

# Imports wait until they are needed, so that `sidelight --help` is quick.
# ruff: noqa: PLC0415

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


@cache
def out() -> "Console":
    """Console of stdout; long lines are never cut, since keys and commands are copied from it."""
    from rich.console import Console

    return Console(soft_wrap=True, highlight=False)


@cache
def err() -> "Console":
    """Console of stderr."""
    from rich.console import Console

    return Console(stderr=True, soft_wrap=True, highlight=False)


def print_problem(message: str, remedy: str = "") -> None:
    """Write a problem and its remedy to stderr; the texts are shown literally (no markup is read from them)."""
    from rich.text import Text

    err().print(Text.assemble(("error: ", "bold red"), message))
    if remedy:
        err().print(Text.assemble(("  → ", "bold"), remedy))


def print_warning(message: str, remedy: str = "") -> None:
    """Write a warning and what to do about it to stderr."""
    from rich.text import Text

    err().print(Text.assemble(("warning: ", "bold yellow"), message))
    if remedy:
        err().print(Text.assemble(("  → ", "bold"), remedy))
