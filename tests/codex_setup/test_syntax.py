import pytest

from sidelight.codex_setup.document import apply_fix, parse
from sidelight.codex_setup.schema import check_schema
from sidelight.codex_setup.syntax import check_syntax
from tests.codex_setup.configs import ACCEPTED, NOT_TOML


@pytest.mark.parametrize(("text", "codes"), NOT_TOML.values(), ids=NOT_TOML)
def test_what_is_not_toml_is_found(text: str, codes: list[str]) -> None:
    assert [finding.code for finding in check_syntax(text)] == codes


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_toml_gives_no_finding(text: str) -> None:
    assert check_syntax(text) == []


@pytest.mark.parametrize("name", ["string beside a table", "two strings beside tables", "value over two lines"])
def test_fixes_lead_to_a_configuration_that_codex_takes(name: str) -> None:
    text, codes = NOT_TOML[name]
    for _ in codes:
        (finding, *_) = check_syntax(text)
        assert finding.fix is not None
        text = apply_fix(text, finding.fix)  # type: ignore[arg-type]
    assert check_schema(parse(text)) == []


def test_the_secret_of_a_broken_line_is_not_repeated() -> None:
    (finding,) = check_syntax('[otel]\nheaders = "Basic c2VjcmV0" oops\n')
    assert "c2VjcmV0" not in finding.message
    assert "headers" in finding.message
