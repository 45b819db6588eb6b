"""What an observation says of its times."""

import pytest

from sidelight.query.observation import time_to_first_token_us


@pytest.mark.parametrize(("completion_start_us", "expected"), [(1_250, 250), (1_000, 0), (None, None), (999, None)])
def test_a_first_token_before_the_start_is_not_told(completion_start_us: int | None, expected: int | None) -> None:
    assert time_to_first_token_us(1_000, completion_start_us) == expected
