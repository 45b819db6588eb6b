"""A model definition as Langfuse's contract has it."""

from typing import Any

from sidelight.enrich.priced_model import Condition, PricedModel, Tier, UsageCondition
from sidelight.model.time import to_iso


def model_shape(model: PricedModel) -> dict[str, Any]:
    """``Model``. The flat prices are those of the default tier."""
    prices = model.default_tier.prices
    return {
        "id": model.id,
        "modelName": model.name,
        "matchPattern": model.match_pattern,
        "startDate": None if model.start_ns is None else to_iso(model.start_ns),
        "unit": model.unit,
        "inputPrice": prices.get("input"),
        "outputPrice": prices.get("output"),
        "totalPrice": prices.get("total"),
        "tokenizerId": model.tokenizer_id,
        "tokenizerConfig": model.tokenizer_config,
        "isLangfuseManaged": model.is_managed,
        "createdAt": to_iso(model.created_ns),
        "prices": {bucket: {"price": price} for bucket, price in prices.items()},
        "pricingTiers": [tier_shape(tier) for tier in (model.default_tier, *model.by_priority)],
    }


def tier_shape(tier: Tier) -> dict[str, Any]:
    """``PricingTier``."""
    return {
        "id": tier.id,
        "name": tier.name,
        "isDefault": tier.is_default,
        "priority": tier.priority,
        "conditions": [condition_shape(condition) for condition in tier.conditions],
        "prices": dict(tier.prices),
    }


def condition_shape(condition: Condition) -> dict[str, Any]:
    """``PricingTierCondition``."""
    if isinstance(condition, UsageCondition):
        return {
            "usageDetailPattern": condition.usage_pattern,
            "operator": condition.operator,
            "value": condition.value,
            "caseSensitive": condition.case_sensitive,
        }
    return {"source": condition.source, "key": condition.key, "operator": "in", "values": list(condition.values)}
