"""What the contract tests do not reach: weight, rows without end, traces that are half there."""

from dataclasses import replace

import pytest

from sidelight.query.metrics import Metric, MetricsQuery, MetricsTooHeavy, run, run_metrics
from sidelight.query.metrics.daily import DailyFilter, load_daily_usage
from sidelight.store.driver import StoreError
from tests.fixtures.event_store import NOON_NS, Seed, at_us

COUNT = Metric("count", "count")
QUERY = MetricsQuery("observations", (COUNT,), at_us(0), at_us(3600), ("name",))

MANY = f"""
INSERT INTO observations (project_id, id, trace_id, name, start_time, event_ts, usage)
SELECT {{project:String}}, toString(number), toString(number % 1000), toString(number),
    fromUnixTimestamp64Micro({NOON_NS // 1000} + number), now64(6), map('input', number)
FROM numbers(300000)
"""


async def test_a_query_that_takes_too_long_is_refused_with_the_remedy(seed: Seed) -> None:
    seed.store.driver.command(MANY, {"project": seed.project_id})
    heavy = replace(QUERY, metrics=(COUNT, Metric("inputTokens", "p99")), dimensions=("name", "traceName"))
    with pytest.raises(MetricsTooHeavy, match="shorter time range"):
        await run_metrics(seed.reader, heavy, timeout_s=0.001)
    with pytest.raises(MetricsTooHeavy, match="shorter time range"):
        await load_daily_usage(seed.reader, DailyFilter(), timeout_s=0.001)
    # Groups without end are refused, never cut in silence.
    with pytest.raises(MetricsTooHeavy, match="row_limit"):
        await run_metrics(seed.reader, QUERY)
    assert len((await run_metrics(seed.reader, replace(QUERY, row_limit=7))).rows) == 7


async def test_other_failures_of_the_store_stay_what_they_are(seed: Seed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "limited", lambda text, _timeout_s: f"{text} SETTINGS no_such_setting = 1")
    with pytest.raises(StoreError):
        await run_metrics(seed.reader, QUERY)


async def test_a_trace_far_from_its_observations_still_names_them(seed: Seed) -> None:
    with seed.together():
        seed.trace("t1", -40 * 86_400, name="Long ago", user_id="ada")
        seed.observation("t1", "late", 10)
        seed.trace("t2", 50 * 86_400, name="Stamped late")
        seed.observation("t2", "early", 10)
        seed.observation("t3", "root of a trace without a row", 10)
        seed.observation("t4", "child", 10, parent_id="lost", trace_name="Carried", user_id="bob")
        seed.score("s1", 20, trace_id="t1", observation_id="late")
    by_trace = replace(QUERY, dimensions=("traceName",))
    rows = (await run_metrics(seed.reader, by_trace)).rows
    assert {row["traceName"] for row in rows} == {
        "Long ago",
        "Stamped late",
        "root of a trace without a row",
        "Carried",
    }
    users = replace(QUERY, metrics=(Metric("uniqueUserIds", "uniq"),), dimensions=())
    assert (await run_metrics(seed.reader, users)).rows == ({"uniq_uniqueUserIds": 2},)
    scores = replace(by_trace, view="scores-numeric", dimensions=("traceName", "observationName"))
    (row,) = (await run_metrics(seed.reader, scores)).rows
    assert (row["traceName"], row["observationName"]) == ("Long ago", "late")


async def test_nothing_gives_one_row_of_nothing(seed: Seed) -> None:
    query = replace(QUERY, metrics=(COUNT, Metric("latency", "avg")), dimensions=())
    assert (await run_metrics(seed.reader, query)).rows == ({"count_count": 0, "avg_latency": None},)
    assert (await run_metrics(seed.reader, replace(query, dimensions=("name",)))).rows == ()
