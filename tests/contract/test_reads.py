"""Every read model gives the same on the embedded engine and on a ClickHouse server."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from sidelight.model import AgentEventKind, Level, ObservationType
from sidelight.query.facets import load_facets
from sidelight.query.filter_language import equals, within_times
from sidelight.query.filters import TraceFilter
from sidelight.query.histogram import load_histogram
from sidelight.query.ingest_issues import list_issues
from sidelight.query.ingestion import load_ingestion
from sidelight.query.observation import load_observation
from sidelight.query.observation_groups import FIELD_GROUPS, list_observation_parts
from sidelight.query.observation_records import (
    list_observation_records,
    load_observation_record,
    load_observations_of,
)
from sidelight.query.raw_events import load_raw_events
from sidelight.query.session_detail import load_session
from sidelight.query.session_list import list_sessions
from sidelight.query.session_records import list_session_records, load_session_record
from sidelight.query.setup_status import load_setup_status
from sidelight.query.skeleton import load_skeleton
from sidelight.query.sql import TimeRange
from sidelight.query.trace_detail import load_trace
from sidelight.query.trace_list import list_traces
from sidelight.query.trace_records import list_trace_records
from sidelight.store.clickhouse import ClickHouseDriver
from sidelight.store.migrate import migrate
from sidelight.store.store import ProjectStore, Store
from tests.fixtures.clickhouse_server import PASSWORD, USER, clickhouse_server
from tests.fixtures.event_store import Seed, at_us, open_event_store

SESSION = "019aaaaa-0000-7000-8000-000000000001"
TRACE = SESSION.replace("-", "")
RANGE = TimeRange(at_us(-60), at_us(3600))
ODD = 'it\'s \\ "odd" 漢字\n\t{x:String}'

READS: dict[str, Callable[[ProjectStore], Awaitable[Any]]] = {
    "traces": lambda ps: list_traces(ps, TraceFilter(time=RANGE, hidden=True)),
    "traces by cost": lambda ps: list_traces(ps, TraceFilter(time=RANGE), "cost.desc", limit=1),
    "traces narrowed": lambda ps: list_traces(
        ps, TraceFilter(time=RANGE, models=("gpt-5",), errors=True, users=(ODD,), text="needle")
    ),
    "traces with odd text": lambda ps: list_traces(ps, TraceFilter(text=ODD)),
    "facets": lambda ps: load_facets(ps, TraceFilter(time=RANGE, users=(ODD,))),
    "histogram": lambda ps: load_histogram(ps, TraceFilter(time=RANGE)),
    "trace": lambda ps: load_trace(ps, TRACE),
    "skeleton": lambda ps: load_skeleton(ps, TRACE),
    "observation": lambda ps: load_observation(ps, TRACE, "call"),
    "raw events": lambda ps: load_raw_events(ps, TRACE, "turn"),
    "sessions": lambda ps: list_sessions(ps, TraceFilter(time=RANGE)),
    "session": lambda ps: load_session(ps, SESSION),
    "ingestion": lambda ps: load_ingestion([ps], at_us(0), at_us(60)),
    "issues": lambda ps: list_issues([ps], TimeRange()),
    "setup": lambda ps: load_setup_status(ps, "codex", [ps]),
    "trace records": lambda ps: list_trace_records(ps, TraceFilter(hidden=True, tags=("a",)), column="name"),
    "observation records": lambda ps: list_observation_records(
        ps, (*within_times("startTime", RANGE.from_us, RANGE.to_us), equals("userId", ODD))
    ),
    "observation parts": lambda ps: list_observation_parts(
        ps, (equals("userId", ODD),), FIELD_GROUPS, expanded=("k",), limit=2
    ),
    "observation record": lambda ps: load_observation_record(ps, "call"),
    "observations of a trace": lambda ps: load_observations_of(ps, TRACE),
    "session records": lambda ps: list_session_records(ps, RANGE),
    "session record": lambda ps: load_session_record(ps, SESSION),
}


def fill(seed: Seed) -> None:
    seed.trace(TRACE, 0, name=ODD, kind="session", session_id=SESSION, user_id=ODD, tags=("a", ODD), source="codex")
    seed.observation(TRACE, "root", 0, 9, kind="session", name=ODD, metadata={"a.b": ODD})
    seed.observation(TRACE, "turn", 1, 5, kind="turn", parent_id="root", type=ObservationType.AGENT, input="a needle")
    seed.generation(TRACE, "call", 2, parent_id="turn", level=Level.ERROR, model_parameters={"n": 1}, output=ODD)
    seed.observation(TRACE, "running", 3, None, parent_id="call", event_ts_ns=1)
    seed.observation(TRACE, "running", 3, None, parent_id="turn", event_ts_ns=2)
    seed.trace("sub", 4, kind="subagent", parent_trace_id=TRACE, parent_observation_id="call", tags=("a",))
    seed.observation("sub", "sub-root", 4)
    seed.observation("rootless", "orphan", 5, parent_id="lost", session_id="other")
    seed.trace("title", 6, kind="title")
    seed.event(SESSION, "e1", 1.000000001, kind=AgentEventKind.PROMPT, attributes={"prompt": ODD})
    seed.request("r1", 1, records=3, user_agent=ODD)
    seed.request("r2", 2, status=400, reason=ODD)
    seed.issue("i1", 3, request_id="r1")


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ProjectStore, ProjectStore]]:
    """The same rows on both."""
    with (
        open_event_store(tmp_path_factory.mktemp("embedded") / "events") as embedded,
        clickhouse_server(tmp_path_factory.mktemp("server")) as address,
    ):
        driver = ClickHouseDriver(f"clickhouse://{USER}:{quote(PASSWORD, safe='')}@{address}/reads")
        migrate(driver)
        server = Store(driver, read_threads=2)
        try:
            for store in (embedded, server):
                fill(Seed(store, "p"))
            yield embedded.project("p"), server.project("p")
        finally:
            server.close()


@pytest.mark.parametrize("name", READS)
async def test_both_stores_give_the_same(readers: tuple[ProjectStore, ProjectStore], name: str) -> None:
    embedded, server = [await READS[name](reader) for reader in readers]
    assert embedded == server
    nothing = await READS[name](readers[0]._store.project("another project"))
    assert embedded != nothing, "finding nothing proves nothing"
