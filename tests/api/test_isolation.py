"""No project sees another: every route of both APIs, found by listing them, so that none can be forgotten."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from sidelight.store.store import Store
from tests.contract.odd_requests import described_paths
from tests.fixtures.belongings import EXPERIMENT, IDS, TRACE, add_belongings, ids_of
from tests.fixtures.read_world import ReadWorld, open_read_world

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECRET = "zebra-of-the-trap"
# Routes that belong to a person or to the server, not to a project.
OF_NO_PROJECT = {
    "/api/app/instance",
    "/api/app/me",
    "/api/app/auth/login",
    "/api/app/auth/link",
    "/api/app/auth/logout",
    "/api/public/health",
    "/api/public/ready",
    # Of an organisation: tests/api/public/test_organisation_keys.py.
    "/api/public/organizations/apiKeys",
    "/api/public/organizations/projects",
    "/api/public/organizations/memberships",
    "/api/public/projects/{project_id}",
    "/api/public/projects/{project_id}/memberships",
    "/api/public/projects/{project_id}/apiKeys",
    "/api/public/projects/{project_id}/apiKeys/{api_key_id}",
}
# Of a person, or of an organisation: tests/api/test_isolation_of_organisations.py.
OF_PEOPLE = ("/api/app/account", "/api/app/invitations/", "/api/app/organizations")
ENDLESS = {"/api/app/projects/{project_id}/live"}  # its access check: tests/api/app/test_live.py; its feed: below


def routes() -> dict[str, set[str]]:
    """Methods by path template, as the applications describe themselves."""
    return {path: {method.upper() for method in methods} for path, methods in described_paths().items()}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two_projects(event_store: Store, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[ReadWorld]:
    """One world for all tests here: they only read, or ask for changes that are refused."""
    async with open_read_world(event_store, tmp_path_factory.mktemp("world")) as world:
        for project_id, word in (("rocket", "apple-of-the-rocket"), ("trap", SECRET)):
            await add_belongings(world, project_id, word)
        yield world


# What a route must be asked with.
_METRICS = {
    "view": "observations",
    "metrics": [{"measure": "count", "aggregation": "count"}],
    "dimensions": [{"field": "environment"}, {"field": "traceName"}, {"field": "tags"}],
    "fromTimestamp": "2026-11-23T00:00:00Z",
    "toTimestamp": "2026-11-24T00:00:00Z",
}
ASKED_WITH = {
    **{path: {"query": json.dumps(_METRICS)} for path in ("/api/public/metrics", "/api/public/v2/metrics")},
    **{
        path: {"fromStartTime": "2026-11-23T00:00:00Z"}
        for path in ("/api/public/experiments", "/api/public/experiment-items")
    },
}
_COMPARISON = "/api/app/projects/{project_id}/experiments/comparison"
_OF_NAME = f"name={IDS['name']}"
_OWN_SCORE = "name=apple-of-the-rocket&source=API&type=CATEGORICAL"
_TWO_SCORES = f"{_OWN_SCORE}&name2=apple-of-the-rocket&source2=API"
APP_ASKED_WITH = (
    {
        f"/api/app/projects/{{project_id}}/scores/analytics/{part}": asked
        for part, asked in (
            ("one", _OWN_SCORE),
            ("agreement", _TWO_SCORES),
            ("subjects", f"{_TWO_SCORES}&label=apple-of-the-rocket&label2=apple-of-the-rocket"),
        )
    }
    | {
        f"/api/app/projects/{{project_id}}/prompts/{part}": f"{_OF_NAME}&version=1"
        for part in ("overview", "versions", "version", "composition", "metrics", "impact")
    }
    | {
        _COMPARISON: f"run={EXPERIMENT}",
        f"{_COMPARISON}/export": f"run={EXPERIMENT}",
        f"{_COMPARISON}/search": f"run={EXPERIMENT}&q=in",
        "/api/app/projects/{project_id}/comments": f"objectType=TRACE&objectId={TRACE}",
    }
)


async def asked_with(sdk: httpx.AsyncClient, template: str) -> dict[str, str]:
    """The parameters that a route cannot do without."""
    if template.endswith("/dataset-run-items"):
        dataset = (await sdk.get(f"/v2/datasets/{IDS['name']}")).json()
        return {"datasetId": dataset["id"], "runName": IDS["run_name"]}
    return ASKED_WITH.get(template, {})


def in_project(template: str, project_id: str) -> str:
    return template.format(project_id=project_id, **ids_of(project_id), **IDS)


APP_ROUTES = sorted(
    path
    for path in routes()
    if path.startswith("/api/app/") and not path.startswith(OF_PEOPLE) and path not in OF_NO_PROJECT | ENDLESS
)
PUBLIC_ROUTES = sorted(path for path in routes() if path.startswith("/api/public/") and path not in OF_NO_PROJECT)
# What says when and how often, but holds no text of the project.
WITHOUT_TEXTS = ("/changes", "/versions/{item_id}", "/inferred-schemas")
RANGE = "from=2026-11-23T00:00:00Z&to=2026-11-24T00:00:00Z&hidden=true&limit=100"


async def test_all_routes_are_found() -> None:
    assert len(APP_ROUTES) >= 14
    assert len(PUBLIC_ROUTES) >= 7
    assert "/api/app/projects/{project_id}/traces/{trace_id}/skeleton" in APP_ROUTES
    assert "/api/public/traces/{trace_id}" in PUBLIC_ROUTES
    assert set(routes()) >= OF_NO_PROJECT | ENDLESS
    assert all("{project_id}" in path for path in APP_ROUTES)


@pytest.mark.parametrize("template", [path for path in APP_ROUTES if "GET" in routes()[path]])
async def test_the_web_app_shows_only_the_project_in_the_path(two_projects: ReadWorld, template: str) -> None:
    async with two_projects.browser("ada") as browser:
        asked = f"{RANGE}&{APP_ASKED_WITH.get(template, '')}"
        mine = await browser.get(f"{in_project(template, 'rocket')}?{asked}")
        assert mine.status_code == 200, mine.text
        assert SECRET not in mine.text
        if template.endswith("/histogram"):
            assert sum(bucket["count"] for bucket in mine.json()["buckets"]) == 4
        elif template.endswith("/distributions"):
            assert [one["count"] for one in mine.json()] == [1, 1, 1]
        elif not template.endswith(
            (
                "/keys",
                "/setup/codex",
                "/members",
                "/people",
                "/audit",
                "/audit/facets",
                "/audit/export",
                "/settings",
                "/contents",
                *WITHOUT_TEXTS,
            )
        ):
            assert "apple-of-the-rocket" in mine.text
    async with two_projects.browser("eve") as browser:
        theirs = await browser.get(f"{in_project(template, 'trap')}?{asked}")
        assert theirs.status_code == 200
        assert "apple-of-the-rocket" not in theirs.text


@pytest.mark.parametrize("template", APP_ROUTES)
async def test_the_web_app_refuses_projects_of_others(two_projects: ReadWorld, template: str) -> None:
    for method in routes()[template]:
        for user, status in (("ada", 404), ("", 401)):
            async with two_projects.people.browser(user) as browser:
                answer = await browser.request(method, in_project(template, "trap"), json={})
                assert answer.status_code == status, (method, template, answer.text)
                assert SECRET not in answer.text


@pytest.mark.parametrize("template", [path for path in PUBLIC_ROUTES if "GET" in routes()[path]])
async def test_a_key_opens_only_its_project(two_projects: ReadWorld, template: str) -> None:
    path = in_project(template, "rocket").removeprefix("/api/public")
    async with two_projects.sdk("rocket") as sdk:
        asked = await asked_with(sdk, template)
        answer = await sdk.get(path, params=asked)
        assert answer.status_code == 200, answer.text
        assert SECRET not in answer.text
        assert "apple-of-the-rocket" in answer.text or "/projects" in template
        assert (
            SECRET
            not in (await sdk.get(path, params=asked | {"userId": SECRET, "name": SECRET, "project_id": "trap"})).text
        )
    async with two_projects.sdk("trap") as sdk:
        # Also asked with the ids of the other project.
        assert "apple-of-the-rocket" not in (await sdk.get(path, params=asked)).text
        assert "apple-of-the-rocket" not in (await sdk.get(path, params=await asked_with(sdk, template))).text


@pytest.mark.parametrize("path", [f"/traces/{SECRET}-rootless", "/observations/only-theirs", "/sessions/only-theirs"])
async def test_ids_of_others_do_not_exist(two_projects: ReadWorld, path: str) -> None:
    two_projects.seed("trap").observation("only-theirs", "only-theirs", 5, session_id="only-theirs")
    async with two_projects.sdk("rocket") as sdk:
        assert (await sdk.get(path)).status_code == 404
    async with two_projects.sdk("trap") as sdk:
        assert (await sdk.get(path)).status_code == 200


@pytest.mark.parametrize(
    "text", [SECRET, "') OR project_id = 'trap' --", "{project_id:String}", "%' OR 1=1 --", "\\' OR 1 --", "trap"]
)
async def test_no_filter_reaches_another_project(two_projects: ReadWorld, text: str) -> None:
    names = ("q", "environment", "user", "model", "name", "source", "session")
    async with two_projects.browser("ada") as browser:
        for name in names:
            for path in ("traces", "traces/facets", "traces/histogram", "sessions"):
                answer = await browser.get(f"/api/app/projects/rocket/{path}", params={name: text})
                assert answer.status_code == 200, answer.text
                body = json.dumps(answer.json())
                assert SECRET not in body


async def test_live_news_are_of_one_project(two_projects: ReadWorld) -> None:
    import asyncio

    from sidelight.api.app.live import event_stream

    feed = two_projects.services.live
    feed.attach(asyncio.get_running_loop())
    events = event_stream(feed, "rocket", heartbeat_s=0.05, pause_s=0)
    await anext(events)
    feed.publish("trap", [SECRET])
    assert (await anext(events)).startswith(b":")
    await events.aclose()  # type: ignore[attr-defined]
