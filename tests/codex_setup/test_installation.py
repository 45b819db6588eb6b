import os
from pathlib import Path

import pytest

from sidelight.codex_setup.installation import ask_about_config, ask_version, find_codex, parse_version


def program(folder: Path, script: str) -> dict[str, str]:
    """A `codex` that runs the script; gives the environment in which it is found."""
    path = folder / "codex"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("codex-cli 0.169.0", (0, 169, 0)), ("codex 1.2.3-alpha.4", (1, 2, 3)), ("", None), ("codex", None)],
)
def test_the_version_is_read(text: str, expected: tuple[int, int, int] | None) -> None:
    assert parse_version(text) == expected


def test_codex_is_found_on_the_path_and_asked(tmp_path: Path) -> None:
    env = program(tmp_path, 'echo "codex-cli 0.170.1"')
    codex = find_codex(env)
    assert codex == str(tmp_path / "codex")
    assert ask_version(codex, env) == "codex-cli 0.170.1"
    assert find_codex({"PATH": str(tmp_path / "nowhere")}) == ""


def test_a_program_that_cannot_run_has_no_version(tmp_path: Path) -> None:
    assert ask_version(str(tmp_path / "missing"), {}) == ""


def test_what_codex_says_against_its_configuration_is_passed_on(tmp_path: Path) -> None:
    env = program(
        tmp_path,
        'exec >&2; echo "WARNING: helper"; echo "Error: failed to load configuration"; echo "  in \\`otel\\`"; exit 1',
    )
    assert ask_about_config(find_codex(env), env) == "Error: failed to load configuration in `otel`"


@pytest.mark.parametrize("script", ["exit 0", "echo 'unknown command mcp' >&2; exit 2"])
def test_silence_and_other_failures_are_no_complaint(tmp_path: Path, script: str) -> None:
    env = program(tmp_path, script)
    assert ask_about_config(find_codex(env), env) == ""
