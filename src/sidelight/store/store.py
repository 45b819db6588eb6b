"""The event store as the rest of Sidelight sees it: reads are asynchronous and belong to one project."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sidelight.settings import Settings
from sidelight.store.driver import Driver, Params, Row
from sidelight.store.migrate import migrate

_PROJECT = "{project_id:String}"
_T = TypeVar("_T")


class Store:
    """A driver with its own bounded pool of read threads. Writers use :attr:`driver` from threads of their own."""

    def __init__(self, driver: Driver, read_threads: int = 4) -> None:
        self.driver = driver
        self._pool = ThreadPoolExecutor(read_threads, thread_name_prefix="store-read")

    def project(self, project_id: str) -> "ProjectStore":
        """The store as one project sees it."""
        return ProjectStore(self, project_id)

    async def run(self, call: Callable[[], _T]) -> _T:
        """Run a blocking call in a read thread."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    def close(self) -> None:
        """Wait for running reads, drop waiting ones, and close the driver."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self.driver.close()


class ProjectStore:
    """Reads bound to one project: no query runs that does not name it."""

    def __init__(self, store: Store, project_id: str) -> None:
        self._store = store
        self.project_id = project_id

    async def query(self, sql: str, params: Params | None = None) -> list[Row]:
        """Rows of a SELECT that filters by ``{project_id:String}``; see :meth:`Driver.query`.

        Raises:
            ValueError: the SQL does not name the project, or ``params`` tries to set it.
            StoreError: the engine refused or failed.
        """
        bound = self._bind(sql, params)
        return await self._store.run(lambda: self._store.driver.query(sql, bound))

    async def query_columns(self, sql: str, params: Params | None = None) -> dict[str, list[Any]]:
        """The same as :meth:`query`, column by column; see :meth:`Driver.query_columns`."""
        bound = self._bind(sql, params)
        return await self._store.run(lambda: self._store.driver.query_columns(sql, bound))

    def _bind(self, sql: str, params: Params | None) -> dict[str, Any]:
        if _PROJECT not in sql:
            raise ValueError(f"the query does not filter by {_PROJECT}: {sql[:200]}")
        if params and "project_id" in params:
            raise ValueError("project_id is bound by the store; leave it out of the parameters")
        return {**(params or {}), "project_id": self.project_id}


def open_store(settings: Settings) -> Store:
    """The store that the settings name, with its schema up to date.

    Raises:
        StoreError: it cannot be opened, is in use, or was made by a newer Sidelight.
    """
    driver = _open_driver(settings)
    try:
        migrate(driver)
    except BaseException:
        driver.close()
        raise
    return Store(driver, settings.store.read_threads)


def _open_driver(settings: Settings) -> Driver:
    # Only the library that is needed: chDB takes 200 MB and 0.4 s, the HTTP client 0.3 s.
    if settings.store.url:
        from sidelight.store.clickhouse import ClickHouseDriver  # noqa: PLC0415

        return ClickHouseDriver(settings.store.url, settings.store.cluster)
    from sidelight.store.chdb import ChdbDriver  # noqa: PLC0415

    return ChdbDriver(settings.data_dir / "events", settings.store)
