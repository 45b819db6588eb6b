from types import MappingProxyType

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.model import ObservationType
from sidelight.store.encode import encode_params, encode_rows

any_text = st.text(st.characters(codec=None, categories=None))


@given(st.lists(st.dictionaries(any_text, any_text | st.integers() | st.floats() | st.binary(), max_size=3)))
def test_rows_are_one_line_of_json_each(rows: list[dict[str, object]]) -> None:
    lines = encode_rows(rows).splitlines()
    assert len(lines) == len(rows)
    assert all(isinstance(orjson.loads(line), dict) for line in lines)


def test_what_json_does_not_know() -> None:
    row = {"map": MappingProxyType({"a": 1}), "bytes": b"\x00", "kind": ObservationType.TOOL, "tags": ("a",)}
    assert encode_rows([row]) == b'{"map":{"a":1},"bytes":"AA==","kind":"TOOL","tags":["a"]}\n'
    with pytest.raises(TypeError, match="not JSON serializable: object"):
        encode_rows([{"x": object()}])


def test_parameters() -> None:
    assert encode_params({"n": None, "b": False, "i": 5, "f": 0.1, "s": "a'b\t", "a": ["x'y", "\\"], "e": []}) == {
        "n": "\\N",
        "b": "0",
        "i": "5",
        "f": "0.1",
        "s": "a\\'b\\t",
        "a": "['x\\'y','\\\\']",
        "e": "[]",
    }
