"""Reads the ``Authorization`` header of senders, and says exactly what is wrong with a bad one.

Senders show their users nothing (Codex logs a refusal at best), so the refusal found here is all that a person gets to
see on the page *Ingestion*. It never contains a secret.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

RefusalCode: TypeAlias = Literal[
    "missing_header",
    "unexpanded_variable",
    "bearer",
    "not_basic",
    "percent_encoded",
    "broken_base64",
    "not_base64",
    "no_colon",
    "empty_key",
    "keys_swapped",
    "unknown_key",
    "revoked_key",
    "expired_key",
    "organisation_key",
    "project_key",
    "public_key_only",
    "wrong_secret",
    "truncated_secret",
    "unavailable",
]

PUBLIC_PREFIX = "pk-lf-"
SECRET_PREFIX = "sk-lf-"
_MAX_KEY_LENGTH = 255

_VARIABLE = re.compile(r"\$\{[^}]*\}|\$[A-Za-z_]\w*|%[A-Za-z_]\w*%|\{\{.*\}\}")
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)(?:\s+(.*))?$", re.DOTALL)
_PERCENT = re.compile(r"%(?:20|3D|2B|2F|3A|0A|0D)", re.IGNORECASE)
_BASE64 = re.compile(r"^[A-Za-z0-9+/_-]+={0,2}$")

_HOW = (
    "Send 'Authorization: Basic ' followed by the base64 of '<public key>:<secret key>'; "
    "in a shell: printf '%s' 'pk-lf-...:sk-lf-...' | base64 -w0."
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """A key pair as it was sent, not yet checked."""

    public_key: str
    secret_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyRefusal:
    """Why a sender is not let in: a sentence for what happened, one for the remedy. Without secrets."""

    code: RefusalCode
    reason: str
    hint: str

    @property
    def message(self) -> str:
        """Both sentences."""
        return f"{self.reason} {self.hint}"

    @property
    def status(self) -> int:
        """HTTP status of the answer: 401, 403 for a good key that does not open this, 503 when it was not checked."""
        return _STATUSES.get(self.code, 401)


_STATUSES: dict[str, int] = {"organisation_key": 403, "project_key": 403, "public_key_only": 403, "unavailable": 503}


def parse_basic(header: str | None) -> Credentials | KeyRefusal:
    """The key pair of an ``Authorization`` header, or what is wrong with it. Pure; does not check the key."""
    text = (header or "").strip().strip("\"'").strip()
    if not text:
        return KeyRefusal("missing_header", "The request has no Authorization header.", _HOW)
    if _VARIABLE.search(text):
        return _unexpanded()
    if _PERCENT.search(text):
        return KeyRefusal(
            "percent_encoded",
            "The Authorization header is percent-encoded (%20 or %3D), and the sender did not decode it.",
            "Only the values in OTEL_EXPORTER_OTLP_HEADERS are decoded; elsewhere (config.toml) write a space after "
            "Basic and the base64 as it is.",
        )
    match = _SCHEME.match(text)
    scheme, token = (match[1].lower(), (match[2] or "").strip()) if match else ("", "")
    if scheme == "bearer":
        return _bearer(token)
    if scheme != "basic":
        return _not_basic(text)
    return _parse_token(token)


def bearer_token(header: str | None) -> str:
    """What stands after ``Bearer`` in a header, where a public key may stand alone; ``""`` without one."""
    match = _SCHEME.match((header or "").strip().strip("\"'").strip())
    token = (match[2] or "").strip() if match and match[1].lower() == "bearer" else ""
    return token if len(token) <= _MAX_KEY_LENGTH else ""


def _parse_token(token: str) -> Credentials | KeyRefusal:
    if not token:
        return KeyRefusal("missing_header", "The Authorization header ends after 'Basic'.", _HOW)
    if SECRET_PREFIX in token or PUBLIC_PREFIX in token:
        return KeyRefusal("not_base64", "The keys stand in the Authorization header as they are, not in base64.", _HOW)
    if token.lower().startswith("basic "):
        return KeyRefusal("not_base64", "'Basic' stands twice in the Authorization header.", "Remove one of them.")
    if re.search(r"\s", token):
        return KeyRefusal(
            "broken_base64",
            "The base64 in the Authorization header contains a space or a line break.",
            "base64 wraps its output after 76 characters; use 'base64 -w0' and put everything on one line.",
        )
    decoded = _decode(token)
    if decoded is None:
        return KeyRefusal("not_base64", "What follows 'Basic' in the Authorization header is not base64.", _HOW)
    public_key, colon, secret_key = decoded.partition(":")
    if any(_VARIABLE.fullmatch(key.strip()) for key in (public_key, secret_key)):
        return _unexpanded()
    if not colon:
        return KeyRefusal("no_colon", "The decoded Authorization header has no colon between the keys.", _HOW)
    public_key, secret_key = public_key.strip(), secret_key.strip()
    if not public_key or not secret_key:
        missing = "public" if not public_key else "secret"
        return KeyRefusal(
            "empty_key",
            f"The {missing} key in the Authorization header is empty.",
            "A variable was probably not set when the header was made. " + _HOW,
        )
    if public_key.startswith(SECRET_PREFIX):
        return KeyRefusal(
            "keys_swapped",
            "The secret key stands where the public key belongs.",
            "The order is '<public key>:<secret key>': pk-lf-... before the colon, sk-lf-... after it.",
        )
    return Credentials(public_key, secret_key)


def _decode(token: str) -> str | None:
    """Text of standard or URL-safe base64, with or without padding (Langfuse takes all of them)."""
    if not _BASE64.match(token):
        return None
    bare = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None


def _unexpanded() -> KeyRefusal:
    return KeyRefusal(
        "unexpanded_variable",
        "The Authorization header contains the name of a variable, not its value.",
        "Codex does not expand variables in config.toml; write the value itself there, or put it in "
        "OTEL_EXPORTER_OTLP_HEADERS ('Authorization=Basic%20<base64>'). In a shell, use double quotes, not single.",
    )


def _bearer(token: str) -> KeyRefusal:
    if token.startswith((PUBLIC_PREFIX, SECRET_PREFIX)):
        return KeyRefusal("bearer", "The Authorization header uses Bearer; both keys are needed, with Basic.", _HOW)
    return KeyRefusal(
        "bearer",
        "The Authorization header carries a Bearer token, perhaps another service's.",
        "Sidelight takes project keys. " + _HOW,
    )


def _not_basic(text: str) -> KeyRefusal:
    if _decode(text) is not None and ":" in (_decode(text) or ""):
        return KeyRefusal(
            "not_basic",
            "The Authorization header has the base64 of the keys, but 'Basic ' before it is missing.",
            "Write 'Basic ' (with a space) before the base64.",
        )
    return KeyRefusal("not_basic", "The Authorization header does not begin with 'Basic '.", _HOW)
