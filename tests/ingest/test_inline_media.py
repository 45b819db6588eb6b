"""Files in payloads become media before their rows are written, or stay where they are."""

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

import pytest

from sidelight.ingest.inline_media import PAUSE_S, InlineMedia
from sidelight.ingest.interpret import Interpreted
from sidelight.ingest.langfuse_batch.piece import TRACE_CREATE, Piece
from sidelight.model import Observation, ObservationType, Trace
from sidelight.model.media import MediaPlace, MediaReference, media_id_of, sha256_base64
from sidelight.platform.database import Database
from sidelight.platform.media.library import MediaLibrary
from sidelight.platform.tables import Organisation, Project
from sidelight.store.blobs import BlobError, Blobs
from sidelight.store.journal import JournalEntry

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(100))
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(60)


def data_uri(content: bytes = PNG, content_type: str = "image/png") -> str:
    return f"data:{content_type};base64,{base64.b64encode(content).decode()}"


def mark(content: bytes = PNG, content_type: str = "image/png") -> str:
    return str(MediaReference(content_type, media_id_of(sha256_base64(content))))


def observation(**fields: Any) -> Observation:
    values = {"id": "o1", "trace_id": "t1", "type": ObservationType.SPAN, "name": "n", "start_ns": 1, **fields}
    return Observation(**values)


class World:
    def __init__(self, library: MediaLibrary, folder: Path) -> None:
        self.library = library
        self.folder = folder
        self.now_s = 0.0
        self.media = InlineMedia(library, asyncio.get_running_loop(), 1_000_000, clock=lambda: self.now_s)

    async def extract(self, **meaning: Any) -> Interpreted:
        """Interpret an entry whose body says the same."""
        found = Interpreted(**meaning)
        entry = JournalEntry("project", "traces", "json", 1, repr(found).encode(), {})
        await asyncio.to_thread(self.media.extract, entry, found)
        return found

    async def places(self, trace_id: str = "t1") -> set[tuple[str, str, str]]:
        listed = await self.library.of_trace("project", trace_id)
        return {(one.record.content_type, one.place.observation_id, one.place.field) for one in listed}

    def files(self) -> list[bytes]:
        return sorted(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())


@pytest.fixture
async def world(database: Database, tmp_path: Path) -> World:
    async with database.session() as session:
        session.add(Organisation(id="org", name="Organisation"))
        await session.flush()
        session.add(Project(id="project", organisation_id="org", name="Project"))
    return World(MediaLibrary(database, Blobs("", {}, tmp_path / "media")), tmp_path / "media")


async def test_files_of_observations_and_traces_are_stored_linked_and_marked(world: World) -> None:
    sound = json.dumps({"input_audio": {"data": base64.b64encode(WAV).decode(), "format": "wav"}})
    given = observation(input=data_uri(), output=sound, metadata={"a.b": data_uri(), "c": "plain"})
    found = await world.extract(observations=[given], traces=[Trace(id="t1", timestamp_ns=1, input=data_uri())])
    (stored,) = found.observations
    assert stored.input == mark()
    assert json.loads(stored.output or "") == {"input_audio": {"data": mark(WAV, "audio/wav"), "format": "wav"}}
    assert stored.metadata == {"a.b": mark(), "c": "plain"}
    assert found.traces[0].input == mark()
    assert found.issues == []
    assert world.files() == sorted([PNG, WAV])
    assert await world.places() == {
        ("image/png", "o1", "input"),
        ("audio/wav", "o1", "output"),
        ("image/png", "o1", "metadata"),
        ("image/png", "", "input"),
    }


async def test_a_file_that_flattening_spread_over_paths(world: World) -> None:
    body = base64.b64encode(PNG).decode()
    metadata = {"a.inline_data.mime_type": "image/png", "a.inline_data.data": body, "attributes.x.y": "1", "n": "2"}
    found = await world.extract(observations=[observation(metadata=metadata)])
    assert found.observations[0].metadata == {**metadata, "a.inline_data.data": mark()}
    assert await world.places() == {("image/png", "o1", "metadata")}


async def test_pieces_of_the_batch_api(world: World) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": base64.b64encode(PNG).decode()}
    pieces = [
        Piece("t1", 1, "e1", TRACE_CREATE, "", {"input": data_uri(), "name": data_uri()}),
        Piece("o1", 2, "e2", "span-create", "t1", {"metadata": {"deep": [{"source": source}]}, "output": "text"}),
        Piece("o2", 3, "e3", "span-update", "", {"output": data_uri()}),
    ]
    found = await world.extract(pieces=list(pieces))
    trace, span, update = found.pieces
    assert trace.body == {"input": mark(), "name": data_uri()}
    assert span.body["metadata"]["deep"][0]["source"]["data"] == mark()
    assert pieces[1].body["metadata"]["deep"][0]["source"] == source, "what was given is not changed"
    assert update.body == {"output": mark()}
    assert await world.places() == {("image/png", "", "input"), ("image/png", "o1", "metadata")}
    assert await world.places("o2") == {("image/png", "o2", "output")}


async def test_the_same_file_again_is_not_written_again(world: World) -> None:
    await world.extract(observations=[observation(input=data_uri())])
    (path,) = (path for path in world.folder.rglob("*") if path.is_file())
    await world.extract(observations=[observation(input=data_uri(), trace_id="t2")])
    assert [other for other in world.folder.rglob("*") if other.is_file()] == [path]
    await asyncio.to_thread(world.media.forget, "project", ["t1"])
    assert world.files() == [PNG]
    await asyncio.to_thread(world.media.forget, "project", ["t2"])
    assert world.files() == []
    found = await world.extract(observations=[observation(input=data_uri())])
    assert (found.observations[0].input, world.files()) == (mark(), [PNG])


async def test_marks_from_elsewhere_are_links_too(world: World) -> None:
    await world.extract(observations=[observation(input=data_uri())])
    copied = await world.extract(observations=[observation(trace_id="t2", output=f"as in {mark()} before")])
    assert copied.observations[0].output == f"as in {mark()} before"
    assert await world.places("t2") == {("image/png", "o1", "output")}
    await asyncio.to_thread(world.media.forget, "project", ["t1"])
    assert world.files() == [PNG], "the copy still shows it"


async def test_a_mark_may_come_before_its_file(world: World) -> None:
    await world.extract(observations=[observation(output=mark())])
    assert await world.places() == set()
    await world.extract(observations=[observation(trace_id="t2", input=data_uri())])
    assert await world.places() == {("image/png", "o1", "output")}


async def test_what_cannot_be_stored_stays_and_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise BlobError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(MediaLibrary, "put_bytes", fail)
        found = await world.extract(observations=[observation(input=data_uri())])
        assert found.observations[0].input == data_uri()
        (issue,) = found.issues
        assert (issue.kind, issue.name, issue.repeats) == ("advice", "media", 1)
    paused = await world.extract(observations=[observation(input=data_uri())])
    assert paused.observations[0].input == data_uri(), "a store that is away does not hold up what follows"
    world.now_s += PAUSE_S
    found = await world.extract(observations=[observation(input=data_uri())])
    assert found.observations[0].input == mark()


async def test_what_is_too_large_or_cannot_be_linked_stays(world: World) -> None:
    large = data_uri(bytes(1_000_001))
    unlinkable = observation(trace_id="a\0b", input=data_uri())
    found = await world.extract(observations=[observation(input=large), unlinkable])
    assert [one.input for one in found.observations] == [large, data_uri()]
    assert world.files() == []


async def test_ids_that_no_row_holds_keep_no_files(world: World) -> None:
    """Traces with such ids exist; deleting one held up everything that was sent after it."""
    await world.extract(observations=[observation(input=data_uri())])
    await asyncio.to_thread(world.media.forget, "project", ["a\0b", "\ud800", "t1"])
    assert world.files() == []


async def test_a_deletion_in_between_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.extract(observations=[observation(trace_id="old", input=data_uri())])
    register = MediaLibrary.register

    async def late(library: MediaLibrary, *given: Any) -> None:
        await library.on_traces_deleted("project", ["old"])
        await register(library, *given)

    with monkeypatch.context() as patch:
        patch.setattr(MediaLibrary, "register", late)
        found = await world.extract(observations=[observation(input=data_uri())])
    assert (found.observations[0].input, world.files()) == (mark(), [PNG])
    assert await world.places() == {("image/png", "o1", "input")}
    assert {one.place for one in await world.library.of_trace("project", "t1")} == {MediaPlace("input", "t1", "o1")}
