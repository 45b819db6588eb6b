"""The web app's API as one router."""

from fastapi import APIRouter

from sidelight.api.app import (
    account,
    annotation_queue_items,
    annotation_queue_work,
    annotation_queues,
    annotations,
    audit,
    auth,
    comments,
    dataset_items,
    dataset_schemas,
    dataset_sources,
    dataset_transfer,
    datasets,
    deletion,
    experiments,
    filters,
    ingestion,
    instance,
    invitations,
    keys,
    live,
    media,
    members,
    mentions,
    observations,
    organisation_keys,
    organisation_members,
    organisations,
    pricing,
    project,
    prompt_changes,
    prompt_managing,
    prompts,
    protected_labels,
    score_configs,
    scores,
    sessions,
    setup,
    subject_scores,
    trace,
    traces,
    users,
)
from sidelight.api.app.models import ProblemDetail
from sidelight.api.app.problem import APP_PREFIX

_PROBLEMS = {
    401: "Not signed in.",
    403: "Signed in, but not a member of the project.",
    404: "No such thing in this project.",
    409: "Somebody else changed it meanwhile, or something else depends on it.",
    422: "A parameter is not valid.",
}


def app_router() -> APIRouter:
    """All routes under ``/api/app``."""
    router = APIRouter(
        prefix=APP_PREFIX,
        responses={status: {"model": ProblemDetail, "description": text} for status, text in _PROBLEMS.items()},
    )
    # An id of a trace or session may hold a slash and so takes the whole rest of a path: longer routes stand before.
    for part in (
        instance,
        auth,
        account,
        invitations,
        organisations,
        organisation_members,
        organisation_keys,
        project,
        audit,
        keys,
        members,
        annotation_queues,
        annotation_queue_items,
        annotation_queue_work,
        media,
        annotations,
        score_configs,
        subject_scores,
        filters,
        traces,
        trace,
        observations,
        scores,
        users,
        sessions,
        ingestion,
        pricing,
        prompts,
        prompt_changes,
        protected_labels,
        prompt_managing,
        setup,
        live,
        deletion,
        comments,
        mentions,
        dataset_items,
        dataset_sources,
        dataset_schemas,
        dataset_transfer,
        datasets,
        experiments,
    ):
        router.include_router(part.router)
    return router
