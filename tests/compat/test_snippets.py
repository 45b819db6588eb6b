"""The programs that the web app and the guide show run as they stand, one after the other as a newcomer would."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.compat.environments import SDKS, prepare
from tests.compat.js.programs import HERE as JAVASCRIPT
from tests.compat.js.programs import require_packages
from tests.e2e.servers import Server, environment, start_server
from tests.e2e.visible import PROJECT, signed_in, wait_until_settled

pytestmark = [pytest.mark.compat, pytest.mark.slow, pytest.mark.timeout(420)]

_ROOT = Path(__file__).parents[2]
_GUIDE = _ROOT / "docs" / "guide"
_PYTHON = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Node reads the modules as they are; what they make depends on nothing but its arguments.
_READ = """
import { FIRST, firstExperiment, firstItem, sdkProgram } from './web/src/components/sdkPrograms.ts'
import { snippet } from './web/src/pages/prompts/use/snippets.ts'
const baseUrl = process.argv[1]
const lines = {
  ...FIRST,
  'first item': firstItem('support/refunds'),
  'experiment on values': firstExperiment(),
  'experiment on a dataset': firstExperiment('support/refunds'),
}
const python = Object.fromEntries(Object.entries(lines).map(([name, one]) => [name, sdkProgram(one, baseUrl)]))
const prompt = {
  name: 'support/answer', type: 'chat', label: 'production',
  variables: ['product', 'question'], placeholders: [], baseUrl,
}
for (const kind of ['python', 'javascript', 'curl']) python[`prompt: ${kind}`] = snippet(kind, prompt)
console.log(JSON.stringify(python))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = start_server(tmp_path_factory.mktemp("snippets"))
    yield running
    running.stop()


def variables(server: Server) -> dict[str, str]:
    return environment(
        LANGFUSE_BASE_URL=server.url,
        LANGFUSE_PUBLIC_KEY=server.public_key,
        LANGFUSE_SECRET_KEY=server.secret_key,
        PYTHONDONTWRITEBYTECODE="1",
    )


def run(name: str, server: Server, *command: str | Path, cwd: Path = _ROOT) -> str:
    done = subprocess.run(
        command, env=variables(server), cwd=cwd, capture_output=True, text=True, timeout=60, check=False
    )
    # The SDKs never raise: they log what the server refuses.
    assert (done.returncode, done.stderr) == (0, ""), f"{name}:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def of_the_web_app(server: Server) -> dict[str, str]:
    programs: dict[str, str] = json.loads(run("read", server, "node", "--input-type=module", "-e", _READ, server.url))
    return programs


def of_the_guide() -> dict[str, str]:
    return {
        f"{page.name} {number}": program
        for page in sorted(_GUIDE.glob("*.md"))
        for number, program in enumerate(_PYTHON.findall(page.read_text(encoding="utf-8")), 1)
    }


def test_programs_run_as_they_are_shown(server: Server) -> None:
    require_packages()
    python = prepare(SDKS[-1])
    for name, program in {**of_the_web_app(server), **of_the_guide()}.items():
        match name.removeprefix("prompt: "):
            case "javascript":
                run(name, server, "node", "--input-type=module", "-e", program, cwd=JAVASCRIPT)
            case "curl":
                told = json.loads(run(name, server, "bash", "-c", program.replace("curl ", "curl -sS ", 1)))
                assert told["name"] == "support/answer"
            case _:
                run(name, server, python, "-c", program)
    with signed_in(server) as browser:
        wait_until_settled(browser)
        experiments = browser.get(f"/api/app/projects/{PROJECT}/experiments").raise_for_status().json()["items"]
    arrived = {row["name"]: row for row in rows(server, "traces")}
    assert {"hello", "search", "answer"} <= set(arrived)
    assert [row["id"] for row in rows(server, "sessions")] == ["chat-1"]
    assert [row["name"] for row in rows(server, "traces", userId="ada@example.com")] == ["hello"]
    assert {0.8, 0.9} <= {row["value"] for row in rows(server, "v2/scores", name="helpfulness")}
    assert [one["datasetName"] for one in experiments] == ["support/refunds", "support/refunds", None]


def rows(server: Server, address: str, **params: Any) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = server.get(f"/api/public/{address}", **params)["data"]
    return data
