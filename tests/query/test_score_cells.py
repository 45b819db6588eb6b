"""Scores in the cells of lists."""

from sidelight.model import Score, ScoreDataType
from sidelight.query.score_cells import ScoreCell, load_observation_cells, load_trace_cells
from sidelight.store.rows import score_row
from tests.fixtures.event_store import Seed, at_ns


def _score(seed: Seed, score_id: str, name: str, *, kind: str = "NUMERIC", **fields: object) -> None:
    score = Score(id=score_id, name=name, timestamp_ns=at_ns(1), data_type=ScoreDataType(kind), trace_id="t", **fields)  # type: ignore[arg-type]
    seed.rows("scores", score_row(seed.project_id, score, at_ns(1)))


async def test_a_cell_averages_numbers_and_names_categories(seed: Seed) -> None:
    _score(seed, "1", "accuracy", value=0.25)
    _score(seed, "2", "accuracy", value=0.75, observation_id="o")
    _score(seed, "3", "tone", kind="CATEGORICAL", string_value="kind")
    _score(seed, "4", "tone", kind="CATEGORICAL", string_value="kind", observation_id="o")
    _score(seed, "5", "unasked", value=1)
    found = await load_trace_cells(seed.reader, ["t", "nothing"], ["accuracy", "tone"])
    assert found == {
        "t": [
            ScoreCell("accuracy", "NUMERIC", 2, 0.5, ()),
            ScoreCell("tone", "CATEGORICAL", 2, None, ("kind",)),
        ]
    }
    of_observation = await load_observation_cells(seed.reader, [("t", "o"), ("t", "p")], ["accuracy"])
    assert of_observation == {("t", "o"): [ScoreCell("accuracy", "NUMERIC", 1, 0.75, ())]}


async def test_without_names_or_rows_nothing_is_asked(seed: Seed) -> None:
    assert await load_trace_cells(seed.reader, [], ["accuracy"]) == {}
    assert await load_trace_cells(seed.reader, ["t"], []) == {}
    assert await load_observation_cells(seed.reader, [], ["accuracy"]) == {}
