"""Under which address whoever asks reaches this server."""

from fastapi import Request

from sidelight.settings import Settings


def base_url_for(request: Request, settings: Settings) -> str:
    """URL without trailing slash: the one that is set, else the one that this request came to."""
    return settings.base_url if settings.server.base_url else f"{request.url.scheme}://{request.url.netloc}"
