"""Score analytics: one score's distribution and trend, and how far two agree."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, cast

from fastapi import APIRouter, Query

from sidelight.api.app import score_analytics_models as models
from sidelight.api.app.present import iso
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.score_configs.reading import list_all_configs
from sidelight.platform.users import names_of_members
from sidelight.query.score_analytics.agreement import Agreement, Labels, load_agreement
from sidelight.query.score_analytics.cell import load_subjects
from sidelight.query.score_analytics.choices import load_known_scores
from sidelight.query.score_analytics.single import Single, load_single
from sidelight.query.trace_context import load_trace_contexts

router = APIRouter(prefix="/projects/{project_id}/scores/analytics", tags=["score analytics"], route_class=ReadRoute)


@router.get("/choices", operation_id="listKnownScores")
async def get_choices(
    reader: Reader, access: Access, services: ServicesOf, query: Annotated[models.AnalyticsParameters, Query()]
) -> models.KnownScores:
    """Names, sources and types of the scores that match, and who gave them."""
    found = await load_known_scores(reader, query.where)
    ids = {author for one in found for author, _ in one.authors}
    names: dict[str, str] = {}
    if ids:
        async with services.database.reading() as session:
            names = await names_of_members(session, access.project_id, ids)
    return models.KnownScores(
        items=[
            models.KnownScore(
                name=one.name,
                source=one.source,
                data_type=cast(models.ScoreType, one.data_type),
                count=one.count,
                # Somebody who is no member any more has no name here.
                authors=[
                    models.ScoreAuthor(id=author, name=names.get(author, author), count=count)
                    for author, count in one.authors
                ],
            )
            for one in found
        ]
    )


@router.get("/one", operation_id="analyseScore")
async def get_one(reader: Reader, query: Annotated[models.OneScoreParameters, Query()]) -> models.ScoreAnalysis:
    """Counts, averages, distribution and trend of one score."""
    return _analysis(await load_single(reader, query.a, query.where))


@router.get("/agreement", operation_id="compareScores")
async def get_agreement(
    reader: Reader, access: Access, services: ServicesOf, query: Annotated[models.TwoScoreParameters, Query()]
) -> models.ScoreAgreement:
    """How far two scores of one type agree about the same subjects."""
    found = await load_agreement(reader, query.a, query.b, query.where, query.match)
    if found.labels is None:
        return _agreement(found, None)
    async with services.database.reading() as session:
        configs = await list_all_configs(session, access.project_id)
    known = [
        category.label
        for stored in configs
        if stored.config.name in (query.name, query.name2) and stored.config.data_type == query.type
        for category in stored.config.categories
    ]
    return _agreement(found, _in_order(found.labels, known))


@router.get("/subjects", operation_id="listSubjectsOfCell")
async def get_subjects(reader: Reader, query: Annotated[models.CellParameters, Query()]) -> models.SubjectsOfCell:
    """The latest subjects of one cell of a comparison."""
    found = await load_subjects(reader, query.a, query.b, query.where, query.cell, match=query.match)
    contexts = await load_trace_contexts(reader, sorted({pair.trace_id for pair in found if pair.trace_id}))
    return models.SubjectsOfCell(
        items=[
            models.SubjectOfCell(
                trace_id=pair.trace_id,
                trace_name=contexts[pair.trace_id].name if pair.trace_id in contexts else "",
                observation_id=pair.observation_id,
                session_id=pair.session_id,
                dataset_run_id=pair.dataset_run_id,
                a=pair.a,
                b=pair.b,
                timestamp=iso(pair.latest_us),
            )
            for pair in found
        ]
    )


def _analysis(found: Single) -> models.ScoreAnalysis:
    same = (
        "count", "subject_count", "mean", "median", "std", "least", "most", "mode", "mode_count", "category_count",
        "granularity",
    )  # fmt: skip
    return models.ScoreAnalysis(
        **{name: getattr(found, name) for name in same},
        axis=None if found.axis is None else models.AxisView(**asdict(found.axis)),
        bins=list(found.bins),
        categories=[models.CategoryCount(label=label, count=count) for label, count in found.categories],
        trend=[
            models.ScoreTrendPoint(
                start=point.start, count=point.count, mean=point.mean, categories=list(point.categories)
            )
            for point in found.trend
        ],
    )


def _agreement(found: Agreement, labels: models.LabelAgreement | None) -> models.ScoreAgreement:
    numbers = None
    if found.numbers is not None:
        numbers = models.NumberAgreement(**{**asdict(found.numbers), "cells": _cells(found.numbers.cells)})
    return models.ScoreAgreement(
        matched=found.matched,
        only_a=found.only_a,
        only_b=found.only_b,
        repeated=found.repeated,
        one_in=found.one_in,
        numbers=numbers,
        labels=labels,
    )


def _in_order(found: Labels, known: list[str]) -> models.LabelAgreement:
    """The labels in the order of the project's configs, where those know them: people read them as a scale."""
    order = {label: place for place, label in reversed(list(enumerate(known)))}
    labels = sorted(found.labels, key=lambda label: order.get(label, len(known)))
    moved = {found.labels.index(label): place for place, label in enumerate(labels)} | {len(labels): len(labels)}
    return models.LabelAgreement(
        accuracy=found.accuracy,
        kappa=found.kappa,
        precision=found.precision,
        recall=found.recall,
        f1=found.f1,
        labels=labels,
        has_rest=found.has_rest,
        cells=_cells(sorted((moved[a], moved[b], count) for a, b, count in found.cells)),
    )


def _cells(cells: Iterable[tuple[int, int, int]]) -> list[models.AgreementCell]:
    return [models.AgreementCell(a=a, b=b, count=count) for a, b, count in cells]
