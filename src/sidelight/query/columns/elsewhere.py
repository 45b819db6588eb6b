"""Where the columns of several views lie when not in the row itself: in scores, in the observations of a trace."""

from sidelight.query.filter_columns import KEY_PARAM, Column, Lookup
from sidelight.query.filter_language import FilterValue
from sidelight.query.sql import Sql, TimeRange, all_of, within

_SCORES = (
    "SELECT {found} FROM scores FINAL WHERE project_id = {{project_id:String}} AND {subject} != ''"
    " AND name = {name} AND data_type IN ({types}) GROUP BY {found} HAVING"
)


def score_columns(
    key: str, subject: str, id_prefix: str = "", name_prefix: str = "", *, found: str = ""
) -> tuple[Column, ...]:
    """Columns for the scores of the row, each asked by a score's name.

    ``subject`` is the column of ``scores`` that must be set, and that holds the row's ``key``, unless ``found`` names
    all the columns which do.
    """

    def lookup(*types: str) -> Lookup:
        listed = ", ".join(f"'{type_}'" for type_ in types)
        return Lookup(key, Sql(_SCORES.format(found=found or subject, subject=subject, name=KEY_PARAM, types=listed)))

    return (
        Column(
            f"{id_prefix}scores_avg",
            "score_numbers",
            "avg(value)",
            (f"{name_prefix}Scores (numeric)",),
            lookup("NUMERIC", "BOOLEAN"),
        ),
        Column(
            f"{id_prefix}score_categories",
            "score_categories",
            "string_value",
            (f"{name_prefix}Scores (categorical)",),
            lookup("CATEGORICAL", "TEXT"),
        ),
        Column(
            f"{id_prefix}score_booleans",
            "score_flags",
            "value",
            (f"{name_prefix}Scores (boolean)",),
            lookup("BOOLEAN"),
        ),
    )


def trace_attribute(key: str, absent: FilterValue = "") -> Lookup:
    """The row of ``traces`` whose id is the row's ``key``."""
    return Lookup(key, Sql("SELECT id FROM traces FINAL WHERE project_id = {project_id:String} AND"), absent)


def sum_of_buckets(column: str, side: str) -> str:
    """Langfuse's rule for input and output totals: all buckets of ``usage`` or ``cost`` whose name holds the side."""
    return f"arraySum(mapValues(mapFilter((bucket, amount) -> position(bucket, '{side}') > 0, {column})))"


def observed_columns(lookup: Lookup, none: Lookup) -> tuple[Column, ...]:
    """Totals over observations, by the SELECT of ``lookup``; ``none`` is the same, with 0 for rows without any."""

    def count(level: str) -> str:
        return f"countIf(level = '{level}')"

    ended = "max(coalesce(end_time, start_time))"
    tokens_in, tokens_out = sum_of_buckets("usage", "input"), sum_of_buckets("usage", "output")
    cost_in, cost_out = sum_of_buckets("cost", "input"), sum_of_buckets("cost", "output")
    return (
        Column(
            "latency", "number", f"dateDiff('microsecond', min(start_time), {ended}) / 1e6", ("Latency (s)",), lookup
        ),
        Column("inputTokens", "number", f"sum({tokens_in})", ("Input Tokens",), lookup),
        Column("outputTokens", "number", f"sum({tokens_out})", ("Output Tokens",), lookup),
        Column("totalTokens", "number", "sum(tokens_total)", ("Total Tokens", "tokens", "Tokens", "Usage"), lookup),
        Column("inputCost", "number", f"round(sum({cost_in}), 12)", ("Input Cost ($)",), lookup),
        Column("outputCost", "number", f"round(sum({cost_out}), 12)", ("Output Cost ($)",), lookup),
        Column("totalCost", "number", "round(sum(cost_usd), 12)", ("Total Cost ($)",), lookup),
        Column("warningCount", "number", count("WARNING"), ("Warning Level Count",), none),
        Column("errorCount", "number", count("ERROR"), ("Error Level Count",), none),
        Column("defaultCount", "number", count("DEFAULT"), ("Default Level Count",), none),
        Column("debugCount", "number", count("DEBUG"), ("Debug Level Count",), none),
        Column("observationCount", "number", "count()", ("Observation Count",), none),
    )


def observed_within(observed: TimeRange) -> Sql:
    """The condition that bounds a look at observations in time."""
    return all_of(within("start_time", observed, "observed"))
