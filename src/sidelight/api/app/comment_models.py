"""Comments as the web app's types."""

from typing import Annotated, Literal

from pydantic import Field

from sidelight.api.app.dataset_models import ObjectId
from sidelight.api.app.models import AppModel
from sidelight.model.json_path import MAX_PATH_CHARACTERS
from sidelight.platform.clock import to_iso
from sidelight.platform.comments.content import MAX_QUOTE, Anchor, DataField, Reaction
from sidelight.platform.comments.reading import MAX_THREAD, THREAD, ReadComment, Thread
from sidelight.platform.comments.tables import MAX_OBJECT_ID, Comment, ObjectType

MAX_COUNTED = 500
MAX_CHARACTER = 2**31 - 1
SubjectType = Literal["TRACE", "OBSERVATION", "SESSION", "PROMPT"]


class CommentAnchor(AppModel):
    """A piece of a text. ``start`` and ``end`` count UTF-16 code units, as browsers do; ``quote`` is what stood there.

    ``path`` leads to the text in the JSON of the field; ``$`` is all of it, as it was sent.
    """

    data_field: DataField
    path: str = Field("$", max_length=MAX_PATH_CHARACTERS)
    start: int = Field(ge=0, le=MAX_CHARACTER)
    end: int = Field(ge=0, le=MAX_CHARACTER)
    quote: str = Field(min_length=1, max_length=MAX_QUOTE)

    def anchor(self) -> Anchor:
        """The same for the storage."""
        return Anchor(**self.model_dump(by_alias=False))


class Person(AppModel):
    """Who wrote or reacted; ``id`` is null when no user did, or the user is gone."""

    id: str | None
    name: str


class CommentReactions(AppModel):
    """Who reacted in one way, first ones first."""

    reaction: Reaction
    people: list[Person]


class CommentView(AppModel):
    """A comment. Its ``content`` is Markdown; a mention in it is ``@[Name](user:id)``."""

    id: str
    object_type: SubjectType
    object_id: str
    trace_id: str | None
    content: str
    anchor: CommentAnchor | None
    author: Person
    created_at: str
    updated_at: str
    is_edited: bool
    revision: int
    reactions: list[CommentReactions]


class CommentThread(AppModel):
    """The newest comments on an object, oldest first, of ``total``."""

    items: list[CommentView]
    total: int


class ThreadParameters(AppModel):
    """The object whose newest comments are read; ``within`` reads those on the observations of a trace too."""

    object_type: SubjectType
    object_id: str = Field(min_length=1, max_length=MAX_OBJECT_ID)
    trace_id: str = Field("", max_length=MAX_OBJECT_ID)
    within: bool = False
    limit: int = Field(THREAD, ge=1, le=MAX_THREAD)


class NewComment(AppModel):
    """A comment to make. ``traceId`` says in which trace an observation is looked for."""

    object_type: SubjectType
    object_id: ObjectId
    trace_id: ObjectId | None = None
    content: str = Field(max_length=100_000)
    anchor: CommentAnchor | None = None


class CommentEdit(AppModel):
    """Another text. ``revision`` is that of what was on the screen."""

    content: str = Field(max_length=100_000)
    revision: int | None = Field(None, ge=1, le=MAX_CHARACTER)


class ReactionChange(AppModel):
    """A reaction of the user to set or to take back."""

    reaction: Reaction
    is_on: bool


class CountedSubject(AppModel):
    """A trace, session or prompt version; an observation with its trace."""

    id: ObjectId
    trace_id: ObjectId | None = None


class CountRequest(AppModel):
    """Objects of one type; ``within`` counts the comments on the observations of a trace too."""

    object_type: SubjectType
    subjects: list[CountedSubject] = Field(min_length=1, max_length=MAX_COUNTED)
    within: bool = False


class CommentCounts(AppModel):
    """How many comments each object has, in the order of the request."""

    counts: list[int]


class MentionView(AppModel):
    """A comment that mentions the user. ``promptName`` and ``promptVersion`` say where one on a prompt is."""

    comment: CommentView
    mentioned_at: str
    is_read: bool
    prompt_name: str | None
    prompt_version: int | None


class MentionPage(AppModel):
    """Mentions of the user in this project, newest first, and how many they have not read."""

    items: list[MentionView]
    next_cursor: str | None
    unread: int


class MentionParameters(AppModel):
    """Which page of the mentions; a ``limit`` of 0 only counts."""

    cursor: str = Field("", max_length=1000)
    limit: int = Field(30, ge=0, le=100)


class MentionsRead(AppModel):
    """Which mentions have been read; all of the project without ``commentIds``."""

    comment_ids: list[Annotated[str, Field(max_length=191)]] | None = Field(None, max_length=1000)
    is_read: bool = True


def thread_view(thread: Thread) -> CommentThread:
    """A thread."""
    return CommentThread(items=[comment_view(one, thread.names) for one in thread.comments], total=thread.total)


def comment_view(read: ReadComment, names: dict[str, str]) -> CommentView:
    """One comment; ``names`` are those of the people in it."""
    return comment_of(
        read.row,
        read.author_name,
        [
            CommentReactions.model_validate(
                {"reaction": reaction, "people": [{"id": one, "name": names[one]} for one in people if one in names]}
            )
            for reaction, people in read.reactions.items()
            if any(one in names for one in people)
        ],
    )


def comment_of(row: Comment, author_name: str, reactions: list[CommentReactions] | None = None) -> CommentView:
    """One comment without the names of who reacted."""
    return CommentView(
        id=row.id,
        object_type=ObjectType(row.object_type).value,
        object_id=row.object_id,
        trace_id=row.trace_id or None,
        content=row.content,
        anchor=None if row.anchor is None else CommentAnchor.model_validate(row.anchor),
        author=Person(id=row.author_user_id, name=author_name),
        created_at=to_iso(row.created_at),
        updated_at=to_iso(row.updated_at),
        is_edited=row.updated_at > row.created_at,
        revision=row.revision,
        reactions=reactions or [],
    )
