"""What labels would break is told before they move."""

import pytest

from sidelight.platform.database import Database
from sidelight.platform.prompts.labels import move_labels
from sidelight.platform.prompts.promotion import what_would_break
from sidelight.platform.prompts.references import Reference
from sidelight.platform.prompts.refusal import PromptNotFound
from sidelight.platform.prompts.writing import NewVersion, create_version
from tests.platform.prompts.authors import AUTHOR


@pytest.fixture
async def library(database: Database, project_id: str) -> Database:
    """``answer`` and, above it, ``page`` 2 include ``tone``; ``tone`` 2 includes what ``page`` calls live."""

    def tag(name: str, label: str) -> str:
        return Reference(name, label=label).tag

    async with database.session() as session:
        for name, text, labels in [
            ("tone", "kind", ["production"]),
            ("answer", tag("tone", "production"), []),
            ("answer", tag("tone", "production"), ["production"]),
            ("page", "plain", ["live"]),
            ("page", tag("answer", "production"), []),
            ("tone", tag("page", "live"), ["staging"]),
            ("free", "text", []),
        ]:
            await create_version(session, project_id, NewVersion(name, text, labels=labels), AUTHOR)
    return database


async def broken(database: Database, project_id: str, name: str, **targets: int | None) -> list[str]:
    async with database.reading() as session:
        found = await what_would_break(session, project_id, name, targets)
    return [f"{one.name} {one.version}: {one.message}" for one in found]


async def test_a_circle(library: Database, project_id: str) -> None:
    assert await broken(library, project_id, "page", live=2) == [
        "tone 2: Circular dependency: version 2 of 'page' includes 'tone' again."
    ]
    assert await broken(library, project_id, "tone", production=2) == [
        "page 2: Circular dependency: version 2 of 'tone' includes 'page' again."
    ]
    assert await broken(library, project_id, "page", other=2) == []


async def test_a_label_that_others_need(library: Database, project_id: str) -> None:
    reason = "It needs the label 'production' of 'tone', which would point to nothing."
    assert await broken(library, project_id, "tone", production=None) == [
        f"answer 2: {reason}",
        f"page 2: {reason}",
        f"answer 1: {reason}",
    ]
    assert await broken(library, project_id, "tone", staging=None) == []
    assert await broken(library, project_id, "tone", other=None) == []


async def test_a_version_that_is_broken_itself(library: Database, project_id: str) -> None:
    async with library.session() as session:
        await move_labels(session, project_id, "page", {"live": None}, author=AUTHOR)
    lost = "It includes version 2 of 'tone', which cannot be put together."
    assert await broken(library, project_id, "tone", production=2) == [
        f"answer 2: {lost}",
        "page 2: Circular dependency: version 2 of 'tone' includes 'page' again.",
        "tone 2: Prompt dependency not found: 'page' with label 'live'. Create it first.",
        f"answer 1: {lost}",
    ]


async def test_nothing_is_broken_by_what_is_not_there(library: Database, project_id: str) -> None:
    assert await broken(library, project_id, "free", production=1, staging=None) == []
    with pytest.raises(PromptNotFound):
        await broken(library, project_id, "tone", production=9)
