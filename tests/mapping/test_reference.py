"""The page on the mapping names every attribute that is read, and every convention."""

from pathlib import Path

import pytest

from sidelight.mapping.keys import FIELDS
from sidelight.mapping.order import CONTENT_EVENTS, CONTENTS, TYPES
from sidelight.mapping.tools import DEFINITION_KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "otel-mapping.md").read_text()
READ = {
    *(key for field in FIELDS for key in field),
    *(key for rule in TYPES for key in rule.keys),
    *(key for rule in CONTENTS for key in rule.keys if not key.startswith("lk.pii.")),
    *(scope for rule in (*TYPES, *CONTENTS) for scope in rule.scopes),
    *CONTENT_EVENTS,
    *DEFINITION_KEYS,
}


@pytest.mark.parametrize("name", sorted(READ))
def test_the_page_names(name: str) -> None:
    assert f"`{name}`" in PAGE
