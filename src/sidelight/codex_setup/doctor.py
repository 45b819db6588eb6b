"""The doctor at work: gather, ask the receivers, judge; and with ``fix``, cure and look again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sidelight.codex_setup.diagnose import diagnose
from sidelight.codex_setup.document import DocumentError, apply_fix
from sidelight.codex_setup.facts import Facts, gather
from sidelight.codex_setup.finding import Finding, RestrictPermissions, Severity
from sidelight.codex_setup.home import CodexHome, back_up, restrict, write_text
from sidelight.codex_setup.probe import probe
from sidelight.codex_setup.probe_result import Probe

Gather = Callable[[CodexHome, Mapping[str, str]], Facts]
_ROUNDS = 4
_MOST_FIXES = 40


@dataclass(frozen=True, slots=True)
class Report:
    """What an examination gave. ``fixed`` are findings that were cured; ``backup`` is where the old file is kept."""

    home: CodexHome
    findings: tuple[Finding, ...]
    probes: tuple[Probe, ...] = ()
    fixed: tuple[Finding, ...] = ()
    backup: Path | None = None

    @property
    def has_problem(self) -> bool:
        """Whether something keeps telemetry from arriving."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def examine(home: CodexHome, env: Mapping[str, str], *, offline: bool = False, gather: Gather = gather) -> Report:
    """Look at everything, change nothing."""
    facts = gather(home, env)
    probes = () if offline else tuple(probe(exporter, facts.env, home) for exporter in facts.exporters)
    return Report(home, tuple(diagnose(facts, probes)), probes)


def cure(home: CodexHome, env: Mapping[str, str], *, offline: bool = False, gather: Gather = gather) -> Report:
    """Apply every safe fix, after a back-up, until nothing more can be cured; then examine again.

    Raises ``OSError`` when the file cannot be written.
    """
    fixed: list[Finding] = []
    backup: Path | None = None
    for _ in range(_ROUNDS):
        report = examine(home, env, offline=offline, gather=gather)
        facts = gather(home, env)
        text, done = fixed_text(facts, report)
        tightens = [finding for finding in report.findings if isinstance(finding.fix, RestrictPermissions)]
        if not done and not tightens:
            break
        if done:
            backup = backup or back_up(home.config, datetime.now(UTC))
            write_text(home.config, text, private=False)
        if tightens:
            restrict(home.config)
        fixed += [*done, *tightens]
    report = examine(home, env, offline=offline, gather=gather)
    return replace(report, fixed=tuple(fixed), backup=backup)


def fixed_text(facts: Facts, report: Report) -> tuple[str, list[Finding]]:
    """The text of config.toml with all fixes applied, and what they cured.

    A fix can bring the next problem to light (a file that was no TOML before), so the text is judged anew after each.
    """
    text = facts.config or ""
    done: list[Finding] = []
    failed: list[Finding] = []
    pending = list(report.findings)
    while len(done) < _MOST_FIXES:
        chosen = next(
            (
                finding
                for finding in pending
                if finding.fix and not isinstance(finding.fix, RestrictPermissions) and finding not in failed
            ),
            None,
        )
        if chosen is None:
            return text, done
        try:
            text = apply_fix(text, chosen.fix)  # type: ignore[arg-type]
            done.append(chosen)
        except DocumentError:
            failed.append(chosen)
        asked = [finding for finding in pending if finding.fix and finding not in (*done, *failed)]
        judged = diagnose(replace(facts, config=text))
        pending = [*judged, *(finding for finding in asked if finding not in judged and _needs_network(finding))]
    return text, done


def _needs_network(finding: Finding) -> bool:
    return finding.code in ("redirect", "wrong-path", "tls-expected", "tls-not-spoken")
