"""Scores that people give: one of a person, for a config, on a trace, observation or session; and corrected outputs."""

from typing import Self

from fastapi import APIRouter
from pydantic import Field, FiniteFloat, model_validator

from sidelight.api.app.models import AppModel
from sidelight.api.app.read_route import ReadRoute
from sidelight.api.app.score_keeping import Keeper
from sidelight.api.app.session import Access
from sidelight.api.app.trace_models import SubjectScore
from sidelight.api.services import ServicesOf
from sidelight.ingest.scores.judge import CORRECTION_NAME
from sidelight.model import ScoreDataType, ScoreSource
from sidelight.model.ids import derive_id
from sidelight.model.score_config import ScoreConfig
from sidelight.platform.score_configs.reading import find_configs

router = APIRouter(prefix="/projects/{project_id}", tags=["annotation"], route_class=ReadRoute)

MAX_COMMENT_CHARS = 10_000
MAX_CORRECTION_CHARS = 1_000_000
ID_CHARS = 32


class _OfTrace(AppModel):
    """A trace, or one observation in it."""

    trace_id: str = Field("", max_length=800)
    observation_id: str = Field("", max_length=800)

    @property
    def subject(self) -> dict[str, str]:
        """Its ids as fields of :class:`Score`."""
        return {"trace_id": self.trace_id, "observation_id": self.observation_id}


class Annotation(_OfTrace):
    """What a person says of a subject, by a config: a number, a category's label, 0 or 1, or a text."""

    session_id: str = Field("", max_length=800)
    config_id: str = Field(min_length=1, max_length=191)
    value: FiniteFloat | str
    comment: str = Field("", max_length=MAX_COMMENT_CHARS)
    queue_id: str = Field("", max_length=191)

    @model_validator(mode="after")
    def _one_subject(self) -> Self:
        if bool(self.trace_id) == bool(self.session_id) or (self.observation_id and not self.trace_id):
            raise ValueError("give a traceId (with an observationId for one step of it) or a sessionId")
        return self

    @property
    def subject(self) -> dict[str, str]:
        """Its ids as fields of :class:`Score`."""
        return {**super().subject, "session_id": self.session_id}


class Correction(_OfTrace):
    """What a trace or observation should have answered."""

    trace_id: str = Field(min_length=1, max_length=800)
    value: str = Field(max_length=MAX_CORRECTION_CHARS)
    comment: str = Field("", max_length=MAX_COMMENT_CHARS)


@router.put("/annotations", operation_id="annotate")
async def put_annotation(body: Annotation, keeper: Keeper, access: Access, services: ServicesOf) -> SubjectScore:
    """Make or change the user's own score for a config on a subject; another person's is another score."""
    async with services.database.reading() as session:
        configs = await find_configs(session, access.project_id, {body.config_id})
    config = configs.get(body.config_id)
    score = {
        "id": _id_of("annotation", access.user.id, body.config_id, *body.subject.values()),
        "name": config.name if config else "score",
        "value": _sent(body.value, config),
        "source": ScoreSource.ANNOTATION,
        "configId": body.config_id,
        "queueId": body.queue_id,
    }
    return await keeper.keep(score, body.subject, body.comment, configs)


@router.put("/corrections", operation_id="correct")
async def put_correction(body: Correction, keeper: Keeper, access: Access) -> SubjectScore:
    """Keep the user's own correction of an output, as a CORRECTION score."""
    score = {
        "id": _id_of("correction", access.user.id, *body.subject.values()),
        "name": CORRECTION_NAME,
        "value": body.value,
        "dataType": ScoreDataType.CORRECTION,
        "source": ScoreSource.ANNOTATION,
    }
    return await keeper.keep(score, body.subject, body.comment, {})


def _id_of(*parts: str) -> str:
    """The same for the same person, config and subject, so that saying it again changes the score."""
    return derive_id(*parts, length=ID_CHARS)


def _sent(value: float | str, config: ScoreConfig | None) -> float | str:
    """A category that looks like a number is sent as a text; the others stay as they are."""
    is_category = config is not None and config.data_type is ScoreDataType.CATEGORICAL
    return f"{value:g}" if is_category and isinstance(value, float) else value
