"""What a user wants gone."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class Deletion:
    """Traces with everything that belongs to them, and single scores, by id."""

    trace_ids: tuple[str, ...] = ()
    score_ids: tuple[str, ...] = ()


def joined_deletions(deletions: Iterable[Deletion]) -> Deletion:
    """All of them as one, each id once."""
    traces: dict[str, None] = {}
    scores: dict[str, None] = {}
    for deletion in deletions:
        traces |= dict.fromkeys(deletion.trace_ids)
        scores |= dict.fromkeys(deletion.score_ids)
    return Deletion(tuple(traces), tuple(scores))


def encode_deletion(deletion: Deletion) -> bytes:
    """The body of a journal entry."""
    return orjson.dumps({"trace_ids": deletion.trace_ids, "score_ids": deletion.score_ids})


def decode_deletion(body: bytes) -> Deletion:
    """The deletion of a body that :func:`encode_deletion` wrote."""
    document = orjson.loads(body)
    return Deletion(tuple(document["trace_ids"]), tuple(document["score_ids"]))
