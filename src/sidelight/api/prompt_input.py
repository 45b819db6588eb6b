"""The body of a prompt as both APIs take it: a text, or messages and placeholders."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sidelight.platform.prompts.body import Body


class _Input(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class PlaceholderMessage(_Input):
    """A place in a chat where whole messages are put in."""

    type: Literal["placeholder"]
    name: str = Field(min_length=1)


class ChatMessage(_Input):
    """One message. Keys that are not known here are kept: providers have their own."""

    model_config = ConfigDict(extra="allow")

    role: str
    content: str
    type: Literal["chatmessage"] | None = None


BodyInput: TypeAlias = str | list[PlaceholderMessage | ChatMessage]


def body_of(given: str | Sequence[PlaceholderMessage | ChatMessage]) -> Body:
    """The body as it is stored: what was not sent is not there."""
    return given if isinstance(given, str) else [one.model_dump(exclude_unset=True) for one in given]
