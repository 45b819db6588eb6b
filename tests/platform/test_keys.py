"""Verification: right, fast, bounded, and honest about why a key is refused."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from sidelight.platform import keys
from sidelight.platform.api_keys import NewKey, create_key, list_keys, revoke_key
from sidelight.platform.credentials import KeyRefusal
from sidelight.platform.database import Database
from sidelight.platform.instance_secret import InstanceSecret
from sidelight.platform.keys import KeyIdentity, KeyVerifier
from sidelight.platform.tables import ApiKey


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Statements:
    """Counts what reaches the database."""

    def __init__(self, database: Database) -> None:
        self.count = 0
        event.listen(database._engine.sync_engine, "before_cursor_execute", self._on_execute)

    def _on_execute(self, *_: object) -> None:
        self.count += 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def verifier(database: Database, secret: InstanceSecret, clock: Clock) -> KeyVerifier:
    return KeyVerifier(database, secret, clock)


@pytest.fixture
async def key(database: Database, secret: InstanceSecret, project_id: str) -> NewKey:
    async with database.session() as session:
        return await create_key(session, secret, project_id, "laptop")


async def refusal_of(verifier: KeyVerifier, public_key: str, secret_key: str) -> KeyRefusal:
    result = await verifier.verify(public_key, secret_key)
    assert isinstance(result, KeyRefusal)
    assert not secret_key or secret_key not in result.message
    return result


async def test_a_good_pair_is_its_project(verifier: KeyVerifier, key: NewKey) -> None:
    assert await verifier.verify(key.view.public_key, key.secret_key) == KeyIdentity(
        project_id="project",
        key_id=key.view.id,
        public_key=key.view.public_key,
        organisation_id="org",
        project_name="Project",
        organisation_name="Organisation",
    )


async def test_the_hot_path_does_not_ask_the_database(
    database: Database, verifier: KeyVerifier, key: NewKey, clock: Clock
) -> None:
    await verifier.verify(key.view.public_key, key.secret_key)
    statements = Statements(database)
    for _ in range(100):
        assert isinstance(await verifier.verify(key.view.public_key, key.secret_key), KeyIdentity)
        await refusal_of(verifier, key.view.public_key, "sk-lf-wrong")
    assert statements.count == 0
    clock.now_s += keys.FRESH_S + 0.1
    await verifier.verify(key.view.public_key, key.secret_key)
    assert statements.count > 0


async def test_unknown_keys_are_remembered_and_bounded(
    database: Database, verifier: KeyVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "MAX_KEYS", 5)
    for number in range(20):
        await refusal_of(verifier, f"pk-lf-{number}", "sk-lf-x")
    assert len(verifier._known) == 5
    statements = Statements(database)
    await refusal_of(verifier, "pk-lf-19", "sk-lf-x")
    assert statements.count == 0


async def test_requests_at_once_ask_once(database: Database, verifier: KeyVerifier, key: NewKey) -> None:
    statements = Statements(database)
    results = await asyncio.gather(*(verifier.verify(key.view.public_key, key.secret_key) for _ in range(50)))
    assert all(isinstance(result, KeyIdentity) for result in results)
    assert statements.count <= 2  # the query, and BEGIN on SQLite
    assert verifier._reads == {}


async def test_refusals_say_why(verifier: KeyVerifier, key: NewKey) -> None:
    public_key = key.view.public_key
    other = "sk-lf-00000000-0000-4000-8000-000000000000"
    cases = {
        ("pk-lf-unknown", other): ("unknown_key", "The public key pk-lf-unknown is not known here."),
        ("my secret in the wrong place", other): ("unknown_key", "The public key is not known here."),
        (public_key, other): ("wrong_secret", f"does not belong to the public key {public_key}"),
        (public_key, public_key): ("wrong_secret", "A public key stands where the secret key belongs"),
        (public_key, key.secret_key[:20]): ("truncated_secret", "20 characters long"),
    }
    for (public, sent), (code, said) in cases.items():
        refusal = await refusal_of(verifier, public, sent)
        assert refusal.code == code
        assert said in refusal.reason
        assert refusal.hint


async def test_a_key_without_its_hash_opens_nothing(verifier: KeyVerifier, key: NewKey) -> None:
    await refusal_of(verifier, "pk-lf-unknown", "")
    await refusal_of(verifier, key.view.public_key, key.view.display_secret_key)


async def test_revoking_takes_effect_at_once(
    database: Database, verifier: KeyVerifier, key: NewKey, project_id: str
) -> None:
    await verifier.verify(key.view.public_key, key.secret_key)
    async with database.session() as session:
        revoked = await revoke_key(session, project_id, key.view.id)
    assert revoked is not None
    verifier.forget(revoked.public_key)
    refusal = await refusal_of(verifier, key.view.public_key, key.secret_key)
    assert refusal.code == "revoked_key"
    async with database.reading() as session:
        assert await list_keys(session, project_id) == []


async def test_a_read_under_way_does_not_bring_a_revoked_key_back(
    database: Database, verifier: KeyVerifier, key: NewKey, project_id: str
) -> None:
    reading = asyncio.create_task(verifier.verify(key.view.public_key, key.secret_key))
    await asyncio.sleep(0)
    verifier.forget(key.view.public_key)
    await reading
    assert key.view.public_key not in verifier._known


async def test_another_process_revokes_within_seconds(
    database: Database, verifier: KeyVerifier, key: NewKey, project_id: str, clock: Clock
) -> None:
    await verifier.verify(key.view.public_key, key.secret_key)
    async with database.session() as session:
        await revoke_key(session, project_id, key.view.id)
    clock.now_s += keys.FRESH_S + 0.1
    assert (await refusal_of(verifier, key.view.public_key, key.secret_key)).code == "revoked_key"


async def test_another_project_cannot_revoke(database: Database, key: NewKey) -> None:
    async with database.session() as session:
        assert await revoke_key(session, "other", key.view.id) is None


async def test_known_keys_open_while_the_database_is_away(
    verifier: KeyVerifier, key: NewKey, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await verifier.verify(key.view.public_key, key.secret_key)

    async def fail(_public_key: str) -> None:
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(verifier, "_query", fail)
    clock.now_s += keys.FRESH_S + 1
    assert isinstance(await verifier.verify(key.view.public_key, key.secret_key), KeyIdentity)
    assert (await refusal_of(verifier, key.view.public_key, "sk-lf-wrong")).code == "truncated_secret"
    assert (await refusal_of(verifier, "pk-lf-never-seen", "sk-lf-x")).code == "unavailable"
    clock.now_s += keys.STALE_S
    assert (await refusal_of(verifier, key.view.public_key, key.secret_key)).code == "unavailable"


async def test_known_keys_do_not_wait_for_a_slow_database(
    verifier: KeyVerifier, key: NewKey, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await verifier.verify(key.view.public_key, key.secret_key)
    query, asked, answered = verifier._query, asyncio.Event(), asyncio.Event()

    async def wait(public_key: str) -> object:
        asked.set()
        await answered.wait()
        return await query(public_key)

    monkeypatch.setattr(verifier, "_query", wait)
    monkeypatch.setattr(keys, "REFRESH_WAIT_S", 0.05)
    clock.now_s += keys.FRESH_S + 1
    assert isinstance(await verifier.verify(key.view.public_key, key.secret_key), KeyIdentity)
    assert asked.is_set()
    answered.set()
    await asyncio.gather(*verifier._reads.values())
    assert verifier._known[key.view.public_key].read_at_s == clock.now_s


async def test_last_use_is_noted_in_the_background_and_rarely(
    database: Database, verifier: KeyVerifier, key: NewKey, project_id: str
) -> None:
    async def last_use() -> object:
        async with database.reading() as session:
            return (await list_keys(session, project_id))[0].last_used_at

    assert await last_use() is None
    await verifier.verify(key.view.public_key, key.secret_key)
    assert await last_use() is None
    await verifier.note_uses()
    first = await last_use()
    assert first is not None
    await verifier.verify(key.view.public_key, key.secret_key)
    await verifier.note_uses()
    assert await last_use() == first
    await verifier.note_uses(every=timedelta(0))
    assert await last_use() > first  # type: ignore[operator]


async def test_closing_notes_what_is_left(database: Database, verifier: KeyVerifier, key: NewKey) -> None:
    verifier.start()
    await verifier.verify(key.view.public_key, key.secret_key)
    await verifier.close()
    async with database.reading() as session:
        assert (await session.get_one(ApiKey, key.view.id)).last_used_at is not None


async def test_the_secret_is_only_stored_as_keyed_hash(database: Database, key: NewKey) -> None:
    async with database.reading() as session:
        row = await session.get_one(ApiKey, key.view.id)
    assert key.secret_key.startswith("sk-lf-")
    assert row.public_key.startswith("pk-lf-")
    assert key.secret_key not in str(vars(row))
    assert len(row.secret_hash) == 64
    assert row.display_secret_key == f"sk-lf-...{key.secret_key[-4:]}"
    assert key.secret_key not in repr(key)
    other = KeyVerifier(database, InstanceSecret(b"another installation's secret 0123"))
    assert (await refusal_of(other, key.view.public_key, key.secret_key)).code == "wrong_secret"


async def test_moving_a_hash_to_another_row_is_visible_only_after_the_cache(
    database: Database, verifier: KeyVerifier, key: NewKey, clock: Clock
) -> None:
    """The cache holds what was read: it is the short time to live that bounds how long."""
    await verifier.verify(key.view.public_key, key.secret_key)
    async with database.session() as session:
        await session.execute(update(ApiKey).values(secret_hash="0" * 64))
    assert isinstance(await verifier.verify(key.view.public_key, key.secret_key), KeyIdentity)
    clock.now_s += keys.FRESH_S + 0.1
    assert (await refusal_of(verifier, key.view.public_key, key.secret_key)).code == "wrong_secret"
