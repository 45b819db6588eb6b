"""Files into datasets and out of them: hostile tables, mappings, and the way out and in again."""

import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.model.exact_json import pretty_json, read_json
from sidelight.platform.audit.author import Author
from sidelight.platform.database import Database
from sidelight.platform.datasets.datasets import DatasetFields
from sidelight.platform.datasets.editing import create_dataset
from sidelight.platform.datasets.item_draft import ItemDraft
from sidelight.platform.datasets.item_list import ItemQuery, read_items
from sidelight.platform.datasets.item_writing import write_items
from sidelight.platform.datasets.refusal import DatasetRefusal
from sidelight.platform.datasets.tables import Dataset, DatasetItemVersion
from sidelight.platform.datasets.transfer.cells import cell_of, value_of
from sidelight.platform.datasets.transfer.export import ExportFormat, export_items
from sidelight.platform.datasets.transfer.importing import FileImport, Plan, Progress, preview_file
from sidelight.platform.datasets.transfer.mapping import Target, check_mapping, draft_of, propose
from sidelight.platform.datasets.transfer.records import FileRefusal, Layout, Record, find_layout, read_records

ADA = Author("user", "ada", "Ada", "org", "project")
ODD = [
    "=1",
    "'=1",
    "''-5",
    "-5",
    "'-5",
    "1.0",
    "007",
    "null",
    '"a"',
    "'",
    "[1",
    "+1",
    "1e5",
    "",
    " ",
    "\n",
    "@x",
    "a\rb",
    "@@@langfuseMedia:type=image/png|id=abc|source=base64_data_uri@@@",
    "data:image/png;base64,iVBORw0KGgo=",
]
TEXT = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(ODD)
DECIMAL = st.from_regex(r"-?[1-9][0-9]{0,3}\.[0-9]{18,30}", fullmatch=True).map(read_json)
SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | DECIMAL
JSON = st.recursive(
    SCALAR | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=8,
)


def records(content: bytes, name: str = "a.csv", **how: Any) -> list[Record]:
    file = io.BytesIO(content)
    is_head = how.pop("is_head", False)
    return list(read_records(file, find_layout(file, name, **how), is_head=is_head))


def values(content: bytes, name: str = "a.csv", **how: Any) -> list[dict[str, Any]]:
    found = records(content, name, **how)
    assert not any(record.problem for record in found), found
    return [record.values for record in found]


@given(JSON)
@settings(max_examples=300)
def test_a_cell_reads_back_as_what_it_was(value: Any) -> None:
    cell = cell_of(value)
    back = value_of(cell)
    assert (back, type(back)) == (value, type(value))
    assert not cell.startswith(("=", "+", "@", "\t", "\r"))
    if cell.startswith("-"):
        assert isinstance(value, int | float | Decimal)


@pytest.mark.parametrize(
    ("content", "how"),
    [
        ("q;a\nä;1\n".encode(), {}),
        ("q\ta\r\nä\t1\r\n".encode(), {}),
        ("\ufeffq,a\nä,1\n".encode(), {}),
        ("\ufeffq,a\nä,1".encode("utf-16-le"), {}),
        ("q,a\rä,1".encode(), {}),
        ("q|a\nä|1\n".encode("windows-1252"), {"encoding": "windows-1252"}),
        ("q;a\nä;1\n".encode("windows-1252"), {}),
        ("q,a\nä,1\n".encode("utf-16-le"), {}),
        ("q,a\nä,1\n".encode("utf-16-be"), {}),
        ('"q",a\n"ä",1\n\n\n'.encode(), {}),
    ],
)
def test_tables_of_every_kind_are_read(content: bytes, how: dict[str, str]) -> None:
    assert values(content, **how) == [{"q": "ä", "a": "1"}]


def test_what_is_no_text_says_what_to_do() -> None:
    with pytest.raises(FileRefusal, match="not text in utf-8"):
        records(b"\x89PNG\r\n\x1a\n\x01")
    with pytest.raises(FileRefusal, match="Save the sheet as CSV"):
        records(b"PK\x03\x04...", "a.xlsx")
    with pytest.raises(FileRefusal, match="not text in utf-8"):
        records(b"a,b\n" + b"1,2\n" * 50_000 + b"\xff,1\n")
    with pytest.raises(FileRefusal, match="empty"):
        records(b" \n")


def test_faults_are_told_by_line_and_the_rest_is_read() -> None:
    found = records(b'a,b\n1,2\n1\n1,2,3\n"x"y,1\n5,6\n"open,1\n')
    assert [record.problem for record in found] == [
        "",
        "Line 3 has 1 cells, the head has 2.",
        "Line 4 has 3 cells, the head has 2.",
        "Line 5: ',' expected after '\"'.",
        "",
        "Line 7: a cell begins with a quote that is never closed.",
    ]
    found = records(b'{"a":1}\n\n[1]\n{"a"\n{"a":"\\ud800"}\n{"a":NaN}', "a.jsonl")
    assert [bool(record.problem) for record in found] == [False, True, True, False, True]


def test_json_may_be_a_list_or_stand_over_several_lines() -> None:
    one, two = {"input": 2**70, "x": read_json("0.12345678901234567890")}, {"a": [1]}
    for text in ("[\n%s,\n%s\n]\n", " [%s,%s]", "%s\n%s"):
        content = (text % (pretty_json(one), pretty_json(two))).encode()
        assert values(content, "a.json") == [one, two]
        assert values(content[:-6], "a.json", is_head=True)[:1] == [one]
    assert values(b"[]", "a.json") == []
    found = records(b'[{"a": 1}, 2,\n{"a": oops}, {"a": 3}]', "a.json")
    problems = ["", "Value 2 is no JSON object.", "What begins on line 2 is not JSON:"]
    assert [record.problem[:34] for record in found] == problems


def test_cells_may_be_huge_and_hold_lines() -> None:
    huge = "x" * 300_000
    assert values(f'a,b\n"{huge}\n=1+1","say ""hi"""\n'.encode()) == [{"a": f"{huge}\n=1+1", "b": 'say "hi"'}]


def test_columns_have_names_of_their_own() -> None:
    assert values(b"a,,a\n1,2,3\n") == [{"a": "1", "column 2": "2", "a (2)": "3"}]


def test_a_beginning_leaves_out_the_row_that_was_cut() -> None:
    assert values(b"a,b\n1,2\n3,\xc3", is_head=True) == [{"a": "1", "b": "2"}]
    assert values(b'{"a":1}\n{"a', "x.jsonl", is_head=True) == [{"a": 1}]


def test_columns_are_recognised_by_name() -> None:
    assert propose(["ID", "Question", "Expected Output", "topic"]) == {
        "ID": Target("id"),
        "Question": Target("input"),
        "Expected Output": Target("expectedOutput"),
        "topic": Target("metadata", "topic"),
    }
    assert propose(["input.a", "input.b", "metadata.c", "answer"]) == {
        "input.a": Target("input", "a"),
        "input.b": Target("input", "b"),
        "metadata.c": Target("metadata", "c"),
        "answer": Target("expectedOutput"),
    }
    assert propose(["id", "Question", "lang", "Label", "more"], ["question", "lang"], ["label"]) == {
        "id": Target("id"),
        "Question": Target("input", "question"),
        "lang": Target("input", "lang"),
        "Label": Target("expectedOutput", "label"),
        "more": Target("metadata", "more"),
    }
    assert propose(["input", "expected_output"], ["input"], []) == {
        "input": Target("input"),
        "expected_output": Target("expectedOutput"),
    }
    assert propose(["one"]) == {"one": Target("input")}
    assert propose(["one", "two"]) == {"one": Target("input", "one"), "two": Target("input", "two")}


NAMES = st.sampled_from(["input", "Input", "inputs.a", "input.a", "a", "metadata", "metadata.a", "id", "ID", "output"])


@given(st.lists(TEXT | NAMES, unique=True, min_size=1, max_size=8), st.lists(NAMES), st.lists(NAMES))
def test_every_proposal_is_possible(columns: list[str], inputs: list[str], outputs: list[str]) -> None:
    mapping = propose(columns, inputs, outputs)
    assert list(mapping) == columns
    if any(target.kind in ("input", "expectedOutput", "metadata") for target in mapping.values()):
        check_mapping(mapping)


@pytest.mark.parametrize(
    "mapping",
    [
        {"a": Target("input"), "b": Target("input")},
        {"a": Target("input"), "b": Target("input", "k")},
        {"a": Target("input", "k"), "b": Target("input", "k")},
        {"a": Target("id", "k"), "b": Target("input")},
        {"a": Target("id")},
    ],
)
def test_a_mapping_that_loses_something_is_refused(mapping: dict[str, Target]) -> None:
    with pytest.raises(DatasetRefusal):
        check_mapping(mapping)


def test_a_row_becomes_an_item() -> None:
    mapping = {
        "a": Target("input", "q"), "b": Target("input", "n"), "c": Target("expectedOutput", is_text=True),
        "d": Target("metadata"), "e": Target("id"), "f": Target("status"), "g": Target("ignore"),
    }  # fmt: skip
    row = {"a": "=1+1", "b": "", "c": "12", "d": '{"k": [1]}', "e": "007", "f": "archived", "g": "x"}
    draft = draft_of(Record(1, row), mapping, is_table=True, derive_from="d")
    assert draft == ItemDraft(
        "007", {"input": {"q": "=1+1"}, "expected_output": "12", "metadata": {"k": [1]}, "status": "ARCHIVED"}
    )
    same = [draft_of(Record(n, {"a": "x"}), mapping, is_table=True, derive_from="d").item_id for n in (1, 2)]
    assert same[0] == same[1]
    assert draft_of(Record(1, {"a": "x"}), mapping, is_table=True, derive_from="other").item_id != same[0]
    assert draft_of(Record(1, {"a": "x"}), mapping, is_table=True, derive_from=None).item_id is None
    for wrong in ({"f": "gone"}, {"e": [1]}):
        with pytest.raises(DatasetRefusal):
            draft_of(Record(1, wrong), mapping, is_table=False, derive_from=None)


async def make(database: Database, project_id: str, name: str = "d", **fields: Any) -> Dataset:
    async with database.session() as session:
        return await create_dataset(session, project_id, DatasetFields(name, frozenset(fields), **fields), ADA)


async def run(database: Database, dataset: Dataset, content: bytes, name: str = "a.csv", **plan: Any) -> list[Progress]:
    file = io.BytesIO(content)
    layout = find_layout(file, name)
    columns = preview_file(file, Plan(layout, None), dataset, is_head=False).mapping
    job = FileImport(database, dataset, file, Plan(layout, columns, **plan), max_rows=1_000)
    return [Progress(**{key: getattr(one, key) for key in Progress.__slots__}) async for one in job.run(ADA)]


async def exported(database: Database, dataset: Dataset, form: ExportFormat) -> bytes:
    return b"".join([part async for part in export_items(database, ItemQuery(dataset), form)])


async def test_the_same_file_twice_changes_nothing(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id, input_schema={"type": "string"})
    content = b"input,expected\na,1\nb,2\na,1\n3,x\n"
    *_, last = await run(database, dataset, content)
    assert (last.state, last.created, last.unchanged, last.refused_count) == ("done", 2, 1, 1)
    *_, again = await run(database, dataset, content)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)
    *_, other = await run(database, dataset, content, derives_ids=False)
    assert other.created == 3
    steps = await run(database, dataset, b"id,input\nk,a\nk,b\nk,a\n")
    assert [one.message for step in steps for one in step.refused] == ["Row 1 has the id 'k' already."]


async def test_an_import_stops_between_two_parts(database: Database, project_id: str) -> None:
    dataset = await make(database, project_id)
    file = io.BytesIO(b"input\n" + b"".join(b"row %d\n" % number for number in range(900)))
    plan = Plan(Layout("csv", "utf-8", ","), {"input": Target("input")})
    job = FileImport(database, dataset, file, plan, max_rows=1_000)
    last = Progress("counting")
    async for progress in job.run(ADA):
        last = progress
        if progress.rows:
            job.stop.set()
    assert (last.state, last.created, last.total) == ("stopped", 200, 900)
    *_, rest = await run(database, dataset, file.getvalue())
    assert (rest.created, rest.unchanged) == (700, 200)
    with pytest.raises(FileRefusal, match="more than 5 rows"):
        await anext(FileImport(database, dataset, file, plan, max_rows=5).run(ADA))


@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
async def test_what_is_exported_can_be_imported(database: Database, project_id: str, form: ExportFormat) -> None:
    origin, copy = await make(database, project_id, "origin"), await make(database, project_id, "copy")
    odd = [*ODD, None, 0, -1, 1.5, True, {"a": ["=x", None]}, [], "ünï\u2028", 2**60]
    drafts = [ItemDraft(None, {"input": one, "expected_output": {"v": one}, "metadata": one}) for one in odd]
    drafts.append(ItemDraft("=id", {"input": "x", "status": "ARCHIVED", "source_trace_id": "t"}))
    async with database.session() as session:
        await write_items(session, origin, drafts * 1, ADA)
    content = await exported(database, origin, form)
    assert b"\n=" not in content
    # Ids are unique in a project: the copy gets others.
    file = io.BytesIO(content)
    layout = find_layout(file, f"a.{form}")
    mapping = dict(preview_file(file, Plan(layout, None), copy, is_head=False).mapping)
    assert mapping["id"] == Target("id")
    mapping["id"] = Target("ignore")
    job = FileImport(database, copy, file, Plan(layout, mapping, derives_ids=False), max_rows=1_000)
    last = [one async for one in job.run(ADA)][-1]
    assert (last.created, last.refused) == (len(drafts), [])

    async def held(dataset: Dataset) -> list[tuple[Any, ...]]:
        async with database.reading() as session:
            rows = await read_items(session, ItemQuery(dataset), None, 1000)
        return [_held(row) for row in rows]

    assert await held(copy) == await held(origin)


def _held(row: DatasetItemVersion) -> tuple[Any, ...]:
    return (row.input, row.expected_output, row.info, row.status, row.source_trace_id)
