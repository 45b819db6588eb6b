"""The subjects behind one cell of a comparison."""

from dataclasses import dataclass

from sidelight.query.score_analytics.choice import AnalyticsFilter, ScoreChoice
from sidelight.query.score_analytics.pairs import Match, pairs_of
from sidelight.query.score_analytics.single import SUBJECT
from sidelight.query.sql import Sql, all_of
from sidelight.store.store import ProjectStore

MAX_SUBJECTS_OF_CELL = 100
_NOTHING = dict.fromkeys(SUBJECT.split(", "), "")


@dataclass(frozen=True, slots=True)
class Interval:
    """Numbers from ``low`` to ``high``; ``high`` itself only when ``is_closed``."""

    low: float
    high: float
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class SubjectPair:
    """A subject and what the two choices say of it; ids of what it is not are ''."""

    trace_id: str
    observation_id: str
    session_id: str
    dataset_run_id: str
    a: float | str
    b: float | str
    latest_us: int


async def load_subjects(
    ps: ProjectStore,
    a: ScoreChoice,
    b: ScoreChoice,
    where: AnalyticsFilter,
    cell: tuple[Interval | str, Interval | str],
    *,
    match: Match = "subject",
) -> list[SubjectPair]:
    """The latest ``MAX_SUBJECTS_OF_CELL`` subjects for which the choices say what the cell holds. Raises StoreError."""
    pairs = await pairs_of(ps, a, b, where, match, with_ids=True)
    ids = SUBJECT if match == "subject" else "trace_id"
    held = all_of([_holds("a", cell[0]), _holds("b", cell[1])])
    rows = await ps.query(
        pairs.matched(
            f"{ids}, a, b, toUnixTimestamp64Micro(latest) AS latest_us",
            f"AND {held.text} ORDER BY latest DESC, {ids} LIMIT {{max_subjects:UInt32}}",
        ),
        {**pairs.sql.params, **held.params, "max_subjects": MAX_SUBJECTS_OF_CELL},
    )
    return [SubjectPair(**{**_NOTHING, **row}) for row in rows]


def _holds(side: str, value: Interval | str) -> Sql:
    if isinstance(value, str):
        return Sql(f"{side} = {{cell_{side}:String}}", {f"cell_{side}": value})
    upper = "<=" if value.is_closed else "<"
    return Sql(
        f"{side} >= {{low_{side}:Float64}} AND {side} {upper} {{high_{side}:Float64}}",
        {f"low_{side}": value.low, f"high_{side}": value.high},
    )
