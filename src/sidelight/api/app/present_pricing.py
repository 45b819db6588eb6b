"""Models, prices and re-pricing jobs as the web app's API gives them."""

from collections.abc import Mapping

from sidelight.api.app.present import iso
from sidelight.api.app.pricing_models import (
    AttributeConditionView,
    MatchResult,
    ModelRow,
    ModelView,
    PriceLine,
    RepriceJobRow,
    TierView,
    UnpricedModelRow,
    UsageConditionView,
)
from sidelight.enrich.price_book import tier_and_costs
from sidelight.enrich.priced_model import Condition, PricedModel, Tier, UsageCondition, total
from sidelight.model.time import to_iso as ns_to_iso
from sidelight.platform.clock import to_iso
from sidelight.platform.models.jobs import Job
from sidelight.query.model_usage import ModelUsage, UnpricedModel


def model_view(model: PricedModel) -> ModelView:
    """A definition."""
    return ModelView(
        id=model.id,
        model_name=model.name,
        match_pattern=model.match_pattern,
        start_date=None if model.start_ns is None else ns_to_iso(model.start_ns),
        unit=model.unit,
        tokenizer_id=model.tokenizer_id,
        tokenizer_config=model.tokenizer_config,
        is_managed=model.is_managed,
        provider=model.provider,
        created_at=ns_to_iso(model.created_ns),
        pricing_tiers=[_tier(tier) for tier in (model.default_tier, *model.by_priority)],
    )


def model_row(model: PricedModel, usage: ModelUsage | None) -> ModelRow:
    """A definition with its use."""
    return ModelRow(
        **model_view(model).model_dump(by_alias=False),
        calls=usage.calls if usage else 0,
        last_used_at=iso(usage.last_used_us) if usage else None,
        cost_usd=usage.cost_usd if usage else 0,
    )


def unpriced_row(found: UnpricedModel) -> UnpricedModelRow:
    """A model without a price."""
    return UnpricedModelRow(
        model=found.model,
        provider=found.provider,
        calls=found.calls,
        tokens=found.tokens,
        last_used_at=iso(found.last_used_us),
        usage_types=[bucket for bucket in found.buckets if bucket != "total"],
    )


def job_row(job: Job) -> RepriceJobRow:
    """A re-pricing job."""
    return RepriceJobRow.model_validate(
        {
            "id": job.id,
            "cause": job.cause,
            "model_name": job.model_name,
            "state": job.state,
            "created_at": to_iso(job.created_at),
            "started_at": to_iso(job.started_at) if job.started_at else None,
            "finished_at": to_iso(job.finished_at) if job.finished_at else None,
            "day": job.next_day.isoformat() if job.next_day else None,
            "calls": job.calls,
            "looked_at": job.looked_at,
            "changed": job.changed,
            "error": job.error,
        }
    )


def match_result(
    model: PricedModel | None,
    usage: Mapping[str, int],
    model_parameters: Mapping[str, str],
    metadata: Mapping[str, str],
    *,
    draft_id: str,
) -> MatchResult:
    """What a call of this usage would cost by a definition; ``draft_id`` is the id under which a draft was tried."""
    if model is None:
        lines = [
            PriceLine(usage_type=bucket, units=units, price=None, cost_usd=None) for bucket, units in usage.items()
        ]
        return MatchResult(model=None, is_draft=False, tier="", lines=lines, cost_usd=None)
    tier, costs = tier_and_costs(model, usage, model_parameters, metadata)
    if "total" in costs:
        usage = {**usage, "total": usage.get("total", sum(usage.values()))}
    lines = [
        PriceLine(
            usage_type=bucket,
            units=units,
            price=tier.price_of(bucket, of_whole=model.is_managed) if bucket in costs else None,
            cost_usd=costs.get(bucket),
        )
        for bucket, units in usage.items()
    ]
    return MatchResult(
        model=model_view(model),
        is_draft=bool(draft_id) and model.id == draft_id,
        tier=tier.name,
        lines=lines,
        cost_usd=total(costs) if costs else None,
    )


def _tier(tier: Tier) -> TierView:
    return TierView(
        id=tier.id,
        name=tier.name,
        is_default=tier.is_default,
        priority=tier.priority,
        conditions=[_condition(condition) for condition in tier.conditions],
        prices=dict(tier.prices),
    )


def _condition(condition: Condition) -> UsageConditionView | AttributeConditionView:
    if isinstance(condition, UsageCondition):
        return UsageConditionView(
            usage_detail_pattern=condition.usage_pattern,
            operator=condition.operator.value,
            value=condition.value,
            case_sensitive=condition.case_sensitive,
        )
    return AttributeConditionView(source=condition.source, key=condition.key, values=list(condition.values))
