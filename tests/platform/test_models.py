"""A project's models in the database, and the books that are made of them."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from sidelight.enrich.model_rules import ModelDraft, ModelError
from sidelight.enrich.price_book import MANAGED
from sidelight.enrich.priced_model import AttributeCondition, Operator, Tier, UsageCondition
from sidelight.platform.database import Database
from sidelight.platform.models import definitions
from sidelight.platform.models.books import PriceBooks
from sidelight.platform.models.definitions import create_model, delete_model, load_models, replace_model
from sidelight.platform.models.jobs import KEPT_JOBS, add_job, finish_job, list_jobs
from sidelight.platform.tables import Project

AT_NS = 1_800_000_000_123_456_000
DRAFT = ModelDraft(
    "house",
    "(?i)^house$",
    (
        Tier("", "Standard", {"input": 1e-06, "output": 2.5e-07}),
        Tier(
            "",
            "Both",
            {"input": 0.1, "output": 0.0},
            False,
            7,
            (
                UsageCondition("^in", Operator.LTE, 5.5, True),
                AttributeCondition("metadata", "k", ("a", "漢")),
            ),
        ),
    ),
    start_ns=AT_NS,
    unit="TOKENS",
    tokenizer_id="openai",
    tokenizer_config={"a": [1, None]},
)


@pytest.fixture
async def books(database: Database) -> AsyncIterator[PriceBooks]:
    books = PriceBooks(database)
    yield books
    await books.close()


async def make(database: Database, project_id: str, draft: ModelDraft = DRAFT) -> str:
    async with database.session() as session:
        return (await create_model(session, project_id, draft)).id


def names(books: PriceBooks, project_id: str) -> list[str]:
    return [model.name for model in books.of(project_id).models]


async def test_a_model_comes_back_as_it_was_given(database: Database, project_id: str) -> None:
    model_id = await make(database, project_id)
    async with database.reading() as session:
        (model,) = await load_models(session, project_id)
    assert model.id == model_id
    assert (model.name, model.match_pattern, model.start_ns, model.unit) == ("house", "(?i)^house$", AT_NS, "TOKENS")
    assert (model.tokenizer_id, model.tokenizer_config) == ("openai", {"a": [1, None]})
    assert [replace(tier, id="") for tier in model.tiers] == list(DRAFT.tiers)
    assert model.tiers[0].id == f"{model_id}_tier_default"
    assert not model.is_managed


async def test_tiers_keep_their_ids_by_name(database: Database, project_id: str) -> None:
    model_id = await make(database, project_id)
    tiers = (DRAFT.tiers[0], DRAFT.tiers[1], replace(DRAFT.tiers[1], name="Third", priority=8))
    async with database.session() as session:
        changed = await replace_model(session, project_id, model_id, replace(DRAFT, tiers=tiers))
    assert changed is not None
    before, after = changed
    assert [tier.id for tier in after.tiers[:2]] == [tier.id for tier in before.tiers]
    assert after.tiers[2].id not in {tier.id for tier in before.tiers}
    assert after.created_ns == before.created_ns


async def test_other_projects_models_are_out_of_reach(database: Database, project_id: str) -> None:
    async with database.session() as session:
        session.add(Project(id="other", organisation_id="org", name="Other"))
    model_id = await make(database, project_id)
    async with database.session() as session:
        assert await replace_model(session, "other", model_id, DRAFT) is None
        assert await delete_model(session, "other", model_id) is None
        assert await load_models(session, "other") == []


async def test_a_project_has_so_many_models_and_no_more(
    database: Database, project_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definitions, "MAX_MODELS", 1)
    await make(database, project_id)
    with pytest.raises(ModelError, match="delete some"):
        await make(database, project_id, replace(DRAFT, name="second"))


async def test_books_follow_changes_of_this_process_at_once(
    database: Database, project_id: str, books: PriceBooks
) -> None:
    await books.start()
    assert names(books, project_id) == []
    model_id = await make(database, project_id)
    await books.refresh(project_id)
    assert names(books, project_id) == ["house"]
    assert books.prices_of(project_id, model_id) == {"input": 1e-06, "output": 2.5e-07}
    assert books.prices_of("other", model_id) == books.prices_of(project_id, "") == {}
    async with database.session() as session:
        await delete_model(session, project_id, model_id)
    await books.refresh(project_id)
    assert names(books, project_id) == []
    assert books.prices_of(project_id, model_id) == {}


async def test_books_follow_changes_of_others_soon(
    database: Database, project_id: str, books: PriceBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make(database, project_id)
    await books.start()
    assert names(books, project_id) == ["house"]
    second = await make(database, project_id, replace(DRAFT, name="second"))
    await books._read_changed()
    assert sorted(names(books, project_id)) == ["house", "second"]
    async with database.session() as session:
        await replace_model(session, project_id, second, replace(DRAFT, name="renamed"))
    await books._read_changed()
    assert sorted(names(books, project_id)) == ["house", "renamed"]
    async with database.session() as session:
        await delete_model(session, project_id, second)
    await books._read_changed()
    assert names(books, project_id) == ["house"]
    book = books.of(project_id)
    await books._read_changed()
    assert books.of(project_id) is book  # nothing was read again
    async with database.session() as session:
        for model in await load_models(session, project_id):
            await delete_model(session, project_id, model.id)
    await books._read_changed()
    assert books.of(project_id) is MANAGED


async def test_old_jobs_are_forgotten(database: Database, project_id: str) -> None:
    async with database.session() as session:
        for _ in range(KEPT_JOBS + 5):
            job = await add_job(session, project_id, "changed", "m", ["a", "a", "b"])
            await finish_job(session, job.id)
    async with database.reading() as session:
        kept = await list_jobs(session, project_id, limit=1000)
    assert len(kept) == KEPT_JOBS
    assert kept[0].patterns == ("a", "b")
