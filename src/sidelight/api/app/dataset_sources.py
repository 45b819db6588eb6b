"""Items of datasets from traces, observations and turns of agents: looked at first, then added, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter

from sidelight.api.app import dataset_source_models as models
from sidelight.api.app.dataset_problems import DatasetRoute
from sidelight.api.app.json_value import json_out
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access
from sidelight.api.services import ServicesOf
from sidelight.platform.datasets.editing import find_dataset
from sidelight.platform.datasets.item_draft import ItemDraft
from sidelight.platform.datasets.item_writing import write_items
from sidelight.platform.datasets.noting import note_item, note_items
from sidelight.platform.datasets.schema import ItemSchemas
from sidelight.platform.datasets.sources import SourceKey, sources_in
from sidelight.platform.tables import Role
from sidelight.query.dataset_source import MAX_SOURCES, Source, SourceRef, load_sources, resolve_refs
from sidelight.query.item_mapping import ItemMapping, mapped
from sidelight.query.item_proposal import ItemProposal, ProposalRefused, propose
from sidelight.query.session_detail import load_told_traces
from sidelight.store.store import ProjectStore

router = APIRouter(prefix="/projects/{project_id}/dataset-sources", tags=["datasets"], route_class=DatasetRoute)

# So many texts are read at once; all of a request together may have MAX_CHARACTERS.
_BATCH = 100
MAX_CHARACTERS = 50_000_000


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What a source makes: an item, or the reason why not."""

    ref: SourceRef
    proposal: ItemProposal | None = None
    refusal: str = ""


@router.post("/preview", operation_id="previewDatasetSources")
async def preview_sources(
    body: models.PreviewRequest, reader: Reader, access: Access, services: ServicesOf
) -> models.ProposedItems:
    """The first items that the sources make; nothing is written."""
    refs = await _refs(reader, body)
    outcomes = await _propose(reader, refs[: body.limit], body.mapping.mapping())
    there: set[SourceKey] = set()
    schemas = ItemSchemas(None, None)
    if body.dataset_id is not None:
        async with services.database.reading() as session:
            dataset = await find_dataset(session, access.project_id, body.dataset_id)
            there = await sources_in(session, dataset.id, [one.ref.trace_id for one in outcomes])
        schemas = ItemSchemas(dataset.input_schema, dataset.expected_output_schema)
    return models.ProposedItems(total=len(refs), items=[_proposed(one, schemas, there) for one in outcomes])


@router.post("/add", operation_id="addDatasetSources")
async def add_sources(
    body: models.AddRequest, reader: Reader, access: Access, services: ServicesOf
) -> models.AddedItems:
    """Add the items that the sources make, in one version of the dataset; says of each other one why it is not."""
    access.require(Role.MEMBER)
    async with services.database.reading() as session:
        await find_dataset(session, access.project_id, body.dataset_id)
    outcomes = await _propose(reader, await _refs(reader, body), body.mapping.mapping())
    if body.edited is not None:
        outcomes = [_edited(body.edited, outcomes)]
    async with services.database.session() as session:
        dataset = await find_dataset(session, access.project_id, body.dataset_id)
        there = set() if body.repeats else await sources_in(session, dataset.id, [one.ref.trace_id for one in outcomes])
        fresh = [one for one in outcomes if _key(one.ref) not in there]
        proposals = [one.proposal for one in fresh if one.proposal is not None]
        written = await write_items(session, dataset, [_draft(one) for one in proposals], access.author)
        created = [one for one in written if one.refusal is None]
        if len(created) == 1 and created[0].version is not None:
            await note_item(session, access.author, created[0].version, None)
        else:
            await note_items(session, access.author, "create", dataset, [one.item_id for one in created])
    refused = [_refused(one.ref, "", one.refusal) for one in fresh if one.proposal is None]
    refused += [
        _refused(proposal.ref, one.refusal.field, str(one.refusal))
        for proposal, one in zip(proposals, written, strict=True)
        if one.refusal is not None
    ]
    return models.AddedItems(
        created=len(created),
        already_there=len(outcomes) - len(fresh),
        refused=refused,
        ids=[one.item_id for one in created],
    )


async def _refs(reader: ProjectStore, body: models.SourceRequest) -> list[SourceRef]:
    sessions = await load_told_traces(reader, [one.session_id for one in body.sources if one.session_id])
    given = [ref for one in body.sources for ref in one.refs(sessions)]
    refs = await resolve_refs(reader, given, by_turn=body.by_turn)
    if len(refs) > MAX_SOURCES:
        raise AppProblem(
            422,
            f"The sessions have more than {MAX_SOURCES:,} turns together.",
            "Mark fewer of them, or make one item of each session.",
            field="sources",
        )
    return refs


async def _propose(reader: ProjectStore, refs: Sequence[SourceRef], mapping: ItemMapping) -> list[_Outcome]:
    outcomes: list[_Outcome] = []
    left = MAX_CHARACTERS
    for start in range(0, len(refs), _BATCH):
        if left < 0:
            outcomes += [_Outcome(ref, refusal=_too_much()) for ref in refs[start:]]
            break
        for source in await load_sources(reader, refs[start : start + _BATCH]):
            outcome = _outcome(source, mapping)
            left -= _size(outcome)
            outcomes.append(outcome if left >= 0 else _Outcome(outcome.ref, refusal=_too_much()))
    return outcomes


def _too_much() -> str:
    return f"All items of a request together may have {MAX_CHARACTERS:,} characters; add this one in another request."


def _size(outcome: _Outcome) -> int:
    proposal = outcome.proposal
    return 0 if proposal is None else len(str(proposal.input)) + len(str(proposal.expected_output))


def _outcome(source: Source, mapping: ItemMapping) -> _Outcome:
    try:
        return _Outcome(source.ref, mapped(propose(source), mapping))
    except ProposalRefused as refused:
        return _Outcome(source.ref, refusal=str(refused))


def _edited(edited: models.EditedItem, outcomes: Sequence[_Outcome]) -> _Outcome:
    """The one item with what the user made of it."""
    if len(outcomes) != 1:
        raise AppProblem(
            422, f"The sources make {len(outcomes)} items; only one can be edited before it is added.", field="edited"
        )
    (outcome,) = outcomes
    if outcome.proposal is None:
        return outcome
    proposal = replace(
        outcome.proposal,
        input=edited.input,
        expected_output=edited.expected_output,
        metadata=edited.metadata,
    )
    return _Outcome(outcome.ref, proposal)


def _draft(proposal: ItemProposal) -> ItemDraft:
    return ItemDraft(
        given={
            "input": proposal.input,
            "expected_output": proposal.expected_output,
            "metadata": proposal.metadata or None,
            "source_trace_id": proposal.ref.trace_id,
            "source_observation_id": proposal.ref.observation_id or None,
        }
    )


def _key(ref: SourceRef) -> SourceKey:
    return (ref.trace_id, ref.observation_id)


def _proposed(outcome: _Outcome, schemas: ItemSchemas, there: set[SourceKey]) -> models.ProposedItem:
    proposal = outcome.proposal
    problems = [models.SourceProblem(message=outcome.refusal)] if proposal is None else []
    if proposal is not None:
        problems += [
            models.SourceProblem(field=misfit.field, message=misfit.message)
            for misfit in schemas.misfits(proposal.input, proposal.expected_output)
        ]
    return models.ProposedItem(
        trace_id=outcome.ref.trace_id,
        observation_id=outcome.ref.observation_id or None,
        kind=proposal.kind if proposal else None,
        name=proposal.name if proposal else "",
        input=json_out(proposal.input) if proposal else None,
        expected_output=json_out(proposal.expected_output) if proposal else None,
        metadata=json_out(proposal.metadata or None) if proposal else None,
        notes=list(proposal.notes) if proposal else [],
        problems=problems,
        is_in_dataset=_key(outcome.ref) in there,
    )


def _refused(ref: SourceRef, field: str, message: str) -> models.RefusedSource:
    return models.RefusedSource(
        trace_id=ref.trace_id, observation_id=ref.observation_id or None, field=field, message=message
    )
