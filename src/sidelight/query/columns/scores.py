"""What scores can be filtered by, on rows of ``scores``."""

from sidelight.query.columns.elsewhere import trace_attribute
from sidelight.query.filter_columns import Column, Columns, by_name

_TRACE = trace_attribute("trace_id")

SCORE_COLUMNS: Columns = by_name(
    (
        Column("id", "text", "id", ("ID",)),
        Column("timestamp", "time", "timestamp", ("Timestamp",)),
        Column("name", "text", "name", ("Name",)),
        Column("environment", "text", "environment", ("Environment",)),
        Column("source", "text", "source", ("Source",)),
        Column("dataType", "text", "data_type", ("Data Type",)),
        Column("value", "number", "value", ("Value",)),
        Column("stringValue", "text", "ifNull(string_value, '')", ("String Value",)),
        Column(
            "booleanValue",
            "text",
            "if(data_type = 'BOOLEAN', lower(ifNull(string_value, '')), '')",
            ("Boolean Value",),
        ),
        Column("comment", "text", "ifNull(comment, '')", ("Comment",)),
        Column("metadata", "map", "metadata", ("Metadata",)),
        Column("traceId", "text", "trace_id", ("Trace ID",)),
        Column("observationId", "text", "observation_id", ("Observation ID",)),
        Column("sessionId", "text", "session_id", ("Session ID",)),
        Column("datasetRunId", "text", "dataset_run_id", ("Dataset Run ID", "experimentId", "Experiment ID")),
        Column("configId", "text", "config_id", ("Config ID",)),
        Column("queueId", "text", "queue_id", ("Queue ID",)),
        Column("authorUserId", "text", "author_user_id", ("Author User ID",)),
        Column("traceName", "text", "name", ("Trace Name",), _TRACE),
        Column("userId", "text", "user_id", ("User ID",), _TRACE),
        Column(
            "traceTags",
            "texts",
            "tags",
            ("Trace Tags", "trace_tags", "tags", "Tags"),
            trace_attribute("trace_id", ()),
        ),
    )
)
