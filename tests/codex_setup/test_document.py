import pytest
import tomlkit
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.codex_setup.document import (
    DocumentError,
    apply_fix,
    drop_key,
    lookup,
    parse,
    rename_key,
    render,
    set_value,
)
from sidelight.codex_setup.finding import DropLine, JoinLines

EXPORTER = {
    "otlp-http": {"endpoint": "http://h:3000/x", "protocol": "binary", "headers": {"Authorization": "Basic a=="}}
}

SPELLINGS = [
    "",
    "\ufeff",
    'model = "gpt-5.5"',
    'model = "gpt-5.5"\n',
    "# only a comment\n",
    '[otel]\nenvironment = "a"\n',
    '[otel]\nenvironment = "a" # why\n\n[tui]\nx = 1\n',
    'otel.environment = "a"\nmodel = "b"\n[tui]\nx = 1\n',
    'otel = { environment = "a" }\n[tui]\nx = 1\n',
    """
[otel.exporter."otlp-http"]
endpoint = "http://old"
protocol = "json"

[otel.exporter."otlp-http".headers]
a = "b"
""",
    """
[otel]
environment = "a"
[tui]
x = 1
[otel.exporter."otlp-http"]
endpoint = "http://old"
protocol = "json"
""",
    '[otel]\nexporter = { otlp-grpc = { endpoint = "http://old" } }\n',
    '[otel]\nexporter = "none"\n[[hooks.Stop]]\nx = 1\n[[hooks.Stop]]\nx = 2\n',
    '["otel"]\n"exporter" = "statsig"\n',
    '[otel]\r\nenvironment = "a"\r\n',
    '[otel]\nexporter = {\n  otlp-http = {\n    endpoint = "http://old",\n    protocol = "binary",\n  },\n}\n',
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_setting_an_exporter_changes_nothing_else(text: str) -> None:
    before = parse(text)
    changed = set_value(text, ("otel", "exporter"), EXPORTER)
    after = parse(changed)
    assert after["otel"].pop("exporter") == EXPORTER
    before.get("otel", {}).pop("exporter", None)
    assert after == {**before, "otel": before.get("otel", {})}
    for line in text.splitlines():
        if "#" in line:
            assert line in changed


@pytest.mark.parametrize("text", [text for text in SPELLINGS if "exporter" in parse(text).get("otel", {})])
def test_dropping_an_exporter_leaves_the_rest(text: str) -> None:
    expected = parse(text)
    del expected["otel"]["exporter"]
    if not expected["otel"]:
        del expected["otel"]
    assert parse(drop_key(text, ("otel", "exporter"))) == expected


def test_dropping_what_is_not_there_changes_nothing() -> None:
    assert drop_key("a = 1 # c\n", ("otel", "exporter")) == "a = 1 # c\n"


def test_comments_order_and_line_endings_survive() -> None:
    text = '# mine\r\nmodel = "x" # fast\r\n\r\n[otel] # here\r\nenvironment = "a"\r\n'
    changed = set_value(text, ("otel", "log_user_prompt"), True)
    assert changed.startswith('# mine\r\nmodel = "x" # fast\r\n\r\n[otel] # here\r\nenvironment = "a"\r\n')


@pytest.mark.parametrize(
    ("text", "name", "new_name"),
    [
        ('[otel]\nexporter = { otlp_http = { endpoint = "http://otlp_http/" } }\n', "otlp_http", "otlp-http"),
        (
            '[otel.exporter.otlp_http]\nendpoint = "e"\n[otel.exporter.otlp_http.headers]\na = "b"\n',
            "otlp_http",
            "otlp-http",
        ),
        ('otel.exporter.otlp_http.endpoint = "e"\n', "otlp_http", "otlp-http"),
        ('[otel.exporter."otlp_http"]\nendpoint = "e"\n', "otlp_http", "otlp-http"),
        (
            """
[mcp_servers.x]
ca_certificate = "keep"
[otel]
exporter = { otlp-http = { endpoint = "e", tls = { ca_certificate = "/etc/ca_certificate.pem" } } }
""",
            "ca_certificate",
            "ca-certificate",
        ),
    ],
)
def test_renaming_a_key_keeps_values_and_other_tables(text: str, name: str, new_name: str) -> None:
    def renamed(value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {new_name if key == name else key: renamed(member) for key, member in value.items()}

    before = parse(text)
    assert parse(rename_key(text, name, new_name)) == {**before, "otel": renamed(before["otel"])}


def test_a_fix_for_a_line_that_changed_since_is_refused() -> None:
    with pytest.raises(DocumentError, match="line 1"):
        apply_fix("a = 2\n", DropLine(1, "a = 1"))


def test_lines_of_a_broken_value_are_joined() -> None:
    text = 'a = "Basic abc\ndef\n  ghi"\nb = 1\n'
    assert apply_fix(text, JoinLines(1, 2, 'a = "Basic abc')) == 'a = "Basic abcdefghi"\nb = 1\n'


def test_broken_text_is_refused_with_the_line() -> None:
    with pytest.raises(DocumentError, match="line 2"):
        parse("a = 1\nb = \n")


def test_lookup_of_a_missing_path_is_none() -> None:
    assert lookup({"otel": {"a": 1}}, ("otel", "b", "c")) is None
    assert lookup({"otel": "x"}, ("otel", "b")) is None


values = st.recursive(
    st.booleans() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda members: st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), members, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(values)
def test_every_value_reads_as_it_was_rendered(value: object) -> None:
    assert tomlkit.parse(f"v = {render(value)}\n").unwrap()["v"] == value  # type: ignore[arg-type]
