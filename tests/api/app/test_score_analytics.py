"""Score analytics in the web app: what is asked, what comes back, and what is refused."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from sidelight.model import ScoreDataType, ScoreSource
from sidelight.platform.score_configs.tables import ScoreConfigRow
from sidelight.store.store import Store
from tests.fixtures.read_world import ReadWorld, empty, open_read_world

ANALYTICS = "/api/app/projects/rocket/scores/analytics"
KIND = {"name": "kind", "source": "ANNOTATION", "type": "CATEGORICAL"}


@pytest.fixture
async def world(event_store: Store, tmp_path: Path) -> AsyncIterator[ReadWorld]:
    empty(event_store)
    async with open_read_world(event_store, tmp_path) as found:
        seed = found.seed()
        human: dict[str, Any] = {"name": "kind", "source": ScoreSource.ANNOTATION}
        with seed.together():
            for number, (one, other) in enumerate([("good", "good"), ("bad", "good"), ("bad", "bad")]):
                seed.trace(f"t{number}", number, name=f"trace {number}")
                for who, value in (("ada", one), ("gone", other)):
                    seed.score(
                        f"{who}{number}",
                        number,
                        data_type=ScoreDataType.CATEGORICAL,
                        value=None,
                        string_value=value,
                        trace_id=f"t{number}",
                        author_user_id=who,
                        **human,
                    )
                for name in ("x", "y"):
                    seed.score(f"{name}{number}", number, name=name, value=float(number), trace_id=f"t{number}")
        async with found.services.database.session() as session:
            categories = '[{"label":"good","value":1},{"label":"bad","value":0}]'
            session.add(
                ScoreConfigRow(project_id="rocket", name="kind", data_type="CATEGORICAL", categories=categories)
            )
        yield found


async def ask(world: ReadWorld, path: str, **params: Any) -> Any:
    async with world.browser("vic") as browser:
        return await browser.get(f"{ANALYTICS}/{path}", params=params)


async def test_what_can_be_analysed(world: ReadWorld) -> None:
    found = (await ask(world, "choices")).json()["items"]
    assert [(one["name"], one["source"], one["dataType"], one["count"]) for one in found] == [
        ("kind", "ANNOTATION", "CATEGORICAL", 6),
        ("x", "API", "NUMERIC", 3),
        ("y", "API", "NUMERIC", 3),
    ]
    # Who is no member any more has no name.
    assert [(one["id"], one["name"]) for one in found[0]["authors"]] == [("ada", "Ada"), ("gone", "gone")]


async def test_one_score(world: ReadWorld) -> None:
    found = (await ask(world, "one", **KIND)).json()
    assert (found["count"], found["subjectCount"], found["mode"], found["modeCount"]) == (6, 3, "bad", 3)
    assert found["categories"] == [{"label": "bad", "count": 3}, {"label": "good", "count": 3}]
    numbers = (await ask(world, "one", name="x", source="API", type="NUMERIC", subject="trace")).json()
    assert (numbers["mean"], numbers["std"], numbers["axis"]["isWhole"], numbers["bins"]) == (1, 1, True, [1, 1, 1])


async def test_two_people_in_the_order_of_the_config(world: ReadWorld) -> None:
    both = {**KIND, "author": "ada", "name2": "kind", "source2": "ANNOTATION", "author2": "gone"}
    found = (await ask(world, "agreement", **both)).json()
    assert (found["matched"], found["onlyA"], found["onlyB"], found["oneIn"]) == (3, 0, 0, 1)
    assert found["labels"]["labels"] == ["good", "bad"]
    cells = [(cell["a"], cell["b"], cell["count"]) for cell in found["labels"]["cells"]]
    assert cells == [(0, 0, 1), (1, 0, 1), (1, 1, 1)]
    assert found["labels"]["kappa"] == pytest.approx((2 / 3 - 4 / 9) / (5 / 9))
    (subject,) = (await ask(world, "subjects", **both, label="bad", label2="good")).json()["items"]
    assert (subject["traceId"], subject["traceName"], subject["a"], subject["b"]) == ("t1", "trace 1", "bad", "good")


async def test_two_numbers(world: ReadWorld) -> None:
    both = {"name": "x", "source": "API", "type": "NUMERIC", "name2": "y", "source2": "API"}
    numbers = (await ask(world, "agreement", **both)).json()["numbers"]
    assert (numbers["pearson"], numbers["spearman"], numbers["mae"], numbers["isShared"]) == (1, 1, 0, True)
    cell = {"low": 0.5, "high": 2.5, "low2": 0.5, "high2": 2.5}
    found = (await ask(world, "subjects", **both, **cell)).json()["items"]
    assert [one["traceId"] for one in found] == ["t2", "t1"]


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("one", {"name": "x", "source": "API"}, "type"),
        ("one", {**KIND, "source": "nobody"}, "source"),
        ("one", {**KIND, "type": "CORRECTION"}, "type"),
        ("agreement", {**KIND, "type": "TEXT", "name2": "x", "source2": "API"}, "type"),
        ("agreement", KIND, "name2"),
        ("choices", {"subject": "planet"}, "subject.0"),
        ("subjects", {**KIND, "name2": "x", "source2": "API"}, ""),
    ],
)
async def test_what_is_wrong_is_named(world: ReadWorld, path: str, params: dict[str, str], field: str) -> None:
    answer = await ask(world, path, **params)
    assert (answer.status_code, answer.json()["field"]) == (422, field), answer.text
