"""The managed models: what genai-prices knows, in our shape."""

import time
from datetime import UTC, datetime

import pytest
from genai_prices import Usage as LibraryUsage
from genai_prices import calc_price
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.enrich.managed_models import find_managed, managed_model, managed_models
from sidelight.enrich.model_rules import ModelDraft, check_draft
from sidelight.enrich.price_book import tier_and_costs
from sidelight.enrich.priced_model import PricedModel
from sidelight.model.time import NS_PER_S

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
AT_NS = int(AT.timestamp()) * NS_PER_S


def managed(name: str, provider: str = "") -> PricedModel:
    found = find_managed(name, provider, AT_NS)
    assert found is not None
    return found


def test_every_managed_model_could_be_a_projects_own() -> None:
    models = managed_models(AT_NS)
    assert len(models) > 1000
    assert len({model.id for model in models}) == len({model.name for model in models}) == len(models)
    for model in models:
        if any(tier.prices for tier in model.tiers):
            check_draft(ModelDraft(model.name, model.match_pattern, model.tiers))
        assert model.matches(model.name), model.name


def test_ids_lead_back_and_do_not_depend_on_the_time() -> None:
    model = managed("gpt-5.1")
    assert managed_model(model.id, AT_NS) == model
    later = find_managed("gpt-5.1", "", AT_NS + 10**9 * 86_400 * 365)
    assert later is not None
    assert later.id == model.id
    assert managed_model("unheard of", AT_NS) is None


def test_patterns_say_what_the_library_finds() -> None:
    model = managed("gpt-4.1")
    assert model.matches("gpt-4.1")
    assert model.matches("OpenAI/GPT-4.1")
    assert not model.matches("gpt-4.1-mini")


@pytest.mark.parametrize("name", ["text-embedding-3-small", "text-embedding-ada-002", "chatgpt-4o-latest"])
@pytest.mark.parametrize("provider", ["", "acme gateway"])
def test_names_that_only_their_maker_uses_need_no_provider(name: str, provider: str) -> None:
    model = managed(name, provider)
    assert model.tiers[0].prices["input"] > 0
    assert model.matches(name)
    assert find_managed("house-embedding-3-small", provider, AT_NS) is None


def test_a_long_prompt_has_a_tier_of_its_own() -> None:
    model = managed("gemini-3-pro-preview")
    short, _ = tier_and_costs(model, {"input": 150_000, "input_cached_tokens": 50_000, "output": 300_000})
    long, _ = tier_and_costs(model, {"input": 150_000, "input_cached_tokens": 50_001})
    assert (short.name, long.name) == ("Standard", "Prompts above 200,000 tokens")
    assert long.prices["input"] > short.prices["input"]


def test_other_ways_of_serving_have_tiers() -> None:
    model = managed("gpt-5.1")
    names = {tier.name for tier in model.tiers}
    assert {"Standard", "Flex", "Priority"} <= names
    assert model.tier_for({"input": 1}, {"service_tier": "flex"}).name == "Flex"


def test_cache_writes_for_an_hour_cost_more() -> None:
    tier, costs = tier_and_costs(
        managed("claude-opus-4-5"), {"input_cache_creation_5m": 100, "input_cache_creation_1h": 100}
    )
    assert (
        costs["input_cache_creation_1h"] > costs["input_cache_creation_5m"] == tier.prices["input_cache_creation"] * 100
    )


@settings(deadline=None)
@given(
    name=st.sampled_from(["gpt-4o-audio-preview", "claude-sonnet-4-5", "gemini-2.5-flash", "gpt-5.5", "deepseek-chat"]),
    parts=st.tuples(*[st.integers(0, 300_000)] * 3),
    audio=st.integers(0, 10_000),
)
def test_costs_are_the_librarys(name: str, parts: tuple[int, int, int], audio: int) -> None:
    fresh, cached, output = parts
    usage = {"input": fresh, "input_cached_tokens": cached, "input_audio_tokens": audio, "output": output}
    expected = calc_price(
        LibraryUsage(
            input_tokens=fresh + cached + audio,
            cache_read_tokens=cached,
            input_audio_tokens=audio,
            cache_audio_read_tokens=0,
            output_tokens=output,
        ),
        name,
        genai_request_timestamp=AT,
    )
    _, costs = tier_and_costs(managed(name), usage)
    assert sum(costs.values()) == pytest.approx(float(expected.total_price), rel=1e-9, abs=1e-12)


def test_the_list_is_made_once() -> None:
    managed_models(AT_NS)
    started = time.perf_counter()
    managed_models(AT_NS)
    assert time.perf_counter() - started < 0.05
