"""The session as a whole: trace, root observation and what all observations share."""

import pytest

from sidelight.agents.head import environment_of, trace_id_of
from sidelight.model import ObservationType, Trace
from tests.agents.scripted import BEGIN_NS, SESSION, STEP_NS, Script, fold_session

CHILD = "01a20857-e841-7501-ad92-de8b390ca515"
TITLE_PROMPT = (
    "Generate a concise, single-line task title of at most 36 characters.\n\nUser prompt:\nfix the login page"
)


def trace_of(script: Script) -> Trace:
    trace = script.fold().trace
    assert trace
    return trace


def full() -> Script:
    script = Script(env="Prod EU")
    script.starts(user__account_id="acc-1", user__email="a@b.c", mcp_servers="weather", context_window=200_000)
    return script.prompt("Fix it\nplease").request().usage().answer("Fixed.")


def test_the_trace_is_the_conversation() -> None:
    trace = trace_of(full())
    assert trace.id == SESSION.replace("-", "")
    assert (trace.session_id, trace.name, trace.kind) == (SESSION, "Fix it", "session")
    assert (trace.input, trace.output) == ("Fix it\nplease", "Fixed.")
    assert (trace.user_id, trace.environment, trace.version) == ("acc-1", "prod-eu", "0.169.0")
    assert (trace.tags, trace.source, trace.timestamp_ns) == (("codex",), "codex", BEGIN_NS + STEP_NS)


def test_all_that_is_known_of_the_session_is_metadata() -> None:
    metadata = trace_of(full()).metadata
    assert metadata["user.email"] == "a@b.c"
    assert metadata["context_window"] == "200000"
    assert metadata["mcp_servers"] == "weather"
    assert metadata["approval_policy"] == "never"
    assert metadata["service.name"] == "codex_exec"
    assert (metadata["prompts"], metadata["resumes"]) == ("1", "0")


def test_the_root_spans_the_session_and_everything_repeats_the_trace() -> None:
    script = full()
    folded = script.fold()
    root = script.only("session")
    assert folded.trace
    assert (root.type, root.parent_id, root.start_ns) == (ObservationType.AGENT, "", BEGIN_NS + STEP_NS)
    assert root.end_ns == BEGIN_NS + 5 * STEP_NS
    for observation in folded.observations:
        assert observation.trace_id == folded.trace.id
        assert observation.trace_name == "Fix it"
        assert (observation.session_id, observation.user_id) == (SESSION, "acc-1")
        assert (observation.environment, observation.version) == ("prod-eu", "0.169.0")
        assert (observation.service_name, observation.source, observation.tags) == ("codex_exec", "codex", ("codex",))


def test_a_resume_adds_to_the_session() -> None:
    script = full().starts(app__version="0.170.0").prompt("More").request().usage().answer("Done.")
    trace = trace_of(script)
    assert (trace.name, trace.input, trace.output) == ("Fix it", "Fix it\nplease", "Done.")
    assert (trace.metadata["resumes"], trace.metadata["prompts"]) == ("1", "2")
    assert script.only("event").name == "session resumed"


def test_a_title_conversation_is_marked() -> None:
    trace = trace_of(Script().starts().prompt(TITLE_PROMPT).request().usage().answer("Fix login"))
    assert (trace.kind, trace.name) == ("title", "Title: fix the login page")


def test_a_sub_agent_knows_its_parent_from_the_call_that_started_it() -> None:
    parent = Script().starts().prompt().request().usage()
    parent.result(call_id="call_9", tool_name="spawn_agent", output=f'{{"agent_id":"{CHILD}"}}')
    child = Script(CHILD).starts().prompt("Sub-task").request().usage()
    trace = fold_session([*parent.events, *child.events], CHILD).trace
    assert trace
    assert (trace.kind, trace.parent_trace_id) == ("subagent", SESSION.replace("-", ""))
    spawn = parent.only("tool")
    assert trace.parent_observation_id == spawn.id


def test_a_sub_agent_knows_its_parent_from_its_own_answer() -> None:
    child = Script(CHILD).starts().prompt("Sub-task").request().usage()
    child.answer("Done.", parent__conversation__id=SESSION, agent__type="subagent")
    trace = trace_of(child)
    assert (trace.kind, trace.parent_trace_id, trace.parent_observation_id) == ("subagent", trace_id_of(SESSION), "")


def test_a_link_to_a_session_that_never_reported_makes_no_trace() -> None:
    parent = Script().prompt().request().usage()
    parent.result(tool_name="spawn_agent", output=f'{{"agent_id":"{CHILD}"}}')
    folded = fold_session(parent.events, CHILD)
    assert (folded.trace, folded.observations) == (None, ())


def test_a_session_whose_beginning_was_not_received_is_named_by_what_is_there() -> None:
    trace = trace_of(Script().result(call_id="call_1"))
    assert (trace.name, trace.kind, trace.environment) == ("Codex session", "session", "test")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("dev", "dev"),
        (" Prod/EU 1 ", "prod-eu-1"),
        ("langfuse-x", "default"),
        ("", "default"),
        ("///", "default"),
        ("é", "default"),
        ("a" * 60, "a" * 40),
        ("with_underscore", "with_underscore"),
    ],
)
def test_environments_take_langfuses_form(given: str, expected: str) -> None:
    assert environment_of(given) == expected


def test_an_id_that_is_no_uuid_still_gives_a_trace_id() -> None:
    assert len(trace_id_of("my session")) == 32
    assert trace_id_of("my session") != trace_id_of("my  session")
