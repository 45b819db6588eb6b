"""GET /api/public/experiments and /experiment-items: by cursor, with field groups."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BeforeValidator, Field

from sidelight.api.experiments.conditions import check_conditions, is_match
from sidelight.api.experiments.items import ListedItem, list_items
from sidelight.api.experiments.listing import Experiment, ExperimentReader, metadata_of
from sidelight.api.public.answer import json_response
from sidelight.api.public.errors import InvalidRequest, PublicRoute
from sidelight.api.public.experiment_shapes import About, experiment_shape, item_shape, scores_shape
from sidelight.api.public.parameters import (
    MAX_LIMIT,
    AnyMoment,
    FilterParameters,
    Moment,
    Text,
    blank_as_none,
    range_of,
)
from sidelight.api.public.reading import Reader
from sidelight.api.public.score_parameters import Listed
from sidelight.api.services import ServicesOf
from sidelight.platform.datasets.experiment_runs import ItemThen, items_then
from sidelight.query.cursor import decode_cursor, encode_cursor
from sidelight.query.experiments.facts import ExperimentStats
from sidelight.query.experiments.heads import HeadFilter, load_about
from sidelight.query.experiments.newest_items import ItemFilter
from sidelight.query.experiments.scores import load_run_scores
from sidelight.query.experiments.texts import ItemTexts, load_texts
from sidelight.query.score_records import load_scores_of
from sidelight.query.sql import TimeRange

router = APIRouter(tags=["Experiments"], route_class=PublicRoute)

MAX_SCORES = 50
GROUPS = ("core", "metadata", "scores")
ITEM_GROUPS = ("core", "dataset", "io", "metadata", "itemMetadata", "experimentMetadata", "scores")
_DEFAULT_ITEM_GROUPS = frozenset({"core", "dataset"})
_CURSOR_KIND = "experiments"

Limit = Annotated[Annotated[int, Field(ge=1, le=MAX_LIMIT)] | None, BeforeValidator(blank_as_none)]
ScoreLimit = Annotated[Annotated[int, Field(ge=1, le=MAX_SCORES)] | None, BeforeValidator(blank_as_none)]
Cursor = Annotated[Annotated[str, Field(max_length=4000)] | None, BeforeValidator(blank_as_none)]


def experiment_reader(events: Reader, services: ServicesOf) -> ExperimentReader:
    """FastAPI dependency: the experiments of the key's project."""
    return ExperimentReader(events, services.database)


Experiments = Annotated[ExperimentReader, Depends(experiment_reader)]


class ExperimentPageParameters(FilterParameters):
    """What both lists take."""

    fields: Text = None
    limit: Limit = None
    score_limit: ScoreLimit = None
    cursor: Cursor = None
    from_start_time: AnyMoment
    to_start_time: Moment = None
    dataset_id: Listed

    @property
    def time(self) -> TimeRange:
        """The range as the query layer takes it."""
        return range_of(self.from_start_time, self.to_start_time)


class ExperimentListParameters(ExperimentPageParameters):
    """Which experiments; comma-separated lists match any of their values."""

    id: Listed
    name: Listed


class ExperimentItemParameters(ExperimentPageParameters):
    """Which items; comma-separated lists match any of their values."""

    experiment_id: Listed
    experiment_name: Listed
    experiment_item_id: Listed


@router.get("/experiments")
async def list_experiments(experiments: Experiments, query: Annotated[ExperimentListParameters, Query()]) -> Response:
    """A page of experiments, last active first; ``meta.cursor`` is left out on the last."""
    groups = _groups(query.fields, GROUPS, frozenset({"core"}))
    conditions = query.conditions()
    check_conditions(conditions, ("id", "name", "datasetId"))
    where = HeadFilter(query.time, tuple(query.id), tuple(query.name), tuple(query.dataset_id))
    found = [one for one in await experiments.heads(where) if is_match(conditions, _values(one))]
    if query.cursor is not None:
        last_us, last_id = decode_cursor(_CURSOR_KIND, query.cursor, (int, str))
        found = [one for one in found if (-one.last_us, one.id) > (-int(last_us), str(last_id))]
    limit = query.limit or 50
    page = found[:limit]
    ids = [one.id for one in page]
    stats, abouts, scores = await asyncio.gather(
        experiments.stats(page, query.time),
        _abouts(experiments, ids),
        load_run_scores(experiments.events, ids if "scores" in groups else [], query.score_limit or MAX_SCORES),
    )
    data: list[dict[str, Any]] = []
    for one in page:
        shape = experiment_shape(one, abouts[one.id], stats.get(one.id, ExperimentStats()).items)
        if "metadata" in groups:
            shape["metadata"] = abouts[one.id].metadata
        if "scores" in groups:
            project_id = experiments.events.project_id
            shape["scores"] = scores_shape(project_id, scores.get(one.id, ()), query.score_limit or MAX_SCORES)
        data.append(shape)
    cursor = encode_cursor(_CURSOR_KIND, (page[-1].last_us, page[-1].id)) if len(found) > limit else None
    return _page(data, cursor)


@router.get("/experiment-items")
async def list_experiment_items(
    experiments: Experiments, query: Annotated[ExperimentItemParameters, Query()]
) -> Response:
    """A page of items, newest first; ``meta.cursor`` is left out on the last."""
    groups = _groups(query.fields, ITEM_GROUPS, _DEFAULT_ITEM_GROUPS)
    page, cursor = await list_items(
        experiments, await _item_filter(experiments, query), query.cursor, query.limit or 50
    )
    ids = list({item.experiment_id for item in page})
    texts, then, abouts, scores = await asyncio.gather(
        _texts(experiments, page),
        _items_then(experiments, page if groups & {"dataset", "io", "itemMetadata"} else ()),
        _abouts(experiments, ids if "experimentMetadata" in groups else []),
        load_scores_of(experiments.events, [item.trace_id for item in page] if "scores" in groups else []),
    )
    shared = {trace_id for trace_id in scores if sum(item.trace_id == trace_id for item in page) > 1}
    data: list[dict[str, Any]] = []
    for item in page:
        shape = item_shape(
            item,
            texts.get((item.trace_id, item.root_id), ItemTexts()),
            then.get((item.item_id, _moment_of(item))) if item.link else None,
            abouts.get(item.experiment_id, About("", {})),
            groups,
        )
        if "scores" in groups:
            own = [
                score
                for score in scores.get(item.trace_id, ())
                if item.trace_id not in shared or score.observation_id in ("", item.root_id)
            ]
            shape["scores"] = scores_shape(experiments.events.project_id, own, query.score_limit or MAX_SCORES)
        data.append(shape)
    return _page(data, cursor)


async def _item_filter(experiments: ExperimentReader, query: ExperimentItemParameters) -> ItemFilter:
    """The items' filter; what is asked of experiments becomes a list of their ids. Raises FilterError."""
    conditions = query.conditions()
    check_conditions(conditions, ("experimentId", "experimentName", "experimentItemId", "datasetId"))
    of_items = tuple(one for one in conditions if one.column == "experimentItemId")
    of_experiments = [one for one in conditions if one.column != "experimentItemId"]
    ids: tuple[str, ...] | None = None
    if query.experiment_id or query.experiment_name or query.dataset_id or of_experiments:
        where = HeadFilter(
            query.time, tuple(query.experiment_id), tuple(query.experiment_name), tuple(query.dataset_id)
        )
        ids = tuple(one.id for one in await experiments.heads(where) if is_match(of_experiments, _item_values(one)))
    return ItemFilter(query.time, ids, tuple(query.experiment_item_id) or None, of_items)


async def _abouts(experiments: ExperimentReader, ids: Sequence[str]) -> dict[str, About]:
    """What some experiments say of themselves, by id."""
    if not ids:
        return {}
    said, runs = await asyncio.gather(load_about(experiments.events, ids), experiments.runs(HeadFilter(ids=tuple(ids))))
    found = {run.id: run for run in runs}
    abouts: dict[str, About] = {}
    for one in ids:
        run, spans = found.get(one), said.get(one)
        description = (run.description if run else None) or (spans.description if spans else "")
        abouts[one] = About(description, metadata_of(run.info if run else None, spans.metadata if spans else {}))
    return abouts


async def _texts(experiments: ExperimentReader, page: Sequence[ListedItem]) -> dict[tuple[str, str], ItemTexts]:
    whole = [item.trace_id for item in page if item.link and not item.link.observation_id]
    return await load_texts(experiments.events, [(item.trace_id, item.root_id) for item in page], whole)


async def _items_then(
    experiments: ExperimentReader, page: Iterable[ListedItem]
) -> dict[tuple[str, datetime], ItemThen]:
    """The datasets' items of those that are linked, as the experiments saw them."""
    wanted = {(item.item_id, _moment_of(item)) for item in page if item.link}
    if not wanted:
        return {}
    async with experiments.database.reading() as session:
        return await items_then(session, experiments.events.project_id, wanted)


def _moment_of(item: ListedItem) -> datetime:
    assert item.link is not None  # noqa: S101 - asked of linked items alone
    return item.link.dataset_version or item.link.created_at


def _groups(fields: str | None, known: Collection[str], default: frozenset[str]) -> frozenset[str]:
    asked = {part.strip() for part in (fields or "").split(",")} - {""}
    unknown = sorted(asked - set(known))
    if unknown:
        raise InvalidRequest("fields", f"There is no field group {unknown[0]!r}; use {', '.join(known)}.")
    return frozenset(asked) or default


def _values(one: Experiment) -> dict[str, str]:
    return {"id": one.id, "name": one.name, "datasetId": one.dataset_id}


def _item_values(one: Experiment) -> dict[str, str]:
    return {"experimentId": one.id, "experimentName": one.name, "datasetId": one.dataset_id}


def _page(data: list[dict[str, Any]], cursor: str | None) -> Response:
    return json_response({"data": data, "meta": {} if cursor is None else {"cursor": cursor}})
