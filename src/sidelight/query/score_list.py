"""The web app's list of scores: each with the trace that it judges, page after page by sort key."""

from collections.abc import Mapping
from dataclasses import dataclass

from sidelight.query.cursor import decode_cursor
from sidelight.query.keyset import load_page
from sidelight.query.score_filter import ScoreFilter, score_conditions
from sidelight.query.score_records import ScoreRecord, load_records_by
from sidelight.query.sql import Sql
from sidelight.query.trace_context import TraceContext, load_trace_contexts
from sidelight.store.store import ProjectStore

CURSOR_KIND = "scores"


@dataclass(frozen=True, slots=True)
class ScoreListPage:
    """One page, newest first; ``total`` counts matching scores up to ``keyset.MAX_COUNT``.

    ``traces`` holds the traces that the scores name, by id, as far as they are stored.
    """

    items: tuple[ScoreRecord, ...]
    traces: Mapping[str, TraceContext]
    next_cursor: str | None
    total: int


async def list_scores(
    ps: ProjectStore, where: ScoreFilter, *, cursor: str | None = None, limit: int = 50
) -> ScoreListPage:
    """One page of scores. Raises CursorError for a cursor of another list, StoreError."""
    after = decode_cursor(CURSOR_KIND, cursor, (int, str)) if cursor else None
    condition = score_conditions(where)
    source = Sql(
        "SELECT toUnixTimestamp64Micro(timestamp) AS timestamp_us, id FROM scores FINAL"  # noqa: S608
        f" WHERE project_id = {{project_id:String}} AND {condition.text}",
        condition.params,
    )
    page = await load_page(ps, CURSOR_KIND, source, ("timestamp_us",), after=after, limit=limit)
    records = await load_records_by(ps, [(int(key[0]), str(key[1])) for key in page.keys])
    traces = await load_trace_contexts(ps, (record.trace_id for record in records))
    return ScoreListPage(tuple(records), traces, page.next_cursor, page.total)
