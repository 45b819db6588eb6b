"""A store that fails as told, and how to wait for a pipeline."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sidelight.store.driver import Driver, Params, Row, StoreError
from sidelight.store.journal import Journal

REFUSED_WORD = "refuse-this-payload"


@dataclass
class Flaky:
    """A driver whose inserts fail as told; everything else is the real one."""

    inner: Driver
    outages: int = 0
    outage_code: int = 0
    refusal_code: int = 27
    fault: Exception | None = None
    """Raised for what is refused, in place of the store's error: what nobody foresaw."""
    refusals: list[str] = field(default_factory=list)

    @property
    def engine_prefix(self) -> str:
        return self.inner.engine_prefix

    @property
    def on_cluster(self) -> str:
        return self.inner.on_cluster

    def insert_json(self, table: str, payload: bytes) -> None:
        if self.outages:
            self.outages -= 1
            raise StoreError("no", code=self.outage_code)
        if REFUSED_WORD.encode() in payload and table == "observations":
            self.refusals.append(table)
            raise self.fault or StoreError("cannot parse", code=self.refusal_code)
        self.inner.insert_json(table, payload)

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        self.inner.insert(table, rows)

    def query(self, sql: str, params: Params | None = None) -> list[Row]:
        return self.inner.query(sql, params)

    def query_columns(self, sql: str, params: Params | None = None) -> dict[str, list[Any]]:
        return self.inner.query_columns(sql, params)

    def command(self, sql: str, params: Params | None = None) -> None:
        self.inner.command(sql, params)

    def close(self) -> None:
        self.inner.close()


def wait_until_empty(journal: Journal, timeout_s: float = 10.0) -> bool:
    """Wait until everything acknowledged is visible; False when it still is not after the time."""
    deadline = time.monotonic() + timeout_s
    while journal.pending().entries:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
