import pytest

from sidelight.codex_setup.document import apply_fix, parse
from sidelight.codex_setup.finding import Severity
from sidelight.codex_setup.schema import check_schema
from tests.codex_setup.configs import ACCEPTED, IGNORED, REFUSED


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_codex_refuses_is_an_error_with_its_own_code(text: str, code: str) -> None:
    findings = check_schema(parse(text))
    assert [(finding.code, finding.severity) for finding in findings] == [(code, Severity.ERROR)]
    assert "Codex does not start" in findings[0].message
    assert findings[0].remedy


@pytest.mark.parametrize(("text", "code"), IGNORED.values(), ids=IGNORED)
def test_what_codex_ignores_is_found(text: str, code: str) -> None:
    assert [finding.code for finding in check_schema(parse(text))] == [code]


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED)
def test_what_codex_accepts_is_accepted(text: str) -> None:
    assert check_schema(parse(text)) == []


@pytest.mark.parametrize("text", [text for text, _ in [*REFUSED.values(), *IGNORED.values()]])
def test_a_fix_cures_its_finding_and_breaks_nothing(text: str) -> None:
    for finding in check_schema(parse(text)):
        if finding.fix is not None:
            assert finding not in check_schema(parse(apply_fix(text, finding.fix)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("protocol missing", "binary"),
        ("protocol http/protobuf", "binary"),
        ("protocol http/json", "json"),
        ("protocol in capitals", "binary"),
    ],
)
def test_the_protocol_is_corrected(name: str, expected: str) -> None:
    text, _ = REFUSED[name]
    (finding,) = check_schema(parse(text))
    assert finding.fix is not None
    fixed = parse(apply_fix(text, finding.fix))  # type: ignore[arg-type]
    assert fixed["otel"]["exporter"]["otlp-http"]["protocol"] == expected


def test_an_unknown_key_comes_with_a_suggestion() -> None:
    (finding,) = check_schema(parse("[otel]\nlog_user_prompts = true\n"))
    assert finding.remedy == "Did you mean log_user_prompt?"
