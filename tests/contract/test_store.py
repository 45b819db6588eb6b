"""What every driver promises (sidelight.store.driver), on each of them."""

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from sidelight.model import Observation, ObservationType, Trace
from sidelight.model.time import from_iso, to_store
from sidelight.settings import StoreSettings
from sidelight.store.chdb import ChdbDriver
from sidelight.store.clickhouse import ClickHouseDriver
from sidelight.store.driver import Driver, StoreError
from sidelight.store.encode import encode_rows
from sidelight.store.migrate import Migration, migrate, migrations
from sidelight.store.rows import observation_row, trace_row
from tests.fixtures.clickhouse_server import PASSWORD, USER, clickhouse_server

UNKNOWN_TABLE, SYNTAX_ERROR, NOT_ENOUGH_SPACE = 60, 62, 243
AWKWARD = [
    'it\'s \\ "quoted" `back`',
    "tab\tline\nreturn\rbell\bfeed\f",
    "nul \0 inside",
    "漢字 émoji 🧪 \u2028",
    "",
    " ",
    "\\N",
    "NULL",
    "{not_a_param:String}",
    "%s %(x)s",
    "[1,2]",
]
NOON = 1_763_899_200 * 10**9  # 2025-11-23T12:00:00Z


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with clickhouse_server(tmp_path_factory.mktemp("clickhouse")) as address:
        yield address


@pytest.fixture(params=["chdb", "clickhouse"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Driver]:
    """A store without tables."""
    driver: Driver
    if request.param == "chdb":
        driver = ChdbDriver(tmp_path / "events", StoreSettings(max_memory_mb=1024))
    else:
        address = request.getfixturevalue("server")
        driver = ClickHouseDriver(f"clickhouse://{USER}:{quote(PASSWORD, safe='')}@{address}/t{uuid.uuid4().hex}")
    yield driver
    driver.close()


@pytest.fixture
def driver(empty: Driver) -> Driver:
    """A store with Sidelight's tables."""
    migrate(empty)
    return empty


@pytest.fixture
def table(empty: Driver) -> Driver:
    """A store with a small table ``t``."""
    empty.command(
        "CREATE TABLE t (id UInt64, s String, n Nullable(String), f Float64, d DateTime64(6, 'UTC'), "
        "d9 DateTime64(9, 'UTC'), m Map(LowCardinality(String), UInt64), a Array(LowCardinality(String)), "
        "l LowCardinality(String), i Int64) ENGINE = MergeTree ORDER BY id"
    )
    return empty


def observation(id: str = "o", **changes: object) -> Observation:
    given = {"id": id, "trace_id": "t", "type": ObservationType.SPAN, "name": "n", "start_ns": NOON, **changes}
    return Observation(**given)  # type: ignore[arg-type]


def test_values_of_every_type_come_back(table: Driver) -> None:
    table.insert(
        "t",
        [
            {
                "id": 2**64 - 1,
                "s": "text",
                "n": None,
                "f": 0.1,
                "d": "1763899200.123456",
                "d9": "1763899200.123456789",
                "m": {"in": 3, "out": 2**63},
                "a": ["x", "y"],
                "l": "low",
                "i": -(2**63),
            }
        ],
    )
    expected = {
        "id": 2**64 - 1,
        "s": "text",
        "n": None,
        "f": 0.1,
        "d": "2025-11-23T12:00:00.123456Z",
        "d9": "2025-11-23T12:00:00.123456789Z",
        "m": {"in": 3, "out": 2**63},
        "a": ["x", "y"],
        "l": "low",
        "i": -(2**63),
    }
    assert table.query("SELECT * FROM t") == [expected]
    assert table.query_columns("SELECT * FROM t") == {name: [value] for name, value in expected.items()}


def test_computed_values(empty: Driver) -> None:
    row = empty.query(
        "SELECT toDate('2025-11-23') AS day, toDateTime('2025-11-23 12:00:00', 'UTC') AS moment, true AS yes, "
        "nan AS undefined, count() AS n, toDecimal64(1.5, 3) AS exact, (1, 'a') AS pair, [[1], []] AS nested"
    )
    assert row == [
        {
            "day": "2025-11-23",
            "moment": "2025-11-23T12:00:00Z",
            "yes": True,
            "undefined": None,
            "n": 1,
            "exact": 1.5,
            "pair": [1, "a"],
            "nested": [[1], []],
        }
    ]


def test_columns_left_out_get_their_default(table: Driver) -> None:
    table.insert("t", [{"id": 1}])
    assert table.query("SELECT s, n, m, a, d FROM t") == [
        {"s": "", "n": None, "m": {}, "a": [], "d": "1970-01-01T00:00:00.000000Z"}
    ]


@pytest.mark.parametrize("text", AWKWARD)
def test_text_is_kept_as_it_is(table: Driver, text: str) -> None:
    table.insert("t", [{"id": 1, "s": text, "n": text, "l": text, "a": [text], "m": {text: 1}}])
    assert table.query("SELECT s, n, l, a, m FROM t") == [
        {"s": text, "n": text, "l": text, "a": [text], "m": {text: 1}}
    ]
    assert table.query("SELECT id FROM t WHERE s = {s:String}", {"s": text}) == [{"id": 1}]
    assert table.query("SELECT id FROM t WHERE s IN {s:Array(String)}", {"s": [text, "other"]}) == [{"id": 1}]
    assert table.query("SELECT {a:Array(String)} AS a", {"a": (text, text)}) == [{"a": [text, text]}]


def test_parameters_of_every_type(empty: Driver) -> None:
    params = {
        "s": "x",
        "none": None,
        "u": 2**64 - 1,
        "i": -5,
        "f": 1.5,
        "b": True,
        "flag": False,
        "d": to_store(NOON + 123_456_000),
        "us": [1, 2**63],
        "fs": [0.5, 2.0],
        "empty": [],
    }
    sql = (
        "SELECT {s:String} AS s, {none:Nullable(String)} AS none, {u:UInt64} AS u, {i:Int64} AS i, {f:Float64} AS f, "
        "{b:Bool} AS b, {flag:UInt8} AS flag, {d:DateTime64(6, 'UTC')} AS d, {us:Array(UInt64)} AS us, "
        "{fs:Array(Float64)} AS fs, {empty:Array(String)} AS empty"
    )
    assert empty.query(sql, params) == [{**params, "flag": 0, "d": "2025-11-23T12:00:00.123456Z"}]


def test_a_time_before_september_2001_is_a_time(table: Driver) -> None:
    """The engine reads a short number of seconds as a year; to_store writes ten digits."""
    moments = [0, 1, 5 * 10**9, 999_999_999 * 10**9]
    table.insert("t", [{"id": number, "d": to_store(moment)} for number, moment in enumerate(moments)])
    read = [row["d"] for row in table.query("SELECT d FROM t ORDER BY id")]
    assert [from_iso(text) for text in read] == [0, 0, 5 * 10**9, 999_999_999 * 10**9]
    assert table.query("SELECT id FROM t WHERE d = {d:DateTime64(6, 'UTC')}", {"d": to_store(5 * 10**9)}) == [{"id": 2}]


def test_thousands_of_values_in_one_parameter(table: Driver) -> None:
    table.insert("t", [{"id": number, "s": f"{number:032x}"} for number in range(5_000)])
    wanted = [f"{number:032x}" for number in range(0, 20_000, 2)]
    assert table.query("SELECT count() AS n FROM t WHERE s IN {ids:Array(String)}", {"ids": wanted}) == [{"n": 2_500}]


def test_no_rows(table: Driver) -> None:
    assert table.query("SELECT id, s FROM t") == []
    assert table.query_columns("SELECT id, s FROM t") == {"id": [], "s": []}
    table.insert("t", [])
    table.insert_json("t", b"")
    assert table.query("SELECT count() AS n FROM t") == [{"n": 0}]


def test_many_rows(table: Driver) -> None:
    table.insert("t", [{"id": number, "s": "line\n" * 20} for number in range(20_000)])
    assert [row["id"] for row in table.query("SELECT id, s FROM t ORDER BY id")] == list(range(20_000))
    assert table.query_columns("SELECT id FROM t ORDER BY id")["id"] == list(range(20_000))


def test_insert_json_takes_encoded_rows(table: Driver) -> None:
    table.insert_json("t", encode_rows([{"id": 1, "s": "a"}, {"id": 2, "s": "b"}]))
    assert table.query("SELECT id, s FROM t ORDER BY id") == [{"id": 1, "s": "a"}, {"id": 2, "s": "b"}]


def test_text_that_is_not_unicode_spoils_no_batch(table: Driver) -> None:
    table.insert("t", [{"id": 1, "s": "good"}, {"id": 2, "s": "bad \ud800", "m": {"\udfff": 1}, "a": ["\ud83d\ude00"]}])
    assert table.query("SELECT s, m, a FROM t ORDER BY id") == [
        {"s": "good", "m": {}, "a": []},
        {"s": "bad \ufffd", "m": {"\ufffd": 1}, "a": ["\U0001f600"]},
    ]
    assert table.query("SELECT id FROM t WHERE s = {s:String}", {"s": "bad \ud800"}) == [{"id": 2}]
    assert table.query("SELECT id FROM t WHERE s IN {s:Array(String)}", {"s": ["bad \ud800"]}) == [{"id": 2}]


@pytest.mark.parametrize(
    ("sql", "code", "word"),
    [("SELECT 1 FROM nowhere", UNKNOWN_TABLE, "nowhere"), ("SELECT 1 FROM FROM FROM", SYNTAX_ERROR, "Syntax error")],
)
def test_errors_have_the_engines_code_and_words(empty: Driver, sql: str, code: int, word: str) -> None:
    for call in (empty.query, empty.query_columns, empty.command):
        with pytest.raises(StoreError) as caught:
            call(sql)
        assert caught.value.code == code
        assert word in str(caught.value)
        for noise in ("DB::Exception", "version", "http", PASSWORD):
            assert noise not in str(caught.value)
    assert empty.query("SELECT 1 AS one") == [{"one": 1}]


def test_a_parameter_that_does_not_fit_is_an_error(empty: Driver) -> None:
    with pytest.raises(StoreError, match="cannot be parsed"):
        empty.query("SELECT {n:UInt64}", {"n": "many"})
    with pytest.raises(StoreError, match="absent"):
        empty.query("SELECT {absent:UInt64}", {})


@pytest.mark.parametrize(
    "payload",
    [
        b'{"id":1}\n{"id":2,"idd":3}\n',
        b'{"id":1}\n{"id":"x"}\n',
        b'{"id":1}\n{"id":2',
        b'{"id":1}\n{"id":2,"d":"12345.5"}\n',
    ],
    ids=["unknown column", "wrong type", "cut off", "bad time"],
)
def test_an_insert_is_all_or_nothing(table: Driver, payload: bytes) -> None:
    with pytest.raises(StoreError) as caught:
        table.insert_json("t", payload)
    assert caught.value.code
    assert not caught.value.is_transient
    for noise in ("DB::Exception", "version", "While executing", "/dev/fd", "http"):
        assert noise not in str(caught.value)
    assert table.query("SELECT count() AS n FROM t") == [{"n": 0}]


def test_an_insert_that_finds_no_room_is_an_error(empty: Driver) -> None:
    """The error comes when the rows are written, after all were read."""
    empty.command(
        "CREATE TABLE t (id UInt64) ENGINE = MergeTree ORDER BY id "
        "SETTINGS min_free_disk_bytes_to_perform_insert = 1000000000000000000"
    )
    with pytest.raises(StoreError) as caught:
        empty.insert("t", [{"id": 1}])
    assert caught.value.code == NOT_ENOUGH_SPACE
    assert caught.value.is_transient
    empty.command("ALTER TABLE t MODIFY SETTING min_free_disk_bytes_to_perform_insert = 0")
    empty.insert("t", [{"id": 2}])
    assert empty.query("SELECT id FROM t") == [{"id": 2}]


def test_only_a_plain_name_is_a_table(table: Driver) -> None:
    with pytest.raises(StoreError, match="table name"):
        table.insert("t; DROP TABLE t", [{"id": 1}])
    assert table.query("SELECT count() AS n FROM t") == [{"n": 0}]


def test_threads_read_and_write_side_by_side(table: Driver) -> None:
    def work(number: int) -> int:
        table.insert("t", [{"id": number * 100 + step, "l": str(number)} for step in range(100)])
        rows = table.query("SELECT count() AS n FROM t WHERE l = {l:String}", {"l": str(number)})
        with suppress(StoreError):
            table.query("SELECT broken")
        return int(rows[0]["n"])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(24))) == [100] * 24
    assert table.query("SELECT uniqExact(id) AS n FROM t") == [{"n": 2_400}]


def test_nothing_runs_after_close(empty: Driver) -> None:
    empty.close()
    empty.close()
    for call in (empty.query, empty.query_columns, empty.command):
        with pytest.raises(StoreError, match="closed"):
            call("SELECT 1")
    with pytest.raises(StoreError, match="closed"):
        empty.insert("t", [{"id": 1}])


def test_migrations_apply_once(empty: Driver) -> None:
    versions = [migration.version for migration in migrations()]
    assert migrate(empty) == versions
    empty.insert("traces", [trace_row("p", Trace(id="t", timestamp_ns=NOON), NOON)])
    assert migrate(empty) == []
    assert empty.query("SELECT version FROM schema_migrations FINAL ORDER BY version") == [
        {"version": version} for version in versions
    ]
    assert empty.query("SELECT id FROM traces") == [{"id": "t"}]


def test_a_migration_that_stopped_half_way_is_completed(empty: Driver) -> None:
    first = "CREATE TABLE IF NOT EXISTS one{on_cluster} (id UInt8) ENGINE = {engine_prefix}MergeTree ORDER BY id"
    broken = Migration(1, "start", (first, "CREATE TABLE two"))
    with pytest.raises(StoreError):
        migrate(empty, [broken])
    assert migrate(empty, [Migration(1, "start", (first, first.replace("one", "two")))]) == [1]
    assert empty.query("SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name") == [
        {"name": "one"},
        {"name": "schema_migrations"},
        {"name": "two"},
    ]


def test_a_store_of_a_newer_sidelight_is_refused(driver: Driver) -> None:
    driver.insert("schema_migrations", [{"version": 9999, "name": "future"}])
    with pytest.raises(StoreError, match=r"schema version 9999.*versions up to \d+"):
        migrate(driver)


def test_of_two_rows_of_one_observation_the_later_wins(driver: Driver) -> None:
    driver.insert("observations", [observation_row("p", observation(name="late"), NOON + 2_000)])
    driver.insert("observations", [observation_row("p", observation(name="early"), NOON + 1_000)])
    driver.insert("observations", [observation_row("q", observation(name="other project"), NOON)])
    sql = "SELECT name FROM observations FINAL WHERE project_id = {p:String}"
    assert driver.query(sql, {"p": "p"}) == [{"name": "late"}]
    assert driver.query(sql, {"p": "q"}) == [{"name": "other project"}]


def test_a_tombstone_hides_its_row(driver: Driver) -> None:
    driver.insert("observations", [observation_row("p", observation(id), NOON) for id in ("kept", "gone")])
    tombstone = {**observation_row("p", observation("gone"), NOON + 1_000), "is_deleted": 1}
    driver.insert("observations", [tombstone])
    assert driver.query("SELECT id FROM observations FINAL") == [{"id": "kept"}]


def test_trace_bounds_follow_observations_and_traces(driver: Driver) -> None:
    second = 10**9
    driver.insert("traces", [trace_row("p", Trace(id="t", timestamp_ns=NOON), NOON)])
    for offset in (5, -3, 2):
        late = observation(f"o{offset}", start_ns=NOON + offset * second)
        driver.insert("observations", [observation_row("p", late, NOON)])
    bounds = driver.query(
        "SELECT project_id, trace_id, min(start_min) AS first, max(start_max) AS last FROM trace_bounds "
        "GROUP BY project_id, trace_id"
    )
    assert bounds == [
        {
            "project_id": "p",
            "trace_id": "t",
            "first": "2025-11-23T11:59:57.000000Z",
            "last": "2025-11-23T12:00:05.000000Z",
        }
    ]


def test_search_finds_rows_before_and_after_their_index_is_built(driver: Driver) -> None:
    driver.insert(
        "observations",
        [
            observation_row("p", observation("a", input="The Zebra crossed"), NOON),
            observation_row("p", observation("b", output="zebra."), NOON),
            observation_row("p", observation("c", input="zebras"), NOON),
        ],
    )
    # The expressions of the indexes, so that they are used; lower() is the index's own, also where it is not built.
    sql = (
        "SELECT id FROM observations FINAL WHERE hasAllTokens(ifNull(input, ''), ['zebra']) "
        "OR hasAllTokens(ifNull(output, ''), ['zebra']) ORDER BY id"
    )
    assert driver.query(sql) == [{"id": "a"}, {"id": "b"}]
    driver.command("OPTIMIZE TABLE observations FINAL")
    driver.insert("observations", [observation_row("p", observation("d", input="zebra, new"), NOON)])
    assert driver.query(sql) == [{"id": "a"}, {"id": "b"}, {"id": "d"}]
