"""Keeps a score that a person gives: judged like any other, made durable, noted, and read back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import Depends, Request

from sidelight.api.acceptance import accept_entry, web_meta
from sidelight.api.app import present_trace
from sidelight.api.app.problem import AppProblem
from sidelight.api.app.reading import Reader
from sidelight.api.app.session import Access, ProjectAccess
from sidelight.api.app.trace_models import SubjectScore
from sidelight.api.services import Services, ServicesOf
from sidelight.ingest.langfuse_batch.entry import encode_judged
from sidelight.ingest.langfuse_batch.judge import Judged
from sidelight.ingest.scores.judge import ScoreRefused, ScoreReport, judge_score
from sidelight.ingest.words import SCORES
from sidelight.model import Score
from sidelight.model.score_config import ScoreConfig
from sidelight.platform.audit.noting import Change, note_change
from sidelight.platform.tables import Role
from sidelight.query.annotation_subject import load_environment
from sidelight.query.score_records import ScoreRecord, load_score_record
from sidelight.store.journal import JournalError
from sidelight.store.store import ProjectStore

_SUBJECT = {"trace_id": "traceId", "observation_id": "observationId", "session_id": "sessionId"}
_NS_PER_US = 1_000


@dataclass(frozen=True, slots=True)
class ScoreKeeper:
    """For one request."""

    request: Request
    access: ProjectAccess
    reader: ProjectStore
    services: Services

    async def keep(
        self, raw: Mapping[str, Any], subject: Mapping[str, str], comment: str, configs: Mapping[str, ScoreConfig]
    ) -> SubjectScore:
        """The score of a body as the public API takes it, of the user who asks; ``subject`` are its ids.

        Raises :class:`AppProblem`.
        """
        self.access.require(Role.MEMBER)
        environment = await load_environment(self.reader, **subject)
        if environment is None:
            hint = "Load the page again; it may have been deleted meanwhile."
            raise AppProblem(404, "What you judge is not there (any more).", hint)
        report = _judged({**raw, **{_SUBJECT[name]: value for name, value in subject.items()}}, configs)
        user = self.access.user
        # An empty comment takes away the one that was there; none would keep it.
        score = replace(report.score, comment=comment, author_user_id=user.id, environment=environment)
        before = await load_score_record(self.reader, score.id)
        await self._accept(Judged(scores=[replace(report, score=score)]))
        async with self.services.database.session() as session:
            await note_change(session, self.access.author, _change(score, before))
        stored = await load_score_record(self.reader, score.id) or _as_record(score)
        return present_trace.scores([stored], {user.id: user.name or user.email}).items[0]

    async def _accept(self, judged: Judged) -> None:
        meta = web_meta(self.request, self.access.user.id)
        try:
            await accept_entry(self.services, self.access.project_id, SCORES, encode_judged(judged), meta)
        except JournalError as error:
            hint = "Free some disk space or look at the server's log, then try again."
            raise AppProblem(503, "The score could not be stored.", hint) from error


def score_keeper(request: Request, access: Access, reader: Reader, services: ServicesOf) -> ScoreKeeper:
    """FastAPI dependency: keeps scores of the user in the project of the path."""
    return ScoreKeeper(request, access, reader, services)


Keeper = Annotated[ScoreKeeper, Depends(score_keeper)]


def _judged(body: Mapping[str, Any], configs: Mapping[str, ScoreConfig]) -> ScoreReport:
    try:
        return judge_score(body, configs, default_id=body["id"], sent_ns=time.time_ns(), may_be_evaluation=False)
    except ScoreRefused as refused:
        field = "value" if refused.message.startswith("value") else "configId"
        hint = "Correct it; what was there before is kept." if field == "value" else "Choose another config."
        status = 404 if refused.status == 404 else 422
        raise AppProblem(status, refused.message, hint, field=field) from refused


def _change(score: Score, before: ScoreRecord | None) -> Change:
    return Change(
        "create" if before is None else "update",
        "score",
        score.id,
        score.name,
        before=None if before is None else noted(before),
        after=noted(score),
    )


def noted(score: Score | ScoreRecord) -> dict[str, Any]:
    """What the audit log says of a score."""
    return {
        "value": score.value if score.string_value is None else score.string_value,
        "comment": score.comment or "",
        **{name: getattr(score, field) for field, name in _SUBJECT.items() if getattr(score, field)},
    }


def _as_record(score: Score) -> ScoreRecord:
    """A score that is durable, but not visible yet."""
    times: dict[str, Any] = dict.fromkeys(
        ("timestamp_us", "created_us", "updated_us"), score.timestamp_ns // _NS_PER_US
    )
    same = {name: getattr(score, name) for name in ScoreRecord.__slots__ if name not in times}
    return ScoreRecord(**same, **times)
