"""Facets: values with counts of traces, each counted without its own condition."""

from sidelight.query.facets import load_facets
from sidelight.query.filters import TraceFilter
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us


async def test_values_by_how_many_traces_have_them(seed: Seed) -> None:
    for number, (environment, user, model) in enumerate(
        [("prod", "ada", "gpt-5"), ("prod", "bob", "gpt-5"), ("dev", "ada", "o3"), ("dev", "", "gpt-5")]
    ):
        trace_id = f"t{number}"
        seed.trace(trace_id, number, name="run", environment=environment, user_id=user, source="codex")
        for call in ("a", "b"):
            seed.generation(trace_id, call, number, model=model, environment=environment)
    seed.trace("title", 9, kind="title", environment="hidden-env")
    seed.observation("rootless", "o", 5, environment="prod", source="otel")
    every = await load_facets(seed.reader, TraceFilter())
    assert every.environments == (("prod", 3), ("dev", 2))
    assert every.users == (("ada", 2), ("bob", 1))
    assert every.models == (("gpt-5", 3), ("o3", 1))
    assert every.names == (("run", 4), ("o", 1))
    assert every.sources == (("codex", 4), ("otel", 1))
    assert every.hidden_titles == 1

    narrowed = await load_facets(seed.reader, TraceFilter(environments=("dev",), users=("ada",)))
    assert narrowed.environments == (("dev", 1), ("prod", 1))  # of Ada, in any environment
    assert narrowed.users == (("ada", 1),)  # in dev, of anyone
    assert narrowed.models == (("o3", 1),)
    assert narrowed.names == (("run", 1),)
    assert narrowed.hidden_titles == 0

    by_model = await load_facets(seed.reader, TraceFilter(models=("o3",)))
    assert by_model.models == (("gpt-5", 3), ("o3", 1))
    assert by_model.environments == (("dev", 1),)


async def test_models_of_hidden_traces_count_only_when_asked_for(seed: Seed) -> None:
    for trace_id, kind in (("session", "session"), ("title", "title")):
        seed.trace(trace_id, 0, kind=kind)
        seed.generation(trace_id, "call", 0, model=f"{kind}-model")
    for time in (TimeRange(), TimeRange(at_us(-1))):
        shown = await load_facets(seed.reader, TraceFilter(time=time))
        assert (shown.models, shown.hidden_titles) == ((("session-model", 1),), 1)
        every = await load_facets(seed.reader, TraceFilter(time=time, hidden=True))
        assert every.models == (("session-model", 1), ("title-model", 1))


async def test_the_time_range_holds_for_all(seed: Seed) -> None:
    seed.trace("early", 0, environment="a")
    seed.trace("late", 60, environment="b")
    seed.generation("early", "call", 0, model="old")
    found = await load_facets(seed.reader, TraceFilter(time=TimeRange(at_us(30))))
    assert (found.environments, found.models) == ((("b", 1),), ())


async def test_empty_project(seed: Seed) -> None:
    found = await load_facets(seed.reader, TraceFilter(users=("nobody",)))
    assert (found.environments, found.users, found.models, found.hidden_titles) == ((), (), (), 0)


async def test_at_most_a_hundred_values(seed: Seed) -> None:
    with seed.together():
        for number in range(105):
            seed.observation(f"t{number}", "o", number, name="same", user_id=f"user{number:03}")
    found = await load_facets(seed.reader, TraceFilter())
    assert len(found.users) == 100
    assert found.users[0] == ("user000", 1)
