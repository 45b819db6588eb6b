"""Findings on the terminal."""

from collections.abc import Iterable

from rich.text import Text

from sidelight.cli.console import out
from sidelight.codex_setup.finding import Finding, Severity

_MARKS = {Severity.ERROR: ("✗", "bold red"), Severity.WARNING: ("!", "bold yellow"), Severity.INFO: ("i", "blue")}


def print_findings(findings: Iterable[Finding]) -> None:
    """Each finding with its remedy, and a word when ``--fix`` can cure it."""
    for finding in findings:
        mark, style = _MARKS[finding.severity]
        out().print(Text.assemble((f"{mark} ", style), finding.message, (f"  [{finding.code}]", "dim")))
        if finding.remedy:
            out().print(Text.assemble(("  → ", "bold"), finding.remedy))
        if finding.fix is not None:
            out().print(Text("    `sidelight codex doctor --fix` does it.", style="dim"))
