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
_NOTHING = TimeRange(0, 0)

_REPORTED = """
SELECT experiment_id, trace_id, experiment_item_root_id AS root_id, max(experiment_item_id) AS item_id
FROM observations FINAL WHERE project_id = {project_id:String} AND %s
GROUP BY experiment_id, trace_id, root_id, if(experiment_item_root_id = '', experiment_item_id, '')
"""

_REPORTED_TRACES = "SELECT trace_id FROM observations WHERE project_id = {project_id:String} AND is_deleted = 0 AND %s"

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

    ``trace_ids`` is a SELECT of these traces' ids alone, which is less work; ``time`` the range in which their
    observations start.
    """

    relation: Sql
    trace_ids: Sql
    time: TimeRange = ALL_TIME

    @property
    def traces(self) -> Sql:
        """A condition on a column ``trace_id``."""
        return Sql(f"trace_id IN ({self.trace_ids.text})", self.trace_ids.params)


def reported_links(experiment_ids: Sequence[str], time: TimeRange = ALL_TIME) -> Links:
    """The links that spans themselves say, of some experiments."""
    wanted = all_of(
        [
            Sql("experiment_id IN {experiments:Array(String)}", {"experiments": list(experiment_ids)}),
            *within("start_time", time, "experiment"),
        ]
    )
    return Links(Sql(_REPORTED % wanted.text, wanted.params), Sql(_REPORTED_TRACES % wanted.text, wanted.params), time)


async def given_links(ps: ProjectStore, links: Iterable[ItemLink]) -> list[Links]:
    """Reported links as relations, each small enough for one statement. Raises StoreError."""
    return [await _given(ps, chunk) for chunk in _chunks(links)]


def together(links: Sequence[Links]) -> list[Links]:
    """The same links with the first two relations as one: each costs a statement of every read."""
    if len(links) < 2:
        return list(links)
    one, other, *rest = links
    joined = Links(_union(one.relation, other.relation), _union(one.trace_ids, other.trace_ids), _hull(one, other))
    return [joined, *rest]


def _union(one: Sql, other: Sql) -> Sql:
    return Sql(f"{one.text} UNION ALL {other.text}", {**one.params, **other.params})


def _hull(one: Links, other: Links) -> TimeRange:
    ranges = [links.time for links in (one, other) if links.time != _NOTHING] or [_NOTHING]
    starts, ends = [time.from_us for time in ranges], [time.to_us for time in ranges]
    return TimeRange(
        None if None in starts else min(start for start in starts if start is not None),
        None if None in ends else max(end for end in ends if end is not None),
    )


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
    traces = Sql("SELECT arrayJoin({link_traces:Array(String)}) AS trace_id", {"link_traces": trace_ids})
    # Without bounds none of the traces has arrived: nothing lies in an empty range.
    time = _NOTHING if bounds is None else TimeRange(bounds.first_us, bounds.last_us + 1)
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
