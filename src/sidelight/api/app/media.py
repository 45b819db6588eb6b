"""Files of traces, for the web app."""

from fastapi import APIRouter, Request, Response

from sidelight.api.app.models import AppModel
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access
from sidelight.api.media_answer import media_answer
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.clock import to_iso
from sidelight.platform.media.records import MediaRecord
from sidelight.store.blobs import BlobError, BlobMissingError

router = APIRouter(prefix="/projects/{project_id}", tags=["media"])


class MediaFile(AppModel):
    """A file. ``contentLength`` is in bytes; without ``uploadedAt`` it was announced and has not arrived."""

    id: str
    content_type: str
    content_length: int
    uploaded_at: str | None
    upload_error: str | None


class TraceMedia(MediaFile):
    """A file of a trace, at one of its places: ``field`` of an observation, or of the trace itself (``""``)."""

    observation_id: str
    field: str


class TraceMediaList(AppModel):
    """The files of a trace and its observations, oldest first."""

    items: list[TraceMedia]


@router.get("/traces/{trace_id:path}/media", operation_id="listTraceMedia")
async def get_trace_media(trace_id: str, access: Access, services: ServicesOf) -> TraceMediaList:
    """Files of a trace and its observations, also those that no text mentions."""
    found = await services.media_library.of_trace(access.project_id, trace_id)
    items = [
        TraceMedia(
            **_media_file(one.record).model_dump(), observation_id=one.place.observation_id, field=one.place.field
        )
        for one in found
    ]
    return TraceMediaList(items=items)


@router.get("/media/{media_id}", operation_id="getMedia")
async def get_media(media_id: str, access: Access, services: ServicesOf) -> MediaFile:
    """What is known of a file."""
    return _media_file(await _find(services, access.project_id, media_id))


@router.get("/media/{media_id}/content", operation_id="getMediaContent", response_class=Response)
async def get_media_content(media_id: str, request: Request, access: Access, services: ServicesOf) -> Response:
    """The file itself, in ranges if asked for."""
    record = await _find(services, access.project_id, media_id)
    if record.uploaded_at is None:
        reason = record.upload_error or "The SDK announces a file first and sends it then; it may still come."
        raise AppProblem(404, "The file has not arrived.", reason)
    try:
        return await media_answer(request, services.media_library, record, any_site=False)
    except BlobMissingError as error:
        hint = "Restore the media folder or bucket from a back-up."
        raise AppProblem(404, "The file's content is lost: the media store does not have it.", hint) from error
    except BlobError as error:
        raise AppProblem(503, "The media store does not answer.", "Try again; the server's log says why.") from error


async def _find(services: Services, project_id: str, media_id: str) -> MediaRecord:
    found = await services.media_library.find(project_id, [media_id])
    if media_id not in found:
        raise AppProblem(404, "This project has no such file.", "It may have been deleted with its trace.")
    return found[media_id]


def _media_file(record: MediaRecord) -> MediaFile:
    return MediaFile(
        id=record.id,
        content_type=record.content_type,
        content_length=record.content_length,
        uploaded_at=to_iso(record.uploaded_at) if record.uploaded_at else None,
        upload_error=record.upload_error,
    )
