"""Models and their prices in types."""

from typing import Any, Literal

from pydantic import Field

from sidelight.api.app.models import AppModel
from sidelight.api.model_input import ModelInput


class UsageConditionView(AppModel):
    """The sum of the usage whose keys match a pattern, compared with a value."""

    usage_detail_pattern: str
    operator: Literal["gt", "gte", "lt", "lte", "eq", "neq"]
    value: float
    case_sensitive: bool


class AttributeConditionView(AppModel):
    """A model parameter or metadata value that is one of some texts."""

    source: Literal["model_parameters", "metadata"]
    key: str
    operator: Literal["in"] = "in"
    values: list[str]


class TierView(AppModel):
    """Prices in US dollars a unit by usage type; the default tier has no conditions."""

    id: str
    name: str
    is_default: bool
    priority: int
    conditions: list[UsageConditionView | AttributeConditionView]
    prices: dict[str, float]


class ModelView(AppModel):
    """A model definition: the default tier first, then the others in the order in which they are tried."""

    id: str
    model_name: str
    match_pattern: str
    start_date: str | None
    unit: str | None
    tokenizer_id: str | None
    tokenizer_config: Any
    is_managed: bool
    provider: str = Field(description="Whose prices these are; empty for the project's own.")
    created_at: str
    pricing_tiers: list[TierView]


class ModelRow(ModelView):
    """A definition with what it was used for in the last 30 days."""

    calls: int
    last_used_at: str | None
    cost_usd: float


class ModelPage(AppModel):
    """Definitions: the project's own first, then those in use, then by name."""

    items: list[ModelRow]
    total: int = Field(description="How many match.")
    own: int = Field(description="How many the project has of its own.")
    managed: int
    used: int = Field(description="How many priced a call in the last 30 days.")


class UnpricedModelRow(AppModel):
    """A model of the last 30 days whose calls have usage and no cost."""

    model: str
    provider: str
    calls: int
    tokens: int
    last_used_at: str
    usage_types: list[str]


class RepriceJobRow(AppModel):
    """Stored calls being priced anew. `calls` is how many there are to look at, 0 while that is not known."""

    id: str
    cause: Literal["created", "changed", "deleted", "asked"]
    model_name: str
    state: Literal["waiting", "running", "done", "failed"]
    created_at: str
    started_at: str | None
    finished_at: str | None
    day: str | None = Field(description="The day (UTC) at which it is.")
    calls: int
    looked_at: int
    changed: int
    error: str


class MatchRequest(AppModel):
    """A call to try definitions on."""

    model: str = Field(max_length=1000)
    provider: str = Field("", max_length=200)
    usage: dict[str, int] = Field(default_factory=dict, max_length=200)
    model_parameters: dict[str, str] = Field(default_factory=dict, max_length=200)
    metadata: dict[str, str] = Field(default_factory=dict, max_length=200)
    draft: ModelInput | None = Field(None, description="A definition to try as if it were one of the project's own.")
    draft_id: str = Field("", description="The model that the draft would take the place of.")


class PriceLine(AppModel):
    """What one part of a usage costs; price and cost are null when the tier has no price for it."""

    usage_type: str
    units: int
    price: float | None
    cost_usd: float | None


class MatchResult(AppModel):
    """Which definition prices a call, in which tier, and what it costs."""

    model: ModelView | None
    is_draft: bool = Field(description="Whether the draft is what matched.")
    tier: str
    lines: list[PriceLine]
    cost_usd: float | None
