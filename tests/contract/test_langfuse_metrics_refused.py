"""Metrics queries that cannot be answered: each is refused with its remedy, and none is a server error."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.contract.public_server import public_server, refusal
from tests.contract.test_langfuse_metrics import COUNT, RANGE, by, fill


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with public_server("chdb", tmp_path_factory.mktemp("server")) as (client, seed):
        fill(seed)
        yield client


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ({"view": "sessions"}, "Views"),
        ({"view": "traces"}, "Views"),
        ({"metrics": []}, "at least one"),
        ({"metrics": [{"measure": "speed", "aggregation": "avg"}]}, "Measures"),
        ({"metrics": [{"measure": "latency", "aggregation": "median"}]}, "aggregation"),
        ({"metrics": [{"measure": "traceId", "aggregation": "sum"}]}, "uniq"),
        ({"dimensions": by("colour")}, "Dimensions"),
        ({"dimensions": by("userId")}, "row_limit"),
        ({"dimensions": by("traceId"), "config": {"row_limit": 5}}, "orderBy"),
        (
            {
                "dimensions": by("traceId"),
                "config": {"row_limit": 5},
                "orderBy": [{"field": "count_count", "direction": "desc"}],
                "timeDimension": {"granularity": "day"},
            },
            "over time",
        ),
        ({"dimensions": by("costType", "usageType")}, "two queries"),
        ({"orderBy": [{"field": "name", "direction": "asc"}]}, "order by"),
        ({"orderBy": [{"field": "count_count", "direction": "down"}]}, "direction"),
        ({"timeDimension": {"granularity": "second"}}, "granularity"),
        ({"timeDimension": {"granularity": "minute"}, "fromTimestamp": "2000-01-01T00:00:00Z"}, "coarser"),
        ({"fromTimestamp": "2026-11-27T00:00:00Z"}, "before"),
        ({"fromTimestamp": "once"}, "fromTimestamp"),
        ({"toTimestamp": None}, "toTimestamp"),
        ({"config": {"bins": 101}}, "bins"),
        ({"config": {"row_limit": 1001}}, "row_limit"),
        ({"filters": [{"column": "colour", "type": "string", "operator": "=", "value": "red"}]}, "colour"),
        ({"filters": [{"column": "name", "type": "number", "operator": "=", "value": 1}]}, "name"),
        ({"filters": [{"column": "tags", "type": "string", "operator": "=", "value": "a"}]}, "arrayOptions"),
        ({"filters": {}}, "filters"),
    ],
)
def test_odd_queries_are_refused_with_the_remedy(client: TestClient, query: dict[str, Any], word: str) -> None:
    document = {"view": "observations", "metrics": [COUNT], **RANGE, **query}
    assert word in refusal(client, "/v2/metrics", query=json.dumps(document))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"observations"', "{}", '{"view": 1}', "x" * 1000])
def test_what_is_no_query_is_refused(client: TestClient, text: str) -> None:
    assert "query" in refusal(client, "/v2/metrics", query=text)
    assert "query" in refusal(client, "/metrics", query=text)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
PARTS: dict[str, st.SearchStrategy[Any]] = {
    "view": st.sampled_from(["observations", "traces", "scores-numeric"]),
    "metrics": st.just([COUNT, {"measure": "latency", "aggregation": "p90"}]),
    "dimensions": st.just(by("environment", "traceName")),
    "filters": st.lists(
        st.fixed_dictionaries(
            {
                "column": st.sampled_from(["name", "tags", "metadata", "value", "startTime"]),
                "type": st.sampled_from(["string", "arrayOptions", "stringObject", "number", "datetime", "null"]),
                "operator": st.sampled_from(["=", "any of", "<", ">=", "is null"]),
                "value": ODD,
                "key": ODD,
            }
        ),
        max_size=2,
    ),
    "timeDimension": st.sampled_from([None, {"granularity": "auto"}, {"granularity": "month"}]),
    "fromTimestamp": st.sampled_from(["0001-01-01T00:00:00+14:00", "1970-01-01T00:00:00Z", "2026-11-23", 1e12]),
    "toTimestamp": st.sampled_from(["9999-12-31T23:59:59-14:00", "2026-11-25T00:00:00"]),
    "orderBy": st.sampled_from([None, [{"field": "count_count", "direction": "desc"}]]),
    "config": st.sampled_from([None, {"row_limit": 5}, {"bins": 1}]),
}


def test_no_query_is_a_server_error(client: TestClient) -> None:
    @given(document=st.fixed_dictionaries(PARTS), odd=st.dictionaries(st.sampled_from(sorted(PARTS)), ODD, max_size=1))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask_anything(document: dict[str, Any], odd: dict[str, Any]) -> None:
        for path in ("/metrics", "/v2/metrics"):
            answer = client.get(f"/api/public{path}", params={"query": json.dumps({**document, **odd})})
            assert answer.status_code in (200, 400), answer.text
            assert set(answer.json()) in ({"data"}, {"message", "error"})

    ask_anything()


def test_a_missing_query_is_refused(client: TestClient) -> None:
    assert "query" in refusal(client, "/v2/metrics")
