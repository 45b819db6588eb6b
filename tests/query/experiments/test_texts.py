"""Texts of items, and the list of items across experiments."""

from sidelight.model import Experiment
from sidelight.query.experiments.newest_items import ItemFilter, newest_items
from sidelight.query.experiments.texts import find_in_texts, load_input_hashes, load_previews, load_texts
from sidelight.query.filter_language import equals
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us


async def test_texts_of_items(seed: Seed) -> None:
    said = Experiment(
        id="e", item_id="i", item_root_id="root", expected_output="x" * 500, item_metadata={"hard": "true"}
    )
    seed.observation("t", "root", input="in" * 300, output="out" * 200, experiment=said, metadata={"a": "1"})
    seed.trace("legacy", input="asked", output="answered")
    seed.observation("legacy", "root", output="of the observation")
    places = [("t", "root"), ("legacy", "root"), ("t", "nothing"), ("nothing", "root")]
    short = await load_previews(seed.reader, places, ["legacy"])
    assert set(short) == {("t", "root"), ("legacy", "root")}
    assert len(short["t", "root"].expected_output or "") == 200
    assert len(short["t", "root"].output or "") < 600
    whole = await load_texts(seed.reader, places, ["legacy"])
    one = whole["t", "root"]
    assert (one.input, one.output, one.expected_output) == ("in" * 300, "out" * 200, "x" * 500)
    assert (one.metadata, one.item_metadata) == ({"a": "1"}, {"hard": "true"})
    assert (whole["legacy", "root"].input, whole["legacy", "root"].output) == ("asked", "answered")


async def test_items_are_found_by_text_and_told_apart_by_input(seed: Seed) -> None:
    for trace, said in (("t1", "Grüße"), ("t2", "hello"), ("t3", "hello")):
        seed.observation(trace, "root", input=said, output="same")
    places = [("t1", "root"), ("t2", "root"), ("t3", "root")]
    assert await find_in_texts(seed.reader, places, "GRÜSSE"[:3]) == {("t1", "root")}
    assert await find_in_texts(seed.reader, places, "same") == set(places)
    hashes = await load_input_hashes(seed.reader, places)
    assert hashes["t2", "root"] == hashes["t3", "root"] != hashes["t1", "root"]


async def test_items_page_newest_first(seed: Seed) -> None:
    for number in range(5):
        said = Experiment(id=f"e{number % 2}", name="Run", item_id=f"i{number}", item_root_id="task")
        seed.observation(f"t{number}", "run", number * 10, 9, experiment=said)
        seed.observation(f"t{number}", "task", number * 10 + 1, 2, experiment=said, parent_id="run")
    first = await newest_items(seed.reader, ItemFilter(), None, 3)
    assert [(one.item_id, one.root_id, one.start_us) for one in first] == [
        ("i4", "task", at_us(41)),
        ("i3", "task", at_us(31)),
        ("i2", "task", at_us(21)),
    ]
    rest = await newest_items(seed.reader, ItemFilter(), first[-1].key, 3)
    assert [one.item_id for one in rest] == ["i1", "i0"]

    async def ids(where: ItemFilter) -> list[str]:
        return [one.item_id for one in await newest_items(seed.reader, where, None, 9)]

    assert await ids(ItemFilter(experiment_ids=("e1",))) == ["i3", "i1"]
    assert await ids(ItemFilter(experiment_ids=())) == []
    assert await ids(ItemFilter(item_ids=("i2", "none"))) == ["i2"]
    assert await ids(ItemFilter(conditions=(equals("experimentItemId", "i3"),))) == ["i3"]
    assert await ids(ItemFilter(time=TimeRange(at_us(15), at_us(35)))) == ["i3", "i2"]
