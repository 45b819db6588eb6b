"""A trace's own attributes, apart from the observations in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trace:
    """One trace: a session of a coding agent, or a request of an application.

    ``kind`` is ``""`` for an ordinary trace, ``session`` for an agent's session, ``subagent`` for one that another
    session started (then ``parent_trace_id`` and ``parent_observation_id`` say where), ``title`` for the hidden
    conversations that agents hold with themselves; lists leave ``title`` out unless asked.
    ``is_shallow`` says that only the id and time are known yet (no root seen); it never overwrites a full trace.
    ``derived`` names those of ``name``, ``input`` and ``output`` that are its root's, for want of ones that were said
    of the trace itself: what is said wins, whenever it comes.
    """

    id: str
    timestamp_ns: int
    name: str = ""
    kind: str = ""
    parent_trace_id: str = ""
    parent_observation_id: str = ""
    user_id: str = ""
    session_id: str = ""
    environment: str = "default"
    version: str = ""
    release: str = ""
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    input: str | None = None
    output: str | None = None
    public: bool = False
    bookmarked: bool = False
    source: str = ""
    is_shallow: bool = False
    derived: tuple[str, ...] = ()
