"""Plays a script into the log records that Codex 0.169 sends for it: same names, same types, same order."""

import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sidelight.demo.records import Clock, Record, attributes_of
from sidelight.demo.script import Action, Call, Mcp, Patch, Plan, Session, Shell, Spawn, Turn
from sidelight.model.ids import derive_id
from sidelight.model.time import NS_PER_MS, NS_PER_S, to_iso

VERSION = "0.169.0"
_CLIENTS = {
    "tui": ("codex_cli_rs", "codex-tui"),
    "exec": ("codex_exec", "codex_exec"),
    "vscode": ("codex-app-server", "codex_vscode"),
}
_INSTRUCTION_TOKENS = 9_400
_CHARACTERS_A_TOKEN = 4
_OUTPUT_LIMIT = 2_048
_TITLE_PROMPT = (
    "Generate a concise, single-line task title of at most 36 characters and under five words where possible. Start "
    "with an imperative verb. Do not answer the request.\n\nUser prompt:\n"
)


def play(session: Session, start_ns: int) -> list[Record]:
    """All records of a session, of its sub-agents and of its title conversation, in order of time."""
    return sorted(_Stage(session, start_ns).play(), key=lambda record: record.observed_ns)


def conversation_id(key: str) -> str:
    """Id of a conversation (a UUID of version 7, as Codex makes them), always the same for a key."""
    digits = derive_id("demo", key, length=32)
    return str(uuid.UUID(f"{digits[:12]}7{digits[13:16]}{'89ab'[int(digits[16], 16) % 4]}{digits[17:]}"))


@dataclass
class _Context:
    """Tokens that the model has seen so far; what the last call saw is cached for the next."""

    tokens: int = _INSTRUCTION_TOKENS
    cached: int = 0


class _Stage:
    """One conversation being played."""

    def __init__(self, session: Session, start_ns: int, parent: "_Stage | None" = None, agent: str = "/root") -> None:
        self.session = session
        self.clock = Clock(start_ns)
        self.id = conversation_id(session.key)
        self.parent = parent
        self.agent = agent
        self.turn_id = ""
        self._context = _Context()
        self._random = random.Random(session.key)  # noqa: S311 - variety, not secrecy
        self._call_number = 0
        self._sequence = 0
        self.service, originator = _CLIENTS[session.client]
        self._common = {
            "conversation.id": self.id,
            "app.version": VERSION,
            "originator": originator,
            "terminal.type": "vscode/1.109.0" if session.client == "vscode" else "iTerm.app/3.6.6",
            "model": session.model,
            "slug": session.model,
            "auth_mode": "Chatgpt",
            "user.account_id": derive_id("account", session.person, length=24),
            "user.email": session.person,
        }

    def play(self) -> Iterator[Record]:
        """Every record, roughly in order; the caller sorts."""
        yield self._start()
        for number, turn in enumerate(self.session.turns):
            if number:
                self.clock.pass_s(turn.pause_s)
            if number in self.session.resumed_after:
                self._sequence = 0
                yield self._start()
            yield from self._turn(number, turn)
        if self.session.title:
            yield from self._title()

    def event(self, name: str, **attributes: str | int | bool | None) -> Record:
        """A record at the present time."""
        now = self.clock.now_ns
        given = {key: value for key, value in attributes.items() if value is not None}
        values = {"event.name": name, "event.timestamp": to_iso(now), **self._common, **given}
        return Record(self.service, self.session.environment, now, attributes_of(values))

    def _start(self) -> Record:
        session = self.session
        record = self.event(
            "codex.conversation_starts",
            provider_name="openai",
            reasoning_effort=session.effort,
            reasoning_summary="auto",
            context_window=272_000,
            approval_policy=session.approval_policy,
            sandbox_policy=session.sandbox,
            mcp_servers=", ".join(session.mcp_servers),
        )
        self.clock.pass_ms(180)
        return record

    def _turn(self, number: int, turn: Turn) -> Iterator[Record]:
        self.turn_id = conversation_id(f"{self.session.key} turn {number}")
        text = turn.prompt if self.session.exports_prompts else "[REDACTED]"
        yield self.event("codex.user_prompt", prompt_length=str(len(turn.prompt)), prompt=text)
        self._see(turn.prompt)
        last = len(turn.calls) - 1
        for position, call in enumerate(turn.calls):
            yield from self._model_call(call, turn.answer if position == last else "", is_first=position == 0)
            yield from self._actions(call.actions)

    def _model_call(self, call: Call, answer: str, *, is_first: bool) -> Iterator[Record]:
        for attempt, status in enumerate(call.failures):
            yield from self._attempt(attempt, status)
        gave_up = bool(call.failures) and not answer and not call.actions
        if gave_up:
            return
        if call.cut:
            yield from self._attempt(len(call.failures), 200)
            self.clock.pass_s(1.5)
            yield self.event(
                "codex.sse_event",
                **{"event.kind": "response.completed", "error.message": "stream closed before response.completed"},
            )
            self.clock.pass_ms(400)
        yield from self._attempt(0 if call.cut else len(call.failures), 200)
        ttft_ms = self._random.randint(600, 2400)
        self.clock.pass_ms(ttft_ms)
        if is_first:
            yield self.event("codex.turn_ttft", duration_ms=str(ttft_ms))
        self.clock.pass_s(max(call.seconds - ttft_ms / 1000, 0.3) * self._random.uniform(0.8, 1.25))
        yield self._usage(call, answer, ttft_ms)
        if answer:
            self.clock.pass_ms(3)
            yield self._answer(answer)

    def _attempt(self, attempt: int, status: int) -> Iterator[Record]:
        self.clock.pass_ms(self._random.randint(180, 900))
        yield self.event(
            "codex.api_request",
            duration_ms=str(self._random.randint(180, 900)),
            attempt=attempt,
            endpoint="/responses",
            **{
                "http.response.status_code": status,
                "error.message": None if status == 200 else f"http {status}",
                "auth.header_attached": True,
                "auth.header_name": "authorization",
                "auth.retry_after_unauthorized": False,
            },
        )
        if status != 200:
            self.clock.pass_ms(int(1000 * 2**attempt * self._random.uniform(0.9, 1.1)))

    def _usage(self, call: Call, answer: str, ttft_ms: int) -> Record:
        context = self._context
        wanted = sum(len(str(action)) for action in call.actions) + len(answer)
        reasoning = int(call.reasoning * self._random.uniform(0.5, 1.8))
        output = wanted // _CHARACTERS_A_TOKEN + 12 + reasoning
        # The API caches whole blocks of 128 tokens.
        cached = context.cached // 128 * 128
        record = self.event(
            "codex.sse_event",
            input_token_count=str(context.tokens),
            output_token_count=str(output),
            cached_token_count=cached,
            cache_write_token_count=0,
            reasoning_token_count=reasoning,
            tool_token_count=str(context.tokens + output),
            ttft_ms=ttft_ms,
            model_reasoning_effort=self.session.effort,
            **{"event.kind": "response.completed"},
        )
        context.cached = context.tokens
        context.tokens += output - reasoning
        return record

    def _answer(self, answer: str) -> Record:
        parent = self.parent
        return self.event(
            "codex.agent_response",
            response=answer,
            response_length=len(answer),
            response_truncated=False,
            **{
                "agent.type": "subagent" if parent else "main",
                "turn.id": self.turn_id,
                "item.id": f"msg_{derive_id(self.id, self.turn_id, length=20)}",
                "root.turn.id": parent.turn_id if parent else self.turn_id,
                "parent.conversation.id": parent.id if parent else None,
                "parent.turn.id": parent.turn_id if parent else None,
            },
        )

    def _actions(self, actions: tuple[Action, ...]) -> Iterator[Record]:
        """Tools that the model asked for at once run side by side; time goes on when the slowest has ended."""
        started, latest = self.clock.now_ns, self.clock.now_ns
        for action in actions:
            self.clock.now_ns = started + self._random.randint(2, 30) * NS_PER_MS
            yield from self._action(action)
            latest = max(latest, self.clock.now_ns)
        self.clock.now_ns = latest

    def _action(self, action: Action) -> Iterator[Record]:
        self._call_number += 1
        call_id = f"call_{derive_id(self.id, self.turn_id, str(self._call_number), length=24)}"
        match action:
            case Shell():
                yield from self._shell(action, call_id)
            case Patch():
                yield from self._patch(action, call_id)
            case Mcp():
                self.clock.pass_s(action.seconds)
                output = f"Wall time: {action.seconds:.4f} seconds\nOutput:\n{action.output}"
                yield self._result(
                    action.tool,
                    call_id,
                    json.dumps(action.arguments),
                    output,
                    action.seconds,
                    namespace=f"mcp__{action.server}",
                    ok=action.ok,
                    server=action.server,
                )
            case Plan():
                yield from self._plan(action, call_id)
            case Spawn():
                yield from self._spawn(action, call_id)

    def _shell(self, action: Shell, call_id: str) -> Iterator[Record]:
        if action.approval:
            self.clock.pass_s(self._random.uniform(3, 14))
        decision, source = (action.approval, "User") if action.approval else ("approved", "Config")
        yield self._decision("exec_command", call_id, decision, source)
        arguments = json.dumps({"cmd": action.command})
        if action.approval == "denied":
            output = 'exec_command failed: CreateProcess { message: "Rejected(\\"rejected by user\\")" }'
            yield self._result("exec_command", call_id, arguments, output, 0.003, ok=False)
            return
        self.clock.pass_s(action.seconds)
        if action.escalated:
            whole_ms = int(action.seconds * 1000)
            yield self.event(
                "codex.sandbox_outcome",
                tool_name="exec_command",
                call_id=call_id,
                outcome="escalated",
                initial_duration_ms=whole_ms // 3,
                escalated_duration_ms=whole_ms - whole_ms // 3,
            )
        output = (
            f"Chunk ID: {derive_id(call_id, length=6)}\nWall time: {action.seconds:.4f} seconds\n"
            f"Process exited with code {action.exit_code}\n"
            f"Original token count: {len(action.output) // _CHARACTERS_A_TOKEN}\nOutput:\n{action.output}"
        )
        yield self._result("exec_command", call_id, arguments, output, action.seconds)

    def _patch(self, action: Patch, call_id: str) -> Iterator[Record]:
        self.clock.pass_s(action.seconds)
        if action.problem:
            output = f"apply_patch verification failed: {action.problem}"
            yield self._result("apply_patch", call_id, action.text, output, action.seconds, ok=False)
            return
        yield self._decision("apply_patch", call_id, "approved", "Config")
        marks = {"*** Add File: ": "A", "*** Update File: ": "M", "*** Delete File: ": "D"}
        files = "".join(
            f"{mark} {line.removeprefix(start)}\n"
            for line in action.text.splitlines()
            for start, mark in marks.items()
            if line.startswith(start)
        )
        output = f"Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\n{files}"
        yield self._result("apply_patch", call_id, action.text, output, action.seconds)

    def _plan(self, action: Plan, call_id: str) -> Iterator[Record]:
        steps = [
            {
                "step": step,
                "status": "completed" if n < action.done else "in_progress" if n == action.done else "pending",
            }
            for n, step in enumerate(action.steps)
        ]
        yield self._result("update_plan", call_id, json.dumps({"plan": steps}), "Plan updated", 0.001)

    def _spawn(self, action: Spawn, call_id: str) -> Iterator[Record]:
        session = replace(
            self.session,
            key=f"{self.session.key} {action.nickname}",
            turns=(Turn(action.task, action.calls, action.answer),),
            title="",
        )
        child = _Stage(session, self.clock.now_ns + 40 * NS_PER_MS, parent=self, agent=action.nickname)
        self.clock.pass_ms(35)
        output = json.dumps({"agent_id": child.id, "nickname": action.nickname})
        yield self._result(
            "spawn_agent",
            call_id,
            json.dumps({"message": action.task}),
            output,
            0.035,
            namespace="multi_agent_v1",
        )
        yield from child.play()
        waited_s = max((child.clock.now_ns - self.clock.now_ns) / NS_PER_S, 0.0)
        self.clock.now_ns = max(self.clock.now_ns, child.clock.now_ns + 8 * NS_PER_MS)
        status = {"status": {child.id: {"completed": action.answer}}, "timed_out": False}
        yield self._result(
            "wait_agent",
            f"{call_id}w",
            json.dumps({"targets": [child.id], "timeout_ms": 600_000}),
            json.dumps(status),
            waited_s,
            namespace="multi_agent_v1",
        )

    def _decision(self, tool: str, call_id: str, decision: str, source: str) -> Record:
        return self.event(
            "codex.tool_decision",
            tool_name=tool,
            tool_namespace="functions",
            call_id=call_id,
            decision=decision,
            source=source,
        )

    def _result(
        self,
        tool: str,
        call_id: str,
        arguments: str,
        output: str,
        seconds: float,
        *,
        namespace: str = "functions",
        ok: bool = True,
        server: str = "",
    ) -> Record:
        self._sequence += 1
        self._see(output)
        is_long = len(output) > _OUTPUT_LIMIT
        preview = output[:_OUTPUT_LIMIT] + "\n[... telemetry preview truncated ...]" if is_long else output
        return self.event(
            "codex.tool_result",
            tool_name=tool,
            tool_namespace=namespace,
            call_id=call_id,
            arguments=arguments,
            output=preview,
            output_truncated=is_long,
            duration_ms=str(int(seconds * 1000)),
            success="true" if ok else "false",
            tool_result_seq=self._sequence,
            agent_name=self.agent,
            mcp_server=server,
            mcp_server_origin="stdio" if server else "",
        )

    def _title(self) -> Iterator[Record]:
        """The terminal UI asks for a title in a conversation that nobody sees."""
        first = self.session.turns[0].prompt
        session = replace(
            self.session,
            key=f"{self.session.key} title",
            turns=(Turn(_TITLE_PROMPT + first, (Call(seconds=1.2, reasoning=0),), self.session.title),),
            sandbox="read-only",
            mcp_servers=(),
            title="",
        )
        started_ns = self.clock.start_ns + 260 * NS_PER_MS
        yield from _Stage(session, started_ns).play()

    def _see(self, text: str) -> None:
        self._context.tokens += len(text) // _CHARACTERS_A_TOKEN
