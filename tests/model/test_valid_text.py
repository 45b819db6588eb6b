from hypothesis import given
from hypothesis import strategies as st

from sidelight.model.valid_text import valid_text

any_text = st.text(st.characters(codec=None, categories=None))


@given(st.lists(st.text(), max_size=6).map("".join) | any_text)
def test_valid_text_can_be_encoded_and_keeps_what_is_valid(text: str) -> None:
    valid = valid_text(text)
    assert valid.encode().decode() == valid
    try:
        text.encode()
    except UnicodeEncodeError:
        assert "\ufffd" in valid or any(ord(character) > 0xFFFF for character in valid)
    else:
        assert valid == text
