"""``$CODEX_HOME/.env``: variables that Codex reads wherever it was started from, IDEs included."""

import re
from collections.abc import Iterator

from sidelight.codex_setup.connect import digest

_LINE = re.compile(
    r"""^\s*(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*
    (?:'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<bare>[^\s'"\#]\S*)?)\s*(?:\#.*)?$""",
    re.VERBOSE,
)


def parse_dotenv(text: str) -> dict[str, str]:
    """Variables of a ``.env`` file that Codex takes over: without quotes, and without ``CODEX_*``.

    Lines that are malformed, such as a bare value with a space, are left out (seen with Codex 0.169).
    """
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
            yield match["name"], match["single"] or match["double"] or match["bare"] or ""
