"""An environment for each SDK: made once, kept beside Sidelight's own packages, made anew when its pins change."""

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

_PINS = Path(__file__).parent / "requirements"
_ENVIRONMENTS = Path(sys.prefix) / "compat"
_STAMP = "installed.txt"
_INSTALL_S = 240


@dataclass(frozen=True)
class Sdk:
    """One version of the package ``langfuse``."""

    version: str
    # Those with code for pydantic 1 in them do not run on a newer Python.
    newest_python: tuple[int, int] = (99, 0)

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    @property
    def pins(self) -> Path:
        return _PINS / f"langfuse-{self.version}.txt"

    @property
    def folder(self) -> Path:
        return _ENVIRONMENTS / f"langfuse-{self.version}"

    @property
    def python(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin") / "python"


SDKS = (
    Sdk("2.60.10", newest_python=(3, 13)),
    Sdk("3.14.6", newest_python=(3, 13)),
    Sdk("4.14.3"),
    Sdk("4.18.0"),
    Sdk("5.0.4"),
)


def prepare(sdk: Sdk) -> Path:
    """The Python of the SDK's environment. Skips the test (in CI: fails it) where packages cannot be downloaded."""
    if sys.version_info[:2] > sdk.newest_python:
        pytest.skip(f"langfuse {sdk.version} does not run on Python {sys.version_info[0]}.{sys.version_info[1]}")
    stamp, pins = sdk.folder / _STAMP, sdk.pins.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == pins:
        return sdk.python
    venv.create(sdk.folder, clear=True, with_pip=False, symlinks=os.name != "nt")
    # The pins are complete, so nothing needs to be resolved; pip is the one of Sidelight's environment.
    install = [sys.executable, "-m", "pip", "--python", str(sdk.python), "install", "--quiet", "--no-deps"]
    options = ["--disable-pip-version-check", "--no-warn-script-location", "--retries", "1", "--timeout", "20"]
    done = subprocess.run(
        [*install, *options, "--requirement", str(sdk.pins)],
        capture_output=True,
        text=True,
        timeout=_INSTALL_S,
        check=False,
    )
    if done.returncode:
        _give_up(sdk, done.stderr)
    stamp.write_text(pins, encoding="utf-8")
    return sdk.python


def _give_up(sdk: Sdk, errors: str) -> None:
    reason = f"the packages of langfuse {sdk.version} could not be installed"
    if "Retrying (" in errors and not os.environ.get("CI"):
        pytest.skip(f"{reason}: the package index is out of reach. This SDK was NOT tested.")
    pytest.fail(f"{reason}:\n{errors}")
