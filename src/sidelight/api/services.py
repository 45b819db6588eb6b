"""The running parts of one server, handed to the routes as ``request.app.state.services``."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from sidelight.platform.login_throttle import LoginThrottle

if TYPE_CHECKING:
    from sidelight.ingest.live import LiveFeed
    from sidelight.ingest.pipeline import Pipeline
    from sidelight.ingest.refusals import RefusalLog
    from sidelight.jobs.project_deletion import ProjectDeletionWorker
    from sidelight.jobs.reprice_worker import RepriceWorker
    from sidelight.platform.database import Database
    from sidelight.platform.instance_secret import InstanceSecret
    from sidelight.platform.keys import KeyVerifier
    from sidelight.platform.media.library import MediaLibrary
    from sidelight.platform.models.books import PriceBooks
    from sidelight.platform.prompts.cache import PromptCache
    from sidelight.settings import Settings
    from sidelight.store.journal import Journal
    from sidelight.store.store import Store


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a route may need; the server owns their life, routes only use them."""

    settings: "Settings"
    database: "Database"
    secret: "InstanceSecret"
    keys: "KeyVerifier"
    store: "Store"
    journal: "Journal"
    live: "LiveFeed"
    refusals: "RefusalLog"
    media_library: "MediaLibrary"
    prices: "PriceBooks"
    reprices: "RepriceWorker"
    prompts: "PromptCache"
    deletions: "ProjectDeletionWorker"
    pipeline: "Pipeline | None" = None
    logins: LoginThrottle = field(default_factory=LoginThrottle)


def get_services(request: Request) -> Services:
    """FastAPI dependency: the services of the application that answers this request."""
    return cast(Services, request.app.state.services)


ServicesOf = Annotated[Services, Depends(get_services)]
