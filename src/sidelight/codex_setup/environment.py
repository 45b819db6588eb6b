"""Environment variables that change what Codex's exporters do (all seen with Codex 0.169)."""

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote

from sidelight.codex_setup.address import read_address
from sidelight.codex_setup.exporter import HTTP, Exporter
from sidelight.codex_setup.finding import Finding, error, info, warning

HEADERS = "OTEL_EXPORTER_OTLP_HEADERS"
_COMPRESSION = "OTEL_EXPORTER_OTLP_COMPRESSION"
_TIMEOUT = "OTEL_EXPORTER_OTLP_TIMEOUT"
_ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
_SHORT_TIMEOUT_MS = 1000


def parse_header_variable(text: str) -> dict[str, str]:
    """Headers of an ``OTEL_EXPORTER_OTLP_HEADERS`` value: ``name=value,name=value``, values percent-encoded."""
    headers = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        if name.strip() and value.strip():
            headers[name.strip()] = unquote(value.strip())
    return headers


def signal_variable(variable: str, exporter: Exporter) -> str:
    """The form of an ``OTEL_EXPORTER_OTLP_*`` variable that holds for the exporter's signal only."""
    return variable.replace("OTEL_EXPORTER_OTLP_", f"OTEL_EXPORTER_OTLP_{exporter.signal.upper()}_")


def header_source(exporter: Exporter, env: Mapping[str, str]) -> str | None:
    """The variable whose headers Codex adds to this exporter's: the signal's own *replaces* the general one."""
    for variable in (signal_variable(HEADERS, exporter), HEADERS):
        if env.get(variable):
            return variable
    return None


def effective_headers(exporter: Exporter, env: Mapping[str, str]) -> dict[str, str]:
    """The headers that Codex sends: those of the file, overridden by those of the environment."""
    headers = {name.lower(): unquote(value) for name, value in exporter.headers.items()}
    if source := header_source(exporter, env):
        headers |= {name.lower(): value for name, value in parse_header_variable(env[source]).items()}
    return headers


def proxy_for(url: str, env: Mapping[str, str]) -> str | None:
    """The proxy that Codex's HTTP exporter uses for the URL; None when it connects directly."""
    address = read_address(url)
    if address is None:
        return None
    names = (f"{address.scheme}_proxy", "all_proxy")
    proxy = next((value for name in names for value in (env.get(name), env.get(name.upper())) if value), None)
    if not proxy or _bypasses(address.host, env.get("no_proxy") or env.get("NO_PROXY") or ""):
        return None
    return proxy


def check_environment(env: Mapping[str, str], exporters: Sequence[Exporter]) -> list[Finding]:
    """Variables that stop, redirect or change telemetry."""
    if not exporters:
        return []
    return [
        *_check_compression(env, exporters),
        *_check_timeout(env, exporters),
        *_check_headers(env, exporters),
        *_check_proxy(env, exporters),
        *_check_endpoint(env),
    ]


def _check_compression(env: Mapping[str, str], exporters: Sequence[Exporter]) -> Iterator[Finding]:
    variables = {name for exporter in exporters for name in (_COMPRESSION, signal_variable(_COMPRESSION, exporter))}
    for name in sorted(variables):
        if env.get(name):
            yield error(
                "env-compression",
                f"{name}={env[name]} is set. Codex cannot compress, makes no exporter at all, and sends nothing.",
                f"Unset it for Codex: `unset {name}`.",
            )


def _check_timeout(env: Mapping[str, str], exporters: Sequence[Exporter]) -> Iterator[Finding]:
    variables = {name for exporter in exporters for name in (_TIMEOUT, signal_variable(_TIMEOUT, exporter))}
    for name in sorted(variables):
        text = env.get(name, "")
        if text.isdecimal() and int(text) < _SHORT_TIMEOUT_MS:
            yield warning(
                "env-timeout",
                f"{name}={text} gives each export {text} milliseconds; later answers are lost data.",
                "Unset it (10000 is the default), or give milliseconds, not seconds.",
            )


def _check_headers(env: Mapping[str, str], exporters: Sequence[Exporter]) -> Iterator[Finding]:
    seen: set[str] = set()
    for exporter in exporters:
        source = header_source(exporter, env)
        if source is None:
            continue
        headers = {name.lower(): value for name, value in parse_header_variable(env[source]).items()}
        own = {name.lower(): unquote(value) for name, value in exporter.headers.items()}
        if source not in seen and env[source].strip()[:1] in ("'", '"'):
            yield error(
                "env-headers-quoted",
                f"The value of {source} begins with a quotation mark, which becomes part of the header's name.",
                f"Leave the quotation marks to the shell: export {source}='Authorization=Basic%20…'. Files such as "
                "systemd units and docker's --env-file do not remove them.",
            )
        if "authorization" in headers and "authorization" in own and headers["authorization"] != own["authorization"]:
            yield warning(
                "env-headers-shadow",
                f"{source} overrides the Authorization header of `otel.{exporter.key}` in config.toml with another.",
                f"Unset {source}, or remove the header from config.toml.",
            )
        general = parse_header_variable(env.get(HEADERS, ""))
        lost = {name.lower() for name in general} - headers.keys() - own.keys()
        if source != HEADERS and "authorization" in lost:
            yield error(
                "env-headers-replaced",
                f"{source} replaces {HEADERS} altogether, so that its Authorization header is not sent.",
                f"Repeat the Authorization header in {source}, or unset it.",
            )
        seen.add(source)


def _check_proxy(env: Mapping[str, str], exporters: Sequence[Exporter]) -> Iterator[Finding]:
    hosts: set[str] = set()
    for exporter in exporters:
        address = read_address(exporter.endpoint)
        proxy = proxy_for(exporter.endpoint, env) if exporter.kind == HTTP else None
        if address is None or proxy is None or address.host in hosts:
            continue
        host = address.host
        hosts.add(host)
        report = error if is_private(host) else warning
        yield report(
            "proxy",
            f"Codex sends its telemetry for {host} through the proxy {_without_password(proxy)}"
            + (", which cannot reach an address of this machine or network." if is_private(host) else "."),
            f"Except the host from the proxy: export NO_PROXY={_joined(env, host)}",
        )


def _check_endpoint(env: Mapping[str, str]) -> Iterator[Finding]:
    if env.get(_ENDPOINT):
        yield info(
            "env-endpoint-ignored",
            f"{_ENDPOINT} is set, but Codex ignores it; only the endpoint in config.toml counts.",
        )


def is_private(host: str) -> bool:
    """Whether the host is this machine or an address of a private network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False


def _bypasses(host: str, no_proxy: str) -> bool:
    for entry in (part.strip().lower() for part in no_proxy.split(",")):
        if not entry:
            continue
        if entry == "*" or host == entry.lstrip(".") or host.endswith("." + entry.lstrip(".")):
            return True
        try:
            if ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False):
                return True
        except ValueError:
            continue
    return False


def _joined(env: Mapping[str, str], host: str) -> str:
    known = env.get("no_proxy") or env.get("NO_PROXY") or ""
    return ",".join(part for part in (known, host) if part)


def _without_password(proxy: str) -> str:
    scheme, separator, rest = proxy.rpartition("://")
    return scheme + separator + rest.rpartition("@")[2]
