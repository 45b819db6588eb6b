"""What observations can be filtered by, on rows of ``observations``.

What belongs to the trace (user, session, name, tags, …) may be known from another span alone: an observation's own
value counts first, else that of its trace.
"""

from sidelight.query.columns.elsewhere import score_columns, sum_of_buckets, trace_attribute
from sidelight.query.filter_columns import Column, Columns, by_name

_SECONDS = "(toUnixTimestamp64Micro({end}) - toUnixTimestamp64Micro(start_time)) / 1e6"
_LATENCY = _SECONDS.format(end="end_time")
_TRACE = trace_attribute("trace_id")

OBSERVATION_COLUMNS: Columns = by_name(
    (
        Column("id", "text", "id", ("ID",)),
        Column("traceId", "text", "trace_id", ("Trace ID",)),
        Column("parentObservationId", "text", "parent_id", ("Parent Observation ID",)),
        Column("type", "text", "type", ("Type",)),
        Column("name", "text", "name", ("Name",)),
        Column("startTime", "time", "start_time", ("Start Time",)),
        Column("endTime", "time", "end_time", ("End Time",)),
        Column("environment", "text", "environment", ("Environment",)),
        Column("level", "text", "level", ("Level",)),
        Column("statusMessage", "text", "status_message", ("Status Message",)),
        Column("version", "text", "version", ("Version",)),
        Column("release", "text", "release", ("Release",), _TRACE, own="release"),
        Column("userId", "text", "user_id", ("User ID",), _TRACE, own="user_id"),
        Column("sessionId", "text", "session_id", ("Session ID",), _TRACE, own="session_id"),
        Column("traceName", "text", "name", ("Trace Name",), _TRACE, own="trace_name"),
        Column("traceTags", "texts", "tags", ("Trace Tags", "tags", "Tags"), _TRACE, own="tags"),
        Column(
            "traceEnvironment",
            "text",
            "environment",
            ("Trace Environment",),
            trace_attribute("trace_id", "default"),
        ),
        Column("isRootObservation", "flag", "parent_id = '' OR is_app_root = 1", ("Is Root Observation",)),
        Column("hasParentObservation", "flag", "parent_id != ''", ("Has Parent Observation",)),
        Column("latency", "number", _LATENCY, ("Latency (s)",)),
        Column(
            "timeToFirstToken",
            "number",
            _SECONDS.format(end="completion_start_time"),
            ("Time To First Token (s)",),
        ),
        Column(
            "tokensPerSecond",
            "number",
            f"if({_LATENCY} > 0, {sum_of_buckets('usage', 'output')} / ({_LATENCY}), NULL)",
            ("Tokens per second",),
        ),
        Column("inputTokens", "number", sum_of_buckets("usage", "input"), ("Input Tokens",)),
        Column("outputTokens", "number", sum_of_buckets("usage", "output"), ("Output Tokens",)),
        Column("totalTokens", "number", "if(empty(usage), NULL, tokens_total)", ("Total Tokens", "tokens", "Tokens")),
        Column("inputCost", "number", f"round({sum_of_buckets('cost', 'input')}, 12)", ("Input Cost ($)",)),
        Column("outputCost", "number", f"round({sum_of_buckets('cost', 'output')}, 12)", ("Output Cost ($)",)),
        Column("totalCost", "number", "round(cost_usd, 12)", ("Total Cost ($)",)),
        Column("model", "text", "model", ("Model", "providedModelName", "Provided Model Name")),
        Column("modelId", "text", "model_id", ("Model ID", "internalModelId")),
        Column("promptName", "text", "prompt_name", ("Prompt Name",)),
        Column("promptVersion", "number", "prompt_version", ("Prompt Version",)),
        Column("promptId", "text", "prompt_id", ("Prompt ID",)),
        Column("metadata", "map", "metadata", ("Metadata",)),
        # Only these very expressions have a text index.
        Column("input", "long_text", "ifNull(input, '')", ("Input",)),
        Column("output", "long_text", "ifNull(output, '')", ("Output",)),
        Column("hasInput", "flag", "input_preview != ''", ("Has Input",)),
        Column("hasOutput", "flag", "output_preview != ''", ("Has Output",)),
        Column("toolDefinitions", "number", "length(tool_definitions)", ("Available Tools",)),
        Column("toolCalls", "number", "length(tool_calls)", ("Tool Calls",)),
        Column("toolNames", "texts", "mapKeys(tool_definitions)", ("Tool Names", "Available Tool Names")),
        Column("calledToolNames", "texts", "tool_call_names", ("Called Tool Names",)),
        Column("experimentId", "text", "experiment_id", ("Experiment ID",)),
        Column("experimentName", "text", "experiment_name", ("Experiment Name",)),
        Column("experimentDatasetId", "text", "experiment_dataset_id", ("Experiment Dataset ID",)),
        Column(
            "isExperimentItemRootSpan",
            "flag",
            "experiment_item_root_id != '' AND experiment_item_root_id = id",
            ("Is Experiment Item Root Span",),
        ),
        Column("source", "text", "source", ("Source", "ingestionSource", "Ingestion Source")),
        Column("serviceName", "text", "service_name", ("Service Name",)),
        Column("scopeName", "text", "scope_name", ("Scope Name", "ingestionSdkName", "SDK Name")),
        Column("kind", "text", "kind", ("Kind",)),
        Column("positionInTrace", "position", "", ("Position in Trace", "position")),
        *score_columns("(trace_id, id)", "observation_id", found="trace_id, observation_id"),
        *score_columns("trace_id", "trace_id", "trace_", "Trace "),
    )
)
