"""Definitions that cannot be used are refused with what to change."""

from dataclasses import replace
from typing import Any

import pytest

from sidelight.enrich.model_rules import ModelDraft, ModelError, check_draft
from sidelight.enrich.priced_model import AttributeCondition, Condition, Operator, Tier, UsageCondition

LONG = UsageCondition("^input", Operator.GT, 100)
DEFAULT = Tier("", "Standard", {"input": 1.0, "output": 2.0})
SECOND = Tier("", "Long", {"output": 4.0, "input": 2.0}, False, 1, (LONG,))


def draft(*tiers: Tier, **fields: Any) -> ModelDraft:
    return replace(ModelDraft("m", "^m$", tiers), **fields)


def test_one_tier_or_several_are_fine() -> None:
    check_draft(draft(DEFAULT))
    check_draft(draft(SECOND, DEFAULT))
    check_draft(draft(replace(DEFAULT, prices={"input": 0.0})))


def second(**fields: Any) -> tuple[Tier, Tier]:
    return DEFAULT, replace(SECOND, **fields)


def where(condition: Condition) -> tuple[Tier, Tier]:
    return second(conditions=(condition,))


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        ((), "At least one"),
        ((SECOND,), "Exactly one .* there are 0"),
        ((DEFAULT, replace(DEFAULT, name="Other")), "there are 2"),
        ((replace(DEFAULT, priority=1),), "priority 0"),
        ((replace(DEFAULT, conditions=(LONG,)),), "no conditions"),
        (second(conditions=()), "at least one condition"),
        (second(priority=0), "priority of its own"),
        (second(name="Standard"), "name of its own"),
        (second(name=" "), "1 to 100"),
        (second(priority=1000), "between 0 and 999"),
        (second(prices={}), "1 to 200 prices"),
        (second(prices={"input": 1.0}), r"same usage keys .* Expected: \[input, output\], Got: \[input\]"),
        (second(prices={"input": -1.0, "output": 1.0}), "from 0 up"),
        (second(prices={"input": float("nan"), "output": 1.0}), "from 0 up"),
        ((replace(DEFAULT, prices={" ": 1.0}),), "no usage type"),
        (where(UsageCondition("(a", Operator.GT, 1)), "usageDetailPattern: .*missing"),
        (where(UsageCondition("a" * 201, Operator.GT, 1)), "at most 200"),
        (where(AttributeCondition("metadata", "", ("x",))), "needs a key"),
        (where(AttributeCondition("metadata", "k", ())), "needs a key"),
    ],
)
def test_tiers_follow_the_rules(tiers: tuple[Tier, ...], said: str) -> None:
    with pytest.raises(ModelError, match=said) as caught:
        check_draft(draft(*tiers))
    assert caught.value.field == "pricingTiers"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "modelName"),
        ({"name": "x" * 501}, "modelName"),
        ({"match_pattern": ""}, "matchPattern"),
        ({"match_pattern": "(?=x)"}, "matchPattern"),
    ],
)
def test_names_and_patterns_are_checked(fields: dict[str, str], field: str) -> None:
    with pytest.raises(ModelError) as caught:
        check_draft(draft(DEFAULT, **fields))
    assert caught.value.field == field
