"""The ``Authorization`` header of an exporter: what is wrong with it, and how it should read."""

import base64
from urllib.parse import unquote

from sidelight.codex_setup.finding import Finding, SetValue, error
from sidelight.platform.credentials import Credentials, parse_basic


def basic_header(credentials: Credentials) -> str:
    """Value of the ``Authorization`` header for a key pair (RFC 7617)."""
    token = base64.b64encode(f"{credentials.public_key}:{credentials.secret_key}".encode())
    return f"Basic {token.decode()}"


def header_variable(credentials: Credentials) -> str:
    """Value of ``OTEL_EXPORTER_OTLP_HEADERS`` for a key pair; values in it are percent-encoded."""
    return "Authorization=" + basic_header(credentials).replace(" ", "%20")


def as_sent(value: str) -> str:
    """The header value that Codex sends for a configured one: percent-encoding is undone in files, too (0.169)."""
    return unquote(value)


def read_authorization(value: str | None) -> Credentials | None:
    """The key pair in a configured header value; None when there is none, or it is malformed."""
    found = parse_basic(as_sent(value)) if value else None
    return found if isinstance(found, Credentials) else None


def check_authorization(value: str | None, where: str, path: tuple[str, ...] | None = None) -> list[Finding]:
    """Findings for a configured header value; ``path`` is its place in config.toml, if it stands there."""
    found = parse_basic(as_sent(value) if value else None)
    if isinstance(found, Credentials):
        return []
    right = repaired(value) if value else None
    fix = SetValue(path, right) if right and path else None
    reason = found.reason.removesuffix(".")
    code = "missing" if found.code == "missing_header" else found.code.replace("_", "-")
    return [error(f"header-{code}", f"{where}: {reason}.", found.hint, fix)]


def repaired(value: str) -> str | None:
    """The header that was meant, when the key pair can be recovered from a malformed one; None otherwise."""
    text = as_sent(value).strip().strip("\"'").strip()
    words = text.split()
    if words and words[0].lower() in ("basic", "bearer"):
        words = words[1:]
    token = "".join(words)
    for candidate in (token, base64.b64encode(token.encode()).decode()):
        found = parse_basic(f"Basic {candidate}")
        if isinstance(found, Credentials):
            return basic_header(found)
        if found.code == "keys_swapped":
            return basic_header(_swapped(candidate))
    return None


def _swapped(token: str) -> Credentials:
    bare = token.rstrip("=").replace("-", "+").replace("_", "/")
    secret_key, _, public_key = base64.b64decode(bare + "=" * (-len(bare) % 4)).decode().partition(":")
    return Credentials(public_key.strip(), secret_key.strip())
