"""The tools that a model was offered, and those that it called."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ToolUse:
    """Tools by name with JSON ``{description, parameters}``, and calls of them (OTEL_MAPPING section 13).

    ``calls`` are JSON texts, one a call; the called tool's name stands at the same place of ``call_names``.
    """

    definitions: Mapping[str, str] = field(default_factory=dict)
    calls: tuple[str, ...] = ()
    call_names: tuple[str, ...] = ()
