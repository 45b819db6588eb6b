"""What an agent module makes of the records it is given."""

from dataclasses import dataclass, field

from sidelight.model import AgentEvent


@dataclass(frozen=True, slots=True)
class Unknown:
    """A record that an agent module did not fully understand; shown on the Ingestion page.

    ``is_kept`` says that it was stored all the same (as an event of kind ``other``); otherwise ``reason`` tells why
    it could not be.
    """

    name: str
    reason: str
    is_kept: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """Events to store, how many records were understood and left out on purpose, and what was not understood."""

    events: tuple[AgentEvent, ...] = ()
    ignored: int = 0
    unknown: tuple[Unknown, ...] = field(default=())


IGNORED = Reading(ignored=1)
