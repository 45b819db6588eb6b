"""JSON answers that hold whatever was sent: also integers of more than 64 bits and halves of characters."""

from typing import Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel

from sidelight.model.exact_json import write_any, write_json


def json_bytes(value: Any) -> bytes:
    """The value as JSON; what UTF-8 cannot hold is escaped, as its sender escaped it."""
    try:
        return write_json(value)
    except TypeError:
        return write_any(value, allow_nan=False, separators=(",", ":")).encode()


class SafeJSONResponse(JSONResponse):
    """Answers with texts of the request in them."""

    def render(self, content: Any) -> bytes:
        """See :func:`json_bytes`."""
        return json_bytes(content)


def exact_answer(found: BaseModel, status: int = 200) -> SafeJSONResponse:
    """A model that holds what was sent; FastAPI's own way fails on halves of characters."""
    return SafeJSONResponse(found.model_dump(by_alias=True), status)
