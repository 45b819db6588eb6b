"""US dollars a token of a model, by token bucket, from the ``genai-prices`` library."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice

_TOKENS_A_PRICE = 1_000_000
_QUARTER_S = 900

# Codex names them so when it runs a model on the user's own machine, which has no price.
_LOCAL_PROVIDERS = frozenset({"oss", "gpt-oss", "ollama", "lmstudio", "lm studio", "vllm", "llama.cpp", "local"})
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")

# Bucket of the ledger (and what other senders call it) -> price keys of genai-prices, the first known one counts.
_PRICE_KEYS = {
    "input": ("input_mtok",),
    "input_cached_tokens": ("cache_read_mtok", "input_mtok"),
    "input_cache_read": ("cache_read_mtok", "input_mtok"),
    "cache_read_input_tokens": ("cache_read_mtok", "input_mtok"),
    "input_cache_creation": ("cache_write_mtok", "input_mtok"),
    "cache_creation_input_tokens": ("cache_write_mtok", "input_mtok"),
    "input_audio_tokens": ("input_audio_mtok", "input_mtok"),
    "input_image_tokens": ("input_image_mtok", "input_mtok"),
    "output": ("output_mtok",),
    "output_reasoning_tokens": ("output_reasoning_mtok", "output_mtok"),
    "output_reasoning": ("output_reasoning_mtok", "output_mtok"),
    "output_audio_tokens": ("output_audio_mtok", "output_mtok"),
    "output_image_tokens": ("output_image_mtok", "output_mtok"),
}
_INPUT_PREFIXES = ("input", "cache_")


@dataclass(frozen=True, slots=True)
class Rate:
    """Dollars a token. Above a number of input tokens the price of that tier holds for all tokens of the call."""

    base: float
    tiers: tuple[tuple[int, float], ...] = ()

    def at(self, input_tokens: int) -> float:
        """Dollars a token of a call with so many input tokens."""
        dollars = self.base
        for start, price in self.tiers:
            if input_tokens > start:
                dollars = price
        return dollars


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of one model by bucket of the ledger."""

    by_bucket: dict[str, Rate]

    def costs(self, usage: Mapping[str, int]) -> dict[str, float]:
        """Dollars of each bucket that has a price; ``total`` and buckets of unknown meaning have none."""
        input_tokens = sum(count for bucket, count in usage.items() if bucket.startswith(_INPUT_PREFIXES))
        return {
            bucket: rate.at(input_tokens) * count
            for bucket, count in usage.items()
            if (rate := self.by_bucket.get(bucket)) is not None
        }


def rates_of(model: str, provider: str, time_s: int, service_tier: str = "") -> Rates | None:
    """Rates of a model at a time (Unix seconds); None when the library does not know it, or it runs locally.

    ``service_tier`` is what the request was served with (OpenAI: ``flex``, ``priority``); one without prices of its own
    costs the standard price.
    """
    found = _model(model, provider)
    if found is None:
        return None
    is_constant = not isinstance(found.prices, list) and not service_tier
    return _rates(model, provider, 0 if is_constant else time_s // _QUARTER_S * _QUARTER_S, service_tier)


@lru_cache(maxsize=4096)
def _rates(model: str, provider: str, time_s: int, service_tier: str) -> Rates:
    found = _model(model, provider)
    assert found is not None  # noqa: S101 - only asked for known models
    context = {"service_tier": service_tier} if service_tier else None
    prices = found.get_prices(datetime.fromtimestamp(time_s, UTC), context)
    by_bucket = {bucket: _rate(prices, keys) for bucket, keys in _PRICE_KEYS.items()}
    return Rates({bucket: rate for bucket, rate in by_bucket.items() if rate is not None})


def _rate(prices: "ModelPrice", keys: tuple[str, ...]) -> Rate | None:
    price = next((value for key in keys if (value := prices.__dict__.get(key)) is not None), None)
    if price is None:
        return None
    if isinstance(price, Decimal):
        return Rate(float(price) / _TOKENS_A_PRICE)
    tiers = tuple((tier.start, float(tier.price) / _TOKENS_A_PRICE) for tier in price.tiers)
    return Rate(float(price.base) / _TOKENS_A_PRICE, tiers)


@lru_cache(maxsize=4096)
def _model(model: str, provider: str) -> "ModelInfo | None":
    """The library's model, looked for as its sender names it and then in ever looser forms."""
    if provider.strip().lower() in _LOCAL_PROVIDERS:
        return None
    from genai_prices.data_snapshot import get_snapshot  # noqa: PLC0415 - 0.3 s and some memory, only when first needed

    find = partial(get_snapshot().find_provider_model, provider=None, provider_api_url=None)
    for name, vendor in _references(model, provider):
        try:
            return find(name, provider_id=vendor)[1]
        except LookupError:
            continue
    return None


def _references(model: str, provider: str) -> Iterator[tuple[str, str | None]]:
    """Model and provider to look for. Providers such as ``mock`` or a company's gateway are not known by name."""
    for name in dict.fromkeys((model, _DATED.sub("", model))):
        if provider:
            yield name, provider
        yield name, None
        vendor, slash, rest = name.partition("/")
        if slash:
            yield rest, vendor
            yield rest, None
