"""Metrics over observations (openapi.yml, GET /v2/metrics; the experiment and tool dimensions are newer)."""

from sidelight.query.columns.elsewhere import sum_of_buckets
from sidelight.query.metrics.view import AMOUNT, Dimension, Measure, View

_LATENCY_US = "(toUnixTimestamp64Micro(end_time) - toUnixTimestamp64Micro(start_time))"
_STREAMING_US = "(toUnixTimestamp64Micro(end_time) - toUnixTimestamp64Micro(completion_start_time))"
_FIRST_TOKEN_US = "(toUnixTimestamp64Micro(completion_start_time) - toUnixTimestamp64Micro(start_time))"
_INPUT_TOKENS = sum_of_buckets("usage", "input")
_OUTPUT_TOKENS = sum_of_buckets("usage", "output")
_COSTS = "if(isNull(cost_usd), cost, mapUpdate(cost, map('total', assumeNotNull(cost_usd))))"


def _own_or(column: str, of_trace: str) -> str:
    """What the observation says, else what its trace says."""
    return f"if({column} != '', {column}, {of_trace})"


def _of_trace(of_trace: str, column: str) -> str:
    """What the trace says, else what the observation says."""
    return f"if({of_trace} != '', {of_trace}, {column})"


def _per_second(tokens: str, duration_us: str) -> str:
    return f"{tokens} / (nullIf(greatest({duration_us}, 0), 0) / 1e6)"


OBSERVATION_DIMENSIONS = {
    "id": Dimension("id", "Id of the observation.", is_high_cardinality=True),
    "traceId": Dimension("trace_id", "Id of its trace.", is_high_cardinality=True),
    "parentObservationId": Dimension("parent_id", "Id of the observation above it.", is_high_cardinality=True),
    "isRootObservation": Dimension(
        "parent_id = '' OR is_app_root = 1", "Whether it is the first of an application.", "flag"
    ),
    "environment": Dimension("environment", "Deployment environment."),
    "type": Dimension("type", "SPAN, GENERATION, EVENT, AGENT, TOOL, …"),
    "name": Dimension("name", "Name of the observation."),
    "level": Dimension("level", "DEBUG, DEFAULT, WARNING or ERROR."),
    "version": Dimension("version", "Version of the observation."),
    "tags": Dimension("if(notEmpty(of_trace_tags), of_trace_tags, tags)", "Tags of the trace.", "texts", "trace"),
    "release": Dimension(_own_or("release", "of_trace_release"), "Release.", relation="trace"),
    "traceName": Dimension(
        "multiIf(trace_name != '', trace_name, of_trace_name != '', of_trace_name, parent_id = '', name, '')",
        "Name of the trace.",
        relation="trace",
    ),
    "traceRelease": Dimension(_of_trace("of_trace_release", "release"), "Release of the trace.", relation="trace"),
    "traceVersion": Dimension(_of_trace("of_trace_version", "version"), "Version of the trace.", relation="trace"),
    "userId": Dimension(
        _own_or("user_id", "of_trace_user_id"), "User of the trace.", relation="trace", is_high_cardinality=True
    ),
    "sessionId": Dimension(
        _own_or("session_id", "of_trace_session_id"),
        "Session of the trace.",
        relation="trace",
        is_high_cardinality=True,
    ),
    "providedModelName": Dimension("model", "Name of the model, as it was reported."),
    "modelId": Dimension("model_id", "Id of the model whose prices were used."),
    "promptName": Dimension("prompt_name", "Name of the prompt."),
    "promptVersion": Dimension("prompt_version", "Version of the prompt.", "number"),
    "startTimeMonth": Dimension("formatDateTime(start_time, '%Y-%m')", "Month of the start, YYYY-MM."),
    "toolNames": Dimension("mapKeys(tool_definitions)", "Tools that were offered.", "texts", is_exploded=True),
    "calledToolNames": Dimension("tool_call_names", "Tools that were called.", "texts", is_exploded=True),
    "costType": Dimension(f"mapKeys({_COSTS})", "input, output, total, …", "texts", amounts=f"mapValues({_COSTS})"),
    "usageType": Dimension("mapKeys(usage)", "input, output, total, …", "texts", amounts="mapValues(usage)"),
    "experimentName": Dimension("experiment_name", "Name of the experiment.", is_high_cardinality=True),
    "experimentId": Dimension("experiment_id", "Id of the experiment.", is_high_cardinality=True),
    "experimentDatasetId": Dimension("experiment_dataset_id", "Dataset of the experiment.", is_high_cardinality=True),
    "serviceName": Dimension("service_name", "Name of the service that sent it."),
    "source": Dimension("source", "Where it comes from: codex, otlp, …"),
}

OBSERVATION_MEASURES = {
    "count": Measure("1", "observations", "Observations."),
    "traceId": Measure("nullIf(trace_id, '')", "traces", "Traces; for uniq.", is_text=True),
    "uniqueUserIds": Measure(
        f"nullIf({_own_or('user_id', 'of_trace_user_id')}, '')", "users", "Users.", is_text=True, relation="trace"
    ),
    "uniqueSessionIds": Measure(
        f"nullIf({_own_or('session_id', 'of_trace_session_id')}, '')",
        "sessions",
        "Sessions.",
        is_text=True,
        relation="trace",
    ),
    "latency": Measure(f"{_LATENCY_US} / 1000", "ms", "From start to end."),
    "streamingLatency": Measure(f"{_STREAMING_US} / 1000", "ms", "From the first token to the end."),
    "timeToFirstToken": Measure(f"{_FIRST_TOKEN_US} / 1000", "ms", "From start to the first token."),
    "inputTokens": Measure(_INPUT_TOKENS, "tokens", "Input tokens, cached ones included."),
    "outputTokens": Measure(_OUTPUT_TOKENS, "tokens", "Output tokens, reasoning included."),
    "totalTokens": Measure("tokens_total", "tokens", "All tokens."),
    "outputTokensPerSecond": Measure(
        _per_second(_OUTPUT_TOKENS, _STREAMING_US), "tokens/s", "Output tokens a second from the first token on."
    ),
    "tokensPerSecond": Measure(_per_second("tokens_total", _LATENCY_US), "tokens/s", "All tokens a second."),
    "inputCost": Measure(sum_of_buckets("cost", "input"), "USD", "Cost of the input."),
    "outputCost": Measure(sum_of_buckets("cost", "output"), "USD", "Cost of the output."),
    "totalCost": Measure("cost_usd", "USD", "Cost."),
    "countScores": Measure("nullIf(scored, 0)", "scores", "Scores of the observation.", relation="scores"),
    "toolDefinitions": Measure("nullIf(length(tool_definitions), 0)", "tools", "Tools that were offered."),
    "toolCalls": Measure("nullIf(length(tool_call_names), 0)", "calls", "Calls of tools."),
    "costByType": Measure(AMOUNT, "USD", "Cost by costType.", needs="costType"),
    "usageByType": Measure(AMOUNT, "tokens", "Tokens by usageType.", needs="usageType"),
}

OBSERVATIONS = View(
    "observations", "start_time", OBSERVATION_DIMENSIONS, OBSERVATION_MEASURES, {"model": "providedModelName"}
)
