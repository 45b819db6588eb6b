"""What axe finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[tuple[str, str, list[str]]]:
    """Rule, what it says, and the elements that break it."""
    page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]]
