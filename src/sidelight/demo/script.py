"""A session of a coding agent as a script: who asked what, what the agent did, how it went.

Field names are the keys in ``sessions/*.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Approval: TypeAlias = Literal["", "approved", "approved_for_session", "denied"]


@dataclass(frozen=True, slots=True)
class Shell:
    """A command. ``approval`` is set when the user was asked; ``escalated`` when it left the sandbox."""

    command: str
    output: str = ""
    exit_code: int = 0
    seconds: float = 0.4
    approval: Approval = ""
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class Patch:
    """A change of files, in Codex's patch format; ``problem`` is why it could not be applied."""

    text: str
    problem: str = ""
    seconds: float = 0.05


@dataclass(frozen=True, slots=True)
class Mcp:
    """A call of a tool of an MCP server."""

    server: str
    tool: str
    arguments: Mapping[str, object]
    output: str
    ok: bool = True
    seconds: float = 0.8


@dataclass(frozen=True, slots=True)
class Plan:
    """The agent's list of steps, as it writes it down (``update_plan``)."""

    steps: tuple[str, ...]
    done: int = 0


@dataclass(frozen=True, slots=True)
class Spawn:
    """A sub-agent with a task of its own; the parent waits for it."""

    nickname: str
    task: str
    calls: "tuple[Call, ...]"
    answer: str


Action: TypeAlias = Shell | Patch | Mcp | Plan | Spawn


@dataclass(frozen=True, slots=True)
class Call:
    """One answer of the model: what it wants done (several at once run side by side).

    ``failures`` are HTTP statuses of attempts before the one that worked; a ``cut`` stream broke off before its end and
    was asked for again.
    """

    actions: tuple[Action, ...] = ()
    failures: tuple[int, ...] = ()
    cut: bool = False
    seconds: float = 4.0
    reasoning: int = 120


@dataclass(frozen=True, slots=True)
class Turn:
    """A prompt, the calls it took, and the answer; ``""``: it never came (stopped, or the API gave up)."""

    prompt: str
    calls: tuple[Call, ...]
    answer: str
    pause_s: float = 45.0


@dataclass(frozen=True, slots=True)
class Session:
    """A whole conversation. ``hours_ago`` is its start before now; ``title`` that of the hidden title conversation."""

    key: str
    person: str
    hours_ago: float
    turns: tuple[Turn, ...]
    model: str = "gpt-5.5"
    effort: str = "medium"
    environment: str = "dev"
    client: Literal["tui", "exec", "vscode"] = "tui"
    approval_policy: str = "on-request"
    sandbox: str = "workspace-write"
    mcp_servers: tuple[str, ...] = ()
    title: str = ""
    exports_prompts: bool = True
    resumed_after: frozenset[int] = field(default_factory=frozenset)
