"""What sessions can be filtered by, on rows whose ``id`` is a session's id: everything lies in its traces."""

from sidelight.query.columns.elsewhere import observed_columns, observed_within, score_columns
from sidelight.query.filter_columns import Column, Columns, Lookup, by_name
from sidelight.query.sql import ALL_TIME, Sql, TimeRange

_TRACES = "SELECT session_id FROM traces FINAL WHERE project_id = {project_id:String} AND session_id != ''"
_OF_TRACES = Lookup("id", Sql(f"{_TRACES} GROUP BY session_id HAVING"))
_OBSERVED = """SELECT session_id FROM (
    SELECT id AS session_trace_id, session_id FROM traces FINAL
    WHERE project_id = {project_id:String} AND session_id != ''
) AS members INNER JOIN (
    SELECT trace_id, start_time, end_time, level, usage, tokens_total, cost, cost_usd FROM observations FINAL
    WHERE project_id = {project_id:String} AND %s
) AS observed ON members.session_trace_id = observed.trace_id GROUP BY session_id HAVING"""


def session_columns(observed: TimeRange = ALL_TIME) -> Columns:
    """The columns by name; ``observed`` is the range in which observations of the looked-at sessions start."""
    bounds = observed_within(observed)
    found, none = (Lookup("id", Sql(_OBSERVED % bounds.text, bounds.params), absent) for absent in (None, 0))
    totals = (column for column in observed_columns(found, none) if column.id != "latency")
    return by_name(
        (
            Column("id", "text", "id", ("ID", "sessionId", "Session ID")),
            Column("createdAt", "time", "min(timestamp)", ("Created At",), _OF_TRACES),
            Column("environment", "text", "argMin(environment, timestamp)", ("Environment",), _OF_TRACES),
            Column("userIds", "texts", "groupUniqArray(user_id)", ("User IDs", "userId", "User ID"), _OF_TRACES),
            Column("traceTags", "texts", "groupUniqArrayArray(tags)", ("Trace Tags", "tags", "Tags"), _OF_TRACES),
            Column("tracesCount", "number", "count()", ("Traces Count", "countTraces", "Count Traces"), _OF_TRACES),
            Column("bookmarked", "flag", "max(bookmarked)", ("⭐️", "Bookmarked"), _OF_TRACES),
            Column(
                "sessionDuration",
                "number",
                "dateDiff('microsecond', min(start_time), max(coalesce(end_time, start_time))) / 1e6",
                ("Session Duration", "Session Duration (s)", "latency"),
                found,
            ),
            *totals,
            *score_columns("id", "session_id"),
        )
    )
