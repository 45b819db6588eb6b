"""What the journal keeps of judged events: everything that was decided, so that a replay decides nothing anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import orjson

from sidelight.ingest.langfuse_batch.judge import Judged
from sidelight.ingest.langfuse_batch.piece import Piece
from sidelight.ingest.scores.judge import ScoreReport
from sidelight.model import Score, ScoreDataType, ScoreSource
from sidelight.store.encode import encode_object

_SCORE_FIELDS = tuple(field.name for field in fields(Score))


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that was not taken, for the Ingestion page."""

    name: str
    reason: str


@dataclass(slots=True)
class JudgedEntry:
    """The contents of a journal entry. ``ignored`` counts events without meaning."""

    pieces: list[Piece] = field(default_factory=list)
    scores: list[ScoreReport] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ignored: int = 0


def encode_judged(judged: Judged) -> bytes:
    """The body of a journal entry."""
    return encode_object(
        {
            "pieces": [[p.object_id, p.time_ns, p.event_id, p.type, p.trace_id, p.body] for p in judged.pieces],
            "scores": [[_score_values(report.score), report.is_time_given] for report in judged.scores],
            "refused": [[verdict.type or "event", verdict.error] for verdict in judged.refusals],
            "ignored": judged.ignored,
        }
    )


def decode_judged(body: bytes) -> JudgedEntry:
    """The contents of a body that :func:`encode_judged` wrote."""
    document = orjson.loads(body)
    return JudgedEntry(
        pieces=[Piece(*values) for values in document["pieces"]],
        scores=[ScoreReport(_score(values), is_time_given) for values, is_time_given in document["scores"]],
        refused=[Refused(*values) for values in document["refused"]],
        ignored=document["ignored"],
    )


def _score_values(score: Score) -> dict[str, Any]:
    return {name: getattr(score, name) for name in _SCORE_FIELDS}


def _score(values: Mapping[str, Any]) -> Score:
    kinds = {"data_type": ScoreDataType(values["data_type"]), "source": ScoreSource(values["source"])}
    return Score(**{**values, **kinds})
