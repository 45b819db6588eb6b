"""References between prompts: ``@@@langfusePrompt:name=<name>|version=<n>@@@`` or ``|label=<label>``. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sidelight.platform.prompts.body import Body

_TAG = re.compile(r"@@@langfusePrompt:name=([^|@]+)\|(version|label)=([^|@]+)@@@")
_MAX_VERSION = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Reference:
    """Another prompt of the project, by version or by label."""

    name: str
    version: int | None = None
    label: str | None = None

    @property
    def tag(self) -> str:
        """As it stands in a text."""
        chosen = f"version={self.version}" if self.label is None else f"label={self.label}"
        return f"@@@langfusePrompt:name={self.name}|{chosen}@@@"

    def __str__(self) -> str:
        chosen = f"version {self.version}" if self.label is None else f"label {self.label!r}"
        return f"{self.name!r} with {chosen}"


def references_of(body: Body) -> tuple[Reference, ...]:
    """The references in a body, once each, in order. Tags that are not well formed stay text."""
    texts = [body] if isinstance(body, str) else [str(message.get("content", "")) for message in body]
    found = (reference for text in texts for match in _TAG.finditer(text) if (reference := _reference_of(match)))
    return tuple(dict.fromkeys(found))


def with_references(body: Body, text_of: Callable[[Reference], str]) -> Body:
    """The body with every reference replaced by a text."""

    def replaced(text: str) -> str:
        def put(match: re.Match[str]) -> str:
            reference = _reference_of(match)
            return match[0] if reference is None else text_of(reference)

        return _TAG.sub(put, text)

    return _with_texts(body, replaced)


def with_other_names(body: Body, names: Mapping[str, str]) -> Body:
    """The body with its references to renamed prompts written anew; nothing else of it changes."""

    def renamed(text: str) -> str:
        def put(match: re.Match[str]) -> str:
            name, by, value = match.groups()
            if name not in names or _reference_of(match) is None:
                return match[0]
            return f"@@@langfusePrompt:name={names[name]}|{by}={value}@@@"

        return _TAG.sub(put, text)

    return _with_texts(body, renamed)


def _with_texts(body: Body, change: Callable[[str], str]) -> Body:
    if isinstance(body, str):
        return change(body)
    return [
        {**message, "content": change(message["content"])} if isinstance(message.get("content"), str) else message
        for message in body
    ]


def _reference_of(match: re.Match[str]) -> Reference | None:
    name, by, value = match.groups()
    if by == "label":
        return Reference(name, label=value)
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= _MAX_VERSION:
        return None
    return Reference(name, version=int(value))
