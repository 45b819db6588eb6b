"""What is told of a prompt's use: only of that prompt and project, each observation once, the latest word of each."""

import itertools

import pytest

from sidelight.query.prompt_metrics import count_uses, load_prompt_metrics
from sidelight.query.prompt_usage import PromptUsage, load_prompt_usage
from sidelight.query.sql import ALL_TIME, TimeRange
from tests.fixtures.event_store import NOON_NS, Seed

NOON_US = NOON_NS // 1000
HOUR_S = 3600


def used(seed: Seed, id: str, at_s: float = 0, version: int | None = 1, **fields: object) -> None:
    values = {"prompt_name": "p", "prompt_version": version, "seconds": 2, **fields}
    seed.generation(f"t-{id}", id, at_s, **values)  # type: ignore[arg-type]


async def test_a_version_in_use_is_measured(seed: Seed) -> None:
    for at, (seconds, cost) in enumerate([(1, 0.1), (2, 0.2), (9, 0.9)]):
        used(seed, f"a{at}", at, seconds=seconds, cost=cost)
    used(seed, "b", 5, version=2, seconds=None, cost=None)
    found = await load_prompt_metrics(seed.reader, ["p"], ALL_TIME)
    two, one = found.versions
    assert (one.version, one.generation_count, one.error_count) == (1, 3, 0)
    assert (one.median_latency_ms, one.median_cost_usd) == (2000, 0.2)
    assert one.total_cost_usd == pytest.approx(1.2)
    assert (one.median_input_tokens, one.median_output_tokens) == (100, 20)
    assert (one.first_used_us, one.last_used_us) == (NOON_US, NOON_US + 2_000_000)
    assert (two.version, two.generation_count) == (2, 1)
    assert (two.median_latency_ms, two.median_cost_usd, two.total_cost_usd) == (None, None, None)


async def test_only_the_latest_word_of_an_observation_counts(seed: Seed) -> None:
    used(seed, "a", seconds=1, event_ts_ns=NOON_NS)
    used(seed, "a", seconds=5, event_ts_ns=NOON_NS + 1)
    used(seed, "gone", event_ts_ns=NOON_NS)
    used(seed, "gone", event_ts_ns=NOON_NS + 1, is_deleted=True)
    used(seed, "moved", event_ts_ns=NOON_NS)
    used(seed, "moved", version=2, event_ts_ns=NOON_NS + 1)
    found = await load_prompt_metrics(seed.reader, ["p"], ALL_TIME)
    assert [(one.version, one.generation_count, one.median_latency_ms) for one in found.versions] == [
        (2, 1, 2000),
        (1, 1, 5000),
    ]
    assert await load_prompt_usage(seed.reader, ["p", "q"], ALL_TIME) == {"p": PromptUsage(2, NOON_US)}
    assert (await count_uses(seed.reader, ["p"]), await count_uses(seed.reader, ["p"], 2)) == (2, 1)


async def test_other_prompts_versions_times_and_projects_do_not_count(seed: Seed) -> None:
    used(seed, "in", 10)
    used(seed, "other-prompt", 10, prompt_name="p2")
    used(seed, "no-version", 10, version=None)
    used(seed, "before", 0)
    used(seed, "after", 20)
    elsewhere = Seed(seed.store)
    used(elsewhere, "alien", 10)
    elsewhere.score("alien-score", 10, trace_id="t-in", observation_id="in")
    time = TimeRange(NOON_US + 10_000_000, NOON_US + 20_000_000)
    [one] = (await load_prompt_metrics(seed.reader, ["p"], time)).versions
    assert (one.generation_count, one.scores) == (1, ())
    assert (await load_prompt_metrics(seed.reader, ["none"], ALL_TIME)).versions == ()
    both = (await load_prompt_metrics(seed.reader, ["p", "p2"], time)).versions
    assert [one.generation_count for one in both] == [2]
    assert await load_prompt_usage(seed.reader, [], time) == {}
    assert await load_prompt_usage(seed.reader, ["p"], time) == {"p": PromptUsage(2, NOON_US + 10_000_000)}


async def test_scores_of_generations_and_of_traces_stand_apart(seed: Seed) -> None:
    used(seed, "a", 1)
    used(seed, "b", 2)
    seed.generation("t-a", "twice", 3, prompt_name="p", prompt_version=1)
    used(seed, "c", 4, version=2)
    seed.score("s1", 1, name="quality", trace_id="t-a", observation_id="a", value=1)
    seed.score("s2", 2, name="quality", trace_id="t-b", observation_id="b", value=0)
    seed.score("s3", 3, name="quality", trace_id="t-c", observation_id="c", value=0.25)
    seed.score("s4", 3, name="quality", trace_id="t-a", observation_id="another", value=9)
    seed.score("s5", 3, name="quality", trace_id="t-a", value=0.5)
    seed.score("s6", 3, name="helpful", trace_id="t-a", data_type="CATEGORICAL", value=None, string_value="yes")
    seed.score("s7", 3, name="gone", trace_id="t-a", observation_id="a", event_ts_ns=NOON_NS)
    seed.score("s7", 3, name="gone", trace_id="t-a", observation_id="a", event_ts_ns=NOON_NS + 1, is_deleted=True)
    two, one = (await load_prompt_metrics(seed.reader, ["p"], ALL_TIME)).versions
    assert [(s.level, s.name, s.count, s.average, s.categories) for s in one.scores] == [
        ("generation", "quality", 2, 0.5, ()),
        ("trace", "helpful", 1, None, ("yes",)),
        ("trace", "quality", 1, 0.5, ()),  # once, though two generations of the trace use the version
    ]
    assert [(s.level, s.average) for s in two.scores] == [("generation", 0.25)]


async def test_versions_take_turns_over_time(seed: Seed) -> None:
    for hour in range(6):
        used(seed, f"h{hour}", hour * HOUR_S, version=1 if hour < 4 else 2)
    time = TimeRange(NOON_US, NOON_US + 6 * HOUR_S * 1_000_000)
    found = await load_prompt_metrics(seed.reader, ["p"], time)
    starts = [part.start_us for part in found.slices]
    assert starts == sorted(starts)
    assert {b - a for a, b in itertools.pairwise(starts)} == {found.slice_seconds * 1_000_000}
    assert sum(part.counts.get(1, 0) for part in found.slices) == 4
    last = max(part.start_us for part in found.slices if 1 in part.counts)
    assert all(part.start_us > last for part in found.slices if 2 in part.counts)
