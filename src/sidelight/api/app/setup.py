"""Set-up pages: whether anything has arrived yet."""

from fastapi import APIRouter

from sidelight.api.app import present
from sidelight.api.app.models import SetupStatus
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import IngestReaders, Reader
from sidelight.query.setup_status import load_setup_status

router = APIRouter(prefix="/projects/{project_id}/setup", tags=["setup"], route_class=ReadRoute)

CODEX = "codex"


@router.get("/codex", operation_id="getCodexSetup")
async def get_codex_setup(reader: Reader, readers: IngestReaders) -> SetupStatus:
    """Whether Codex events have arrived in the project, and the last request that was refused."""
    return present.setup_status(await load_setup_status(reader, CODEX, readers))
