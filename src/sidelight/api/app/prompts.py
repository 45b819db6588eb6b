"""Prompts: the library, a prompt's versions, and what each version holds.

Names may hold slashes and dots, so they are always given in the query string, never in a path.
"""

from collections.abc import Collection, Mapping, Sequence
from operator import attrgetter
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app import present_prompts
from sidelight.api.app.parameters import MAX_TEXT, TimeRange, Values
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.prompt_models import (
    MAX_VERSION,
    PromptFacets,
    PromptLibrary,
    PromptMetricsView,
    PromptOverviewView,
    PromptType,
    PromptVersionPage,
    PromptVersionView,
)
from sidelight.api.app.prompt_problem import GONE_HINT
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.json_answer import exact_answer
from sidelight.api.services import ServicesOf
from sidelight.platform.prompts.body import LATEST
from sidelight.platform.prompts.catalogue import (
    CatalogueFilter,
    PromptFolder,
    PromptHead,
    catalogue_facets,
    in_folder,
    prompt_cards,
    prompt_heads,
)
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.former_names import former_names
from sidelight.platform.prompts.history import PromptOverview, prompt_overview, version_heads
from sidelight.platform.users import names_of_members
from sidelight.query.prompt_metrics import load_prompt_metrics
from sidelight.query.prompt_usage import NEVER, PromptUsage, load_prompt_usage
from sidelight.store.store import ProjectStore

router = APIRouter(prefix="/projects/{project_id}/prompts", tags=["prompts"], route_class=ReadRoute)

Order = Literal["name.asc", "name.desc", "updated.desc", "used.desc", "generations.desc"]
PromptName = Annotated[str, Query(max_length=MAX_TEXT, description="The whole name, with its folders.")]
Version = Annotated[int, Field(ge=1, le=MAX_VERSION)]


class LibraryParameters(TimeRange):
    """What the library is narrowed by, how it is sorted, and from when on uses count."""

    folder: str = Field("", max_length=MAX_TEXT, description="A folder's path; empty for the top.")
    q: str = Field("", max_length=MAX_TEXT, description="Parts of a name or tag; what is found comes without folders.")
    type: list[PromptType] = Field(default_factory=list)
    tag: Values = Field(default_factory=list)
    label: Values = Field(default_factory=list)
    order: Order = "name.asc"
    offset: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=200)

    @property
    def where(self) -> CatalogueFilter:
        """The filter as the library takes it."""
        folder = self.folder.strip("/")
        return CatalogueFilter(folder, self.q, tuple(self.type), tuple(self.tag), tuple(self.label))


class VersionListParameters(BaseModel):
    """Which versions: those below a number."""

    name: PromptName
    before: Version | None = None
    limit: int = Field(100, ge=1, le=200)


class PromptChoice(BaseModel):
    """A prompt, or one version of it."""

    name: PromptName
    version: Version | None = None


class MetricsParameters(TimeRange):
    """Which prompt, and when its generations started."""

    name: PromptName


class VersionParameters(BaseModel):
    """Which version: by number, by label, or the latest."""

    name: PromptName
    version: Version | None = None
    label: str = Field("", max_length=MAX_TEXT)


@router.get("", operation_id="listPrompts")
async def get_prompts(
    access: Access, reader: Reader, services: ServicesOf, query: Annotated[LibraryParameters, Query()]
) -> PromptLibrary:
    """Folders and prompts of one folder; with `q`, all prompts below it that match. The range is that of their uses."""
    async with services.database.reading() as session:
        heads = await prompt_heads(session, access.project_id, query.where)
        former = await former_names(session, access.project_id)
    folders, prompts = in_folder(heads, query.where.folder) if not query.q.strip() else ([], heads)
    usage: dict[str, PromptUsage] = {}
    if query.order in ("used.desc", "generations.desc"):
        usage = await _usage(reader, prompts, former, query)
    lines = _sorted(folders, prompts, query.order, usage)
    page = lines[query.offset : query.offset + query.limit]
    shown = [one for one in page if isinstance(one, PromptHead)]
    usage = usage or await _usage(reader, shown, former, query)
    async with services.database.reading() as session:
        cards = await prompt_cards(session, [head.id for head in shown])
        authors = await _authors(session, access.project_id, {card.created_by for card in cards.values()})
    return PromptLibrary(
        items=[
            present_prompts.folder_line(one)
            if isinstance(one, PromptFolder)
            else present_prompts.prompt_line(one, cards[one.id], usage.get(one.name, NEVER), authors)
            for one in page
            if isinstance(one, PromptFolder) or one.id in cards  # else it was deleted just now
        ],
        total=len(lines),
        prompt_total=len(heads),
    )


@router.get("/facets", operation_id="getPromptFacets")
async def get_facets(access: Access, services: ServicesOf) -> PromptFacets:
    """Tags, labels and types of the project's prompts with how many prompts have them."""
    async with services.database.reading() as session:
        return present_prompts.prompt_facets(await catalogue_facets(session, access.project_id))


@router.get("/overview", operation_id="getPrompt")
async def get_prompt(access: Access, services: ServicesOf, name: PromptName) -> PromptOverviewView:
    """What all versions of a prompt share."""
    async with services.database.reading() as session:
        return present_prompts.prompt_overview(await overview_of(session, access.project_id, name))


@router.get("/versions", operation_id="listPromptVersions")
async def get_versions(
    access: Access, services: ServicesOf, query: Annotated[VersionListParameters, Query()]
) -> PromptVersionPage:
    """Versions of a prompt without their texts, newest first."""
    async with services.database.reading() as session:
        prompt = await overview_of(session, access.project_id, query.name)
        versions = await version_heads(session, prompt, before=query.before, limit=query.limit)
        authors = await _authors(session, access.project_id, {version.created_by for version in versions})
    return PromptVersionPage(
        items=[present_prompts.version_line(version, authors) for version in versions], total=prompt.version_count
    )


@router.get("/version", operation_id="getPromptVersion", response_model=PromptVersionView)
async def get_version(access: Access, services: ServicesOf, query: Annotated[VersionParameters, Query()]) -> Response:
    """One version with its text."""
    label = query.label or (LATEST if query.version is None else "")
    async with services.database.reading() as session:
        record = await find_prompt(session, access.project_id, query.name, version=query.version, label=label or None)
        if record is None:
            await overview_of(session, access.project_id, query.name)  # says so when the prompt itself is not there
            chosen = f"version {query.version}" if query.version is not None else f"label {label!r}"
            raise AppProblem(404, f"This prompt has no {chosen}.", "Choose one of its versions.", field="version")
        authors = await _authors(session, access.project_id, {record.created_by})
    return exact_answer(present_prompts.prompt_version(record, authors))


@router.get("/metrics", operation_id="getPromptMetrics")
async def get_metrics(
    access: Access, reader: Reader, services: ServicesOf, query: Annotated[MetricsParameters, Query()]
) -> PromptMetricsView:
    """What each version did: latency, tokens, cost and scores of its generations, and how versions took turns."""
    async with services.database.reading() as session:
        prompt = await overview_of(session, access.project_id, query.name)
    found = await load_prompt_metrics(reader, [prompt.name, *prompt.former_names], query.range)
    return present_prompts.prompt_metrics(found, prompt.labels)


async def overview_of(session: AsyncSession, project_id: str, name: str) -> PromptOverview:
    """The prompt with this name. Raises a 404 problem."""
    prompt = await prompt_overview(session, project_id, name)
    if prompt is None:
        raise AppProblem(
            404,
            "This project has no prompt of this name.",
            GONE_HINT,
            field="name",
        )
    return prompt


async def _authors(session: AsyncSession, project_id: str, created_by: Collection[str]) -> dict[str, str]:
    people = set(created_by) - {present_prompts.API_AUTHOR}
    return await names_of_members(session, project_id, people) if people else {}


async def _usage(
    reader: ProjectStore, prompts: Sequence[PromptHead], former: Mapping[str, Sequence[str]], time: TimeRange
) -> dict[str, PromptUsage]:
    """The use of prompts in a time range by name, that under their former names included. One query for all."""
    names = {head.name: [head.name, *former.get(head.id, ())] for head in prompts}
    found = await load_prompt_usage(reader, [one for several in names.values() for one in several], time.range)
    return {
        name: PromptUsage(sum(one.generation_count for one in uses), max(one.last_used_us for one in uses))
        for name, several in names.items()
        if (uses := [found[one] for one in several if one in found])
    }


def _sorted(
    folders: list[PromptFolder], prompts: list[PromptHead], order: Order, usage: dict[str, PromptUsage]
) -> list[PromptFolder | PromptHead]:
    """Folders first. Both come by name; what is equal stays so."""
    if order == "name.desc":
        return [*reversed(folders), *reversed(prompts)]
    if order == "updated.desc":
        by_time = attrgetter("updated_at")
        return [*sorted(folders, key=by_time, reverse=True), *sorted(prompts, key=by_time, reverse=True)]
    if order == "used.desc":
        return [*folders, *sorted(prompts, key=lambda one: -usage.get(one.name, NEVER).last_used_us)]
    if order == "generations.desc":
        return [*folders, *sorted(prompts, key=lambda one: -usage.get(one.name, NEVER).generation_count)]
    return [*folders, *prompts]
