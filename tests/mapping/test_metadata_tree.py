from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.mapping.metadata_tree import flatten, unflatten

KEYS = st.text(st.characters(exclude_characters="."), min_size=1, max_size=4).filter(
    lambda key: key not in ("attributes", "resourceAttributes", "scope")
)
TREES = st.recursive(
    st.text(max_size=5), lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=3), max_leaves=8
)


def flat(tree: dict[str, Any]) -> dict[str, str]:
    result: dict[str, str] = {}
    for key, value in tree.items():
        flatten(key, value, result)
    return result


def test_objects_are_paths_and_everything_else_is_text() -> None:
    tree = {"a": {"b": {"c": 1}, "d": [{"e": 2}]}, "f": True, "g": None, "h": {}, "i": "x"}
    assert flat(tree) == {"a.b.c": "1", "a.d": '[{"e":2}]', "f": "true", "h": "{}", "i": "x"}


@given(st.dictionaries(KEYS, TREES, max_size=4))
def test_trees_come_back(tree: dict[str, Any]) -> None:
    assert unflatten(flat(tree)) == tree


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ({"attributes.service.name": 1, "attributes.x": 2}, {"attributes": {"service.name": 1, "x": 2}}),
        ({"resourceAttributes.service.name": 1}, {"resourceAttributes": {"service.name": 1}}),
        (
            {"scope.name": "s", "scope.attributes.a.b": 1, "scope.version": "1"},
            {"scope": {"name": "s", "version": "1", "attributes": {"a.b": 1}}},
        ),
        ({"a": 1, "a.b": 2}, {"a": 1, "a.b": 2}),
        ({"a.b": 2, "a": 1}, {"a": 1, "a.b": 2}),
        ({"a.b.c": 3, "a.b": 2}, {"a": {"b": 2}, "a.b.c": 3}),
        ({"a": {"own": 1}, "a.b": 2}, {"a": {"own": 1}, "a.b": 2}),
        ({"a..b": 1, ".": 2, "c.": 3}, {"a..b": 1, ".": 2, "c.": 3}),
    ],
)
def test_paths_that_name_no_place_stay_keys(stored: dict[str, Any], read: dict[str, Any]) -> None:
    assert unflatten(stored) == read


def test_depth_is_bounded_both_ways() -> None:
    tree: dict[str, Any] = {}
    for _ in range(3000):
        tree = {"a": tree}
    (stored,) = flat(tree).items()
    assert stored[0].count(".") == 32
    long = "a." * 3000 + "b"
    assert unflatten({long: 1}) == {long: 1}
