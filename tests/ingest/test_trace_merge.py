from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sidelight.ingest.trace_merge import merge_trace
from sidelight.model import Trace

ROOT = Trace(
    "t1",
    1000,
    name="checkout",
    user_id="ada",
    tags=("a",),
    metadata={"k": "1"},
    input="in",
    source="otel",
    release="r1",
)


def test_the_first_report_is_taken_as_it_is() -> None:
    assert merge_trace(None, ROOT) is ROOT


def test_a_shallow_report_changes_nothing_of_a_full_trace() -> None:
    assert merge_trace(ROOT, Trace("t1", 5, is_shallow=True)) is ROOT


def test_a_full_report_replaces_a_shallow_one_and_keeps_the_earlier_time() -> None:
    merged = merge_trace(Trace("t1", 5, is_shallow=True), ROOT)
    assert merged == replace(ROOT, timestamp_ns=5)


def test_two_shallow_reports_keep_the_earlier_time() -> None:
    early, late = Trace("t1", 5, is_shallow=True), Trace("t1", 9, is_shallow=True)
    assert merge_trace(late, early) == early
    assert merge_trace(early, late) == early


def test_a_shallow_report_lends_its_name_until_a_full_one_has_one() -> None:
    lent = Trace("t1", 1000, name="answer", is_shallow=True)
    unnamed = replace(ROOT, name="")
    named = replace(ROOT, name="answer", derived=("name",))
    assert merge_trace(lent, unnamed) == merge_trace(unnamed, lent) == named
    assert merge_trace(lent, ROOT) == merge_trace(ROOT, lent) == ROOT
    assert merge_trace(merge_trace(unnamed, lent), ROOT).name == "checkout"
    assert merge_trace(Trace("t1", 5, is_shallow=True), lent) == replace(lent, timestamp_ns=5, derived=("name",))


def test_what_was_said_of_the_trace_wins_over_what_is_its_roots() -> None:
    root = Trace("t1", 1000, name="span", input="root in", output="root out", derived=("name", "input", "output"))
    said = Trace("t1", 2000, name="said", output="said out")
    wanted = Trace("t1", 1000, name="said", input="root in", output="said out", derived=("input",))
    assert merge_trace(root, said) == merge_trace(said, root) == wanted
    assert merge_trace(merge_trace(said, root), root) == wanted
    again = replace(root, name="other span", input="newer in")
    assert merge_trace(root, again).name == "other span"
    assert merge_trace(wanted, again).input == "newer in"


def test_later_values_win_unless_they_are_empty() -> None:
    merged = merge_trace(ROOT, Trace("t1", 2000, name="", user_id="bob", output="out", environment="prod"))
    assert (merged.name, merged.user_id, merged.input, merged.output) == ("checkout", "bob", "in", "out")
    assert (merged.environment, merged.release, merged.timestamp_ns) == ("prod", "r1", 1000)


def test_the_default_environment_never_hides_a_named_one() -> None:
    assert merge_trace(replace(ROOT, environment="prod"), ROOT).environment == "prod"


def test_tags_unite_and_metadata_merges_by_key() -> None:
    merged = merge_trace(ROOT, Trace("t1", 1000, tags=("b", "a"), metadata={"k": "2", "n": "3"}))
    assert merged.tags == ("a", "b")
    assert merged.metadata == {"k": "2", "n": "3"}


def test_a_new_fold_replaces_the_old_one_but_keeps_what_people_set() -> None:
    old = Trace("t1", 1, name="old", kind="session", tags=("x",), metadata={"gone": "1"}, bookmarked=True)
    new = Trace("t1", 1, name="new", kind="session")
    assert merge_trace(old, new) == replace(new, bookmarked=True)


_traces = st.builds(
    Trace,
    id=st.just("t"),
    timestamp_ns=st.integers(0, 5),
    name=st.sampled_from(["", "a", "b"]),
    tags=st.lists(st.sampled_from("abc"), unique=True).map(tuple),
    is_shallow=st.booleans(),
)


@given(st.lists(_traces, min_size=1, max_size=6))
def test_repeating_the_last_report_changes_nothing(reports: list[Trace]) -> None:
    merged: Trace | None = None
    for report in reports:
        merged = merge_trace(merged, report)
    assert merged is not None
    assert merge_trace(merged, reports[-1]) == merged


@given(st.lists(_traces, min_size=2, max_size=6), st.randoms())
def test_tags_and_full_traces_do_not_depend_on_order(reports: list[Trace], random: object) -> None:
    def merge_all(items: list[Trace]) -> Trace:
        merged: Trace | None = None
        for item in items:
            merged = merge_trace(merged, item)
        assert merged is not None
        return merged

    shuffled = list(reports)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = merge_all(reports), merge_all(shuffled)
    assert one.is_shallow == other.is_shallow
    full = [report for report in reports if not report.is_shallow]
    if full:
        assert set(one.tags) == set(other.tags) == {tag for report in full for tag in report.tags}
