"""`sidelight codex connect` and `doctor` as people and scripts run them, against a real folder and a small receiver."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from sidelight.cli import console
from sidelight.cli.connect_options import ConnectOptions
from sidelight.cli.main import app
from sidelight.codex_setup.authorization import basic_header, header_variable
from sidelight.codex_setup.document import parse
from sidelight.platform.credentials import Credentials
from tests.codex_setup.receivers import Receiver, closed_port, serving

KEYS = Credentials("pk-lf-1111", "sk-lf-2222")
HEADER = basic_header(KEYS)
MINE = '# mine\nmodel = "gpt-5.5" # usual\n\n[tui]\nnotifications = true\n'
Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Codex's folder, and an environment without anything that would change the result."""
    for name in list(os.environ):
        if name.upper().startswith(("OTEL_", "LANGFUSE_", "SIDELIGHT_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")):
            monkeypatch.delenv(name)
    folder = tmp_path / ".codex"
    folder.mkdir()
    monkeypatch.setenv("CODEX_HOME", str(folder))
    monkeypatch.setenv("PATH", str(tmp_path))
    return folder


@pytest.fixture
def run(home: Path) -> Iterator[Run]:
    def invoke(*arguments: str | Path, **options: str) -> Result:
        for stream in (console.out, console.err):
            stream.cache_clear()
        return CliRunner().invoke(app, ["codex", *map(str, arguments)], **options)

    yield invoke
    for stream in (console.out, console.err):
        stream.cache_clear()


@pytest.fixture
def url() -> Iterator[str]:
    with serving(Receiver()) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def keys() -> list[str]:
    return ["--public-key", KEYS.public_key, "--secret-key", KEYS.secret_key]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at the terminal."""
    monkeypatch.setattr(ConnectOptions, "may_ask", property(lambda self: not self.yes))


def tree(home: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in home.iterdir()}


def test_connecting_writes_backs_up_and_verifies(run: Run, home: Path, url: str, keys: list[str]) -> None:
    config = home / "config.toml"
    config.write_text(MINE, encoding="utf-8")
    config.chmod(0o644)
    result = run("connect", "--url", url, *keys, "--prompts", "--environment", "lab")
    assert result.exit_code == 0, result.output
    assert "logs: a check event arrived" in result.stdout
    assert "Rocket" in result.stdout
    text = config.read_text(encoding="utf-8")
    assert text.startswith(MINE)
    otel = parse(text)["otel"]
    assert (otel["environment"], otel["log_user_prompt"]) == ("lab", True)
    assert "log_agent_responses" not in otel
    assert otel["exporter"]["otlp-http"]["headers"] == {"Authorization": HEADER}
    assert set(otel) == {"environment", "log_user_prompt", "exporter", "trace_exporter"}
    assert config.stat().st_mode & 0o777 == 0o600
    (backup,) = home.glob("*.bak")
    assert backup.read_text(encoding="utf-8") == MINE


@pytest.mark.parametrize("before", [None, MINE, '[otel]\nexporter = "none"\nlog_user_prompt = false # private\n'])
@pytest.mark.parametrize("place", ["file", "env", "dotenv"])
def test_removing_restores_every_byte(
    run: Run, home: Path, url: str, keys: list[str], before: str | None, place: str
) -> None:
    (home / ".env").write_bytes(b"A=1\n")
    if before is not None:
        (home / "config.toml").write_text(before, encoding="utf-8")
        (home / "config.toml").chmod(0o640)
    at_first = tree(home)
    for _ in range(2):
        assert run("connect", "--url", url, *keys, "--metrics", "--answers", "--secret-in", place).exit_code == 0
    assert tree(home) != at_first
    result = run("connect", "--remove")
    assert result.exit_code == 0, result.output
    assert {name: content for name, content in tree(home).items() if not name.endswith(".bak")} == at_first
    if before is not None:
        assert (home / "config.toml").stat().st_mode & 0o777 == 0o640


def test_a_dry_run_shows_the_change_without_the_secret(run: Run, home: Path, url: str, keys: list[str]) -> None:
    (home / "config.toml").write_text(MINE, encoding="utf-8")
    at_first = tree(home)
    result = run("connect", "--url", url, *keys, "--dry-run")
    assert result.exit_code == 0
    assert tree(home) == at_first
    assert "+[otel]" in result.stdout
    assert "Basic …" in result.stdout
    assert HEADER not in result.output
    assert "sk-lf" not in result.output


def test_the_secret_in_the_environment_is_printed_and_used(run: Run, home: Path, url: str, keys: list[str]) -> None:
    result = run("connect", "--url", url, *keys, "--secret-in", "env")
    assert result.exit_code == 0, result.output
    assert f"export OTEL_EXPORTER_OTLP_HEADERS={header_variable(KEYS)}" in result.stdout.replace("'", "")
    assert "Authorization" not in (home / "config.toml").read_text(encoding="utf-8")


def test_the_secret_in_dotenv_is_private(run: Run, home: Path, url: str, keys: list[str]) -> None:
    assert run("connect", "--url", url, *keys, "--secret-in", "dotenv").exit_code == 0
    dotenv = home / ".env"
    assert dotenv.read_text(encoding="utf-8") == f"OTEL_EXPORTER_OTLP_HEADERS={header_variable(KEYS)}\n"
    assert dotenv.stat().st_mode & 0o777 == 0o600
    again = run("connect", "--url", url, *keys, "--secret-in", "dotenv")
    assert again.exit_code == 0, again.output
    assert dotenv.read_text(encoding="utf-8").count("OTEL_EXPORTER_OTLP_HEADERS") == 1


@pytest.mark.parametrize("place", ["env", "dotenv"])
def test_a_variable_that_is_in_dotenv_already_is_not_touched(
    run: Run, home: Path, url: str, keys: list[str], place: str
) -> None:
    (home / ".env").write_text("OTEL_EXPORTER_OTLP_HEADERS=a=b\n", encoding="utf-8")
    at_first = tree(home)
    result = run("connect", "--url", url, *keys, "--secret-in", place)
    assert result.exit_code == 1
    assert "Remove that line first" in result.stderr
    assert tree(home) == at_first


def test_connecting_again_reuses_the_key_and_changes_nothing(run: Run, home: Path, url: str, keys: list[str]) -> None:
    assert run("connect", "--url", url, *keys, "--prompts").exit_code == 0
    at_first = tree(home)
    result = run("connect", "--url", url)
    assert result.exit_code == 0, result.output
    assert "as it should be" in result.stdout
    assert tree(home) == at_first


def test_an_exporter_of_another_is_replaced_only_by_force(run: Run, home: Path, url: str, keys: list[str]) -> None:
    other = '[otel]\nexporter = { otlp-http = { endpoint = "https://vendor.example/v1/logs", protocol = "json" } }\n'
    (home / "config.toml").write_text(other, encoding="utf-8")
    result = run("connect", "--url", url, *keys)
    assert result.exit_code == 1
    assert "https://vendor.example/v1/logs" in result.stderr
    assert "--force" in result.stderr
    assert run("connect", "--url", url, *keys, "--force").exit_code == 0
    assert run("connect", "--remove").exit_code == 0
    assert (home / "config.toml").read_text(encoding="utf-8") == other


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ("[otel\n", "not valid TOML"),
        ('[otel]\nlog_guardian_assessments = "yes"\n', "Codex would refuse"),
        ('otel = "x"\n', "could not be changed safely"),
    ],
)
def test_what_codex_would_refuse_is_never_written(
    run: Run, home: Path, url: str, keys: list[str], config: str, words: str
) -> None:
    (home / "config.toml").write_text(config, encoding="utf-8")
    result = run("connect", "--url", url, *keys)
    assert result.exit_code == 1
    assert words in result.stderr
    assert tree(home) == {"config.toml": config.encode()}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "A public and a secret key are needed"),
        (["--public-key", "pk-lf-1"], "A public and a secret key are needed"),
        (["--public-key", "sk-lf-2", "--secret-key", "pk-lf-1"], "secret key stands where the public key belongs"),
        (["--public-key", "pk-lf-1", "--secret-key", "sk-lf-1", "--create-key"], "Leave out one"),
        (["--url", "ftp://x"], "is not the URL of a server"),
        (["--public-key", "pk-lf-1", "--secret-key", "sk-lf-1", "--ca-certificate", "/none"], "there is no file"),
        (["--public-key", "pk-lf-1", "--secret-key", "sk-lf-1", "--grpc", "nonsense://"], "is not the URL of a server"),
    ],
)
def test_what_is_missing_or_wrong_is_named(run: Run, home: Path, arguments: list[str], words: str) -> None:
    result = run("connect", "--yes", *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert tree(home) == {}


def test_client_certificates_come_in_pairs_and_with_https(
    run: Run, home: Path, keys: list[str], tmp_path: Path
) -> None:
    pem = tmp_path / "a.pem"
    pem.write_text("x", encoding="utf-8")
    alone = run("connect", "--url", "https://h", *keys, "--client-certificate", pem)
    assert "needs its private key" in alone.stderr
    plain = run("connect", "--url", "http://h", *keys, "--ca-certificate", pem)
    assert "does not use TLS" in plain.stderr
    assert tree(home) == {}


def test_when_nothing_arrives_it_is_said_precisely(run: Run, home: Path, keys: list[str]) -> None:
    result = run("connect", "--url", f"http://127.0.0.1:{closed_port()}", *keys)
    assert result.exit_code == 1
    assert "connection-refused" in result.stdout
    assert "does not arrive yet" in result.stderr
    assert (home / "config.toml").exists()
    with serving(Receiver(401, body='{"message": "The public key pk-lf-1111 is not known here."}')) as port:
        result = run("connect", "--url", f"http://127.0.0.1:{port}", *keys, "--force")
    assert "The public key pk-lf-1111 is not known here." in result.stdout


def test_questions_are_asked_and_answers_taken(run: Run, home: Path, url: str, answering: None) -> None:
    answers = [url, KEYS.public_key, KEYS.secret_key, "y", "n", "lab", "y"]
    result = run("connect", input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    otel = parse((home / "config.toml").read_text(encoding="utf-8"))["otel"]
    assert (otel["log_user_prompt"], otel["log_agent_responses"], otel["environment"]) == (True, False, "lab")
    assert "Either way, arguments and output of tools" in result.stderr
    assert HEADER not in result.output


def test_a_no_changes_nothing(run: Run, home: Path, url: str, keys: list[str], answering: None) -> None:
    result = run("connect", "--url", url, *keys, "--prompts", "--answers", "--environment", "a", input="n\n")
    assert result.exit_code == 1
    assert tree(home) == {}


def test_removing_without_a_record_needs_the_address(run: Run, home: Path, url: str, keys: list[str]) -> None:
    assert run("connect", "--url", url, *keys).exit_code == 0
    (home / "sidelight-connect.json").unlink()
    assert "no record" in run("connect", "--remove").stderr
    assert "No exporter" in run("connect", "--remove", "--url", "http://elsewhere").stderr
    assert run("connect", "--remove", "--url", url).exit_code == 0
    assert parse((home / "config.toml").read_text(encoding="utf-8")).get("otel", {}).keys() <= {"environment"}


def test_removing_nothing_is_said(run: Run, home: Path) -> None:
    result = run("connect", "--remove")
    assert result.exit_code == 1
    assert "nothing to undo" in result.stderr


def test_doctor_for_scripts(run: Run, home: Path, url: str, keys: list[str]) -> None:
    assert run("connect", "--url", url, *keys).exit_code == 0
    good = run("doctor", "--json")
    assert good.exit_code == 0, good.output
    report = json.loads(good.stdout)
    assert report["ok"] is True
    assert [signal["arrived"] for signal in report["signals"]] == [True, True]
    assert {finding["code"] for finding in report["findings"]} == {
        "codex-missing",
        "metrics-to-openai",
        "prompts-off",
        "answers-off",
    }
    config = home / "config.toml"
    config.write_text(config.read_text(encoding="utf-8").replace('protocol = "binary"', 'protocol = "http/protobuf"'))
    bad = run("doctor", "--json")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["ok"] is False
    cured = run("doctor", "--fix", "--json")
    assert cured.exit_code == 0, cured.output
    report = json.loads(cured.stdout)
    assert [finding["code"] for finding in report["fixed"]] == ["protocol-unknown", "protocol-unknown"]
    assert Path(report["backup"]).exists()


def test_doctor_for_people(run: Run, home: Path) -> None:
    (home / "config.toml").write_text('[otel]\nexporter = "otlp-http"\n', encoding="utf-8")
    result = run("doctor", "--offline")
    assert result.exit_code == 1
    assert "[exporter-string]" in result.stdout
    assert "doctor --fix" in result.stdout
    fixed = run("doctor", "--fix", "--offline")
    assert fixed.exit_code == 1
    assert "✓ fixed: " in fixed.stdout
    assert "[no-exporter]" in fixed.stdout
    assert "codex connect" in fixed.stdout
