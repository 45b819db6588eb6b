"""What lists can be narrowed by: values of columns with counts."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from sidelight.api.app import present_lists
from sidelight.api.app.list_models import FacetList
from sidelight.api.app.list_parameters import FacetParameters
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.query.facet_counts import load_facet_counts
from sidelight.query.facet_sources import FacetSource, ObservationFacets, ScoreFacets, TraceFacets
from sidelight.query.filter_language import parse_filter
from sidelight.query.filters import TraceFilter
from sidelight.query.observation_list import ObservationListFilter
from sidelight.query.score_filter import ScoreFilter
from sidelight.query.trace_heads import load_scope
from sidelight.store.store import ProjectStore

router = APIRouter(prefix="/projects/{project_id}/facets", tags=["filters"], route_class=ReadRoute)

View = Literal["traces", "observations", "scores"]


@router.get("/{view}", operation_id="getFacets")
async def get_facets(reader: Reader, view: View, query: Annotated[FacetParameters, Query()]) -> FacetList:
    """Values of columns with how many rows have them.

    Each is counted among the rows that meet all conditions but those on itself, so that more values can be added.
    """
    source = await _source(reader, view, query)
    counts = await load_facet_counts(reader, source, parse_filter(query.filter), query.facets)
    return FacetList(facets=[present_lists.facet_counts(one) for one in counts])


async def _source(reader: ProjectStore, view: View, query: FacetParameters) -> FacetSource:
    if view == "traces":
        # The scope must reach all observations: some facet will look at them.
        where = TraceFilter(time=query.range, text=query.q, hidden=query.hidden)
        return TraceFacets(await load_scope(reader, where))
    if view == "observations":
        return ObservationFacets(ObservationListFilter(query.range, (), query.q))
    return ScoreFacets(ScoreFilter(time=query.range, text=query.q))
