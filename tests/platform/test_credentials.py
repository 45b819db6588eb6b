"""Every broken Authorization header gets its own reason, and no answer repeats a secret."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.platform.credentials import Credentials, KeyRefusal, parse_basic

PUBLIC = "pk-lf-0b6a3c1e-6c4e-4a0a-9d0f-1b2c3d4e5f60"
SECRET = "sk-lf-7f3e2d1c-0b0a-4d4c-8e8f-a1b2c3d4e5f6"


def encode(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


BASE64 = encode(f"{PUBLIC}:{SECRET}")


@pytest.mark.parametrize(
    "header",
    [
        f"Basic {BASE64}",
        f"basic   {BASE64}",
        f"  BASIC {BASE64}  ",
        f'"Basic {BASE64}"',
        f"Basic {BASE64.rstrip('=')}",
        "Basic " + encode(f"{PUBLIC}:{SECRET}\n"),
        "Basic " + base64.urlsafe_b64encode(f"{PUBLIC}:{SECRET}".encode()).decode(),
    ],
)
def test_a_good_pair_is_read(header: str) -> None:
    assert parse_basic(header) == Credentials(PUBLIC, SECRET)


def test_a_secret_may_contain_colons_and_dollar_signs() -> None:
    assert parse_basic("Basic " + encode("pk-lf-a:se:cr$et")) == Credentials("pk-lf-a", "se:cr$et")


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        (None, "missing_header", "no Authorization header"),
        ("", "missing_header", "no Authorization header"),
        ("   ", "missing_header", "no Authorization header"),
        ("Basic", "missing_header", "ends after 'Basic'"),
        ("Basic ", "missing_header", "ends after 'Basic'"),
        ("${LANGFUSE_AUTH}", "unexpanded_variable", "name of a variable"),
        ("Basic ${LANGFUSE_AUTH}", "unexpanded_variable", "name of a variable"),
        ("Basic $AUTH", "unexpanded_variable", "name of a variable"),
        ("Basic %AUTH%", "unexpanded_variable", "name of a variable"),
        ("Basic {{ auth }}", "unexpanded_variable", "name of a variable"),
        ("Basic " + encode("${PUBLIC_KEY}:${SECRET_KEY}"), "unexpanded_variable", "name of a variable"),
        (f"Basic%20{BASE64}", "percent_encoded", "percent-encoded"),
        ("Basic cGs6c2s%3D", "percent_encoded", "percent-encoded"),
        (f"Bearer {PUBLIC}", "bearer", "uses Bearer"),
        ("Bearer eyJhbGciOiJub25lIn0.e30.", "bearer", "another service's"),
        (BASE64, "not_basic", "'Basic ' before it is missing"),
        (f"{PUBLIC}:{SECRET}", "not_basic", "does not begin with 'Basic '"),
        ("Digest username=x", "not_basic", "does not begin with 'Basic '"),
        (f"Basic {PUBLIC}:{SECRET}", "not_base64", "not in base64"),
        (f"Basic Basic {BASE64}", "not_base64", "stands twice"),
        (f"Basic {BASE64[:76]} {BASE64[76:]}", "broken_base64", "space or a line break"),
        (f"Basic {BASE64[:76]}\n{BASE64[76:]}", "broken_base64", "space or a line break"),
        ("Basic <your base64>", "broken_base64", "space or a line break"),
        ("Basic ???", "not_base64", "is not base64"),
        ("Basic " + base64.b64encode(b"\xff\xfe:\xff").decode(), "not_base64", "is not base64"),
        ("Basic " + encode(PUBLIC), "no_colon", "no colon"),
        ("Basic " + encode(f":{SECRET}"), "empty_key", "public key in the Authorization header is empty"),
        ("Basic " + encode(f"{PUBLIC}:"), "empty_key", "secret key in the Authorization header is empty"),
        ("Basic " + encode(f"{SECRET}:{PUBLIC}"), "keys_swapped", "secret key stands where the public key belongs"),
    ],
)
def test_what_is_wrong_is_said(header: str | None, code: str, said: str) -> None:
    refusal = parse_basic(header)
    assert isinstance(refusal, KeyRefusal)
    assert refusal.code == code
    assert said in refusal.reason
    assert refusal.hint
    assert SECRET not in refusal.message
    assert BASE64[:76] not in refusal.message


def test_codex_users_learn_where_the_value_belongs() -> None:
    refusal = parse_basic("${LANGFUSE_AUTH}")
    assert isinstance(refusal, KeyRefusal)
    assert "Codex does not expand variables in config.toml" in refusal.hint
    assert "OTEL_EXPORTER_OTLP_HEADERS" in refusal.hint


def test_credentials_do_not_print_the_secret() -> None:
    assert SECRET not in repr(Credentials(PUBLIC, SECRET))


@given(st.text(max_size=200))
def test_any_header_gets_an_answer(header: str) -> None:
    assert isinstance(parse_basic(header), Credentials | KeyRefusal)
    assert isinstance(parse_basic(f"Basic {header}"), Credentials | KeyRefusal)


_KEYS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=":${}%"), min_size=1, max_size=60)


@given(_KEYS.filter(lambda key: not key.startswith("sk-lf-")), _KEYS)
def test_every_pair_survives_the_way(public_key: str, secret_key: str) -> None:
    assert parse_basic("Basic " + encode(f"{public_key}:{secret_key}")) == Credentials(public_key, secret_key)
