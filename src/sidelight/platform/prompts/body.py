"""What a prompt may hold: names, labels, variables and placeholders. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from sidelight.platform.prompts.refusal import PromptRefusal
from sidelight.platform.prompts.tables import MAX_LABEL, MAX_NAME

Body: TypeAlias = str | list[dict[str, Any]]

LATEST = "latest"
PRODUCTION = "production"
RESERVED_NAMES = frozenset({"new", "metrics", "prompt-detail"})  # pages of the web app
MAX_TAG = 255
_LABEL = re.compile(r"[a-z0-9_.-]+")
_VARIABLE = re.compile(r"\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}")


def check_name(name: str) -> None:
    """Refuse a name that cannot be stored, referenced or opened in the web app."""
    if not name or name != name.strip():
        raise PromptRefusal("name", "A prompt needs a name without spaces at its ends.")
    if len(name) > MAX_NAME:
        raise PromptRefusal("name", f"The name has {len(name)} characters; {MAX_NAME} are possible.")
    if "|" in name:
        raise PromptRefusal("name", "A prompt's name cannot contain '|', which separates the parts of a reference.")
    if "<" in name or ">" in name:
        raise PromptRefusal("name", "A prompt's name cannot contain '<' or '>'.")
    if not name.isprintable():
        raise PromptRefusal("name", "The name contains characters that cannot be printed.")
    if any(not part.strip() for part in name.split("/")):
        raise PromptRefusal("name", "A folder or the name between two '/' is empty.")
    if name in RESERVED_NAMES:
        raise PromptRefusal("name", f"Prompt name cannot be '{name}'")


def checked_labels(labels: Iterable[str]) -> list[str]:
    """The labels once each, without ``latest``, which moves by itself."""
    found = dict.fromkeys(labels)
    for label in found:
        if len(label) > MAX_LABEL or not _LABEL.fullmatch(label):
            raise PromptRefusal(
                "labels",
                f"The label {label[:50]!r} is not usable: up to {MAX_LABEL} of a-z, 0-9, '_', '.' and '-'.",
            )
    return [label for label in found if label != LATEST]


def checked_tags(tags: Iterable[str]) -> list[str]:
    """The tags once each, in their order."""
    found = list(dict.fromkeys(tags))
    for tag in found:
        if not tag or len(tag) > MAX_TAG or "\x00" in tag:
            raise PromptRefusal("tags", f"A tag has 1 to {MAX_TAG} printable characters; {tag[:50]!r} has not.")
    return found


def check_body(body: Body) -> None:
    """Refuse a chat in which a variable and a placeholder have one name: nobody could say which is meant."""
    if isinstance(body, str):
        return
    clashing = sorted(variables_of(body) & placeholders_of(body))
    if clashing:
        raise PromptRefusal(
            "prompt",
            "Cannot create prompt, variables and placeholders must be unique, the following are not: "
            + ", ".join(clashing),
        )


def variables_of(body: Body) -> set[str]:
    """Names in double braces."""
    texts = [body] if isinstance(body, str) else [str(message.get("content", "")) for message in body]
    return {name for text in texts for name in _VARIABLE.findall(text)}


def placeholders_of(body: Body) -> set[str]:
    """Names of the places where a chat takes whole messages."""
    return set() if isinstance(body, str) else {message["name"] for message in body if is_placeholder(message)}


def is_placeholder(message: Mapping[str, Any]) -> bool:
    """Whether an entry of a chat stands for messages that come later."""
    return message.get("type") == "placeholder"
