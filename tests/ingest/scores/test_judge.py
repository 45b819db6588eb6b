"""What is a score, and what is none (PARITY section 3)."""

from typing import Any

import pytest

from sidelight.ingest.scores.judge import ScoreRefused, ScoreReport, config_ids_of, judge_score
from sidelight.model import Score, ScoreDataType
from sidelight.model.score_config import ScoreCategory, ScoreConfig

CONFIGS = {
    "stars": ScoreConfig("stars", "Stars", ScoreDataType.NUMERIC, min_value=1, max_value=5),
    "mood": ScoreConfig(
        "mood", "mood", ScoreDataType.CATEGORICAL, categories=(ScoreCategory("good", 2), ScoreCategory("bad", 0))
    ),
    "ok": ScoreConfig("ok", "ok", ScoreDataType.BOOLEAN),
    "old": ScoreConfig("old", "old", ScoreDataType.NUMERIC, is_archived=True),
    "note": ScoreConfig("note", "note", ScoreDataType.TEXT),
}


def judge(body: Any, *, may_be_evaluation: bool = False) -> ScoreReport:
    return judge_score(body, CONFIGS, default_id="new", sent_ns=7, may_be_evaluation=may_be_evaluation)


def score(**body: Any) -> Score:
    return judge({"name": "s", "traceId": "t1", **body}).score


@pytest.mark.parametrize(
    ("body", "data_type", "value", "string_value"),
    [
        ({"value": 0.5}, "NUMERIC", 0.5, None),
        ({"value": 3}, "NUMERIC", 3.0, None),
        ({"value": "good"}, "CATEGORICAL", None, "good"),
        ({"value": 1, "dataType": "BOOLEAN"}, "BOOLEAN", 1.0, "True"),
        ({"value": 0, "dataType": "BOOLEAN"}, "BOOLEAN", 0.0, "False"),
        ({"value": True, "dataType": "BOOLEAN"}, "BOOLEAN", 1.0, "True"),
        ({"value": "x" * 500, "dataType": "TEXT"}, "TEXT", None, "x" * 500),
        ({"value": "better", "dataType": "CORRECTION"}, "CORRECTION", None, "better"),
        ({"value": 5, "configId": "stars"}, "NUMERIC", 5.0, None),
        ({"value": "good", "configId": "mood"}, "CATEGORICAL", 2.0, "good"),
        ({"value": 1, "configId": "ok"}, "BOOLEAN", 1.0, "True"),
        ({"value": "free", "configId": "note"}, "TEXT", None, "free"),
    ],
)
def test_values(body: dict[str, Any], data_type: str, value: float | None, string_value: str | None) -> None:
    found = score(**body)
    assert (found.data_type, found.value, found.string_value) == (data_type, value, string_value)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"value": "1", "dataType": "NUMERIC"}, "NUMERIC needs a finite number, not a text"),
        ({"value": True}, "needs a text"),
        ({"value": True, "dataType": "NUMERIC"}, "finite number, not True"),
        ({"value": 10**400}, "needs a text"),
        ({"value": float("inf"), "dataType": "NUMERIC"}, "finite number"),
        ({"value": 1, "dataType": "CATEGORICAL"}, "CATEGORICAL needs a text"),
        ({"value": 2, "dataType": "BOOLEAN"}, "0 or 1"),
        ({"value": "1", "dataType": "BOOLEAN"}, "0 or 1"),
        ({"value": "", "dataType": "TEXT"}, "1 to 500"),
        ({"value": "x" * 501, "dataType": "TEXT"}, "1 to 500"),
        ({"value": None}, "value"),
        ({}, "value: Field required"),
        ({"value": 1, "dataType": "RANDOM"}, "dataType"),
        ({"value": 1, "name": ""}, "name: "),
        ({"value": 1, "name": None}, "name: "),
        ({"value": 1, "id": "a\rb"}, "id: "),
        ({"value": 1, "timestamp": "noon"}, "timestamp: "),
        ({"value": 1, "source": "EVAL"}, "EVAL is kept"),
        ({"value": 1, "source": "ANNOTATION"}, "configId is required when source is ANNOTATION"),
        ({"value": 1, "sessionId": "s"}, "exactly one"),
        ({"value": 1, "traceId": None}, "exactly one"),
        ({"value": 1, "traceId": None, "sessionId": "s", "observationId": "o"}, "exactly one"),
        ({"value": 1, "traceId": None, "datasetRunId": "r", "observationId": "o"}, "exactly one"),
        ({"value": "x", "dataType": "CORRECTION", "configId": "note"}, "has no config"),
        ({"value": "x", "dataType": "CORRECTION", "traceId": None, "sessionId": "s"}, "belongs to a trace"),
        ({"value": 9, "configId": "old"}, "archived"),
        ({"value": 9, "configId": "stars"}, "above the maximum 5"),
        ({"value": 0, "configId": "stars"}, "below the minimum 1"),
        ({"value": "so-so", "configId": "mood"}, "use one of 'good', 'bad'"),
        ({"value": 1, "configId": "mood"}, "needs a text"),
        ({"value": 1, "configId": "ok", "dataType": "NUMERIC"}, "expected BOOLEAN, got NUMERIC"),
    ],
)
def test_what_is_no_score_is_refused_with_its_reason(body: dict[str, Any], told: str) -> None:
    with pytest.raises(ScoreRefused) as refused:
        score(**body)
    assert told in refused.value.message
    assert refused.value.status == 400


def test_an_unknown_config_is_not_found() -> None:
    with pytest.raises(ScoreRefused) as refused:
        score(value=1, configId="nowhere")
    assert refused.value.status == 404


@pytest.mark.parametrize("raw", [None, [], "score", 1])
def test_a_score_is_an_object(raw: Any) -> None:
    with pytest.raises(ScoreRefused):
        judge(raw)


def test_a_correction_is_called_output_and_a_config_names_its_scores() -> None:
    assert score(value="x", dataType="CORRECTION").name == "output"
    assert score(value=2, configId="stars", name="anything").name == "Stars"


def test_ids_times_and_subjects() -> None:
    own = judge({"id": "mine", "name": "s", "value": 1, "sessionId": "s1", "timestamp": "1970-01-01T00:00:01Z"})
    assert (own.score.id, own.score.session_id, own.score.timestamp_ns, own.is_time_given) == (
        "mine",
        "s1",
        10**9,
        True,
    )
    sent = judge({"id": "", "name": "s", "value": 1, "datasetRunId": "r1", "extra": 1})
    assert (sent.score.id, sent.score.dataset_run_id, sent.score.timestamp_ns, sent.is_time_given) == (
        "new",
        "r1",
        7,
        False,
    )


def test_metadata_is_any_json_and_environments_are_names() -> None:
    found = score(value=1, metadata={"a": {"b": 1}, "c": "x", "d": None}, environment="Langfuse-Prod")
    assert found.metadata == {"a": '{"b":1}', "c": "x"}
    assert found.environment == "prod"
    assert score(value=1, metadata=["l"]).metadata == {"metadata": '["l"]'}
    assert score(value=1, environment="no name!").environment == "default"


def test_evaluators_may_name_themselves() -> None:
    assert (
        judge({"name": "s", "value": 1, "traceId": "t", "source": "EVAL"}, may_be_evaluation=True).score.source
        == "EVAL"
    )


def test_configs_are_collected_from_whatever_comes() -> None:
    assert config_ids_of([{"configId": "a"}, {"configId": 1}, {"configId": ""}, None, "x", {"configId": "b"}]) == {
        "a",
        "b",
    }
