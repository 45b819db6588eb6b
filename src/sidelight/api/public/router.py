"""The public API: Langfuse's contract under ``/api/public``."""

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from sidelight import __version__
from sidelight.api.public import (
    admin_organisations,
    annotation_queue_items,
    annotation_queues,
    comments,
    dataset_items,
    dataset_runs,
    datasets,
    experiments,
    health,
    ingestion,
    media,
    memberships,
    metrics,
    metrics_daily,
    metrics_v2,
    models,
    observations,
    observations_v2,
    oldest_rest,
    organisation_keys,
    projects,
    prompts,
    score_configs,
    scores,
    scores_v2,
    scores_v3,
    scores_write,
    sessions,
    trace_deletion,
    traces,
)
from sidelight.api.public.errors import install_errors

PUBLIC_PREFIX = "/api/public"
ADMIN_PREFIX = "/api/admin"


def install_public_api(app: FastAPI) -> None:
    """Mount the public API below ``app``; what stands before it on the same prefix (the receivers) is found first.

    It is an application of its own, because its errors have another shape, unknown paths and wrong methods included.
    """
    public = FastAPI(
        title="Sidelight public API",
        version=__version__,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    # Routes find the services of the one server, whichever application answers.
    public.state = app.state
    install_errors(public)
    for part in (
        annotation_queue_items,
        annotation_queues,
        comments,
        dataset_items,
        dataset_runs,  # before datasets, whose names may hold slashes
        datasets,
        experiments,
        health,
        media,
        models,
        organisation_keys,
        memberships,
        projects,
        traces,
        observations,
        observations_v2,
        sessions,
        metrics,
        metrics_daily,
        metrics_v2,
        prompts,
        scores,
        scores_v2,
        scores_v3,
        ingestion,
        scores_write,
        score_configs,
        trace_deletion,
        oldest_rest,
    ):
        public.include_router(part.router)
    # Browsers may send and read with a key of their own; there is no cookie here that another site could abuse.
    public.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])
    app.mount(PUBLIC_PREFIX, public, name="public")


def install_admin_api(app: FastAPI) -> None:
    """Mount the API that manages the whole installation; its errors are those of the public API."""
    admin = FastAPI(
        title="Sidelight admin API", redirect_slashes=False, openapi_url=None, docs_url=None, redoc_url=None
    )
    admin.state = app.state
    install_errors(admin)
    admin.include_router(admin_organisations.router)
    app.mount(ADMIN_PREFIX, admin, name="admin")
