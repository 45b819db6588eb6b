"""A request that brings something: read its JSON within limits, make it durable, wait until it is visible.

What is refused is answered in Langfuse's shape and noted for the Ingestion page, since few senders show it to anybody.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, cast
from uuid import uuid4

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from sidelight.api.acceptance import accept_entry
from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import PublicAccess, PublicKey, PublicRefusal, ScoreKey
from sidelight.api.public.errors import NOT_FOUND, PublicRoute, error_response
from sidelight.api.services import Services, get_services
from sidelight.ingest.accept import IN_THREAD_FROM_BYTES, MAX_HEADER_CHARS, RETRY_AFTER_S
from sidelight.ingest.body import check_length, encoding_of, expected_size, read_body
from sidelight.ingest.byte_budget import ByteBudget
from sidelight.ingest.refusals import Refusal
from sidelight.ingest.refused import RefusedError
from sidelight.otlp.errors import OtlpError
from sidelight.otlp.json_document import load_document
from sidelight.platform.audit.noting import Change, note_change
from sidelight.settings import MIB
from sidelight.store.journal import JournalError

_SAMPLE_BYTES = 400
_DELIVERY = "sidelight_delivery"
_NAMES = {404: NOT_FOUND, 413: "PayloadTooLargeError", 503: "ServiceUnavailable"}


class Delivery:
    """One request of a known sender."""

    def __init__(self, request: Request, services: Services, access: PublicAccess) -> None:
        self.request = request
        self.services = services
        self.project_id = access.project_id
        self.key_id = access.key_id
        self.is_for_scores = access.is_for_scores
        self._author = access.author
        self.request_id = uuid4().hex
        self.received_ns = time.time_ns()
        self.bytes = 0

    async def json(self, limit: int) -> Any:
        """The body as JSON, of at most ``limit`` bytes. Raises :class:`RefusedError` (400, 408, 413, 415)."""
        headers = self.request.headers
        encoding = encoding_of(headers.get("content-encoding"))
        text = headers.get("content-length", "")
        length = int(text) if text.isdecimal() else None
        try:
            check_length(length, limit)
            async with _budget_of(self.request, self.services).share(expected_size(length, encoding, limit)) as share:
                body, self.bytes = await read_body(self.request.stream(), encoding, limit, share)
        except RefusedError as error:
            self.bytes = self.bytes or length or 0
            if error.status == 413:
                error.hint = f"Send it in several requests: this address takes up to {limit / MIB:g} MiB at once."
            raise
        try:
            if len(body) >= IN_THREAD_FROM_BYTES:
                return await asyncio.to_thread(load_document, body)
            return load_document(body)
        except OtlpError as error:
            sample = body[:_SAMPLE_BYTES].decode("utf-8", "replace")
            raise RefusedError(400, "not_json", error.reason, error.hint, kind="undecodable", sample=sample) from error

    async def accept(self, signal: str, body: bytes) -> None:
        """Make a journal entry durable, and wait a while until its effect is visible.

        Raises :class:`RefusedError` (503) when it is not durable.
        """
        try:
            await accept_entry(self.services, self.project_id, signal, body, self._meta())
        except JournalError as error:
            raise RefusedError(
                503,
                "journal_failed",
                f"The request could not be stored: {error}",
                "Free some disk space or look at the server's log, then send again.",
                retry_after_s=RETRY_AFTER_S,
            ) from error

    async def note(self, change: Change) -> None:
        """Put a change by this request into the audit log."""
        async with self.services.database.session() as session:
            await note_change(session, self._author, change)

    def _meta(self) -> dict[str, Any]:
        headers = self.request.headers
        return {
            "request_id": self.request_id,
            "transport": "http",
            "path": self.request.url.path,
            "address": _address_of(self.request),
            "user_agent": headers.get("user-agent", "")[:MAX_HEADER_CHARS],
            "bytes": self.bytes,
            "key_id": self.key_id,
            "sdk_name": headers.get("x-langfuse-sdk-name", "")[:MAX_HEADER_CHARS],
            "sdk_version": headers.get("x-langfuse-sdk-version", "")[:MAX_HEADER_CHARS],
        }


def delivery(request: Request, services: Annotated[Services, Depends(get_services)], access: PublicKey) -> Delivery:
    """FastAPI dependency: the request of a project key."""
    found = Delivery(request, services, access)
    setattr(request.state, _DELIVERY, found)
    return found


def score_delivery(
    request: Request, services: Annotated[Services, Depends(get_services)], access: ScoreKey
) -> Delivery:
    """FastAPI dependency: the same where scores come, which a public key alone may send (``is_for_scores``)."""
    return delivery(request, services, access)


Delivered = Annotated[Delivery, Depends(delivery)]
DeliveredScores = Annotated[Delivery, Depends(score_delivery)]


class _NotingRoute(APIRoute):
    """Notes and answers refusals."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with refusals noted."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                return await handle(request)
            except PublicRefusal as error:
                found = error.refusal
                _note(request, RefusedError(error.status_code, found.code, found.reason, found.hint))
                raise
            except ClientDisconnect:
                reason = "The sender closed the connection before its request had arrived."
                _note(request, RefusedError(499, "disconnected", reason, "Its timeout may be too short."))
                return Response(status_code=400)
            except RefusedError as error:
                _note(request, error)
                return refused_response(error)

        return guarded


class DeliveryRoute(PublicRoute, _NotingRoute):
    """A route that takes something; what it refuses is noted."""


def refused_response(error: RefusedError) -> Response:
    """The answer to a refused request: ``{message, error}``; 400 lists what is wrong in ``error``."""
    headers = {} if error.retry_after_s is None else {"Retry-After": str(error.retry_after_s)}
    text = f"{error.reason} {error.hint}".strip()
    if error.status == 400:
        return error_response(400, "Invalid request data", [{"code": error.code, "path": [], "message": text}])
    return error_response(error.status, text, _NAMES.get(error.status, error.code), headers)


def events_answer(status: int, body: dict[str, Any]) -> Response:
    """A JSON answer of another status than 200."""
    response = json_response(body)
    response.status_code = status
    return response


def _note(request: Request, error: RefusedError) -> None:
    found = cast("Delivery | None", getattr(request.state, _DELIVERY, None))
    get_services(request).refusals.record(
        Refusal(
            received_ns=found.received_ns if found else time.time_ns(),
            transport="http",
            path=request.url.path,
            address=_address_of(request),
            user_agent=request.headers.get("user-agent", ""),
            status=error.status,
            code=error.code,
            reason=error.reason,
            hint=error.hint,
            kind=error.kind,
            project_id=found.project_id if found else "",
            key_id=found.key_id if found else "",
            format="json",
            bytes=found.bytes if found else 0,
            sample=error.sample,
        )
    )


def _budget_of(request: Request, services: Services) -> ByteBudget:
    """The memory that bodies of this application take together."""
    state = request.app.state
    if not hasattr(state, "json_budget"):
        state.json_budget = ByteBudget(services.settings.ingest.max_in_flight_mb * MIB)
    return cast(ByteBudget, state.json_budget)


def _address_of(request: Request) -> str:
    return request.client.host if request.client else ""
