"""Facts in, findings out: everything that keeps Codex's telemetry from arriving, most basic first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sidelight.codex_setup.address import read_address
from sidelight.codex_setup.authorization import check_authorization
from sidelight.codex_setup.document import DocumentError, parse
from sidelight.codex_setup.environment import (
    check_environment,
    effective_headers,
    header_source,
    is_private,
    parse_header_variable,
)
from sidelight.codex_setup.exporter import KEYS, Exporter
from sidelight.codex_setup.facts import MANAGED, Facts
from sidelight.codex_setup.finding import Finding, RestrictPermissions, Severity, error, info, warning
from sidelight.codex_setup.installation import check_installation, check_verdict
from sidelight.codex_setup.probe_result import Probe, findings_of
from sidelight.codex_setup.schema import check_schema
from sidelight.codex_setup.syntax import check_syntax
from sidelight.codex_setup.tls_files import check_key_pair, check_tls_files

_CONNECT = "Run `sidelight codex connect`."
_READABLE_BY_OTHERS = 0o077


def diagnose(facts: Facts, probes: Sequence[Probe] = ()) -> list[Finding]:
    """All findings; without ``probes``, those that need no network."""
    findings = check_installation(facts.codex, facts.version)
    if facts.config_problem:
        unreadable = f"{facts.home.config} cannot be read: {facts.config_problem}."
        return [*findings, error("config-unreadable", unreadable, "Correct its permissions or its encoding (UTF-8).")]
    if facts.config is None:
        return [*findings, error("config-missing", f"There is no {facts.home.config}.", _CONNECT)]
    if broken := check_syntax(facts.config):
        return [*findings, *broken]
    data = parse(facts.config)
    findings += check_schema(data)
    if not any(finding.severity is Severity.ERROR for finding in findings):
        findings += check_verdict(facts.complaint)
    findings += _check_signals(data)
    findings += _check_managed(facts.managed)
    by_key = {probe.exporter.key: probe for probe in probes}
    for exporter in facts.exporters:
        findings += _check_exporter(exporter, facts, by_key.get(exporter.key))
    findings += check_environment(facts.env, facts.exporters)
    findings += _check_permissions(facts)
    return [finding for position, finding in enumerate(findings) if finding not in findings[:position]]


def _check_signals(data: Mapping[str, Any]) -> Iterator[Finding]:
    otel = data.get("otel", {})
    if not isinstance(otel, Mapping):
        return
    logs = otel.get("exporter")
    if logs is None or logs == "none":
        others = [signal for key, signal in KEYS.items() if isinstance(otel.get(key), Mapping)]
        what = f"only {' and '.join(others)} are sent" if others else "nothing is sent"
        yield error(
            "no-exporter",
            f"No logs exporter is configured (`otel.exporter`), so {what}. Prompts, tool calls and tokens are in the "
            "logs.",
            _CONNECT,
        )
    elif logs == "statsig":
        yield error("exporter-statsig", 'Logs go to OpenAI (`otel.exporter = "statsig"`), not to Sidelight.', _CONNECT)
    if not any(isinstance(otel.get(key), Mapping) for key in KEYS):
        return
    if otel.get("metrics_exporter", "statsig") == "statsig":
        yield info(
            "metrics-to-openai",
            "Codex sends its metrics to OpenAI, which is its default.",
            'To stop that write metrics_exporter = "none"; to have them here run `sidelight codex connect --metrics`.',
        )
    if otel.get("log_user_prompt") is not True:
        yield info(
            "prompts-off",
            "Prompts are sent as [REDACTED] (log_user_prompt is off). Arguments and output of tools are sent anyway.",
            "Run `sidelight codex connect --prompts` to see them.",
        )
    if otel.get("log_agent_responses") is not True:
        yield info(
            "answers-off",
            "Answers of the model are not sent (log_agent_responses is off).",
            "Run `sidelight codex connect --answers` to see them.",
        )


def _check_managed(text: str) -> Iterator[Finding]:
    try:
        managed = parse(text).get("otel")
    except DocumentError:
        return
    if managed:
        yield warning(
            "managed-config",
            f"{MANAGED} has an [otel] table, which wins over config.toml.",
            "Ask your administrator to change it there.",
        )


def _check_exporter(exporter: Exporter, facts: Facts, probe: Probe | None) -> Iterator[Finding]:
    where = f"`otel.{exporter.key}`"
    address = read_address(exporter.endpoint)
    if address is None:
        yield error(
            "endpoint-invalid",
            f"{where}: {exporter.endpoint!r} is not a URL with http:// or https://. Codex runs, but sends nothing.",
            "Write it with scheme and host, for example http://localhost:3000/api/public/otel/v1/logs",
        )
        return
    tls = list(check_tls_files(exporter, facts.file_problems))
    if exporter.key in facts.mismatched:
        tls.append(check_key_pair(exporter))
    yield from tls
    if probe is not None and probe.has_arrived:
        # Another vendor's receiver may want another header, or none; it took the data.
        yield from findings_of(probe)
    else:
        credentials = _check_credentials(exporter, facts)
        yield from credentials
        if probe is not None and not tls:
            yield from (
                finding for finding in findings_of(probe) if not (credentials and finding.code == "auth-refused")
            )
    if not address.is_secure and not is_private(address.host) and effective_headers(exporter, facts.env):
        yield warning(
            "secret-in-clear",
            f"{where}: keys, prompts and tool output travel to {address.host} without encryption.",
            "Use https:// in the endpoint.",
        )


def _check_credentials(exporter: Exporter, facts: Facts) -> list[Finding]:
    source = header_source(exporter, facts.env)
    if source:
        for name, value in parse_header_variable(facts.env[source]).items():
            if name.lower() == "authorization":
                return check_authorization(value, source)
    name = exporter.header_name
    if name not in exporter.headers:
        return [
            error(
                "header-missing",
                f"`otel.{exporter.key}` has no Authorization header, and OTEL_EXPORTER_OTLP_HEADERS has none either.",
                f"{_CONNECT} It puts the key into the file, or prints the variable with --secret-in env.",
            )
        ]
    path = ("otel", exporter.key, exporter.kind, "headers", name)
    return check_authorization(exporter.headers[name], f"`otel.{exporter.key}`", path)


def _check_permissions(facts: Facts) -> Iterator[Finding]:
    has_secret = any(name.lower() == "authorization" for exporter in facts.exporters for name in exporter.headers)
    if has_secret and facts.config_mode & _READABLE_BY_OTHERS:
        yield warning(
            "secret-readable",
            f"{facts.home.config} holds a secret key, and others on this machine may read it (mode "
            f"{facts.config_mode:04o}).",
            f"chmod 600 {facts.home.config}",
            RestrictPermissions(),
        )
