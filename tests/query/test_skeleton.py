"""The skeleton: order, parents as rows, sub-agents grafted in, and what broken senders do to a tree."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sidelight.model import Level, ObservationType
from sidelight.query.skeleton import Skeleton, arrange, load_skeleton
from sidelight.query.trace_links import MAX_LINKED, TraceLink
from tests.fixtures.event_store import Seed, at_us


async def load(seed: Seed, trace_id: str) -> Skeleton:
    skeleton = await load_skeleton(seed.reader, trace_id)
    assert skeleton is not None
    return skeleton


def tree(skeleton: Skeleton) -> dict[str, str | None]:
    """Parent id by id."""
    ids = skeleton.columns["ids"]
    return {ids[row]: ids[parent] if parent >= 0 else None for row, parent in enumerate(skeleton.parents)}


async def test_columns_by_start_then_depth(seed: Seed) -> None:
    seed.trace("t", kind="session")
    seed.observation("t", "tool", 2, None, type=ObservationType.TOOL, parent_id="turn", input='{"cmd": "ls -la"}')
    seed.observation("t", "turn", 1, 5, type=ObservationType.AGENT, kind="turn", parent_id="root", input="Do it\nnow")
    seed.generation("t", "call", 1, parent_id="turn", output="Done.", level=Level.ERROR, status_message="boom")
    seed.observation("t", "root", 1, 9, kind="session")
    found = await load(seed, "t")
    assert found.columns["ids"] == ["root", "turn", "call", "tool"]
    assert found.parents == [-1, 0, 1, 1]
    assert found.previews == ["", "Do it now", "Done.", "ls -la"]
    assert found.columns["types"] == ["SPAN", "AGENT", "GENERATION", "TOOL"]
    assert found.columns["kinds"] == ["session", "turn", "", ""]
    assert found.columns["starts_us"] == [at_us(1), at_us(1), at_us(1), at_us(2)]
    assert found.columns["ends_us"] == [at_us(10), at_us(6), at_us(2), None]
    call = {name: values[2] for name, values in found.columns.items()}
    assert (call["levels"], call["status_messages"], call["models"], call["costs_usd"]) == (
        "ERROR",
        "boom",
        "gpt-5",
        0.5,
    )
    assert (call["tokens_input"], call["tokens_cached"], call["tokens_output"], call["tokens_reasoning"]) == (
        100,
        60,
        20,
        5,
    )
    assert call["tokens_total"] == 120
    assert {len(values) for values in found.columns.values()} == {4}
    assert found.orphans == []


async def test_sub_agents_are_grafted_under_the_call_that_started_them(seed: Seed) -> None:
    seed.trace("main", 0, kind="session")
    seed.observation("main", "root", 0)
    seed.observation("main", "spawn", 1, parent_id="root", type=ObservationType.TOOL)
    seed.trace("sub", 2, kind="subagent", parent_trace_id="main", parent_observation_id="spawn")
    seed.observation("sub", "sub-root", 2)
    seed.observation("sub", "sub-spawn", 3, parent_id="sub-root")
    seed.trace("sub-sub", 4, kind="subagent", parent_trace_id="sub", parent_observation_id="sub-spawn")
    seed.observation("sub-sub", "deepest", 4)
    seed.trace("lost", 5, kind="subagent", parent_trace_id="main")
    seed.observation("lost", "lost-root", 5)
    found = await load(seed, "main")
    assert tree(found) == {
        "root": None,
        "spawn": "root",
        "sub-root": "spawn",
        "sub-spawn": "sub-root",
        "deepest": "sub-spawn",
        "lost-root": None,
    }
    assert found.columns["trace_ids"] == ["main", "main", "sub", "sub", "sub-sub", "lost"]
    assert tree(await load(seed, "sub")) == {"sub-root": None, "sub-spawn": "sub-root", "deepest": "sub-spawn"}


async def test_traces_that_claim_each_other_end(seed: Seed) -> None:
    for trace_id, parent in (("a", "b"), ("b", "a"), ("self", "self")):
        seed.trace(trace_id, kind="subagent", parent_trace_id=parent, parent_observation_id=f"{parent}-o")
        seed.observation(trace_id, f"{trace_id}-o")
    assert tree(await load(seed, "a")) == {"a-o": None, "b-o": "a-o"}
    assert tree(await load(seed, "self")) == {"self-o": None}


async def test_a_trace_that_started_very_many_shows_the_first(seed: Seed) -> None:
    seed.observation("main", "root", 0)
    with seed.together():
        for number in range(MAX_LINKED + 5):
            seed.trace(f"sub{number:02}", number, kind="subagent", parent_trace_id="main", parent_observation_id="root")
            seed.observation(f"sub{number:02}", "o", number + 1)
    found = await load(seed, "main")
    assert found.columns["trace_ids"] == ["main", *(f"sub{number:02}" for number in range(MAX_LINKED))]


async def test_replaced_deleted_and_missing(seed: Seed) -> None:
    seed.trace("t")
    assert (await load(seed, "t")).columns["ids"] == []
    seed.observation("t", "o", name="first", event_ts_ns=1)
    seed.observation("t", "o", name="second", event_ts_ns=2)
    seed.observation("t", "gone", event_ts_ns=1)
    seed.observation("t", "gone", event_ts_ns=2, is_deleted=True)
    found = await load(seed, "t")
    assert (found.columns["ids"], found.columns["names"]) == (["o"], ["second"])
    assert await load_skeleton(seed.reader, "no such trace") is None


async def test_a_root_that_never_arrived(seed: Seed) -> None:
    seed.observation("t", "child", 1, parent_id="lost")
    seed.observation("t", "grandchild", 0, parent_id="child")
    found = await load(seed, "t")
    assert tree(found) == {"grandchild": "child", "child": None}
    assert [found.columns["ids"][row] for row in found.orphans] == ["child"]


ROWS = st.integers(0, 12).flatmap(
    lambda size: st.tuples(
        st.lists(st.integers(-1, max(size - 1, 0)), min_size=size, max_size=size),
        st.lists(st.integers(0, 3), min_size=size, max_size=size),
        st.lists(st.integers(0, 2), min_size=size, max_size=size),
    )
)


@given(rows=ROWS)
def test_any_claims_of_parents_make_a_forest(rows: tuple[list[int], list[int], list[int]]) -> None:
    claims, starts, traces = rows
    size = len(claims)
    same: dict[str, list[Any]] = {"types": ["SPAN"] * size, "kinds": [""] * size}
    tokens = {name: [0] * size for name in ("tokens_input", "tokens_cached", "tokens_output", "tokens_total")}
    columns: dict[str, list[Any]] = {
        "ids": [str(row) for row in range(size)],
        "trace_ids": [str(trace) for trace in traces],
        "parent_ids": ["" if claim < 0 else str(claim) for claim in claims],
        "starts_us": starts,
        "input_previews": [""] * size,
        "output_previews": [""] * size,
        **same,
        **tokens,
    }
    links = [TraceLink("1", "0", "0"), TraceLink("2", "1", "1")]
    found = arrange("0", columns, links)
    ids = [int(row) for row in found.columns["ids"]]
    assert sorted(ids) == list(range(size))
    assert found.columns["starts_us"] == sorted(starts)
    depths: list[int] = []
    for row, parent in enumerate(found.parents):
        claim = claims[ids[row]]
        if parent >= 0 and claim >= 0:
            assert ids[parent] == claim
            assert traces[claim] == traces[ids[row]]
        seen = {row}
        above, depth = parent, 0
        while above >= 0:
            assert above not in seen
            seen.add(above)
            above, depth = found.parents[above], depth + 1
        depths.append(depth)
    order = list(zip(found.columns["starts_us"], depths, strict=True))
    assert order == sorted(order)
