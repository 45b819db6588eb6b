"""Which windows new events touch, and what has to be read to fold them."""

from itertools import pairwise

from sidelight.agents.fold import fold
from sidelight.agents.slice import (
    END_OF_TIME_NS,
    Boundary,
    SessionOutline,
    outline_of,
    slice_of,
    slice_query,
    turn_windows,
    whole_session,
)
from sidelight.model import AgentEvent
from tests.agents.scripted import SESSION, Script


def three_turns() -> list[AgentEvent]:
    script = Script().starts()
    for number in range(3):
        script.prompt(f"prompt {number}").request().usage().answer(f"answer {number}", turn__id=f"turn-{number}")
    return script.events


def test_windows_cover_all_time_without_gap_or_overlap() -> None:
    windows = turn_windows(outline_of(SESSION, three_turns()))
    assert [window.is_turn for window in windows] == [False, False, True, True, True]
    assert [window.is_followed_by_turn for window in windows] == [False, True, True, True, False]
    assert (windows[0].start_ns, windows[-1].end_ns) == (0, END_OF_TIME_NS)
    assert all(before.end_ns == after.start_ns for before, after in pairwise(windows))


def test_an_event_touches_its_own_turn_only() -> None:
    events = three_turns()
    last = events[-1]
    part = slice_of(SESSION, events, [last])
    assert [window.start_ns for window in part.windows] == [events[-4].time_ns]
    assert events[5] not in part.events, "nothing of the turn in the middle is read"


def test_a_prompt_touches_the_turn_that_it_cuts() -> None:
    events = three_turns()
    query = slice_query([events[5]], outline_of(SESSION, events))
    assert [window.start_ns for window in query.windows] == [events[1].time_ns, events[5].time_ns]
    assert query.ranges == ((events[1].time_ns, events[9].time_ns),)


def test_the_first_prompt_and_the_first_start_touch_everything() -> None:
    events = three_turns()
    outline = outline_of(SESSION, events)
    for event in events[:2]:
        assert slice_query([event], outline).windows == turn_windows(outline)


def test_the_head_is_read_whatever_is_touched() -> None:
    events = three_turns()
    part = slice_of(SESSION, events, [events[6]])
    assert events[0] in part.events, "the start"
    assert events[1] in part.events, "the first prompt"
    assert events[-1] in part.events, "the last answer"
    assert fold(part).trace == fold(whole_session(SESSION, events)).trace


def test_parts_of_a_call_in_another_turn_are_read_and_touch_it() -> None:
    script = Script().starts().prompt("one").request().usage().decision("call_1").prompt("two").request().usage()
    decision = script.events[4]
    events = script.result("call_1").events
    part = slice_of(SESSION, events, [events[-1]])
    assert len(part.windows) == 2
    assert decision in part.events


def test_a_turns_answer_elsewhere_is_read_so_that_its_cost_does_not_stay_here() -> None:
    script = Script().starts().prompt("one").request().usage().answer(turn__id="turn-0").prompt("two").request()
    script.event("turn_cost", turn__id="turn-0", usage__estimated_usd=1.5)
    events = script.answer("the session's last", turn__id="turn-1").usage().events
    part = slice_of(SESSION, events, [events[-1]])
    assert len(part.windows) == 1
    (turn,) = (observation for observation in fold(part).observations if observation.kind == "turn")
    assert "turn_cost.usage.estimated_usd" not in turn.metadata


def test_an_outline_forgets_repeats_and_order() -> None:
    first, second = Boundary(1, "a", is_prompt=True), Boundary(2, "b", is_prompt=False)
    outline = SessionOutline.of(SESSION, [second, first, second], 1, 2)
    assert outline.boundaries == (first, second)
    assert (outline.prompts, outline.starts) == ((first,), (second,))
