import json
import time

from hypothesis import given
from hypothesis import strategies as st

from sidelight.mapping.flattened import MAX_SLOTS, gather
from sidelight.model import AttrValue

SEGMENTS = st.one_of(st.integers(0, 12).map(str), st.sampled_from(["role", "content", "a", "", "__proto__", "²"]))
PATHS = st.lists(SEGMENTS, min_size=1, max_size=4).map(".".join)


def test_numbers_make_lists_and_names_make_objects() -> None:
    attributes = {"p.0.role": "user", "p.1.parts.0.text": "x", "p.1.parts.2.text": "y", "q.0.role": "no", "px.0": "no"}
    assert gather(attributes, "p") == [{"role": "user"}, {"parts": [{"text": "x"}, None, {"text": "y"}]}]
    assert gather({"p.text": "x", "p.0.role": "u"}, "p") == {"text": "x", "0": {"role": "u"}}
    assert gather({"p.2": "z"}, "p") == [None, None, "z"]
    assert gather({"p": "whole", "p.0.role": "no"}, "p") == "whole"
    assert gather({"other": 1}, "p") is None


def test_a_structure_wins_over_a_leaf_in_its_place() -> None:
    for pairs in ([("p.0.a", 1), ("p.0.a.b", 2)], [("p.0.a.b", 2), ("p.0.a", 1)]):
        assert gather(dict(pairs), "p") == [{"a": {"b": 2}}]


def test_all_lists_together_are_bounded() -> None:
    fits = {f"p.{MAX_SLOTS - 1}.role": "last"}
    found = gather(fits, "p")
    assert isinstance(found, list)
    assert len(found) == MAX_SLOTS
    assert gather({f"p.{MAX_SLOTS}.role": "too far"}, "p") is None
    assert gather({"p.9999999999999999999999.role": "x", "p.0.role": "kept"}, "p") == [{"role": "kept"}]
    nested = {f"p.{outer}.items.{5000}.x": 1 for outer in range(3)}
    found = gather(nested, "p")
    assert isinstance(found, list)
    assert len(found) == 1  # the second list of 5,001 would be too much


def test_what_is_left_out_takes_no_room() -> None:
    attributes: dict[str, AttrValue] = {"p.9000.a.9000.b": 1, "p.9999.role": "kept"}
    found = gather(attributes, "p")
    assert isinstance(found, list)
    assert len(found) == 10_000
    assert found[9999] == {"role": "kept"}


def test_names_that_mean_something_to_javascript_are_left_out() -> None:
    attributes: dict[str, AttrValue] = {
        "p.0.__proto__.polluted": 1,
        "p.0.constructor.prototype.x": 1,
        "p.prototype": 1,
        "p.0.role": "user",
    }
    assert gather(attributes, "p") == [{"role": "user"}]


def test_depth_is_bounded() -> None:
    assert gather({"p." + ".".join(["a"] * 5000): 1}, "p") is None


@given(st.dictionaries(PATHS.map(lambda path: "p." + path), st.integers(), max_size=8), st.randoms())
def test_the_order_of_attributes_does_not_matter(attributes: dict[str, int], random: object) -> None:
    pairs = list(attributes.items())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    found = gather(attributes, "p")
    assert gather(dict(pairs), "p") == found
    json.dumps(found)


def test_many_attributes_take_linear_time() -> None:
    attributes = {f"p.{place}.content": "x" for place in range(MAX_SLOTS)}
    started = time.process_time()
    found = gather(attributes, "p")
    assert isinstance(found, list)
    assert len(found) == MAX_SLOTS
    assert time.process_time() - started < 2
