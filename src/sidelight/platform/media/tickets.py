"""Signed permissions to send or fetch one file without a key: what stands in a presigned URL.

A ticket says all that it allows, and until when; its signature is an HMAC under the instance secret. So nothing has to
be stored, and every server that shares the secret takes it.
"""

import base64
import binascii
import hmac
import time
from dataclasses import dataclass
from typing import Literal

import orjson

from sidelight.platform.instance_secret import InstanceSecret

Method = Literal["PUT", "GET"]
_PURPOSE = "media-ticket"
MAX_TICKET_LENGTH = 4000


@dataclass(frozen=True, slots=True)
class MediaTicket:
    """``PUT`` exactly the described bytes, or ``GET`` them. ``expires_s`` is in Unix seconds, lengths are in bytes."""

    method: Method
    project_id: str
    media_id: str
    sha256: str
    content_type: str
    content_length: int
    expires_s: int

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return time.time() >= self.expires_s


def write_ticket(secret: InstanceSecret, ticket: MediaTicket) -> str:
    """The text of a ticket, safe in a URL."""
    values = [
        ticket.method,
        ticket.project_id,
        ticket.media_id,
        ticket.sha256,
        ticket.content_type,
        ticket.content_length,
        ticket.expires_s,
    ]
    body = base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")
    return f"{body}.{secret.hash(body, _PURPOSE)}"


def read_ticket(secret: InstanceSecret, text: str) -> MediaTicket | None:
    """The ticket, expired or not; None when this installation did not write it."""
    body, _, signature = text[:MAX_TICKET_LENGTH].partition(".")
    if not hmac.compare_digest(secret.hash(body, _PURPOSE).encode(), signature.encode("utf-8", "replace")):
        return None
    try:
        return MediaTicket(*orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except (binascii.Error, ValueError, TypeError):  # signed by another version
        return None
