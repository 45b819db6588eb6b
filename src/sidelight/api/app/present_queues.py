"""Puts annotation queues into the web app's types; joins what the metadata and the events know of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.app.annotation_queue_models import (
    ItemLock,
    QueueConfig,
    QueueItem,
    QueuePerson,
    QueueProgress,
    QueueRow,
    SubjectLine,
)
from sidelight.model.time import NS_PER_US
from sidelight.model.time import to_iso as ns_to_iso
from sidelight.platform.annotation_queues.assignments import assignees_of, names_of_people
from sidelight.platform.annotation_queues.items import QueueObject
from sidelight.platform.annotation_queues.overview import Progress, progress_of
from sidelight.platform.annotation_queues.skips import who_skipped
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem, ItemStatus, ObjectType
from sidelight.platform.clock import now, to_iso
from sidelight.platform.score_configs.reading import find_configs
from sidelight.query.annotated_subjects import AnnotatedSubject, SubjectIds, Subjects, load_subjects
from sidelight.store.store import ProjectStore


async def queue_rows(session: AsyncSession, queues: Sequence[AnnotationQueue], user_id: str) -> list[QueueRow]:
    """Queues of one project, as this user sees them."""
    if not queues:
        return []
    ids = [queue.id for queue in queues]
    people = await assignees_of(session, ids)
    progress = await progress_of(session, ids, user_id)
    config_ids = {config_id for queue in queues for config_id in queue.score_config_ids}
    configs = await find_configs(session, queues[0].project_id, config_ids)
    rows = []
    for queue in queues:
        assigned = people.get(queue.id, [])
        state = progress.get(queue.id, Progress())
        rows.append(
            QueueRow(
                id=queue.id,
                name=queue.name,
                description=queue.description or "",
                score_configs=[
                    QueueConfig(id=one.id, name=one.name, data_type=one.data_type, is_archived=one.is_archived)
                    for config_id in queue.score_config_ids
                    if (one := configs.get(config_id)) is not None
                ],
                assignees=[QueuePerson(id=one.id, name=one.name, email=one.email) for one in assigned],
                is_mine=any(one.id == user_id for one in assigned),
                progress=progress_view(state),
                last_activity_at=None if state.last_activity is None else to_iso(state.last_activity),
                created_at=to_iso(queue.created_at),
                revision=queue.revision,
            )
        )
    return rows


def progress_view(progress: Progress) -> QueueProgress:
    """Counts of a queue."""
    return QueueProgress(
        total=progress.total, completed=progress.completed, free=progress.free, skipped=progress.skipped
    )


@dataclass(frozen=True, slots=True)
class ItemPeople:
    """Who has to do with some items: names by user id, and ids of who skipped them by item."""

    names: dict[str, str]
    skipped: dict[str, list[str]]


async def people_of_items(session: AsyncSession, items: Collection[AnnotationQueueItem]) -> ItemPeople:
    """The annotators of the items, who works on them, and who passed them over."""
    skipped = await who_skipped(session, [item.id for item in items])
    ids = {one for item in items for one in (item.annotator_id, item.locked_by) if one is not None}
    ids.update(one for people in skipped.values() for one in people)
    return ItemPeople(await names_of_people(session, ids), skipped)


async def subject_lines(reader: ProjectStore, objects: Sequence[QueueObject]) -> list[SubjectLine]:
    """What is known of the objects, in their order. Raises StoreError."""
    by_type: dict[ObjectType, list[str]] = {one: [] for one in ObjectType}
    for one in objects:
        by_type[one.type].append(one.id)
    ids = SubjectIds(by_type[ObjectType.TRACE], by_type[ObjectType.OBSERVATION], by_type[ObjectType.SESSION])
    found = await load_subjects(reader, ids)
    return [_line(one, _of(found, one)) for one in objects]


def queue_item(item: AnnotationQueueItem, subject: SubjectLine, people: ItemPeople, user_id: str) -> QueueItem:
    """An item; a lock that is over is none, and of one that is completed nobody asks who skipped it."""
    names = people.names
    skipped = people.skipped.get(item.id, []) if item.status == ItemStatus.PENDING else []
    lock = None
    if item.locked_by and item.locked_until and item.locked_until > now() and item.status == ItemStatus.PENDING:
        lock = ItemLock(
            user_id=item.locked_by,
            user_name=names.get(item.locked_by, ""),
            until=to_iso(item.locked_until),
            is_mine=item.locked_by == user_id,
        )
    return QueueItem(
        id=item.id,
        status=ItemStatus(item.status),
        completed_at=None if item.completed_at is None else to_iso(item.completed_at),
        annotator=names.get(item.annotator_id or "", ""),
        lock=lock,
        skipped_by=[names[one] for one in skipped if one in names],
        created_at=to_iso(item.created_at),
        subject=subject,
    )


async def queue_items(
    reader: ProjectStore, items: Sequence[AnnotationQueueItem], people: ItemPeople, user_id: str
) -> list[QueueItem]:
    """Items with what they stand for. Raises StoreError."""
    subjects = await subject_lines(reader, [object_of(item) for item in items])
    return [queue_item(item, subject, people, user_id) for item, subject in zip(items, subjects, strict=True)]


def object_of(item: AnnotationQueueItem) -> QueueObject:
    """What an item stands for."""
    return QueueObject(ObjectType(item.object_type), item.object_id)


def _of(found: Subjects, one: QueueObject) -> AnnotatedSubject | None:
    by_type = {
        ObjectType.TRACE: found.traces,
        ObjectType.OBSERVATION: found.observations,
        ObjectType.SESSION: found.sessions,
    }
    return by_type[one.type].get(one.id)


def _line(one: QueueObject, subject: AnnotatedSubject | None) -> SubjectLine:
    return SubjectLine(
        object_type=one.type,
        object_id=one.id,
        exists=subject is not None,
        name=subject.name if subject else "",
        kind=subject.kind if subject else "",
        trace_id=subject.trace_id if subject else "",
        time=ns_to_iso(subject.time_us * NS_PER_US) if subject else None,
        preview=subject.preview if subject else "",
        trace_count=subject.trace_count if subject else 0,
    )
