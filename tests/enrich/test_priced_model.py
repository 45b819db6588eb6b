"""Tiers, buckets and the rule that no token is priced twice."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.enrich.price_book import PriceBook, tier_and_costs
from sidelight.enrich.priced_model import AttributeCondition, Condition, Operator, PricedModel, Tier, UsageCondition
from sidelight.enrich.usage_bucket import canonical, names_of, repeated, wholes_of

LEDGER = ["input", "input_cached_tokens", "input_cache_creation", "output", "output_reasoning_tokens", "odd_key"]


def model(*tiers: Tier, id: str = "m", pattern: str = "^m$", start_ns: int | None = None) -> PricedModel:
    return PricedModel(id, "m", pattern, tiers or (Tier("d", "Standard", {"input": 1, "output": 2}),), start_ns)


def conditional(name: str, priority: int, *conditions: Condition) -> Tier:
    return Tier(name, name, {"input": 10 * priority}, False, priority, conditions)


DEFAULT = Tier("d", "Standard", {"input": 1})


@pytest.mark.parametrize(
    ("operator", "holds_at"),
    [
        ("gt", [101]),
        ("gte", [100, 101]),
        ("lt", [99]),
        ("lte", [99, 100]),
        ("eq", [100]),
        ("neq", [99, 101]),
    ],
)
def test_operators_compare_the_summed_usage(operator: str, holds_at: list[int]) -> None:
    tiered = model(DEFAULT, conditional("x", 1, UsageCondition("^input", Operator(operator), 100)))
    for total in (99, 100, 101):
        usage = {"input": total - 40, "input_cached_tokens": 40, "output": 1000}
        assert (tiered.tier_for(usage).name == "x") == (total in holds_at)


def test_the_first_tier_by_priority_whose_conditions_all_hold_counts() -> None:
    fast = AttributeCondition("model_parameters", "service_tier", ("fast", "priority"))
    long = UsageCondition("input", Operator.GT, 100)
    tiered = model(
        conditional("long", 3, long), DEFAULT, conditional("both", 1, fast, long), conditional("fast", 2, fast)
    )
    assert tiered.tier_for({"input": 200}, {"service_tier": "fast"}).name == "both"
    assert tiered.tier_for({"input": 10}, {"service_tier": "priority"}).name == "fast"
    assert tiered.tier_for({"input": 200}, {"service_tier": "slow"}).name == "long"
    assert tiered.tier_for({"input": 10}).name == "Standard"


def test_attributes_are_compared_as_text_and_by_exact_key() -> None:
    tiered = model(DEFAULT, conditional("x", 1, AttributeCondition("metadata", "batch", ("true", "7"))))
    for value, name in ((True, "x"), (7, "x"), ("true", "x"), ("True", "Standard"), (None, "Standard")):
        assert tiered.tier_for({}, {}, {"batch": value}).name == name
    assert tiered.tier_for({}, {}, {"Batch": "true"}).name == "Standard"
    assert tiered.tier_for({}, {"batch": "true"}).name == "Standard"


def test_patterns_of_usage_mind_case_only_when_told() -> None:
    for case_sensitive, name in ((False, "x"), (True, "Standard")):
        condition = UsageCondition("^INPUT$", Operator.GT, 1, case_sensitive)
        assert model(DEFAULT, conditional("x", 1, condition)).tier_for({"input": 5}).name == name


def test_a_price_is_found_under_every_name_of_its_bucket() -> None:
    tier = Tier("d", "Standard", {"cache_read_input_tokens": 0.5, "input": 1, "thoughtsTokenCount": 3})
    assert tier.price_of("input_cached_tokens") == tier.price_of("input_cache_read") == 0.5
    assert tier.price_of("prompt_tokens") == 1
    assert tier.price_of("output_reasoning") == 3
    assert tier.price_of("output") is None


def test_parts_cost_what_their_whole_does_only_where_that_is_meant() -> None:
    tier = Tier("d", "Standard", {"input": 1, "output": 2})
    usage = {"input": 1, "input_cache_creation_1h": 1, "output_audio_tokens": 1, "odd_key": 5}
    assert tier.costs(usage) == {"input": 1}
    assert tier.costs(usage, of_whole=True) == {"input": 1, "input_cache_creation_1h": 1, "output_audio_tokens": 2}


def test_cache_writes_of_an_hour_have_a_price_of_their_own() -> None:
    tier = Tier("d", "Standard", {"input": 1, "input_cache_creation": 2, "input_cache_creation_1h": 3})
    usage = {"input_cache_creation": 1, "input_cache_creation_5m": 1, "ephemeral_1h_input_tokens": 1}
    assert list(tier.costs(usage, of_whole=True).values()) == [2, 2, 3]


def test_a_total_price_stands_for_the_whole_call() -> None:
    tier = Tier("d", "Standard", {"total": 2})
    assert tier.costs({"total": 5}) == {"total": 10}
    assert tier.costs({"input": 3, "output": 4}) == {"total": 14}
    assert Tier("d", "Standard", {"total": 2, "input": 1}).costs({"input": 3, "total": 3}) == {"total": 6}


def test_a_count_said_twice_is_priced_once() -> None:
    tier = Tier("d", "Standard", {"input": 1, "input_tokens": 1, "output": 1})
    assert tier.costs({"input_tokens": 5, "input": 5, "output": 1}) == {"input": 5, "output": 1}
    assert repeated(["cache_read_input_tokens", "input_cache_read", "x"]) == {"cache_read_input_tokens"}


def test_no_binary_dust_in_costs() -> None:
    assert Tier("d", "Standard", {"input": 1e-05}).costs({"input": 3}) == {"input": 3e-05}


@given(
    usage=st.dictionaries(st.sampled_from(LEDGER), st.integers(0, 10**7)),
    prices=st.dictionaries(st.sampled_from([*LEDGER, "input_tokens"]), st.floats(0, 0.001), min_size=1),
    of_whole=st.booleans(),
)
def test_each_bucket_is_priced_once_and_alone(usage: dict[str, int], prices: dict[str, float], of_whole: bool) -> None:
    tier = Tier("d", "Standard", prices)
    costs = tier.costs({**usage, "total": sum(usage.values())}, of_whole=of_whole)
    assert costs.keys() <= usage.keys()
    for bucket, units in usage.items():
        price = tier.price_of(bucket, of_whole=of_whole)
        if price is not None:
            assert costs[bucket] == pytest.approx(price * units, abs=1e-14)
    assert sum(costs.values()) <= max(prices.values()) * sum(usage.values()) + 1e-9


def test_names_and_wholes_agree() -> None:
    for bucket in ("input_cache_read", "output_audio", "cache_creation_input_tokens", "unheard_of"):
        assert canonical(bucket) == names_of(bucket)[0]
        assert all(canonical(whole) == whole for whole in wholes_of(bucket))
    assert list(wholes_of("input_cached_audio")) == ["input_cached_tokens", "input"]


def found(book: PriceBook, name: str, time_ns: int = 100, provider: str = "") -> str:
    model = book.find(name, provider, time_ns)
    return model.id if model else ""


def test_own_models_come_before_managed_ones() -> None:
    assert found(PriceBook([model(pattern="^gpt-5.1$")]), "gpt-5.1") == "m"
    assert found(PriceBook([model(pattern="^gpt-5.1$")]), "gpt-5.5") not in ("", "m")
    assert found(PriceBook([model(pattern="^mine$")]), "mine", provider="ollama") == "m"
    assert found(PriceBook(), "mine") == found(PriceBook(), "") == ""


def test_the_newest_model_that_has_started_prices_a_call() -> None:
    book = PriceBook([model(id="ever"), model(id="later", start_ns=200), model(id="soon", start_ns=50)])
    assert [found(book, "m", at) for at in (0, 50, 199, 200)] == ["ever", "soon", "soon", "later"]
    assert found(PriceBook([model(id="later", start_ns=200)]), "m", 100) == ""


def test_of_two_models_since_ever_the_one_made_last_counts() -> None:
    tiers = (DEFAULT,)
    old, new = (PricedModel(id, "m", "^m$", tiers, created_ns=at) for id, at in (("old", 1), ("new", 2)))
    assert found(PriceBook([old, new]), "m") == found(PriceBook([new, old]), "m") == "new"


def test_names_that_a_sender_makes_up_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidelight.enrich.price_book._MAX_REMEMBERED", 10)
    book = PriceBook([model(pattern="^x")])
    for number in range(100):
        assert found(book, f"x{number}") == "m"
    assert len(book._matching) <= 10


def test_a_projects_parts_without_price_cost_nothing() -> None:
    usage: Mapping[str, int] = {"input": 1, "input_cached_tokens": 1}
    assert tier_and_costs(model(), usage)[1] == {"input": 1}
