"""The experiments that spans tell of: names and times, without their items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sidelight.query.sql import ALL_TIME, Sql, TimeRange, all_of, within
from sidelight.query.text_search import contains
from sidelight.store.store import ProjectStore

# More experiments than anybody looks through; the oldest fall out of the list.
MAX_EXPERIMENTS = 5_000


@dataclass(frozen=True, slots=True)
class ExperimentHead:
    """An experiment; ``dataset_id`` is ``""`` for local data. Times in microseconds of its first start and last end."""

    id: str
    name: str
    dataset_id: str
    first_us: int
    last_us: int


@dataclass(frozen=True, slots=True)
class ExperimentAbout:
    """What an experiment says of itself. Metadata is flattened to dotted paths with text values.

    ``version_us`` is the moment as of which its dataset was read; None when that was not said.
    """

    description: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    version_us: int | None = None


@dataclass(frozen=True, slots=True)
class HeadFilter:
    """Lists match any of their values; empty is no condition. ``metadata`` pairs must all be contained."""

    time: TimeRange = ALL_TIME
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dataset_ids: tuple[str, ...] = ()
    text: str = ""
    metadata: tuple[tuple[str, str], ...] = ()


_HEADS = f"""
SELECT experiment_id AS id, argMaxIf(experiment_name, start_time, experiment_name != '') AS name,
    argMaxIf(experiment_dataset_id, start_time, experiment_dataset_id != '') AS dataset_id,
    toUnixTimestamp64Micro(min(start_time)) AS first_us,
    toUnixTimestamp64Micro(max(coalesce(end_time, start_time))) AS last_us
FROM observations FINAL WHERE project_id = {{project_id:String}} AND experiment_id != '' AND %s
GROUP BY experiment_id ORDER BY last_us DESC, id LIMIT {MAX_EXPERIMENTS}
"""  # noqa: S608

_LISTS = (("ids", "experiment_id"), ("names", "experiment_name"), ("dataset_ids", "experiment_dataset_id"))

_ABOUT = """
SELECT experiment_id AS id, argMaxIf(experiment_description, start_time, experiment_description != '') AS description,
    argMaxIf(experiment_metadata, start_time, notEmpty(experiment_metadata)) AS metadata,
    toUnixTimestamp64Micro(max(experiment_item_version)) AS version_us
FROM observations FINAL WHERE project_id = {project_id:String} AND experiment_id IN {experiments:Array(String)}
GROUP BY experiment_id
"""


async def load_heads(ps: ProjectStore, where: HeadFilter) -> list[ExperimentHead]:
    """The experiments that match, last active first; at most ``MAX_EXPERIMENTS``. Raises StoreError."""
    condition = _conditions(where)
    rows = await ps.query(_HEADS % condition.text, condition.params)
    return [ExperimentHead(**row) for row in rows]


async def load_about(ps: ProjectStore, ids: Sequence[str]) -> dict[str, ExperimentAbout]:
    """Descriptions and metadata by experiment. Raises StoreError."""
    if not ids:
        return {}
    rows = await ps.query(_ABOUT, {"experiments": list(ids)})
    return {row["id"]: ExperimentAbout(row["description"], row["metadata"], row["version_us"]) for row in rows}


def _conditions(where: HeadFilter) -> Sql:
    found = within("start_time", where.time, "experiment")
    for name, column in (
        ("ids", "experiment_id"),
        ("names", "experiment_name"),
        ("dataset_ids", "experiment_dataset_id"),
    ):
        values = getattr(where, name)
        if values:
            found.append(Sql(f"{column} IN {{experiment_{name}:Array(String)}}", {f"experiment_{name}": list(values)}))
    if where.text.strip():
        found.append(contains(("experiment_name", "experiment_id"), where.text.strip()))
    for number, (key, value) in enumerate(where.metadata):
        found.append(
            Sql(
                f"positionCaseInsensitiveUTF8(experiment_metadata[{{meta_key_{number}:String}}],"
                f" {{meta_value_{number}:String}}) > 0",
                {f"meta_key_{number}": key, f"meta_value_{number}": value},
            )
        )
    return all_of(found)
