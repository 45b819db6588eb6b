"""Ids of metadata objects: random texts, short enough to read out, growing with time like cuids."""

import secrets
import time

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_TIME_LENGTH = 8
_RANDOM_LENGTH = 16


def new_id() -> str:
    """A new id: ``c``, eight characters of time (ms, base 36) and sixteen random ones (82 bits)."""
    left = time.time_ns() // 1_000_000
    digits = []
    for _ in range(_TIME_LENGTH):
        left, digit = divmod(left, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    stamp = "".join(reversed(digits))
    return "c" + stamp + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))
