"""JSON answers that hold whatever was sent: also integers of more than 64 bits and halves of characters."""

import json
from typing import Any

import orjson
from fastapi.responses import JSONResponse


def json_bytes(value: Any) -> bytes:
    """The value as JSON; what UTF-8 cannot hold is escaped, as its sender escaped it."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value, allow_nan=False, separators=(",", ":")).encode()


class SafeJSONResponse(JSONResponse):
    """Answers with texts of the request in them."""

    def render(self, content: Any) -> bytes:
        """See :func:`json_bytes`."""
        return json_bytes(content)
