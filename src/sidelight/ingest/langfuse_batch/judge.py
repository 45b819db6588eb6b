"""Events of one request -> pieces and scores, with a verdict on each event alone. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sidelight.ingest.langfuse_batch.bodies import BODIES, ObservationBody, SdkLogBody, TraceBody
from sidelight.ingest.langfuse_batch.fields import Body, Id, MomentNs
from sidelight.ingest.langfuse_batch.piece import Piece
from sidelight.ingest.langfuse_batch.reasons import reason_of
from sidelight.ingest.scores.judge import ScoreRefused, ScoreReport, judge_score
from sidelight.model.ids import derive_id
from sidelight.model.score_config import ScoreConfig
from sidelight.store.encode import encode_object

SCORE_CREATE = "score-create"
CREATED = 201
UNKNOWN_ID = "unknown"
INVALID = "Invalid request data"
_MESSAGES = {400: INVALID, 401: "Authentication error", 404: "Resource not found"}

_KEY_FOR_SCORES = "A public key alone (Bearer) may only send events of type score-create. Send both keys, with Basic."


@dataclass(frozen=True, slots=True)
class Verdict:
    """``id`` is the event's; ``error`` says why a status from 400 on."""

    id: str
    status: int
    error: str = ""
    type: str = ""

    @property
    def is_refusal(self) -> bool:
        """Whether the event is not taken."""
        return self.status >= 400

    @property
    def message(self) -> str:
        """The kind of refusal, in Langfuse's words."""
        return _MESSAGES.get(self.status, INVALID)


@dataclass(slots=True)
class Judged:
    """What a request holds. ``ignored`` counts events that are taken and mean nothing (logs of SDKs)."""

    pieces: list[Piece] = field(default_factory=list)
    scores: list[ScoreReport] = field(default_factory=list)
    ignored: int = 0
    verdicts: list[Verdict] = field(default_factory=list)

    @property
    def refusals(self) -> list[Verdict]:
        """The verdicts on what is not taken."""
        return [verdict for verdict in self.verdicts if verdict.is_refusal]


class _EventRefused(Exception):
    def __init__(self, reason: str, status: int = 400) -> None:
        super().__init__(reason)
        self.status = status


class _Envelope(Body):
    id: Id
    timestamp: MomentNs
    type: str
    body: dict[str, Any]


_ENVELOPE = TypeAdapter(_Envelope)


def judge_events(events: Sequence[Any], configs: Mapping[str, ScoreConfig], is_for_scores: bool = False) -> Judged:
    """Judge each event alone; ``configs`` are those that its scores may name.

    ``is_for_scores``: the sender may send scores, and logs, and nothing else.
    """
    judged = Judged()
    for event in events:
        event_id, event_type = _named(event, "id") or UNKNOWN_ID, _named(event, "type")
        try:
            envelope = _envelope(event)
            if is_for_scores and envelope.type in BODIES and BODIES[envelope.type] is not SdkLogBody:
                raise _EventRefused(_KEY_FOR_SCORES, 401)
            _take(judged, envelope, configs)
        except _EventRefused as refused:
            judged.verdicts.append(Verdict(event_id, refused.status, str(refused), event_type))
        else:
            judged.verdicts.append(Verdict(event_id, CREATED, type=event_type))
    return judged


def _envelope(event: Any) -> _Envelope:
    if not isinstance(event, Mapping):
        raise _EventRefused("An event is a JSON object with id, timestamp, type and body.")
    try:
        envelope = _ENVELOPE.validate_python(event)
    except ValidationError as error:
        raise _EventRefused(reason_of(error)) from None
    if envelope.timestamp is None:
        raise _EventRefused("timestamp: an event needs its time, in ISO 8601 with zone.")
    return envelope


def _take(judged: Judged, event: _Envelope, configs: Mapping[str, ScoreConfig]) -> None:
    assert event.timestamp is not None  # noqa: S101 - _envelope refused it
    if event.type == SCORE_CREATE:
        judged.scores.append(_score(event, event.timestamp, configs))
        return
    kind = BODIES.get(event.type)
    if kind is None:
        known = ", ".join(sorted([*BODIES, SCORE_CREATE]))
        raise _EventRefused(f"type: there is no event type {event.type[:80]!r}; use one of {known}.")
    try:
        body = kind.model_validate(event.body)
    except ValidationError as error:
        raise _EventRefused(reason_of(error, "body")) from None
    if isinstance(body, TraceBody | ObservationBody):
        judged.pieces.append(_piece(event, event.timestamp, body))
    else:
        judged.ignored += 1


def _piece(event: _Envelope, time_ns: int, body: TraceBody | ObservationBody) -> Piece:
    if body.id is None and event.type.endswith("-update"):
        raise _EventRefused("body.id: an update needs the id of what it updates.")
    # Without an id of its own the object gets one that a repeat of the event gets too.
    object_id = body.id or derive_id("batch event", event.id, length=32)
    try:
        stated = body.stated()
        encode_object(stated)
    except (TypeError, RecursionError):
        raise _EventRefused("body: it is nested too deeply; 250 levels is the limit.") from None
    trace_id = object_id if isinstance(body, TraceBody) else body.trace_id or ""
    return Piece(object_id, time_ns, event.id, event.type, trace_id, stated)


def _score(event: _Envelope, time_ns: int, configs: Mapping[str, ScoreConfig]) -> ScoreReport:
    default_id = derive_id("batch event", event.id, length=32)
    # The time of a score from a batch is that of its event (Langfuse's body has none).
    raw = {name: value for name, value in event.body.items() if name != "timestamp"}
    try:
        return judge_score(raw, configs, default_id=default_id, sent_ns=time_ns, may_be_evaluation=True)
    except ScoreRefused as refused:
        raise _EventRefused(
            f"body.{refused.message}" if _is_field(refused.message) else refused.message, refused.status
        ) from None


def _is_field(message: str) -> bool:
    return ": " in message and message.split(":", 1)[0].isidentifier()


def _named(event: Any, name: str) -> str:
    value = event.get(name) if isinstance(event, Mapping) else None
    return value if isinstance(value, str) else ""
