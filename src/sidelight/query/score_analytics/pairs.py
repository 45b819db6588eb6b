"""Two choices side by side: what each says of the same subject.

A subject that one choice judged several times counts once, with the latest score. What is grouped is bounded: above
``MAX_SUBJECTS`` every so manieth subject is looked at, always the same ones. That many give a share to within 0.3
percent points.
"""

from dataclasses import dataclass
from typing import Any, Literal

from sidelight.query.score_analytics.choice import (
    NUMBER,
    NUMERIC,
    AnalyticsFilter,
    ScoreChoice,
    choice_condition,
    filter_condition,
)
from sidelight.query.score_analytics.single import SUBJECT
from sidelight.query.sql import Sql
from sidelight.store.driver import Param
from sidelight.store.store import ProjectStore

MAX_SUBJECTS = 100_000

Match = Literal["subject", "trace"]
"""Which scores belong together: those of the same object, or those of the same trace and all that lies in it."""

_COUNTS = """
SELECT countIf(%(is_a)s) AS a, countIf(%(is_b)s) AS b
FROM scores FINAL WHERE project_id = {project_id:String} AND %(where)s AND ((%(is_a)s) OR (%(is_b)s))
"""

_PAIRS = """
SELECT %(keys)s, argMaxIf(said, (timestamp, id), is_a) AS a, argMaxIf(said, (timestamp, id), is_b) AS b,
    max(is_a) AS has_a, max(is_b) AS has_b, greatest(countIf(is_a), countIf(is_b)) > 1 AS is_repeated,
    max(timestamp) AS latest
FROM (
    SELECT %(subject)s, timestamp, id, %(said)s AS said, %(is_a)s AS is_a, %(is_b)s AS is_b
    FROM scores FINAL
    WHERE project_id = {project_id:String} AND %(where)s AND ((%(is_a)s) OR (%(is_b)s))
        AND cityHash64(%(subject)s) %% {one_in:UInt32} = 0
) GROUP BY %(keys)s
"""


@dataclass(frozen=True, slots=True)
class Pairs:
    """A SELECT of subjects with ``a`` and ``b``, what the choices say, and ``has_a`` and ``has_b``, whether they do.

    ``is_repeated`` says that one of them does so several times. One in ``one_in`` subjects is looked at.
    """

    sql: Sql
    one_in: int = 1

    def matched(self, select: str, rest: str = "") -> str:
        """A SELECT over the subjects that both judged."""
        return f"SELECT {select} FROM ({self.sql.text}) WHERE has_a AND has_b {rest}"  # noqa: S608


async def pairs_of(
    ps: ProjectStore,
    a: ScoreChoice,
    b: ScoreChoice,
    where: AnalyticsFilter,
    match: Match = "subject",
    *,
    with_ids: bool = False,
) -> Pairs:
    """The subjects of two choices of one type; ``with_ids`` also selects what they are. Raises StoreError."""
    one, other, common = choice_condition(a, "a"), choice_condition(b, "b"), filter_condition(where)
    params: dict[str, Param] = {**common.params, **one.params, **other.params}
    subject = SUBJECT if match == "subject" else "trace_id"
    parts: dict[str, Any] = {
        "is_a": one.text,
        "is_b": other.text,
        "where": common.text if match == "subject" else f"({common.text}) AND trace_id != ''",
    }
    (counts,) = await ps.query(_COUNTS % parts, params)
    one_in = max(1, -(-max(counts["a"], counts["b"]) // MAX_SUBJECTS))
    text = _PAIRS % {
        **parts,
        "subject": subject,
        # A hash takes less memory than four ids.
        "keys": subject if with_ids else f"sipHash128({subject})",
        "said": NUMBER if a.data_type == NUMERIC else "ifNull(string_value, '')",
    }
    return Pairs(Sql(text, {**params, "one_in": one_in}), one_in)
