"""Short forms of long texts, made once when a text is stored, so that lists never read the text itself."""

PREVIEW_CHARACTERS = 200
_ELLIPSIS = "…"


def preview(text: str | None, limit: int = PREVIEW_CHARACTERS) -> str:
    """First ``limit`` characters of ``text`` on one line, with runs of whitespace collapsed to one space.

    ``""`` for None. A cut text ends with ``…`` (counted in the limit). Reads only the head of the text, so that
    the cost does not depend on its length (unless it begins with megabytes of whitespace).
    """
    if not text or limit <= 0:
        return ""
    window = limit + limit // 4  # enough for ordinary text, whose runs of whitespace are mostly one space
    while True:
        line = " ".join(text[:window].split())
        if len(line) > limit:
            return line[: limit - 1].rstrip() + _ELLIPSIS
        if window >= len(text):
            return line
        window *= 4
