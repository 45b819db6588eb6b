"""Prices of the models that observations were priced by: what the API shows beside the costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from fastapi import Depends

from sidelight.api.public.auth import PublicKey
from sidelight.api.services import ServicesOf
from sidelight.platform.models.books import PriceBooks


@dataclass(frozen=True, slots=True)
class UnitPrices:
    """US dollars a token of a model's default tier; None where it has no such price."""

    input: float | None = None
    output: float | None = None
    total: float | None = None


class PriceList:
    """Looks up unit prices of a project's models, its own and managed, by id."""

    def __init__(self, books: PriceBooks, project_id: str) -> None:
        self._books = books
        self._project_id = project_id

    def of(self, model_ids: Iterable[str]) -> Mapping[str, UnitPrices]:
        """Prices by model id; models that do not exist (any more) are left out."""
        found: dict[str, UnitPrices] = {}
        for model_id in set(model_ids):
            prices = self._books.prices_of(self._project_id, model_id)
            if prices:
                found[model_id] = UnitPrices(prices.get("input"), prices.get("output"), prices.get("total"))
        return found


def price_list(access: PublicKey, services: ServicesOf) -> PriceList:
    """FastAPI dependency: the prices of the key's project."""
    return PriceList(services.prices, access.project_id)


Prices = Annotated[PriceList, Depends(price_list)]


def price_text(price: float | None) -> str | None:
    """A price as a decimal number in text, without an exponent, as the second generation has it."""
    return None if price is None else f"{Decimal(str(price)):f}"
