"""A store in memory that folds slices as events arrive, the way the pipeline does."""

from collections.abc import Iterable
from dataclasses import replace

from sidelight.agents.fold import fold
from sidelight.agents.slice import slice_of
from sidelight.model import AgentEvent, Observation, Trace


class IncrementalStore:
    """Observations and traces after any number of batches. Unlike the pipeline's, its slices are cut in memory."""

    def __init__(self) -> None:
        self.events: dict[str, dict[str, AgentEvent]] = {}
        self.observations: dict[str, Observation] = {}
        self.traces: dict[str, Trace] = {}

    def add(self, batch: Iterable[AgentEvent]) -> None:
        new: dict[str, list[AgentEvent]] = {}
        for event in batch:
            self.events.setdefault(event.session_id, {})[event.event_id] = event
            new.setdefault(event.session_id, []).append(event)
        for session_id, new_events in new.items():
            folded = fold(slice_of(session_id, self.events[session_id].values(), new_events))
            for gone in folded.superseded:
                self.observations.pop(gone.id, None)
            for observation in folded.observations:
                self.observations[observation.id] = observation
            if folded.trace:
                self.traces[folded.trace.id] = folded.trace

    def comparable(self) -> tuple[list[Observation], list[Trace]]:
        """Everything in an order of its own."""
        return sorted_by_id(self.observations.values()), sorted(self.traces.values(), key=lambda trace: trace.id)


def sorted_by_id(observations: Iterable[Observation]) -> list[Observation]:
    plain = (replace(observation, metadata=dict(observation.metadata)) for observation in observations)
    return sorted(plain, key=lambda observation: observation.id)
