"""Which Codex is installed, and what it says about its configuration."""

import re
import shutil
import subprocess
from collections.abc import Mapping

from sidelight.codex_setup.finding import Finding, error, info, warning

# The oldest version that was seen to send OTLP logs; 0.42.0 has no [otel] and sends nothing.
OLDEST = (0, 44, 0)
TESTED = (0, 169, 0)
_TIMEOUT_S = 20.0
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


def find_codex(env: Mapping[str, str]) -> str:
    """Path of the ``codex`` program; ``""`` when there is none on the PATH."""
    return shutil.which("codex", path=env.get("PATH")) or ""


def ask_version(codex: str, env: Mapping[str, str]) -> str:
    """What ``codex --version`` prints; ``""`` when it fails."""
    return _run([codex, "--version"], env)[1]


def ask_about_config(codex: str, env: Mapping[str, str]) -> str:
    """What Codex says when it refuses its configuration; ``""`` when it takes it.

    ``mcp list`` is the cheapest command that reads the whole configuration; it starts no server and changes nothing.
    """
    code, _, complaint = _run([codex, "mcp", "list"], env)
    if code in (0, None) or "config" not in complaint.lower():
        return ""
    lines = [line.strip() for line in complaint.splitlines() if not line.startswith("WARNING")]
    return " ".join(line for line in lines if line)


def parse_version(text: str) -> tuple[int, int, int] | None:
    """The version in what ``codex --version`` prints; None when there is none."""
    match = _VERSION.search(text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def check_installation(codex: str, version_text: str) -> list[Finding]:
    """Whether there is a Codex, and whether it can send telemetry."""
    if not codex:
        return [
            warning(
                "codex-missing",
                "There is no `codex` on the PATH. (Editors and the desktop app bring their own, which reads the same "
                "config.toml.)",
                "Install it: npm install -g @openai/codex",
            )
        ]
    version = parse_version(version_text)
    if version is None:
        return [
            warning(
                "codex-version-unknown",
                f"`{codex} --version` does not tell a version.",
                "Run it yourself to see what is wrong, or install Codex anew: npm install -g @openai/codex",
            )
        ]
    dotted = ".".join(map(str, version))
    if version < OLDEST:
        return [
            error(
                "codex-too-old",
                f"Codex {dotted} cannot send telemetry; {'.'.join(map(str, OLDEST))} is the oldest that can.",
                "Update it: npm install -g @openai/codex@latest",
            )
        ]
    if version < (*TESTED[:2], 0):
        return [info("codex-older", f"Codex {dotted} sends less than newer versions do (answers, traces, metrics).")]
    return []


def check_verdict(complaint: str) -> list[Finding]:
    """A finding for a refusal by Codex itself that no other check explains."""
    if not complaint:
        return []
    return [
        error(
            "codex-refuses-config", f"Codex does not start with this configuration: {complaint}", "Correct config.toml."
        )
    ]


def _run(command: list[str], env: Mapping[str, str]) -> tuple[int | None, str, str]:
    """Exit code (None: it could not run, or took too long), output and errors of a command."""
    try:
        done = subprocess.run(  # noqa: S603 - the user's own Codex, as found on the PATH
            command,
            env=dict(env),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None, "", ""
    return done.returncode, done.stdout.strip(), done.stderr.strip()
