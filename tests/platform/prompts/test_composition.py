"""What a prompt includes, line by line, however it is broken."""

from itertools import pairwise

from sidelight.platform.prompts.body import Body
from sidelight.platform.prompts.composition import MAX_LINES, included_by
from sidelight.platform.prompts.parts import MAX_DEPTH, Part
from sidelight.platform.prompts.references import Reference


def tags(*names: str) -> str:
    return " ".join(Reference(name, label="production").tag for name in names)


def lines(name: str, bodies: dict[str, Body]) -> list[tuple[int, str, str | None]]:
    """Depth, name and fault; `production` is version 1 of each."""
    parts = {
        Reference(one, label="production"): Part(one, 1, one, "text" if isinstance(body, str) else "chat", one, 1, body)
        for one, body in bodies.items()
    }
    found, has_more = included_by(name, bodies[name], parts)
    assert not has_more
    return [(line.depth, line.name, line.fault and line.fault.kind) for line in found]


def test_what_is_wrong_is_told_where_it_is_and_not_above() -> None:
    bodies: dict[str, Body] = {
        "top": tags("fine", "broken"),
        "fine": tags("leaf"),
        "leaf": "leaf",
        "broken": tags("none", "chat", "top", "leaf"),
        "chat": [{"role": "user", "content": "x"}],
    }
    assert lines("top", bodies) == [
        (0, "fine", None),
        (1, "leaf", None),
        (0, "broken", None),
        (1, "none", "missing"),
        (1, "chat", "chat"),
        (1, "top", "circle"),
        (1, "leaf", None),
    ]


def test_what_is_too_deep_ends_the_line() -> None:
    names = [f"p{number}" for number in range(MAX_DEPTH + 3)]
    bodies: dict[str, Body] = {name: tags(below) for name, below in pairwise(names)}
    bodies[names[-1]] = "end"
    found = lines("p0", bodies)
    assert found == [(depth, f"p{depth + 1}", None) for depth in range(MAX_DEPTH)] + [
        (MAX_DEPTH, f"p{MAX_DEPTH + 1}", "depth")
    ]


def test_many_lines_end_with_a_word_that_there_are_more() -> None:
    wide = tags(*(f"p{number}" for number in range(MAX_LINES + 1)))
    found, has_more = included_by("top", wide, {})
    assert (len(found), has_more) == (MAX_LINES, True)
