"""Items of experiments: what they cost and took, and what was scored, however they were reported."""

import pytest

from sidelight.model import Experiment, Level, ScoreDataType
from sidelight.query.experiments.facts import load_cells, load_stats
from sidelight.query.experiments.heads import HeadFilter, load_about, load_heads
from sidelight.query.experiments.links import ItemLink, given_links, not_reported, reported_links, together
from sidelight.query.experiments.scores import load_cell_scores, load_run_scores, load_summaries
from sidelight.query.sql import TimeRange
from tests.fixtures.event_store import Seed, at_us


def _run(seed: Seed, experiment_id: str, number: int, at_s: float = 0, *, failed: bool = False) -> str:
    """An item as the Python SDK 5 reports it: a run, in it the task with a model call, after it an evaluator's call."""
    trace = f"{experiment_id}-t{number}"
    said = Experiment(
        id=experiment_id,
        name=f"Run {experiment_id}",
        description="why",
        metadata={"model": "GPT-5"},
        dataset_id="d1",
        item_id=f"i{number}",
        item_root_id=f"task{number}",
        expected_output="42",
    )
    level = Level.ERROR if failed else Level.DEFAULT
    seed.observation(trace, f"run{number}", at_s, 9, experiment=said)
    seed.observation(trace, f"task{number}", at_s + 1, 2, experiment=said, parent_id=f"run{number}", level=level)
    seed.generation(trace, f"call{number}", at_s + 1.5, experiment=said, parent_id=f"task{number}", seconds=1)
    seed.generation(trace, f"judge{number}", at_s + 4, cost=7.0, experiment=said, parent_id=f"run{number}")
    return trace


async def test_spans_tell_of_an_experiment(seed: Seed) -> None:
    _run(seed, "e1", 1)
    _run(seed, "e2", 1, at_s=100)
    heads = await load_heads(seed.reader, HeadFilter())
    assert [(head.id, head.name, head.dataset_id) for head in heads] == [
        ("e2", "Run e2", "d1"),
        ("e1", "Run e1", "d1"),
    ]
    assert (heads[1].first_us, heads[1].last_us) == (at_us(0), at_us(9))
    about = await load_about(seed.reader, ["e1"])
    assert (about["e1"].description, about["e1"].metadata) == ("why", {"model": "GPT-5"})


@pytest.mark.parametrize(
    ("where", "found"),
    [
        (HeadFilter(text="RUN e1"), ["e1"]),
        (HeadFilter(names=("Run e2",)), ["e2"]),
        (HeadFilter(ids=("e1", "e3")), ["e1"]),
        (HeadFilter(dataset_ids=("d2",)), []),
        (HeadFilter(metadata=(("model", "gpt"),)), ["e2", "e1"]),
        (HeadFilter(metadata=(("model", "claude"),)), []),
        (HeadFilter(time=TimeRange(at_us(50))), ["e2"]),
    ],
)
async def test_experiments_are_narrowed(seed: Seed, where: HeadFilter, found: list[str]) -> None:
    _run(seed, "e1", 1)
    _run(seed, "e2", 1, at_s=100)
    assert [head.id for head in await load_heads(seed.reader, where)] == found


async def test_evaluators_cost_an_item_nothing(seed: Seed) -> None:
    _run(seed, "e1", 1)
    _run(seed, "e1", 2, at_s=20, failed=True)
    links = [reported_links(["e1"])]
    stats = (await load_stats(seed.reader, links))["e1"]
    assert (stats.items, stats.traces, stats.errors, stats.tokens) == (2, 2, 1, 240)
    assert (stats.mean_latency_us, stats.total_cost_usd, stats.mean_cost_usd) == (2_000_000, 1.0, 0.5)
    assert (stats.first_us, stats.last_us) == (at_us(1), at_us(23))
    cells = await load_cells(seed.reader, links)
    assert [(cell.item_id, cell.root_id, cell.is_error, cell.latency_us) for cell in cells] == [
        ("i1", "task1", False, 2_000_000),
        ("i2", "task2", True, 2_000_000),
    ]
    later = await load_stats(seed.reader, links, TimeRange(at_us(10)))
    assert later["e1"].items == 1


async def test_older_sdks_link_traces_and_observations(seed: Seed) -> None:
    seed.observation("t1", "root", 0, 4)
    seed.generation("t1", "call", 1, parent_id="root", level=Level.ERROR)
    seed.observation("t2", "root", 10, 8)
    seed.observation("t2", "part", 11, 2, parent_id="root")
    seed.generation("t2", "call", 11.5, parent_id="part")
    seed.generation("t2", "other", 15, parent_id="root")
    links = await given_links(
        seed.reader,
        [ItemLink("r", "i1", "t1"), ItemLink("r", "i2", "t2", "part"), ItemLink("r", "i3", "late", "root")],
    )
    cells = {cell.item_id: cell for cell in await load_cells(seed.reader, links)}
    assert (cells["i1"].root_id, cells["i1"].latency_us, cells["i1"].cost_usd) == ("root", 4_000_000, 0.5)
    assert cells["i1"].is_error
    assert (cells["i2"].root_id, cells["i2"].latency_us, cells["i2"].cost_usd) == ("part", 2_000_000, 0.5)
    assert (cells["i3"].has_arrived, cells["i3"].start_us, cells["i3"].latency_us) == (False, None, None)
    stats = (await load_stats(seed.reader, links))["r"]
    assert (stats.items, stats.arrived, stats.ended, stats.errors) == (3, 2, 2, 1)
    assert (stats.first_us, stats.last_us) == (at_us(0), at_us(13))


async def test_what_is_reported_both_ways_counts_once(seed: Seed) -> None:
    trace = _run(seed, "e1", 1)
    both = ItemLink("e1", "i1", trace, "task1")
    alone = ItemLink("e1", "i2", "elsewhere")
    other = ItemLink("r", "i1", trace)
    assert await not_reported(seed.reader, [both, alone, other], ["e1"]) == [alone, other]


async def test_an_item_without_a_root_is_known_by_its_own_rows(seed: Seed) -> None:
    for number in (1, 2):
        said = Experiment(id="e", item_id=f"i{number}")
        seed.observation("t", f"outer{number}", number * 10, 5, experiment=said)
        seed.generation("t", f"inner{number}", number * 10 + 1, experiment=said, parent_id=f"outer{number}")
    cells = await load_cells(seed.reader, [reported_links(["e"])])
    assert [(cell.item_id, cell.root_id, cell.cost_usd) for cell in cells] == [
        ("i1", "outer1", 0.5),
        ("i2", "outer2", 0.5),
    ]


async def test_scores_of_items_are_summed_up(seed: Seed) -> None:
    traces = [_run(seed, "e1", number, at_s=number * 20) for number in range(4)]
    for number, trace in enumerate(traces):
        seed.score(f"a{number}", name="accuracy", value=number / 4, trace_id=trace, observation_id=f"task{number}")
        kind = {"name": "tone", "data_type": ScoreDataType.CATEGORICAL, "value": None}
        seed.score(f"c{number}", **kind, string_value="kind" if number else "rude", trace_id=trace)
    seed.score("elsewhere", name="accuracy", value=100, trace_id="another trace")
    links = [reported_links(["e1"])]
    accuracy, tone = (await load_summaries(seed.reader, links))["e1"]
    assert (accuracy.name, accuracy.count, accuracy.average, accuracy.low, accuracy.high) == (
        "accuracy",
        4,
        0.375,
        0,
        0.75,
    )
    assert accuracy.bins == (1, 0, 0, 1, 0, 0, 1, 0, 0, 1)
    assert (tone.average, tone.categories) == (None, (("kind", 3), ("rude", 1)))
    cells = await load_cell_scores(seed.reader, links)
    assert [(one.name, one.value, one.category) for one in cells["e1", "i1", traces[1], "task1"]] == [
        ("accuracy", 0.25, ""),
        ("tone", None, "kind"),
    ]


async def test_items_in_one_trace_have_their_own_scores(seed: Seed) -> None:
    for number in (1, 2):
        said = Experiment(id="e", item_id=f"i{number}", item_root_id=f"root{number}")
        seed.observation("t", f"root{number}", number, experiment=said)
        seed.score(f"s{number}", name="accuracy", value=number, trace_id="t", observation_id=f"root{number}")
    cells = await load_cell_scores(seed.reader, [reported_links(["e"])])
    assert {key[1]: [one.value for one in scores] for key, scores in cells.items()} == {"i1": [1], "i2": [2]}


async def test_a_score_of_the_run_may_come_first(seed: Seed) -> None:
    seed.score("s", name="overall", value=0.5, dataset_run_id="e1")
    scores = await load_run_scores(seed.reader, ["e1", "e2"])
    assert {key: [one.name for one in found] for key, found in scores.items()} == {"e1": ["overall"]}
    assert await load_run_scores(seed.reader, []) == {}


async def test_links_are_cut_into_statements_that_a_server_takes(seed: Seed) -> None:
    links = [ItemLink("r", f"i{number}", f"t{number}") for number in range(4_500)]
    found = await given_links(seed.reader, links)
    assert len(found) == 3
    assert (await load_stats(seed.reader, found))["r"].items == 4_500


async def test_links_in_one_relation_or_in_several_come_to_the_same(seed: Seed) -> None:
    for number in range(4):
        seed.score(f"s{number}", name="accuracy", value=number / 4, trace_id=_run(seed, "e1", number, number * 20))
        seed.score(f"b{number}", name="tone", data_type=ScoreDataType.CATEGORICAL, value=None, string_value="kind")
    for number in range(3):
        seed.generation(f"t{number}", "root", number * 20)
        seed.score(f"o{number}", name="accuracy", value=number, trace_id=f"t{number}")
    given = await given_links(seed.reader, [ItemLink("e1", f"o{number}", f"t{number}") for number in range(3)])
    several = [reported_links(["e1"], TimeRange(0, at_us(1000))), *given]
    one = together(several)
    assert (len(several), len(one)) == (2, 1)
    for load in (load_stats, load_summaries, load_cells, load_cell_scores):
        assert await load(seed.reader, one) == await load(seed.reader, several)
    (accuracy,) = (await load_summaries(seed.reader, one))["e1"]
    assert (accuracy.count, accuracy.low, accuracy.high, sum(accuracy.bins)) == (7, 0, 2, 7)
    assert (accuracy.bins[0], accuracy.bins[-1]) == (2, 1)
