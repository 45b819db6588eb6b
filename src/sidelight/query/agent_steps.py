"""Which observations of a trace are steps of an agent graph, as frameworks such as LangGraph mark them.

Kept apart from the skeleton: it reads the metadata of all observations, which only the picture of the graph needs.
"""

from dataclasses import dataclass

from sidelight.query.trace_summary import OF_TRACES, load_bounds
from sidelight.store.store import ProjectStore

MAX_STEPS = 20_000

# Metadata keys by preference: as the Langfuse SDKs flatten them, as spans carry them plainly, as OpenLLMetry
# prefixes them, as OpenInference nests them in a JSON text; then OpenInference's own names for the nodes of a graph.
_NODE = "langgraph_node"
_STEP = "langgraph_step"
_PREFIXES = ("", "attributes.", "attributes.traceloop.association.properties.")
_NESTED = "attributes.metadata"
_GRAPH_NODE = "attributes.graph.node.id"
_GRAPH_PARENT = "attributes.graph.node.parent_id"


@dataclass(frozen=True, slots=True)
class AgentSteps:
    """Columns of equal length. ``steps`` is -1 where the sender numbers no steps.

    ``parents`` is the node that comes before, ``""`` where the sender does not say so.
    """

    ids: tuple[str, ...]
    nodes: tuple[str, ...]
    steps: tuple[int, ...]
    parents: tuple[str, ...]


def _first_of(key: str) -> str:
    texts = [f"metadata['{prefix}{key}']" for prefix in _PREFIXES]
    nested = f"JSONExtractRaw(metadata['{_NESTED}'], '{key}')"
    found = ", ".join(f"nullIf({text}, '')" for text in [*texts, f"trim(BOTH '\"' FROM {nested})"])
    return f"coalesce({found}, '')"


_STEPS = f"""
SELECT id, if(named = '', graph_node, named) AS node, step, parent FROM (
    SELECT id, start_time, {_first_of(_NODE)} AS named, metadata['{_GRAPH_NODE}'] AS graph_node,
        ifNull(toInt32OrNull({_first_of(_STEP)}), -1) AS step, metadata['{_GRAPH_PARENT}'] AS parent
    FROM observations FINAL WHERE {OF_TRACES}
)
WHERE node != '' ORDER BY start_time, id LIMIT {{max_steps:UInt32}}
"""  # noqa: S608


async def load_agent_steps(ps: ProjectStore, trace_id: str) -> AgentSteps | None:
    """The steps of one trace by start, at most ``MAX_STEPS``; None without such a trace. Raises StoreError."""
    bounds = await load_bounds(ps, [trace_id])
    if bounds is None:
        return None
    columns = await ps.query_columns(_STEPS, {**bounds.params, "max_steps": MAX_STEPS})
    return AgentSteps(*(tuple(columns[name]) for name in ("id", "node", "step", "parent")))
