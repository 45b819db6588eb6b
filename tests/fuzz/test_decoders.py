"""A short run of the fuzzer in every test run; ``python -m tests.fuzz.fuzz_decoders --minutes 10`` is the long one."""

from pathlib import Path

import pytest

from tests.fuzz.fuzz_decoders import run_mutations


@pytest.mark.slow
def test_mutated_captures_break_nothing(tmp_path: Path) -> None:
    tried, found = run_mutations(10, seed=20261123, out=tmp_path)
    assert tried > 100
    assert found == 0, [path.name for path in tmp_path.iterdir()]
