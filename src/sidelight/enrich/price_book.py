"""Which prices hold for a model call: a project's own models first, then the managed ones."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from sidelight.enrich.managed_models import find_managed
from sidelight.enrich.priced_model import PricedModel, Tier

_MAX_REMEMBERED = 10_000
_SINCE_EVER = -1


class PriceBook:
    """The prices of one project; never changes, so that threads share it. A new one is made when a model changes."""

    def __init__(self, models: Iterable[PricedModel] = ()) -> None:
        """``models``: the project's own; of two that match, the one with the later start comes first."""
        self.models = tuple(
            sorted(
                models,
                key=lambda model: (
                    _SINCE_EVER if model.start_ns is None else model.start_ns,
                    model.created_ns,
                    model.id,
                ),
                reverse=True,
            )
        )
        self._matching: dict[str, tuple[PricedModel, ...]] = {}

    def find(self, model: str, provider: str, time_ns: int) -> PricedModel | None:
        """The definition that prices a call at a time; None when nobody knows the model.

        Of the project's models that match and had started by then, the one that started last; else a managed one.
        """
        if not model:
            return None
        for own in self._own(model):
            if own.start_ns is None or own.start_ns <= time_ns:
                return own
        return find_managed(model, provider, time_ns)

    def _own(self, model: str) -> tuple[PricedModel, ...]:
        """The project's models that match a name. Few names recur in millions of calls, so they are remembered."""
        if not self.models:
            return ()
        found = self._matching.get(model)
        if found is None:
            found = tuple(own for own in self.models if own.matches(model))
            if len(self._matching) >= _MAX_REMEMBERED:  # names that a sender makes up must not fill the memory
                self._matching.clear()
            self._matching[model] = found
        return found


MANAGED = PriceBook()
"""The book of a project without models of its own."""

BookOf: TypeAlias = Callable[[str], PriceBook]
"""Gives the book of a project by id: at once and from any thread."""


def managed_prices(_project_id: str) -> PriceBook:
    """The managed prices, whatever the project: where no project has models of its own."""
    return MANAGED


def tier_and_costs(
    model: PricedModel,
    usage: Mapping[str, int],
    model_parameters: Mapping[str, Any] | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> tuple[Tier, dict[str, float]]:
    """The tier of a call, and what each bucket costs there.

    A part without a price of its own (cached tokens, reasoning …) costs what its whole does with managed models; with
    a project's own it costs nothing, as in Langfuse: what they name is what is charged.
    """
    tier = model.tier_for(usage, model_parameters, metadata)
    return tier, tier.costs(usage, of_whole=model.is_managed)
