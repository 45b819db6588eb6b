"""What a model definition must be like before it may price anything (PARITY section 3, "Pricing tiers")."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from sidelight.enrich.pattern import PatternError, compile_pattern
from sidelight.enrich.priced_model import Tier, UsageCondition

MAX_NAME_CHARACTERS = 500
MAX_TIER_NAME_CHARACTERS = 100
MAX_USAGE_PATTERN_CHARACTERS = 200
MAX_TIERS = 100
MAX_PRICES = 200
MAX_PRIORITY = 999


class ModelError(ValueError):
    """A definition that cannot be used. ``field`` is its name in the API, ``""`` for the whole."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class ModelDraft:
    """A definition as a person gives it: without ids, not yet anybody's. ``start_ns`` None: since ever."""

    name: str
    match_pattern: str
    tiers: tuple[Tier, ...]
    start_ns: int | None = None
    unit: str | None = None
    tokenizer_id: str | None = None
    tokenizer_config: Any = None


def check_draft(draft: ModelDraft) -> None:
    """Return when the definition can be used.

    Raises:
        ModelError: it cannot; the message says what to change.
    """
    if not draft.name.strip():
        raise ModelError("modelName", "The name is empty.")
    if len(draft.name) > MAX_NAME_CHARACTERS:
        raise ModelError("modelName", f"The name is longer than {MAX_NAME_CHARACTERS} characters.")
    try:
        compile_pattern(draft.match_pattern)
    except PatternError as error:
        raise ModelError("matchPattern", str(error)) from error
    _check_tiers(draft.tiers)


def _check_tiers(tiers: Sequence[Tier]) -> None:
    if not tiers:
        raise _tiers("At least one pricing tier is required.")
    if len(tiers) > MAX_TIERS:
        raise _tiers(f"There are {len(tiers)} tiers; at most {MAX_TIERS} are possible.")
    defaults = [tier for tier in tiers if tier.is_default]
    if len(defaults) != 1:
        raise _tiers(f"Exactly one pricing tier must have isDefault: true; there are {len(defaults)}.")
    default = defaults[0]
    if default.priority != 0:
        raise _tiers("The default pricing tier must have priority 0.")
    if default.conditions:
        raise _tiers("The default pricing tier must have no conditions.")
    for tier in tiers:
        _check_tier(tier, default)
    for what, found in (
        ("priority", Counter(tier.priority for tier in tiers)),
        ("name", Counter(tier.name for tier in tiers)),
    ):
        value, count = found.most_common(1)[0]
        if count > 1:
            raise _tiers(f"Each pricing tier needs a {what} of its own; {value!r} is used {count} times.")


def _check_tier(tier: Tier, default: Tier) -> None:
    if not tier.name.strip() or len(tier.name) > MAX_TIER_NAME_CHARACTERS:
        raise _tiers(f"The name of a pricing tier has 1 to {MAX_TIER_NAME_CHARACTERS} characters.")
    where = f"Pricing tier {tier.name!r}"
    if not 0 <= tier.priority <= MAX_PRIORITY:
        raise _tiers(f"{where}: the priority lies between 0 and {MAX_PRIORITY}.")
    if not tier.is_default and not tier.conditions:
        raise _tiers(f"{where} needs at least one condition: only the default tier has none.")
    if not tier.prices or len(tier.prices) > MAX_PRICES:
        raise _tiers(f"{where} needs 1 to {MAX_PRICES} prices.")
    for bucket, dollars in tier.prices.items():
        if not bucket.strip():
            raise _tiers(f"{where}: a price has no usage type.")
        if not isfinite(dollars) or dollars < 0:
            raise _tiers(f"{where}: the price of {bucket!r} must be a number of US dollars from 0 up.")
    if tier.prices.keys() != default.prices.keys():
        raise _tiers(
            f"{where} must have the same usage keys as the default tier. "
            f"Expected: [{', '.join(sorted(default.prices))}], Got: [{', '.join(sorted(tier.prices))}]."
        )
    for condition in tier.conditions:
        if isinstance(condition, UsageCondition):
            _check_usage_pattern(where, condition.usage_pattern)
        elif not condition.key or not condition.values or not all(condition.values):
            raise _tiers(f"{where}: a condition on {condition.source} needs a key and one or more values.")


def _check_usage_pattern(where: str, pattern: str) -> None:
    if len(pattern) > MAX_USAGE_PATTERN_CHARACTERS:
        raise _tiers(f"{where}: a usageDetailPattern has at most {MAX_USAGE_PATTERN_CHARACTERS} characters.")
    try:
        compile_pattern(pattern)
    except PatternError as error:
        raise _tiers(f"{where}: usageDetailPattern: {error}") from error


def _tiers(message: str) -> ModelError:
    return ModelError("pricingTiers", message)
