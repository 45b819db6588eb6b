"""What model calls cost. A cost that the sender reported stays; a model without known price has none (not 0)."""

from collections.abc import Iterable

from sidelight.enrich.rates import rates_of
from sidelight.model import Observation
from sidelight.model.time import NS_PER_S

_ESTIMATE = "turn_cost.usage.estimated_usd"


def price(observation: Observation) -> Observation:
    """The observation with ``cost`` by bucket and their sum in ``cost_usd``, at the prices of its start.

    Unchanged when it has a cost already, reports no model or no tokens, or when no price is known.
    """
    if not observation.model or not observation.usage or observation.cost_usd is not None or observation.cost:
        return observation
    tier = str(observation.model_parameters.get("service_tier", ""))
    rates = rates_of(observation.model, observation.model_provider, observation.start_ns // NS_PER_S, tier)
    if rates is None:
        return observation
    cost = rates.costs(observation.usage)
    return observation.with_cost(cost, sum(cost.values())) if cost else observation


def price_session(observations: Iterable[Observation]) -> list[Observation]:
    """Price a folded session's observations. A turn none of whose calls has a price takes the agent's own estimate."""
    priced = [price(observation) for observation in observations]
    have_price = {observation.parent_id for observation in priced if observation.cost_usd is not None}
    return [
        _estimated(observation) if observation.kind == "turn" and observation.id not in have_price else observation
        for observation in priced
    ]


def _estimated(turn: Observation) -> Observation:
    try:
        dollars = float(turn.metadata.get(_ESTIMATE, ""))
    except ValueError:
        return turn
    if not 0 <= dollars < float("inf"):
        return turn
    return turn.with_cost({"estimated": dollars}, dollars)
