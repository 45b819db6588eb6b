"""Signing in and out: cookies, links, throttling, other sites, and others' projects."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from sidelight.api.app import auth, instance, keys
from sidelight.api.app.session import cookie_name
from sidelight.platform.clock import now
from sidelight.platform.database import Database
from sidelight.platform.login_throttle import MAX_BY_ACCOUNT, MAX_BY_ADDRESS
from sidelight.platform.tables import User, WebSession
from tests.fixtures.web_app import PASSWORD, SECRET, World, make_world

COOKIE = cookie_name(SECRET)
ADA = {"email": "ada@example.com", "password": PASSWORD}


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    return await make_world(database, tmp_path, auth.router, instance.router, keys.router)


def assert_problem(answer: httpx.Response, status: int, said: str) -> None:
    body = answer.json()
    assert answer.status_code == status, body
    assert set(body) == {"message", "hint", "field"}
    assert said in body["message"]
    assert body["hint"]


async def test_a_password_opens_a_session(world: World) -> None:
    async with world.browser() as browser:
        answer = await browser.post("/api/app/auth/login", json={"email": " Ada@Example.com ", "password": PASSWORD})
        assert answer.status_code == 200
        assert answer.json() == {
            "id": "ada",
            "email": "ada@example.com",
            "name": "Ada",
            "isAdmin": True,
            "hasPassword": True,
            "mayCreateOrganizations": True,
            "organizations": [{"id": "acme", "name": "Acme", "role": "owner"}],
            "projects": [
                {
                    "id": "rocket",
                    "name": "Rocket",
                    "organizationId": "acme",
                    "organizationName": "Acme",
                    "role": "owner",
                }
            ],
        }
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"):
            assert part in cookie
        assert "Secure" not in cookie
        assert (await browser.get("/api/app/me")).json() == answer.json()


async def test_over_https_the_cookie_is_secure(world: World) -> None:
    async with world.browser(base_url="https://sidelight.test") as browser:
        answer = await browser.post("/api/app/auth/login", json=ADA)
        assert "Secure" in answer.headers["set-cookie"]
        assert (await browser.get("/api/app/me")).status_code == 200


async def test_without_session_there_is_nothing(world: World) -> None:
    async with world.browser() as browser:
        assert_problem(await browser.get("/api/app/me"), 401, "not signed in")
        assert_problem(await browser.get("/api/app/projects/rocket/keys"), 401, "not signed in")
        browser.cookies.set(COOKIE, "made up")
        assert_problem(await browser.get("/api/app/me"), 401, "session has ended")


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com", "vic@example.com"])
async def test_a_wrong_password_does_not_tell_which_accounts_exist(world: World, email: str) -> None:
    async with world.browser() as browser:
        answer = await browser.post("/api/app/auth/login", json={"email": email, "password": "wrong"})
        assert_problem(answer, 401, "The e-mail address or the password is wrong.")
        assert "set-cookie" not in answer.headers


async def test_guessing_an_account_is_slowed_down(world: World) -> None:
    async with world.browser() as browser:
        for _ in range(MAX_BY_ACCOUNT):
            answer = await browser.post("/api/app/auth/login", json={**ADA, "password": "wrong"})
            assert answer.status_code == 401
        answer = await browser.post("/api/app/auth/login", json=ADA)
        assert_problem(answer, 429, "too many failed attempts")
        assert 0 < int(answer.headers["retry-after"]) <= 300
        assert answer.headers["retry-after"] in answer.json()["hint"]


async def test_guessing_links_is_slowed_down(world: World) -> None:
    async with world.browser() as browser:
        for _ in range(MAX_BY_ADDRESS):
            assert (await browser.post("/api/app/auth/link", json={"token": "guess"})).status_code == 401
        assert_problem(await browser.post("/api/app/auth/link", json={"token": "guess"}), 429, "too many")


async def test_a_link_opens_a_session_once(world: World) -> None:
    token = await world.login_token("vic")
    async with world.browser() as browser:
        answer = await browser.post("/api/app/auth/link", json={"token": token})
        assert answer.json()["email"] == "vic@example.com"
        assert (await browser.get("/api/app/me")).status_code == 200
    async with world.browser() as other:
        assert_problem(await other.post("/api/app/auth/link", json={"token": token}), 401, "already used")


async def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    async with world.browser("ada") as browser:
        token = browser.cookies[COOKIE]
        answer = await browser.post("/api/app/auth/logout")
        assert answer.status_code == 204
        assert COOKIE not in browser.cookies
        browser.cookies.set(COOKIE, token)
        assert (await browser.get("/api/app/me")).status_code == 401
    async with world.browser() as nobody:
        assert (await nobody.post("/api/app/auth/logout")).status_code == 204


async def test_signing_in_again_ends_the_former_session(world: World) -> None:
    async with world.browser("ada") as browser:
        former = browser.cookies[COOKIE]
        await browser.post("/api/app/auth/login", json=ADA)
        assert browser.cookies[COOKIE] != former
        browser.cookies.set(COOKIE, former, domain="sidelight.test")
        assert (await browser.get("/api/app/me")).status_code == 401


async def test_use_extends_the_session(world: World) -> None:
    async with world.browser("ada") as browser:
        assert "set-cookie" not in (await browser.get("/api/app/me")).headers
        async with world.services.database.session() as session:
            await session.execute(update(WebSession).values(last_seen_at=now() - timedelta(hours=2)))
        assert COOKIE in (await browser.get("/api/app/me")).headers["set-cookie"]
        assert "set-cookie" not in (await browser.get("/api/app/me")).headers


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://other.sidelight.test"},
        {"sec-fetch-site": "cross-site", "origin": "http://sidelight.test"},
        {"origin": "https://evil.example"},
        {"origin": "http://sidelight.test:8080"},
        {"origin": "null"},
        {"origin": "http://[broken"},
    ],
)
async def test_other_sites_cannot_change_anything(world: World, headers: dict[str, str]) -> None:
    async with world.browser("ada") as browser:
        for path, body in (
            ("/api/app/projects/rocket/keys", {"note": "x"}),
            ("/api/app/auth/login", ADA),
            ("/api/app/auth/link", {"token": "x"}),
            ("/api/app/auth/logout", None),
        ):
            assert_problem(await browser.post(path, json=body, headers=headers), 403, "another web site")
        assert (await browser.get("/api/app/me", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "same-origin", "origin": "http://sidelight.test"},
        {"sec-fetch-site": "none"},
        {"origin": "http://sidelight.test"},
        {"origin": "http://sidelight.test:80"},
        {"origin": "https://localhost:8443", "host": "localhost:8443"},  # a proxy took TLS off
        {"origin": "http://sidelight.test", "host": "10.0.0.7:3000"},  # a proxy changed the host; base_url is known
    ],
)
async def test_the_own_site_may(world: World, headers: dict[str, str]) -> None:
    async with world.browser() as browser:
        assert (await browser.post("/api/app/auth/login", json=ADA, headers=headers)).status_code == 200


async def test_a_project_of_others_looks_like_none(world: World) -> None:
    async with world.browser("eve") as browser:
        foreign = await browser.get("/api/app/projects/rocket/keys")
        missing = await browser.get("/api/app/projects/missing/keys")
        assert_problem(foreign, 404, "no such project")
        assert foreign.json() == missing.json()
        assert (await browser.get("/api/app/projects/trap/keys")).status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({"password": "x"}, "email", "'email' is missing"),
        ({"email": "a@b.c", "password": ""}, "password", "'password' is not valid"),
        ({"email": "a@b.c", "password": "x" * 2000}, "password", "'password' is not valid"),
        ({}, "email", "1 more field(s)"),
        ([], "", "The body is not valid"),
    ],
)
async def test_a_wrong_field_is_named(world: World, body: object, field: str, said: str) -> None:
    async with world.browser() as browser:
        answer = await browser.post("/api/app/auth/login", json=body)
        assert_problem(answer, 422, said)
        assert answer.json()["field"] == field


async def test_a_body_that_is_not_json_is_explained(world: World) -> None:
    async with world.browser() as browser:
        answer = await browser.post("/api/app/auth/login", content="{", headers={"content-type": "application/json"})
        assert_problem(answer, 422, "not valid JSON")
        assert_problem(await browser.post("/api/app/auth/login"), 422, "body is missing")


async def test_a_password_never_comes_back_in_an_error(world: World) -> None:
    async with world.browser() as browser:
        answer = await browser.post("/api/app/auth/login", json={"email": 5, "password": "tell nobody"})
        assert answer.status_code == 422
        assert "tell nobody" not in answer.text


async def test_paths_and_failures_answer_with_problems(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with world.browser("ada") as browser:
        assert_problem(await browser.get("/api/app/nothing"), 404, "Not Found")
        answer = await browser.delete("/api/app/me")
        assert_problem(answer, 405, "Method Not Allowed")
        assert answer.headers["allow"] == "GET"

        async def fail(*_: object) -> None:
            raise RuntimeError("secret detail")

        monkeypatch.setattr(auth, "projects_of", fail)
        with capture_logs() as logs:
            answer = await browser.get("/api/app/me")
        assert [entry["event"] for entry in logs] == ["app_request_failed"]
        assert_problem(answer, 500, "failed to answer")
        assert "secret detail" not in answer.text


async def test_the_instance_tells_how_to_sign_in(world: World) -> None:
    async with world.browser() as browser:
        body = (await browser.get("/api/app/instance")).json()
        assert body["baseUrl"] == "http://sidelight.test"
        assert (body["grpcPort"], body["tls"], body["mutualTls"], body["defaultLoginHint"]) == (0, False, False, "")
        async with world.services.database.session() as session:
            await session.execute(update(User).values(password_hash=None))
        assert "sidelight login-link" in (await browser.get("/api/app/instance")).json()["defaultLoginHint"]


async def test_a_stronger_hash_replaces_an_old_one(world: World) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    async with world.services.database.session() as session:
        await session.execute(update(User).where(User.id == "ada").values(password_hash=weak))
    async with world.browser() as browser:
        assert (await browser.post("/api/app/auth/login", json=ADA)).status_code == 200
        async with world.services.database.reading() as session:
            stored = await session.scalar(select(User.password_hash).where(User.id == "ada"))
        assert stored != weak
        assert (await browser.post("/api/app/auth/login", json=ADA)).status_code == 200
