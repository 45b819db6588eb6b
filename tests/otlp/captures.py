"""What Codex really sent, byte for byte: logs and traces of the golden files, and metrics beside this file."""

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sidelight.otlp.decode import Format, Signal

_FOLDERS = (Path(__file__).parents[1] / "golden" / "captures", Path(__file__).parent / "metrics")
# The one that was recorded with an address for each signal; the others sent everything to one.
_OWN_ADDRESSES = "03_tools_logs_traces_pb"


@dataclass(frozen=True, slots=True)
class Capture:
    """One recorded request: ``NNN-<signal>.pb`` or ``.json`` in a folder named for what was run."""

    path: Path
    signal: Signal
    format: Format

    @property
    def url_path(self) -> str:
        """Where it was sent."""
        return f"/v1/{self.signal}" if self.path.parent.name == _OWN_ADDRESSES else "/api/public/otel"

    @property
    def body(self) -> bytes:
        content = self.path.read_bytes()
        return gzip.decompress(content) if self.path.suffix == ".gz" else content

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.name.removesuffix('.gz')}"


@cache
def all_captures() -> list[Capture]:
    """All recorded requests, in the order of arrival."""
    return sorted((_named(path) for folder in _FOLDERS for path in folder.glob("*/[0-9][0-9][0-9]-*")), key=str)


def _named(path: Path) -> Capture:
    signal, _, extension = path.name[4:].removesuffix(".gz").partition(".")
    return Capture(path, Signal(signal), Format.JSON if extension == "json" else Format.PROTOBUF)
