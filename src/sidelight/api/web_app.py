"""Serves the built web app: hashed assets for ever, the page itself never from a cache."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

WEB_DIST = Path(__file__).parents[1] / "web_dist"
_NOT_PAGES = ("api", "v1", "assets")
_NOT_BUILT = """<!doctype html><title>Sidelight</title><body style="font-family:system-ui;margin:4rem">
<h1>The web app is not built</h1><p>The server and its API are running. Build the pages with
<code>make install</code>, then reload.</p>"""


class WebApp(StaticFiles):
    """Files of the web build; every other path outside the APIs is a page of the single-page app."""

    def __init__(self, directory: Path = WEB_DIST) -> None:
        super().__init__(directory=directory, check_dir=False)
        # A server without a built web app still answers its API and says what is missing.
        self.config_checked = True
        self._index = directory / "index.html"

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or the page for a path that the browser-side router knows."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            first = path.split("/", 1)[0]
            if error.status_code != 404 or scope["method"] not in ("GET", "HEAD") or first in _NOT_PAGES:
                raise
            response = self._page()
        if path.startswith("assets/") and response.status_code == 200:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["cache-control"] = "no-cache"
        return response

    def _page(self) -> Response:
        if self._index.is_file():
            return FileResponse(self._index)
        return HTMLResponse(_NOT_BUILT, 503)
