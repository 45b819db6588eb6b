"""Which scores an analysis is about, as conditions. Pure: values go into parameters, never into the SQL text."""

from dataclasses import dataclass
from typing import Literal

from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within

Subject = Literal["trace", "observation", "session", "run"]

_SUBJECTS: dict[Subject, str] = {
    "trace": "trace_id != '' AND observation_id = ''",
    "observation": "observation_id != ''",
    "session": "session_id != ''",
    "run": "dataset_run_id != ''",
}

NUMERIC, BOOLEAN, CATEGORICAL = "NUMERIC", "BOOLEAN", "CATEGORICAL"
# The value of a score that has one. 0 and -0 are one number, which GROUP BY does not know.
NUMBER = "if(assumeNotNull(value) = 0, 0., assumeNotNull(value))"
LABELLED = frozenset({BOOLEAN, CATEGORICAL})


@dataclass(frozen=True, slots=True)
class ScoreChoice:
    """The scores of one name, source and type; with ``author_id`` only those of one person."""

    name: str
    source: str
    data_type: str
    author_id: str = ""


@dataclass(frozen=True, slots=True)
class AnalyticsFilter:
    """What all scores of an analysis have in common; empty means no condition."""

    time: TimeRange = ALL_TIME
    subjects: tuple[Subject, ...] = ()
    environments: tuple[str, ...] = ()


def choice_condition(choice: ScoreChoice, side: str = "a") -> Sql:
    """The scores of a choice, on the columns of ``scores``; ``side`` keeps the parameters of two choices apart."""
    text = f"name = {{{side}_name:String}} AND source = {{{side}_source:String}} AND data_type = {{{side}_type:String}}"
    params = {f"{side}_name": choice.name, f"{side}_source": choice.source, f"{side}_type": choice.data_type}
    if choice.author_id:
        text += f" AND author_user_id = {{{side}_author:String}}"
        params[f"{side}_author"] = choice.author_id
    if choice.data_type == NUMERIC:
        text += " AND ifNull(isFinite(value), 0)"
    return Sql(text, params)


def filter_condition(where: AnalyticsFilter) -> Sql:
    """The filter, on the columns of ``scores``."""
    found = within("timestamp", where.time, "scored")
    if where.subjects:
        found.append(Sql(" OR ".join(f"({_SUBJECTS[subject]})" for subject in where.subjects)))
    if where.environments:
        names = {"scored_in": list(where.environments)}
        found.append(Sql("environment IN {scored_in:Array(String)}", names))
    return all_of(found)
