"""Comments in the database: threads, counts, edits, mentions, reactions; one project never sees another's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from sidelight.platform.audit.author import Author
from sidelight.platform.audit.tables import AuditEntry
from sidelight.platform.clock import now
from sidelight.platform.comments.content import Anchor, CommentRefusal
from sidelight.platform.comments.mentions import count_unread, list_mentions, mark_read
from sidelight.platform.comments.reading import (
    CommentFilter,
    Subject,
    count_comments,
    find_comment,
    list_comments,
    load_thread,
)
from sidelight.platform.comments.tables import Comment, CommentMention, CommentReaction, ObjectType
from sidelight.platform.comments.writing import (
    create_comment,
    delete_comment,
    delete_comments_of_traces,
    edit_comment,
    react,
    restore_comment,
)
from sidelight.platform.database import Database
from sidelight.platform.revision import StaleRevision
from sidelight.platform.tables import NO_ROLE, Membership, Organisation, Project, ProjectMembership, User

ADA = Author("user", "ada", "Ada", "org", "project")
KEY = Author("api_key", "key", "pk-lf-1", "org", "project")
TRACE = Subject(ObjectType.TRACE, "t", "t")
STEP = Subject(ObjectType.OBSERVATION, "o", "t")
OTHER_STEP = Subject(ObjectType.OBSERVATION, "o", "u")


@pytest.fixture(autouse=True)
async def people(database: Database, project_id: str) -> None:
    async with database.session() as session:
        session.add(Organisation(id="other", name="Other"))
        session.add_all(
            User(id=one, email=f"{one}@example.com", name="" if one == "vic" else one.title())
            for one in ("ada", "vic", "eve")
        )
        await session.flush()
        session.add(Project(id="trap", organisation_id="other", name="Trap"))
        session.add_all(
            [
                Membership(organisation_id="org", user_id="ada", role="owner"),
                Membership(organisation_id="org", user_id="vic", role="viewer"),
                Membership(organisation_id="other", user_id="eve", role="owner"),
            ]
        )


async def say(
    database: Database,
    subject: Subject,
    content: str,
    author: Author = ADA,
    project_id: str = "project",
    **more: object,
) -> str:
    user_id = author.id if author.kind == "user" else None
    async with database.session() as session:
        given = {"author_user_id": user_id, **more}
        return (await create_comment(session, project_id, subject, content, author, **given)).id


async def mention_ids(database: Database) -> set[str]:
    async with database.reading() as session:
        return set(await session.scalars(select(CommentMention.user_id)))


async def test_a_thread_is_that_of_its_object(database: Database) -> None:
    first = await say(database, TRACE, "on the trace")
    second = await say(database, STEP, "on the step", anchor=Anchor("input", "$.a", 1, 3, "ex"))
    await say(database, OTHER_STEP, "same id, other trace")
    await say(database, Subject(ObjectType.SESSION, "t"), "on a session of the same id")
    await say(database, TRACE, "elsewhere", Author("user", "eve", "Eve", "other", "trap"), "trap")
    async with database.reading() as session:
        whole = await load_thread(session, "project", TRACE, with_steps=True)
        own = await load_thread(session, "project", TRACE)
        step = await load_thread(session, "project", STEP)
    assert [one.row.id for one in whole.comments] == [first, second]
    assert (whole.total, [one.row.id for one in own.comments]) == (2, [first])
    (on_step,) = step.comments
    assert on_step.row.anchor == {"data_field": "input", "path": "$.a", "start": 1, "end": 3, "quote": "ex"}
    assert on_step.author_name == "Ada"


async def test_counts_of_many_objects_come_at_once(database: Database) -> None:
    for subject in (TRACE, TRACE, STEP, OTHER_STEP):
        await say(database, subject, "x")
    none = Subject(ObjectType.TRACE, "none")
    async with database.reading() as session:
        traces = await count_comments(session, "project", [Subject(ObjectType.TRACE, "t"), none])
        within = await count_comments(
            session, "project", [Subject(ObjectType.TRACE, "t"), Subject(ObjectType.TRACE, "u"), none], with_steps=True
        )
        steps = await count_comments(session, "project", [STEP, OTHER_STEP, Subject(ObjectType.OBSERVATION, "o")])
        assert await count_comments(session, "trap", [TRACE]) == {}
        assert await count_comments(session, "project", []) == {}
    assert traces == {Subject(ObjectType.TRACE, "t"): 2}
    assert within == {Subject(ObjectType.TRACE, "t"): 3, Subject(ObjectType.TRACE, "u"): 1}
    assert (steps[STEP], steps[OTHER_STEP]) == (1, 1)


async def test_pages_are_filtered(database: Database) -> None:
    mine = await say(database, TRACE, "mine")
    step = await say(database, STEP, "step", KEY)
    async with database.reading() as session:
        everything = await list_comments(session, "project", CommentFilter(), 1, 1)
        on_step = await list_comments(session, "project", CommentFilter(ObjectType.OBSERVATION, "o"), 1, 50)
        by_ada = await list_comments(session, "project", CommentFilter(author_user_id="ada"), 1, 50)
        assert await find_comment(session, "trap", mine) is None
    assert ([row.id for row in everything[0]], everything[1]) == ([step], 2)
    assert [row.id for row in on_step[0]] == [step]
    assert [row.id for row in by_ada[0]] == [mine]
    assert (on_step[0][0].author_user_id, on_step[0][0].author_name) == (None, "pk-lf-1")


async def test_an_author_must_be_a_member(database: Database) -> None:
    await say(database, TRACE, "for Vic", KEY, author_user_id="vic")
    with pytest.raises(CommentRefusal, match="no member"):
        await say(database, TRACE, "for Eve", KEY, author_user_id="eve")


async def test_an_edit_calls_who_is_new_and_no_longer_who_is_gone(database: Database) -> None:
    comment_id = await say(database, TRACE, "@[Vic](user:vic) @[Eve](user:eve) @[Ada](user:ada) @[No](user:none)")
    assert await mention_ids(database) == {"vic"}
    async with database.session() as session:
        row = await session.get_one(Comment, comment_id)
        await edit_comment(session, row, "never mind", row.revision, ADA)
        assert row.revision == 2
    assert await mention_ids(database) == set()
    async with database.session() as session:
        row = await session.get_one(Comment, comment_id)
        with pytest.raises(StaleRevision):
            await edit_comment(session, row, "late", 1, ADA)
        await edit_comment(session, row, "@[Vic](user:vic) again", 2, ADA)
    assert await mention_ids(database) == {"vic"}
    async with database.reading() as session:
        entries = list(await session.scalars(select(AuditEntry).where(AuditEntry.resource_kind == "comment")))
    assert sorted(entry.action for entry in entries) == ["create", "update", "update"]


async def test_mentions_are_read_once(database: Database) -> None:
    ids = [await say(database, TRACE, f"{number} @[Vic](user:vic)") for number in range(3)]
    async with database.reading() as session:
        assert await count_unread(session, "project", "vic") == 3
        page, key = await list_mentions(session, "project", "vic", None, 2)
        rest, end = await list_mentions(session, "project", "vic", key, 2)
        assert await count_unread(session, "trap", "vic") == 0
        assert await count_unread(session, "project", "ada") == 0
    assert [one.comment.id for one in [*page, *rest]] == ids[::-1]
    assert end is None
    assert page[0].author_name == "Ada"
    async with database.session() as session:
        await mark_read(session, "project", "vic", ids[:1])
        await mark_read(session, "trap", "vic", None)
        await mark_read(session, "project", "ada", None)
        assert await count_unread(session, "project", "vic") == 2
        await mark_read(session, "project", "vic", None)
        assert await count_unread(session, "project", "vic") == 0
        await mark_read(session, "project", "vic", ids[:1], is_read=False)
        assert await count_unread(session, "project", "vic") == 1


async def test_reactions_count_once_a_person(database: Database) -> None:
    comment_id = await say(database, TRACE, "x")
    async with database.session() as session:
        row = await session.get_one(Comment, comment_id)
        for user_id in ("vic", "vic", "ada"):
            await react(session, row, user_id, "heart", is_on=True)
        await react(session, row, "ada", "eyes", is_on=True)
        await react(session, row, "ada", "eyes", is_on=False)
    async with database.reading() as session:
        thread = await load_thread(session, "project", TRACE)
    (comment,) = thread.comments
    assert {name: set(who) for name, who in comment.reactions.items()} == {"heart": {"vic", "ada"}}
    assert thread.names == {"ada": "Ada", "vic": "vic@example.com"}
    assert comment.row.revision == 1


async def test_a_deletion_is_undone_within_a_day_then_takes_everything_along(database: Database) -> None:
    comment_id = await say(database, TRACE, "@[Vic](user:vic)")
    other = await say(database, TRACE, "other")
    async with database.session() as session:
        row = await session.get_one(Comment, comment_id)
        await react(session, row, "vic", "heart", is_on=True)
        await delete_comment(session, row, ADA)
    async with database.session() as session:
        assert [one.row.id for one in (await load_thread(session, "project", TRACE)).comments] == [other]
        assert [one.id for one in (await list_comments(session, "project", CommentFilter(), 1, 9))[0]] == [other]
        assert await count_comments(session, "project", [Subject(ObjectType.TRACE, "t")], with_steps=True) == {
            Subject(ObjectType.TRACE, "t"): 1
        }
        assert await find_comment(session, "project", comment_id) is None
        assert await count_unread(session, "project", "vic") == 0
        assert await list_mentions(session, "project", "vic", None, 9) == ([], None)
        assert await find_comment(session, "trap", comment_id, is_deleted=True) is None
        row = await find_comment(session, "project", comment_id, is_deleted=True)
        assert row is not None
        await restore_comment(session, row, ADA)
    async with database.session() as session:
        thread = await load_thread(session, "project", TRACE)
        assert [(one.row.id, one.reactions) for one in thread.comments] == [
            (comment_id, {"heart": ["vic"]}),
            (other, {}),
        ]
        assert await count_unread(session, "project", "vic") == 1
        await delete_comment(session, thread.comments[0].row, ADA)
        thread.comments[0].row.deleted_at = now() - timedelta(days=2)
        await session.flush()
        await delete_comment(session, thread.comments[1].row, ADA)
    async with database.session() as session:
        assert list(await session.scalars(select(Comment.id))) == [other]
        assert not list(await session.scalars(select(CommentMention)))
        assert not list(await session.scalars(select(CommentReaction)))


async def test_comments_go_with_their_trace_for_good(database: Database) -> None:
    kept = await say(database, Subject(ObjectType.SESSION, "s"), "kept")
    step = await say(database, STEP, "step")
    async with database.session() as session:
        await delete_comments_of_traces(session, "trap", ["t"])
        assert await find_comment(session, "project", step) is not None
        await delete_comments_of_traces(session, "project", ["t", ""])
        assert list(await session.scalars(select(Comment.id))) == [kept]


async def test_nobody_is_called_whom_the_project_is_hidden_from(database: Database) -> None:
    async with database.session() as session:
        session.add(ProjectMembership(project_id="project", user_id="vic", role=NO_ROLE))
        session.add(User(id="bo", email="bo@example.com", name="Bo"))
        await session.flush()
        session.add(Membership(organisation_id="org", user_id="bo", role=NO_ROLE))
        session.add(ProjectMembership(project_id="project", user_id="bo", role="viewer"))
    await say(database, TRACE, "@[Vic](user:vic) @[Bo](user:bo)")
    assert await mention_ids(database) == {"bo"}


async def test_a_comment_outlives_its_author(database: Database) -> None:
    comment_id = await say(database, TRACE, "x")
    async with database.session() as session:
        await session.delete(await session.get_one(User, "ada"))
    async with database.reading() as session:
        thread = await load_thread(session, "project", TRACE)
    (comment,) = thread.comments
    assert (comment.row.id, comment.row.author_user_id, comment.author_name) == (comment_id, None, "Ada")
