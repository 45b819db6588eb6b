"""Valid requests of every route of both APIs, to put odd things into, and the server that they are sent to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.testclient import TestClient

from sidelight.api.openapi_export import openapi_document
from sidelight.api.public.router import install_public_api
from sidelight.api.services import Services
from sidelight.model import Experiment
from sidelight.platform.annotation_queues.tables import AnnotationQueue, AnnotationQueueItem
from sidelight.platform.datasets.tables import Dataset
from sidelight.server import build_app
from sidelight.settings import Settings
from tests.fixtures.event_store import Seed

KEY = ("pk-lf-odd", "sk-lf-odd")
PERSON = {"email": "ada@example.com", "password": "correct horse"}
PROJECT = "project"
ENDLESS = "/api/app/projects/{project_id}/live"
# Whoever leaves cannot go on asking.
LEAVING = "/api/app/auth/logout"

_TIME = "2026-11-23T12:00:00.000Z"
_SPAN = {
    "id": "o1",
    "traceId": "t1",
    "name": "call",
    "startTime": _TIME,
    "endTime": _TIME,
    "parentObservationId": "o0",
    "level": "ERROR",
    "statusMessage": "bad",
    "version": "1",
    "environment": "prod",
    "input": {"a": ["b"]},
    "output": "c",
    "metadata": {"k": {"deep": 1}},
}
_GENERATION = {
    **_SPAN,
    "model": "gpt-5",
    "modelParameters": {"t": 0.5},
    "completionStartTime": _TIME,
    "usage": {"input": 1, "output": 2, "unit": "TOKENS", "totalCost": 0.5},
    "usageDetails": {"input": 1},
    "costDetails": {"input": 0.25},
    "promptName": "p",
    "promptVersion": 1,
}
_TRACE = {
    "id": "t1",
    "timestamp": _TIME,
    "name": "trace",
    "userId": "u",
    "sessionId": "s",
    "release": "r",
    "version": "v",
    "environment": "prod",
    "public": True,
    "tags": ["a"],
    "input": "i",
    "output": ["o"],
    "metadata": {"k": "v"},
}
_SCORE = {
    "id": "sc1",
    "traceId": "t1",
    "observationId": "o1",
    "name": "quality",
    "value": 0.5,
    "dataType": "NUMERIC",
    "comment": "fine",
    "metadata": {"k": "v"},
    "environment": "prod",
}
_CONFIG = {
    "name": "odd",
    "dataType": "CATEGORICAL",
    "description": "d",
    "categories": [{"label": "good", "value": 1}, {"label": "bad", "value": 0}],
}
_TIER = {
    "name": "Base",
    "isDefault": True,
    "priority": 0,
    "conditions": [{"usageDetailPattern": "^in", "operator": "gt", "value": 100, "caseSensitive": False}],
    "prices": {"input": 1e-6},
}
_MODEL = {
    "modelName": "house",
    "matchPattern": "^house$",
    "startDate": _TIME,
    "unit": "TOKENS",
    "inputPrice": 0.1,
    "tokenizerId": "openai",
    "tokenizerConfig": {"a": 1},
}
_SOURCES = {
    "sources": [{"traceId": "t1", "observationId": "o1"}],
    "byTurn": True,
    "mapping": {
        "input": "path",
        "inputPath": "$[0]['a']",
        "expectedOutput": "path",
        "expectedOutputPath": "$.b",
        "metadata": "all",
    },
    "datasetId": "d",
}
_SCHEMAS = {"inputSchema": {"type": "object"}, "expectedOutputSchema": {"type": "string"}}
_DATASET = {"name": "folder/set", "description": "d", "metadata": {"k": ["v"]}, **_SCHEMAS}
_ITEM = {
    "input": {"a": ["b"]},
    "expectedOutput": "c",
    "metadata": {"k": 1},
    "status": "ARCHIVED",
    "sourceTraceId": "t1",
    "sourceObservationId": "o1",
}
_ITEM_TEXTS = {**_ITEM, "input": '{"a": ["b"]}', "expectedOutput": '"c"', "metadata": '{"k": 1}'}
_ATTRIBUTES = [
    {"key": "gen_ai.request.model", "value": {"stringValue": "gpt-5"}},
    {"key": "langfuse.observation.input", "value": {"stringValue": "[]"}},
]
_OTLP = {
    "resourceSpans": [
        {
            "resource": {"attributes": _ATTRIBUTES[:1]},
            "scopeSpans": [
                {
                    "scope": {"name": "test", "version": "1"},
                    "spans": [
                        {
                            "traceId": "0" * 31 + "1",
                            "spanId": "0" * 15 + "1",
                            "name": "call",
                            "startTimeUnixNano": "1795435200000000000",
                            "endTimeUnixNano": "1795435201000000000",
                            "attributes": _ATTRIBUTES,
                            "status": {"code": 2, "message": "bad"},
                        }
                    ],
                }
            ],
        }
    ]
}
_QUEUE = {"name": "q", "description": "x", "scoreConfigIds": [], "assigneeIds": []}
_OBJECTS = [
    {"objectType": "TRACE", "objectId": "t1"},
    {"objectType": "OBSERVATION", "objectId": "o1"},
    {"objectType": "SESSION", "objectId": "s"},
]

BODIES: dict[str, Sequence[dict[str, Any]]] = {
    "POST /api/public/ingestion": [
        {
            "batch": [
                {"id": f"e-{kind}", "type": kind, "timestamp": _TIME, "metadata": {"m": 1}, "body": body}
                for kind, body in (
                    ("trace-create", _TRACE),
                    ("generation-create", _GENERATION),
                    ("score-create", _SCORE),
                    ("sdk-log", {"log": "x"}),
                )
            ],
            "metadata": {"sdk_name": "python"},
        }
    ],
    "POST /api/public/otel/v1/traces": [_OTLP],
    "POST /api/public/traces": [_TRACE],
    "POST /api/public/events": [_SPAN],
    "POST /api/public/spans": [_SPAN],
    "PATCH /api/public/spans": [{"spanId": "o1", "traceId": "t1", "endTime": _TIME, "metadata": {}}],
    "POST /api/public/generations": [_GENERATION],
    "PATCH /api/public/generations": [{"generationId": "o1", "traceId": "t1", "endTime": _TIME, "completion": "x"}],
    "POST /api/public/scores": [_SCORE],
    "DELETE /api/public/traces": [{"traceIds": ["none"]}],
    "POST /api/public/media": [
        {
            "traceId": "t1",
            "observationId": "o1",
            "contentType": "image/png",
            "contentLength": 4,
            "sha256Hash": "A" * 43 + "=",
            "field": "input",
        },
        {
            "datasetId": "d",
            "datasetItemId": "i",
            "contentType": "image/png",
            "contentLength": 4,
            "sha256Hash": "A" * 43 + "=",
            "field": "expectedOutput",
        },
    ],
    "PATCH /api/public/media/{media_id}": [
        {"uploadedAt": _TIME, "uploadHttpStatus": 500, "uploadHttpError": "no", "uploadTimeMs": 1.5}
    ],
    "POST /api/public/models": [_MODEL, {"modelName": "tiered", "matchPattern": "^t$", "pricingTiers": [_TIER]}],
    "PUT /api/public/models/{model_id}": [_MODEL],
    "POST /api/public/v2/prompts": [
        {
            "name": "p",
            "type": "text",
            "prompt": "Hi {{you}} @@@langfusePrompt:name=q|label=production@@@",
            "labels": ["production"],
            "tags": ["t"],
            "config": {"a": 1},
            "commitMessage": "first",
        },
        {
            "name": "chat",
            "type": "chat",
            "prompt": [{"role": "user", "content": "Hi"}, {"type": "placeholder", "name": "history"}],
        },
    ],
    "PATCH /api/public/v2/prompts/{name}/versions/{version}": [{"newLabels": ["staging"]}],
    "POST /api/app/projects/{project_id}/prompts": [
        {
            "name": "written",
            "prompt": "Hi {{you}} @@@langfusePrompt:name=q|label=production@@@",
            "baseVersion": 0,
            "labels": ["production"],
            "tags": ["t"],
            "config": {"a": 1},
            "commitMessage": "first",
        },
        {
            "name": "written/chat",
            "prompt": [{"role": "user", "content": "Hi"}, {"type": "placeholder", "name": "history"}],
            "baseVersion": 1,
        },
    ],
    "POST /api/app/projects/{project_id}/prompts/preview": [
        {
            "name": "p",
            "prompt": [{"role": "user", "content": "@@@langfusePrompt:name=q|version=1@@@"}],
            "labels": ["production"],
            "tags": ["t"],
            "config": {"a": 1},
            "commitMessage": "first",
        }
    ],
    "POST /api/app/projects/{project_id}/protected-prompt-labels": [{"label": "staging"}],
    "PATCH /api/app/projects/{project_id}/prompts/labels": [
        {"name": "kept", "revision": 1, "labels": {"production": 1, "staging": None}}
    ],
    "POST /api/app/projects/{project_id}/prompts/labels/preview": [
        {"name": "kept", "labels": {"production": 1, "staging": None}}
    ],
    "PUT /api/app/projects/{project_id}/prompts/tags": [{"name": "kept", "revision": 1, "tags": ["t"]}],
    "POST /api/app/projects/{project_id}/prompts/copy": [{"name": "kept", "newName": "copy", "version": 1}],
    "POST /api/app/projects/{project_id}/prompts/rename": [{"name": "kept", "newName": "kept", "revision": 1}],
    "POST /api/app/projects/{project_id}/prompts/rename-folder": [{"folder": "f", "newFolder": "g"}],
    "POST /api/public/v2/datasets": [
        {
            "name": "d",
            "description": "x",
            "metadata": {"k": "v"},
            "inputSchema": {"type": "object", "properties": {"q": {"type": "string", "pattern": "^a"}}},
            "expectedOutputSchema": {"type": "string"},
        }
    ],
    "POST /api/public/datasets": [{"name": "d2"}],
    "POST /api/public/dataset-items": [
        {
            "datasetName": "kept",
            "id": "i",
            "input": {"q": "a"},
            "expectedOutput": "b",
            "metadata": {"k": ["v"]},
            "sourceTraceId": "t1",
            "sourceObservationId": "o1",
            "status": "ACTIVE",
        }
    ],
    "POST /api/public/dataset-run-items": [
        {
            "runName": "r",
            "runDescription": "x",
            "datasetItemId": "kept-item",
            "traceId": "t1",
            "observationId": "o1",
            "metadata": {"k": "v"},
            "datasetVersion": _TIME,
            "createdAt": _TIME,
        }
    ],
    "POST /api/public/score-configs": [
        {"name": "n", "dataType": "NUMERIC", "minValue": 0, "maxValue": 1, "description": "x"},
        {"name": "c", "dataType": "CATEGORICAL", "categories": [{"label": "a", "value": 1}]},
    ],
    "PATCH /api/public/score-configs/{config_id}": [{"name": "n2", "isArchived": True, "minValue": 0}],
    "POST /api/public/projects/{project_id}/apiKeys": [
        {"note": "n", "publicKey": "pk-lf-made", "secretKey": "sk-lf-made"}
    ],
    "PUT /api/public/organizations/memberships": [{"userId": "none", "role": "VIEWER"}],
    "DELETE /api/public/organizations/memberships": [{"userId": "none"}],
    "PUT /api/public/projects/{project_id}/memberships": [{"userId": "none", "role": "NONE"}],
    "DELETE /api/public/projects/{project_id}/memberships": [{"userId": "none"}],
    "POST /api/public/projects": [{"name": "New", "metadata": {"k": ["v"]}, "retention": 0}],
    "PUT /api/public/projects/{project_id}": [{"name": "P", "metadata": {"k": 1}, "retention": 30}],
    "POST /api/app/auth/login": [PERSON],
    "POST /api/app/auth/link": [{"token": "none"}],
    "POST /api/app/projects/{project_id}/keys": [{"note": "n", "expiresAt": "2027-01-01T00:00:00Z"}],
    "POST /api/app/organizations/{organization_id}/keys": [{"note": "n", "expiresAt": "2027-01-01T00:00:00Z"}],
    "POST /api/app/projects/{project_id}/models": [_MODEL, {**_MODEL, "inputPrice": None, "pricingTiers": [_TIER]}],
    "PUT /api/app/projects/{project_id}/models/{model_id}": [_MODEL],
    "POST /api/app/projects/{project_id}/models/match": [
        {
            "model": "gpt-5",
            "provider": "openai",
            "usage": {"input": 5},
            "modelParameters": {"t": "1"},
            "metadata": {"k": "v"},
            "draft": _MODEL,
            "draftId": "none",
        }
    ],
    "POST /api/app/projects/{project_id}/score-configs": [
        _CONFIG,
        {"name": "odd range", "dataType": "NUMERIC", "minValue": 0, "maxValue": 5},
    ],
    "PUT /api/app/projects/{project_id}/score-configs/{config_id}": [{**_CONFIG, "revision": 1}],
    "PUT /api/app/projects/{project_id}/score-configs/{config_id}/state": [{"isArchived": True, "revision": 1}],
    "PUT /api/app/projects/{project_id}/annotations": [
        {"traceId": "t1", "observationId": "o1", "configId": "none", "value": 1, "comment": "c", "queueId": "q"},
        {"sessionId": "s", "configId": "none", "value": "good"},
    ],
    "PUT /api/app/projects/{project_id}/corrections": [
        {"traceId": "t1", "observationId": "o1", "value": "better", "comment": "c"}
    ],
    "POST /api/public/comments": [
        {
            "projectId": PROJECT,
            "objectType": "TRACE",
            "objectId": "t1",
            "content": "see @[Ada](user:ada)",
            "authorUserId": "ada",
        }
    ],
    "POST /api/app/projects/{project_id}/comments": [
        {
            "objectType": "OBSERVATION",
            "objectId": "o1",
            "traceId": "t1",
            "content": "see @[Ada](user:ada)",
            "anchor": {"dataField": "input", "path": "$['a'][0]", "start": 0, "end": 4, "quote": "text"},
        },
        {"objectType": "SESSION", "objectId": "s1", "content": "x"},
    ],
    "POST /api/app/projects/{project_id}/comments/counts": [
        {"objectType": "TRACE", "subjects": [{"id": "t1", "traceId": "t1"}], "within": True}
    ],
    "PATCH /api/app/projects/{project_id}/comments/{comment_id}": [{"content": "other", "revision": 1}],
    "PUT /api/app/projects/{project_id}/comments/{comment_id}/reactions": [{"reaction": "heart", "isOn": True}],
    "POST /api/app/projects/{project_id}/mentions/read": [{"commentIds": ["none"], "isRead": True}],
    "POST /api/app/projects/{project_id}/dataset-sources/preview": [{**_SOURCES, "limit": 5}],
    "POST /api/app/projects/{project_id}/dataset-sources/add": [
        {**_SOURCES, "repeats": True},
        {**_SOURCES, "edited": {"input": '{"q": "a"}', "expectedOutput": '["b"]', "metadata": '{"k": "v"}'}},
    ],
    "POST /api/public/annotation-queues": [{"name": "q", "description": "x", "scoreConfigIds": []}],
    "POST /api/public/annotation-queues/{queue_id}/items": [
        {"objectId": "t1", "objectType": "TRACE", "status": "PENDING"}
    ],
    "PATCH /api/public/annotation-queues/{queue_id}/items/{queue_item_id}": [{"status": "COMPLETED"}],
    "POST /api/public/annotation-queues/{queue_id}/assignments": [{"userId": "u"}],
    "DELETE /api/public/annotation-queues/{queue_id}/assignments": [{"userId": "u"}],
    "POST /api/app/projects/{project_id}/annotation-queues": [_QUEUE],
    "PUT /api/app/projects/{project_id}/annotation-queues/{queue_id}": [{**_QUEUE, "revision": 1}],
    "POST /api/app/projects/{project_id}/annotation-queues/subjects": [{"objects": _OBJECTS}],
    "POST /api/app/projects/{project_id}/annotation-queues/containing": [{"objects": _OBJECTS}],
    "POST /api/app/projects/{project_id}/annotation-queues/items": [{"queueIds": ["1"], "objects": _OBJECTS}],
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/status": [
        {"ids": ["i"], "status": "COMPLETED"}
    ],
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/remove": [{"ids": ["i"]}],
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/restore": [{"ids": ["i"]}],
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/next": [{"after": "i", "again": True}],
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/{queue_item_id}/open": [{"takeOver": True}],
    # Names and passwords that do not fit: who deletes the project or goes cannot go on asking.
    "DELETE /api/app/projects/{project_id}": [{"name": "another name"}],
    "PATCH /api/app/projects/{project_id}": [{"metadata": {"k": ["v"]}, "revision": 1}],
    "POST /api/app/projects/{project_id}/transfer/preview": [{"organizationId": "none"}],
    "POST /api/app/projects/{project_id}/transfer": [{"organizationId": "none"}],
    "PUT /api/app/projects/{project_id}/members/{user_id}": [{"role": "viewer"}],
    "POST /api/app/organizations": [{"name": "New"}],
    "PATCH /api/app/organizations/{organization_id}": [{"name": "Org", "metadata": {"k": 1}, "revision": 1}],
    "DELETE /api/app/organizations/{organization_id}": [{"name": "another name"}],
    "POST /api/app/organizations/{organization_id}/projects": [{"name": "New"}],
    "PUT /api/app/organizations/{organization_id}/members/{user_id}": [{"role": "viewer"}],
    "PUT /api/app/organizations/{organization_id}/members/{user_id}/projects/{project_id}": [{"role": "none"}],
    "POST /api/app/organizations/{organization_id}/invitations": [
        {
            "role": "viewer",
            "projectId": PROJECT,
            "projectRole": "member",
            "email": "new@example.com",
            "note": "n",
            "maxUses": 2,
            "days": 3,
        }
    ],
    "POST /api/app/invitations/look": [{"token": "none"}],
    "POST /api/app/invitations/accept": [{"token": "none"}],
    "POST /api/app/invitations/join": [
        {"token": "none", "email": "new@example.com", "name": "New", "password": "long enough"}
    ],
    "PATCH /api/app/account": [{"name": "Ada"}],
    "PUT /api/app/account/password": [{"current": PERSON["password"], "new": PERSON["password"]}],
    "POST /api/app/projects/{project_id}/datasets": [_DATASET],
    "PATCH /api/app/projects/{project_id}/datasets/{dataset_id}": [{**_DATASET, "revision": 1}],
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/copies": [{"name": "copy"}],
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/schema-fit": [_SCHEMAS],
    "POST /api/app/projects/{project_id}/dataset-schemas": [{"samples": [{"a": ["b", 1, None]}, 2]}],
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/items": [
        {"items": [{**_ITEM_TEXTS, "id": "i1"}], "dryRun": True},
        {"items": [_ITEM_TEXTS]},
    ],
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/deeds": [
        {"deed": "archive", "ids": ["kept-item"]},
        {"deed": "restore", "ids": ["kept-item"], "at": _TIME},
    ],
    # A file of one line: JSON Lines.
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/import-preview": [{"id": "i2", "input": {"a": ["b"]}}],
    "POST /api/app/projects/{project_id}/datasets/{dataset_id}/import": [{"id": "i2", "input": {"a": ["b"]}}],
    "PUT /api/app/projects/{project_id}/datasets/{dataset_id}/items/{item_id}": [
        {"version": _TIME, "input": '{"a": ["b"]}', "expectedOutput": '"c"', "metadata": "{}", "status": "ARCHIVED"}
    ],
    "POST /api/app/projects/{project_id}/experiments/comparison/texts": [
        {"places": [{"run": "e", "item": "i", "trace": "t1", "observation": "o1"}], "whole": True}
    ],
    "DELETE /api/app/projects/{project_id}/experiments": [{"ids": ["none"], "withTraces": True}],
    "DELETE /api/app/projects/{project_id}/traces": [{"ids": ["none"]}],
    "DELETE /api/app/projects/{project_id}/scores": [{"ids": ["none"]}],
}
# JSON documents inside of query strings: the parameter, and valid values.
_CONDITIONS = [
    {"type": "string", "column": "name", "operator": "contains", "value": "a"},
    {"type": "datetime", "column": "timestamp", "operator": ">", "value": _TIME},
    {"type": "stringObject", "column": "metadata", "key": "k", "operator": "=", "value": "v"},
    {"type": "numberObject", "column": "scores_avg", "key": "quality", "operator": ">=", "value": 0.5},
    {"type": "arrayOptions", "column": "tags", "operator": "any of", "value": ["a"]},
]
_STEPS = [
    {"type": "stringOptions", "column": "type", "operator": "any of", "value": ["SPAN"]},
    {"type": "number", "column": "latency", "operator": ">", "value": 1},
    {"type": "null", "column": "endTime", "operator": "is null", "value": ""},
    {"type": "positionInTrace", "column": "positionInTrace", "operator": "=", "key": "nthFromEnd", "value": 2},
]
_METRICS = {
    "view": "observations",
    "metrics": [{"measure": "latency", "aggregation": "p95"}],
    "dimensions": [{"field": "name"}],
    "filters": [_STEPS[0]],
    "timeDimension": {"granularity": "day"},
    "orderBy": [{"field": "p95_latency", "direction": "desc"}],
    "config": {"bins": 5, "row_limit": 10},
    "fromTimestamp": _TIME,
    "toTimestamp": "2026-11-24T12:00:00.000Z",
}
DOCUMENTS: dict[str, tuple[str, Any]] = {
    "GET /api/public/traces": ("filter", _CONDITIONS),
    "GET /api/public/observations": ("filter", _STEPS),
    "GET /api/public/v2/observations": ("filter", _STEPS),
    "GET /api/public/v2/scores": ("filter", [_CONDITIONS[0], _CONDITIONS[2]]),
    "GET /api/public/metrics": ("query", {**_METRICS, "view": "traces", "filters": [_CONDITIONS[0]]}),
    "GET /api/public/v2/metrics": ("query", _METRICS),
    "GET /api/app/projects/{project_id}/traces": ("filter", _CONDITIONS),
    "GET /api/app/projects/{project_id}/observations": ("filter", _STEPS),
    "GET /api/app/projects/{project_id}/scores": ("filter", [_CONDITIONS[0]]),
}
_IMPORT = {
    "fileName": "a.jsonl",
    "encoding": "utf-8",
    "delimiter": ",",
    "mapping": {"input": {"kind": "input", "key": "k", "isText": True}, "id": {"kind": "id"}},
    "deriveIds": True,
    "isHead": False,
}
DOCUMENTS |= {
    f"POST /api/app/projects/{{project_id}}/datasets/{{dataset_id}}/{name}": ("options", _IMPORT)
    for name in ("import", "import-preview")
}
BODILESS = {
    "POST /api/app/projects/{project_id}/models/jobs",
    "POST /api/app/projects/{project_id}/comments/{comment_id}/restore",
    "PUT /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/{queue_item_id}/lock",
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/{queue_item_id}/skip",
    "POST /api/app/projects/{project_id}/annotation-queues/{queue_id}/items/{queue_item_id}/complete",
    f"POST {LEAVING}",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path template, with the names of its parameters."""

    method: str
    path: str
    in_path: tuple[str, ...]
    in_query: tuple[str, ...]

    @property
    def name(self) -> str:
        """``GET /api/public/traces``."""
        return f"{self.method} {self.path}"


@cache  # describing all routes takes a second, and many tests ask
def described_paths() -> dict[str, dict[str, Any]]:
    """Operations by path and method, as the applications describe themselves."""
    app = FastAPI()
    install_public_api(app)
    (mounted,) = (route for route in app.routes if isinstance(route, Mount))
    public = cast(FastAPI, mounted.app).openapi()["paths"]
    return {**{f"{mounted.path}{path}": ways for path, ways in public.items()}, **openapi_document()["paths"]}


@cache
def operations() -> list[Operation]:
    """Every operation, and the receiver of traces."""
    found = [
        Operation(
            method.upper(),
            path,
            tuple(one["name"] for one in way.get("parameters", ()) if one["in"] == "path"),
            tuple(one["name"] for one in way.get("parameters", ()) if one["in"] == "query"),
        )
        for path, ways in described_paths().items()
        for method, way in ways.items()
        if path not in (ENDLESS, LEAVING)
    ]
    return sorted([*found, Operation("POST", "/api/public/otel/v1/traces", (), ())], key=lambda one: one.name)


@dataclass(frozen=True, slots=True)
class Server:
    """A client with a person's cookie and a project's key, and the key of the organisation."""

    client: TestClient
    organisation_key: tuple[str, str]

    def auth_of(self, path: str, method: str = "GET") -> tuple[str, str]:
        """The key that fits the route."""
        manages = ("/api/public/organizations/", "/api/public/projects/")
        is_managing = path.startswith(manages) or (path, method) == ("/api/public/projects", "POST")
        return self.organisation_key if is_managing else KEY


@contextmanager
def odd_server(folder: Path, metadata_url: str) -> Iterator[Server]:
    """The whole server on the embedded store and this metadata database, with a few objects in it."""
    with pytest.MonkeyPatch.context() as patch:
        said = {"ORG_ID": "org", "ORG_NAME": "Org", "PROJECT_ID": PROJECT, "PROJECT_NAME": "P"}
        keys = {"PROJECT_PUBLIC_KEY": KEY[0], "PROJECT_SECRET_KEY": KEY[1]}
        person = {"USER_EMAIL": PERSON["email"], "USER_NAME": "Ada", "USER_PASSWORD": PERSON["password"]}
        for name, value in {**said, **keys, **person}.items():
            patch.setenv(f"LANGFUSE_INIT_{name}", value)
        app = build_app(Settings(data_dir=folder, metadata_url=metadata_url))
        with TestClient(app, raise_server_exceptions=False, base_url="http://localhost") as client:
            client.auth = KEY
            seed = Seed(app.state.services.store, PROJECT)
            seed.trace("t1", 0, session_id="s")
            seed.observation("t1", "o1", experiment=Experiment(id="1", item_id="i", item_root_id="o1"))
            assert client.portal is not None
            client.portal.call(_add_queue, app.state.services)
            client.portal.call(_add_dataset, app.state.services)
            yield Server(client, _prepare(client))


async def _add_queue(services: Services) -> None:
    """With the id that stands for all ids in a path."""
    async with services.database.session() as session:
        session.add(AnnotationQueue(id="1", project_id=PROJECT, name="kept", score_config_ids=[]))
        await session.flush()
        item = AnnotationQueueItem(id="1", project_id=PROJECT, queue_id="1", object_key="0" * 64)
        item.object_type, item.object_id = "TRACE", "t1"
        session.add(item)


async def _add_dataset(services: Services) -> None:
    """With the same id."""
    async with services.database.session() as session:
        session.add(Dataset(id="1", project_id=PROJECT, name="kept"))


def _prepare(client: TestClient) -> tuple[str, str]:
    answer = client.post("/api/app/auth/login", json=PERSON)
    assert answer.status_code == 200, answer.text
    made = client.post("/api/app/organizations/org/keys", json={"note": "odd"})
    assert made.status_code in (200, 201), made.text
    assert client.post("/api/public/v2/datasets", json={"name": "kept"}).status_code == 200
    for name in ("kept", "f/kept"):
        assert client.post("/api/public/v2/prompts", json={"name": name, "prompt": "{{a}}"}).status_code == 200
    for item_id in ("kept-item", "1"):
        item = {"datasetName": "kept", "id": item_id, "input": {}}
        assert client.post("/api/public/dataset-items", json=item).status_code == 200
    return made.json()["publicKey"], made.json()["secretKey"]
