"""Sends the golden captures as Codex sent them."""

from pathlib import Path

import httpx

from tests.e2e.servers import Server
from tests.golden.captures import CAPTURES

_TYPES = {".pb": "application/x-protobuf", ".json": "application/json"}


def bodies_of(capture: str) -> list[Path]:
    """The request bodies of a capture, in order of arrival."""
    found = (CAPTURES / capture).iterdir()
    return sorted(
        path for path in found if path.suffix in _TYPES and path.name[:3].isdigit() and ".meta." not in path.name
    )


def send_captures(server: Server, *names: str) -> None:
    """Send the named captures, or all, to the bare path; each must be accepted."""
    auth = (server.public_key, server.secret_key)
    with httpx.Client(base_url=server.url, auth=auth, timeout=30, trust_env=False) as client:
        for name in names or sorted(path.name for path in CAPTURES.iterdir() if path.is_dir()):
            for body in bodies_of(name):
                answer = client.post(
                    "/api/public/otel",
                    content=body.read_bytes(),
                    headers={"content-type": _TYPES[body.suffix], "user-agent": "OTel-OTLP-Exporter-Rust/0.31.0"},
                )
                assert answer.status_code == 200, (body, answer.text)
