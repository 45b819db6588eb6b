"""How prompts are used: the observations that name them."""

from collections.abc import Collection
from dataclasses import dataclass

from sidelight.query.sql import TimeRange, all_of, within
from sidelight.store.store import ProjectStore


@dataclass(frozen=True, slots=True)
class PromptUsage:
    """Observations that name a prompt, and when the last one started."""

    generation_count: int
    last_used_us: int


NEVER = PromptUsage(0, 0)

_USAGE = """
SELECT prompt_name AS name, count() AS generations, max(toUnixTimestamp64Micro(start_time)) AS last_us
FROM observations FINAL
WHERE project_id = {project_id:String} AND prompt_name IN {names:Array(String)} AND %s GROUP BY prompt_name
"""


async def load_prompt_usage(ps: ProjectStore, names: Collection[str], time: TimeRange) -> dict[str, PromptUsage]:
    """The use of these prompts in a time range by name; those not used then are left out. Raises StoreError."""
    if not names:
        return {}
    started = all_of(within("start_time", time))
    rows = await ps.query(_USAGE % started.text, {"names": sorted(names), **started.params})
    return {row["name"]: PromptUsage(row["generations"], row["last_us"]) for row in rows}
