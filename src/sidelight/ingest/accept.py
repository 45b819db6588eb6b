"""What every OTLP receiver does between reading a body and answering: identify, check, make durable."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from sidelight.ingest.refusals import RefusalLog
from sidelight.ingest.refused import RefusedError
from sidelight.otlp.decode import CheckedBody, Format, OtlpError, Signal, check, identify, signals_of
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.keys import KeyIdentity, KeyVerifier
from sidelight.settings import MIB, Settings
from sidelight.store.journal import Journal, JournalEntry, JournalError

IN_THREAD_FROM_BYTES = 1 * MIB
RETRY_AFTER_S = 5
MAX_HEADER_CHARS = 300
_SAMPLE_BYTES = 400


class ReceiverServices(Protocol):
    """The running parts that receivers use."""

    @property
    def settings(self) -> Settings:
        """The settings."""
        ...

    @property
    def keys(self) -> KeyVerifier:
        """Checks project keys."""
        ...

    @property
    def journal(self) -> Journal:
        """Where accepted requests become durable."""
        ...

    @property
    def refusals(self) -> RefusalLog:
        """Where refused requests are noted."""
        ...


@dataclass(frozen=True, slots=True)
class Accepted:
    """A body that may go into the journal."""

    body: bytes
    format: Format
    signal: Signal
    checked: CheckedBody


async def authenticate(services: ReceiverServices, header: str | None) -> KeyIdentity:
    """Who sends. Raises :class:`RefusedError`: 401, 403 for another kind of key, 503 when it cannot be checked now."""
    identity = await services.keys.authenticate(header)
    if isinstance(identity, KeyRefusal):
        if identity.code == "unavailable":
            raise RefusedError(503, identity.code, identity.reason, identity.hint, retry_after_s=RETRY_AFTER_S)
        raise RefusedError(identity.status, identity.code, identity.reason, identity.hint)
    return identity


async def check_content(body: bytes, fmt: Format, expected: Signal | None, hint: str = "") -> Accepted:
    """The signal of a body and its unusable records.

    A body in which nothing is usable is refused; so the pipeline only sees bodies that are worth its time.
    ``expected`` is the signal that the address takes, None where it takes all; ``hint`` is added to the answer when the
    body carries another. Raises :class:`RefusedError` (400) for what is not OTLP.
    """
    try:
        if len(body) >= IN_THREAD_FROM_BYTES:
            return await asyncio.to_thread(_check, body, fmt, expected, hint)
        return _check(body, fmt, expected, hint)
    except OtlpError as error:
        sample = body[:_SAMPLE_BYTES].decode("utf-8", "replace")
        raise RefusedError(400, "not_otlp", error.reason, error.hint, kind="undecodable", sample=sample) from error


def _check(body: bytes, fmt: Format, expected: Signal | None, hint: str) -> Accepted:
    signal = expected or identify(body, fmt)
    if expected and expected not in (found := signals_of(body, fmt)):
        actual = min(found)
        raise RefusedError(
            400,
            "wrong_signal",
            f"The body holds {actual}, but this address takes {expected}.",
            hint.format(actual=actual),
            kind="undecodable",
        )
    checked = check(body, signal, fmt)
    if checked.count and checked.rejected >= checked.count:
        raise RefusedError(
            400,
            "no_usable_records",
            partial_success_message(checked),
            "Nothing of the request was stored.",
            kind="undecodable",
            sample=checked.problems[0].sample,
        )
    return Accepted(body, fmt, signal, checked)


async def make_durable(
    services: ReceiverServices,
    identity: KeyIdentity,
    accepted: Accepted,
    meta: Mapping[str, Any],
) -> None:
    """Put the request into the journal. Raises :class:`RefusedError` (503) when it is not durable."""
    entry = JournalEntry(
        project_id=identity.project_id,
        signal=accepted.signal.value,
        format=accepted.format.value,
        received_ns=time.time_ns(),
        body=accepted.body,
        meta={**meta, "key_id": identity.key_id},
    )
    try:
        await services.journal.append(entry)
    except JournalError as error:
        raise RefusedError(
            503,
            "journal_failed",
            f"The request could not be stored: {error}",
            "Free some disk space or look at the server's log, then send again.",
            retry_after_s=RETRY_AFTER_S,
        ) from error


def partial_success_message(checked: CheckedBody) -> str:
    """What a sender is told of records that were not taken, ``""`` when all were."""
    if not checked.rejected:
        return ""
    reasons = dict.fromkeys(problem.reason for problem in checked.problems if problem.lost)
    told = " ".join(list(reasons)[:3])
    return f"{checked.rejected} of {checked.count} records cannot be used: {told}"
