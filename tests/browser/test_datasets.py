"""Datasets: make one with a schema, import a file with bad rows, edit, look back, restore, export; several at once."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.browser.axe import violations
from tests.browser.conftest import PROJECT
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

SCHEMA = '{"type": "object", "properties": {"question": {"type": "string"}}, "required": ["question"]}'
FILE = (
    "Question;Expected Output;topic\n"
    "Where is my money?;Refunds take 5 days.;refunds\n"
    '"Two lines,\nquoted";=SUM(A1);refunds\n'
    "too short\n"
    ";no question;refunds\n"
)


@pytest.fixture
def public(full_server: Server) -> Iterator[httpx.Client]:
    """Somebody else, with a key."""
    auth = (full_server.public_key, full_server.secret_key)
    address = f"{full_server.url}/api/public"
    with httpx.Client(base_url=address, auth=auth, timeout=20, trust_env=False) as client:
        yield client


@pytest.fixture
def dataset(public: httpx.Client) -> tuple[str, str]:
    """Name and id of a dataset with three items."""
    name = f"tests/{uuid4().hex}"
    made = public.post("/v2/datasets", json={"name": name}).raise_for_status().json()
    for number in range(3):
        item = {"datasetName": name, "id": f"{name}/{number}", "input": f"question {number}", "expectedOutput": "yes"}
        public.post("/dataset-items", json=item).raise_for_status()
    return name, made["id"]


def write(editor: Locator, text: str) -> None:
    editor.click()
    editor.press("ControlOrMeta+a")
    editor.page.keyboard.insert_text(text)


def test_from_a_schema_and_a_file_to_items(page: Page) -> None:
    name = f"tests/{uuid4().hex}"
    page.goto(f"{PROJECT}/datasets?folder=tests")
    page.get_by_role("button", name="New dataset").first.click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_text("Schemas", exact=True).click()
    write(page.get_by_role("textbox", name="Schema of inputs"), '{"type": "nothing"}')
    page.get_by_role("button", name="Create dataset").click()
    expect(page.get_by_role("alert")).to_contain_text("Not a usable JSON Schema")
    write(page.get_by_role("textbox", name="Schema of inputs"), SCHEMA)
    page.get_by_role("button", name="Create dataset").click()
    expect(page.get_by_role("heading", name="No items yet")).to_be_visible()

    page.get_by_role("link", name="Import").first.click()
    page.set_input_files("input[type=file]", files=[{"name": "q.csv", "mimeType": "text/csv", "buffer": FILE.encode()}])
    expect(page.get_by_role("combobox", name="What Question becomes")).to_have_value("Input, one key")
    expect(page.get_by_label("Key for Question")).to_have_value("question")
    expect(page.get_by_text("2 rows cannot be imported")).to_be_visible()
    expect(page.get_by_text("Line 5 has 1 cells, the head has 3.")).to_be_visible()
    page.get_by_role("combobox", name="What topic becomes").click()
    page.get_by_role("option", name="Nothing (left out)").click()
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the refused rows").click()
    refused = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"), newline="")))
    assert [row["Question"] for row in refused] == ["too short", ""]
    assert all(row["problem"] for row in refused)
    page.get_by_role("link", name="Show the items").click()
    expect(page.get_by_role("row", name=re.compile("Where is my money"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Two lines"))).to_be_visible()

    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"), newline="")))
    assert [row["expected_output"] for row in rows] == ["Refunds take 5 days.", "'=SUM(A1)"]
    assert json.loads(rows[1]["input"]) == {"question": "Two lines,\nquoted"}


def test_an_item_is_edited_looked_back_on_and_restored(page: Page, dataset: tuple[str, str]) -> None:
    _, dataset_id = dataset
    page.goto(f"{PROJECT}/datasets/{dataset_id}")
    page.get_by_role("link", name="question 1").click()
    expect(page).to_have_url(re.compile("/items/tests%2F.*%2F1"))
    page.get_by_role("button", name="Edit", exact=True).click()
    write(page.get_by_role("textbox", name="Expected output"), '{"open": ')
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    write(page.get_by_role("textbox", name="Expected output"), '{"answer": "no"}')
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved as a new version")).to_be_visible()
    page.get_by_role("tab", name="Versions").click()
    page.get_by_role("button", name="Show changes").click()
    expect(page.get_by_label("Expected output: In this version")).to_contain_text("no")
    page.get_by_role("button", name="Restore this version").click()
    expect(page.get_by_text("Restored 1 item")).to_be_visible()
    expect(page.get_by_role("tabpanel")).to_contain_text("yes")
    assert violations(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()

    page.get_by_label("Mark", exact=True).nth(1).check(force=True)
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("Deleted 1 item")).to_be_visible()
    expect(page.get_by_role("link", name="question 1")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="question 1")).to_be_visible()
    page.get_by_role("button", name="History").click()
    expect(page.get_by_role("dialog")).to_contain_text("3 added")
    assert violations(page) == []


def item_path(dataset: tuple[str, str], number: int) -> str:
    name, dataset_id = dataset
    return f"{PROJECT}/datasets/{dataset_id}/items/{f'{name}/{number}'.replace('/', '%2F')}"


def test_two_people_edit_one_item_and_nothing_is_lost(
    page: Page,
    full_server: Server,
    signed_in: StorageState,
    new_page: Callable[..., Page],
    dataset: tuple[str, str],
    public: httpx.Client,
) -> None:
    name, _ = dataset
    other = new_page(full_server.url, viewport={"width": 1280, "height": 800}, storage_state=signed_in)
    for one in (page, other):
        one.goto(f"{item_path(dataset, 0)}?edit=1")
        write(one.get_by_role("textbox", name="Input"), f"input of {'mine' if one is page else 'theirs'}")
    write(page.get_by_role("textbox", name="Expected output"), "mine")
    write(other.get_by_role("textbox", name="Metadata"), '{"by": "them"}')
    other.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_text("Saved as a new version")).to_be_visible()

    page.get_by_role("button", name="Save", exact=True).click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("changed this item after you opened it.")
    for text in ("You both changed it.", "Only you changed it", "Only they changed it", "input of theirs"):
        expect(told).to_contain_text(text)
    expect(page.get_by_role("textbox", name="Input", exact=True)).to_contain_text("input of mine")
    assert violations(page) == []
    told.get_by_role("radiogroup", name="Which input").get_by_text("Theirs").click()
    told.get_by_role("button", name="Save merged").click()
    expect(page.get_by_text("Saved as a new version")).to_be_visible()
    stored = public.get(f"/dataset-items/{name.replace('/', '%2F')}%2F0").json()
    assert (stored["input"], stored["expectedOutput"]) == ("input of theirs", "mine")
    assert stored["metadata"] == {"by": "them"}


def test_what_a_key_deleted_meanwhile_can_be_saved_again(
    page: Page, dataset: tuple[str, str], public: httpx.Client
) -> None:
    address = f"/dataset-items/{dataset[0].replace('/', '%2F')}%2F1"
    page.goto(f"{item_path(dataset, 1)}?edit=1")
    write(page.get_by_role("textbox", name="Expected output"), "mine")
    public.delete(address).raise_for_status()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("If you save, the item is there again.")
    page.get_by_role("button", name="Save it again").click()
    expect(page.get_by_text("Saved as a new version")).to_be_visible()
    stored = public.get(address).json()
    assert (stored["input"], stored["expectedOutput"]) == ("question 1", "mine")


def test_editing_keeps_every_digit(page: Page, dataset: tuple[str, str], public: httpx.Client) -> None:
    """Browsers round integers above 2^53, write 1.0 as 1, and put keys that are numbers first."""
    address = f"/dataset-items/{dataset[0].replace('/', '%2F')}%2F2"
    kept = '{"z":1.0,"10":9007199254740993,"2":12345678901234567890123}'
    body = f'{{"datasetName":{json.dumps(dataset[0])},"id":{json.dumps(dataset[0] + "/2")},"input":{kept}}}'
    headers = {"content-type": "application/json"}
    public.post("/dataset-items", content=body, headers=headers).raise_for_status()
    page.goto(item_path(dataset, 2))
    expect(page.get_by_role("tabpanel")).to_contain_text("9007199254740993")
    page.get_by_role("button", name="Edit", exact=True).click()
    write(page.get_by_role("textbox", name="Metadata"), '{"id": 18014398509481985, "share": 0.1234567890123456789}')
    page.get_by_role("textbox", name="Input").press("ControlOrMeta+End")
    page.keyboard.insert_text("\n")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved as a new version")).to_be_visible()
    stored = "".join(public.get(address).text.split())
    assert f'"input":{kept}' in stored
    assert '"metadata":{"id":18014398509481985,"share":0.1234567890123456789}' in stored


def test_a_schema_that_items_do_not_fit_says_which(page: Page, dataset: tuple[str, str]) -> None:
    name, dataset_id = dataset
    page.goto(f"{PROJECT}/datasets/{dataset_id}")
    page.get_by_role("button", name=f"More for {name}").click()
    page.get_by_role("menuitem", name="Edit or move").click()
    write(page.get_by_role("textbox", name="Schema of inputs"), '{"type": "string", "minLength": 100}')
    expect(page.get_by_text("3 of 3 items would not fit:")).to_be_visible()
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Make from the items").first.click()
    expect(page.get_by_text("All 3 items fit.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(f"Saved {name}")).to_be_visible()

    page.get_by_role("button", name=f"More for {name}").click()
    page.get_by_role("menuitem", name="Delete").click()
    expect(page.get_by_role("dialog")).to_contain_text("This deletes 3 items with all their versions. It cannot")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page).to_have_url(re.compile("/datasets$"))


def test_reading_on_a_phone(
    full_server: Server, signed_in: StorageState, new_page: Callable[..., Page], dataset: tuple[str, str]
) -> None:
    page = new_page(full_server.url, viewport={"width": 390, "height": 800}, storage_state=signed_in)
    page.goto(f"{PROJECT}/datasets/{dataset[1]}")
    page.get_by_role("link", name="question 2").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("question 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_import_is_not_left_by_mistake(page: Page, dataset: tuple[str, str], public: httpx.Client) -> None:
    name, dataset_id = dataset
    page.goto(f"{PROJECT}/datasets/{dataset_id}/import")
    rows = "".join(f"question {number},answer\n" for number in range(30_000))
    content = f"input,expected\n{rows}".encode()
    page.set_input_files("input[type=file]", files=[{"name": "q.csv", "mimeType": "text/csv", "buffer": content}])
    page.get_by_role("button", name="Import 30,000 rows").click()
    expect(page.get_by_role("progressbar")).to_have_attribute("aria-valuemax", "30000")
    page.get_by_role("link", name=name.split("/")[1]).click()
    asking = page.get_by_role("dialog", name="Leave, and stop the import?")
    asking.get_by_role("button", name="Cancel").click()
    page.get_by_role("link", name=name.split("/")[1]).click()
    asking.get_by_role("button", name="Stop and leave").click()
    expect(page.get_by_role("heading", name=name.split("/")[1])).to_be_visible()
    assert public.get("/dataset-items", params={"datasetName": name}).json()["meta"]["totalItems"] < 30_003


def test_what_is_typed_is_not_left_by_mistake(page: Page, dataset: tuple[str, str]) -> None:
    page.goto(f"{PROJECT}/datasets/{dataset[1]}")
    page.get_by_role("link", name="question 1").click()
    page.get_by_role("button", name="Edit", exact=True).click()
    write(page.get_by_role("textbox", name="Input"), "typed")
    for leave in (page.go_back, lambda: page.keyboard.press("Escape")):
        leave()
        asking = page.get_by_role("dialog", name="Discard what you typed?")
        asking.get_by_role("button", name="Cancel").click()
        expect(asking).to_have_count(0)
        expect(page.get_by_role("textbox", name="Input")).to_contain_text("typed")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog", name="Discard what you typed?").get_by_role("button", name="Discard").click()
    expect(page.get_by_role("tabpanel")).to_contain_text("question 1")


def test_columns_are_dragged_to_where_they_belong(page: Page, dataset: tuple[str, str]) -> None:
    content = b"question,lang,answer\nWhere?,en,Here.\n"
    page.goto(f"{PROJECT}/datasets/{dataset[1]}/import")
    page.set_input_files("input[type=file]", files=[{"name": "q.csv", "mimeType": "text/csv", "buffer": content}])
    place = page.get_by_role("region", name="Input", exact=True)
    page.get_by_role("listitem").filter(has_text="lang").drag_to(place)
    expect(place).to_contain_text('{ "question", "lang" }')
    expect(page.get_by_role("region", name="Preview")).to_contain_text('{"question":"Where?","lang":"en"}')
    assert violations(page) == []
    # The same by keyboard: out again, and back.
    choice = page.get_by_role("combobox", name="What question becomes")
    choice.focus()
    choice.press("Enter")
    page.get_by_role("option", name="Nothing (left out)").click()
    expect(page.get_by_role("region", name="Left out")).to_contain_text("question")
    expect(page.get_by_role("region", name="Preview")).to_contain_text('{"lang":"en"}')
    page.get_by_role("listitem").filter(has_text="answer").drag_to(page.get_by_role("region", name="Metadata"))
    expect(page.get_by_label("Key for answer")).to_have_count(0)
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_role("heading", name="Imported")).to_be_visible()
