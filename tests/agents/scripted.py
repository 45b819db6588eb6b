"""Sessions written by hand: one Codex log record a call, a tenth of a second apart."""

from collections.abc import Iterable

from sidelight.agents.fold import Folded, fold
from sidelight.agents.slice import whole_session
from sidelight.model import AgentEvent, AttrValue, LogRecord, Observation
from sidelight.model.time import NS_PER_MS
from tests.golden.captures import read_logs

SESSION = "01a20857-b2e5-7960-8c0c-fa3b722cc5af"
BEGIN_NS = 1_795_436_294_000 * NS_PER_MS
STEP_NS = 100 * NS_PER_MS

RESOURCE = {"service.name": "codex_exec", "service.version": "0.169.0", "env": "test"}
COMMON = {"app.version": "0.169.0", "originator": "codex_exec", "model": "gpt-5.5", "slug": "gpt-5.5"}


class Script:
    """Records in order of time."""

    def __init__(self, session_id: str = SESSION, **resource: str) -> None:
        self.session_id = session_id
        self.resource = {**RESOURCE, **resource}
        self.records: list[LogRecord] = []
        self.time_ns = BEGIN_NS

    def event(self, name: str, /, **attributes: AttrValue) -> "Script":
        """A record; in attribute names ``__`` stands for a dot. Attributes that are None are left out."""
        self.time_ns += STEP_NS
        named = {key.replace("__", "."): value for key, value in attributes.items()}
        given = {"event.name": f"codex.{name}", "conversation.id": self.session_id, **COMMON, **named}
        kept = {key: value for key, value in given.items() if value is not None}
        self.records.append(LogRecord(attributes=kept, resource=self.resource, observed_time_ns=self.time_ns))
        return self

    def starts(self, **attributes: AttrValue) -> "Script":
        return self.event("conversation_starts", provider_name="OpenAI", approval_policy="never", **attributes)

    def prompt(self, text: str = "Do it", **attributes: AttrValue) -> "Script":
        return self.event("user_prompt", prompt=text, **{"prompt_length": str(len(text)), **attributes})

    def request(self, **attributes: AttrValue) -> "Script":
        given: dict[str, AttrValue] = {
            "duration_ms": "40",
            "http__response__status_code": 200,
            "attempt": 0,
            "endpoint": "/responses",
        }
        return self.event("api_request", **{**given, **attributes})

    def refused(self, status: int, **attributes: AttrValue) -> "Script":
        return self.request(http__response__status_code=status, error__message=f"http {status}", **attributes)

    def usage(self, input: AttrValue = "100", output: AttrValue = "10", **attributes: AttrValue) -> "Script":
        return self.event(
            "sse_event",
            event__kind="response.completed",
            input_token_count=input,
            output_token_count=output,
            **{"ttft_ms": 20, **attributes},
        )

    def decision(self, call_id: str = "call_1", decision: str = "approved", source: str = "Config") -> "Script":
        return self.event("tool_decision", tool_name="exec_command", call_id=call_id, decision=decision, source=source)

    def result(self, call_id: str | None = "call_1", **attributes: AttrValue) -> "Script":
        given: dict[str, AttrValue] = {
            "tool_name": "exec_command",
            "arguments": '{"cmd": "ls"}',
            "output": "Process exited with code 0\nOutput:\n",
            "duration_ms": "50",
            "success": "true",
        }
        return self.event("tool_result", call_id=call_id, **{**given, **attributes})

    def answer(self, text: str = "Done.", **attributes: AttrValue) -> "Script":
        return self.event("agent_response", response=text, response_length=len(text), **attributes)

    @property
    def events(self) -> list[AgentEvent]:
        return list(read_logs(self.records).events)

    def fold(self) -> Folded:
        return fold_session(self.events, self.session_id)

    def only(self, kind: str) -> Observation:
        """The one observation of a kind."""
        found = self.all(kind)
        assert len(found) == 1, [observation.name for observation in found]
        return found[0]

    def all(self, kind: str) -> list[Observation]:
        return [observation for observation in self.fold().observations if observation.kind == kind]


def fold_session(events: Iterable[AgentEvent], session_id: str = SESSION) -> Folded:
    return fold(whole_session(session_id, [event for event in events if event.session_id == session_id]))
