"""``sidelight codex doctor``: shows what the doctor found, for people or as JSON."""

import json
import os
from pathlib import Path
from typing import Any

import typer
from rich.text import Text

from sidelight.cli.console import out
from sidelight.cli.errors import CliError
from sidelight.cli.findings import print_findings
from sidelight.codex_setup.doctor import Report, cure, examine
from sidelight.codex_setup.finding import Finding
from sidelight.codex_setup.home import CodexHome


def run_doctor(codex_home: Path | None, *, fix: bool, as_json: bool, offline: bool) -> None:
    """Examine (and cure), report, and end with 1 when something keeps telemetry from arriving."""
    home = CodexHome(codex_home.expanduser().absolute()) if codex_home else CodexHome.find(os.environ)
    try:
        report = (cure if fix else examine)(home, os.environ, offline=offline)
    except OSError as problem:
        raise CliError(f"{home.config} cannot be written: {problem.strerror}.", "Correct its permissions.") from None
    if as_json:
        out().print(json.dumps(report_json(report), indent=2), markup=False)
    else:
        _print(report, offline=offline)
    if report.has_problem:
        raise typer.Exit(1)


def report_json(report: Report) -> dict[str, Any]:
    """The report as ``--json`` prints it."""
    return {
        "ok": not report.has_problem,
        "codexHome": str(report.home.path),
        "findings": [_finding_json(finding) for finding in report.findings],
        "fixed": [_finding_json(finding) for finding in report.fixed],
        "backup": str(report.backup) if report.backup else None,
        "signals": [
            {"signal": probe.exporter.signal, "endpoint": probe.exporter.endpoint, "arrived": probe.has_arrived}
            for probe in report.probes
        ],
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "fixable": finding.fix is not None,
    }


def _print(report: Report, *, offline: bool) -> None:
    out().print(Text(f"Codex configuration: {report.home.config}", style="dim"))
    for finding in report.fixed:
        out().print(Text.assemble(("✓ fixed: ", "bold green"), finding.message))
    if report.backup:
        out().print(Text(f"The former file is kept as {report.backup}", style="dim"))
    for probe in report.probes:
        if probe.has_arrived:
            project = f" in the project “{probe.project}”" if probe.project else ""
            out().print(Text.assemble(("✓ ", "bold green"), f"{probe.exporter.signal}: a check event arrived{project}"))
    print_findings(report.findings)
    if not report.has_problem:
        verdict = "Nothing stands in the way" + (" (the receiver was not asked)." if offline else " of telemetry.")
        out().print(Text(verdict, style="bold green"))
