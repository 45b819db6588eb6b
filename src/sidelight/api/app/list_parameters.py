"""Query parameters of the lists that take the filter language."""

from typing import Annotated, Literal

from pydantic import Field

from sidelight.api.app.parameters import MAX_TEXT, FilterText, Paging, TimeRange, TraceFilterParameters, Values
from sidelight.query.facet_counts import Facet
from sidelight.query.filter_language import parse_filter
from sidelight.query.observation_list import ObservationListFilter, ObservationOrder
from sidelight.query.score_filter import ScoreFilter
from sidelight.query.user_list import UserOrder

MAX_FACETS = 30

ScoreNames = Annotated[
    Values, Field(default_factory=list, description="Names of scores to show with the rows.", max_length=20)
]


class TraceListParameters(TraceFilterParameters, Paging):
    """The trace list."""

    order: Literal["time.desc", "cost.desc", "duration.desc", "tokens.desc"] = "time.desc"
    score: ScoreNames


class ObservationListParameters(TimeRange, Paging):
    """The list of observations."""

    filter: FilterText = ""
    q: str = Field("", max_length=MAX_TEXT, description="Words in texts; part of a name, id or preview.")
    order: ObservationOrder = "time.desc"
    score: ScoreNames

    @property
    def where(self) -> ObservationListFilter:
        """The filter as the query layer takes it. Raises FilterError."""
        return ObservationListFilter(self.range, parse_filter(self.filter), self.q)


class ScoreFilterParameters(TimeRange):
    """What scores are narrowed by."""

    filter: FilterText = ""
    q: str = Field("", max_length=MAX_TEXT, description="Part of a name, value, comment or id.")

    @property
    def where(self) -> ScoreFilter:
        """The filter as the query layer takes it. Raises FilterError."""
        return ScoreFilter(time=self.range, text=self.q, conditions=parse_filter(self.filter))


class ScoreListParameters(ScoreFilterParameters, Paging):
    """The list of scores."""


class UserListParameters(TraceFilterParameters, Paging):
    """The list of users, of the traces that match."""

    order: UserOrder = "last.desc"


class FacetParameters(TimeRange):
    """Which columns of a list to count, and what the list is narrowed by."""

    facet: Annotated[Values, Field(max_length=MAX_FACETS)] = Field(
        default=["name"], description="`column`, or `column:key` for the values of the score that `key` names."
    )
    filter: FilterText = ""
    q: str = Field("", max_length=MAX_TEXT, description="As in the list.")
    hidden: bool = Field(False, description="As in the trace list.")

    @property
    def facets(self) -> list[Facet]:
        """The columns with their keys."""
        parts = (one.partition(":") for one in self.facet)
        return [Facet(column, key) for column, _, key in parts]
