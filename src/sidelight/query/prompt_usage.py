"""How prompts are used: the observations that name them."""

from collections.abc import Collection
from dataclasses import dataclass

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
WHERE project_id = {project_id:String} AND prompt_name IN {names:Array(String)} GROUP BY prompt_name
"""


async def load_prompt_usage(ps: ProjectStore, names: Collection[str]) -> dict[str, PromptUsage]:
    """The use of these prompts by name; those never used are left out. Raises StoreError."""
    if not names:
        return {}
    rows = await ps.query(_USAGE, {"names": sorted(names)})
    return {row["name"]: PromptUsage(row["generations"], row["last_us"]) for row in rows}
