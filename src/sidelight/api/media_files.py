"""The presigned addresses of files: whoever has one sends or fetches that file, without a key (PARITY 8, "Media").

The server stands between senders and the bucket, also when that is S3: SDKs add headers that a presigned S3 URL would
refuse, and only so can length and hash be held to what was announced.
"""

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from sidelight.api.media_answer import media_answer
from sidelight.api.services import Services
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.media.library import UploadError
from sidelight.platform.media.records import NewMedia
from sidelight.platform.media.tickets import MediaTicket, read_ticket, write_ticket
from sidelight.store.blobs import BlobError, BlobMissingError

_log = structlog.get_logger(__name__)

PATH = "/api/media/{ticket}"
_METHODS = "GET, HEAD, OPTIONS, PUT"
_RENEW = "Ask for a new address: POST /api/public/media to upload, GET /api/public/media/{mediaId} to download."
_STATUSES = {"gone": 404, "too_long": 413}


def content_url(base_url: str, secret: InstanceSecret, ticket: MediaTicket) -> str:
    """The address that the ticket opens."""
    return base_url + PATH.format(ticket=write_ticket(secret, ticket))


def media_file_route() -> Route:
    """The route of all presigned addresses; its application keeps its parts in ``app.state.services``."""
    return Route(PATH, _MediaFile())


class _Refused(Exception):
    def __init__(self, status: int, error: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = error


class _MediaFile:
    """An ASGI application, so that uploads stream and every method is answered here."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await _answer(request)
        except _Refused as refused:
            response = _error(refused.status, refused.error, str(refused))
        except UploadError as error:
            response = _error(_STATUSES.get(error.code, 400), error.code, str(error))
        except BlobMissingError:
            response = _error(
                404, "LangfuseNotFoundError", "The file's content is lost: the media store has no such blob."
            )
        except BlobError as error:
            _log.error("media_store_failed", error=str(error))
            message = "The media store cannot take or give the file now; the server's log says why. Try again."
            response = _error(503, "ServiceUnavailable", message)
        except ClientDisconnect:
            return
        # Browser SDKs upload from any site; the ticket in the address is all they need.
        response.headers["Access-Control-Allow-Origin"] = "*"
        await response(scope, receive, send)


async def _answer(request: Request) -> Response:
    services: Services = request.app.state.services
    if request.method == "OPTIONS":
        headers = request.headers.get("access-control-request-headers", "content-type")
        return Response(
            status_code=204,
            headers={
                "Access-Control-Allow-Methods": _METHODS,
                "Access-Control-Allow-Headers": headers,
                "Access-Control-Max-Age": "86400",
            },
        )
    ticket = read_ticket(services.secret, request.path_params["ticket"])
    if ticket is None:
        raise _Refused(403, "InvalidAddress", f"This address was cut off, changed, or made by another server. {_RENEW}")
    if ticket.is_expired:
        raise _Refused(403, "ExpiredAddress", f"This address has expired. {_RENEW}")
    if request.method == "PUT" and ticket.method == "PUT":
        await _receive(request, services, ticket)
        return Response(status_code=200)
    if request.method in ("GET", "HEAD") and ticket.method == "GET":
        record = (await services.media_library.find(ticket.project_id, [ticket.media_id])).get(ticket.media_id)
        if record is None or record.uploaded_at is None:
            raise _Refused(404, "LangfuseNotFoundError", "The file was removed.")
        return await media_answer(request, services.media_library, record, any_site=True)
    raise _Refused(405, "MethodNotAllowed", f"This address is for {ticket.method}, not {request.method[:20]}.")


async def _receive(request: Request, services: Services, ticket: MediaTicket) -> None:
    """Check what the headers say before a byte is read, then take the file."""
    headers = request.headers
    sent_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent_type and sent_type != ticket.content_type:
        message = f"The file was announced as {ticket.content_type}, but is sent as {sent_type[:80]!r}. Send the same."
        raise _Refused(400, "wrong_type", message)
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise _Refused(415, "UnsupportedEncoding", "Send the file as it is, without Content-Encoding.")
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) != ticket.content_length:
        message = f"The upload has {length} bytes, but {ticket.content_length} were announced. Announce the file again."
        raise _Refused(413 if int(length) > ticket.content_length else 400, "wrong_length", message)
    checksum = headers.get("x-amz-checksum-sha256", ticket.sha256)
    if checksum != ticket.sha256:
        message = f"x-amz-checksum-sha256 is not the announced {ticket.sha256}. Announce the file again."
        raise _Refused(400, "wrong_hash", message)
    announced = NewMedia(ticket.media_id, ticket.sha256, ticket.content_type, ticket.content_length)
    await services.media_library.receive(ticket.project_id, announced, request.stream())


def _error(status: int, error: str, message: str) -> Response:
    headers = {"Retry-After": "5"} if status == 503 else {"Allow": _METHODS} if status == 405 else {}
    return JSONResponse({"message": message, "error": error}, status, headers)
