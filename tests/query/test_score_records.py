"""Scores by what they judge, and by their id."""

import pytest

from sidelight.model import ScoreDataType
from sidelight.query import score_records
from sidelight.query.score_records import load_score_record, load_scores_of, load_scores_of_sessions
from tests.fixtures.event_store import Seed, at_ns, at_us


async def test_scores_by_trace_and_by_session(seed: Seed) -> None:
    with seed.together():
        seed.score("later", 20, trace_id="t1", observation_id="o1", comment="good", metadata={"k": '{"a": 1}'})
        seed.score("first", 10, trace_id="t1", data_type=ScoreDataType.TEXT, value=None, string_value="well")
        seed.score("other", 10, trace_id="t2")
        seed.score("session", 10, session_id="s1")
        seed.score("gone", 10, trace_id="t1", is_deleted=True)
    found = await load_scores_of(seed.reader, ["t1", "t1", "t3", ""])
    assert [score.id for score in found["t1"]] == ["first", "later"]
    assert list(found) == ["t1"]
    later = found["t1"][1]
    assert (later.timestamp_us, later.observation_id, later.comment) == (at_us(20), "o1", "good")
    assert (later.metadata, later.value, later.environment) == ({"k": '{"a": 1}'}, 1.0, "default")
    assert (found["t1"][0].value, found["t1"][0].string_value) == (None, "well")
    assert [score.id for score in (await load_scores_of_sessions(seed.reader, ["s1"]))["s1"]] == ["session"]
    assert await load_scores_of(seed.reader, []) == {}
    assert await load_scores_of(seed.store.project("another"), ["t1"]) == {}


async def test_a_score_by_id_is_its_latest_state(seed: Seed) -> None:
    seed.score("one", 0, trace_id="t1", value=0.25)
    seed.score("one", 0, trace_id="t1", value=0.75, event_ts_ns=at_ns(9))
    score = await load_score_record(seed.reader, "one")
    assert score is not None
    assert (score.value, score.updated_us) == (0.75, at_us(9))
    assert await load_score_record(seed.reader, "two") is None


async def test_no_trace_gives_scores_without_end(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(score_records, "MAX_SCORES_OF_TRACE", 2)
    with seed.together():
        for number in range(4):
            seed.score(f"s{number}", number, trace_id="t1")
    assert [score.id for score in (await load_scores_of(seed.reader, ["t1"]))["t1"]] == ["s0", "s1"]
