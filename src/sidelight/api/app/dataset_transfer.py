"""Files into datasets and out of them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import IO, Annotated, Any, cast
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, ValidationError

from sidelight.api.app import present_transfer as present
from sidelight.api.app.dataset_items import ItemListParameters
from sidelight.api.app.dataset_problems import DatasetRoute
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.app.transfer_models import ImportOptions, ImportPreview, ImportProgress
from sidelight.api.json_answer import json_bytes
from sidelight.api.services import Services, ServicesOf
from sidelight.platform.audit.author import Author
from sidelight.platform.datasets.editing import find_dataset
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal
from sidelight.platform.datasets.tables import Dataset
from sidelight.platform.datasets.transfer.export import ExportFormat, export_items
from sidelight.platform.datasets.transfer.importing import FileImport, Plan, preview_file
from sidelight.platform.datasets.transfer.records import FileRefusal, find_layout
from sidelight.platform.tables import Role
from sidelight.settings import MIB

router = APIRouter(prefix="/projects/{project_id}/datasets/{dataset_id}", tags=["datasets"], route_class=DatasetRoute)

_log = structlog.get_logger(__name__)
_IN_MEMORY = MIB
_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl", "json": "application/json"}
_NDJSON = "application/x-ndjson"
# Imports that go on after their request has ended, until the part at hand is written.
_ending: set[asyncio.Task[None]] = set()

Options = Annotated[
    str, Query(max_length=50_000, description="`ImportOptions` as JSON: how the file is written, and the mapping.")
]


class ExportParameters(ItemListParameters):
    """Which items, and as what."""

    format: ExportFormat = Field("csv", description="csv, jsonl (one object a line) or json (a list).")


@router.get("/export", operation_id="exportDataset", response_class=StreamingResponse)
async def get_export(
    dataset_id: str, access: Access, services: ServicesOf, query: Annotated[ExportParameters, Query()]
) -> Response:
    """The items that match as a file."""
    async with services.database.reading() as session:
        dataset = await find_dataset(session, access.project_id, dataset_id)
    name = f"{dataset.name.replace('/', '-')}.{query.format}"
    return StreamingResponse(
        export_items(services.database, query.query(dataset), query.format),
        media_type=_TYPES[query.format],
        headers={"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"},
    )


@router.post("/import-preview", operation_id="previewDatasetImport", openapi_extra=present.RAW_BODY)
async def post_preview(
    dataset_id: str, request: Request, access: Access, services: ServicesOf, options: Options = "{}"
) -> ImportPreview:
    """What the file in the body, or its beginning, would become. Nothing is stored."""
    wanted = _options(options)
    dataset = await _dataset(services, access, dataset_id)
    with await _received(request, services) as file:
        try:
            plan = _plan(file, wanted)
            found = await asyncio.to_thread(preview_file, file, plan, dataset, is_head=wanted.is_head)
        except FileRefusal as refusal:
            raise _unreadable(refusal) from refusal
    return present.import_preview(found, plan.layout)


@router.post(
    "/import",
    operation_id="importDataset",
    response_class=StreamingResponse,
    responses={200: {"model": ImportProgress, "content": {_NDJSON: {}}}},
    openapi_extra=present.RAW_BODY,
)
async def post_import(
    dataset_id: str, request: Request, access: Access, services: ServicesOf, options: Options = "{}"
) -> Response:
    """Write the items of the file in the body; the answer tells line by line (NDJSON) how far it is.

    Who ends the request stops the import after the part at hand; what was written stays.
    """
    access.require(Role.MEMBER)
    wanted = _options(options)
    if wanted.mapping is None:
        raise AppProblem(422, "'mapping' is missing.", "Ask for a preview, which proposes one.", field="mapping")
    dataset = await _dataset(services, access, dataset_id)
    file = await _received(request, services)
    try:
        plan = _plan(file, wanted)
    except FileRefusal as refusal:
        file.close()
        raise _unreadable(refusal) from refusal
    try:
        run = FileImport(services.database, dataset, file, plan, max_rows=services.settings.datasets.max_import_rows)
    except DatasetRefusal:
        file.close()
        raise
    lines: asyncio.Queue[bytes | None] = asyncio.Queue()
    task = asyncio.create_task(_run(run, access.author, file, lines))
    _ending.add(task)
    task.add_done_callback(_ending.discard)
    return StreamingResponse(_told(lines, run.stop), media_type=_NDJSON, headers={"x-accel-buffering": "no"})


async def _run(run: FileImport, author: Author, file: IO[bytes], lines: asyncio.Queue[bytes | None]) -> None:
    """The import as a task of its own: a request that ends does not tear a part in two."""
    try:
        async for progress in run.run(author):
            lines.put_nowait(json_bytes(present.import_progress(progress)) + b"\n")
    except (FileRefusal, DatasetRefusal, DatasetNotFound) as refusal:
        lines.put_nowait(json_bytes(present.import_failure(str(refusal))) + b"\n")
    except Exception as error:
        _log.exception("import_failed", exc_info=error)
        message = "Sidelight failed to import the file; the server's log says what went wrong."
        lines.put_nowait(json_bytes(present.import_failure(message)) + b"\n")
    finally:
        file.close()
        lines.put_nowait(None)


async def _told(lines: asyncio.Queue[bytes | None], stop: asyncio.Event) -> AsyncIterator[bytes]:
    try:
        while (line := await lines.get()) is not None:
            yield line
    finally:
        stop.set()


async def _dataset(services: Services, access: ProjectAccess, dataset_id: str) -> Dataset:
    async with services.database.reading() as session:
        return await find_dataset(session, access.project_id, dataset_id)


async def _received(request: Request, services: Services) -> IO[bytes]:
    """The body as a file, in memory while it is small."""
    limit = services.settings.datasets.max_import_mb
    file = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - closed by who reads it
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit * MIB:
                raise AppProblem(
                    413,
                    f"The file is larger than {limit} MiB.",
                    "Split it, or let the operator raise SIDELIGHT_DATASETS__MAX_IMPORT_MB.",
                )
            file.write(part)
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    return file


def _plan(file: IO[bytes], options: ImportOptions) -> Plan:
    layout = find_layout(file, options.file_name, options.encoding, options.delimiter)
    return Plan(layout, options.columns(), options.derive_ids, options.file_name)


def _options(text: str) -> ImportOptions:
    try:
        return ImportOptions.model_validate_json(text)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise AppProblem(
            422, f"'options' is not valid: {place or 'the text'}: {first['msg']}.", "Correct it.", field="options"
        ) from error


def _unreadable(refusal: FileRefusal) -> AppProblem:
    return AppProblem(422, str(refusal), "Choose another file, or how it is written.", field="file")
