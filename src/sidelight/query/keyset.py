"""A page of a list and the size of the whole list, in one pass over what matches: conditions may be expensive."""

from dataclasses import dataclass

from sidelight.query.cursor import CursorKey, next_cursor
from sidelight.query.sql import Sql
from sidelight.store.driver import Param
from sidelight.store.store import ProjectStore

MAX_COUNT = 10_000


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Sort keys (their last part is the row's id) of one page; ``total`` counts matches up to ``MAX_COUNT``."""

    keys: tuple[CursorKey, ...]
    next_cursor: str | None
    total: int

    @property
    def ids(self) -> list[str]:
        """Ids of the rows, in order."""
        return [str(key[-1]) for key in self.keys]


async def load_page(
    ps: ProjectStore, kind: str, source: Sql, numbers: tuple[str, ...], *, after: CursorKey | None, limit: int
) -> KeysetPage:
    """The ``limit`` rows of ``source`` after a sort key: ``numbers`` (Int64 columns) descending, then ``id`` ascending.

    ``source`` must name the project; ``kind`` is what the next cursor is made for. Raises StoreError.
    """
    query = page_query(source, numbers, after, limit + 1)
    row = (await ps.query(query.text, query.params))[0]
    keys = [(*(-number for number in key[:-1]), key[-1]) for key in row["page"]]
    return KeysetPage(tuple(keys[:limit]), next_cursor(kind, keys, limit), min(row["total"], MAX_COUNT))


def page_query(source: Sql, numbers: tuple[str, ...], after: CursorKey | None, limit: int) -> Sql:
    """One row: ``total``, and ``page``, an array of (negated numbers, id)."""
    params: dict[str, Param] = dict(source.params)
    key = ", ".join([*(f"-{number}" for number in numbers), "id"])
    position = "1"
    if after is not None:
        bounds = [*(f"-{{after_{number}:Int64}}" for number in range(len(numbers))), "{after_id:String}"]
        position = f"({key}) > ({', '.join(bounds)})"
        params |= {f"after_{number}": value for number, value in enumerate(after[:-1])}
        params["after_id"] = after[-1]
    return Sql(
        f"SELECT count() AS total, groupArraySortedIf({limit:d})(({key}), {position}) AS page"  # noqa: S608
        f" FROM ({source.text})",
        params,
    )
