"""What every SDK sends, as plain values: the programs tell it, the tests look for it.

Runs in the environments of all SDKs, so it imports nothing but the standard library.
"""

import base64
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

TRACE_NAME = "answer a question"
USER = "ada"
TAGS = ["compat", "münchen"]
METADATA = {"plan": "pro", "region": "eu"}
VERSION = "1.2.3"
RELEASE = "2026-11"
ENVIRONMENT = "compat"
QUESTION = {"question": "Wie ist das Wetter in Köln?"}
ANSWER = {"answer": "Sonnig ☀"}

MODEL = "gpt-4o-mini"
MODEL_PARAMETERS = {"temperature": 0.5, "max_tokens": 100}
MESSAGES = [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Weather in Cologne?"}]
REPLY = {"role": "assistant", "content": "Sunny"}
USAGE = {"input": 1000, "output": 200, "total": 1200}
# A second call brings its own cost, which is kept as it is.
OWN_MODEL = "house-model"
OWN_USAGE = {"input": 7, "output": 3, "total": 10}
OWN_COST = {"input": 0.25, "output": 0.5, "total": 0.75}

TOOL_ERROR = "no such city"

# Bytes that no encoding leaves as they are, larger than a block of any reader.
FILE = bytes(range(256)) * 300
FILE_TYPE = "image/png"
FILE_ID_LENGTH = 22
INLINE_FILE = b"%PDF-1.4\n" + bytes(range(255, -1, -1)) * 20
INLINE_TYPE = "application/pdf"
INLINE_URI = f"data:{INLINE_TYPE};base64,{base64.b64encode(INLINE_FILE).decode()}"

PROMPT = "Answer about {{city}} in one word"
PROMPT_2 = "Answer about {{city}} in two words"
CHAT_PROMPT = [{"role": "system", "content": "You know {{city}}"}]

_PATIENCE_S = 30.0
_T = TypeVar("_T")


def media_id(content: bytes) -> str:
    """The id that Langfuse's rules give a file."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode()
    return digest[:FILE_ID_LENGTH]


def session_id() -> str:
    """A session of this run's own; the test chooses it."""
    return os.environ["COMPAT_SESSION"]


def until(read: Callable[[], _T], enough: Callable[[_T], bool]) -> _T:
    """What ``read`` gives as soon as it is enough, and in the end whatever it gives."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        found = read()
        if enough(found) or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def main(chapters: Mapping[str, Callable[..., Any]]) -> None:
    """Run the chapter that the command line names; its result goes as JSON to the file named after it."""
    name, output, *arguments = sys.argv[1:]
    Path(output).write_text(json.dumps(chapters[name](*arguments)), encoding="utf-8")
