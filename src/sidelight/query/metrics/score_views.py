"""Metrics over scores: numbers, truths and categories apart (openapi.yml, GET /v2/metrics)."""

from sidelight.query.metrics.view import Dimension, Measure, View

_OF_SCORE = {
    "id": Dimension("id", "Id of the score.", is_high_cardinality=True),
    "traceId": Dimension("trace_id", "Id of the judged trace.", is_high_cardinality=True),
    "observationId": Dimension("observation_id", "Id of the judged observation.", is_high_cardinality=True),
    "sessionId": Dimension(
        "if(session_id != '', session_id, of_trace_session_id)",
        "The judged session, or that of the judged trace.",
        relation="trace",
        is_high_cardinality=True,
    ),
    "datasetRunId": Dimension("dataset_run_id", "Id of the judged dataset run.", is_high_cardinality=True),
    "environment": Dimension("environment", "Deployment environment."),
    "name": Dimension("name", "Name of the score."),
    "source": Dimension("source", "API, EVAL or ANNOTATION."),
    "dataType": Dimension("data_type", "NUMERIC, BOOLEAN or CATEGORICAL."),
    "configId": Dimension("config_id", "Id of the score config."),
    "authorUserId": Dimension("author_user_id", "Who judged."),
    "timestampMonth": Dimension("formatDateTime(timestamp, '%Y-%m')", "Month, YYYY-MM."),
    "timestampDay": Dimension("formatDateTime(timestamp, '%Y-%m-%d')", "Day, YYYY-MM-DD."),
    "userId": Dimension("of_trace_user_id", "User of the trace.", relation="trace", is_high_cardinality=True),
    "traceName": Dimension("of_trace_name", "Name of the trace.", relation="trace"),
    "tags": Dimension("of_trace_tags", "Tags of the trace.", "texts", "trace"),
    "traceRelease": Dimension("of_trace_release", "Release of the trace.", relation="trace"),
    "traceVersion": Dimension("of_trace_version", "Version of the trace.", relation="trace"),
    "observationName": Dimension("observed_name", "Name of the observation.", relation="observation"),
    "observationModelName": Dimension("observed_model", "Model of the observation.", relation="observation"),
    "observationPromptName": Dimension("observed_prompt_name", "Prompt of the observation.", relation="observation"),
    "observationPromptVersion": Dimension(
        "observed_prompt_version", "Version of the observation's prompt.", "number", "observation"
    ),
    "experimentName": Dimension(
        "observed_experiment_name", "Name of the experiment.", relation="observation", is_high_cardinality=True
    ),
    "experimentId": Dimension(
        "observed_experiment_id", "Id of the experiment.", relation="observation", is_high_cardinality=True
    ),
}
_COUNT = {"count": Measure("1", "scores", "Scores.")}
_NAMES = {"scoreName": "name"}

SCORES_NUMERIC = View(
    "scores-numeric",
    "timestamp",
    {**_OF_SCORE, "value": Dimension("value", "The number.", "number")},
    {**_COUNT, "value": Measure("value", "", "The number; 0 or 1 for a boolean.")},
    _NAMES,
)
SCORES_BOOLEAN = View(
    "scores-boolean",
    "timestamp",
    {**_OF_SCORE, "booleanValue": Dimension("ifNull(value, 0) = 1", "Whether it is true.", "flag")},
    {**_COUNT, "value": Measure("value", "", "0 or 1; the average is the share of true.")},
    _NAMES,
)
SCORES_CATEGORICAL = View(
    "scores-categorical",
    "timestamp",
    {**_OF_SCORE, "stringValue": Dimension("ifNull(string_value, '')", "The category.")},
    _COUNT,
    _NAMES,
)
DATA_TYPES = {
    SCORES_NUMERIC.name: ("NUMERIC", "BOOLEAN"),
    SCORES_BOOLEAN.name: ("BOOLEAN",),
    SCORES_CATEGORICAL.name: ("CATEGORICAL",),
}
