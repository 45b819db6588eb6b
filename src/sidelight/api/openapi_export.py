"""Writes the web app API's OpenAPI document: ``python -m sidelight.api.openapi_export > web/openapi.json``.

The TypeScript client is generated from it. Nothing is started: no store, no database.
"""

import sys
from typing import Any

import orjson
from fastapi import FastAPI

from sidelight import __version__
from sidelight.api.app.router import app_router


def openapi_document() -> dict[str, Any]:
    """OpenAPI 3.1 of the routes under ``/api/app``."""
    app = FastAPI(title="Sidelight web app API", version=__version__)
    app.include_router(app_router())
    return app.openapi()


def main() -> None:
    """Write the document to standard output, with sorted keys so that it changes only when the API does."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    sys.stdout.buffer.write(orjson.dumps(openapi_document(), option=options))


if __name__ == "__main__":
    main()
