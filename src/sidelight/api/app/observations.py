"""The list of observations over all traces."""

from typing import Annotated

from fastapi import APIRouter, Query

from sidelight.api.app import present_lists
from sidelight.api.app.list_models import ObservationPage
from sidelight.api.app.list_parameters import ObservationListParameters
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.query.observation_list import list_observations
from sidelight.query.score_cells import load_observation_cells

router = APIRouter(prefix="/projects/{project_id}/observations", tags=["observations"], route_class=ReadRoute)


@router.get("", operation_id="listObservations")
async def get_observations(reader: Reader, query: Annotated[ObservationListParameters, Query()]) -> ObservationPage:
    """Observations that match, in the order asked for, without their texts."""
    page = await list_observations(reader, query.where, query.order, query.cursor, query.limit)
    cells = await load_observation_cells(reader, [(line.trace_id, line.id) for line in page.items], query.score)
    return ObservationPage(
        items=[present_lists.observation_row(line, cells.get((line.trace_id, line.id), [])) for line in page.items],
        next_cursor=page.next_cursor,
        total=page.total,
    )
