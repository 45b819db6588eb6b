"""What no linter holds: how large a file may be, what may be imported at run time, and that nothing names a machine."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
LONGEST_FILE = 500
CORE = [path for path in SOURCES if path.parts[len(ROOT.parts) + 2] in {"model", "otlp", "agents", "mapping", "enrich"}]
FORBIDDEN_NAMES = {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_a_file_has_one_subject(path: Path) -> None:
    assert path.stem not in FORBIDDEN_NAMES
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


def test_all_package_folders_are_packages() -> None:
    folders = {path.parent for path in SOURCES} - {ROOT / "src"}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


def test_the_server_starts_without_the_heavy_libraries() -> None:
    """chdb-core declares pandas and pyarrow, which we do not use; gRPC and prices are loaded when first needed."""
    program = (
        "import sys, sidelight.server, sidelight.cli.main\n"
        "print(*[name for name in ('pandas', 'pyarrow', 'numpy', 'grpc', 'genai_prices') if sys.modules.get(name)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_the_core_has_no_clock_and_no_chance(path: Path) -> None:
    """The core takes times as values: replaying a journal next week must give the same."""
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)}
    assert not calls & {"time.time", "time.time_ns", "datetime.now", "datetime.utcnow", "random.random", "uuid4"}
