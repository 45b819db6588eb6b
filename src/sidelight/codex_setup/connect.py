"""Turning telemetry on in config.toml, and undoing exactly that: text in, text out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from sidelight.codex_setup.address import read_address
from sidelight.codex_setup.document import drop_key, lookup, parse, render, set_value
from sidelight.codex_setup.exporter import DEFAULTS, GRPC, HTTP, KEYS, Exporter, Signal, read_exporter

OTLP_PATH = "/api/public/otel"

Transport: TypeAlias = Literal["http", "grpc"]
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for. None leaves a setting of ``[otel]`` as it is.

    ``url`` is the server's base URL; ``grpc_endpoint`` is used when ``transport`` is ``grpc``. ``authorization`` is
    None when the secret stays out of the file. ``tls`` has Codex's three keys, with absolute paths.
    """

    url: str
    transport: Transport = "http"
    grpc_endpoint: str = ""
    protocol: Literal["binary", "json"] = "binary"
    authorization: str | None = None
    tls: Mapping[str, str] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ("logs", "traces")
    environment: str | None = None
    log_user_prompt: bool | None = None
    log_agent_responses: bool | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What connect did: enough to undo it. ``original`` is the text before it, None when there was no file.

    ``digests`` maps each key of ``[otel]`` that was written to a digest of its value, so that later changes by the user
    are told apart; ``dotenv_digest`` is that of the line added to ``.env``, ``""`` when none was. ``mode`` holds the
    former permissions of the file.
    """

    original: str | None
    written_digest: str
    digests: Mapping[str, str]
    dotenv_digest: str = ""
    mode: int | None = None

    def to_json(self) -> str:
        """The receipt as it is kept beside config.toml."""
        return json.dumps({"version": _VERSION, **asdict(self)}, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Receipt | None":
        """The receipt in a file's text; None when it is not one that this version understands."""
        try:
            data = json.loads(text)
            if data.pop("version") != _VERSION:
                return None
            return cls(**data)
        except (ValueError, TypeError, AttributeError, KeyError):
            return None


@dataclass(frozen=True, slots=True)
class Connected:
    """The outcome of connect: the new text, and the receipt to undo it with."""

    text: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Disconnected:
    """The outcome of undoing. ``text`` is None when the file should go, since connect had made it.

    ``kept`` names keys that the user has changed since and that were therefore left alone.
    """

    text: str | None
    kept: tuple[str, ...] = ()


def exporters_for(wanted: Wanted) -> list[Exporter]:
    """The exporters that a wish leads to, logs first."""
    base = normalised_url(wanted.url)
    return [
        Exporter(
            key=key,
            kind=GRPC if wanted.transport == "grpc" else HTTP,
            endpoint=wanted.grpc_endpoint if wanted.transport == "grpc" else f"{base}{OTLP_PATH}/v1/{signal}",
            protocol=wanted.protocol,
            headers={"Authorization": wanted.authorization} if wanted.authorization else {},
            tls=wanted.tls,
        )
        for key, signal in KEYS.items()
        if signal in wanted.signals
    ]


def otel_settings(wanted: Wanted) -> dict[str, Any]:
    """The keys of ``[otel]`` and their values, in the order in which they are written."""
    settings: dict[str, Any] = {
        "environment": wanted.environment,
        "log_user_prompt": wanted.log_user_prompt,
        "log_agent_responses": wanted.log_agent_responses,
    }
    settings |= {exporter.key: exporter.as_toml() for exporter in exporters_for(wanted)}
    return {key: value for key, value in settings.items() if value is not None}


def config_block(wanted: Wanted) -> str:
    """The lines for a config.toml that has no ``[otel]`` yet."""
    return "\n".join(["[otel]", *(f"{key} = {render(value)}" for key, value in otel_settings(wanted).items())]) + "\n"


def conflicts(text: str, wanted: Wanted) -> dict[str, str]:
    """Exporters of other receivers that connect would replace: key of ``[otel]`` → endpoint (``""``: malformed)."""
    found = {}
    for exporter in exporters_for(wanted):
        value = lookup(parse(text), ("otel", exporter.key))
        if value is None or value in ("none", DEFAULTS[exporter.key]):
            continue
        existing = read_exporter(exporter.key, value)
        if existing is None or _place(existing.endpoint) != _place(exporter.endpoint):
            found[exporter.key] = existing.endpoint if existing else ""
    return found


def connect(text: str | None, wanted: Wanted, earlier: Receipt | None = None) -> Connected:
    """Write the wish into the text of config.toml (None: there is no file). Raises ``DocumentError``.

    An earlier connect is undone first, so that the receipt always leads back to what the user had before Sidelight.
    """
    original = disconnect(text, earlier).text if earlier and text is not None else text
    changed = original or ""
    settings = otel_settings(wanted)
    for key, value in settings.items():
        changed = set_value(changed, ("otel", key), value)
    return Connected(
        changed,
        Receipt(original, digest(changed), {key: digest(render(value)) for key, value in settings.items()}),
    )


def disconnect(text: str, receipt: Receipt) -> Disconnected:
    """Undo a connect. Text that nobody touched since gets its former bytes back; otherwise key by key."""
    if digest(text) == receipt.written_digest:
        return Disconnected(receipt.original)
    before = parse(receipt.original or "")
    kept = []
    for key, value_digest in receipt.digests.items():
        value = lookup(parse(text), ("otel", key))
        if value is None:
            continue
        if digest(render(value)) != value_digest:
            kept.append(key)
            continue
        former = lookup(before, ("otel", key))
        text = drop_key(text, ("otel", key)) if former is None else set_value(text, ("otel", key), former)
    if receipt.original is None and not text.strip():
        return Disconnected(None, tuple(kept))
    return Disconnected(text, tuple(kept))


def disconnect_from(text: str, url: str) -> Disconnected:
    """Remove the exporters that send to the server at ``url``, when no receipt tells what connect did."""
    place = _place(url)
    for key in KEYS:
        exporter = read_exporter(key, lookup(parse(text), ("otel", key)))
        if exporter is not None and _place(exporter.endpoint) == place:
            text = drop_key(text, ("otel", key))
    return Disconnected(text)


def normalised_url(url: str) -> str:
    """Base URL of a server from what people paste: no trailing slash, no OTLP path. Raises ``ValueError``."""
    text = url.strip()
    if "://" not in text:
        text = f"http://{text}"
    if read_address(text) is None:
        raise ValueError(f"{url!r} is not the URL of a server")
    for known in (OTLP_PATH, "/v1/"):
        text = text.partition(known)[0]
    return text.rstrip("/")


def digest(text: str) -> str:
    """SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _place(url: str) -> tuple[str, int] | None:
    address = read_address(url)
    return (address.host, address.port) if address else None
