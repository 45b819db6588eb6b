"""Guessing is slowed down; people who know their password are not."""

import pytest

from sidelight.platform import login_throttle
from sidelight.platform.login_throttle import MAX_BY_ACCOUNT, MAX_BY_ADDRESS, WINDOW_S, LoginThrottle


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def throttle(clock: Clock) -> LoginThrottle:
    return LoginThrottle(clock)


def test_an_account_is_closed_after_ten_failures_and_opens_again(throttle: LoginThrottle, clock: Clock) -> None:
    for number in range(MAX_BY_ACCOUNT):
        assert throttle.begin(f"10.0.0.{number}", "ada") == 0
    assert throttle.begin("10.0.1.1", "ada") == WINDOW_S
    assert throttle.begin("10.0.1.1", "bob") == 0
    clock.now_s = WINDOW_S - 10
    assert throttle.begin("10.0.1.1", "ada") == 10
    clock.now_s = WINDOW_S
    assert throttle.begin("10.0.1.1", "ada") == 0


def test_an_address_is_closed_whatever_account_it_tries(throttle: LoginThrottle) -> None:
    for number in range(MAX_BY_ADDRESS):
        assert throttle.begin("10.0.0.1", f"user{number}") == 0
    assert throttle.begin("10.0.0.1", "another") > 0
    assert throttle.begin("10.0.0.1") > 0
    assert throttle.begin("10.0.0.2", "another") == 0


def test_success_does_not_count(throttle: LoginThrottle) -> None:
    for _ in range(3 * MAX_BY_ADDRESS):
        assert throttle.begin("10.0.0.1", "ada") == 0
        throttle.succeeded("10.0.0.1", "ada")


def test_success_forgets_the_failures_of_the_account_but_not_of_the_address(throttle: LoginThrottle) -> None:
    for _ in range(MAX_BY_ACCOUNT):
        throttle.begin("10.0.0.1", "ada")
    throttle.succeeded("10.0.0.1", "ada")
    assert throttle.begin("10.0.0.1", "ada") == 0
    for number in range(MAX_BY_ADDRESS - MAX_BY_ACCOUNT):
        assert throttle.begin("10.0.0.1", f"user{number}") == 0
    assert throttle.begin("10.0.0.1", "ada") > 0


def test_an_ipv6_customer_is_one_address(throttle: LoginThrottle) -> None:
    for number in range(MAX_BY_ADDRESS):
        assert throttle.begin(f"2001:db8:1:2::{number:x}", f"user{number}") == 0
    assert throttle.begin("2001:db8:1:2:ffff::1", "ada") > 0
    assert throttle.begin("2001:db8:1:3::1", "ada") == 0


def test_memory_is_bounded(throttle: LoginThrottle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login_throttle, "_MAX_TRACKED", 50)
    for number in range(500):
        throttle.begin(f"10.0.{number // 250}.{number % 250}", f"user{number}")
    assert len(throttle._attempts) == 50
