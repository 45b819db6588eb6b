"""Annotation queues as Langfuse's contract has them, and their refusals in the public API's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sidelight.api.public.errors import InvalidRequest, NotFound
from sidelight.platform.annotation_queues.refusal import QueueNotFound, QueueRefusal
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem
from sidelight.platform.clock import to_iso


@contextmanager
def queue_errors() -> Iterator[None]:
    """Raise what queues refuse as the answers 400 and 404."""
    try:
        yield
    except QueueRefusal as refusal:
        raise InvalidRequest(refusal.field, str(refusal)) from refusal
    except QueueNotFound as missing:
        raise NotFound(str(missing)) from missing


def queue_shape(queue: AnnotationQueue) -> dict[str, Any]:
    """``AnnotationQueue``."""
    return {
        "id": queue.id,
        "name": queue.name,
        "description": queue.description,
        "scoreConfigIds": list(queue.score_config_ids),
        "createdAt": to_iso(queue.created_at),
        "updatedAt": to_iso(queue.updated_at),
    }


def item_shape(item: AnnotationQueueItem) -> dict[str, Any]:
    """``AnnotationQueueItem``."""
    return {
        "id": item.id,
        "queueId": item.queue_id,
        "objectId": item.object_id,
        "objectType": item.object_type,
        "status": item.status,
        "completedAt": None if item.completed_at is None else to_iso(item.completed_at),
        "createdAt": to_iso(item.created_at),
        "updatedAt": to_iso(item.updated_at),
    }
