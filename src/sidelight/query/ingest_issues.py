"""What was refused, or not understood, and what to do about it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.query.cursor import decode_cursor, next_cursor
from sidelight.query.sql import Sql, TimeRange, all_of, moment, within
from sidelight.store.driver import Param, Row
from sidelight.store.store import ProjectStore

CURSOR_KIND = "ingest_issues"
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class IngestIssue:
    """A refused request (kind ``refused``), or a problem with records of an accepted one; ``repeats`` times."""

    time_us: int
    issue_id: str
    request_id: str
    kind: str
    signal: str
    name: str
    reason: str
    hint: str
    sample: str
    repeats: int
    address: str = ""
    path: str = ""
    user_agent: str = ""
    status: int = 0


@dataclass(frozen=True, slots=True)
class IngestIssuePage:
    """Newest first."""

    items: tuple[IngestIssue, ...]
    next_cursor: str | None


# One list of two tables: a receiver refuses whole requests, the pipeline finds fault with single records. A refusal
# that has an issue of its own (the body was at fault, and a sample is kept) is shown as that issue alone.
_ISSUES = """
SELECT * FROM (
    SELECT toUnixTimestamp64Micro(time) AS time_us, issue_id, request_id, kind, signal, name, reason, hint, sample,
        repeats, '' AS address, '' AS path, '' AS user_agent, 0 AS status
    FROM ingest_issues FINAL WHERE project_id = {project_id:String} AND %(issues)s
    UNION ALL
    SELECT toUnixTimestamp64Micro(received_at) AS time_us, request_id AS issue_id, request_id, 'refused' AS kind,
        signal, '' AS name, reason, hint, '' AS sample, repeats, address, path, user_agent, status
    FROM ingest_requests FINAL WHERE project_id = {project_id:String} AND status >= 400 AND %(requests)s
        AND request_id NOT IN (SELECT request_id FROM ingest_issues
            WHERE project_id = {project_id:String} AND kind = 'undecodable')
) WHERE %(kind)s ORDER BY time_us DESC, issue_id DESC LIMIT {limit:UInt32}
"""

_REQUESTS = """
SELECT request_id, address, path, user_agent, status FROM ingest_requests FINAL
WHERE project_id = {project_id:String} AND request_id IN {ids:Array(String)} AND %s
"""

# A request is written when it was processed, under the time at which it was received: the time of its issues.
_SLACK_US = 3_600_000_000


async def list_issues(
    stores: Sequence[ProjectStore], time: TimeRange, kind: str | None = None, cursor: str | None = None, limit: int = 50
) -> IngestIssuePage:
    """A page of the issues of all the given projects together.

    Raises:
        CursorError: the cursor is damaged or belongs to another list.
        StoreError: the store failed.
    """
    before = None if cursor is None else decode_cursor(CURSOR_KIND, cursor, (int, str))
    wanted = Sql("1") if kind is None else Sql("kind = {kind:String}", {"kind": kind})
    issues, requests = (
        all_of([*within(column, time), *_before(column, id_column, before)])
        for column, id_column in (("time", "issue_id"), ("received_at", "request_id"))
    )
    sql = _ISSUES % {"issues": issues.text, "requests": requests.text, "kind": wanted.text}
    params = {**issues.params, **requests.params, **wanted.params, "limit": limit + 1}
    found = await asyncio.gather(*(_page(ps, sql, params) for ps in stores))
    items = sorted((issue for page in found for issue in page), key=lambda i: (i.time_us, i.issue_id), reverse=True)
    return IngestIssuePage(
        items=tuple(items[:limit]),
        next_cursor=next_cursor(CURSOR_KIND, [(item.time_us, item.issue_id) for item in items], limit),
    )


def _before(column: str, id_column: str, position: tuple[int | str, ...] | None) -> list[Sql]:
    if position is None:
        return []
    at, key = moment("before_us"), "{before_id:String}"
    # The first half lets the engine skip what is newer.
    condition = f"{column} <= {at} AND ({column}, {id_column}) < ({at}, {key})"
    return [Sql(condition, {"before_us": position[0], "before_id": position[1]})]


async def _page(ps: ProjectStore, sql: str, params: dict[str, Param]) -> list[IngestIssue]:
    rows = await ps.query(sql, params)
    request_of = await _requests(ps, [row for row in rows if row["kind"] != REFUSED])
    return [IngestIssue(**{**row, **request_of.get(row["request_id"], {})}) for row in rows]


async def _requests(ps: ProjectStore, issues: Sequence[Row]) -> dict[str, Row]:
    """The requests in which these issues were found, by id."""
    if not issues:
        return {}
    times = [row["time_us"] for row in issues]
    time = all_of(within("received_at", TimeRange(min(times) - _SLACK_US, max(times) + _SLACK_US)))
    ids = sorted({row["request_id"] for row in issues})
    return {row["request_id"]: row for row in await ps.query(_REQUESTS % time.text, {**time.params, "ids": ids})}
