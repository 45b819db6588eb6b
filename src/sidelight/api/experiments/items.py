"""Items of experiments one below the other, newest first, of spans and of what older SDKs reported."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sidelight.api.experiments.conditions import is_match
from sidelight.api.experiments.listing import ExperimentReader, micros, moment
from sidelight.platform.datasets.experiment_runs import RunFilter, RunLink, newest_links
from sidelight.query.cursor import MAX_KEY, MIN_KEY, decode_cursor, encode_cursor
from sidelight.query.experiments.facts import load_cells
from sidelight.query.experiments.heads import HeadFilter
from sidelight.query.experiments.links import ItemLink, given_links, not_reported
from sidelight.query.experiments.newest_items import ItemFilter, ReportedItem, newest_items

CURSOR_KIND = "experiment-items"
# Where spans report the same, links are read only to be left out: so many a page, then the page ends early.
_BATCH_LINKS = 500
_MAX_BATCHES = 6


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item. ``listed_us`` is its place in the list: its start, or when an older SDK reported it."""

    experiment_id: str
    experiment_name: str
    dataset_id: str
    item_id: str
    trace_id: str
    root_id: str
    listed_us: int
    start_us: int
    end_us: int | None
    is_error: bool
    link: RunLink | None = None


@dataclass(frozen=True, slots=True)
class _Position:
    """Behind which items a page begins, in each of the two sources."""

    reported: tuple[int, str] = (MAX_KEY, "")
    linked: tuple[int, str] = (MAX_KEY, "")


@dataclass(slots=True)
class _Linked:
    """What was read of the links: those that count, how far it went, and whether that was the end."""

    links: list[RunLink] = field(default_factory=list)
    reached: tuple[int, str] = (MAX_KEY, "")
    is_end: bool = False


async def list_items(
    reader: ExperimentReader, where: ItemFilter, cursor: str | None, limit: int
) -> tuple[list[ListedItem], str | None]:
    """A page and the cursor of the next, None on the last. Raises CursorError, FilterError, StoreError."""
    position = _position(cursor)
    if where.experiment_ids == () or where.item_ids == ():
        return [], None
    found = await newest_items(reader.events, where, position.reported, limit + 1)
    reported = [_reported(one) for one in found]
    keys = [one.key for one in found]
    linked = await _read_links(reader, where, position.linked, limit + 1)
    # What lies before links that were not read yet has to wait for them.
    horizon = MIN_KEY if linked.is_end or len(linked.links) > limit else linked.reached[0]
    candidates = [(one.listed_us, 1, at) for at, one in enumerate(reported) if one.listed_us >= horizon]
    candidates += [(micros(link.created_at), 0, at) for at, link in enumerate(linked.links)]
    chosen = sorted(candidates, key=lambda one: (-one[0], one[1], one[2]))[:limit]
    taken = [at for _, is_reported, at in chosen if is_reported]
    links = [linked.links[at] for _, is_reported, at in chosen if not is_reported]
    by_link = await _listed(reader, links)
    page = [reported[at] if is_reported else by_link[linked.links[at].id] for _, is_reported, at in chosen]
    after = _Position(keys[taken[-1]] if taken else position.reported, position.linked)
    if len(links) == len(linked.links):
        after = replace(after, linked=linked.reached)
    elif links:
        after = replace(after, linked=_key(links[-1]))
    is_last = len(taken) == len(reported) and len(links) == len(linked.links) and linked.is_end
    return page, None if is_last else encode_cursor(CURSOR_KIND, (*after.reported, *after.linked))


async def _read_links(reader: ExperimentReader, where: ItemFilter, after: tuple[int, str], wanted: int) -> _Linked:
    runs = RunFilter(
        from_=moment(where.time.from_us),
        to=moment(where.time.to_us),
        ids=where.experiment_ids or (),
        item_ids=where.item_ids or (),
    )
    found = _Linked(reached=after)
    for _ in range(_MAX_BATCHES):
        time = moment(found.reached[0])
        start = None if time is None else (time, found.reached[1])
        async with reader.database.reading() as session:
            batch = await newest_links(session, reader.events.project_id, runs, _BATCH_LINKS, start)
        if batch:
            found.reached = _key(batch[-1])
        found.is_end = len(batch) < _BATCH_LINKS
        asked = [link for link in batch if is_match(where.conditions, {"experimentItemId": link.item_id})]
        found.links += await _own(reader, asked)
        if found.is_end or len(found.links) >= wanted:
            break
    return found


async def _own(reader: ExperimentReader, batch: Sequence[RunLink]) -> list[RunLink]:
    """The links that no spans report too."""
    links = {_item_link(link): link for link in batch}
    ids = {link.run_id for link in batch}
    kept = set(await not_reported(reader.events, list(links), ids))
    return [link for link in batch if _item_link(link) in kept]


async def _listed(reader: ExperimentReader, links: Sequence[RunLink]) -> dict[str, ListedItem]:
    """Items by the ids of their links."""
    if not links:
        return {}
    relations = await given_links(reader.events, (_item_link(link) for link in links))
    cells = {cell.key: cell for cell in await load_cells(reader.events, relations)}
    runs = {run.id: run for run in await reader.runs(HeadFilter(ids=tuple({link.run_id for link in links})))}
    found: dict[str, ListedItem] = {}
    for link in links:
        cell, run = cells.get((link.run_id, link.item_id, link.trace_id, link.observation_id)), runs.get(link.run_id)
        item = ListedItem(
            link.run_id,
            run.name if run else "",
            run.dataset_id if run else "",
            link.item_id,
            link.trace_id,
            link.observation_id,
            micros(link.created_at),
            micros(link.created_at),
            None,
            False,
            link,
        )
        if cell is not None and cell.start_us is not None:
            item = replace(
                item, root_id=cell.root_id, start_us=cell.start_us, end_us=cell.end_us, is_error=cell.is_error
            )
        found[link.id] = item
    return found


def _reported(one: ReportedItem) -> ListedItem:
    same = ("experiment_id", "experiment_name", "dataset_id", "item_id", "trace_id", "root_id", "start_us", "end_us")
    values: dict[str, Any] = {name: getattr(one, name) for name in same}
    return ListedItem(**values, listed_us=one.start_us, is_error=one.level == "ERROR")


def _item_link(link: RunLink) -> ItemLink:
    return ItemLink(link.run_id, link.item_id, link.trace_id, link.observation_id)


def _key(link: RunLink) -> tuple[int, str]:
    return (micros(link.created_at), link.id)


def _position(cursor: str | None) -> _Position:
    if cursor is None:
        return _Position()
    start_us, mark, created_us, link_id = decode_cursor(CURSOR_KIND, cursor, (int, str, int, str))
    return _Position((int(start_us), str(mark)), (int(created_us), str(link_id)))
