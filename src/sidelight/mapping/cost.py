"""The cost that a sender reports; it is never computed over (OTEL_MAPPING section 11)."""

from sidelight.mapping.text import dollars_of, json_object
from sidelight.model import Attributes

REPORTED = "reported"
_DETAILS_KEY = "langfuse.observation.cost_details"
_TOTAL_KEYS = ("gen_ai.usage.cost", "llm.cost.total")
COST_KEYS = (_DETAILS_KEY, *_TOTAL_KEYS)


def cost_of(attributes: Attributes) -> tuple[dict[str, float], float | None]:
    """US dollars by bucket and in total; empty and None when the span reports none."""
    details = json_object(attributes[_DETAILS_KEY]) if _DETAILS_KEY in attributes else None
    if details is not None:
        cost = {str(key): dollars for key, value in details.items() if (dollars := dollars_of(value)) is not None}
        total = cost.pop("total", None)
        if not cost and total is None:
            return {}, None
        return cost or {"total": total or 0.0}, sum(cost.values()) if total is None else total
    for key in _TOTAL_KEYS:
        if key in attributes and (dollars := dollars_of(attributes[key])) is not None:
            return {"total": dollars}, dollars
    return {}, None
