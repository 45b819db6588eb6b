"""The list of observations."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import PROJECT

pytestmark = pytest.mark.browser

ALL = f"{PROJECT}/observations?range=all"


def test_observations_of_all_traces_are_listed_and_open_at_their_place(page: Page) -> None:
    page.goto(ALL)
    rows = page.locator("[role=rowgroup] [role=row]")
    expect(rows.first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^[\d,]+ observations$"))).to_be_visible()
    link = rows.locator("[data-column=name] a").first
    link.click()
    expect(page).to_have_url(re.compile(r"/traces/[^/?]+\?o="))
    # By its id: a model call of an agent has its model for a title there.
    chosen = re.search(r"[?&]o=([^&]+)", page.url)
    assert chosen
    expect(page.get_by_text(chosen[1], exact=True).first).to_be_visible()


def test_a_type_narrows_and_other_facets_follow(page: Page) -> None:
    page.goto(ALL)
    page.get_by_role("button", name=re.compile("^Filters")).click()
    facets = page.get_by_role("complementary", name="Filters")
    facets.get_by_role("checkbox", name=re.compile("^Tool")).check()
    expect(page).to_have_url(re.compile("filter=type"))
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Type: Tool")
    kinds = page.locator("[role=rowgroup] [data-column=kind] svg")
    expect(kinds.first).to_have_attribute("aria-label", "Tool")
    assert set(kinds.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")) == {"Tool"}
    # Its own values stay, so that another can be added.
    expect(facets.get_by_role("checkbox", name=re.compile("^Model call"))).to_be_visible()
    facets.get_by_label("How to compare: Type").select_option("none of")
    expect(page.locator("[role=rowgroup] [data-column=kind] svg[aria-label=Tool]")).to_have_count(0)
    page.get_by_role("button", name="Remove filter: Type is none of Tool").click()
    expect(page).not_to_have_url(re.compile("filter="))


def test_a_range_is_kept_in_the_address(page: Page) -> None:
    page.goto(ALL)
    expect(page.locator("[role=rowgroup] [role=row]").first).to_be_visible()
    page.keyboard.press("f")
    expect(page.get_by_label("Find a filter")).to_be_focused()
    page.keyboard.type("input tokens")
    least = page.get_by_label("Input tokens: at least")
    least.fill("1")
    least.press("Enter")
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Input tokens ≥ 1")
    expect(page.locator("[role=rowgroup] [role=row]").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("list", name="Active filters")).to_contain_text("Input tokens ≥ 1")


def test_columns_are_chosen_and_remembered(page: Page) -> None:
    page.goto(ALL)
    expect(page.get_by_role("columnheader", name="Session")).to_have_count(0)
    page.get_by_role("button", name="Choose columns").click()
    page.get_by_role("checkbox", name="Session", exact=True).check()
    expect(page.get_by_role("columnheader", name="Session")).to_be_visible()
    page.reload()
    expect(page.get_by_role("columnheader", name="Session")).to_be_visible()


def test_the_order_is_chosen_by_a_column(page: Page) -> None:
    page.goto(ALL)
    page.get_by_role("button", name="Cost", exact=True).click()
    expect(page).to_have_url(re.compile("order=cost.desc"))
    expect(page.get_by_role("columnheader", name="Cost")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Time", exact=True).click()
    page.get_by_role("button", name="Time", exact=True).click()
    expect(page).to_have_url(re.compile("order=time.asc"))
    expect(page.get_by_role("columnheader", name="Time")).to_have_attribute("aria-sort", "ascending")


def test_a_filter_of_an_unknown_column_is_told(page: Page) -> None:
    page.goto(f"{ALL}&filter=nothing;string;;=;x")
    expect(page.get_by_role("alert")).to_contain_text("there is no such column")


def test_an_empty_list_teaches_the_next_step(page: Page) -> None:
    page.goto(f"{PROJECT}/observations?range=1m")
    expect(page.get_by_role("heading", name="Nothing in this time range")).to_be_visible()
    expect(page.get_by_text("langfuse = get_client()")).to_be_visible()
    page.get_by_role("button", name="Show all time").click()
    expect(page.locator("[role=rowgroup] [role=row]").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_open_facets(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{ALL}&filter=level;stringOptions;;any of;DEFAULT")
    expect(page.locator("[role=rowgroup] [role=row]").first).to_be_visible()
    page.keyboard.press("f")
    for facet in ("Metadata", "Status message", "Duration", "Root observation"):
        page.get_by_role("complementary").get_by_role("button", name=facet, exact=True).click()
    expect(page.get_by_label("Metadata: Choose a key")).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    told = violations(page)
    assert told == [], json.dumps(told, indent=1)
