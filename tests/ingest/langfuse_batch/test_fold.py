"""Pieces make the same object in whatever order they come."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.ingest.langfuse_batch.fold import fold_observation, fold_trace, places_of
from sidelight.ingest.langfuse_batch.piece import Piece
from sidelight.model import ObservationType
from sidelight.model.time import NS_PER_S


def piece(at_s: int, type: str = "span-create", /, *, event_id: str = "", trace_id: str = "t1", **body: Any) -> Piece:
    return Piece("o1", at_s * NS_PER_S, event_id or f"{type}-{at_s}", type, trace_id, body)


_values = st.sampled_from(["a", "b", 1, {"x": 1}, {"y": {"z": [2]}}])
_pieces = st.builds(
    Piece,
    object_id=st.just("o1"),
    time_ns=st.integers(0, 3).map(lambda n: n * 40_000 * NS_PER_S),
    event_id=st.sampled_from("abcdef"),
    type=st.sampled_from(["span-create", "generation-create", "agent-create", "span-update", "generation-update"]),
    trace_id=st.sampled_from(["", "t1", "t2"]),
    body=st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from("xyz"),
            "start_ns": st.integers(0, 9).map(lambda n: n * 30_000 * NS_PER_S),
            "end_ns": st.integers(0, 9 * NS_PER_S),
            "output": st.sampled_from(["one", "two"]),
            "metadata": st.dictionaries(st.sampled_from("kl"), _values, max_size=2),
            "usage": st.just({"input": 1, "total": 1}),
            "environment": st.sampled_from(["prod", "dev"]),
        },
    ),
)
# One event is one piece: repeats are the same in everything.
_histories = st.lists(_pieces, min_size=1, max_size=7, unique_by=lambda one: (one.time_ns, one.event_id))


@given(_histories, st.randoms(use_true_random=False))
def test_order_and_repeats_change_nothing(history: list[Piece], dice: random.Random) -> None:
    shuffled = [*history, *history[:3]]
    dice.shuffle(shuffled)
    assert fold_observation(shuffled) == fold_observation(history)


@given(_histories)
def test_every_former_place_is_known(history: list[Piece]) -> None:
    places = places_of(history)
    for count in range(1, len(history) + 1):
        former = fold_observation(history[:count])
        assert (former.trace_id, former.start_ns) in places


@given(st.lists(st.integers(0, 5), min_size=1, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_traces_do_not_depend_on_order_either(times: list[int], dice: random.Random) -> None:
    history = [
        Piece("t1", at * NS_PER_S, str(at), "trace-create", "t1", {"name": f"n{at}", "tags": [f"g{at}", "all"]})
        for at in times
    ]
    shuffled = history * 2
    dice.shuffle(shuffled)
    trace = fold_trace(shuffled)
    assert trace == fold_trace(history)
    assert trace.name == f"n{max(times)}"
    assert trace.timestamp_ns == min(times) * NS_PER_S
    assert trace.tags == tuple(sorted({"all", *(f"g{at}" for at in times)}))


def test_later_values_win_and_what_is_left_out_stays() -> None:
    folded = fold_observation(
        [piece(2, "span-update", output="late", level="ERROR"), piece(1, name="a", output="early", input="in")]
    )
    assert (folded.name, folded.input, folded.output, folded.level) == ("a", "in", "late", "ERROR")


def test_an_update_of_the_same_moment_comes_after_its_create() -> None:
    folded = fold_observation([piece(1, "span-update", event_id="a", name="new"), piece(1, event_id="b", name="old")])
    assert folded.name == "new"


def test_what_the_first_piece_says_of_start_and_environment_stays() -> None:
    folded = fold_observation(
        [piece(5, start_ns=3, environment="prod"), piece(6, "span-update", start_ns=9, environment="dev")]
    )
    assert (folded.start_ns, folded.environment) == (3, "prod")


def test_an_update_does_not_change_the_type() -> None:
    folded = fold_observation([piece(1, "agent-create"), piece(0, "span-update"), piece(2, "generation-update")])
    assert folded.type is ObservationType.AGENT
    assert fold_observation([piece(0, "generation-update")]).type is ObservationType.GENERATION
    assert fold_observation([piece(0, "observation-create", type="EVENT")]).type is ObservationType.EVENT


def test_metadata_is_merged_deeply_and_stored_as_paths() -> None:
    folded = fold_observation(
        [piece(1, metadata={"a": {"b": 1}, "n": [1]}), piece(2, metadata={"a": {"c": "x"}}), piece(3, metadata="bare")]
    )
    assert folded.metadata == {"a.b": "1", "a.c": "x", "n": "[1]", "metadata": "bare"}


def test_an_end_before_the_start_is_the_start() -> None:
    assert fold_observation([piece(1, start_ns=50, end_ns=20)]).end_ns == 50


def test_without_a_trace_it_is_one_of_its_own() -> None:
    assert fold_observation([piece(1, trace_id="")]).trace_id == "o1"
    assert fold_observation([piece(1, trace_id=""), piece(2, "span-update", trace_id="t9")]).trace_id == "t9"


@pytest.mark.parametrize(
    ("given_cost", "buckets", "total"),
    [
        ({"input": 1.0, "output": 2.0}, {"input": 1.0, "output": 2.0}, 3.0),
        ({"input": 1.0, "total": 5.0}, {"input": 1.0}, 5.0),
        ({"total": 5.0}, {"total": 5.0}, 5.0),
        ({"total": 0.0}, {"total": 0.0}, 0.0),
        ({}, {}, None),
    ],
)
def test_cost_has_a_total(given_cost: dict[str, float], buckets: dict[str, float], total: float | None) -> None:
    folded = fold_observation([piece(1, cost=given_cost) if given_cost else piece(1)])
    assert (folded.cost, folded.cost_usd) == (buckets, total)
    assert folded.cost_source == ("reported" if given_cost else "")


def test_tools_are_found_in_the_texts() -> None:
    folded = fold_observation(
        [piece(1, "generation-create", input='{"tools": [{"type": "function", "function": {"name": "look"}}]}')]
    )
    assert folded.tools is not None
    assert list(folded.tools.definitions) == ["look"]
