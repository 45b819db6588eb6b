"""Users: whoever is named in traces, with what they did and what it cost."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sidelight.query.cursor import decode_cursor
from sidelight.query.filters import TraceFilter
from sidelight.query.keyset import load_page
from sidelight.query.sql import Sql, all_of, within
from sidelight.query.text_search import contains
from sidelight.query.tokens import COST_SUM, TOKEN_SUMS, TokenTotals, cost_of, tokens_of
from sidelight.query.trace_heads import TraceScope, load_scope, trace_heads
from sidelight.store.driver import Row
from sidelight.store.store import ProjectStore

UserOrder = Literal["last.desc", "traces.desc", "cost.desc", "tokens.desc"]

_SORTS: dict[UserOrder, str] = {
    "last.desc": "toUnixTimestamp64Micro(max(heads.timestamp))",
    "traces.desc": "toInt64(count())",
    "cost.desc": "ifNull(toInt64(round(sum(totals.cost_usd) * 1e9)), -1)",
    "tokens.desc": "toInt64(sum(totals.tokens_total))",
}

_TOTALS = f"""
SELECT trace_id, count() AS steps, countIf(level = 'ERROR') AS errors, {TOKEN_SUMS}, {COST_SUM}
FROM observations FINAL WHERE project_id = {{project_id:String}} AND %s GROUP BY trace_id
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class UserSummary:
    """A user in one line.

    ``first_us`` and ``last_us`` are starts of traces; ``failed_count`` counts traces with an ERROR in them.
    """

    id: str
    first_us: int
    last_us: int
    trace_count: int
    session_count: int
    observation_count: int
    failed_count: int
    environments: tuple[str, ...]
    tokens: TokenTotals
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class UserListPage:
    """One page; ``total`` counts users up to ``keyset.MAX_COUNT``."""

    items: tuple[UserSummary, ...]
    next_cursor: str | None
    total: int


async def list_users(
    ps: ProjectStore, where: TraceFilter, order: UserOrder = "last.desc", cursor: str | None = None, limit: int = 50
) -> UserListPage:
    """One page of the users of matching traces; ``where.text`` is looked for in their ids alone.

    Raises:
        CursorError: the cursor is damaged or was made for another order.
        StoreError: the store failed.
    """
    kind = f"users.{order}"
    after = None if cursor is None else decode_cursor(kind, cursor, (int, str))
    text = where.text.strip()
    scope = await load_scope(ps, replace(where, text=""))
    page = await load_page(ps, kind, _source(scope, order, text), ("sort",), after=after, limit=limit)
    found = await _load(ps, scope, page.ids)
    items = tuple(found[user_id] for user_id in page.ids if user_id in found)
    return UserListPage(items, page.next_cursor, page.total)


def _source(scope: TraceScope, order: UserOrder, text: str) -> Sql:
    """Ids of the users with what they are sorted by."""
    heads = trace_heads(scope)
    named = contains(("user_id",), text) if text else Sql("1")
    params = {**heads.params, **named.params}
    joined = ""
    if "totals." in _SORTS[order]:
        observed = all_of(within("start_time", scope.observed, "observed"))
        joined = f" LEFT JOIN ({_TOTALS % observed.text}) AS totals ON heads.id = totals.trace_id"
        params |= observed.params
    return Sql(
        f"SELECT heads.user_id AS id, {_SORTS[order]} AS sort FROM (SELECT id, user_id, timestamp FROM ({heads.text})"  # noqa: S608
        f" WHERE user_id != '' AND ({named.text})) AS heads{joined} GROUP BY heads.user_id",
        params,
    )


async def _load(ps: ProjectStore, scope: TraceScope, ids: Sequence[str]) -> dict[str, UserSummary]:
    if not ids:
        return {}
    heads = trace_heads(scope, replace(scope.where, users=tuple(ids)))
    observed = all_of(within("start_time", scope.observed, "observed"))
    totals = _TOTALS % f"{observed.text} AND trace_id IN (SELECT id FROM ({heads.text}))"  # noqa: S608
    rows = await ps.query(
        "SELECT heads.user_id AS user_id, toUnixTimestamp64Micro(min(heads.timestamp)) AS first_us,"  # noqa: S608
        " toUnixTimestamp64Micro(max(heads.timestamp)) AS last_us, count() AS trace_count,"
        " uniqExactIf(heads.session_id, heads.session_id != '') AS session_count,"
        " toUInt64(sum(observations.steps)) AS observation_count, countIf(observations.errors > 0) AS failed_count,"
        " arraySort(groupUniqArray(10)(heads.environment)) AS environments,"
        f" {TOKEN_SUMS}, {COST_SUM}"
        f" FROM (SELECT id, user_id, session_id, environment, timestamp FROM ({heads.text})) AS heads"
        f" LEFT JOIN ({totals}) AS observations ON heads.id = observations.trace_id GROUP BY heads.user_id",
        {**heads.params, **observed.params},
    )
    return {row["user_id"]: _summary(row) for row in rows}


def _summary(row: Row) -> UserSummary:
    same = ("first_us", "last_us", "trace_count", "session_count", "observation_count", "failed_count")
    return UserSummary(
        id=row["user_id"],
        **{name: row[name] for name in same},
        environments=tuple(row["environments"]),
        tokens=tokens_of(row),
        cost_usd=cost_of([row["cost_usd"]]),
    )
