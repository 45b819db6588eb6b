"""The list of scores: every filter, pages by number and by key, facets."""

from typing import Any

import pytest

from sidelight.model import ScoreDataType, ScoreSource
from sidelight.query.cursor import CursorError
from sidelight.query.score_filter import ScoreFilter
from sidelight.query.score_list import list_scores
from sidelight.query.score_records import list_score_records, list_scores_after
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us


@pytest.fixture
def scored(seed: Seed) -> Seed:
    with seed.together():
        seed.trace("t1", 0, name="Chat", user_id="ada", session_id="s1", tags=("a", "b"), environment="prod")
        seed.observation("t2", "o2", 0, user_id="bob", tags=("a",))
        seed.score("num", 1, name="quality", trace_id="t1", value=0.5, config_id="c1")
        seed.score(
            "cat",
            2,
            name="tone",
            trace_id="t2",
            observation_id="o2",
            data_type=ScoreDataType.CATEGORICAL,
            value=None,
            string_value="kind",
            source=ScoreSource.ANNOTATION,
            author_user_id="eve",
            queue_id="q1",
        )
        seed.score("bool", 3, name="safe", session_id="s1", data_type=ScoreDataType.BOOLEAN, string_value="True")
        seed.score("text", 4, name="note", trace_id="t1", data_type=ScoreDataType.TEXT, string_value="all is well")
        seed.score("run", 5, name="quality", dataset_run_id="r1", value=0.9, environment="prod", comment="Fine, 漢字")
        seed.score("gone", 6, is_deleted=True)
    return seed


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ({}, ["run", "text", "bool", "cat", "num"]),
        ({"names": ("quality", "tone")}, ["run", "cat", "num"]),
        ({"sources": ("ANNOTATION",)}, ["cat"]),
        ({"data_types": ("BOOLEAN", "TEXT")}, ["text", "bool"]),
        ({"environments": ("prod",)}, ["run"]),
        ({"ids": ("num", "cat", "none")}, ["cat", "num"]),
        ({"config_ids": ("c1",)}, ["num"]),
        ({"queue_ids": ("q1",)}, ["cat"]),
        ({"author_ids": ("eve",)}, ["cat"]),
        ({"string_values": ("kind", "True")}, ["bool", "cat"]),
        ({"trace_ids": ("t1",)}, ["text", "num"]),
        ({"observation_ids": ("o2",)}, ["cat"]),
        ({"session_ids": ("s1",)}, ["bool"]),
        ({"dataset_run_ids": ("r1",)}, ["run"]),
        ({"numbers": (0.5, 7.0)}, ["num"]),
        ({"comparisons": ((">=", 0.9),), "names": ("quality",)}, ["run"]),
        ({"comparisons": ((">", 0.4), ("<", 0.6))}, ["num"]),
        ({"comparisons": (("!=", 0.5),), "names": ("quality",)}, ["run"]),
        ({"user_id": "ada"}, ["text", "num"]),
        ({"user_id": "bob"}, ["cat"]),
        ({"trace_tags": ("a",)}, ["text", "cat", "num"]),
        ({"trace_tags": ("a", "b")}, ["text", "num"]),
        ({"user_id": "ada", "trace_tags": ("c",)}, []),
        ({"only_traces": True}, ["text", "cat", "num"]),
        ({"text": "WELL"}, ["text"]),
        ({"text": "漢"}, ["run"]),
        ({"time": TimeRange(at_us(2), at_us(4))}, ["bool", "cat"]),
    ],
)
async def test_filters(scored: Seed, where: dict[str, Any], expected: list[str]) -> None:
    page = await list_score_records(scored.reader, ScoreFilter(**where))
    assert [score.id for score in page.items] == expected
    assert page.total == len(expected)
    records, after = await list_scores_after(scored.reader, ScoreFilter(**where))
    assert ([score.id for score in records], after) == (expected, None)


async def test_pages_by_number_and_by_key(scored: Seed) -> None:
    scored.score("twin", 3, trace_id="t1")  # at the same moment as "bool"
    expected = ["run", "text", "twin", "bool", "cat", "num"]
    numbered = [await list_score_records(scored.reader, ScoreFilter(), page, 2) for page in (1, 2, 3, 4)]
    assert [score.id for page in numbered for score in page.items] == expected
    assert {page.total for page in numbered} == {6}
    seen: list[str] = []
    after = None
    for _ in range(3):
        records, after = await list_scores_after(scored.reader, ScoreFilter(), after, 2)
        seen += [score.id for score in records]
    assert (seen, after) == (expected, None)


async def test_the_list_of_the_web_app_knows_the_traces(scored: Seed) -> None:
    first = await list_scores(scored.reader, ScoreFilter(), limit=4)
    assert ([score.id for score in first.items], first.total) == (["run", "text", "bool", "cat"], 5)
    assert (first.traces["t1"].name, first.traces["t1"].user_id, first.traces["t1"].tags) == ("Chat", "ada", ("a", "b"))
    assert (first.traces["t2"].name, first.traces["t2"].user_id) == ("o2", "bob")
    second = await list_scores(scored.reader, ScoreFilter(), cursor=first.next_cursor, limit=4)
    assert ([score.id for score in second.items], second.next_cursor, second.total) == (["num"], None, 5)
    with pytest.raises(CursorError):
        await list_scores(scored.reader, ScoreFilter(), cursor="WyJ0cmFjZXMiXQ")
