"""What model calls cost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from genai_prices import Usage as LibraryUsage
from genai_prices import calc_price
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.enrich.managed_models import find_managed
from sidelight.enrich.pricing import price, price_session
from sidelight.model import Observation, ObservationType, Usage
from sidelight.model.time import NS_PER_S

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
MODELS = ["gpt-5.5", "gpt-5.1", "gpt-6.1-sol", "gpt-5.3-codex", "claude-opus-4-5", "gemini-3-pro-preview", "o4-mini"]


def call(model: str = "gpt-5.5", usage: Usage | None = None, **fields: object) -> Observation:
    usage = usage or Usage(input=800, input_cached=400, output=40, output_reasoning=20)
    observation = Observation(
        id="call",
        trace_id="trace",
        type=ObservationType.GENERATION,
        name="model call",
        kind="model_call",
        parent_id="turn",
        start_ns=int(AT.timestamp()) * NS_PER_S,
        model=model,
        usage=usage.as_details(),
    )
    return replace(observation, **fields)  # type: ignore[arg-type]


usages = st.builds(
    Usage,
    input=st.integers(0, 600_000),
    input_cached=st.integers(0, 600_000),
    input_cache_creation=st.integers(0, 50_000),
    output=st.integers(0, 100_000),
    output_reasoning=st.integers(0, 100_000),
)


@settings(deadline=None)
@given(model=st.sampled_from(MODELS), usage=usages)
def test_the_buckets_sum_to_the_total_and_the_total_is_the_librarys(model: str, usage: Usage) -> None:
    priced = price(call(model, usage))
    assert priced.cost_usd == pytest.approx(sum(priced.cost.values()))
    assert priced.cost.keys() == priced.usage.keys() - {"total"}
    assert sum(count for bucket, count in priced.usage.items() if bucket != "total") == priced.usage["total"]
    reported = LibraryUsage(
        input_tokens=usage.input_total,
        cache_read_tokens=usage.input_cached,
        cache_write_tokens=usage.input_cache_creation,
        output_tokens=usage.output_total,
    )
    expected = calc_price(reported, model, genai_request_timestamp=AT)
    assert priced.cost_usd == pytest.approx(float(expected.total_price), rel=1e-9, abs=1e-12)


def test_cached_tokens_are_cheaper() -> None:
    fresh, cached = Usage(input=1000), Usage(input_cached=1000)
    assert (price(call(usage=fresh)).cost_usd or 0) > (price(call(usage=cached)).cost_usd or 0) > 0


@pytest.mark.parametrize("provider", ["", "mock", "openai", "OpenAI", "Company gateway"])
def test_a_provider_that_is_not_known_does_not_hide_the_model(provider: str) -> None:
    assert price(call(model_provider=provider)).cost_usd == price(call()).cost_usd


@pytest.mark.parametrize("model", ["openai/gpt-5.5", "gpt-5.5-2026-01-01", "GPT-5.5"])
def test_other_spellings_of_a_model_are_found(model: str) -> None:
    assert price(call(model)).cost_usd == price(call()).cost_usd


@pytest.mark.parametrize(
    "observation",
    [
        call("gpt-99"),
        call(""),
        call("codex-auto-review"),
        call(model_provider="ollama"),
    ],
)
def test_what_no_price_list_knows_stays_as_it_is(observation: Observation) -> None:
    assert price(observation) is observation


@pytest.mark.parametrize("usage", [{}, {"total": 12}, {"something": 12}])
def test_what_has_no_price_has_no_cost_but_its_model(usage: dict[str, int]) -> None:
    unpriced = price(replace(call(), usage=usage))
    assert unpriced == replace(call(), usage=usage, model_id=unpriced.model_id)
    assert unpriced.model_id == price(call()).model_id != ""


def test_no_tokens_cost_nothing_rather_than_unknown() -> None:
    assert price(call(usage=Usage())).cost_usd == 0


def test_a_reported_cost_stays() -> None:
    reported = price(call(cost={"input": 1.0}, cost_usd=1.0))
    assert (reported.cost, reported.cost_usd, reported.cost_source) == ({"input": 1.0}, 1.0, "reported")
    assert reported.model_id == price(call()).model_id
    assert price(reported) is reported


def test_a_cost_says_where_it_is_from() -> None:
    priced = price(call())
    assert (priced.cost_source, priced.pricing_tier) == ("model", "Standard")
    assert priced.model_id


def test_a_price_that_changes_by_time_is_taken_at_its_time() -> None:
    day_s = int(AT.timestamp()) // 86_400 * 86_400
    models = {find_managed("deepseek-chat", "", (day_s + hour * 3600) * NS_PER_S) is not None for hour in range(24)}
    assert models == {True}


def turn(**metadata: str) -> Observation:
    named = {key.replace("__", "."): value for key, value in metadata.items()}
    return Observation("turn", "trace", ObservationType.AGENT, "turn", 1, kind="turn", metadata=named)


@pytest.mark.parametrize(
    ("model", "estimate", "expected"),
    [
        ("gpt-99", "0.25", 0.25),
        ("gpt-99", "nonsense", None),
        ("gpt-99", "nan", None),
        ("gpt-99", "-1", None),
        ("gpt-5.5", "0.25", None),
    ],
)
def test_codexs_estimate_counts_only_when_no_call_has_a_price(
    model: str, estimate: str, expected: float | None
) -> None:
    priced, _ = price_session([turn(turn_cost__usage__estimated_usd=estimate), call(model)])
    assert priced.cost_usd == expected
    assert sum(priced.cost.values()) == (expected or 0)


def test_a_service_tier_has_its_own_price() -> None:
    def cost(tier: str) -> float:
        return price(call("gpt-5.1", model_parameters={"service_tier": tier})).cost_usd or 0

    standard = price(call("gpt-5.1")).cost_usd or 0
    assert cost("flex") < standard < cost("priority")
    assert cost("unheard of") == standard
