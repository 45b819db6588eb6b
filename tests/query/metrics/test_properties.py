"""Every query that passes the check is answered by the real engine, whatever is combined."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sidelight.query.filter_language import FilterCondition, FilterType, FilterValue
from sidelight.query.filter_predicates import KINDS
from sidelight.query.metrics import VIEWS, Metric, MetricsError, MetricsQuery, Order, run_metrics
from sidelight.query.metrics.columns import COLUMNS
from sidelight.query.metrics.granularity import GRANULARITIES
from sidelight.query.metrics.model import AGGREGATIONS, COUNTING, TIME
from tests.fixtures.event_store import Seed, at_us

HOUR_US = 3_600_000_000
VALUES: dict[str, st.SearchStrategy[tuple[FilterType, str, FilterValue]]] = {
    "text": st.sampled_from([("string", "contains", "o'%{x:String}"), ("stringOptions", "none of", ("", "a"))]),
    "texts": st.sampled_from([("arrayOptions", "all of", ("a",)), ("arrayOptions", "none of", ("b",))]),
    "number": st.sampled_from([("number", ">=", -1.0), ("null", "is null", None)]),
    "time": st.sampled_from([("datetime", "<", at_us(60))]),
    "flag": st.sampled_from([("boolean", "=", True), ("boolean", "<>", True)]),
    "map": st.sampled_from([("stringObject", "=", "x")]),
    "long_text": st.sampled_from([("string", "contains", "needle")]),
}


@st.composite
def queries(draw: st.DrawFn) -> MetricsQuery:
    """Any query of any view: measures with their aggregations, dimensions, conditions, time, order, limit."""
    view = VIEWS[draw(st.sampled_from(sorted(VIEWS)))]
    metrics = []
    for name in draw(st.lists(st.sampled_from(sorted(view.measures)), min_size=1, max_size=3)):
        allowed = COUNTING if view.measures[name].is_text else AGGREGATIONS
        metrics.append(Metric(name, draw(st.sampled_from(allowed))))
    dimensions = draw(st.lists(st.sampled_from(sorted(view.dimensions)), max_size=3, unique=True))
    granularity = draw(st.none() | st.sampled_from(GRANULARITIES))
    fields = [*dimensions, *(metric.key for metric in metrics), *([TIME] if granularity else [])]
    orders = draw(st.lists(st.builds(Order, st.sampled_from(fields), st.booleans()), max_size=2))
    return MetricsQuery(
        view=view.name,
        metrics=tuple(metrics),
        from_us=at_us(-draw(st.integers(1, 100)) * 60),
        to_us=at_us(draw(st.integers(0, 100)) * 60 + 60),
        dimensions=tuple(dimensions),
        conditions=tuple(draw(st.lists(conditions(view.name), max_size=2))),
        granularity=granularity,
        order_by=tuple(orders),
        row_limit=draw(st.none() | st.integers(1, 1000)),
        bins=draw(st.integers(1, 100)),
        is_top_n_required=draw(st.booleans()),
    )


@st.composite
def conditions(draw: st.DrawFn, view: str) -> FilterCondition:
    columns = COLUMNS.get(view, COLUMNS["observations"] if view == "observations" else {})
    usable = sorted(name for name, column in columns.items() if column.kind in VALUES)
    name = draw(st.sampled_from(usable or ["name"]))
    kind = columns[name].kind if usable else "text"
    type_, operator, value = draw(VALUES[kind])
    assert type_ in KINDS[kind]
    return FilterCondition(type_, name, operator, value, "k" if kind == "map" else "")


async def test_every_accepted_query_is_answered(seed: Seed) -> None:
    fill(seed)
    answered = 0

    async def ask(query: MetricsQuery) -> int:
        try:
            result = await run_metrics(seed.reader, query)
        except MetricsError:
            return 0
        fields = {*query.dimensions, *(metric.key for metric in query.metrics)}
        for row in result.rows:
            assert fields <= set(row)
            assert (TIME in row) == (query.granularity is not None)
        assert query.row_limit is None or len(result.rows) <= query.row_limit
        return 1

    found: list[MetricsQuery] = []

    @given(query=queries())
    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def collect(query: MetricsQuery) -> None:
        found.append(query)

    collect()
    for query in found:
        answered += await ask(query)
    assert answered > len(found) / 3


def fill(seed: Seed) -> None:
    with seed.together():
        seed.trace("t1", 0, name="Chat", user_id="ada", session_id="s1", tags=("a", "b"), release="r1", version="v1")
        seed.generation("t1", "call", 1, completion_start_ns=at_us(1.5) * 1000, prompt_name="p", prompt_version=3)
        seed.observation("t1", "step", 2, parent_id="call", metadata={"k": "x"})
        seed.generation("t2", "lone", 70, cost=None, model="gpt-5-mini")
        seed.score("num", 3, trace_id="t1", observation_id="call", value=0.25)
        seed.score("flag", 3, trace_id="t1", data_type="BOOLEAN", value=1.0, string_value="True")
        seed.score("kind", 3, session_id="s1", data_type="CATEGORICAL", value=None, string_value="good")
