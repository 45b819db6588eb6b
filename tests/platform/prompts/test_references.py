"""References between prompts, from any texts: what is a reference, what stays text, and what comes of putting in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.platform.prompts.body import Body
from sidelight.platform.prompts.parts import Part
from sidelight.platform.prompts.references import Reference, references_of, with_references
from sidelight.platform.prompts.refusal import PromptRefusal
from sidelight.platform.prompts.resolution import PromptNode, problems_of, put_together

NAMES = st.text(st.characters(exclude_characters="|@", exclude_categories=("Cs",)), min_size=1, max_size=12)
REFERENCES = st.one_of(
    st.builds(Reference, NAMES, version=st.integers(1, 2**31 - 1)),
    st.builds(Reference, NAMES, label=st.from_regex(r"[a-z0-9_.-]{1,8}", fullmatch=True)),
)
PLAIN = st.text(st.characters(exclude_characters="@", exclude_categories=("Cs",)), max_size=20)
ROOT = PromptNode("root", "root", 1)
SOME = ("a", "b", "c", "d")


@given(st.lists(st.tuples(PLAIN, REFERENCES), max_size=5), PLAIN)
def test_references_are_read_as_they_are_written(pairs: list[tuple[str, Reference]], end: str) -> None:
    text = "".join(f"{before}{reference.tag}" for before, reference in pairs) + end
    chat: Body = [{"role": "user", "content": text}, {"type": "placeholder", "name": "p"}]
    expected = tuple(dict.fromkeys(reference for _, reference in pairs))
    assert references_of(text) == references_of(chat) == expected
    assert with_references(text, lambda reference: reference.tag) == text
    assert with_references(text, lambda _: "·") == "".join(f"{before}·" for before, _ in pairs) + end


@given(st.text(max_size=80))
def test_other_text_stays_as_it_is(text: str) -> None:
    assert with_references(text, lambda reference: reference.tag) == text


def _tags(children: list[str]) -> str:
    return " ".join(Reference(child, version=1).tag for child in children)


GRAPHS = st.dictionaries(st.sampled_from(SOME), st.lists(st.sampled_from(SOME), max_size=3))


@given(GRAPHS, st.sets(st.sampled_from(SOME)))
def test_any_graph_is_put_together_or_refused(graph: dict[str, list[str]], chats: set[str]) -> None:
    def part(name: str) -> Part:
        return Part(name, 1, name, "chat" if name in chats else "text", name, 1, f"<{name}{_tags(graph[name])}>")

    parts = {Reference(name, version=1): part(name) for name in graph}
    body = _tags(list(SOME))
    problems = problems_of(ROOT, body, parts)
    assert {one.name for one in problems} == {name for name in SOME if _leads_astray(graph, chats, name, ())}
    if problems:
        with pytest.raises(PromptRefusal) as refused:
            put_together(ROOT, body, parts)
        assert str(refused.value) in problems.values()
    else:
        resolved = put_together(ROOT, body, parts)
        assert references_of(resolved.body) == ()
        assert set(SOME) == {part.name for part in resolved.parts}


def _leads_astray(graph: dict[str, list[str]], chats: set[str], name: str, path: tuple[str, ...]) -> bool:
    """Whether putting a text in fails, by the definition: missing, a chat, or met again on the way down."""
    if name not in graph or name in chats or name in path:
        return True
    return any(_leads_astray(graph, chats, child, (*path, name)) for child in graph[name])
