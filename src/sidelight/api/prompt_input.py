"""The body of a prompt as both APIs take it: a text, or messages and placeholders."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag
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


def _kind_of_body(given: Any) -> str | None:
    """Which kind is meant, so that one error is told, not what speaks against each kind."""
    return "text" if isinstance(given, str) else "chat" if isinstance(given, list) else None


def _kind_of_entry(given: Any) -> str | None:
    if isinstance(given, PlaceholderMessage | ChatMessage):
        return "placeholder" if isinstance(given, PlaceholderMessage) else "message"
    if not isinstance(given, dict):
        return None
    return "placeholder" if given.get("type") == "placeholder" else "message"


EntryInput: TypeAlias = Annotated[
    Annotated[PlaceholderMessage, Tag("placeholder")] | Annotated[ChatMessage, Tag("message")],
    Discriminator(
        _kind_of_entry,
        custom_error_type="chat_entry",
        custom_error_message="An entry of a chat is a message with 'role' and 'content', or a placeholder",
    ),
]
BodyInput: TypeAlias = Annotated[
    Annotated[str, Tag("text")] | Annotated[list[EntryInput], Tag("chat")],
    Discriminator(
        _kind_of_body,
        custom_error_type="prompt_body",
        custom_error_message="A prompt is a text, or a list of messages and placeholders",
    ),
]


def body_of(given: str | Sequence[PlaceholderMessage | ChatMessage]) -> Body:
    """The body as it is stored: what was not sent is not there."""
    return given if isinstance(given, str) else [one.model_dump(exclude_unset=True) for one in given]
