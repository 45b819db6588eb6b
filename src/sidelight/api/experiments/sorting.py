"""The order of the list of experiments, and its pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from sidelight.api.experiments.listing import Experiment, ExperimentReader
from sidelight.query.cursor import decode_cursor, encode_cursor
from sidelight.query.experiments.facts import ExperimentStats, load_stats
from sidelight.query.experiments.scores import ScoreSummary, load_summaries
from sidelight.query.filter_language import FilterError

# To sort by what needs all items of all experiments is work that grows with both.
MAX_SORTED = 1_000
ORDERS = ("last", "start", "name", "items", "errors", "latency", "cost", "tokens")

_SCORE = "score:"
# Known without looking at items.
_OWN = ("last", "start", "name")


async def sorted_experiments(
    reader: ExperimentReader, experiments: Sequence[Experiment], order: str
) -> Sequence[Experiment]:
    """In this order; what has no value comes last, and behind it what :func:`unsorted` counts.

    Raises FilterError, StoreError.
    """
    column, _, direction = order.rpartition(".")
    is_score = column.startswith(_SCORE) and len(column) > len(_SCORE)
    if direction not in ("asc", "desc") or not (column in ORDERS or is_score):
        raise FilterError(f"There is no order {order!r}.", "order")
    keys: dict[str, Any]
    rest: Sequence[Experiment] = ()
    if column in _OWN:
        keys = {one.id: _own_key(one, column) for one in experiments}
    else:
        experiments, rest = experiments[:MAX_SORTED], experiments[MAX_SORTED:]
        links = await reader.links(experiments)
        if is_score:
            scores = await load_summaries(reader.events, links)
            keys = {one.id: _score_key(scores, one.id, column.removeprefix(_SCORE)) for one in experiments}
        else:
            stats = await load_stats(reader.events, links)
            keys = {one.id: _stat_key(stats, one.id, column) for one in experiments}
    known = [one for one in experiments if keys[one.id] is not None]
    known.sort(key=lambda one: (keys[one.id], one.id), reverse=direction == "desc")
    return [*known, *(one for one in experiments if keys[one.id] is None), *rest]


def unsorted(count: int, order: str) -> int:
    """How many of ``count`` experiments are too many to be sorted: the least active, which come last as they are."""
    return 0 if order.rpartition(".")[0] in _OWN else max(0, count - MAX_SORTED)


def page_of(
    experiments: Sequence[Experiment], order: str, cursor: str | None, limit: int
) -> tuple[Sequence[Experiment], str | None]:
    """A page, and the cursor of the next. Raises CursorError."""
    kind = f"experiments-{order}"
    first = 0
    if cursor is not None:
        place, last_id = decode_cursor(kind, cursor, (int, str))
        # Experiments that run move up: the page goes on behind the last one that was seen, wherever it is now.
        places = {one.id: at for at, one in enumerate(experiments)}
        first = max(places.get(str(last_id), int(place) - 1) + 1, 0)
    page = experiments[first : first + limit]
    is_last = first + limit >= len(experiments)
    return page, None if is_last else encode_cursor(kind, (first + limit, page[-1].id))


def _own_key(one: Experiment, column: str) -> int | str:
    if column == "name":
        return (one.name or one.id).casefold()
    return one.last_us if column == "last" else one.first_us


def _stat_key(stats: Mapping[str, ExperimentStats], experiment_id: str, column: str) -> float | None:
    one = stats.get(experiment_id, ExperimentStats())
    return {
        "items": one.items,
        "errors": one.errors,
        "latency": one.mean_latency_us,
        "cost": one.total_cost_usd,
        "tokens": one.tokens,
    }[column]


def _score_key(scores: Mapping[str, Sequence[ScoreSummary]], experiment_id: str, name: str) -> float | None:
    averages = [one.average for one in scores.get(experiment_id, ()) if one.name == name and one.average is not None]
    return averages[0] if averages else None
