"""Builds the ASGI application: opens what it needs on start, closes it in reverse on stop."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from sidelight import __version__
from sidelight.api.app.problem import install_problem_handlers
from sidelight.api.app.router import app_router
from sidelight.api.media_files import media_file_route
from sidelight.api.odd_path import OddPaths
from sidelight.api.public.contract import contract_routes
from sidelight.api.public.router import install_admin_api, install_public_api
from sidelight.api.security_headers import SecurityHeaders
from sidelight.api.services import Services
from sidelight.api.web_app import WebApp
from sidelight.ingest.inline_media import InlineMedia
from sidelight.ingest.interpret import InterpretOptions
from sidelight.ingest.live import LiveFeed
from sidelight.ingest.otlp_http import otlp_routes
from sidelight.ingest.pipeline import Pipeline
from sidelight.ingest.refusals import RefusalLog
from sidelight.ingest.writer import BatchWriter
from sidelight.jobs.project_deletion import ProjectDeletionWorker
from sidelight.jobs.reprice_worker import RepriceWorker
from sidelight.log_output import configure_log
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.keys import KeyVerifier
from sidelight.platform.media.library import MediaLibrary
from sidelight.platform.models.books import PriceBooks
from sidelight.platform.prompts.cache import PromptCache
from sidelight.platform.setup import ensure_initial
from sidelight.settings import MIB, Settings
from sidelight.store.blobs import Blobs
from sidelight.store.journal import Journal
from sidelight.store.store import open_store

COMPRESS_FROM_BYTES = 1024


def build_app(settings: Settings) -> FastAPI:
    """The application. On start it sets ``app.state.services`` and ``app.state.first_start``."""
    configure_log(settings.log_level)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await _start(app, settings, stack)
            yield

    app = FastAPI(
        title="Sidelight",
        version=__version__,
        lifespan=lifespan,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    # Receivers come first and stay raw: no validation layer, no redirect, no compression on their way.
    app.router.routes.extend(otlp_routes())
    app.router.routes.append(media_file_route())
    app.router.routes.extend(contract_routes())
    install_public_api(app)
    install_admin_api(app)
    app.include_router(app_router())
    install_problem_handlers(app)
    # The web app's files are small and often fetched over slow lines; answers of the API are made anew each time, and
    # may have many megabytes: there the fastest level halves the time of a large trace and costs a twelfth in size.
    app.mount("/", GZipMiddleware(WebApp(), minimum_size=COMPRESS_FROM_BYTES, compresslevel=6), name="web")
    app.add_middleware(GZipMiddleware, minimum_size=COMPRESS_FROM_BYTES, compresslevel=1)
    app.add_middleware(OddPaths)
    app.add_middleware(SecurityHeaders)
    return app


async def _start(app: FastAPI, settings: Settings, stack: AsyncExitStack) -> None:
    """Open everything, cheapest refusal first: a half-started server leaves nothing open."""
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = InstanceSecret.of(settings)
    opening_store = asyncio.create_task(asyncio.to_thread(open_store, settings))
    try:
        database = Database.of(settings)
        stack.push_async_callback(database.close)
        await database.migrate()
        app.state.first_start = await ensure_initial(database, settings, secret)
    except BaseException:
        await asyncio.wait([opening_store])
        if opening_store.exception() is None:
            opening_store.result().close()
        raise
    store = await opening_store
    stack.callback(store.close)

    journal = await asyncio.to_thread(Journal, settings.data_dir / "journal.db", is_synced=settings.ingest.journal_sync)
    stack.callback(journal.close)
    keys = KeyVerifier(database, secret)
    keys.start()
    stack.push_async_callback(keys.close)
    media_library = MediaLibrary(database, await asyncio.to_thread(Blobs.of, settings))
    prices = PriceBooks(database)
    await prices.start()
    stack.push_async_callback(prices.close)
    live = LiveFeed()
    live.attach(asyncio.get_running_loop())
    refusals = RefusalLog()
    options = InterpretOptions(keep_internal_spans=settings.codex.keep_internal_spans, book_of=prices.of)
    inline_media = InlineMedia(
        media_library,
        asyncio.get_running_loop(),
        max_file_bytes=settings.media.max_file_mb * MIB if settings.media.extract_inline else 0,
    )
    pipeline = Pipeline(journal, BatchWriter(store.driver, prices.of), live, options, inline_media)
    pipeline.start()
    stack.push_async_callback(asyncio.to_thread, pipeline.stop)
    reprices = RepriceWorker(database, store.driver, prices, live)
    reprices.start()
    stack.push_async_callback(reprices.close)
    deletions = ProjectDeletionWorker(database, store.driver, media_library)
    deletions.start()
    stack.push_async_callback(deletions.close)

    services = Services(
        settings=settings,
        database=database,
        secret=secret,
        keys=keys,
        store=store,
        journal=journal,
        live=live,
        refusals=refusals,
        media_library=media_library,
        prices=prices,
        reprices=reprices,
        prompts=PromptCache(database, settings.prompts.cache_mb * MIB),
        deletions=deletions,
        pipeline=pipeline,
    )
    app.state.services = services
    refusals.start(store)
    stack.push_async_callback(refusals.close)
    await _start_grpc(services, stack)
    # What is loaded by now stays: the collector need not look at it again for every few hundred objects that ingestion
    # makes, which took a tenth of its time.
    gc.collect()
    gc.freeze()
    # Open pages hold event streams; they end first, so that the rest can close.
    stack.callback(live.close)


async def _start_grpc(services: Services, stack: AsyncExitStack) -> None:
    if services.settings.ingest.grpc_port:
        from sidelight.ingest.otlp_grpc import start_grpc  # noqa: PLC0415 - gRPC costs start-up time and memory

        grpc_server = await start_grpc(services)
        if grpc_server is not None:
            stack.push_async_callback(grpc_server.stop, 2.0)
