"""A model definition as both APIs take it: Langfuse's ``CreateModelRequest``."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.enrich.model_rules import MAX_NAME_CHARACTERS, MAX_PRIORITY, MAX_TIERS, ModelDraft, ModelError
from sidelight.enrich.pattern import MAX_PATTERN_CHARACTERS
from sidelight.enrich.priced_model import AttributeCondition, Condition, Operator, Tier, UsageCondition
from sidelight.model.time import NS_PER_US

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Unit = Literal["CHARACTERS", "TOKENS", "MILLISECONDS", "SECONDS", "IMAGES", "REQUESTS"]


class _Input(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class UsageConditionInput(_Input):
    """The sum of the usage whose keys match a pattern, compared with a value."""

    usage_detail_pattern: str = Field(min_length=1, max_length=200)
    operator: Operator
    value: Dollars
    case_sensitive: bool = False

    def condition(self) -> Condition:
        """The condition."""
        return UsageCondition(self.usage_detail_pattern, self.operator, self.value, self.case_sensitive)


class AttributeConditionInput(_Input):
    """A model parameter or metadata value that is one of some texts."""

    source: Literal["model_parameters", "metadata"]
    key: str = Field(min_length=1, max_length=200)
    operator: Literal["in"]
    values: list[Annotated[str, Field(min_length=1, max_length=1000)]] = Field(min_length=1, max_length=100)

    def condition(self) -> Condition:
        """The condition."""
        return AttributeCondition(self.source, self.key, tuple(self.values))


class TierInput(_Input):
    """Prices in US dollars a unit by usage type, and when they hold."""

    name: str = Field(max_length=1000)
    is_default: bool = False
    priority: int = Field(ge=0, le=MAX_PRIORITY)
    conditions: list[UsageConditionInput | AttributeConditionInput] = Field(max_length=50)
    prices: dict[str, Dollars]

    def tier(self) -> Tier:
        """The tier, without an id yet."""
        conditions = tuple(condition.condition() for condition in self.conditions)
        return Tier("", self.name.strip(), self.prices, self.is_default, self.priority, conditions)


class ModelInput(_Input):
    """A definition: either prices of one tier, or pricing tiers."""

    model_name: str = Field(max_length=MAX_NAME_CHARACTERS)
    match_pattern: str = Field(max_length=MAX_PATTERN_CHARACTERS)
    start_date: datetime | None = None
    unit: Unit | None = None
    input_price: Dollars | None = None
    output_price: Dollars | None = None
    total_price: Dollars | None = None
    pricing_tiers: list[TierInput] | None = Field(None, max_length=MAX_TIERS)
    tokenizer_id: str | None = Field(None, max_length=200)
    tokenizer_config: Any = None

    def draft(self) -> ModelDraft:
        """The definition, not checked further than by its types.

        Raises:
            ModelError: there are no prices, or both kinds of them.
        """
        return ModelDraft(
            name=self.model_name.strip(),
            match_pattern=self.match_pattern,
            tiers=self._tiers(),
            start_ns=None if self.start_date is None else _to_ns(self.start_date),
            unit=self.unit,
            tokenizer_id=self.tokenizer_id,
            tokenizer_config=self.tokenizer_config,
        )

    def _tiers(self) -> tuple[Tier, ...]:
        named = {"input": self.input_price, "output": self.output_price, "total": self.total_price}
        flat = {bucket: price for bucket, price in named.items() if price is not None}
        if bool(flat) == bool(self.pricing_tiers):
            both = ", not both" if flat else ""
            raise ModelError(
                "pricingTiers",
                f"Give either flat prices (inputPrice, outputPrice, totalPrice) or pricingTiers{both}.",
            )
        if self.pricing_tiers:
            return tuple(tier.tier() for tier in self.pricing_tiers)
        if "total" in flat and len(flat) > 1:
            raise ModelError("totalPrice", "If input or output price is set, total price must be null.")
        return (Tier("", "Standard", flat),)


def _to_ns(moment: datetime) -> int:
    """Nanoseconds since the epoch; a time without a zone is UTC, one before the epoch is "since ever"."""
    zoned = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max((zoned - _EPOCH) // timedelta(microseconds=1), 0) * NS_PER_US
