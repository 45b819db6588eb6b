"""Files: announced here, sent to the address that the answer gives (``api.media_files``), reported, and read."""

import re
import time
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, StrictInt, field_validator, model_validator
from pydantic.alias_generators import to_camel

from sidelight.api.address import base_url_for
from sidelight.api.media_files import content_url
from sidelight.api.public.answer import json_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import InvalidRequest, NotFound, PublicRoute
from sidelight.api.services import Services, ServicesOf
from sidelight.model.media import CONTENT_TYPES, MediaPlace, media_id_of
from sidelight.platform.clock import to_iso
from sidelight.platform.media.records import MediaRecord, NewMedia
from sidelight.platform.media.tickets import MediaTicket
from sidelight.settings import MIB

router = APIRouter(tags=["Media"], route_class=PublicRoute)

_SHA256 = re.compile(r"[A-Za-z0-9+/]{43}=")
_PLACES = (
    "Provide either traceId with field input/output/metadata, or datasetId + datasetItemId with field "
    "input/expectedOutput/metadata."
)
_MAX_ID_BYTES = 2000  # an index of PostgreSQL holds no more

Id = Annotated[str, Field(min_length=1, max_length=800)]


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class AnnouncedMedia(_Body):
    """``GetMediaUploadUrlRequest``: a file and the one place that it belongs to."""

    trace_id: Id | None = None
    observation_id: Id | None = None
    dataset_id: Id | None = None
    dataset_item_id: Id | None = None
    content_type: str
    content_length: StrictInt = Field(ge=1)
    sha256_hash: str
    field: Literal["input", "output", "metadata", "expectedOutput"]

    @field_validator("trace_id", "observation_id", "dataset_id", "dataset_item_id")
    @classmethod
    def _check_id(cls, value: str | None) -> str | None:
        if value is not None and ("\0" in value or len(value.encode("utf-8", "replace")) > _MAX_ID_BYTES):
            raise ValueError(f"An id has at most {_MAX_ID_BYTES} bytes, and no NUL character.")
        return value

    @field_validator("content_type")
    @classmethod
    def _check_type(cls, value: str) -> str:
        if value not in CONTENT_TYPES:
            raise ValueError(f"Invalid content type. Only supporting {', '.join(sorted(CONTENT_TYPES))}")
        return value

    @field_validator("sha256_hash")
    @classmethod
    def _check_hash(cls, value: str) -> str:
        if not _SHA256.fullmatch(value):
            raise ValueError("Must be a 44 character base64 encoded SHA-256 hash")
        return value

    @model_validator(mode="after")
    def _check_place(self) -> "AnnouncedMedia":
        of_trace = self.trace_id is not None and self.field != "expectedOutput"
        of_item = self.dataset_id is not None and self.dataset_item_id is not None and self.field != "output"
        has_other = ((self.dataset_id, self.dataset_item_id) if of_trace else (self.trace_id, self.observation_id)) != (
            None,
            None,
        )
        if not (of_trace or of_item) or has_other:
            raise ValueError(_PLACES)
        return self

    @property
    def place(self) -> MediaPlace:
        """What the file belongs to."""
        return MediaPlace(
            field=self.field,
            trace_id=self.trace_id or "",
            observation_id=self.observation_id or "",
            dataset_id=self.dataset_id or "",
            dataset_item_id=self.dataset_item_id or "",
        )


class UploadReport(_Body):
    """``PatchMediaBody``: how an upload went, as its sender saw it."""

    uploaded_at: datetime
    upload_http_status: int = Field(ge=1)
    upload_http_error: str | None = None
    upload_time_ms: float | None = None


@router.post("/media", status_code=201)
async def announce_media(body: AnnouncedMedia, request: Request, access: PublicKey, services: ServicesOf) -> Response:
    """Where to upload a file, with its id; ``uploadUrl`` is null when the project has it already."""
    settings = services.settings.media
    if body.content_length > settings.max_file_mb * MIB:
        raise InvalidRequest(
            "contentLength",
            f"File size must be less than {settings.max_file_mb * MIB} bytes (SIDELIGHT_MEDIA__MAX_FILE_MB)",
        )
    media_id = media_id_of(body.sha256_hash)
    announced = NewMedia(media_id, body.sha256_hash, body.content_type, body.content_length)
    record = await services.media_library.announce(access.project_id, announced, body.place)
    url = None
    if record.uploaded_at is None:
        ticket = MediaTicket(
            method="PUT",
            project_id=access.project_id,
            media_id=media_id,
            sha256=body.sha256_hash,
            content_type=body.content_type,
            content_length=body.content_length,
            expires_s=_expiry_s(services),
        )
        url = content_url(base_url_for(request, services.settings), services.secret, ticket)
    return JSONResponse({"mediaId": media_id, "uploadUrl": url}, 201)


@router.patch("/media/{media_id}", status_code=204)
async def report_upload(media_id: str, body: UploadReport, access: PublicKey, services: ServicesOf) -> Response:
    """Take note of an upload. Whether the file is there is known already, so that only failures are kept."""
    found = await services.media_library.find(access.project_id, [media_id])
    if media_id not in found:
        raise NotFound(f"Media asset {media_id} not found in project {access.project_id}")
    if body.upload_http_status not in (200, 201):
        reason = f"Status {body.upload_http_status}: {body.upload_http_error or 'no reason given'}"
        await services.media_library.note_failure(access.project_id, media_id, reason)
    return Response(status_code=204)


@router.get("/media/{media_id}")
async def get_media(media_id: str, request: Request, access: PublicKey, services: ServicesOf) -> Response:
    """What is known of a file, and where to download it without a key for a while."""
    record = (await services.media_library.find(access.project_id, [media_id])).get(media_id)
    if record is None:
        raise NotFound("Media asset not found")
    if record.uploaded_at is None:
        raise NotFound(
            f"Media upload failed. {record.upload_error}" if record.upload_error else "Media not yet uploaded"
        )
    shape: dict[str, Any] = {
        "mediaId": record.id,
        "contentType": record.content_type,
        "contentLength": record.content_length,
        "uploadedAt": to_iso(record.uploaded_at),
        **download_of(request, services, access.project_id, record),
    }
    return json_response(shape)


def download_of(request: Request, services: Services, project_id: str, record: MediaRecord) -> dict[str, str]:
    """Where a file that is here can be downloaded without a key, and until when."""
    ticket = MediaTicket(
        method="GET",
        project_id=project_id,
        media_id=record.id,
        sha256=record.sha256,
        content_type=record.content_type,
        content_length=record.content_length,
        expires_s=_expiry_s(services),
    )
    return {
        "url": content_url(base_url_for(request, services.settings), services.secret, ticket),
        "urlExpiry": to_iso(datetime.fromtimestamp(ticket.expires_s, UTC)),
    }


def _expiry_s(services: Services) -> int:
    return int(time.time()) + services.settings.media.link_minutes * 60
