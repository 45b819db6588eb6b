"""Traces that are broken, deep, long or heavy."""

import json
from typing import Any

from tests.browser.spans import Application


def orphans() -> Application:
    """Steps whose root never arrived, with texts that try to deceive the reader."""
    app = Application("lost-root", "my-app", 300)
    app.span(
        "a",
        "handle \u202egnp.exe\u202c request",
        0,
        500,
        {"input.value": "pay \u202e000,1$\u202c now", "output.value": "<b>not bold</b> <script>alert(1)</script>"},
        parent="never sent",
    )
    app.span("b", "inner", 100, 300, {"input.value": "x"}, parent="a")
    app.span("c", "second part", 600, 900, {"input.value": "y"}, parent="never sent either")
    return app


def deep(levels: int = 40) -> Application:
    """Steps inside steps inside steps."""
    app = Application("deep", "my-app", 360)
    for level in range(levels):
        app.span(
            f"l{level}",
            f"recursive_step_{level}",
            level,
            2000 - level,
            {"input.value": json.dumps({"depth": level})},
            parent=f"l{level - 1}" if level else "",
        )
    return app


def large(size: int, name: str, after_s: float) -> Application:
    """A trace of very many steps, in rounds of a planner, three tools and a model call."""
    app = Application(name, "my-app", after_s)
    app.span("root", name, 0, size * 10, {"input.value": "go"})
    for number in range(size - 1):
        round_, place = divmod(number, 5)
        key = f"r{round_}"
        start = round_ * 50
        if place == 0:
            app.span(key, "planner", start, start + 48, {"openinference.span.kind": "AGENT"}, parent="root")
            continue
        tool = ("search", "read_file", "edit_file")[place % 3]
        attributes: dict[str, Any] = (
            {"openinference.span.kind": "TOOL", "input.value": f'{{"query": "item {number}"}}'}
            if place < 4
            else {
                "openinference.span.kind": "LLM",
                "llm.model_name": "gpt-4o-mini",
                "llm.token_count.total": number % 900,
            }
        )
        error = "timed out" if number % 997 == 3 else ""
        app.span(
            f"s{number}",
            tool if place < 4 else "chat",
            start + place * 9,
            start + place * 9 + 8,
            attributes,
            parent=key,
            error=error,
        )
    return app


def huge_text() -> Application:
    """One step with ten megabytes of JSON in, and a megabyte of text out."""
    app = Application("huge", "my-app", 420)
    rows = [{"id": number, "name": f"row {number}", "note": "lorem ipsum " * 12} for number in range(55_000)]
    app.span(
        "root",
        "load rows",
        0,
        900,
        {"input.value": json.dumps({"rows": rows}), "output.value": "All rows.\n" * 100_000},
    )
    return app
