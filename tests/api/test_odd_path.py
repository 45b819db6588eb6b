"""Control characters in addresses: an answer in the API's own shape, whatever route they would have missed."""

import httpx
import pytest
from fastapi import FastAPI

from sidelight.api.odd_path import OddPaths


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/public/traces/a%00b", 404),
        ("/api/public/traces/a%0Ab", 404),
        ("/api/app/projects/%0D/traces", 404),
        ("/api/public/traces?name=%00", 400),
        ("/api/app/projects/p/traces?%00=1", 422),
        ("/api/public/traces/%E2%80%A8?name=%20", 200),
        ("/page/%0A", 200),
    ],
)
async def test_addresses(address: str, status: int) -> None:
    app = FastAPI()

    @app.get("/{rest:path}")
    async def found() -> dict[str, str]:
        return {}

    @app.get("/page/\n")
    async def page() -> dict[str, str]:
        return {}

    app.add_middleware(OddPaths)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        answer = await client.get(address)
    assert answer.status_code == status
    assert status == 200 or answer.json()["message"]
    assert "public" not in address or status == 200 or set(answer.json()) == {"message", "error"}
