"""Every way in which asking a receiver can end, against real sockets."""

import errno
import ssl
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import httpx
import pytest
import trustme
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.logs.v1.logs_service_pb2_grpc import (
    LogsServiceServicer,
    add_LogsServiceServicer_to_server,
)

from sidelight.codex_setup import probe as probe_module
from sidelight.codex_setup.check_event import EVENT_NAME
from sidelight.codex_setup.exporter import Exporter
from sidelight.codex_setup.finding import Finding, SetValue
from sidelight.codex_setup.home import CodexHome
from sidelight.codex_setup.probe import classify, probe
from sidelight.codex_setup.probe_grpc import outcome_of
from sidelight.codex_setup.probe_result import Outcome, Probe, findings_of
from sidelight.ingest.interpret import CONNECTION_CHECK
from tests.codex_setup.receivers import Receiver, answering_bytes, closed_port, serving

HOME = CodexHome(Path("/nowhere"))
HTTP2_SETTINGS = b"\x00\x00\x06\x04\x00\x00\x00\x00\x00\x00\x05\x00\x00@\x00"


def exporter(
    endpoint: str, *, key: str = "exporter", kind: str = "otlp-http", protocol: str = "binary", **tls: str
) -> Exporter:
    return Exporter(
        key,
        kind,
        endpoint,
        protocol,
        {"Authorization": "Basic%20cGs6c2s="},
        {name.replace("_", "-"): path for name, path in tls.items()},
    )


def ask(endpoint: str, env: Mapping[str, str] | None = None, **options: str) -> tuple[Probe, list[Finding]]:
    result = probe(exporter(endpoint, **options), env or {}, HOME)
    return result, findings_of(result)


def code_of(endpoint: str, env: Mapping[str, str] | None = None, **options: str) -> str:
    (finding,) = ask(endpoint, env, **options)[1]
    assert finding.remedy
    assert "cGs6c2s" not in finding.message + finding.remedy
    return finding.code


@pytest.mark.parametrize(
    ("key", "protocol", "content_type"),
    [("exporter", "binary", "application/x-protobuf"), ("trace_exporter", "json", "application/json")],
)
def test_a_check_event_arrives_and_the_project_is_read_back(key: str, protocol: str, content_type: str) -> None:
    receiver = Receiver()
    with serving(receiver) as port:
        result, findings = ask(f"http://127.0.0.1:{port}/api/public/otel/v1/logs", key=key, protocol=protocol)
    assert findings == []
    assert (result.has_arrived, result.project, result.is_sidelight) == (True, "Rocket", True)
    ((path, headers, body),) = receiver.posts
    assert path == "/api/public/otel/v1/logs"
    assert headers["content-type"] == content_type
    assert headers["authorization"] == "Basic cGs6c2s=", "percent-encoding is undone, as Codex does"
    if key == "exporter":
        (record,) = ExportLogsServiceRequest.FromString(body).resource_logs[0].scope_logs[0].log_records
        assert [attribute.value.string_value for attribute in record.attributes] == [EVENT_NAME]


def test_the_pipeline_knows_the_check_event() -> None:
    assert EVENT_NAME == CONNECTION_CHECK


@pytest.mark.parametrize(
    ("receiver", "code"),
    [
        (Receiver(401, body='{"message": "unknown key", "hint": "make one"}'), "auth-refused"),
        (Receiver(403), "auth-refused"),
        (Receiver(404), "wrong-path"),
        (Receiver(405, is_sidelight=False), "wrong-path"),
        (Receiver(301, {"location": "/x/"}), "redirect"),
        (Receiver(308, {"location": "https://127.0.0.1/x"}), "redirect"),
        (Receiver(302, {"location": "https://elsewhere.example/"}), "redirect"),
        (Receiver(500), "server-error"),
        (Receiver(502, body="<html>Bad Gateway</html>"), "server-error"),
        (Receiver(413, body='{"error": "too large"}'), "unexpected-answer"),
        (Receiver(400, body="The plain HTTP request was sent to HTTPS port"), "tls-expected"),
        (Receiver(400, body='["x"]'), "unexpected-answer"),
        (Receiver(200, is_sidelight=False), "not-sidelight"),
    ],
)
def test_answers(receiver: Receiver, code: str) -> None:
    with serving(receiver) as port:
        assert code_of(f"http://127.0.0.1:{port}/x") == code


def test_what_the_server_says_is_passed_on() -> None:
    with serving(Receiver(401, body='{"message": "unknown key", "hint": "make one"}')) as port:
        (finding,) = ask(f"http://127.0.0.1:{port}/x")[1]
    assert "unknown key" in finding.message
    assert finding.remedy == "make one"


def test_a_slow_receiver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidelight.codex_setup.probe_result._SLOW_S", 0.05)
    with serving(Receiver(delay_s=0.1)) as port:
        assert code_of(f"http://127.0.0.1:{port}/x") == "slow-receiver"


def test_fixes_lead_to_the_address_that_works() -> None:
    with serving(Receiver(404)) as port:
        (wrong_path,) = ask(f"http://127.0.0.1:{port}/v1/log")[1]
    where = ("otel", "exporter", "otlp-http", "endpoint")
    assert wrong_path.fix == SetValue(where, f"http://127.0.0.1:{port}/api/public/otel/v1/logs")
    with serving(Receiver(307, {"location": "/api/public/otel/"})) as port:
        (redirect,) = ask(f"http://127.0.0.1:{port}/x")[1]
    assert redirect.fix == SetValue(where, f"http://127.0.0.1:{port}/api/public/otel/")


def test_a_key_is_never_sent_to_a_foreign_host_by_a_fix() -> None:
    with serving(Receiver(301, {"location": "https://elsewhere.example/"})) as port:
        (finding,) = ask(f"http://127.0.0.1:{port}/x")[1]
    assert finding.fix is None


def test_nothing_listens() -> None:
    assert code_of(f"http://127.0.0.1:{closed_port()}/x") == "connection-refused"


def test_an_unknown_host() -> None:
    assert code_of("http://no-such-host.invalid/x") == "unknown-host"


def test_an_address_that_cannot_be_used() -> None:
    assert code_of("http://[half/x") == "endpoint-invalid"


def test_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe_module, "TIMEOUT_S", 0.2)
    with answering_bytes(None) as port:
        assert code_of(f"http://127.0.0.1:{port}/x") == "timeout"


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH])
def test_no_route(number: int) -> None:
    failure = httpx.ConnectError("failed")
    failure.__cause__ = OSError(number, "unreachable")
    assert classify(failure, exporter("http://h/x")) is Outcome.NO_ROUTE


def test_http_at_the_grpc_port() -> None:
    with answering_bytes(HTTP2_SETTINGS) as port:
        assert code_of(f"http://127.0.0.1:{port}/x") == "http-at-grpc-port"


def test_https_at_a_plain_port_is_cured_on_this_machine() -> None:
    with serving(Receiver()) as port:
        (finding,) = ask(f"https://localhost:{port}/x")[1]
    assert finding.code == "tls-not-spoken"
    assert finding.fix == SetValue(("otel", "exporter", "otlp-http", "endpoint"), f"http://localhost:{port}/x")


def test_a_proxy_that_refuses() -> None:
    with serving(Receiver()) as port:
        assert code_of("https://h.example/x", {"HTTPS_PROXY": f"http://127.0.0.1:{port}"}) == "proxy-failed"


class TestTls:
    @pytest.fixture(scope="class")
    @classmethod
    def authority(cls) -> trustme.CA:
        return trustme.CA()

    @pytest.fixture(scope="class")
    @classmethod
    def authority_file(cls, authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
        path = tmp_path_factory.mktemp("tls") / "ca.pem"
        authority.cert_pem.write_to_path(path)
        return str(path)

    @staticmethod
    def context(certificate: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        return context

    @pytest.fixture(scope="class")
    @classmethod
    def port(cls, authority: trustme.CA) -> Iterator[int]:
        with serving(Receiver(), cls.context(authority.issue_cert("localhost"))) as port:
            yield port

    def test_a_private_authority_is_trusted_when_configured(self, port: int, authority_file: str) -> None:
        assert ask(f"https://localhost:{port}/x", ca_certificate=authority_file)[1] == []

    def test_the_variable_for_trusted_authorities_counts(self, port: int, authority_file: str) -> None:
        assert ask(f"https://localhost:{port}/x", {"SSL_CERT_FILE": authority_file})[1] == []

    def test_an_unknown_authority(self, port: int) -> None:
        assert code_of(f"https://localhost:{port}/x") == "tls-unknown-ca"

    def test_another_host_name(self, port: int, authority_file: str) -> None:
        assert code_of(f"https://127.0.0.1:{port}/x", ca_certificate=authority_file) == "tls-hostname"

    def test_an_expired_certificate(self, authority: trustme.CA, authority_file: str) -> None:
        now = datetime.now(UTC)
        old = authority.issue_cert("localhost", not_before=now - timedelta(days=9), not_after=now - timedelta(days=1))
        with serving(Receiver(), self.context(old)) as port:
            assert code_of(f"https://localhost:{port}/x", ca_certificate=authority_file) == "tls-expired"

    def test_a_client_certificate_is_wanted(self, authority: trustme.CA, authority_file: str, tmp_path: Path) -> None:
        context = self.context(authority.issue_cert("localhost"))
        authority.configure_trust(context)
        context.verify_mode = ssl.CERT_REQUIRED
        stranger = trustme.CA().issue_cert("x@example.org")
        stranger.private_key_and_cert_chain_pem.write_to_path(tmp_path / "stranger.pem")
        files = {name: str(tmp_path / "stranger.pem") for name in ("client_certificate", "client_private_key")}
        with serving(Receiver(), context) as port:
            url = f"https://localhost:{port}/x"
            assert code_of(url, ca_certificate=authority_file) == "client-certificate-required"
            assert code_of(url, ca_certificate=authority_file, **files) == "client-certificate-refused"

    def test_other_trouble(self) -> None:
        assert classify(ssl.SSLError(1, "odd"), exporter("https://h/x")) is Outcome.TLS_FAILED


class _Logs(LogsServiceServicer):  # type: ignore[misc]
    """Takes logs from those who have the key."""

    def Export(self, request: ExportLogsServiceRequest, context: grpc.ServicerContext) -> ExportLogsServiceResponse:  # noqa: N802
        if dict(context.invocation_metadata()).get("authorization") != "Basic cGs6c2s=":
            context.abort(grpc.StatusCode.UNAUTHENTICATED, "unknown key")
        return ExportLogsServiceResponse()


class TestGrpc:
    @pytest.fixture(scope="class")
    @classmethod
    def port(cls) -> Iterator[int]:
        server = grpc.server(ThreadPoolExecutor(2))
        add_LogsServiceServicer_to_server(_Logs(), server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        yield port
        server.stop(None).wait()

    def test_a_check_event_arrives(self, port: int) -> None:
        result, findings = ask(f"http://127.0.0.1:{port}", kind="otlp-grpc")
        assert (findings, result.has_arrived) == ([], True)

    def test_a_refused_key(self, port: int) -> None:
        env = {"OTEL_EXPORTER_OTLP_HEADERS": "authorization=Basic%20other"}
        assert code_of(f"http://127.0.0.1:{port}", env, kind="otlp-grpc") == "auth-refused"

    def test_http_sent_to_this_port(self, port: int) -> None:
        assert code_of(f"http://127.0.0.1:{port}") == "http-at-grpc-port"

    def test_a_port_that_speaks_http(self) -> None:
        with serving(Receiver()) as port:
            assert code_of(f"http://127.0.0.1:{port}", kind="otlp-grpc") == "grpc-at-http-port"

    def test_nothing_listens(self) -> None:
        assert code_of(f"http://127.0.0.1:{closed_port()}", kind="otlp-grpc") == "connection-refused"

    def test_an_address_that_cannot_be_used(self) -> None:
        assert code_of("localhost:4317", kind="otlp-grpc") == "endpoint-invalid"

    @pytest.mark.parametrize(
        ("code", "details", "outcome", "status"),
        [
            (grpc.StatusCode.INVALID_ARGUMENT, "", Outcome.ANSWERED, 400),
            (grpc.StatusCode.DEADLINE_EXCEEDED, "Deadline Exceeded", Outcome.TIMEOUT, 0),
            (grpc.StatusCode.UNAVAILABLE, "DNS resolution failed for h", Outcome.UNKNOWN_HOST, 0),
            (grpc.StatusCode.UNAVAILABLE, "SSL: CERTIFICATE_VERIFY_FAILED: self signed", Outcome.TLS_UNKNOWN_CA, 0),
            (grpc.StatusCode.UNAVAILABLE, "Hostname Verification Check failed.", Outcome.TLS_HOSTNAME, 0),
            (grpc.StatusCode.UNAVAILABLE, "SSL_ERROR_SSL: WRONG_VERSION_NUMBER", Outcome.NOT_TLS, 0),
            (grpc.StatusCode.UNAVAILABLE, "No route to host", Outcome.NO_ROUTE, 0),
            (grpc.StatusCode.UNIMPLEMENTED, "", Outcome.NOT_GRPC, 0),
            (grpc.StatusCode.UNAVAILABLE, "who knows", Outcome.FAILED, 0),
        ],
    )
    def test_statuses(self, code: grpc.StatusCode, details: str, outcome: Outcome, status: int) -> None:
        assert outcome_of(code, details) == (outcome, status)


def test_every_outcome_has_words() -> None:
    found = {}
    for outcome in Outcome:
        if outcome is not Outcome.ANSWERED:
            (found[outcome],) = findings_of(Probe(exporter("https://localhost:1/x"), outcome))
    assert all(finding.remedy and "{" not in finding.message + finding.remedy for finding in found.values())
    assert found[Outcome.NO_ROUTE].code == "no-route"
    assert found[Outcome.TLS_FAILED].code == "tls-failed"
    assert found[Outcome.FAILED].code == "not-reachable"
