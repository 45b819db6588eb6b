"""Files in texts: every shape is found, everything else stays as it was, and nothing takes long."""

import base64
import json
import time
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.enrich.inline_media import InlineFile, may_hold_media, replace_in_text, replace_in_value
from sidelight.enrich.positioned_json import PlacedText, read_placed
from sidelight.model.media import MediaReference, media_id_of, references_in, sha256_base64

PNG = b"\x89PNG\r\n\x1a\n\xfb\xef\xbe" + bytes(range(60))
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40)
B64 = base64.b64encode(PNG).decode()
URI = f"data:image/png;base64,{B64}"


def mark(content: bytes = PNG, content_type: str = "image/png") -> str:
    return str(MediaReference(content_type, media_id_of(sha256_base64(content))))


class Kept:
    """Keeps all files, or none."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.files: list[InlineFile] = []

    def __call__(self, file: InlineFile) -> bool:
        self.files.append(file)
        return self.answer


def replaced(text: str) -> str:
    return replace_in_text(text, Kept())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (URI, mark()),
        (f"see {URI}.", f"see {mark()}."),
        (f"![alt]({URI}) and <img src='{URI}'>", f"![alt]({mark()}) and <img src='{mark()}'>"),
        (f"{URI},{URI}", f"{mark()},{mark()}"),
        (f"data:image/png;name=a.png;charset=x;base64,{B64}", mark()),
        (f"DATA data:IMAGE/PNG;base64,{B64}", f"DATA {mark()}"),
        (f"data: data:image/png;base64,{B64}\n", f"data: {mark()}\n"),
        ("data:text/plain;base64,aGk=", mark(b"hi", "text/plain")),
        ("data:text/plain;base64,aGk", mark(b"hi", "text/plain")),
    ],
)
def test_data_uris_in_plain_text(text: str, expected: str) -> None:
    assert replaced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";base64,",
        "data:;base64,AAAA",
        "data:image/png;base64,",
        "data:image/png;base64,A",
        "data:image/png;base64,AAAA====",
        "data:image/png;base64,AA=A",
        "data:image/png;base64,AAAA-BBB",
        "data:image/png,AAAA",
        "data:application/x-unknown;base64,AAAA",
        "metadata:image/png;base64,AAAA",
        "x_data:image/png;base64,AAAA",
        "data:image/png;a b=c;base64,AAAA",
        mark(),
        '{"type": "base64", "media_type": "image/png", "data": "not base64 at all!"}',
        '{"type": "base64", "media_type": "image/x-odd", "data": "AAAA"}',
        '{"type": "base64", "media_type": "image/png", "data": "https://example.com/a.png"}',
        '{"type": "media", "mime_type": "text/plain", "data": "word"}',
        '{"type": "file", "mediaType": "image/png"}',
        '{"type": "base64", "media_type": 5, "data": "AAAA"}',
        f'{{"type": "base64", "media_type": "image/png", "data": "{mark()}"}}',
        '{"input_audio": {"data": "AAAA", "format": "pcm16"}}',
        '{"b64_json": "AAAA"}',
        '{"mime_type": "image/png", "data": "AAAA"}',
        "mime_type [[[[",
        '"mime_type',
    ],
)
def test_what_is_no_file_stays(text: str) -> None:
    assert replaced(text) is text


SHAPES: list[tuple[str, dict[str, Any], bytes, str]] = [
    ("OpenAI image", {"type": "image_url", "image_url": {"url": URI}}, PNG, "image/png"),
    ("OpenAI Responses", {"type": "input_image", "image_url": URI}, PNG, "image/png"),
    (
        "OpenAI file",
        {"type": "file", "file": {"filename": "a.png", "file_data": URI}},
        PNG,
        "image/png",
    ),
    (
        "OpenAI audio in",
        {"type": "input_audio", "input_audio": {"data": base64.b64encode(WAV).decode(), "format": "wav"}},
        WAV,
        "audio/wav",
    ),
    (
        "OpenAI audio out",
        {"audio": {"id": "audio_1", "data": base64.b64encode(WAV).decode(), "transcript": "hello"}},
        WAV,
        "audio/wav",
    ),
    ("OpenAI Images", {"data": [{"b64_json": B64}]}, PNG, "image/png"),
    ("OpenAI image tool", {"type": "image_generation_call", "result": B64, "status": "completed"}, PNG, "image/png"),
    (
        "Anthropic",
        {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": B64}},
        PNG,
        "image/png",
    ),
    ("Vertex", {"type": "media", "mime_type": "image/png", "data": B64}, PNG, "image/png"),
    ("Gemini", {"inline_data": {"mime_type": "image/png", "data": B64}}, PNG, "image/png"),
    ("Gemini JS", {"inlineData": {"mimeType": "image/png", "data": B64}}, PNG, "image/png"),
    (
        "Gemini, URL-safe without padding",
        {"inline_data": {"mime_type": "image/png", "data": base64.urlsafe_b64encode(PNG).decode().rstrip("=")}},
        PNG,
        "image/png",
    ),
    ("Python's bytes", {"inline_data": {"mime_type": "image/png", "data": repr(PNG)}}, PNG, "image/png"),
    (
        "OpenTelemetry blob",
        {"type": "blob", "modality": "image", "mime_type": "image/png", "content": B64},
        PNG,
        "image/png",
    ),
    ("AI SDK", {"type": "file", "mediaType": "image/png", "data": B64}, PNG, "image/png"),
    ("AI SDK 4", {"type": "image", "mimeType": "image/png", "image": B64}, PNG, "image/png"),
    ("LangChain", {"type": "image", "source_type": "base64", "mime_type": "image/png", "data": B64}, PNG, "image/png"),
    ("LangChain 1", {"type": "image", "base64": B64, "mime_type": "image/png"}, PNG, "image/png"),
    ("Pydantic AI", {"kind": "binary", "type": "binary", "media_type": "image/png", "data": B64}, PNG, "image/png"),
    ("Bedrock", {"image": {"format": "png", "source": {"bytes": B64}}}, PNG, "image/png"),
    (
        "wrapped",
        {"type": "media", "mime_type": "image/png", "data": base64.encodebytes(PNG * 3).decode()},
        PNG * 3,
        "image/png",
    ),
    (
        "text",
        {"type": "media", "mime_type": "text/csv", "data": base64.b64encode(b"a,b\n1,2\n" * 9).decode()},
        b"a,b\n1,2\n" * 9,
        "text/csv",
    ),
]


@pytest.mark.parametrize(
    ("shape", "content", "content_type"), [shape[1:] for shape in SHAPES], ids=[shape[0] for shape in SHAPES]
)
def test_shapes_of_models(shape: dict[str, Any], content: bytes, content_type: str) -> None:
    conversation = [{"role": "user", "content": ["before", shape, {"n": 12345678901234567890123, "f": 1.10}]}]
    for text in (
        json.dumps(conversation),
        json.dumps(conversation, indent=2),
        json.dumps(conversation).replace("/", "\\/"),
        json.dumps({"again": json.dumps(conversation)}),
        json.dumps(json.dumps(conversation)),
    ):
        keep = Kept()
        new = replace_in_text(text, keep)
        assert [(file.content, file.content_type) for file in keep.files] == [(content, content_type)]
        assert list(references_in(new)) == [keep.files[0].reference]
        assert "12345678901234567890123" in new
        assert "1.1" in new
        assert replace_in_text(new, keep) is new, "nothing is left to find"
    keep = Kept()
    before = orjson.dumps(shape)
    new_value = replace_in_value({"a": [shape], "b": "same"}, keep)
    assert mark(content, content_type) in orjson.dumps(new_value).decode()
    assert (new_value["b"], orjson.dumps(shape)) == ("same", before), "the value itself is not changed"


def test_only_the_file_changes() -> None:
    text = '{ "a":\t1.10, "b": 1e400, "c": "\\u00e9\\/", "d": "URI", "a": 2,\n "e": "word" }'.replace("URI", URI)
    assert replaced(text) == text.replace(URI, mark())


def test_the_same_base64_elsewhere_stays() -> None:
    text = '{"note": "B64", "file": {"type": "base64", "media_type": "image/png", "data": "B64"}}'.replace("B64", B64)
    assert replaced(text) == mark().join(text.rsplit(B64, 1))


def test_a_file_that_is_not_kept_stays() -> None:
    for text in (URI, json.dumps([shape for _, shape, _, _ in SHAPES])):
        keep = Kept(answer=False)
        assert replace_in_text(text, keep) is text
        assert keep.files
    value = {"a": URI}
    assert replace_in_value(value, Kept(answer=False)) is value
    assert replace_in_value(URI, Kept()) == mark()


def test_wrapped_data_uris() -> None:
    long = PNG * 10
    body = base64.encodebytes(long).decode().strip()
    assert replaced(f"data:image/png;base64,{body} end") == f"{mark(long)} end"
    assert replaced(f"{URI}\nHello") == f"{mark()}\nHello"


def test_half_a_surrogate_pair_stays_escaped() -> None:
    text = '{"a": "\\ud800 é URI"}'.replace("URI", URI)
    new = replaced(text)
    assert json.loads(new) == {"a": f"\ud800 é {mark()}"}
    new.encode()


def test_deep_and_broken_documents_are_no_error() -> None:
    deep = "[" * 5000 + json.dumps(URI) + "]" * 5000
    assert mark() in replaced(deep)
    assert replaced('{"a": "' + URI + '", "cut') == '{"a": "' + mark() + '", "cut'
    value: Any = URI
    for _ in range(500):
        value = {"a": value}
    assert replace_in_value(value, Kept()) is value


texts = st.text(alphabet=st.sampled_from('abc {}[]",:;=\\/\n+-_é\U0001f980@data:image/png;base64,'), max_size=80)
files = st.tuples(st.binary(min_size=45, max_size=60), st.sampled_from(["image/png", "audio/wav", "application/pdf"]))


@given(st.lists(st.tuples(texts, files), max_size=4), texts)
def test_every_data_uri_is_replaced_and_the_rest_stays(parts: list[tuple[str, tuple[bytes, str]]], last: str) -> None:
    clean = [text.replace(";base64,", "") for text, _ in parts]
    given_text, expected = "", ""
    for text, (_, (content, content_type)) in zip(clean, parts, strict=True):
        uri = f"data:{content_type};base64,{base64.b64encode(content).decode()}"
        given_text += f"{text} <{uri}> "
        expected += f"{text} <{mark(content, content_type)}> "
    last = last.replace(";base64,", "")
    assert replaced("x" + given_text + last) == "x" + expected + last


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts | files,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


def with_shapes(value: Any) -> Any:
    """JSON in which each drawn file is an object as Anthropic has it."""
    if isinstance(value, tuple):
        content, content_type = value
        return {"type": "base64", "media_type": content_type, "data": base64.b64encode(content).decode()}
    if isinstance(value, list):
        return [with_shapes(item) for item in value]
    return {key: with_shapes(item) for key, item in value.items()} if isinstance(value, dict) else value


def with_marks(value: Any) -> Any:
    if isinstance(value, tuple):
        content, content_type = value
        return {"type": "base64", "media_type": content_type, "data": mark(content, content_type)}
    if isinstance(value, list):
        return [with_marks(item) for item in value]
    return {key: with_marks(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(json_values.filter(lambda value: ";base64," not in repr(value)), st.booleans())
def test_files_in_json_are_replaced_and_the_rest_stays(value: Any, escaped: bool) -> None:
    text = json.dumps(with_shapes(value), ensure_ascii=escaped)
    assert json.loads(replaced(text)) == json.loads(json.dumps(with_marks(value)))
    assert replace_in_value(with_shapes(value), Kept()) == with_marks(value)


@given(st.text(max_size=200) | texts)
@settings(max_examples=300)
def test_any_text_is_taken(text: str) -> None:
    for variant in (text, f'{{"mime_type": "{text}', f"data:image/png;base64,{text}"):
        keep = Kept()
        new = replace_in_text(variant, keep)
        assert (new == variant) == (not keep.files)


@given(json_values)
def test_places_are_where_the_texts_are_written(value: Any) -> None:
    source = json.dumps(with_shapes(value), indent=1)

    def check(found: Any) -> None:
        if isinstance(found, PlacedText):
            assert json.loads(source[found.start : found.end]) == found
        for item in found.values() if isinstance(found, dict) else found if isinstance(found, list) else ():
            check(item)

    check(read_placed(source))


@pytest.mark.parametrize(
    "text",
    [
        "data:" * 400_000 + ";base64,",
        ";base64," * 250_000,
        "data:image/png;base64," * 90_000,
        "data:image/png;base64," + "A" * 2_000_000 + "-",
        "data:image/png;" + "a=b;" * 500_000 + "base64,AAAA",
        '{"mime_type": ' * 140_000,
        '["mime_type", ' + '"x", ' * 400_000 + "1]",
    ],
    ids=range(7),
)
def test_hostile_texts_take_linear_time(text: str) -> None:
    began_s = time.perf_counter()
    replaced(text)
    assert time.perf_counter() - began_s < 5


def test_ordinary_text_costs_next_to_nothing() -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 25_000
    began_s = time.perf_counter()
    for _ in range(10):
        assert not may_hold_media(text)
    assert time.perf_counter() - began_s < 2
