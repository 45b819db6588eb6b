"""Previews, suggested schemas and histories: values in, values out."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sidelight.enrich.preview import preview
from sidelight.platform.datasets.history import DatasetChange, together
from sidelight.platform.datasets.infer import infer_schema
from sidelight.platform.datasets.item_list import json_preview
from sidelight.platform.datasets.schema import ItemSchemas, check_schema
from sidelight.platform.json_text import json_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=6))
def test_all_examples_fit_the_schema_made_of_them(examples: list[Any]) -> None:
    schema = infer_schema(examples)
    check_schema("inputSchema", schema)
    schemas = ItemSchemas(schema, None)
    for example in examples:
        assert schemas.misfits(example, None) == []


def test_a_schema_says_what_all_examples_have() -> None:
    assert infer_schema([{"q": "a", "n": 1}, {"q": None, "n": 1.5, "more": [1, "x"]}]) == {
        "type": "object",
        "properties": {
            "q": {"type": ["string", "null"]},
            "n": {"type": "number"},
            "more": {"type": "array", "items": {"type": ["string", "integer"]}},
        },
        "required": ["q", "n"],
    }


@given(TEXT, st.integers(2, 60))
def test_the_preview_of_a_text_is_its_beginning(text: str, cut: int) -> None:
    stored = json_text(text)
    assert json_preview(stored) == preview(text)
    head = json_preview(stored[:cut]).removesuffix("…")
    assert "".join(preview(text, 10_000).split()).startswith("".join(head.split()))


def test_the_preview_of_other_values_is_their_json() -> None:
    assert json_preview("null") == ""
    assert json_preview(json.dumps({"a": 1})) == '{"a": 1}'


def test_changes_close_together_by_one_person_are_one() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)

    def change(second: int, author: str, created: int) -> DatasetChange:
        moment = start + timedelta(seconds=second)
        return DatasetChange(moment, moment, author, (created, 0, 0, 0, 0, 0))

    made = together(
        [change(200, "a", 1), change(197, "a", 2), change(192, "a", 3), change(191, "b", 4), change(0, "b", 5)]
    )
    assert [(one.author_name, one.counts[0], (one.moment - one.began_at).seconds) for one in made] == [
        ("a", 6, 8),
        ("b", 4, 0),
        ("b", 5, 0),
    ]
