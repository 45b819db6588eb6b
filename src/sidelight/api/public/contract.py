"""Hosts the contract that the public API follows: Langfuse's published OpenAPI document, unchanged (PARITY 1)."""

from pathlib import Path

from starlette.responses import FileResponse
from starlette.routing import Route

CONTRACT = Path(__file__).with_name("langfuse_openapi.yml")
PATHS = ("/generated/api/openapi.yml", "/api/openapi.yaml")


def contract_routes() -> list[Route]:
    """The addresses that Langfuse has had for it."""
    return [Route(path, _send) for path in PATHS]


async def _send(_: object) -> FileResponse:
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=3600"}
    return FileResponse(CONTRACT, media_type="application/yaml", headers=headers)
