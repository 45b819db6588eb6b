"""A page of a list and the size of the whole list, in one pass over what matches: conditions may be expensive."""

from dataclasses import dataclass, replace

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
    """The ``limit`` rows of ``source`` after a sort key: by ``numbers`` (Int64 columns), then ``id``, all descending.

    ``source`` must name the project; ``kind`` is what the next cursor is made for. Raises StoreError.
    """
    query = page_query(source, numbers, after, limit + 1)
    rows = await ps.query(query.text, query.params)
    if not rows and after is not None:
        # The list ended just here; the rest of it still has a size.
        return replace(await load_page(ps, kind, source, numbers, after=None, limit=1), keys=(), next_cursor=None)
    keys = [(*(row[number] for number in numbers), row["id"]) for row in rows]
    total = min(rows[0]["total"], MAX_COUNT) if rows else 0
    return KeysetPage(tuple(keys[:limit]), next_cursor(kind, keys, limit), total)


def page_query(source: Sql, numbers: tuple[str, ...], after: CursorKey | None, limit: int) -> Sql:
    """Rows of (numbers, id, total): the window function counts all of ``source`` before the cursor cuts it."""
    params: dict[str, Param] = {**source.params, "limit": limit}
    key = [*numbers, "id"]
    position = "1"
    if after is not None:
        bounds = [*(f"{{after_{number}:Int64}}" for number in range(len(numbers))), "{after_id:String}"]
        position = f"({', '.join(key)}) < ({', '.join(bounds)})"
        params |= {f"after_{number}": value for number, value in enumerate(after[:-1])}
        params["after_id"] = after[-1]
    return Sql(
        f"SELECT * FROM (SELECT {', '.join(key)}, count() OVER () AS total FROM ({source.text}))"  # noqa: S608
        f" WHERE {position} ORDER BY {', '.join(f'{column} DESC' for column in key)} LIMIT {{limit:UInt32}}",
        params,
    )
