"""Experiments: run twice, found in the list, compared, narrowed to what became worse, opened, deleted."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import EMAIL, PASSWORD, PROJECT
from tests.browser.programs import run_program
from tests.e2e.servers import Server, start_server

pytestmark = pytest.mark.browser

ITEMS = 30
# One of four is right for the first, the other three for the second.
RUN_TWICE = """
import json
from langfuse import Evaluation, get_client
client, told = get_client(), {}
client.create_dataset(name="greetings/sdk")
for name, wanted in (("Ada", "Hi"), ("Bea", "Dear"), ("Cem", "Dear"), ("Dia", "Dear")):
    client.create_dataset_item(dataset_name="greetings/sdk", input=name, expected_output=f"{wanted} {name}")
dataset = client.get_dataset("greetings/sdk")

def exact(*, output, expected_output, **_):
    return Evaluation(name="exact", value=float(output == expected_output))

def mean(*, item_results, **_):
    values = [one.evaluations[0].value for one in item_results]
    return Evaluation(name="mean", value=sum(values) / len(values))

for name, word in (("plain", "Hi"), ("polite", "Dear")):
    result = dataset.run_experiment(
        name="greet", run_name=f"greet {name}", task=lambda *, item, **_: f"{word} {item.input}",
        evaluators=[exact], run_evaluators=[mean],
    )
    told[name] = result.run_evaluations[0].value
client.flush()
print(json.dumps(told))
"""
START_NS = 1_795_435_200_000_000_000


def _attribute(key: str, value: str) -> dict[str, object]:
    return {"key": key, "value": {"stringValue": value}}


def send_experiment(server: Server, client: httpx.Client, number: int, dataset: str, right: set[int]) -> str:
    """A run over all items, as newer SDKs report it; those in ``right`` are as expected. Gives its id."""
    run = f"{number:016x}"
    spans, scores = [], []
    for item in range(ITEMS):
        trace, task = f"{number:016x}{item:016x}", f"{number:08x}{item:08x}"
        is_failed = item == 29 and number == 2
        output = f"Answer {item}" if item in right else f"Something else {item}"
        said = {
            "langfuse.experiment.id": run,
            "langfuse.experiment.name": f"prompt v{number}",
            "langfuse.experiment.dataset.id": dataset,
            "langfuse.experiment.item.id": f"item-{item:02d}",
            "langfuse.experiment.item.root_observation_id": task,
            "langfuse.experiment.item.expected_output": f"Answer {item}",
            "langfuse.experiment.metadata": '{"model": "gpt-5"}',
            "langfuse.observation.input": f'{{"question": "Question {item}"}}',
            "langfuse.observation.output": output,
            "langfuse.environment": "sdk-experiment",
            **({"langfuse.observation.level": "ERROR"} if is_failed else {}),
        }
        start = START_NS + number * 3_600_000_000_000 + item * 1_000_000_000
        spans.append(
            {
                "traceId": trace,
                "spanId": task,
                "name": "experiment-item-task",
                "startTimeUnixNano": str(start),
                "endTimeUnixNano": str(start + number * 100_000_000),
                "attributes": [_attribute(key, value) for key, value in said.items()],
            }
        )
        accuracy = {"traceId": trace, "observationId": task, "name": "accuracy", "value": float(item in right)}
        scores.append({"id": f"accuracy-{trace}", **accuracy})
    scores.append({"id": f"overall-{run}", "datasetRunId": run, "name": "overall", "value": len(right) / ITEMS})
    body = {"resourceSpans": [{"scopeSpans": [{"scope": {"name": "langfuse-sdk"}, "spans": spans}]}]}
    assert client.post("/api/public/otel/v1/traces", json=body).status_code == 200
    assert client.post("/api/public/scores", json=scores).status_code == 202
    return run


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """A server on which an experiment was run twice; the id of its dataset."""
    user = {"LANGFUSE_INIT_USER_EMAIL": EMAIL, "LANGFUSE_INIT_USER_PASSWORD": PASSWORD}
    server = start_server(tmp_path_factory.mktemp("laboratory"), env=user)
    try:
        auth = (server.public_key, server.secret_key)
        with httpx.Client(base_url=server.url, auth=auth, trust_env=False, timeout=20) as client:
            dataset = client.post("/api/public/v2/datasets", json={"name": "questions"}).json()["id"]
            send_experiment(server, client, 1, dataset, set(range(15)))
            send_experiment(server, client, 2, dataset, set(range(3, 27)))
        yield server, dataset
    finally:
        server.stop()


@pytest.fixture
def page(laboratory: tuple[Server, str], chromium: Browser, new_page: Callable[..., Page]) -> Page:
    """A signed-in page on that server."""
    url = laboratory[0].url
    context = chromium.new_context(base_url=url)
    assert context.request.post("/api/app/auth/login", data={"email": EMAIL, "password": PASSWORD}).ok
    state = context.storage_state()
    context.close()
    return new_page(url, viewport={"width": 1280, "height": 900}, storage_state=state)


def _row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has_text=name)


def test_two_runs_are_compared_down_to_a_trace(page: Page) -> None:
    page.goto(f"{PROJECT}/traces?range=all")
    expect(page.get_by_role("link", name="experiment-item-task").first).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.get_by_role("button", name=re.compile("Time range")).click()
    page.get_by_role("button", name="All time").click()
    expect(_row(page, "prompt v1")).to_contain_text("0.5")
    expect(_row(page, "prompt v2")).to_contain_text("0.8")
    expect(_row(page, "prompt v2")).to_contain_text("1 failed")
    expect(page.locator("[data-stale]")).to_have_count(0)
    assert violations(page) == []
    for name in ("prompt v1", "prompt v2"):
        _row(page, name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare").click()

    expect(page).to_have_url(re.compile(r"/experiments/results\?baseline=0{15}1&runs=0{15}2"))
    summary = page.get_by_role("region", name="Summary")
    accuracy = summary.get_by_role("row", name=re.compile("^accuracy"))
    expect(accuracy).to_contain_text("+0.3")
    expect(accuracy.get_by_role("img")).to_have_accessible_name("12 items better, 3 worse, 15 equal to the baseline")
    expect(summary.get_by_role("row", name=re.compile("^overall"))).to_contain_text("+0.3")
    table = page.get_by_role("table", name="Items side by side")
    expect(table.get_by_text("Question 0").first).to_be_visible()
    assert violations(page) == []

    accuracy.get_by_role("button", name="Show the 3 items that became worse").click()
    expect(page).to_have_url(re.compile(r"show=worse&by=score%3Aaccuracy"))
    expect(page.get_by_text("3 of 30 items")).to_be_visible()
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_title("worse than the baseline").first).to_have_text("−1")
    accuracy.get_by_role("button", name="accuracy: higher is better").click()
    expect(page.get_by_text("12 of 30 items")).to_be_visible()
    accuracy.get_by_role("button", name="accuracy: lower is better").click()
    # By any score, an item that failed became worse, too.
    page.get_by_label("by", exact=True).select_option("any")
    expect(page.get_by_text("4 of 30 items")).to_be_visible()
    expect(table.get_by_role("img", name="worse", exact=True)).to_have_count(4)

    page.get_by_role("heading", level=1).click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("item-01")
    page.keyboard.press("j")
    expect(drawer).to_contain_text("item-02")
    drawer.get_by_text("Against expected").click()
    output = drawer.get_by_role("region", name="Output of prompt v2")
    expect(output.get_by_label("Output of prompt v2")).to_contain_text("Something else 2")
    assert violations(page) == []
    output.get_by_role("link", name="Open trace").click()
    expect(page).to_have_url(re.compile(r"/traces/0{15}20{15}2\?o=0{7}20{7}2"))
    page.get_by_role("link", name="prompt v2").first.click()
    expect(page).to_have_url(re.compile(r"/experiments/results\?baseline=0{15}2&item=item-02"))
    expect(page.get_by_role("dialog")).to_contain_text("Something else 2")
    page.keyboard.press("1")
    expect(page).to_have_url(re.compile(r"/traces/0{15}20{15}2\?o=0{7}20{7}2"))


def test_rows_are_searched_narrowed_and_sorted(page: Page) -> None:
    page.goto(f"{PROJECT}/experiments/results?baseline={1:016x}&runs={2:016x}")
    table = page.get_by_role("table", name="Items side by side")
    first = table.get_by_role("row").nth(1)
    expect(first).to_contain_text("item-00")
    page.get_by_label("Sort").select_option("slowest")
    page.get_by_label("accuracy below").fill("1")
    expect(page.get_by_text("18 of 30 items")).to_be_visible()
    page.get_by_placeholder("Search items and outputs").fill("Something else 29")
    expect(page.get_by_text("1 of 30 items")).to_be_visible()
    expect(first).to_contain_text("failed")
    page.reload()
    expect(page.get_by_text("1 of 30 items")).to_be_visible()
    page.get_by_placeholder("Search items and outputs").fill("nowhere")
    page.get_by_role("button", name="Clear all").click()
    expect(page.get_by_text("30 items", exact=True)).to_be_visible()


def test_runs_are_added_taken_away_and_exported(page: Page, tmp_path: Path) -> None:
    page.goto(f"{PROJECT}/experiments/results?baseline={2:016x}")
    expect(page.get_by_role("heading", level=1)).to_have_text("prompt v2")
    page.get_by_role("button", name="Add experiment").click()
    page.get_by_role("button", name=re.compile("^prompt v1")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Compare experiments")
    page.get_by_role("button", name="Actions for prompt v1").click()
    page.get_by_role("menuitem", name="Make baseline").click()
    expect(page).to_have_url(re.compile(f"baseline={1:016x}&runs={2:016x}"))
    page.get_by_text("Charts", exact=True).click()
    charts = page.get_by_role("region", name="Charts")
    expect(charts.get_by_role("img", name="Distribution of scores: accuracy")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export all rows as CSV").click()
    download.value.save_as(tmp_path / "rows.csv")
    lines = (tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == ITEMS + 1
    assert "prompt v2: score accuracy" in lines[0]


def test_links_that_sdks_print_lead_to_the_results(page: Page, laboratory: tuple[Server, str]) -> None:
    page.goto(f"{PROJECT}/datasets/{laboratory[1]}/runs/{1:016x}")
    expect(page.get_by_role("heading", level=1)).to_have_text("prompt v1")
    page.goto(f"{PROJECT}/datasets/{laboratory[1]}")
    page.get_by_role("navigation", name="Parts of the dataset").get_by_role("link", name="Runs").click()
    expect(_row(page, "prompt v2")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("^Scores by run"))).to_be_visible()
    assert violations(page) == []
    page.goto(f"{PROJECT}/experiments/results?baseline=nothing")
    expect(page.get_by_role("heading", name="There is no such experiment.")).to_be_visible()


def test_a_deleted_experiment_says_what_stays(page: Page) -> None:
    page.goto(f"{PROJECT}/experiments?range=all")
    _row(page, "prompt v1").get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Delete 1 experiment?")
    expect(dialog).to_contain_text("“prompt v1” with 30 items")
    expect(dialog).to_contain_text("The traces stay")
    expect(dialog.get_by_label("Also delete the 30 traces with their observations and scores")).not_to_be_checked()
    dialog.get_by_role("button", name="Delete 1 experiment").click()
    expect(_row(page, "prompt v1")).to_have_count(0)
    page.goto(f"{PROJECT}/traces/{1:016x}{0:016x}")
    expect(page.get_by_role("heading", name="experiment-item-task").first).to_be_visible()


@pytest.mark.timeout(420)  # as in tests/compat: the SDK may have to be downloaded
def test_what_the_sdk_ran_twice_is_compared(page: Page, laboratory: tuple[Server, str]) -> None:
    told = run_program(laboratory[0], RUN_TWICE)
    assert told == {"plain": 0.25, "polite": 0.75}
    page.goto(f"{PROJECT}/experiments?range=all")
    for name in ("plain", "polite"):
        _row(page, f"greet {name}").get_by_role("checkbox").check()
    page.get_by_role("button", name="Compare").click()
    summary = page.get_by_role("region", name="Summary")
    exact = summary.get_by_role("row", name=re.compile("^exact"))
    expect(exact).to_contain_text("0.5")
    expect(exact.get_by_role("img")).to_have_accessible_name(
        re.compile(r"(3 items better, 1 worse|1 items? better, 3 worse), 0 equal to the baseline")
    )
    expect(summary.get_by_role("row", name=re.compile("^mean"))).to_contain_text("0.5")
    table = page.get_by_role("table", name="Items side by side")
    expect(table.get_by_text("Dear Ada").first).to_be_visible()
    expect(table.get_by_text("Hi Ada").first).to_be_visible()


def test_an_empty_project_teaches_how_to_run_one(empty_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(empty_server.url)
    page.goto(empty_server.login_link)
    page.wait_for_url(re.compile("/project/"))
    page.goto(f"{PROJECT}/experiments?range=all")
    expect(page.get_by_role("heading", name="No experiments yet")).to_be_visible()
    expect(page.get_by_text("langfuse.run_experiment")).to_be_visible()
