"""Which scores there are to analyse."""

from dataclasses import dataclass

from sidelight.query.score_analytics.choice import AnalyticsFilter, filter_condition
from sidelight.store.store import ProjectStore

MAX_GROUPS = 2_000

_CHOICES = """
SELECT name, source, data_type, if(source = 'ANNOTATION', author_user_id, '') AS author_id, count() AS scores
FROM scores FINAL WHERE project_id = {project_id:String} AND data_type != 'CORRECTION' AND %s
GROUP BY name, source, data_type, author_id ORDER BY scores DESC, name, source, data_type, author_id
LIMIT {max_groups:UInt32}
"""


@dataclass(frozen=True, slots=True)
class KnownScore:
    """Scores of one name, source and type, with how many of them each person gave (by user id)."""

    name: str
    source: str
    data_type: str
    count: int
    authors: tuple[tuple[str, int], ...] = ()


async def load_known_scores(ps: ProjectStore, where: AnalyticsFilter) -> list[KnownScore]:
    """The scores that match, most frequent first; of the ``MAX_GROUPS`` most frequent. Raises StoreError."""
    condition = filter_condition(where)
    rows = await ps.query(_CHOICES % condition.text, {**condition.params, "max_groups": MAX_GROUPS})
    counts: dict[tuple[str, str, str], int] = {}
    authors: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
    for row in rows:
        key = (row["name"], row["source"], row["data_type"])
        counts[key] = counts.get(key, 0) + row["scores"]
        if row["author_id"]:
            authors.setdefault(key, []).append((row["author_id"], row["scores"]))
    found = [KnownScore(*key, count, tuple(authors.get(key, ()))) for key, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.name, one.source, one.data_type))
