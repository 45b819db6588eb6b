"""The installation's secret: made once, private, and never mixed up."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from sidelight.platform.instance_secret import FILE_NAME, InstanceSecret, InstanceSecretError
from sidelight.settings import Settings


def test_it_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first = InstanceSecret.of(settings)
    path = tmp_path / "data" / FILE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert InstanceSecret.of(settings).hash("a", "b") == first.hash("a", "b")
    assert [file.name for file in path.parent.iterdir()] == [FILE_NAME]


def test_threads_that_start_together_share_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        hashes = set(threads.map(lambda _: InstanceSecret.of(Settings(data_dir=tmp_path)).hash("", ""), range(32)))
    assert len(hashes) == 1


def test_settings_win_over_the_file(tmp_path: Path) -> None:
    given = Settings(data_dir=tmp_path, secret_key=SecretStr("k" * 32))
    assert InstanceSecret.of(given).hash("a", "b") == InstanceSecret(b"k" * 32).hash("a", "b")
    assert list(tmp_path.iterdir()) == []


def test_purposes_do_not_mix() -> None:
    secret = InstanceSecret(b"k" * 32)
    assert secret.hash("token", "login-link") != secret.hash("token", "web-session")


def test_it_does_not_print() -> None:
    assert "k" * 32 not in repr(InstanceSecret(b"k" * 32))


def test_a_short_one_is_refused() -> None:
    with pytest.raises(InstanceSecretError, match="shorter than 32"):
        InstanceSecret(b"short")


def test_an_unreadable_one_is_explained(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(InstanceSecretError, match="cannot be read"):
        InstanceSecret.of(Settings(data_dir=tmp_path))
