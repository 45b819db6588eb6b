"""Which scores and sessions each kind of condition finds."""

from typing import Any

import pytest

from sidelight.model import Level, ScoreDataType, ScoreSource
from sidelight.store.store import Store
from tests.fixtures.event_store import Seed
from tests.query.columns.asking import scores, sessions


@pytest.fixture(scope="module")
def seeded(store: Store) -> Seed:
    seed = Seed(store)
    with seed.together():
        seed.trace("t1", 0, name="One", user_id="ada", session_id="s1", tags=("a",), environment="prod")
        seed.trace("t2", 100, user_id="bob", session_id="s1", bookmarked=True, environment="dev")
        seed.trace("t3", 10, session_id="s2")
        seed.generation("t1", "call", 0)
        seed.generation("t2", "late", 100, level=Level.ERROR)
        seed.score("number", 1, trace_id="t1", value=0.5, comment="fine", config_id="c", metadata={"by": "x"})
        seed.score("flag", 2, trace_id="t3", data_type=ScoreDataType.BOOLEAN, value=1, string_value="True")
        seed.score(
            "label",
            3,
            session_id="s2",
            data_type=ScoreDataType.CATEGORICAL,
            value=None,
            string_value="warm",
            source=ScoreSource.EVAL,
            author_user_id="u",
        )
    return seed


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("string", "name", "=", "number"), ["number"]),
        (("stringOptions", "source", "any of", ["EVAL"]), ["label"]),
        (("stringOptions", "Data Type", "none of", ["NUMERIC"]), ["flag", "label"]),
        (("number", "value", ">=", 0.5), ["flag", "number"]),
        (("null", "value", "is null", ""), ["label"]),
        (("string", "stringValue", "=", "warm"), ["label"]),
        (("stringOptions", "booleanValue", "any of", ["true"]), ["flag"]),
        (("string", "comment", "contains", "fin"), ["number"]),
        (("null", "Comment", "is null", ""), ["flag", "label"]),
        (("stringObject", "metadata", "=", "x", "by"), ["number"]),
        (("datetime", "timestamp", "<", "2026-11-23T12:00:02Z"), ["number"]),
        (("string", "sessionId", "=", "s2"), ["label"]),
        (("null", "observationId", "is null", ""), ["flag", "label", "number"]),
        (("string", "configId", "=", "c"), ["number"]),
        (("string", "authorUserId", "=", "u"), ["label"]),
        (("string", "traceName", "=", "One"), ["number"]),
        (("string", "userId", "does not contain", "ada"), ["flag", "label"]),
        (("arrayOptions", "trace_tags", "any of", ["a"]), ["number"]),
        (("arrayOptions", "traceTags", "none of", ["a"]), ["flag", "label"]),
    ],
)
async def test_scores(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await scores(seeded.reader, asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("string", "id", "=", "s2"), ["s2"]),
        (("datetime", "createdAt", "<", "2026-11-23T12:00:05Z"), ["s1"]),
        (("arrayOptions", "userIds", "any of", ["bob"]), ["s1"]),
        (("stringOptions", "environment", "any of", ["prod"]), ["s1"]),
        (("stringOptions", "environment", "any of", ["dev"]), []),
        (("number", "tracesCount", ">", 1), ["s1"]),
        (("number", "countTraces", "=", 1), ["s2"]),
        (("arrayOptions", "traceTags", "any of", ["a"]), ["s1"]),
        (("boolean", "bookmarked", "=", True), ["s1"]),
        (("number", "sessionDuration", ">", 100), ["s1"]),
        (("number", "totalCost", "=", 1), ["s1"]),
        (("number", "Usage", "=", 240), ["s1"]),
        (("number", "errorCount", "=", 0), ["s2"]),
        (("categoryOptions", "score_categories", "any of", ["warm"], "label"), ["s2"]),
    ],
)
async def test_sessions(seeded: Seed, asked: Any, found: list[str]) -> None:
    assert await sessions(seeded.reader, asked) == found
