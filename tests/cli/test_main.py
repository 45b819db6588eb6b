import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sidelight import __version__
from sidelight.cli import console, main
from sidelight.cli.errors import CliError


@pytest.fixture(autouse=True)
def fresh_consoles() -> Iterator[None]:
    console.out.cache_clear()
    console.err.cache_clear()
    yield
    console.out.cache_clear()
    console.err.cache_clear()


def failing_app(error: Exception) -> typer.Typer:
    app = typer.Typer(cls=main.FriendlyGroup, pretty_exceptions_enable=False)
    app.callback()(main.root)

    @app.command()
    def fail() -> None:
        raise error

    return app


def test_the_version() -> None:
    result = CliRunner().invoke(main.app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"sidelight {__version__}\n")


@pytest.mark.parametrize("command", ["serve", "demo", "codex", "keys", "login-link"])
def test_every_command_has_help(command: str) -> None:
    result = CliRunner().invoke(main.app, [command, "--help"])
    assert result.exit_code == 0
    assert f"sidelight {command}" in result.stdout or f"{command} [OPTIONS]" in result.stdout


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, sidelight.cli.main\n"
        "heavy = {'fastapi', 'uvicorn', 'sqlalchemy', 'chdb', 'grpc', 'pydantic', 'httpx', 'tomlkit'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_costs_a_fraction_of_a_start() -> None:
    """CPU time against CPU time in the same run, so that a busy machine changes nothing."""

    def cpu_seconds(command: list[str | Path]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    help_s = min(cpu_seconds([Path(sys.executable).with_name("sidelight"), "--help"]) for _ in range(3))
    server_s = min(cpu_seconds([sys.executable, "-c", "import sidelight.server"]) for _ in range(3))
    assert help_s < server_s / 2


def test_a_problem_is_a_message_and_a_remedy() -> None:
    result = CliRunner().invoke(failing_app(CliError("No [bold]luck[/bold].", "Try again.", exit_code=3)), ["fail"])
    assert result.exit_code == 3
    assert result.stderr == "error: No [bold]luck[/bold].\n  → Try again.\n"
    assert result.stdout == ""


def test_a_bug_is_not_a_stack_trace() -> None:
    result = CliRunner().invoke(failing_app(ZeroDivisionError("division by zero")), ["fail"])
    assert result.exit_code == 70
    assert "ZeroDivisionError: division by zero" in result.stderr
    assert "Traceback" not in result.stderr
    assert "--debug" in result.stderr


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), CliError("x")])
def test_debug_shows_where(error: Exception) -> None:
    result = CliRunner().invoke(failing_app(error), ["--debug", "fail"])
    assert result.exception is error


def test_an_unknown_command_is_answered_by_usage() -> None:
    result = CliRunner().invoke(main.app, ["dance"])
    assert result.exit_code == 2
    assert "No such command" in result.stderr
