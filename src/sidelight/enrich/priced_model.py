"""A model with its prices: which names it stands for, from when on, and what each bucket of a usage costs.

The rules are Langfuse's (PARITY section 3): one default tier and others that hold under conditions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, TypeAlias

from sidelight.enrich.pattern import compile_pattern, is_match
from sidelight.enrich.usage_bucket import names_of, repeated, wholes_of
from sidelight.model.attributes import as_str

_MAX_KNOWN = 1000
_UNKNOWN = float("nan")
_DIGITS = 15  # 3 x 0.00001 is 0.00003, not 0.000030000000000000004


def total(costs: Mapping[str, float]) -> float:
    """The sum of costs in US dollars, without what binary fractions add to it."""
    return round(sum(costs.values()), _DIGITS)


class Operator(StrEnum):
    """How a condition compares the summed usage with its value."""

    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    EQ = "eq"
    NEQ = "neq"

    def holds(self, left: float, right: float) -> bool:
        """Whether the comparison is true."""
        match self:
            case Operator.GT:
                return left > right
            case Operator.GTE:
                return left >= right
            case Operator.LT:
                return left < right
            case Operator.LTE:
                return left <= right
            case Operator.EQ:
                return left == right
            case Operator.NEQ:
                return left != right


@dataclass(frozen=True, slots=True)
class UsageCondition:
    """The sum of the usage buckets whose names the pattern matches, compared with a value."""

    usage_pattern: str
    operator: Operator
    value: float
    case_sensitive: bool = False

    def holds(self, usage: Mapping[str, int]) -> bool:
        """Whether a call with this usage fulfils it."""
        pattern = compile_pattern(self.usage_pattern, ignore_case=not self.case_sensitive)
        total = sum(count for bucket, count in usage.items() if is_match(pattern, bucket))
        return self.operator.holds(total, self.value)


@dataclass(frozen=True, slots=True)
class AttributeCondition:
    """A model parameter or a metadata value that is one of some texts."""

    source: Literal["model_parameters", "metadata"]
    key: str
    values: tuple[str, ...]

    def holds(self, attributes: Mapping[str, Any]) -> bool:
        """Whether the attributes of its source fulfil it."""
        return self.key in attributes and as_str(attributes[self.key]) in self.values


Condition: TypeAlias = UsageCondition | AttributeCondition


@dataclass(frozen=True, slots=True)
class Tier:
    """Prices (US dollars a unit) by usage bucket. Holds when all conditions do; the default tier has none."""

    id: str
    name: str
    prices: Mapping[str, float]
    is_default: bool = True
    priority: int = 0
    conditions: tuple[Condition, ...] = ()
    _known: dict[tuple[str, bool], float | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def holds(self, usage: Mapping[str, int], model_parameters: Mapping[str, Any], metadata: Mapping[str, Any]) -> bool:
        """Whether all conditions are true; never for a tier without any."""
        for condition in self.conditions:
            if isinstance(condition, UsageCondition):
                if not condition.holds(usage):
                    return False
            elif not condition.holds(model_parameters if condition.source == "model_parameters" else metadata):
                return False
        return bool(self.conditions)

    def price_of(self, bucket: str, *, of_whole: bool = False) -> float | None:
        """Dollars a unit of a bucket under any of its names; None without a price.

        ``of_whole``: a part without a price of its own costs what its whole does.
        """
        known = self._known.get((bucket, of_whole), _UNKNOWN)
        if known is _UNKNOWN:
            if len(self._known) >= _MAX_KNOWN:  # names that a sender makes up must not fill the memory
                self._known.clear()
            known = self._known[bucket, of_whole] = self._looked_up(bucket, of_whole=of_whole)
        return known

    def _looked_up(self, bucket: str, *, of_whole: bool) -> float | None:
        wholes = wholes_of(bucket) if of_whole else ()
        for name in (bucket, *names_of(bucket), *(name for whole in wholes for name in names_of(whole))):
            if name in self.prices:
                return self.prices[name]
        return None

    def costs(self, usage: Mapping[str, int], *, of_whole: bool = False) -> dict[str, float]:
        """Dollars of each bucket that has a price; never the same tokens twice.

        A price of ``total`` stands for all of the call, as in Langfuse; otherwise ``total`` is only the buckets' sum.
        """
        if "total" in self.prices:
            units = usage.get("total", sum(usage.values()))
            return {"total": round(self.prices["total"] * units, _DIGITS)}
        said_again = repeated(usage) if len(usage) > 2 else frozenset()
        return {
            bucket: round(price * units, _DIGITS)
            for bucket, units in usage.items()
            if bucket != "total"
            and bucket not in said_again
            and (price := self.price_of(bucket, of_whole=of_whole)) is not None
        }


@dataclass(frozen=True, slots=True)
class PricedModel:
    """A model definition. ``start_ns`` None: since ever. ``provider`` is set on managed models only."""

    id: str
    name: str
    match_pattern: str
    tiers: tuple[Tier, ...]
    start_ns: int | None = None
    unit: str | None = None
    tokenizer_id: str | None = None
    tokenizer_config: Any = None
    created_ns: int = 0
    is_managed: bool = False
    provider: str = ""
    by_priority: tuple[Tier, ...] = field(init=False)

    def __post_init__(self) -> None:
        conditional = sorted((tier for tier in self.tiers if not tier.is_default), key=lambda tier: tier.priority)
        object.__setattr__(self, "by_priority", tuple(conditional))

    @property
    def default_tier(self) -> Tier:
        """The tier that holds when no other does."""
        return next(tier for tier in self.tiers if tier.is_default)

    def matches(self, model: str) -> bool:
        """Whether the pattern matches a model's name."""
        return is_match(compile_pattern(self.match_pattern), model)

    def tier_for(
        self,
        usage: Mapping[str, int],
        model_parameters: Mapping[str, Any] | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Tier:
        """The tier of a call: the first whose conditions all hold, by priority; else the default."""
        for tier in self.by_priority:
            if tier.holds(usage, model_parameters or {}, metadata or {}):
                return tier
        return self.default_tier
