"""All rows of a project, in every table that has any: counted, and deleted for good."""

from sidelight.store.driver import Driver

_TABLES = """
SELECT DISTINCT c.table AS name FROM system.columns AS c INNER JOIN system.tables AS t
    ON t.database = c.database AND t.name = c.table
WHERE c.database = currentDatabase() AND c.name = 'project_id' AND t.engine LIKE '%MergeTree'
ORDER BY name
"""


def tables_of_projects(driver: Driver) -> list[str]:
    """The tables with rows of projects, as the store itself says, so that a new one is not forgotten."""
    return [str(row["name"]) for row in driver.query(_TABLES)]


def count_project_rows(driver: Driver, table: str, project_id: str) -> int:
    """How many rows of a project a table holds, those that are overwritten or marked as deleted included."""
    sql = f"SELECT count() AS rows FROM {table} WHERE project_id = {{project_id:String}}"  # noqa: S608 - a table's name
    return int(driver.query(sql, {"project_id": project_id})[0]["rows"])


def delete_project_rows(driver: Driver, table: str, project_id: str) -> None:
    """Rewrite the parts of a table that hold rows of the project without them. Blocks until it is done."""
    if count_project_rows(driver, table, project_id):
        driver.command(
            f"ALTER TABLE {table}{driver.on_cluster} DELETE WHERE project_id = {{project_id:String}} "
            "SETTINGS mutations_sync = 2",
            {"project_id": project_id},
        )
