"""The parts of one trace as the web app's types."""

from collections.abc import Collection, Iterable, Mapping

from sidelight.api.app import trace_models as models
from sidelight.api.app.present import iso, iso_or_none
from sidelight.model.experiment import Experiment
from sidelight.model.time import to_iso
from sidelight.query.agent_steps import AgentSteps
from sidelight.query.observation import ObservationRecord
from sidelight.query.observation_context import ObservationContext
from sidelight.query.score_records import ScoreRecord
from sidelight.query.trace_neighbours import Neighbour, Neighbours

US_PER_MS = 1000


def observation(
    found: ObservationRecord, context: ObservationContext, known_trace_ids: Collection[str]
) -> models.ObservationDetail:
    """One observation with its texts; of its links, those to ``known_trace_ids`` lead somewhere."""
    same = (
        "id", "trace_id", "parent_id", "type", "kind", "name", "level", "status_message", "model", "model_provider",
        "cost_usd", "input", "output", "environment", "version", "release", "user_id", "session_id", "service_name",
        "scope_name", "source", "prompt_name", "prompt_version",
    )  # fmt: skip
    of_context = ("trace_name", "is_app_root", "prompt_id", "model_id", "pricing_tier", "cost_source")
    return models.ObservationDetail(
        **{name: getattr(found, name) for name in same},
        **{name: getattr(context, name) for name in of_context},
        start_time=iso(found.start_us),
        end_time=iso_or_none(found.end_us),
        completion_start_time=iso_or_none(found.completion_start_us),
        duration_ms=_ms(found.duration_us),
        time_to_first_token_ms=_ms(found.time_to_first_token_us),
        model_parameters=dict(found.model_parameters),
        usage=dict(found.usage),
        cost=dict(found.cost),
        metadata=dict(found.metadata),
        tags=list(context.tags),
        links=[
            models.SpanLink(
                trace_id=link.trace_id,
                observation_id=link.span_id,
                attributes=dict(link.attributes),
                is_known=link.trace_id in known_trace_ids,
            )
            for link in context.links
        ],
        tools=[
            models.ToolDefinition(name=name, definition=definition)
            for name, definition in context.tools.definitions.items()
        ],
        tool_calls=[
            models.ToolCall(name=name, call=call)
            for name, call in zip(context.tools.call_names, context.tools.calls, strict=False)
        ],
        experiment=context.experiment and _experiment(context.experiment),
    )


def _experiment(found: Experiment) -> models.ExperimentItem:
    same = (
        "id", "name", "description", "dataset_id", "item_id", "item_root_id", "expected_output",
    )  # fmt: skip
    return models.ExperimentItem(
        **{name: getattr(found, name) for name in same},
        metadata=dict(found.metadata),
        item_metadata=dict(found.item_metadata),
        item_version=None if found.item_version_ns is None else to_iso(found.item_version_ns),
    )


def scores(found: Iterable[ScoreRecord], authors: Mapping[str, str]) -> models.SubjectScores:
    """Scores; ``authors`` are names by user id."""
    same = (
        "id", "name", "data_type", "source", "value", "string_value", "comment", "trace_id", "observation_id",
        "session_id", "author_user_id", "config_id", "queue_id", "execution_trace_id", "environment",
    )  # fmt: skip
    return models.SubjectScores(
        items=[
            models.SubjectScore(
                **{name: getattr(score, name) for name in same},
                timestamp=iso(score.timestamp_us),
                metadata=dict(score.metadata),
                author=authors.get(score.author_user_id, ""),
            )
            for score in found
        ]
    )


def steps(found: AgentSteps) -> models.AgentSteps:
    """Steps of an agent graph."""
    return models.AgentSteps(
        ids=list(found.ids), nodes=list(found.nodes), steps=list(found.steps), parents=list(found.parents)
    )


def neighbours(found: Neighbours) -> models.Neighbours:
    """The traces around one."""
    return models.Neighbours(older=_neighbour(found.older), newer=_neighbour(found.newer))


def _neighbour(found: Neighbour | None) -> models.NeighbourTrace | None:
    return None if found is None else models.NeighbourTrace(id=found.id, name=found.name)


def _ms(duration_us: int | None) -> float | None:
    return None if duration_us is None else duration_us / US_PER_MS
