"""What traces can be filtered by, on rows of :func:`sidelight.query.trace_heads.trace_heads`."""

from sidelight.query.columns.elsewhere import observed_columns, observed_within, score_columns, trace_attribute
from sidelight.query.filter_columns import Column, Columns, Lookup, by_name
from sidelight.query.sql import ALL_TIME, Sql, TimeRange

_OWN = (
    Column("id", "text", "id", ("ID", "traceId", "Trace ID")),
    Column("timestamp", "time", "timestamp", ("Timestamp",)),
    Column("name", "text", "name", ("Name", "traceName", "Trace Name")),
    Column("userId", "text", "user_id", ("User ID",)),
    Column("sessionId", "text", "session_id", ("Session ID",)),
    Column("environment", "text", "environment", ("Environment",)),
    Column("version", "text", "version", ("Version",)),
    Column("release", "text", "release", ("Release",)),
    Column("tags", "texts", "tags", ("Tags", "traceTags", "Trace Tags")),
    Column("bookmarked", "flag", "bookmarked", ("⭐️", "Bookmarked")),
    Column("public", "flag", "public", ("Public",)),
    Column("source", "text", "source", ("Source",)),
    Column("kind", "text", "kind", ("Kind",)),
    Column("metadata", "map", "metadata", ("Metadata",), trace_attribute("id", None)),
    *score_columns("id", "trace_id"),
)
_LEVEL = """multiIf(countIf(level = 'ERROR') > 0, 'ERROR', countIf(level = 'WARNING') > 0, 'WARNING',
    countIf(level = 'DEFAULT') > 0, 'DEFAULT', 'DEBUG')"""


def trace_columns(observed: TimeRange = ALL_TIME) -> Columns:
    """The columns by name; ``observed`` is the range in which observations of the looked-at traces start."""
    bounds = observed_within(observed)
    select = Sql(
        "SELECT trace_id FROM observations FINAL"  # noqa: S608
        f" WHERE project_id = {{project_id:String}} AND {bounds.text} GROUP BY trace_id HAVING",
        bounds.params,
    )
    found, none, no_level, no_texts = (Lookup("id", select, absent) for absent in (None, 0, "DEFAULT", ()))
    return by_name(
        (
            *_OWN,
            *observed_columns(found, none),
            Column("level", "text", _LEVEL, ("Level",), no_level),
            Column("models", "texts", "groupUniqArray(toString(model))", ("Models", "model", "Model"), no_texts),
            Column("toolNames", "texts", "groupUniqArrayArray(mapKeys(tool_definitions))", ("Tool Names",), no_texts),
            Column(
                "calledToolNames", "texts", "groupUniqArrayArray(tool_call_names)", ("Called Tool Names",), no_texts
            ),
        )
    )
