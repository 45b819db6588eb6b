"""Every finding of the doctor that needs no network."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidelight.codex_setup.authorization import basic_header
from sidelight.codex_setup.connect import Wanted, connect
from sidelight.codex_setup.diagnose import diagnose
from sidelight.codex_setup.doctor import Report, fixed_text
from sidelight.codex_setup.facts import Facts
from sidelight.codex_setup.finding import Severity
from sidelight.codex_setup.home import CodexHome
from sidelight.codex_setup.probe_result import Outcome, Probe
from sidelight.platform.credentials import Credentials
from tests.codex_setup.configs import ACCEPTED, IGNORED, NOT_TOML, REFUSED

HOME = CodexHome(Path("/home/ada/.codex"))
HEADER = basic_header(Credentials("pk-lf-1", "sk-lf-2"))
SOUND_CONFIG = connect(
    None,
    Wanted(
        url="http://localhost:3000",
        authorization=HEADER,
        log_user_prompt=True,
        log_agent_responses=True,
        signals=("logs", "traces", "metrics"),
    ),
).text
SOUND = Facts(HOME, SOUND_CONFIG, codex="/usr/bin/codex", version="codex-cli 0.169.0", env={"PATH": "/usr/bin"})


def codes(facts: Facts, *probes: Probe) -> list[str]:
    return [finding.code for finding in diagnose(facts, probes)]


def with_logs(exporter: str, extra: str = "") -> Facts:
    return replace(
        SOUND,
        config=f'[otel]\nlog_user_prompt = true\nlog_agent_responses = true\nmetrics_exporter = "none"\n'
        f"exporter = {exporter}\n{extra}",
    )


def http(endpoint: str, rest: str = "") -> str:
    return (
        f'{{ otlp-http = {{ endpoint = "{endpoint}", protocol = "binary", headers = {{ A = "b" }}{rest} }} }}'.replace(
            'A = "b"', f'Authorization = "{HEADER}"'
        )
    )


def test_a_sound_set_up_has_no_findings() -> None:
    assert codes(SOUND) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (replace(SOUND, codex="", version=""), ["codex-missing"]),
        (replace(SOUND, version="what?"), ["codex-version-unknown"]),
        (replace(SOUND, version="codex-cli 0.42.0"), ["codex-too-old"]),
        (replace(SOUND, version="codex-cli 0.44.0"), ["codex-older"]),
        (replace(SOUND, version="codex-cli 1.2.3-alpha.1"), []),
        (replace(SOUND, config=None), ["config-missing"]),
        (replace(SOUND, config=None, config_problem="Permission denied"), ["config-unreadable"]),
        (replace(SOUND, config=""), ["no-exporter"]),
        (replace(SOUND, config='[otel]\nexporter = "none"\n'), ["no-exporter"]),
        (replace(SOUND, config='[otel]\nexporter = "statsig"\n'), ["exporter-statsig"]),
        (replace(SOUND, complaint="model_provider `x` not found"), ["codex-refuses-config"]),
        (replace(SOUND, managed='[otel]\nexporter = "none"\n'), ["managed-config"]),
        (replace(SOUND, managed="not toml"), []),
        (replace(SOUND, config_mode=0o644), ["secret-readable"]),
        (with_logs(http("localhost:3000/x")), ["endpoint-invalid"]),
        (with_logs(http("ftp://localhost/x")), ["endpoint-invalid"]),
        (with_logs(http("http://sidelight.example.org/x")), ["secret-in-clear"]),
        (with_logs(http("https://sidelight.example.org/x")), []),
        (with_logs('{ otlp-grpc = { endpoint = "http://localhost:4317" } }'), ["header-missing"]),
        (with_logs(http("https://h/x").replace(HEADER, "${AUTH}")), ["header-unexpanded-variable"]),
        (with_logs(http("https://h/x", ', tls = { ca-certificate = "ca.pem" }')), []),
        (with_logs(http("http://h.local/x", ', tls = { ca-certificate = "ca.pem" }')), ["tls-without-https"]),
        (with_logs(http("https://h/x", ', tls = { client-certificate = "c.pem" }')), ["tls-client-pair"]),
        (with_logs(http("https://h/x", ', tls = { client-private-key = "c.key" }')), ["tls-client-pair"]),
        (with_logs(http("https://h/x", ', tls = { ca_certificate = "ca.pem" }')), ["tls-underscore"]),
        (replace(SOUND, env={"OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}), ["env-compression"]),
    ],
)
def test_what_is_wrong_is_named(facts: Facts, expected: list[str]) -> None:
    findings = diagnose(facts)
    assert [finding.code for finding in findings] == expected
    assert all(finding.remedy for finding in findings if finding.severity is not Severity.INFO)


@pytest.mark.parametrize(
    ("problem", "code"),
    [("missing", "tls-file-missing"), ("unreadable", "tls-file-unreadable"), ("not PEM", "tls-file-not-pem")],
)
def test_tls_files_that_cannot_be_used(problem: str, code: str) -> None:
    facts = with_logs(http("https://h/x", ', tls = { ca-certificate = "ca.pem" }'))
    assert codes(replace(facts, file_problems={"ca.pem": problem})) == [code]


def test_a_client_key_of_another_certificate() -> None:
    facts = with_logs(http("https://h/x", ', tls = { client-certificate = "c.pem", client-private-key = "c.key" }'))
    assert codes(replace(facts, mismatched=frozenset({"exporter"}))) == ["tls-key-mismatch"]


def test_what_is_off_is_only_told() -> None:
    facts = replace(SOUND, config=f"[otel]\nexporter = {http('https://h/x')}\n")
    findings = diagnose(facts)
    assert [finding.code for finding in findings] == ["metrics-to-openai", "prompts-off", "answers-off"]
    assert {finding.severity for finding in findings} == {Severity.INFO}


def test_traces_alone_are_not_enough() -> None:
    config = connect(None, Wanted(url="https://h", authorization=HEADER, signals=("traces",))).text
    (finding,) = [f for f in diagnose(replace(SOUND, config=config)) if f.severity is Severity.ERROR]
    assert finding.code == "no-exporter"
    assert "only traces" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        *(text for text, _ in REFUSED.values()),
        *(text for text, _ in IGNORED.values()),
        *(text for text, _ in NOT_TOML.values()),
        *ACCEPTED.values(),
    ],
)
def test_fixing_ends_and_never_makes_it_worse(text: str) -> None:
    facts = replace(SOUND, config=text)
    report = Report(HOME, tuple(diagnose(facts)))
    fixed, done = fixed_text(facts, report)
    after = {finding.code for finding in diagnose(replace(facts, config=fixed)) if finding.severity is Severity.ERROR}
    before = {finding.code for finding in report.findings if finding.severity is Severity.ERROR}
    assert not {finding.code for finding in done if finding.code in after} - {"header-missing"}
    # What could not be seen behind an error may come to light; an exporter that was no exporter is gone.
    revealed = ("no-exporter", "header-", "endpoint-", "tls-")
    assert all(code.startswith(revealed) for code in after - before)


def test_several_mistakes_are_cured_one_after_the_other() -> None:
    token = HEADER.removeprefix("Basic ")
    text = (
        '[otel]\nexporter = "otlp-http"\nlog_user_prompt = "true"\nlog_agent_responses = true\n'
        'metrics_exporter = "none"\n\n'
        '[otel.exporter.otlp_http]\nendpoint = "https://h/x"\nprotocol = "http/protobuf"\n'
        f'headers = {{ Authorization = "Basic {token[:8]}\n{token[8:]}" }}\ntls = {{ ca_certificate = "ca.pem" }}\n'
    )
    facts = replace(SOUND, config=text)
    fixed, done = fixed_text(facts, Report(HOME, tuple(diagnose(facts))))
    assert codes(replace(SOUND, config=fixed)) == []
    assert [finding.code for finding in done] == [
        "toml-string-and-table",
        "toml-line-break",
        "wrong-type",
        "exporter-underscore",
        "protocol-unknown",
        "tls-underscore",
    ]


def test_a_refused_key_is_not_reported_twice() -> None:
    facts = with_logs(http("https://h/x").replace(HEADER, "${AUTH}"))
    probe = Probe(facts.exporters[0], Outcome.ANSWERED, status=401)
    assert codes(facts, probe) == ["header-unexpanded-variable"]
    sound = with_logs(http("https://h/x"))
    assert codes(sound, Probe(sound.exporters[0], Outcome.ANSWERED, status=401)) == ["auth-refused"]


def test_another_receiver_may_want_other_headers() -> None:
    facts = with_logs(http("https://vendor/x").replace("Authorization", "x-api-key"))
    assert codes(facts, Probe(facts.exporters[0], Outcome.ANSWERED, status=200)) == ["not-sidelight"]
    assert codes(facts, Probe(facts.exporters[0], Outcome.ANSWERED, status=401)) == ["header-missing"]
