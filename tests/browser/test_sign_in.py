"""Signing in and out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMAIL, PASSWORD
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser


def test_a_login_link_signs_in_once(empty_server: Server, new_page: Callable[..., Page]) -> None:
    first = new_page(empty_server.url)
    first.goto(empty_server.login_link)
    expect(first.get_by_role("heading", name="Traces")).to_be_visible()
    second = new_page(empty_server.url)
    second.goto(empty_server.login_link)
    expect(second.get_by_role("heading", name="This sign-in link no longer works")).to_be_visible()
    expect(second.get_by_text("sidelight login-link")).to_be_visible()


def test_a_password_leads_to_where_one_wanted_to_go(full_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(full_server.url)
    page.goto("/project/e2e/keys")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="API keys")).to_be_visible()
    page.get_by_title("Account").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_an_address_elsewhere_is_never_followed(full_server: Server, new_page: Callable[..., Page]) -> None:
    page = new_page(full_server.url)
    page.goto("/login?next=//example.com/stolen")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Traces")).to_be_visible()
    assert page.url.startswith(full_server.url)
