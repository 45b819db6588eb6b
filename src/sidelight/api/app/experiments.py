"""Experiments: the list across datasets, some side by side, and their deletion."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from sidelight.api.app import experiment_models as models
from sidelight.api.app import present_experiments as present
from sidelight.api.app.deletion import journal_deletion
from sidelight.api.app.parameters import MAX_TEXT, Paging, TimeRange, Values
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.experiments.compared import MAX_RUNS, ComparedReader, TextPlace
from sidelight.api.experiments.csv_export import csv_lines
from sidelight.api.experiments.deleting import delete_experiments
from sidelight.api.experiments.listing import Experiment, ExperimentReader
from sidelight.api.experiments.sorting import MAX_SORTED, ORDERS, page_of, sorted_experiments, unsorted
from sidelight.api.services import ServicesOf
from sidelight.platform.tables import Role
from sidelight.query.experiments.heads import HeadFilter
from sidelight.query.score_records import load_scores_of

router = APIRouter(prefix="/projects/{project_id}/experiments", tags=["experiments"], route_class=ReadRoute)


def experiment_reader(events: Reader, services: ServicesOf) -> ExperimentReader:
    """FastAPI dependency: the experiments of the project in the path, for a user who may read them."""
    return ExperimentReader(events, services.database)


Experiments = Annotated[ExperimentReader, Depends(experiment_reader)]
RunIds = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]],
    Query(min_length=1, max_length=MAX_RUNS, description="Ids of experiments, the baseline first."),
]


class ExperimentListParameters(TimeRange, Paging):
    """The list of experiments."""

    dataset: Values = Field(default_factory=list, description="Ids of datasets.")
    q: str = Field("", max_length=MAX_TEXT, description="Part of a name or id.")
    metadata: Values = Field(default_factory=list, description="`key:text`: metadata at a (dotted) key holds the text.")
    order: str = Field(
        "last.desc",
        max_length=MAX_TEXT,
        description=f"One of {', '.join(ORDERS)}, or `score:<name>`; with `.asc` or `.desc`. Sorting by what needs"
        f" items looks at the {MAX_SORTED} last active; the others come behind them, by their activity.",
    )

    @property
    def where(self) -> HeadFilter:
        """The filter as the query layer takes it."""
        pairs = (one.partition(":") for one in self.metadata)
        return HeadFilter(
            time=self.range,
            dataset_ids=tuple(self.dataset),
            text=self.q,
            metadata=tuple((key, value) for key, _, value in pairs if key),
        )


@router.get("", operation_id="listExperiments")
async def get_experiments(
    experiments: Experiments, query: Annotated[ExperimentListParameters, Query()]
) -> models.ExperimentPage:
    """Experiments that match, whoever reported them, with the totals over their items."""
    found = await experiments.heads(query.where)
    ordered = await sorted_experiments(experiments, found, query.order)
    page, cursor = page_of(ordered, query.order, query.cursor, query.limit)
    rows = [present.experiment_row(detail) for detail in await experiments.details(page)]
    return models.ExperimentPage(
        items=rows, next_cursor=cursor, total=len(found), unsorted=unsorted(len(found), query.order)
    )


@router.get("/comparison", operation_id="compareExperiments")
async def get_comparison(experiments: Experiments, run: RunIds) -> models.Comparison:
    """Some experiments side by side, item by item, in numbers; texts are read for what is looked at."""
    compared = ComparedReader(experiments)
    found = await _found(compared, run)
    rows, details = await asyncio.gather(compared.rows(found), experiments.details(found))
    known = {one.id for one in found}
    return models.Comparison(
        rows=[row.key for row in rows],
        runs=[present.compared_run(detail, rows) for detail in details],
        missing=[one for one in dict.fromkeys(run) if one not in known],
    )


@router.get("/comparison/search", operation_id="searchComparison")
async def search_comparison(
    experiments: Experiments, run: RunIds, q: Annotated[str, Query(min_length=1, max_length=MAX_TEXT)]
) -> models.FoundRows:
    """The rows that hold a text: in an item's id, input or expected output, or in an output."""
    compared = ComparedReader(experiments)
    return models.FoundRows(rows=await compared.keys_with(await _found(compared, run), q))


@router.get("/comparison/export", operation_id="exportComparison", response_class=StreamingResponse)
async def export_comparison(experiments: Experiments, run: RunIds, format: Literal["csv"] = "csv") -> StreamingResponse:
    """All rows of a comparison with their whole texts, as CSV."""
    compared = ComparedReader(experiments)
    found = await _found(compared, run)
    details = await experiments.details(found)
    rows = await compared.rows(found)

    async def content() -> AsyncIterator[str]:
        async for line in csv_lines(compared, details, rows):
            yield line

    headers = {"content-disposition": f'attachment; filename="experiments.{format}"'}
    return StreamingResponse(content(), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("/comparison/texts", operation_id="readComparedTexts")
async def read_texts(experiments: Experiments, events: Reader, body: models.TextsQuery) -> list[models.CellTexts]:
    """Texts of some places: the beginnings of many, or a few whole with all scores of their traces."""
    if body.whole and len(body.places) > models.MAX_WHOLE:
        raise AppProblem(
            422,
            f"{len(body.places)} whole texts are too many at once.",
            f"Ask for at most {models.MAX_WHOLE}, or for previews.",
            field="places",
        )
    places = [TextPlace(one.run, one.item, one.trace, one.observation) for one in body.places]
    found, scores = await asyncio.gather(
        ComparedReader(experiments).texts(places, whole=body.whole),
        load_scores_of(events, [place.trace_id for place in places] if body.whole else []),
    )
    return [present.cell_texts(one, scores.get(one.place.trace_id, ())) for one in found]


@router.delete("", operation_id="deleteExperiments", status_code=204)
async def remove_experiments(
    request: Request, experiments: Experiments, access: Access, services: ServicesOf, body: models.DeletedExperiments
) -> None:
    """Delete experiments with the scores of them as a whole. Their traces stay, unless they are to go too."""
    access.require(Role.MEMBER)
    deletion = await delete_experiments(
        experiments, access.author, list(dict.fromkeys(body.ids)), with_traces=body.with_traces
    )
    await journal_deletion(request, access, services, deletion)


async def _found(compared: ComparedReader, ids: list[str]) -> list[Experiment]:
    found = await compared.find(list(dict.fromkeys(ids)))
    if not found:
        raise AppProblem(
            404,
            "There is no such experiment.",
            "It may have been deleted, or its spans have not arrived yet; the list shows what there is.",
        )
    return found
