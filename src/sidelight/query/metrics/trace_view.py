"""Metrics over traces (openapi.yml, GET /metrics), on the rows of :func:`sidelight.query.trace_heads.trace_heads`."""

from sidelight.query.metrics.view import Dimension, Measure, View

TRACES = View(
    "traces",
    "timestamp",
    {
        "id": Dimension("id", "Id of the trace.", is_high_cardinality=True),
        "name": Dimension("name", "Name of the trace."),
        "tags": Dimension("tags", "Tags.", "texts"),
        "userId": Dimension("user_id", "User.", is_high_cardinality=True),
        "sessionId": Dimension("session_id", "Session.", is_high_cardinality=True),
        "release": Dimension("release", "Release."),
        "version": Dimension("version", "Version."),
        "environment": Dimension("environment", "Deployment environment."),
        "source": Dimension("source", "Where it comes from: codex, otlp, …"),
        "timestampMonth": Dimension("formatDateTime(timestamp, '%Y-%m')", "Month, YYYY-MM."),
    },
    {
        "count": Measure("1", "traces", "Traces."),
        "observationsCount": Measure(
            "nullIf(observed, 0)", "observations", "Observations of the trace.", relation="observed"
        ),
        "scoresCount": Measure(
            "nullIf(scored, 0)", "scores", "Scores of the trace and its observations.", relation="scores"
        ),
        "uniqueUserIds": Measure("nullIf(user_id, '')", "users", "Users.", is_text=True),
        "uniqueSessionIds": Measure("nullIf(session_id, '')", "sessions", "Sessions.", is_text=True),
        "latency": Measure(
            "observed_us / 1000", "ms", "From the start of the first observation to the last end.", relation="observed"
        ),
        "totalTokens": Measure("observed_tokens", "tokens", "Tokens of all observations.", relation="observed"),
        "totalCost": Measure("observed_cost_usd", "USD", "Cost of all observations.", relation="observed"),
    },
    {"traceName": "name", "traceId": "id"},
)
