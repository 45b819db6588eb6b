"""Passwords: argon2id, computed on two threads, so that attempts to sign in never take all CPU or memory."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from sidelight.platform.storable import check_text

MAX_PASSWORD_LENGTH = 1024

_hasher = PasswordHash((Argon2Hasher(),))
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """Whether a password is right; ``new_hash`` is set when the stored hash should be replaced by a stronger one."""

    is_right: bool
    new_hash: str | None = None


async def hash_password(password: str) -> str:
    """The hash to store (about 50 ms)."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, password)


async def check_password(password: str, stored_hash: str | None) -> PasswordCheck:
    """Compare; without a stored hash it takes as long, so that answers do not tell which accounts exist.

    Raises :class:`~sidelight.platform.storable.UnstorableValueError` for a text that is no password of anybody.
    """
    check_text(password)
    return await asyncio.get_running_loop().run_in_executor(_threads, _check, password, stored_hash)


def _check(password: str, stored_hash: str | None) -> PasswordCheck:
    try:
        is_right, new_hash = _hasher.verify_and_update(password, stored_hash or _nobody())
    except UnknownHashError:
        return PasswordCheck(False)
    if stored_hash is None or not is_right:
        return PasswordCheck(False)
    return PasswordCheck(True, new_hash)


@cache
def _nobody() -> str:
    return _hasher.hash("the password of an account that does not exist")
