import pytest

from sidelight.agents.fold import fold
from sidelight.agents.registry import agent_for_log
from sidelight.agents.slice import whole_session
from sidelight.demo.codex_log import conversation_id, play
from sidelight.demo.library import load_sessions, read_session
from sidelight.demo.records import log_requests
from sidelight.demo.requests import anchor_from, anchor_of, demo_requests, marker
from sidelight.demo.script import Session
from sidelight.model import AgentEvent, AgentEventKind, Level, Observation, ObservationType
from sidelight.model.time import NS_PER_S
from sidelight.otlp.decode import decode_logs, decode_spans

ANCHOR_NS = 1_800_000_000 * NS_PER_S
WEEK_NS = 7 * 24 * 3600 * NS_PER_S


def events_of(session: Session) -> dict[str, list[AgentEvent]]:
    """The events of a session and of those that it started, by conversation, as the pipeline reads them."""
    events: dict[str, list[AgentEvent]] = {}
    for body in log_requests(play(session, ANCHOR_NS)):
        decoded = decode_logs(body, "binary")
        assert not decoded.problems
        for record in decoded.records:
            agent = agent_for_log(record)
            assert agent is not None
            reading = agent.read_log(record)
            assert not reading.unknown
            for event in reading.events:
                events.setdefault(event.session_id, []).append(event)
    return events


def observations_of(key: str) -> tuple[Observation, ...]:
    (session,) = (session for session in load_sessions() if session.key == key)
    conversation = conversation_id(key)
    return tuple(fold(whole_session(conversation, events_of(session)[conversation])).observations)


def test_the_same_anchor_gives_the_same_bytes() -> None:
    assert list(demo_requests(ANCHOR_NS)) == list(demo_requests(ANCHOR_NS))


def test_everything_lies_within_the_last_week() -> None:
    for request in demo_requests(ANCHOR_NS):
        if request.path == "/v1/logs":
            times = [record.best_time_ns for record in decode_logs(request.body, "binary").records]
        else:
            times = [span.start_ns for span in decode_spans(request.body, "binary").records]
        assert times
        assert ANCHOR_NS - WEEK_NS <= min(times) <= max(times) <= ANCHOR_NS


def test_the_examples_are_varied() -> None:
    sessions = load_sessions()
    assert 25 <= len(sessions) <= 40
    assert len({session.person for session in sessions}) >= 5
    assert len({session.model for session in sessions}) >= 4
    assert {session.environment for session in sessions} == {"dev", "staging", "ci"}
    assert {session.client for session in sessions} == {"tui", "exec", "vscode"}


@pytest.mark.parametrize("session", load_sessions(), ids=lambda session: session.key)
def test_every_session_is_understood_and_complete(session: Session) -> None:
    events = events_of(session)
    own = events[conversation_id(session.key)]
    prompts = [event for event in own if event.kind is AgentEventKind.PROMPT]
    answers = [event for event in own if event.kind is AgentEventKind.ANSWER]
    assert len(prompts) == len(session.turns)
    assert len(answers) == len([turn for turn in session.turns if turn.answer])
    assert all(event.attributes["user.email"] == session.person for event in own)


def test_the_examples_show_what_can_happen() -> None:
    def levels(key: str, kind: ObservationType) -> set[Level]:
        return {o.level for o in observations_of(key) if o.type is kind}

    assert Level.WARNING in levels("orders-migration", ObservationType.TOOL), "a rejected command"
    assert levels("checkout-rounding", ObservationType.TOOL) - {Level.DEFAULT}, "a failing command"
    assert levels("rate-limited-refactor", ObservationType.EVENT) - {Level.DEFAULT}, "failed requests"
    assert any(o.name == "spawn_agent" for o in observations_of("dependency-audit"))
    assert any(o.name == "apply_patch" for o in observations_of("checkout-rounding"))
    assert all("contract" not in (o.input or "") for o in observations_of("redacted-session") if o.kind == "turn")


def test_sub_agents_and_titles_are_conversations_of_their_own() -> None:
    (session,) = (session for session in load_sessions() if session.key == "dependency-audit")
    names = ["dependency-audit", "dependency-audit Maxwell", "dependency-audit Curie", "dependency-audit title"]
    assert set(events_of(session)) == {conversation_id(name) for name in names}


@pytest.mark.parametrize("drift_ns", [0, 1_000_000, -1_000_000])
def test_the_anchor_is_found_again_from_what_was_loaded(drift_ns: int) -> None:
    anchor_ns = anchor_of(ANCHOR_NS + 12 * NS_PER_S)
    assert anchor_ns == ANCHOR_NS
    _, before_ns = marker()
    assert anchor_from(anchor_ns - before_ns + drift_ns) == anchor_ns


def test_a_script_with_an_unknown_field_is_refused() -> None:
    script = 'person = "a"\nhours_ago = 1\n[[turns]]\nprompt = "p"\nanswer = "a"\n[[turns.calls]]\n'
    assert read_session("k", script).turns[0].prompt == "p"
    with pytest.raises(TypeError):
        read_session("k", script + "secnods = 3\n")
    with pytest.raises(KeyError):
        read_session("k", script + '[[turns.calls.actions]]\ndo = "dance"\n')
