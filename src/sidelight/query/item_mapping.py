"""Which parts of a proposal go into an item. Pure."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from sidelight.model.json_path import JsonPathError, value_at
from sidelight.query.item_proposal import ItemProposal, ProposalRefused

InputPart = Literal["all", "last_user_message", "path"]
ExpectedPart = Literal["all", "path", "none"]
MetadataPart = Literal["facts", "all", "none"]

_USERS = ("user", "human")
_LISTS = ("messages", "contents", "input", "prompt", "inputs")
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class ItemMapping:
    """``facts`` are those that Sidelight knows (model, cost, duration …); ``all`` adds the sender's own metadata."""

    input: InputPart = "all"
    input_path: str = "$"
    expected_output: ExpectedPart = "all"
    expected_output_path: str = "$"
    metadata: MetadataPart = "facts"


def mapped(proposal: ItemProposal, mapping: ItemMapping) -> ItemProposal:
    """The proposal with the chosen parts.

    Raises:
        ProposalRefused: a chosen part is not there.
    """
    return replace(
        proposal,
        input=_input(proposal.input, mapping),
        expected_output=_expected(proposal.expected_output, mapping),
        metadata=_metadata(proposal, mapping.metadata),
    )


def _input(value: Any, mapping: ItemMapping) -> Any:
    if mapping.input == "path":
        return _at("input", value, mapping.input_path)
    if mapping.input == "last_user_message":
        found = last_user_message(value)
        if found is None:
            raise ProposalRefused("The input holds no message of a user; choose the whole input for this one.")
        return found
    return value


def _expected(value: Any, mapping: ItemMapping) -> Any:
    if mapping.expected_output == "none":
        return None
    if mapping.expected_output == "path":
        return _at("expected output", value, mapping.expected_output_path)
    return value


def _metadata(proposal: ItemProposal, part: MetadataPart) -> dict[str, Any]:
    if part == "none":
        return {}
    return proposal.metadata if part == "facts" else {**proposal.metadata, "source": proposal.source_metadata}


def _at(what: str, value: Any, path: str) -> Any:
    try:
        return value_at(value, path)
    except JsonPathError as error:
        raise ProposalRefused(f"{what}: {error}") from error


def last_user_message(value: Any, depth: int = 0) -> Any:
    """What the user said last in a conversation; a plain text is all that was said. None when there is nothing."""
    if isinstance(value, str):
        return value or None
    if depth >= _MAX_DEPTH:
        return None
    if isinstance(value, dict):
        inner = next((value[key] for key in _LISTS if value.get(key)), None)
        return None if inner is None else last_user_message(inner, depth + 1)
    if not isinstance(value, list):
        return None
    for message in reversed(value):
        if isinstance(message, list):
            return last_user_message(value[-1], depth + 1)
        if isinstance(message, dict) and str(message.get("role", message.get("type", ""))).lower() in _USERS:
            return _said(message.get("content", message.get("parts", message.get("text"))))
    return None


def _said(content: Any) -> Any:
    """The text of a message whose parts are texts only; otherwise its parts as they are."""
    if isinstance(content, list):
        texts = [
            part if isinstance(part, str) else part.get("text") if isinstance(part, dict) else None for part in content
        ]
        if texts and all(isinstance(text, str) for text in texts):
            return "\n".join(str(text) for text in texts)
    return content
