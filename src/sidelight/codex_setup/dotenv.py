"""``$CODEX_HOME/.env``: variables that Codex reads wherever it was started from, IDEs included."""

import re
from collections.abc import Iterator

from sidelight.codex_setup.connect import digest

_LINE = re.compile(r"^\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*?)\s*$")


def parse_dotenv(text: str) -> dict[str, str]:
    """Variables of a ``.env`` file that Codex takes over: without quotes, and without ``CODEX_*``, which it ignores."""
    return {name: value for name, value in _entries(text) if not name.upper().startswith("CODEX_")}


def add_line(text: str, line: str) -> str:
    """The text with a line at its end."""
    return text + ("" if not text or text.endswith("\n") else "\n") + line + "\n"


def drop_line(text: str, line_digest: str) -> str:
    """The text without the lines that have this digest."""
    return "".join(line for line in text.splitlines(keepends=True) if digest(line.rstrip("\r\n")) != line_digest)


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if match := _LINE.match(line):
            value = match["value"]
            if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"":
                value = value[1:-1]
            yield match["name"], value
