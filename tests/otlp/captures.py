"""What Codex really sent, byte for byte: the captures beside the checkout."""

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sidelight.otlp.decode import Format, Signal


def captures_dir() -> Path:
    """Folder of the captures; ``SIDELIGHT_CAPTURES`` names another one."""
    beside = Path(__file__).parents[3] / "shared" / "codex" / "captures"
    return Path(os.environ.get("SIDELIGHT_CAPTURES", beside))


@dataclass(frozen=True, slots=True)
class Capture:
    """One recorded request."""

    path: Path
    signal: Signal
    format: Format
    url_path: str
    user_agent: str

    @property
    def body(self) -> bytes:
        return self.path.read_bytes()

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"


@cache
def all_captures() -> list[Capture]:
    """All recorded requests, in the order of arrival."""
    return [_read(path) for path in sorted(captures_dir().glob("*/*.meta.json"))]


def _read(meta_path: Path) -> Capture:
    meta = json.loads(meta_path.read_text())
    headers = dict(meta["headers"])
    is_json = "json" in headers["content-type"]
    body = meta_path.with_name(meta_path.name.replace(".meta.json", ".json" if is_json else ".pb"))
    return Capture(
        path=body,
        signal=Signal(meta["signal"]),
        format=Format.JSON if is_json else Format.PROTOBUF,
        url_path=meta["path"],
        user_agent=headers["user-agent"],
    )
