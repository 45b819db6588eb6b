"""What axe finds wrong with a page."""

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"

# What fades in, or is dimmed while newer data is asked for, has too little contrast until it is there.
# Endless animations (a spinner) are not waited for.
_SETTLED = """() => !document.querySelector('[aria-busy=true]') && document.getAnimations().every(
  (one) => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)"""


def violations(page: Page) -> list[tuple[str, str, list[str]]]:
    """Rule, what it says, and the elements that break it."""
    page.wait_for_function(_SETTLED)
    page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [(one["id"], one["help"], [node["html"][:200] for node in one["nodes"]]) for one in found["violations"]]
