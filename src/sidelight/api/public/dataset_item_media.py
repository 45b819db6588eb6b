"""The files that items of datasets refer to, with addresses to download them."""

from collections.abc import Sequence
from typing import Any

from fastapi import Request

from sidelight.api.public.media import download_of
from sidelight.api.services import Services
from sidelight.platform.datasets.items import DatasetItem
from sidelight.platform.datasets.media_marks import MediaMark, marks_in


async def item_media(
    request: Request, services: Services, project_id: str, items: Sequence[DatasetItem]
) -> list[list[dict[str, Any]]]:
    """``DatasetItemMediaReference`` objects of each item; files that are not here (yet) are left out."""
    marks = [_marks_of(item) for item in items]
    ids = {mark.reference.media_id for of_item in marks for mark in of_item}
    records = await services.media_library.find(project_id, sorted(ids)) if ids else {}
    downloads = {
        record.id: {
            "mediaId": record.id,
            "contentType": record.content_type,
            "contentLength": record.content_length,
            **download_of(request, services, project_id, record),
        }
        for record in records.values()
        if record.uploaded_at is not None
    }
    return [
        [
            {
                "field": mark.field,
                "referenceString": str(mark.reference),
                "jsonPath": mark.json_path,
                "media": downloads[mark.reference.media_id],
            }
            for mark in of_item
            if mark.reference.media_id in downloads
        ]
        for of_item in marks
    ]


def _marks_of(item: DatasetItem) -> list[MediaMark]:
    row = item.row
    fields = (("input", row.input), ("expectedOutput", row.expected_output), ("metadata", row.info))
    return [mark for field, value in fields for mark in marks_in(field, value)]
