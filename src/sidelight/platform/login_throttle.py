"""Slows down guessing: counts failed sign-ins by address and by account, in memory."""

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW_S = 300.0
MAX_BY_ACCOUNT = 10
MAX_BY_ADDRESS = 30
_MAX_TRACKED = 10_000


class LoginThrottle:
    """Failed attempts within the last five minutes; the oldest are forgotten when too many are tracked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives monotonic seconds."""
        self._clock = clock
        self._attempts: OrderedDict[tuple[str, str], deque[float]] = OrderedDict()

    def begin(self, address: str, account: str = "") -> int:
        """Count an attempt before it is judged, so that parallel ones count too.

        Returns 0 when it may go on, otherwise the seconds to wait (and then the attempt is not counted).
        """
        keys = _keys(address, account)
        wait_s = max(self._wait_s(key, limit) for key, limit in keys)
        if wait_s > 0:
            return math.ceil(wait_s)
        for key, _ in keys:
            self._attempts.setdefault(key, deque()).append(self._clock())
            self._attempts.move_to_end(key)
        while len(self._attempts) > _MAX_TRACKED:
            self._attempts.popitem(last=False)
        return 0

    def succeeded(self, address: str, account: str = "") -> None:
        """The attempt was right: take it back, and forget the account's failures."""
        for key, _ in _keys(address, account):
            attempts = self._attempts.get(key)
            if attempts:
                attempts.pop()
            if key[0] == "account" or not attempts:
                self._attempts.pop(key, None)

    def _wait_s(self, key: tuple[str, str], limit: int) -> float:
        attempts = self._attempts.get(key)
        if attempts is None:
            return 0
        begin_s = self._clock() - WINDOW_S
        while attempts and attempts[0] <= begin_s:
            attempts.popleft()
        return attempts[0] - begin_s if len(attempts) >= limit else 0


def _keys(address: str, account: str) -> list[tuple[tuple[str, str], int]]:
    keys = [(("address", _network(address)), MAX_BY_ADDRESS)]
    if account:
        keys.append((("account", account), MAX_BY_ACCOUNT))
    return keys


def _network(address: str) -> str:
    """One IPv4 address, or the /64 network that one IPv6 customer has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else address
