from collections.abc import Mapping

import pytest

from sidelight.codex_setup.environment import (
    check_environment,
    effective_headers,
    is_private,
    parse_header_variable,
    proxy_for,
)
from sidelight.codex_setup.exporter import Exporter
from sidelight.codex_setup.finding import Severity

LOGS = Exporter("exporter", "otlp-http", "http://127.0.0.1:3000/x", headers={"Authorization": "Basic file"})
TRACES = Exporter("trace_exporter", "otlp-http", "http://127.0.0.1:3000/x", headers={"Authorization": "Basic file"})
BARE = Exporter("exporter", "otlp-http", "http://127.0.0.1:3000/x")
GRPC = Exporter("exporter", "otlp-grpc", "http://127.0.0.1:4317")
PUBLIC = Exporter("exporter", "otlp-http", "https://sidelight.example.org/x")


def codes(env: Mapping[str, str], *exporters: Exporter) -> list[str]:
    return [finding.code for finding in check_environment(env, exporters)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization=Basic%20abc==", {"Authorization": "Basic abc=="}),
        ("Authorization=Basic abc==", {"Authorization": "Basic abc=="}),
        (" Authorization = Basic%20abc , x-a = b ", {"Authorization": "Basic abc", "x-a": "b"}),
        ('"Authorization=Basic%20abc"', {'"Authorization': 'Basic abc"'}),
        ("nothing", {}),
        ("", {}),
    ],
)
def test_headers_are_read_from_the_variable_as_codex_reads_them(text: str, expected: dict[str, str]) -> None:
    assert parse_header_variable(text) == expected


def test_the_environment_overrides_the_file_and_the_signal_the_general() -> None:
    general = {"OTEL_EXPORTER_OTLP_HEADERS": "authorization=Basic%20env,x-a=1"}
    assert effective_headers(LOGS, {}) == {"authorization": "Basic file"}
    assert effective_headers(LOGS, general) == {"authorization": "Basic env", "x-a": "1"}
    own = {**general, "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "x-b=2"}
    assert effective_headers(LOGS, own) == {"authorization": "Basic file", "x-b": "2"}
    assert effective_headers(TRACES, own) == {"authorization": "Basic env", "x-a": "1"}


@pytest.mark.parametrize(
    ("env", "exporter", "code"),
    [
        ({"OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}, LOGS, "env-compression"),
        ({"OTEL_EXPORTER_OTLP_LOGS_COMPRESSION": "gzip"}, LOGS, "env-compression"),
        ({"OTEL_EXPORTER_OTLP_TIMEOUT": "10"}, LOGS, "env-timeout"),
        ({"OTEL_EXPORTER_OTLP_TRACES_TIMEOUT": "0"}, TRACES, "env-timeout"),
        ({"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Basic%20env"}, LOGS, "env-headers-shadow"),
        ({"OTEL_EXPORTER_OTLP_HEADERS": "'Authorization=Basic%20file'"}, BARE, "env-headers-quoted"),
        (
            {"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Basic%20env", "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "x=1"},
            BARE,
            "env-headers-replaced",
        ),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://elsewhere"}, LOGS, "env-endpoint-ignored"),
        ({"HTTP_PROXY": "http://proxy:8080"}, LOGS, "proxy"),
        ({"all_proxy": "http://proxy:8080"}, LOGS, "proxy"),
        ({"HTTPS_PROXY": "http://proxy:8080"}, PUBLIC, "proxy"),
    ],
)
def test_harmful_variables_are_found(env: dict[str, str], exporter: Exporter, code: str) -> None:
    (finding,) = check_environment(env, [exporter])
    assert finding.code == code
    assert finding.remedy or finding.severity is Severity.INFO


@pytest.mark.parametrize(
    ("env", "exporter"),
    [
        ({}, LOGS),
        ({"OTEL_EXPORTER_OTLP_TRACES_COMPRESSION": "gzip"}, LOGS),
        ({"OTEL_EXPORTER_OTLP_TIMEOUT": "10000"}, LOGS),
        ({"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Basic%20file"}, LOGS),
        ({"OTEL_EXPORTER_OTLP_HEADERS": "Authorization=Basic%20env"}, BARE),
        ({"HTTPS_PROXY": "http://proxy:8080"}, LOGS),
        ({"HTTP_PROXY": "http://proxy:8080", "NO_PROXY": "localhost,127.0.0.1"}, LOGS),
        ({"HTTP_PROXY": "http://proxy:8080"}, GRPC),
    ],
)
def test_harmless_variables_are_not(env: dict[str, str], exporter: Exporter) -> None:
    assert codes(env, exporter) == []


def test_without_an_exporter_nothing_matters() -> None:
    assert codes({"OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}) == []


def test_a_proxy_is_worse_for_a_private_address_than_for_a_public_one() -> None:
    env = {"ALL_PROXY": "http://user:secret@proxy:8080", "NO_PROXY": "a.example"}
    (private,) = check_environment(env, [LOGS, TRACES])
    (public,) = check_environment(env, [PUBLIC])
    assert (private.severity, public.severity) == (Severity.ERROR, Severity.WARNING)
    assert "secret" not in private.message
    assert private.remedy.endswith("NO_PROXY=a.example,127.0.0.1")


@pytest.mark.parametrize(
    ("no_proxy", "is_direct"),
    [
        ("*", True),
        ("sidelight.example.org", True),
        ("example.org", True),
        (".example.org", True),
        ("other.org, example.org", True),
        ("ample.org", False),
        ("10.0.0.0/8", False),
        ("", False),
    ],
)
def test_no_proxy_is_read_as_codex_reads_it(no_proxy: str, is_direct: bool) -> None:
    env = {"HTTPS_PROXY": "http://proxy", "NO_PROXY": no_proxy}
    assert (proxy_for("https://sidelight.example.org/x", env) is None) == is_direct
    assert proxy_for("http://10.1.2.3/x", {"http_proxy": "http://proxy", "no_proxy": "10.0.0.0/8"}) is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [("localhost", True), ("10.0.0.1", True), ("nas.local", True), ("8.8.8.8", False), ("example.org", False)],
)
def test_private_addresses(host: str, expected: bool) -> None:
    assert is_private(host) == expected
