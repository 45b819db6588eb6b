"""Observations in the first generation's shape."""

from collections.abc import Mapping
from typing import Any

from sidelight.api.public.answer import iso, iso_or_none, parsed_tree, seconds
from sidelight.api.public.prices import UnitPrices
from sidelight.api.public.prompt_links import PromptIds
from sidelight.model.json_text import parsed
from sidelight.query.observation import ObservationRecord

# All that Langfuse's servers ever write here: they count tokens, whatever the model's own unit.
_UNIT = "TOKENS"
_NO_PRICES = UnitPrices()


def observation_shape(
    project_id: str, observation: ObservationRecord, prices_of: Mapping[str, UnitPrices], prompt_ids: PromptIds
) -> dict[str, Any]:
    """``ObservationsView``, with the older token fields that old SDKs still read."""
    found = observation
    tokens = {side: _sum_of(found.usage, side) or 0 for side in ("input", "output")}
    total_tokens = found.usage.get("total", tokens["input"] + tokens["output"])
    costs = {side: _sum_of(found.cost, side) for side in ("input", "output")}
    cost_details = dict(found.cost)
    if found.cost_usd is not None:
        cost_details["total"] = found.cost_usd
    prices = prices_of.get(found.model_id, _NO_PRICES)
    return {
        "id": found.id,
        "traceId": found.trace_id,
        "projectId": project_id,
        "type": found.type,
        "name": found.name or None,
        "startTime": iso(found.start_us),
        "endTime": iso_or_none(found.end_us),
        "completionStartTime": iso_or_none(found.completion_start_us),
        "model": found.model or None,
        "modelId": found.model_id or None,
        "modelParameters": dict(found.model_parameters),
        "input": parsed(found.input or None),  # Langfuse knows no empty text
        "output": parsed(found.output or None),
        "metadata": parsed_tree(found.metadata),
        "version": found.version or None,
        "level": found.level,
        "statusMessage": found.status_message or None,
        "parentObservationId": found.parent_id or None,
        "promptId": found.prompt_id or prompt_ids.get((found.prompt_name, found.prompt_version)),
        "promptName": found.prompt_name or None,
        "promptVersion": found.prompt_version,
        "environment": found.environment,
        "usageDetails": dict(found.usage),
        "costDetails": cost_details,
        "usage": {
            **tokens,
            "total": total_tokens,
            "unit": _UNIT,
            "inputCost": costs["input"],
            "outputCost": costs["output"],
            "totalCost": found.cost_usd,
        },
        "unit": _UNIT,
        "promptTokens": tokens["input"],
        "completionTokens": tokens["output"],
        "totalTokens": total_tokens,
        "inputPrice": prices.input,
        "outputPrice": prices.output,
        "totalPrice": prices.total,
        "calculatedInputCost": costs["input"],
        "calculatedOutputCost": costs["output"],
        "calculatedTotalCost": found.cost_usd,
        "usagePricingTierName": found.pricing_tier or None,
        "latency": seconds(found.duration_us),
        "timeToFirstToken": seconds(found.time_to_first_token_us),
        "createdAt": iso(found.created_us),
        "updatedAt": iso(found.updated_us),
    }


def _sum_of(buckets: Mapping[str, Any], side: str) -> Any:
    """Langfuse's rule: the sum over all buckets whose name holds ``input`` or ``output``; None when there is none."""
    if not buckets:  # most observations are no model calls
        return None
    found = [value for name, value in buckets.items() if side in name]
    return round(sum(found), 12) if found else None
