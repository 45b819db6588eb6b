import pytest

from sidelight.codex_setup.connect import (
    Receipt,
    Wanted,
    config_block,
    conflicts,
    connect,
    disconnect,
    disconnect_from,
    normalised_url,
)
from sidelight.codex_setup.document import parse, set_value
from sidelight.codex_setup.schema import check_schema
from tests.codex_setup.test_document import SPELLINGS

WANTED = Wanted(
    url="http://localhost:3000",
    authorization="Basic cGs6c2s=",
    environment="dev",
    log_user_prompt=True,
    log_agent_responses=False,
)
GRPC = Wanted(
    url="https://s.example",
    transport="grpc",
    grpc_endpoint="https://s.example:4317",
    tls={"ca-certificate": "/a", "client-certificate": "/b", "client-private-key": "/c"},
    signals=("logs", "traces", "metrics"),
)


@pytest.mark.parametrize("wanted", [WANTED, GRPC], ids=["http", "grpc"])
@pytest.mark.parametrize("text", [None, *SPELLINGS])
def test_connecting_gives_what_codex_takes_and_can_be_undone_to_the_byte(text: str | None, wanted: Wanted) -> None:
    connected = connect(text, wanted)
    otel = parse(connected.text)["otel"]
    assert check_schema({"otel": otel}) == []
    (kind,) = otel["exporter"]
    assert kind == ("otlp-grpc" if wanted is GRPC else "otlp-http")
    assert disconnect(connected.text, connected.receipt).text == text


@pytest.mark.parametrize("text", [None, *SPELLINGS])
def test_undoing_after_a_change_by_the_user_keeps_the_change(text: str | None) -> None:
    connected = connect(text, WANTED)
    changed = set_value(connected.text, ("model",), "mine")
    changed = set_value(changed, ("otel", "log_user_prompt"), False)
    undone = disconnect(changed, connected.receipt)
    assert undone.kept == ("log_user_prompt",)
    assert undone.text is not None
    before = parse(text or "")
    expected = {**before, "model": "mine", "otel": {**before.get("otel", {}), "log_user_prompt": False}}
    assert parse(undone.text) == expected


@pytest.mark.parametrize("text", [None, *SPELLINGS])
def test_connecting_twice_still_leads_back_to_the_beginning(text: str | None) -> None:
    first = connect(text, WANTED)
    second = connect(first.text, GRPC, first.receipt)
    assert "log_user_prompt" not in parse(second.text)["otel"], "what the first wrote is gone"
    assert disconnect(second.text, second.receipt).text == text


def test_connecting_again_with_the_same_wish_changes_nothing() -> None:
    first = connect('model = "a"\n', WANTED)
    assert connect(first.text, WANTED, first.receipt) == first


def test_a_file_that_connect_made_goes_although_it_was_changed_back() -> None:
    connected = connect(None, WANTED)
    touched = set_value(connected.text, ("model",), "x").replace('model = "x"\n', "")
    assert disconnect(touched, connected.receipt).text is None


def test_an_exporter_replaced_by_force_comes_back() -> None:
    text = '[otel]\nexporter = { otlp-http = { endpoint = "https://other/v1/logs", protocol = "json" } }\n# end\n'
    connected = connect(text, WANTED)
    undone = disconnect(connected.text + "\n# mine\n", connected.receipt)
    assert undone.text is not None
    assert parse(undone.text) == parse(text)
    assert "# mine" in undone.text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"none"', {}),
        ('{ otlp-http = { endpoint = "http://localhost:3000/old", protocol = "json" } }', {}),
        (
            '{ otlp-http = { endpoint = "http://localhost:4318/v1/logs", protocol = "json" } }',
            {"exporter": "http://localhost:4318/v1/logs"},
        ),
        ('{ otlp-grpc = { endpoint = "https://vendor:443" } }', {"exporter": "https://vendor:443"}),
        ('"otlp-http"', {"exporter": ""}),
        ('"statsig"', {"exporter": ""}),
    ],
)
def test_exporters_of_others_are_conflicts(value: str, expected: dict[str, str]) -> None:
    assert conflicts(f"[otel]\nexporter = {value}\n", WANTED) == expected


def test_metrics_to_openai_are_no_conflict() -> None:
    wanted = Wanted(url="http://h", signals=("logs", "metrics"))
    assert conflicts('[otel]\nmetrics_exporter = "statsig"\n', wanted) == {}


def test_without_a_receipt_only_exporters_of_that_server_go() -> None:
    text = connect('model = "a"\n', WANTED).text
    text = set_value(text, ("otel", "metrics_exporter"), {"otlp-http": {"endpoint": "http://x", "protocol": "json"}})
    undone = disconnect_from(text, "http://localhost:3000")
    assert undone.text is not None
    assert set(parse(undone.text)["otel"]) == {
        "environment",
        "log_user_prompt",
        "log_agent_responses",
        "metrics_exporter",
    }
    assert disconnect_from(text, "http://elsewhere:3000").text == text


def test_a_receipt_survives_its_file() -> None:
    receipt = connect('a = "ü"\r\n', WANTED).receipt
    assert Receipt.from_json(receipt.to_json()) == receipt


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 99}', '{"version": 1, "x": 2}'])
def test_what_is_not_a_receipt_is_none(text: str) -> None:
    assert Receipt.from_json(text) is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("http://localhost:3000", "http://localhost:3000"),
        (" https://s.example/ ", "https://s.example"),
        ("localhost:3000", "http://localhost:3000"),
        ("http://h/api/public/otel/v1/logs", "http://h"),
        ("http://h/prefix/api/public/otel", "http://h/prefix"),
        ("http://h/v1/logs", "http://h"),
    ],
)
def test_urls_are_taken_as_people_paste_them(given: str, expected: str) -> None:
    assert normalised_url(given) == expected


@pytest.mark.parametrize("given", ["", "ftp://h", "http://", "mailto:x"])
def test_what_is_no_url_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="URL"):
        normalised_url(given)


def test_the_block_for_an_empty_file_is_what_connect_writes() -> None:
    assert config_block(WANTED) == connect(None, WANTED).text
