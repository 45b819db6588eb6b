"""Observations in the second generation's shape: core fields, and those of the groups that were asked for."""

from collections.abc import Collection, Mapping
from typing import Any

import orjson

from sidelight.api.public.answer import iso, iso_or_none, parsed_values, seconds
from sidelight.api.public.prices import UnitPrices, price_text
from sidelight.api.public.prompt_links import PromptIds
from sidelight.query.observation_groups import ObservationPart
from sidelight.query.trace_context import TraceContext


def observation_part_shape(
    project_id: str,
    part: ObservationPart,
    groups: Collection[str],
    prices_of: Mapping[str, UnitPrices],
    prompt_ids: PromptIds,
) -> dict[str, Any]:
    """``ObservationV2``: exactly the fields of the groups, and the four of the model that are always there."""
    row = part.row
    prices = prices_of.get(row.get("model_id", ""), UnitPrices())
    shape: dict[str, Any] = {
        "id": row["id"],
        "traceId": row["trace_id"],
        "startTime": iso(row["start_us"]),
        "endTime": iso_or_none(row["end_us"]),
        "projectId": project_id,
        "parentObservationId": row["parent_id"] or None,
        "type": row["type"],
        "modelId": row.get("model_id") or None,
        "inputPrice": price_text(prices.input),
        "outputPrice": price_text(prices.output),
        "totalPrice": price_text(prices.total),
    }
    for group, fields_of in _GROUPS.items():
        if group in groups:
            shape |= fields_of(row, part.trace)
    if "prompt" in groups:
        shape["promptId"] = row["prompt_id"] or prompt_ids.get((row["prompt_name"], row["prompt_version"]))
    return shape


def _basic(row: Mapping[str, Any], trace: TraceContext | None) -> dict[str, Any]:
    return {
        "name": row["name"] or None,
        "level": row["level"],
        "statusMessage": row["status_message"] or None,
        "version": row["version"] or None,
        "environment": row["environment"],
        "bookmarked": trace is not None and trace.bookmarked,
        "public": trace is not None and trace.public,
        "userId": row["user_id"] or (trace.user_id if trace else "") or None,
        "sessionId": row["session_id"] or (trace.session_id if trace else "") or None,
        "isRootObservation": not row["parent_id"] or bool(row["is_app_root"]),
    }


def _time(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    return {
        "completionStartTime": iso_or_none(row["completion_start_us"]),
        "createdAt": iso(row["created_us"]),
        "updatedAt": iso(row["updated_us"]),
    }


def _io(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    return {"input": row["input"], "output": row["output"]}


def _metadata(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    return {"metadata": parsed_values(row["shown_metadata"])}


def _model(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    return {
        "providedModelName": row["model"] or None,
        "internalModelId": row["model_id"] or None,
        "modelParameters": orjson.loads(row["model_parameters"]) if row["model_parameters"] else {},
    }


def _usage(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    costs = dict(row["cost"])
    if row["cost_usd"] is not None:
        costs["total"] = row["cost_usd"]
    return {
        "usageDetails": row["usage"],
        "costDetails": costs,
        "totalCost": row["cost_usd"],
        "usagePricingTierName": row["pricing_tier"] or None,
    }


def _prompt(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    return {
        "promptName": row["prompt_name"] or None,
        "promptVersion": row["prompt_version"],
    }


def _metrics(row: Mapping[str, Any], _trace: TraceContext | None) -> dict[str, Any]:
    start_us, end_us, first_us = row["start_us"], row["end_us"], row["completion_start_us"]
    return {
        "latency": seconds(None if end_us is None else end_us - start_us),
        "timeToFirstToken": seconds(None if first_us is None else first_us - start_us),
    }


def _trace_context(row: Mapping[str, Any], trace: TraceContext | None) -> dict[str, Any]:
    tags = dict.fromkeys((*(trace.tags if trace else ()), *row["tags"]))
    return {
        "traceName": (trace.name if trace else "") or row["trace_name"] or None,
        "tags": list(tags),
        "release": row["release"] or (trace.release if trace else "") or None,
    }


_GROUPS = {
    "basic": _basic,
    "time": _time,
    "io": _io,
    "metadata": _metadata,
    "model": _model,
    "usage": _usage,
    "prompt": _prompt,
    "metrics": _metrics,
    "trace_context": _trace_context,
}
