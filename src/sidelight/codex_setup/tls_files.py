"""The TLS files of an exporter: Codex makes no exporter at all when one is missing or alone."""

import ssl
from collections.abc import Iterator, Mapping, Sequence

from sidelight.codex_setup.exporter import CA_CERTIFICATE, CLIENT_CERTIFICATE, CLIENT_PRIVATE_KEY, Exporter
from sidelight.codex_setup.finding import Finding, error
from sidelight.codex_setup.home import CodexHome

MISSING = "missing"
UNREADABLE = "unreadable"
NOT_PEM = "not PEM"


def look_at_files(exporters: Sequence[Exporter], home: CodexHome) -> dict[str, str]:
    """The problem of each TLS file, by its path as written; files without one are left out."""
    problems = {}
    for exporter in exporters:
        for key, written in exporter.tls.items():
            path = home.resolve(written)
            try:
                text = path.read_text(encoding="ascii", errors="replace")
            except FileNotFoundError:
                problems[written] = MISSING
            except OSError:
                problems[written] = UNREADABLE
            else:
                kind = "PRIVATE KEY-----" if key == CLIENT_PRIVATE_KEY else "-----BEGIN CERTIFICATE-----"
                if kind not in text:
                    problems[written] = NOT_PEM
    return problems


def key_fits(exporter: Exporter, home: CodexHome) -> bool:
    """Whether the client's private key belongs to its certificate; True when they cannot be compared."""
    certificate, key = exporter.tls.get(CLIENT_CERTIFICATE), exporter.tls.get(CLIENT_PRIVATE_KEY)
    if not certificate or not key:
        return True
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(home.resolve(certificate), home.resolve(key))
    except ssl.SSLError as problem:
        return problem.reason != "KEY_VALUES_MISMATCH"
    except OSError:
        return True
    return True


def check_tls_files(exporter: Exporter, problems: Mapping[str, str]) -> Iterator[Finding]:
    """Findings for one exporter, given what was found about its files."""
    where = f"`otel.{exporter.key}`"
    silent = "Codex runs, but makes no exporter and sends nothing."
    for key, written in exporter.tls.items():
        match problems.get(written):
            case "missing":
                yield error(
                    "tls-file-missing",
                    f"{where}: {key} {written} does not exist (relative paths start at the Codex folder). {silent}",
                    "Correct the path; absolute ones are safest.",
                )
            case "unreadable":
                yield error(
                    "tls-file-unreadable",
                    f"{where}: {key} {written} cannot be read. {silent}",
                    "Give yourself read access to it (chmod, chown).",
                )
            case "not PEM":
                what = "private key" if key == CLIENT_PRIVATE_KEY else "certificate"
                yield error(
                    "tls-file-not-pem",
                    f"{where}: {key} {written} holds no {what} in PEM form. {silent}",
                    "Convert it: a PEM file has lines like -----BEGIN CERTIFICATE-----.",
                )
    has_certificate, has_key = CLIENT_CERTIFICATE in exporter.tls, CLIENT_PRIVATE_KEY in exporter.tls
    if has_certificate != has_key:
        present, absent = (
            (CLIENT_CERTIFICATE, CLIENT_PRIVATE_KEY) if has_certificate else (CLIENT_PRIVATE_KEY, CLIENT_CERTIFICATE)
        )
        yield error(
            "tls-client-pair",
            f"{where}: tls has {present} but no {absent}. {silent}",
            f"Add {absent}, or remove {present}.",
        )
    if exporter.tls.get(CA_CERTIFICATE) and exporter.endpoint.startswith("http://"):
        yield error(
            "tls-without-https",
            f"{where}: tls is configured, but the endpoint begins with http://, so nothing is encrypted.",
            "Write https:// in the endpoint.",
        )


def check_key_pair(exporter: Exporter) -> Finding:
    """The finding for a client key that does not belong to its certificate."""
    return error(
        "tls-key-mismatch",
        f"`otel.{exporter.key}`: {CLIENT_PRIVATE_KEY} does not belong to {CLIENT_CERTIFICATE}.",
        "Name the key that the certificate was made with.",
    )
