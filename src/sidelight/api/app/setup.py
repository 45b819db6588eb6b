"""Set-up pages: has anything arrived yet?"""

from fastapi import APIRouter

from sidelight.api.app.models import SetupStatus
from sidelight.api.app.reading import Reader

router = APIRouter(prefix="/projects/{project_id}/setup", tags=["setup"])


@router.get("/codex", operation_id="getCodexSetup")
async def get_codex_setup(reader: Reader) -> SetupStatus:
    """Whether Codex events have arrived in the project, and the last refusal if not."""
    raise NotImplementedError
