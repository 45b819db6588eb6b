"""Counting what lists can be narrowed by."""

import json

import pytest

from sidelight.model import Level, ObservationType, Score, ScoreDataType
from sidelight.query.facet_counts import Facet, load_facet_counts
from sidelight.query.facet_sources import FacetSource, ObservationFacets, ScoreFacets, TraceFacets
from sidelight.query.filter_language import FilterError, conditions_of
from sidelight.query.filters import TraceFilter
from sidelight.query.observation_list import ObservationListFilter
from sidelight.query.score_filter import ScoreFilter
from sidelight.query.trace_heads import load_scope
from sidelight.store.rows import score_row
from tests.fixtures.event_store import Seed, at_ns


@pytest.fixture
def filled(seed: Seed) -> Seed:
    """Three traces; the second's user is known from the trace alone, and its generation failed."""
    with seed.together():
        seed.trace("a", 0, name="chat", user_id="ada", environment="prod", tags=("x", "y"), metadata={"plan": "pro"})
        seed.generation("a", "a1", 0, cost=0.5, user_id="ada", trace_name="chat", environment="prod")
        seed.observation("a", "a2", 2, 5, type=ObservationType.TOOL, parent_id="a1", environment="prod")
        seed.trace("b", 10, name="chat", user_id="bob", environment="dev", tags=("x",), metadata={"plan": "free"})
        seed.generation("b", "b1", 10, model="gpt-5-mini", level=Level.ERROR, environment="dev", metadata={"k": "v"})
        seed.trace("c", 20, name="embed", environment="prod")
        seed.observation("c", "c1", 20, 2, environment="prod", tags=("z",))
        _score(seed, "s1", trace_id="a", name="accuracy", value=0.25)
        _score(seed, "s2", trace_id="b", name="accuracy", value=0.75)
        _score(seed, "s3", trace_id="a", observation_id="a1", name="tone", string_value="kind", kind="CATEGORICAL")
        _score(
            seed, "s4", trace_id="b", observation_id="b1", name="safe", value=0, string_value="False", kind="BOOLEAN"
        )
    return seed


def _score(seed: Seed, score_id: str, *, kind: str = "NUMERIC", **fields: object) -> None:
    score = Score(id=score_id, timestamp_ns=at_ns(30), data_type=ScoreDataType(kind), **fields)  # type: ignore[arg-type]
    seed.rows("scores", score_row(seed.project_id, score, at_ns(30)))


async def _traces(seed: Seed) -> FacetSource:
    return TraceFacets(await load_scope(seed.reader, TraceFilter()))


async def _counts(seed: Seed, source: FacetSource, *facets: str, filter: str = "[]") -> list[object]:
    asked = [Facet(*facet.split(":")) for facet in facets]
    found = await load_facet_counts(seed.reader, source, conditions_of(json.loads(filter)), asked)
    return [dict(one.values) if one.least is None else (one.least, one.most) for one in found]


async def test_plain_columns_of_traces_are_counted_in_the_order_asked(filled: Seed) -> None:
    source = await _traces(filled)
    assert await _counts(filled, source, "name", "environment", "userId", "bookmarked") == [
        {"chat": 2, "embed": 1},
        {"prod": 2, "dev": 1},
        {"ada": 1, "bob": 1},
        {"false": 3},
    ]


async def test_what_lies_in_a_traces_steps_metadata_and_scores_is_counted_once_a_trace(filled: Seed) -> None:
    source = await _traces(filled)
    facets = ("tags", "models", "level", "metadata", "scores_avg", "score_categories", "score_booleans:safe")
    assert await _counts(filled, source, *facets) == [
        {"x": 2, "y": 1},
        {"gpt-5": 1, "gpt-5-mini": 1},
        {"DEFAULT": 2, "ERROR": 1},
        {"plan": 2},
        {"accuracy": 2, "safe": 1},
        {"tone": 1},
        {"false": 1},
    ]
    assert await _counts(filled, source, "latency", "totalCost", "scores_avg:accuracy") == [
        (1.0, 7.0),
        (0.5, 0.5),
        (0.25, 0.75),
    ]


async def test_a_facet_does_not_narrow_itself_but_the_others(filled: Seed) -> None:
    source = await _traces(filled)
    chosen = '[{"column": "environment", "type": "stringOptions", "operator": "any of", "value": ["dev"]}]'
    assert await _counts(filled, source, "environment", "name", "models", filter=chosen) == [
        {"prod": 2, "dev": 1},
        {"chat": 1},
        {"gpt-5-mini": 1},
    ]


async def test_a_chosen_score_narrows_other_scores_but_not_itself(filled: Seed) -> None:
    source = await _traces(filled)
    chosen = '[{"column": "scores_avg", "type": "numberObject", "operator": ">=", "value": 0.5, "key": "accuracy"}]'
    assert await _counts(filled, source, "scores_avg:accuracy", "scores_avg:safe", "name", filter=chosen) == [
        (0.25, 0.75),
        (0, 0),
        {"chat": 1},
    ]


async def test_observations_are_counted_with_what_their_traces_say(filled: Seed) -> None:
    source = ObservationFacets(ObservationListFilter())
    facets = ("type", "level", "userId", "traceName", "tags", "isRootObservation", "metadata", "score_categories:tone")
    assert await _counts(filled, source, *facets) == [
        {"GENERATION": 2, "SPAN": 1, "TOOL": 1},
        {"DEFAULT": 3, "ERROR": 1},
        {"ada": 2, "bob": 1},
        {"chat": 3, "embed": 1},
        {"x": 3, "y": 2, "z": 1},
        {"true": 3, "false": 1},
        {"k": 1},
        {"kind": 1},
    ]
    assert await _counts(filled, source, "latency", "trace_scores_avg:accuracy") == [(1.0, 5.0), (0.25, 0.75)]


async def test_scores_are_counted_with_what_their_traces_say(filled: Seed) -> None:
    source = ScoreFacets(ScoreFilter())
    assert await _counts(filled, source, "name", "dataType", "traceName", "userId", "traceTags", "value") == [
        {"accuracy": 2, "safe": 1, "tone": 1},
        {"NUMERIC": 2, "BOOLEAN": 1, "CATEGORICAL": 1},
        {"chat": 4},
        {"ada": 2, "bob": 2},
        {"x": 4, "y": 2},
        (0.0, 0.75),
    ]


@pytest.mark.parametrize("column", ["nothing", "timestamp", "id'"])
async def test_a_facet_that_does_not_exist_is_refused_by_name(seed: Seed, column: str) -> None:
    source = await _traces(seed)
    with pytest.raises(FilterError, match="no facet"):
        await load_facet_counts(seed.reader, source, (), [Facet(column)])


async def test_an_empty_list_has_no_values(seed: Seed) -> None:
    source = await _traces(seed)
    assert await _counts(seed, source, "name", "tags", "latency", "scores_avg:x") == [{}, {}, {}, {}]
