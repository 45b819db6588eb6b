"""What traces are narrowed by, as conditions. Pure: values go into parameters, never into the SQL text."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from sidelight.query.columns.traces import trace_columns
from sidelight.query.filter_columns import conditions_sql, split_time
from sidelight.query.filter_language import FilterCondition
from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, intersection, within
from sidelight.query.text_search import contains, in_texts

HIDDEN_KIND = "title"
SUBAGENT_KIND = "subagent"

ListField = Literal["environments", "users", "models", "names", "sources"]


@dataclass(frozen=True, slots=True)
class TraceFilter:
    """Lists match any of their values, but ``tags`` all of them; empty means no condition.

    ``models`` and ``errors`` look at a trace's observations. ``text`` is looked for in the trace's name, ids and
    previews, and in the full texts of its observations. ``hidden`` adds the conversations that agents hold with
    themselves; ``only_hidden`` asks for nothing else. ``conditions`` are those of the filter language; all must hold.
    """

    time: TimeRange = ALL_TIME
    environments: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    errors: bool = False
    text: str = ""
    hidden: bool = False
    only_hidden: bool = False
    conditions: tuple[FilterCondition, ...] = ()

    @property
    def looks_at_observations(self) -> bool:
        """Whether a trace's observations must be read to tell that it matches."""
        return bool(self.models or self.errors or self.text.strip() or self.conditions)

    def without(self, facet: ListField) -> "TraceFilter":
        """The same filter without the condition on one list field."""
        fields: dict[str, Any] = {facet: ()}
        return replace(self, **fields)

    def narrowed(self, conditions: tuple[FilterCondition, ...]) -> "TraceFilter":
        """The same filter with these conditions too; those on the timestamp narrow the time range, which is faster."""
        time, others = split_time(conditions, "timestamp", "Timestamp")
        return replace(self, time=intersection(self.time, time), conditions=(*self.conditions, *others))


def head_conditions(where: TraceFilter) -> list[Sql]:
    """Conditions on the columns of :func:`~sidelight.query.trace_heads.trace_heads`."""
    found = [
        Sql(f"{column} IN {{{name}:Array(String)}}", {name: list(values)})
        for column, name, values in (
            ("environment", "environments", where.environments),
            ("user_id", "users", where.users),
            ("name", "names", where.names),
            ("source", "sources", where.sources),
            ("session_id", "sessions", where.sessions),
            ("version", "versions", where.versions),
            ("release", "releases", where.releases),
        )
        if values
    ]
    if where.tags:
        found.append(Sql("hasAll(tags, {tags:Array(String)})", {"tags": list(where.tags)}))
    if where.only_hidden:
        found.append(Sql(f"kind = '{HIDDEN_KIND}'"))
    elif not where.hidden:
        found.append(Sql(f"kind != '{HIDDEN_KIND}'"))
    return found


def observation_condition(where: TraceFilter, observed: TimeRange) -> Sql | None:
    """Subquery of the trace ids whose observations match ``models`` and ``errors``; None without such a condition.

    One scan for both: a trace qualifies when one observation has the model and one, the same or another, the error.
    """
    wanted: list[Sql] = []
    if where.models:
        wanted.append(Sql("model IN {models:Array(String)}", {"models": list(where.models)}))
    if where.errors:
        wanted.append(Sql("level = 'ERROR'"))
    if not wanted:
        return None
    anyone = " OR ".join(f"({condition.text})" for condition in wanted)
    everyone = " AND ".join(f"countIf({condition.text}) > 0" for condition in wanted)
    source = all_of([*within("start_time", observed, "observed"), Sql(anyone)])
    return Sql(
        f"id IN (SELECT trace_id FROM observations FINAL WHERE project_id = {{project_id:String}} AND {source.text}"  # noqa: S608
        f" GROUP BY trace_id HAVING {everyone})",
        all_of([*wanted, source]).params,
    )


def text_condition(where: TraceFilter, observed: TimeRange) -> Sql | None:
    """Condition for ``text`` on a trace's own columns or the texts of its observations; None without it."""
    text = where.text.strip()
    if not text:
        return None
    own = contains(("id", "name", "user_id", "session_id", "input_preview", "output_preview"), text)
    texts = all_of([*within("start_time", observed, "observed"), in_texts(text)])
    return Sql(
        f"{own.text} OR id IN (SELECT trace_id FROM observations FINAL"  # noqa: S608
        f" WHERE project_id = {{project_id:String}} AND {texts.text})",
        {**own.params, **texts.params},
    )


def trace_conditions(where: TraceFilter, observed: TimeRange) -> Sql:
    """Everything but the time range, as one condition on the columns of a trace.

    ``observed`` is the time range in which the observations of the wanted traces start.

    Raises:
        FilterError: one of ``where.conditions`` names no column of traces, or does not suit it.
    """
    extra = (
        observation_condition(where, observed),
        text_condition(where, observed),
        conditions_sql(where.conditions, trace_columns(observed)) if where.conditions else None,
    )
    return all_of([*head_conditions(where), *(condition for condition in extra if condition)])
