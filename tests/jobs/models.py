"""Short words for model definitions in tests."""

from collections.abc import Mapping

from sidelight.enrich.model_rules import ModelDraft
from sidelight.enrich.priced_model import PricedModel, Tier


def tier(**prices: float) -> Tier:
    """A default tier."""
    return Tier("", "Standard", prices)


def draft(pattern: str = "^house-model$", name: str = "house-model", **prices: float) -> ModelDraft:
    """A definition with one tier."""
    return ModelDraft(name, pattern, (tier(**(prices or {"input": 0.001, "output": 0.002})),))


def own(pattern: str = "^house-model$", id: str = "own", start_ns: int | None = None, **prices: float) -> PricedModel:
    """A project's model with one tier."""
    return PricedModel(id, "house-model", pattern, (tier(**(prices or {"input": 0.001, "output": 0.002})),), start_ns)


USAGE: Mapping[str, int] = {"input": 100, "output": 10, "total": 110}
