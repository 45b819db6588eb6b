"""Filters are values, whatever they hold: the SQL text never depends on them, and they match exactly themselves."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.query.filter_language import equals
from sidelight.query.filters import TraceFilter, trace_conditions
from sidelight.query.observation_records import list_observation_records
from sidelight.query.sql import Sql, TimeRange, all_of
from sidelight.query.trace_list import list_traces
from tests.fixtures.event_store import Seed

HOSTILE = [
    "' OR 1=1 --",
    "\\' OR 1 --",
    "'); DROP TABLE traces; --",
    "{project_id:String}",
    "{x:Identifier}",
    "%s %(x)s %",
    "\\N",
    "\\",
    "\0",
    "a\nb\tc",
    "`id`",
    "/* */",
    "漢字 🧪 \u2028",
    "]",
    "','",
]
TEXTS = st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
FILTERS = st.builds(
    TraceFilter,
    time=st.builds(TimeRange, st.none() | st.integers(), st.none() | st.integers()),
    environments=st.lists(TEXTS, max_size=2).map(tuple),
    users=st.lists(TEXTS, max_size=2).map(tuple),
    models=st.lists(TEXTS, max_size=2).map(tuple),
    names=st.lists(TEXTS, max_size=2).map(tuple),
    sources=st.lists(TEXTS, max_size=2).map(tuple),
    sessions=st.lists(TEXTS, max_size=1).map(tuple),
    tags=st.lists(TEXTS, max_size=2).map(tuple),
    errors=st.booleans(),
    hidden=st.booleans(),
    text=st.just("") | TEXTS,
)
ON_THE_STORE = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def placeholders_of(where: TraceFilter) -> TraceFilter:
    """The same filter with harmless values."""
    lists: dict[str, Any] = {
        name: tuple(f"v{n}" for n, _ in enumerate(getattr(where, name)))
        for name in ("environments", "users", "models", "names", "sources", "sessions", "tags")
    }
    return replace(where, **lists)


@given(where=FILTERS)
def test_the_sql_does_not_depend_on_values(where: TraceFilter) -> None:
    found, harmless = trace_conditions(where, where.time), trace_conditions(placeholders_of(where), where.time)
    assert found.text == harmless.text
    assert set(found.params) == set(harmless.params)


@given(where=FILTERS)
@ON_THE_STORE
async def test_any_filter_is_answered(seed: Seed, where: TraceFilter) -> None:
    page = await list_traces(seed.reader, where)
    assert (page.items, page.total) == ((), 0)


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_value_matches_itself_and_nothing_else(seed: Seed, text: str) -> None:
    seed.trace("plain", 0, name="plain", user_id="plain", session_id="plain", environment="plain", tags=("plain",))
    seed.trace("odd", 1, name=text, user_id=text, session_id=text, environment=text, tags=(text,), source=text)
    seed.observation("odd", text, 1, name=text, model=text, parent_id=text, version=text)
    for field in ("names", "users", "sessions", "environments", "tags", "sources", "models"):
        page = await list_traces(seed.reader, TraceFilter(**{field: (text,)}))  # type: ignore[arg-type]
        assert [trace.id for trace in page.items] == ["odd"], field
    (trace,) = (await list_traces(seed.reader, TraceFilter(names=(text,)))).items
    assert (trace.name, trace.user_id, trace.session_id, trace.tags, trace.models) == (
        text,
        text,
        text,
        (text,),
        (text,),
    )
    for name in ("name", "parentObservationId", "version", "model", "id"):
        found = await list_observation_records(seed.reader, (equals(name, text),))
        assert [observation.id for observation in found.items] == [text], name


def test_empty_values_are_no_conditions() -> None:
    assert trace_conditions(TraceFilter(hidden=True), TimeRange()) == Sql("1")


def test_two_conditions_cannot_share_a_parameter() -> None:
    with pytest.raises(ValueError, match="'x' is bound twice"):
        all_of([Sql("a = {x:String}", {"x": "1"}), Sql("b = {x:String}", {"x": "2"})])
