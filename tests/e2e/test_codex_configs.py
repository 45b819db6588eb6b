"""The real Codex judges configurations as Sidelight's doctor does."""

import pytest

from sidelight.codex_setup.installation import ask_about_config
from tests.codex_setup.configs import ACCEPTED, IGNORED, NOT_TOML, REFUSED
from tests.e2e.codex import Codex
from tests.e2e.servers import environment

pytestmark = pytest.mark.e2e

REFUSED_TEXTS = {name: text for name, (text, _) in [*REFUSED.items(), *NOT_TOML.items()]}
TAKEN_TEXTS = {**ACCEPTED, **{name: text for name, (text, _) in IGNORED.items()}}


@pytest.mark.parametrize("text", REFUSED_TEXTS.values(), ids=REFUSED_TEXTS)
def test_codex_refuses_what_the_doctor_calls_an_error(codex: Codex, text: str) -> None:
    codex.config.write_text(text, encoding="utf-8")
    assert codex.run("mcp", "list").returncode == 1
    env = environment(CODEX_HOME=str(codex.home), HOME=str(codex.home.parent))
    assert "onfig" in ask_about_config(str(codex.program), env)


@pytest.mark.parametrize("text", TAKEN_TEXTS.values(), ids=TAKEN_TEXTS)
def test_codex_takes_what_the_doctor_does_not_call_fatal(codex: Codex, text: str) -> None:
    codex.config.write_text(text, encoding="utf-8")
    assert codex.run("mcp", "list").returncode == 0
