"""Programs with the real SDK, as people run them beside the web app."""

import json
import subprocess
from typing import Any

from tests.compat.environments import SDKS, prepare
from tests.e2e.servers import Server, environment

_TIMEOUT_S = 60


def run_program(server: Server, program: str, *arguments: str) -> Any:
    """Run Python with the newest SDK of langfuse; what it prints in its last line, as JSON."""
    done = subprocess.run(
        [prepare(SDKS[-1]), "-c", program, *arguments],
        env=environment(
            LANGFUSE_BASE_URL=server.url,
            LANGFUSE_PUBLIC_KEY=server.public_key,
            LANGFUSE_SECRET_KEY=server.secret_key,
        ),
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )
    # The SDK never raises: it logs what the server refuses.
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])
