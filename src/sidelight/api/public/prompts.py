"""/api/public/v2/prompts: what SDKs fetch while they answer their users. Names may hold slashes (folders)."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic.alias_generators import to_camel
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.api.json_answer import json_bytes
from sidelight.api.prompt_input import BodyInput, body_of
from sidelight.api.public.answer import json_response, page_response
from sidelight.api.public.auth import PublicKey
from sidelight.api.public.errors import Conflict, InvalidRequest, NotFound, PublicRoute
from sidelight.api.public.parameters import Moment, PageParameters, PublicParameters, Text, as_utc
from sidelight.api.public.prompt_shapes import prompt_meta_shape, prompt_shape
from sidelight.api.services import ServicesOf
from sidelight.platform.prompts.body import PRODUCTION
from sidelight.platform.prompts.cache import Answer
from sidelight.platform.prompts.deletion import delete_versions
from sidelight.platform.prompts.epoch import WHOLE, epoch_of
from sidelight.platform.prompts.finding import find_prompt
from sidelight.platform.prompts.labels import set_labels
from sidelight.platform.prompts.listing import PromptFilter, list_prompts
from sidelight.platform.prompts.refusal import PromptConflict, PromptNotFound, PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, resolve
from sidelight.platform.prompts.writing import NewVersion, create_version

router = APIRouter(tags=["Prompts"], route_class=PublicRoute)

MAX_VERSION = 2**31 - 1

Version = Annotated[int, Field(ge=1, le=MAX_VERSION)]


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class CreatePrompt(_Body):
    """A new version of a text or chat prompt."""

    name: str
    prompt: BodyInput
    type: Literal["text", "chat"] | None = None
    config: Any = None
    labels: list[str] | None = None
    tags: list[str] | None = None
    commit_message: str | None = None

    @field_validator("type")
    @classmethod
    def _fits(cls, given: str | None, info: ValidationInfo) -> str | None:
        prompt = info.data.get("prompt")
        if prompt is not None and (given == "chat") != isinstance(prompt, list):
            raise ValueError("a chat prompt is a list of messages, a text prompt a string; 'type' says another")
        return given


class UpdateLabels(_Body):
    """Labels that a version gets."""

    new_labels: list[str]


class PromptParameters(PublicParameters):
    """Which version: by number, or by label (``production`` when neither is given)."""

    version: Version | None = None
    label: Text = None
    resolve: bool = True


class DeleteParameters(PublicParameters):
    """Which versions go; all of them when nothing is given."""

    version: Version | None = None
    label: Text = None


class PromptListParameters(PageParameters):
    """What prompts can be narrowed by."""

    name: Text = None
    label: Text = None
    tag: Text = None
    from_updated_at: Moment = None
    to_updated_at: Moment = None


@router.get("/v2/prompts")
async def get_prompts(
    access: PublicKey, services: ServicesOf, query: Annotated[PromptListParameters, Query()]
) -> Response:
    """A page of prompts by name."""
    where = PromptFilter(query.name, query.label, query.tag, as_utc(query.from_updated_at), as_utc(query.to_updated_at))
    async with services.database.reading() as session:
        found, total = await list_prompts(session, access.project_id, where, query.page, query.limit)
    return page_response([prompt_meta_shape(one) for one in found], query, total)


@router.post("/v2/prompts")
async def post_prompt(access: PublicKey, services: ServicesOf, body: CreatePrompt) -> Response:
    """The next version of a prompt."""
    new = NewVersion(
        body.name, body_of(body.prompt), body.config, body.labels or (), body.tags, body.commit_message or None
    )
    try:
        async with services.database.session() as session:
            record = await create_version(session, access.project_id, new, access.author)
    except PromptRefusal as refusal:
        raise InvalidRequest(refusal.field, str(refusal)) from refusal
    except PromptConflict as conflict:
        raise Conflict(str(conflict)) from conflict
    return json_response(prompt_shape(record))


# Before the route below, whose path takes slashes too.
@router.patch("/v2/prompts/{name:path}/versions/{version}")
async def patch_prompt_version(
    access: PublicKey, services: ServicesOf, name: str, version: Annotated[int, Path()], body: UpdateLabels
) -> Response:
    """Point labels to a version."""
    if not 1 <= version <= MAX_VERSION:
        raise NotFound(f"Prompt not found: {name!r} version {version}")
    try:
        async with services.database.session() as session:
            record = await set_labels(session, access.project_id, name, version, body.new_labels, author=access.author)
    except PromptRefusal as refusal:
        raise InvalidRequest(refusal.field, str(refusal)) from refusal
    except PromptNotFound as missing:
        raise NotFound(str(missing)) from missing
    return json_response(prompt_shape(record))


@router.get("/v2/prompts/{name:path}")
async def get_prompt(
    access: PublicKey, services: ServicesOf, name: str, query: Annotated[PromptParameters, Query()]
) -> Response:
    """One version, with the texts of the prompts it refers to put in unless ``resolve=false``."""
    if query.version is not None and query.label is not None:
        raise InvalidRequest("version", "Give either 'version' or 'label', not both.")
    label = None if query.version is not None else query.label or PRODUCTION

    async def read(session: AsyncSession) -> Answer:
        epoch = await epoch_of(session, access.project_id)
        record = await find_prompt(session, access.project_id, name, version=query.version, label=label)
        if record is None:
            chosen = f"version {query.version}" if label is None else f"label '{label}'"
            raise NotFound(f"Prompt not found: '{name}' with {chosen}")
        own = {record.name: (record.prompt_id, record.revision)}
        if record.name != name:  # a former name, which may go to another prompt with any change
            own[WHOLE] = (WHOLE, epoch)
        if not query.resolve:
            return Answer(json_bytes(prompt_shape(record)), own)
        try:
            node = PromptNode(record.id, record.name, record.version)
            resolved = await resolve(session, access.project_id, node, record.body)
        except PromptRefusal as refusal:
            raise Conflict(f"The prompt cannot be put together: {refusal}") from refusal
        made_of = own | {part.name: (part.prompt_id, part.revision) for part in resolved.parts}
        return Answer(json_bytes(prompt_shape(record, resolved.body, resolved.graph)), made_of)

    content = await services.prompts.answer(access.project_id, (name, query.version, label, query.resolve), read)
    return Response(content, media_type="application/json")


@router.delete("/v2/prompts/{name:path}", status_code=204)
async def delete_prompt(
    access: PublicKey, services: ServicesOf, name: str, query: Annotated[DeleteParameters, Query()]
) -> Response:
    """Delete a version, the version with a label, or the whole prompt."""
    try:
        async with services.database.session() as session:
            await delete_versions(
                session, access.project_id, name, author=access.author, version=query.version, label=query.label
            )
    except PromptNotFound as missing:
        raise NotFound(str(missing)) from missing
    except PromptConflict as conflict:
        raise Conflict(str(conflict)) from conflict
    return Response(status_code=204)
