"""The doctor on a real folder with a real receiver."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from sidelight.codex_setup.authorization import basic_header
from sidelight.codex_setup.doctor import Report, cure, examine
from sidelight.codex_setup.facts import gather
from sidelight.codex_setup.home import CodexHome
from sidelight.platform.credentials import Credentials
from tests.codex_setup.receivers import Receiver, serving

HEADER = basic_header(Credentials("pk-lf-1", "sk-lf-2"))
TOKEN = HEADER.removeprefix("Basic ")
REST = 'log_user_prompt = true\nlog_agent_responses = true\nmetrics_exporter = "none"\n'


@pytest.fixture
def home(tmp_path: Path) -> CodexHome:
    (tmp_path / ".codex").mkdir()
    return CodexHome(tmp_path / ".codex")


def write(home: CodexHome, text: str, mode: int = 0o600) -> None:
    home.config.write_text(text, encoding="utf-8")
    home.config.chmod(mode)


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings if finding.code != "codex-missing"]


def env(**more: str) -> Mapping[str, str]:
    return {"PATH": "/nowhere", **more}


def test_a_sound_set_up_is_sound(home: CodexHome) -> None:
    with serving(Receiver()) as port:
        endpoint = f"http://127.0.0.1:{port}/api/public/otel/v1/logs"
        headers = f'headers = {{ Authorization = "{HEADER}" }}'
        write(
            home,
            f'[otel]\n{REST}exporter = {{ otlp-http = {{ endpoint = "{endpoint}", protocol = "json", {headers} }} }}\n',
        )
        report = examine(home, env())
    assert codes(report) == []
    assert not report.has_problem
    assert [probe.project for probe in report.probes] == ["Rocket"]


def test_everything_curable_is_cured_with_a_back_up_and_then_it_works(home: CodexHome) -> None:
    with (
        serving(Receiver()) as port,
        serving(Receiver(307, {"location": f"http://127.0.0.1:{port}/api/public/otel"})) as old,
    ):
        broken = (
            f'# mine\n[otel]\nexporter = "otlp-http"\n{REST}\n[otel.exporter.otlp_http]\n'
            f'endpoint = "http://127.0.0.1:{old}/x"\n'
            f'headers = {{ Authorization = "Basic {TOKEN[:7]}\n{TOKEN[7:]}" }}\n'
        )
        write(home, broken, mode=0o644)
        assert examine(home, env()).has_problem
        report = cure(home, env())
    assert codes(report) == []
    assert report.backup is not None
    assert report.backup.read_text(encoding="utf-8") == broken
    assert home.config.read_text(encoding="utf-8").startswith("# mine\n")
    assert home.config.stat().st_mode & 0o777 == 0o600
    assert {finding.code for finding in report.fixed} == {
        "toml-string-and-table",
        "toml-line-break",
        "exporter-underscore",
        "protocol-missing",
        "redirect",
        "secret-readable",
    }


def test_what_cannot_be_cured_stays_and_nothing_is_written(home: CodexHome) -> None:
    text = '[otel]\nexporter = "none"\n'
    write(home, text)
    report = cure(home, env())
    assert codes(report) == ["no-exporter"]
    assert report.has_problem
    assert (report.backup, report.fixed) == (None, ())
    assert home.config.read_text(encoding="utf-8") == text


def test_offline_asks_nobody(home: CodexHome) -> None:
    receiver = Receiver()
    with serving(receiver) as port:
        endpoint = f"http://127.0.0.1:{port}/x"
        write(home, f'[otel]\n{REST}exporter = {{ otlp-http = {{ endpoint = "{endpoint}", protocol = "json" }} }}\n')
        report = examine(home, env(), offline=True)
    assert (report.probes, receiver.posts) == ((), [])
    assert codes(report) == ["header-missing"]


def test_facts_are_gathered_from_the_folder(home: CodexHome, tmp_path: Path) -> None:
    managed = tmp_path / "managed.toml"
    managed.write_text('[otel]\nexporter = "none"\n', encoding="utf-8")
    (home.path / ".env").write_text("OTEL_EXPORTER_OTLP_HEADERS=a=b\nHOME=/x\n", encoding="utf-8")
    (home.path / "not.pem").write_text("hello", encoding="utf-8")
    tls = 'tls = { ca-certificate = "not.pem", client-certificate = "/none", client-private-key = "not.pem" }'
    write(home, f'[otel]\nexporter = {{ otlp-grpc = {{ endpoint = "https://h", {tls} }} }}\n', mode=0o640)
    facts = gather(home, {"PATH": "", "HOME": "/home/ada"}, managed)
    assert facts.config_mode == 0o640
    assert facts.env["OTEL_EXPORTER_OTLP_HEADERS"] == "a=b"
    assert facts.env["HOME"] == "/x", ".env wins over the environment"
    assert facts.file_problems == {"not.pem": "not PEM", "/none": "missing"}
    assert "exporter" in facts.managed


def test_a_file_that_is_no_text_is_a_fact(home: CodexHome) -> None:
    home.config.write_bytes(b"\xff\xfe\x00")
    assert codes(examine(home, env())) == ["config-unreadable"]
    home.config.unlink()
    home.config.mkdir()
    assert codes(examine(home, env())) == ["config-unreadable"]


def test_no_folder_at_all(tmp_path: Path) -> None:
    assert codes(examine(CodexHome(tmp_path / "none"), env())) == ["config-missing"]
