"""Runs the end-to-end suite of langfuse-python against a Sidelight of its own, as `make serve` starts it.

``python -m tests.compat.langfuse_python --suite FOLDER``, with a checkout of langfuse-python in FOLDER. The suite is in
no package and wants http://localhost:3000, which must be free; so it is a command, and no part of `make test`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import httpx

from tests.e2e.servers import SIDELIGHT, environment

TESTED_VERSION = "4.14.3"
URL = "http://localhost:3000"
# What the suite's own continuous integration gives to Langfuse.
INIT = {
    "LANGFUSE_INIT_ORG_ID": "0c6c96f4-0ca0-4f16-92a8-6dd7d7c6a501",
    "LANGFUSE_INIT_ORG_NAME": "SDK Test Org",
    "LANGFUSE_INIT_PROJECT_ID": "7a88fb47-b4e2-43b8-a06c-a5ce950dc53a",
    "LANGFUSE_INIT_PROJECT_NAME": "SDK Test Project",
    "LANGFUSE_INIT_PROJECT_PUBLIC_KEY": "pk-lf-1234567890",
    "LANGFUSE_INIT_PROJECT_SECRET_KEY": "sk-lf-1234567890",
    "LANGFUSE_INIT_USER_EMAIL": "sdk-tests@langfuse.local",
    "LANGFUSE_INIT_USER_NAME": "SDK Tests",
    "LANGFUSE_INIT_USER_PASSWORD": "langfuse-ci-password",
}
PACKAGES = (
    "pytest<9", "pytest-timeout", "pytest-xdist", "pytest-asyncio<1.2", "pytest-httpserver<2", "langchain>=1,<2",
    "langchain-openai<0.4", "langgraph>=1,<2", "autoevals", "openai", "opentelemetry-instrumentation-threading",
    "tenacity",
)  # fmt: skip
# They call a model of OpenAI itself.
NEED_OPENAI = frozenset({"test_decorators_langchain", "test_async_nested_openai_chat_stream"})
_READY_S = 60.0
_FILE_S = 1200.0


@dataclass(frozen=True)
class Outcome:
    """How the tests of one file went."""

    file: str
    tests: int
    skipped: int
    failed: tuple[str, ...]
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it all; 0 when nothing failed but what needs a key of OpenAI."""
    parser = argparse.ArgumentParser(prog="python -m tests.compat.langfuse_python", description=__doc__)
    parser.add_argument("--suite", type=Path, required=True, help="folder of a checkout of langfuse-python")
    parser.add_argument("--environment", type=Path, default=Path(sys.prefix) / "compat" / f"suite-{TESTED_VERSION}")
    parser.add_argument("--read-timeout", type=int, default=20, metavar="SECONDS", help="how long a test waits to read")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="files, such as test_media.py")
    given = parser.parse_args(arguments)
    suite = given.suite.resolve()
    files = sorted((suite / "tests" / "e2e").glob("test_*.py"))
    if not files:
        parser.error(f"{suite} has no tests/e2e: name a checkout of langfuse-python at v{TESTED_VERSION}")
    unknown = set(given.only) - {file.name for file in files}
    if unknown:
        parser.error(f"the suite has no file {', '.join(sorted(unknown))}: name those of tests/e2e as test_media.py")
    python = _prepared(given.environment, suite)
    results = []
    with tempfile.TemporaryDirectory(prefix="sidelight-suite-") as folder, _serving(Path(folder)):
        for file in files:
            if not given.only or file.name in given.only:
                results.append(_run(python, suite, file, Path(folder), given.read_timeout))
                _print(results[-1])
    return _summary(results)


def _prepared(folder: Path, suite: Path) -> Path:
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"Making the suite's environment in {folder} …", flush=True)
        venv.create(folder, with_pip=True)
    # The SDK is the checkout itself, which is found first.
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        f"langfuse=={TESTED_VERSION}",
    ]
    if not (folder / "installed").exists():
        subprocess.run([*install, *PACKAGES], check=True)
        (folder / "installed").touch()
    version = subprocess.run(
        [python, "-c", "import langfuse; print(langfuse.__version__, langfuse.__file__)"],
        cwd=suite, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    print(f"langfuse {version[0]} of {'the checkout' if Path(version[1]).is_relative_to(suite) else version[1]}\n")
    return python


@contextmanager
def _serving(folder: Path) -> Iterator[None]:
    """Sidelight on port 3000 with the project that the suite expects."""
    try:
        httpx.get(URL, trust_env=False)
    except httpx.ConnectError:
        pass
    else:
        raise SystemExit(f"error: something answers at {URL} already; the suite needs that address for itself")
    log = folder / "serve.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [SIDELIGHT, "serve", "--port", "3000", "--data", folder / "data"],
            env=environment(**INIT), stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        _wait_until_ready(server, log)
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_ready(server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if httpx.get(f"{URL}/api/public/ready", trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit(f"error: Sidelight did not start:\n{log.read_text(encoding='utf-8')}")


def _run(python: Path, suite: Path, file: Path, folder: Path, read_timeout_s: int) -> Outcome:
    """One file in a process of its own, as the suite's continuous integration does."""
    report = folder / f"{file.stem}.xml"
    began = time.monotonic()
    done = subprocess.run(
        [
            python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "log_cli=false", "--tb=short",
            "--timeout=180", "--timeout-method=thread", f"--junit-xml={report}", file,
        ],
        cwd=suite,
        env=environment(
            LANGFUSE_BASE_URL=URL,
            LANGFUSE_HOST=URL,
            LANGFUSE_PUBLIC_KEY=INIT["LANGFUSE_INIT_PROJECT_PUBLIC_KEY"],
            LANGFUSE_SECRET_KEY=INIT["LANGFUSE_INIT_PROJECT_SECRET_KEY"],
            LANGFUSE_E2E_READ_TIMEOUT_SECONDS=str(read_timeout_s),
            LANGFUSE_E2E_READ_INTERVAL_SECONDS="0.25",
            OPENAI_API_KEY=os.environ.get("OPENAI_API_KEY", "sk-none"),
        ),
        capture_output=True,
        text=True,
        timeout=_FILE_S,
        check=False,
    )  # fmt: skip
    seconds = time.monotonic() - began
    if not report.exists():
        raise SystemExit(f"error: {file.name} could not be run:\n{done.stdout}{done.stderr}")
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = tuple(
        case.attrib["name"] for case in cases if case.find("failure") is not None or case.find("error") is not None
    )
    if unexpected := set(failed) - NEED_OPENAI:
        print(f"{done.stdout}\nunexpected: {', '.join(sorted(unexpected))}\n", flush=True)
    return Outcome(file.name, len(cases), sum(case.find("skipped") is not None for case in cases), failed, seconds)


def _print(outcome: Outcome) -> None:
    passed = outcome.tests - outcome.skipped - len(outcome.failed)
    counts = f"{passed:4} passed  {len(outcome.failed):3} failed  {outcome.skipped:3} skipped"
    print(f"{outcome.file:28} {counts}  {outcome.seconds:5.0f} s  {', '.join(outcome.failed)}", flush=True)


def _summary(outcomes: Sequence[Outcome]) -> int:
    failed = tuple(name for outcome in outcomes for name in outcome.failed)
    totals = (sum(outcome.tests for outcome in outcomes), sum(outcome.skipped for outcome in outcomes))
    _print(Outcome("total", *totals, failed, sum(outcome.seconds for outcome in outcomes)))
    unexpected = sorted(set(failed) - NEED_OPENAI)
    print(f"\nFailed and should not have: {', '.join(unexpected) or 'none'}")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
