import base64

import pytest

from sidelight.codex_setup.authorization import (
    basic_header,
    check_authorization,
    header_variable,
    read_authorization,
    repaired,
)
from sidelight.codex_setup.environment import parse_header_variable
from sidelight.codex_setup.finding import SetValue
from sidelight.platform.credentials import Credentials

KEYS = Credentials("pk-lf-1234", "sk-lf-5678")
RIGHT = basic_header(KEYS)
TOKEN = RIGHT.removeprefix("Basic ")
PATH = ("otel", "exporter", "otlp-http", "headers", "Authorization")


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


# what was written → code of the finding, whether the right header can be recovered
MISTAKES = {
    "unexpanded variable": ("${LANGFUSE_AUTH}", "header-unexpanded-variable", False),
    "unexpanded variable after Basic": ("Basic ${LANGFUSE_AUTH}", "header-unexpanded-variable", False),
    "line break in the base64": (f"Basic {TOKEN[:9]}\n{TOKEN[9:]}", "header-broken-base64", True),
    "space in the base64": (f"Basic {TOKEN[:9]} {TOKEN[9:]}", "header-broken-base64", True),
    "no Basic": (TOKEN, "header-not-basic", True),
    "keys in the clear": ("Basic pk-lf-1234:sk-lf-5678", "header-not-base64", True),
    "keys in the clear without Basic": ("pk-lf-1234:sk-lf-5678", "header-not-basic", True),
    "bearer": (f"Bearer {TOKEN}", "header-bearer", True),
    "bearer with one key": ("Bearer sk-lf-5678", "header-bearer", False),
    "not base64": ("Basic !!!!", "header-not-base64", False),
    "no colon": (f"Basic {encoded('pk-lf-1234')}", "header-no-colon", False),
    "secret missing": (f"Basic {encoded('pk-lf-1234:')}", "header-empty-key", False),
    "swapped": (f"Basic {encoded('sk-lf-5678:pk-lf-1234')}", "header-keys-swapped", True),
    "nothing after Basic": ("Basic", "header-missing", False),
    "Basic twice": (f"Basic Basic {TOKEN}", "header-broken-base64", False),
}


@pytest.mark.parametrize(("value", "code", "is_curable"), MISTAKES.values(), ids=MISTAKES)
def test_a_malformed_header_is_found_and_cured_where_possible(value: str, code: str, is_curable: bool) -> None:
    (finding,) = check_authorization(value, "`otel.exporter`", PATH)
    assert finding.remedy
    assert "5678" not in finding.message + finding.remedy
    assert finding.fix == (SetValue(PATH, RIGHT) if is_curable else None)
    if value != MISTAKES["Basic twice"][0]:
        assert finding.code == code


def test_a_header_from_the_environment_has_no_fix_in_the_file() -> None:
    (finding,) = check_authorization(TOKEN, "OTEL_EXPORTER_OTLP_HEADERS")
    assert finding.fix is None
    assert finding.message.startswith("OTEL_EXPORTER_OTLP_HEADERS")


@pytest.mark.parametrize("value", [RIGHT, RIGHT.replace(" ", "%20"), f"basic {TOKEN.rstrip('=')}", f" {RIGHT} "])
def test_what_codex_sends_correctly_is_right(value: str) -> None:
    assert check_authorization(value, "x") == []
    assert read_authorization(value) == KEYS


def test_the_variable_is_read_back_as_the_header() -> None:
    assert parse_header_variable(header_variable(KEYS)) == {"Authorization": RIGHT}


def test_nothing_is_repaired_out_of_nothing() -> None:
    assert repaired("") is None
    assert read_authorization(None) is None
