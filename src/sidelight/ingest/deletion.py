"""What a user wants gone."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson


@dataclass(frozen=True, slots=True)
class Deletion:
    """Traces with everything that belongs to them, single scores, and experiments, by id.

    An experiment goes with the scores of it as a whole; its traces stay, and are no longer part of it.
    """

    trace_ids: tuple[str, ...] = ()
    score_ids: tuple[str, ...] = ()
    experiment_ids: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things it names."""
        return len(self.trace_ids) + len(self.score_ids) + len(self.experiment_ids)


def joined_deletions(deletions: Iterable[Deletion]) -> Deletion:
    """All of them as one, each id once."""
    traces: dict[str, None] = {}
    scores: dict[str, None] = {}
    experiments: dict[str, None] = {}
    for deletion in deletions:
        traces |= dict.fromkeys(deletion.trace_ids)
        scores |= dict.fromkeys(deletion.score_ids)
        experiments |= dict.fromkeys(deletion.experiment_ids)
    return Deletion(tuple(traces), tuple(scores), tuple(experiments))


def encode_deletion(deletion: Deletion) -> bytes:
    """The body of a journal entry."""
    return orjson.dumps(
        {
            "trace_ids": deletion.trace_ids,
            "score_ids": deletion.score_ids,
            "experiment_ids": deletion.experiment_ids,
        }
    )


def decode_deletion(body: bytes) -> Deletion:
    """The deletion of a body that :func:`encode_deletion` wrote, perhaps before experiments could be deleted."""
    document = orjson.loads(body)
    names = ("trace_ids", "score_ids", "experiment_ids")
    return Deletion(*(tuple(document.get(name, ())) for name in names))
