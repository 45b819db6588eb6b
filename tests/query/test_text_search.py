"""Text search: what is found, and that words go through the text index."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.query.filters import TraceFilter
from sidelight.query.text_search import in_texts, is_word_search
from sidelight.query.trace_list import list_traces
from tests.fixtures.event_store import Seed


async def found(seed: Seed, text: str) -> list[str]:
    return [trace.id for trace in (await list_traces(seed.reader, TraceFilter(text=text))).items]


@pytest.fixture
def texts(seed: Seed) -> Seed:
    seed.trace("t1", 3, name="Fix the build", user_id="ada@example.com", session_id="session-77")
    seed.observation(
        "t1", "o", 3, input='{"cmd": "cargo test --all"}', output="error[E0308]: Mismatched types in foo_bar.rs"
    )
    seed.trace("t2", 2, name="Übersetzen", input="preview of the trace itself")
    seed.observation("t2", "o", 2, input="这是一个中文文本", output="ÄRGER im Café")
    seed.trace("t3", 1, name="plain")
    seed.observation("t3", "o", 1, input=None, output=None)
    return seed


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("mismatched", ["t1"]),
        ("MISMATCHED Types", ["t1"]),
        ("types mismatched", ["t1"]),
        ("mismatch", []),  # words, not parts of words
        ("cargo error", []),  # one text must hold all words
        ("E0308", ["t1"]),
        ("foo_bar.rs", ["t1"]),
        ("  cargo test ", ["t1"]),
        ("中文", ["t2"]),
        ("ärger", ["t2"]),
        ("CAFÉ", ["t2"]),
        ("rs", ["t1", "t2"]),  # short: any part of a text
        ("[E", ["t1"]),
        ("ada@", ["t1"]),
        ("fix the", ["t1"]),
        ("übersetzen", ["t2"]),
        ("session-77", ["t1"]),
        ("preview of", ["t2"]),
        ("t3", ["t3"]),
        ("nothing of this", []),
        ("   ", ["t1", "t2", "t3"]),
    ],
)
async def test_finds(texts: Seed, text: str, ids: list[str]) -> None:
    assert await found(texts, text) == ids


async def test_words_use_the_text_index_and_find_rows_without_it(seed: Seed) -> None:
    for number in range(6):
        seed.observation(f"t{number}", "o", number, input="common words", output="rare" if number == 3 else None)
    condition = in_texts("rare words common")
    assert is_word_search("rare words common")
    explain = "EXPLAIN indexes = 1 SELECT trace_id FROM observations FINAL WHERE project_id = {project_id:String} AND "
    plan = "\n".join(str(row) for row in await seed.reader.query(f"{explain}({condition.text})", condition.params))
    assert "__text_index_ix_input_hasAllTokens" in plan
    assert "__text_index_ix_output_hasAllTokens" in plan
    assert await found(seed, "rare") == ["t3"]
    seed.store.driver.command("OPTIMIZE TABLE observations FINAL")
    assert await found(seed, "RARE") == ["t3"]


@given(text=st.text(max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_only_a_text(texts: Seed, text: str) -> None:
    assert set(await found(texts, text)) <= {"t1", "t2", "t3"}
