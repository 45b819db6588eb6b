"""Annotation queues in the web app's types."""

from typing import Annotated

from pydantic import Field

from sidelight.api.app.models import AppModel
from sidelight.platform.annotation_queues.items import QueueObject
from sidelight.platform.annotation_queues.tables import MAX_OBJECT_ID, ItemStatus, ObjectType

MAX_OBJECTS = 1000

Id = Annotated[str, Field(min_length=1, max_length=MAX_OBJECT_ID)]
ItemIds = Annotated[list[Id], Field(min_length=1, max_length=MAX_OBJECTS)]


class QueueConfig(AppModel):
    """A score config of a queue."""

    id: str
    name: str
    data_type: str
    is_archived: bool


class QueuePerson(AppModel):
    """Who is asked to work through a queue."""

    id: str
    name: str
    email: str


class QueueProgress(AppModel):
    """How far a queue is, for the user.

    ``free`` are the pending items that nobody else works on at this moment, without those that the user has
    ``skipped``.
    """

    total: int
    completed: int
    free: int
    skipped: int


class QueueRow(AppModel):
    """A queue with its progress. ``is_mine``: the user is asked to work through it."""

    id: str
    name: str
    description: str
    score_configs: list[QueueConfig]
    assignees: list[QueuePerson]
    is_mine: bool
    progress: QueueProgress
    last_activity_at: str | None
    created_at: str
    revision: int


class QueueList(AppModel):
    """All queues of a project (a thousand at most), newest first."""

    items: list[QueueRow]
    total: int


class QueueInput(AppModel):
    """What people set. ``revision`` is that of the queue when it was opened; a new queue has none."""

    name: str = Field(max_length=10_000)
    description: str = Field("", max_length=100_000)
    score_config_ids: list[str] = Field(default_factory=list, max_length=1000)
    assignee_ids: list[str] = Field(default_factory=list, max_length=1000)
    revision: int | None = None


class ObjectRef(AppModel):
    """Something that can wait in a queue."""

    object_type: ObjectType
    object_id: Id

    def object(self) -> QueueObject:
        """As the core takes it."""
        return QueueObject(self.object_type, self.object_id)


class ObjectRefs(AppModel):
    """Some of them."""

    objects: list[ObjectRef] = Field(min_length=1, max_length=MAX_OBJECTS)


class QueueCount(AppModel):
    """How many of the objects a queue holds already."""

    queue_id: str
    count: int


class AddObjects(ObjectRefs):
    """What to add, and to which queues."""

    queue_ids: list[Id] = Field(min_length=1, max_length=100)


class AddedToQueue(AppModel):
    """What adding did to one queue: ids of the new items, and how many objects it held before."""

    queue_id: str
    added: list[str]
    present: int


class SubjectLine(AppModel):
    """An object in one line. Where ``exists`` is false, it was deleted or has never arrived."""

    object_type: ObjectType
    object_id: str
    exists: bool
    name: str
    kind: str
    trace_id: str
    time: str | None
    preview: str
    trace_count: int


class ItemLock(AppModel):
    """Who works on an item, until when at the latest."""

    user_id: str
    user_name: str
    until: str
    is_mine: bool


class QueueItem(AppModel):
    """An item of a queue; ``lock`` is null when nobody works on it. ``skippedBy`` names who passed it over."""

    id: str
    status: ItemStatus
    completed_at: str | None
    annotator: str
    lock: ItemLock | None
    skipped_by: list[str]
    created_at: str
    subject: SubjectLine


class QueueItemPage(AppModel):
    """Items in the order of work."""

    items: list[QueueItem]
    total: int


class ItemIdList(AppModel):
    """Items to change together; those that are not in the queue are left alone."""

    ids: ItemIds


class ItemStatusChange(ItemIdList):
    """The same, with the status that they get."""

    status: ItemStatus


class ChangedItems(AppModel):
    """Ids of the items that were changed."""

    ids: list[str]


class WorkView(AppModel):
    """An item to work on (null when there is none left), where it stands, and what comes after it."""

    item: QueueItem | None
    position: int
    previous_id: str | None
    next_id: str | None
    upcoming: SubjectLine | None
    progress: QueueProgress


class OpenRequest(AppModel):
    """``takeOver`` takes the item from who works on it."""

    take_over: bool = False


class NextRequest(AppModel):
    """``after`` is the item behind which to go on; it is let go. ``again`` offers what the user skipped once more."""

    after: str | None = Field(None, max_length=191)
    again: bool = False
