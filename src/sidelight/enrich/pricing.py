"""What model calls cost. A cost that the sender reported stays; a model without known price has none (not 0)."""

from collections.abc import Iterable, Mapping

from sidelight.enrich.price_book import MANAGED, PriceBook, tier_and_costs
from sidelight.enrich.priced_model import total
from sidelight.model import Observation

REPORTED = "reported"
OF_MODEL = "model"
ESTIMATE = "estimate"

ESTIMATE_KEY = "turn_cost.usage.estimated_usd"
"""Metadata of a turn: what the agent itself thinks that it cost."""


def price(observation: Observation, book: PriceBook = MANAGED) -> Observation:
    """The observation with ``cost`` by bucket, their sum in ``cost_usd``, and where the cost is from.

    The prices are those of its start. A reported cost stays and is marked so; what has a model is linked to its
    definition, whether it has a cost or not. Unchanged when there is nothing to say.
    """
    o = observation
    is_reported = o.cost_usd is not None or bool(o.cost)
    model = book.find(o.model, o.model_provider, o.start_ns) if o.model else None
    if is_reported:
        source = o.cost_source or REPORTED
        model_id = o.model_id or (model.id if model else "")
        if source == o.cost_source and model_id == o.model_id:
            return o
        return o.with_cost(o.cost, o.cost_usd, source, model_id, o.pricing_tier)
    if model is None:
        return o
    if o.usage:
        tier, cost = tier_and_costs(model, o.usage, o.model_parameters, o.metadata)
        if cost:
            return o.with_cost(cost, total(cost), OF_MODEL, model.id, tier.name)
    return o.with_cost({}, None, "", model.id, "")


def price_session(observations: Iterable[Observation], book: PriceBook = MANAGED) -> list[Observation]:
    """Price a folded session's observations. A turn none of whose calls has a price takes the agent's own estimate."""
    priced = [price(observation, book) for observation in observations]
    have_price = {observation.parent_id for observation in priced if observation.cost_usd is not None}
    return [
        _estimated(observation) if observation.kind == "turn" and observation.id not in have_price else observation
        for observation in priced
    ]


def estimate_of(metadata: Mapping[str, str]) -> float | None:
    """US dollars that the agent thinks a turn cost; None when it does not say."""
    try:
        dollars = float(metadata.get(ESTIMATE_KEY, ""))
    except ValueError:
        return None
    return dollars if 0 <= dollars < float("inf") else None


def _estimated(turn: Observation) -> Observation:
    dollars = estimate_of(turn.metadata)
    return turn if dollars is None else turn.with_cost({"estimated": dollars}, dollars, ESTIMATE)
