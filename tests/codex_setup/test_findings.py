"""Every finding of the doctor is described for users and tried in a test."""

import ast
import re
from pathlib import Path
from typing import get_args

import sidelight.codex_setup
from sidelight.codex_setup.probe_result import _FAILURES
from sidelight.platform.credentials import RefusalCode

SOURCES = sorted(Path(sidelight.codex_setup.__file__).parent.glob("*.py"))
GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "connect-codex.md"
TESTS = [*Path(__file__).parent.glob("*.py"), *(Path(__file__).parents[1] / "e2e").glob("*.py")]
MAKERS = {"error", "warning", "info", "report"}
# What only a server can say: it answers 401 or 403, and `auth-refused` passes its words on.
SAID_BY_SERVERS = {
    "expired_key",
    "organisation_key",
    "project_key",
    "public_key_only",
    "revoked_key",
    "truncated_secret",
    "unavailable",
    "unknown_key",
    "wrong_secret",
}
# A percent-encoded header is right for Codex, which decodes it; a missing one is `header-missing`.
NEVER = {"percent_encoded", "missing_header"}


def codes() -> set[str]:
    found = {code for code, _, _ in _FAILURES.values()}
    found |= {f"header-{code.replace('_', '-')}" for code in {*get_args(RefusalCode)} - SAID_BY_SERVERS - NEVER}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_finding = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS
            if is_finding and node.args and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def test_every_finding_is_described_and_no_other() -> None:
    described = re.findall(r"^\| `([a-z0-9-]+)` \| [✗!i ]+ \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(described) == len(set(described))
    assert set(described) == codes()


def test_every_finding_is_tried() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in TESTS)
    assert {code for code in codes() if f'"{code}"' not in tests} == set()
