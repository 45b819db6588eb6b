"""Models whose prices others keep current: the ``genai-prices`` library, in the shape of our own definitions.

The library decides which model a name means (:func:`find_managed`); the patterns shown with the definitions say the
same in a form that people can read and clone. Ids are derived from the provider and the library's id of the model, so
that they stay when the library is updated.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from sidelight.enrich.priced_model import AttributeCondition, Condition, Operator, PricedModel, Tier, UsageCondition
from sidelight.enrich.usage_bucket import INPUT_PATTERN, wholes_of
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_S

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, Provider

_QUARTER_S = 900  # the library knows prices by time of day, to the quarter of an hour
_NS_PER_QUARTER = _QUARTER_S * NS_PER_S
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
# The library does not say when it learnt of a model; the contract wants a time.
_CREATED_NS = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()) * NS_PER_S

# Makers' own names that the library finds only together with the maker, though nobody else uses them.
_MAKERS = ((re.compile(r"(text-embedding-|chatgpt-|codex-mini|davinci-002|babbage-002|computer-use)"), "openai"),)

# Codex names them so when it runs a model on the user's own machine, which has no price.
_LOCAL_PROVIDERS = frozenset({"oss", "gpt-oss", "ollama", "lmstudio", "lm studio", "vllm", "llama.cpp", "local"})

_PER_MILLION, _PER_THOUSAND = 1_000_000, 1_000
# The library's price -> bucket of the ledger, and how many units it is for.
_BUCKETS = {
    "input_mtok": ("input", _PER_MILLION),
    "cache_read_mtok": ("input_cached_tokens", _PER_MILLION),
    "cache_write_mtok": ("input_cache_creation", _PER_MILLION),
    "cache_write_1h_mtok": ("input_cache_creation_1h", _PER_MILLION),
    "input_audio_mtok": ("input_audio_tokens", _PER_MILLION),
    "cache_audio_read_mtok": ("input_cached_audio_tokens", _PER_MILLION),
    "input_image_mtok": ("input_image_tokens", _PER_MILLION),
    "cache_image_read_mtok": ("input_cached_image_tokens", _PER_MILLION),
    "input_video_mtok": ("input_video_tokens", _PER_MILLION),
    "output_mtok": ("output", _PER_MILLION),
    "output_reasoning_mtok": ("output_reasoning_tokens", _PER_MILLION),
    "output_audio_mtok": ("output_audio_tokens", _PER_MILLION),
    "output_image_mtok": ("output_image_tokens", _PER_MILLION),
    "output_video_mtok": ("output_video_tokens", _PER_MILLION),
    "output_citation_mtok": ("output_citation_tokens", _PER_MILLION),
    "web_searches_kcount": ("web_search_queries", _PER_THOUSAND),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A model as the library has it."""

    provider: "Provider"
    info: "ModelInfo"

    @property
    def id(self) -> str:
        return derive_id("managed-model", self.provider.id, self.info.id, length=24)


def find_managed(model: str, provider: str, time_ns: int) -> PricedModel | None:
    """What the library knows of a model at a time; None when it does not know it, or it runs on the user's machine.

    ``provider`` is what the sender calls the provider, ``""`` when it does not say; unknown ones are looked over.
    """
    info = _model(model, provider)
    if info is None:
        return None
    entry = _entries()[id(info)]
    return _definition(entry.id, time_ns // _NS_PER_QUARTER if _changes(info) else 0)


def managed_models(now_ns: int) -> tuple[PricedModel, ...]:
    """All managed models with the prices of a time, by name."""
    return _all(now_ns // _NS_PER_QUARTER)


def managed_model(model_id: str, now_ns: int) -> PricedModel | None:
    """One of them by id."""
    entry = _by_id().get(model_id)
    if entry is None:
        return None
    return _definition(model_id, now_ns // _NS_PER_QUARTER if _changes(entry.info) else 0)


@lru_cache(maxsize=1)
def _all(quarter: int) -> tuple[PricedModel, ...]:
    found = [_definition(id_, quarter if _changes(entry.info) else 0) for id_, entry in _by_id().items()]
    return tuple(sorted(found, key=lambda model: (model.name, model.id)))


def _changes(info: "ModelInfo") -> bool:
    """Whether its prices depend on the time."""
    return isinstance(info.prices, list) or any(variant.constraint for variant in info.price_variants or ())


@lru_cache(maxsize=1)
def _entries() -> Mapping[int, _Entry]:
    """Entries by the identity of the library's object: what its search gives back."""
    return {id(info): _Entry(provider, info) for provider in _snapshot().providers for info in provider.models}


@lru_cache(maxsize=1)
def _by_id() -> Mapping[str, _Entry]:
    return {entry.id: entry for entry in _entries().values()}


@lru_cache(maxsize=1)
def _snapshot() -> Any:
    """The library's data. Held here, since it may replace its own."""
    from genai_prices.data_snapshot import get_snapshot  # noqa: PLC0415 - 0.3 s and some memory, only when first needed

    return get_snapshot()


@lru_cache(maxsize=4096)
def _definition(model_id: str, quarter: int) -> PricedModel:
    entry = _by_id()[model_id]
    provider, info = entry.provider, entry.info
    return PricedModel(
        id=model_id,
        name=info.id if _model(info.id, "") is info else f"{provider.id}/{info.id}",
        match_pattern=_match_pattern(provider.id, info),
        tiers=_tiers(model_id, info, datetime.fromtimestamp(quarter * _QUARTER_S, UTC)),
        unit="TOKENS",
        created_ns=_CREATED_NS,
        is_managed=True,
        provider=provider.name,
    )


# --- prices -> tiers --------------------------------------------------------------------------------------------------


def _tiers(model_id: str, info: "ModelInfo", moment: datetime) -> tuple[Tier, ...]:
    """The default tier and those of long prompts and of other ways of serving, which are asked first."""
    base = _prices(info.get_prices(moment), 0)
    keys = set(base)
    special: list[tuple[str, tuple[Condition, ...], dict[str, float]]] = []
    contexts = {tuple(sorted(variant.when.items())): variant.when for variant in info.price_variants or ()}
    for context in (*contexts.values(), {}):
        prices = info.get_prices(moment, context)
        served: tuple[Condition, ...] = tuple(
            AttributeCondition("model_parameters", key, (value,)) for key, value in sorted(context.items())
        )
        label = ", ".join(value for _, value in sorted(context.items())).capitalize()
        for start in sorted(_thresholds(prices), reverse=True):
            long = UsageCondition(INPUT_PATTERN, Operator.GT, start)
            name = f"Prompts above {start:,} tokens"
            special.append((f"{label}: {name.lower()}" if label else name, (*served, long), _prices(prices, start + 1)))
        if context:
            special.append((label, served, _prices(prices, 0)))
    for _, _, prices_of_tier in special:
        keys |= set(prices_of_tier)
    tiers = [Tier(f"{model_id}-0", "Standard", _complete(base, keys))]
    for name, conditions, prices_of_tier in special:
        complete = _complete(prices_of_tier, keys)
        if complete != tiers[0].prices:
            number = len(tiers)
            tiers.append(Tier(f"{model_id}-{number}", name, complete, False, number, conditions))
    return tuple(tiers)


def _thresholds(prices: "ModelPrice") -> set[int]:
    return {
        tier.start
        for key, price in prices.__dict__.items()
        if key in _BUCKETS and price is not None and not isinstance(price, Decimal)
        for tier in price.tiers
    }


def _prices(prices: "ModelPrice", input_tokens: int) -> dict[str, float]:
    """Dollars a unit by bucket, for calls of so many input tokens."""
    found = {}
    for key, (bucket, units) in _BUCKETS.items():
        price = prices.__dict__.get(key)
        if price is None:
            continue
        if not isinstance(price, Decimal):
            price = next((tier.price for tier in reversed(price.tiers) if input_tokens > tier.start), price.base)
        found[bucket] = float(price / units)
    return found


def _complete(prices: Mapping[str, float], keys: set[str]) -> dict[str, float]:
    """With a price for each of the keys that all tiers share: what a tier does not name costs what its whole does."""
    complete = dict(prices)
    for key in keys - complete.keys():
        whole = next((name for name in wholes_of(key) if name in prices), None)
        complete[key] = prices[whole] if whole else 0.0
    return dict(sorted(complete.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER))))


_ORDER = {bucket: place for place, (bucket, _) in enumerate(_BUCKETS.values())}


# --- names ------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _model(model: str, provider: str) -> "ModelInfo | None":
    """The library's model, looked for as its sender names it and then in ever looser forms."""
    if provider.strip().lower() in _LOCAL_PROVIDERS:
        return None
    find = partial(_snapshot().find_provider_model, provider=None, provider_api_url=None)
    for name, vendor in _references(model, provider):
        try:
            found: ModelInfo = find(name, provider_id=vendor)[1]
        except LookupError:
            continue
        return found
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
        yield from ((name, maker) for pattern, maker in _MAKERS if pattern.match(name))


def _match_pattern(provider_id: str, info: "ModelInfo") -> str:
    """The library's matching as a regular expression: the provider before the name, optional where it goes without."""
    bare: list[str] = []
    prefixed: list[str] = []
    is_bare = _model(info.id, "") is info
    for pattern, literal in dict.fromkeys((*_alternatives(info.match), (_escape(info.id), info.id))):
        goes_without = _model(literal, "") is info if literal else is_bare
        (bare if goes_without else prefixed).append(pattern)
    vendor = f"{_escape(provider_id)}/"
    forms = [f"({vendor})?({'|'.join(bare)})"] if bare else []
    forms += [f"{vendor}({'|'.join(prefixed)})"] if prefixed else []
    return f"(?i)^{forms[0]}$" if len(forms) == 1 else f"(?i)^({'|'.join(forms)})$"


def _alternatives(clause: Any) -> Iterator[tuple[str, str]]:
    """Patterns of whole names, each with the name when it stands for one only."""
    match type(clause).__name__:
        case "ClauseEquals":
            yield _escape(clause.equals), clause.equals
        case "ClauseStartsWith":
            yield f"{_escape(clause.starts_with)}.*", ""
        case "ClauseEndsWith":
            yield f".*{_escape(clause.ends_with)}", ""
        case "ClauseContains":
            yield f".*{_escape(clause.contains)}.*", ""
        case "ClauseOr":
            for one in clause.or_:
                yield from _alternatives(one)
        case "ClauseAnd":
            # The narrowest part says most; a pattern has no "and".
            yield max((next(_alternatives(one)) for one in clause.and_), key=lambda form: len(form[0]))
        case _:
            yield _unanchored(clause.regex), ""


def _unanchored(pattern: str) -> str:
    """A regular expression of the library for a place inside ours."""
    plain = re.sub(r"\(\?[!=<][^)]*\)", "", pattern)
    start = "" if plain.startswith("^") else ".*"
    end = "" if plain.endswith("$") else ".*"
    return f"{start}{plain.removeprefix('^').removesuffix('$')}{end}"


def _escape(text: str) -> str:
    return re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", text)
