"""One line that says what a step did: the prompt of a turn, the command of a tool, the answer of a model."""

import re

import orjson

_ELLIPSIS = "…"
_STRING = r'"(?:[^"\\]|\\.)*(?:"|\\?$)'
# The argument by which people know a tool call, in the order of telling most.
_ARGUMENT = re.compile(
    r'"(?P<name>cmd|command|script|code|patch|query|pattern|url|path|file_path|prompt|message|input|text)"\s*:\s*'
    rf"(?P<value>\[[^\]]*|{_STRING})"
)
_LITERAL = re.compile(_STRING)
# A conversation, as any provider writes one, and what is said or called in it first.
_CONVERSATION = re.compile(
    r'"(?:role|messages?|generations|contents|candidates|choices|tool_calls|lc)"\s*:|"type"\s*:\s*"text"'
)
_USER = re.compile(r'"(?:role|type)"\s*:\s*"(?:user|human)"')
_SAID = re.compile(r'"(?:content|text|output_text)"\s*:\s*(?P<value>"(?!")(?:[^"\\]|\\.)*(?:"|\\?$))')
_CALLED = re.compile(
    r'(?:tool_?calls?|tool_?use|function_?call)\b.{0,120}?"(?:name|toolName)"\s*:\s*"(?P<name>[^"]+)"', re.I | re.S
)
_SHELLS = frozenset({"bash", "sh", "zsh", "/bin/bash", "/bin/sh", "/bin/zsh", "powershell", "powershell.exe", "pwsh"})


def step_preview(type_: str, kind: str, input_preview: str, output_preview: str, limit: int) -> str:
    """At most ``limit`` characters for a step of this Langfuse type and kind; ``""`` when nothing is known."""
    if type_ == "TOOL":
        text = command_of(input_preview) or output_preview
    elif type_ == "GENERATION" and kind != "turn":
        text = output_preview or input_preview
    else:
        text = input_preview or output_preview
    if type_ != "TOOL":
        text = said_in(text)
    return text if len(text) <= limit else text[: limit - 1].rstrip() + _ELLIPSIS


def said_in(text: str) -> str:
    """What is said, or else called, in a conversation that is JSON; the text itself when it is none.

    ``text`` may be cut off anywhere, as previews are.
    """
    if text[:1] not in ("{", "[") or not _CONVERSATION.search(text):
        return text
    # What the user says tells more than the system prompt before it, which is the same every time.
    user = _USER.search(text)
    said = _SAID.search(text, user.end() if user else 0) or _SAID.search(text)
    if said is not None:
        return " ".join(_text(said["value"]).split())
    called = _CALLED.search(text)
    return text if called is None else f"→ {called['name']}"


def command_of(arguments: str) -> str:
    """The telling argument of a tool call; the text itself when it is no JSON object or has none such.

    ``arguments`` may be cut off anywhere, as previews are.
    """
    if not arguments.startswith("{"):
        return arguments
    match = _ARGUMENT.search(arguments)
    if match is None:
        return arguments
    words = [_text(literal) for literal in _LITERAL.findall(match["value"])]
    if len(words) > 2 and words[0] in _SHELLS and words[1].startswith("-"):
        words = words[2:]
    return " ".join(" ".join(words).split()) or arguments


def _text(literal: str) -> str:
    """Text of a JSON string literal, also when its end is missing."""
    closed = literal if len(literal) > 1 and literal.endswith('"') else literal.rstrip("\\") + '"'
    try:
        return str(orjson.loads(closed))
    except orjson.JSONDecodeError:
        return literal.strip('"')
