"""How many scores there are by score configs."""

from collections.abc import Sequence

from sidelight.store.store import ProjectStore

_USAGE = """
SELECT config_id, count() AS scores FROM scores FINAL
WHERE project_id = {project_id:String} AND config_id IN {ids:Array(String)} GROUP BY config_id
"""


async def load_config_usage(ps: ProjectStore, config_ids: Sequence[str]) -> dict[str, int]:
    """Counts by config id; those without scores are left out. Raises StoreError."""
    if not config_ids:
        return {}
    return {row["config_id"]: row["scores"] for row in await ps.query(_USAGE, {"ids": list(config_ids)})}
