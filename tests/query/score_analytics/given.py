"""Short words for putting scores in and asking of them."""

from collections.abc import Iterable

from sidelight.model import Score, ScoreDataType, ScoreSource
from sidelight.query.score_analytics.choice import ScoreChoice
from sidelight.store.rows import score_row
from tests.fixtures.event_store import Seed, at_ns

Value = float | str | bool

NUMBER_A, NUMBER_B = ScoreChoice("a", "API", "NUMERIC"), ScoreChoice("b", "API", "NUMERIC")
LABEL_A, LABEL_B = ScoreChoice("a", "API", "CATEGORICAL"), ScoreChoice("b", "API", "CATEGORICAL")
FLAG_A, FLAG_B = ScoreChoice("a", "API", "BOOLEAN"), ScoreChoice("b", "API", "BOOLEAN")


def give(seed: Seed, name: str, values: Iterable[tuple[str, Value]], **fields: object) -> None:
    """A score of each value on each named trace, a second apart, in one insert."""
    rows = []
    for number, (trace, value) in enumerate(values):
        at_s = float(fields.get("at_s", 0)) + number  # type: ignore[arg-type]
        said = {key: one for key, one in fields.items() if key != "at_s"}
        score = Score(
            id=f"{name}-{said.get('author_user_id', '')}-{trace}-{at_s}",
            name=name,
            timestamp_ns=at_ns(at_s),
            trace_id=trace,
            **{**_typed(value), "source": ScoreSource.API, **said},  # type: ignore[arg-type]
        )
        rows.append(score_row(seed.project_id, score, at_ns(at_s)))
    if rows:
        seed.rows("scores", *rows)


def give_pairs(seed: Seed, pairs: Iterable[tuple[Value, Value]]) -> None:
    """Scores `a` and `b` on a trace of its own for each pair."""
    known = list(pairs)
    give(seed, "a", [(f"t{number}", one) for number, (one, _) in enumerate(known)])
    give(seed, "b", [(f"t{number}", other) for number, (_, other) in enumerate(known)])


def _typed(value: Value) -> dict[str, object]:
    if isinstance(value, bool):
        return {"data_type": ScoreDataType.BOOLEAN, "value": float(value), "string_value": str(value)}
    if isinstance(value, str):
        return {"data_type": ScoreDataType.CATEGORICAL, "string_value": value}
    return {"data_type": ScoreDataType.NUMERIC, "value": float(value)}
