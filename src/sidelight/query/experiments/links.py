"""Which piece of a trace stands for which item of an experiment: the one relation that all reads here begin with.

A link has four parts: experiment, item, trace, and the item's root in the trace (``""``: the trace as a whole). Spans
of newer SDKs say them all; older SDKs report them apart, and the caller hands those in as :class:`ItemLink`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.query.trace_summary import load_bounds
from sidelight.store.store import ProjectStore

# Parameters of one statement stand in the address line of a request to a ClickHouse server, which takes 1 MiB.
_CHUNK_LINKS = 2_000
_CHUNK_CHARS = 120_000

_REPORTED = """
SELECT experiment_id, trace_id, experiment_item_root_id AS root_id, max(experiment_item_id) AS item_id
FROM observations FINAL WHERE project_id = {project_id:String} AND %s
GROUP BY experiment_id, trace_id, root_id, if(experiment_item_root_id = '', experiment_item_id, '')
"""

_GIVEN = """
SELECT link.1 AS experiment_id, link.2 AS trace_id, link.3 AS root_id, link.4 AS item_id
FROM (SELECT arrayJoin(arrayZip({link_experiments:Array(String)}, {link_traces:Array(String)},
    {link_roots:Array(String)}, {link_items:Array(String)})) AS link)
"""


@dataclass(frozen=True, slots=True)
class ItemLink:
    """What an experiment did with an item. ``root_id`` is ``""`` when the whole trace is meant."""

    experiment_id: str
    item_id: str
    trace_id: str
    root_id: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """A relation of links: a SELECT of (experiment_id, trace_id, root_id, item_id), and where their traces lie.

    ``traces`` is a condition on a column ``trace_id`` that holds for the links' traces alone, ``time`` the range in
    which the observations of these traces start.
    """

    relation: Sql
    traces: Sql
    time: TimeRange = ALL_TIME


def reported_links(experiment_ids: Sequence[str], time: TimeRange = ALL_TIME) -> Links:
    """The links that spans themselves say, of some experiments."""
    wanted = all_of(
        [
            Sql("experiment_id IN {experiments:Array(String)}", {"experiments": list(experiment_ids)}),
            *within("start_time", time, "experiment"),
        ]
    )
    traces = Sql(
        f"trace_id IN (SELECT trace_id FROM observations WHERE project_id = {{project_id:String}} AND {wanted.text})",  # noqa: S608
        wanted.params,
    )
    return Links(Sql(_REPORTED % wanted.text, wanted.params), traces, time)


async def given_links(ps: ProjectStore, links: Iterable[ItemLink]) -> list[Links]:
    """Reported links as relations, each small enough for one statement. Raises StoreError."""
    return [await _given(ps, chunk) for chunk in _chunks(links)]


async def _given(ps: ProjectStore, chunk: list[ItemLink]) -> Links:
    trace_ids = [link.trace_id for link in chunk]
    bounds = await load_bounds(ps, sorted(set(trace_ids)))
    relation = Sql(
        _GIVEN,
        {
            "link_experiments": [link.experiment_id for link in chunk],
            "link_traces": trace_ids,
            "link_roots": [link.root_id for link in chunk],
            "link_items": [link.item_id for link in chunk],
        },
    )
    traces = Sql("trace_id IN {link_traces:Array(String)}", {"link_traces": trace_ids})
    # Without bounds none of the traces has arrived: nothing lies in an empty range.
    time = TimeRange(0, 0) if bounds is None else TimeRange(bounds.first_us, bounds.last_us + 1)
    return Links(relation, traces, time)


def _chunks(links: Iterable[ItemLink]) -> Iterable[list[ItemLink]]:
    chunk: list[ItemLink] = []
    size = 0
    for link in links:
        length = len(link.experiment_id) + len(link.item_id) + 2 * len(link.trace_id) + len(link.root_id)
        if chunk and (len(chunk) >= _CHUNK_LINKS or size + length > _CHUNK_CHARS):
            yield chunk
            chunk, size = [], 0
        chunk.append(link)
        size += length
    if chunk:
        yield chunk


_COVERED = """
SELECT DISTINCT experiment_id, trace_id FROM observations
WHERE project_id = {project_id:String} AND experiment_id IN {experiments:Array(String)} AND is_deleted = 0
"""


async def not_reported(ps: ProjectStore, links: Sequence[ItemLink], reported: Iterable[str]) -> list[ItemLink]:
    """The links that spans do not say too: newer SDKs report both ways, and nothing must count twice.

    ``reported`` are ids of experiments that spans tell of. Raises StoreError.
    """
    both = sorted({link.experiment_id for link in links} & set(reported))
    if not both:
        return list(links)
    rows = await ps.query(_COVERED, {"experiments": both})
    covered = {(row["experiment_id"], row["trace_id"]) for row in rows}
    return [link for link in links if (link.experiment_id, link.trace_id) not in covered]
