"""What the audit log says of annotation queues, the same for both APIs."""

from collections.abc import Sequence
from typing import Any

from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem
from sidelight.platform.audit.noting import Action, Change

QUEUE = "annotation_queue"
ITEM = "annotation_queue_item"
ASSIGNMENT = "annotation_queue_assignment"


def queue_fields(queue: AnnotationQueue, assignees: Sequence[str] | None = None) -> dict[str, Any]:
    """What people set of a queue."""
    fields = {
        "name": queue.name,
        "description": queue.description,
        "scoreConfigIds": list(queue.score_config_ids),
    }
    return fields if assignees is None else {**fields, "assigneeIds": sorted(assignees)}


def queue_change(action: Action, queue: AnnotationQueue, before: Any = None, after: Any = None) -> Change:
    """A change of a queue."""
    return Change(action, QUEUE, queue.id, queue.name, before, after)


def items_change(
    action: Action, queue: AnnotationQueue, items: Sequence[AnnotationQueueItem], *, was: str = "", now: str = ""
) -> Change:
    """One entry for all the items that a request changed; ``was`` and ``now`` are their statuses."""
    named = [{"id": item.id, "objectType": item.object_type, "objectId": item.object_id} for item in items]
    one = items[0].id if len(items) == 1 else queue.id
    before: dict[str, Any] = {"items": named} if action == "delete" else {}
    after: dict[str, Any] = {"items": named} if action != "delete" else {}
    return Change(
        action,
        ITEM,
        one,
        queue.name,
        {**before, **({"status": was} if was else {})} or None,
        {**after, **({"status": now} if now else {})} or None,
    )


def assignment_change(action: Action, queue: AnnotationQueue, user_id: str) -> Change:
    """Somebody is asked to work through a queue, or no longer."""
    value = {"queueId": queue.id, "userId": user_id}
    before, after = (value, None) if action == "delete" else (None, value)
    return Change(action, ASSIGNMENT, f"{queue.id}:{user_id}", queue.name, before, after)
