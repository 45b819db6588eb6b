"""Experiments made by the engine itself: many of 200 items as a team collects them, and three of 10,000.

An item is a trace of three observations with texts, and has two scores. Twenty of the small experiments are known by
the links of older SDKs alone. What is drawn depends on numbers alone: every fill gives the same but for the times.
"""

from datetime import UTC, datetime, timedelta

from benchmarks.event_seed import PROJECT, US_PER_DAY, US_PER_S
from sidelight.platform.database import Database
from sidelight.platform.datasets.experiment_runs import experiment_id_of
from sidelight.platform.datasets.tables import Dataset, DatasetRun, DatasetRunItem
from sidelight.store.driver import Param
from sidelight.store.store import Store

SMALL, SMALL_ITEMS = 200, 200
LARGE, LARGE_ITEMS = 3, 10_000
LINKED_EVERY = 10
DATASET = "bench-dataset"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Rows (run, item, is_linked, run_id, trace_id, run_us): an item of an experiment each.
_ITEMS = """
SELECT {first_run:UInt64} + intDiv(number, {items:UInt64}) AS run, number % {items:UInt64} AS item,
    run % {linked_every:UInt64} = 0 AS is_linked, {run_ids:Array(String)}[1 + run - {first_run:UInt64}] AS run_id,
    lower(concat(leftPad(hex(run), 16, '0'), leftPad(hex(item), 16, '0'))) AS trace_id,
    {first_us:Int64} + toInt64(intDiv(number, {items:UInt64}) * {run_gap_us:UInt64}) AS run_us
FROM numbers({rows:UInt64})
"""

_OBSERVATIONS = f"""
INSERT INTO observations (project_id, id, trace_id, parent_id, type, name, level, environment, start_time, end_time,
    model, tokens_input, tokens_output, tokens_total, cost_usd, input, output, input_preview, output_preview,
    experiment_id, experiment_name, experiment_dataset_id, experiment_item_id, experiment_item_root_id,
    experiment_metadata, experiment_expected_output, event_ts)
SETTINGS exclude_materialize_skip_indexes_on_insert = 'ix_input,ix_output'
SELECT '{PROJECT}', concat(substring(trace_id, 9, 8), substring(trace_id, 25, 7), toString(step)) AS id, trace_id,
    if(step = 0, '', concat(substring(trace_id, 9, 8), substring(trace_id, 25, 7), toString(step - 1))) AS parent_id,
    if(step = 2, 'GENERATION', 'SPAN') AS type,
    ['experiment-item-run', 'experiment-item-task', 'model call'][step + 1] AS name,
    if(cityHash64(run, item) % 50 = 0 AND step = 1, 'ERROR', 'DEFAULT') AS level, 'sdk-experiment',
    fromUnixTimestamp64Micro(toInt64(run_us + item * {US_PER_S} + step * 1000), 'UTC') AS start_time,
    start_time + toIntervalMicrosecond(1000 * (900 + cityHash64(run, item) % 3000 - step * 300)) AS end_time,
    if(step = 2, 'gpt-5', '') AS model, if(step = 2, 900, 0), if(step = 2, 80, 0), if(step = 2, 980, 0),
    if(step = 2, 0.001 + run % 7 / 1000, NULL),
    concat('Question ', toString(item), ' ', repeat('What does the customer want to know? ', 20)) AS input,
    concat('Answer ', toString(cityHash64(run, item) % 1000), ' ', repeat('The parcel is under way. ', 30)) AS output,
    substring(input, 1, 200), substring(output, 1, 200),
    if(is_linked, '', run_id), if(is_linked, '', concat('run ', toString(run))), if(is_linked, '', '{DATASET}'),
    if(is_linked, '', concat('item-', toString(item))),
    if(is_linked, '', concat(substring(trace_id, 9, 8), substring(trace_id, 25, 7), '1')),
    if(is_linked, map(), map('model', concat('gpt-', toString(run % 4)), 'prompt.version', toString(run))),
    if(is_linked, NULL, concat('Answer ', toString(item))),
    fromUnixTimestamp64Micro({{now_us:Int64}}, 'UTC')
FROM ({_ITEMS}) ARRAY JOIN [0, 1, 2] AS step
"""

_SCORES = f"""
INSERT INTO scores (project_id, id, timestamp, name, data_type, source, value, trace_id, observation_id, environment,
    event_ts)
SELECT '{PROJECT}', concat('score-', trace_id, '-', toString(kind)),
    fromUnixTimestamp64Micro(toInt64(run_us + (item + 5) * {US_PER_S}), 'UTC'), ['quality', 'exact'][kind + 1],
    ['NUMERIC', 'BOOLEAN'][kind + 1], 'API',
    if(kind = 0, cityHash64(run, item, 'quality') % 1001 / 1000, toFloat64(cityHash64(run, item) % 10 < 6)), trace_id,
    concat(substring(trace_id, 9, 8), substring(trace_id, 25, 7), '1'), 'sdk-experiment',
    fromUnixTimestamp64Micro({{now_us:Int64}}, 'UTC')
FROM ({_ITEMS}) ARRAY JOIN [0, 1] AS kind
"""


def run_id(run: int) -> str:
    """The id of an experiment by its number."""
    return experiment_id_of(PROJECT, DATASET, f"run {run}")


def fill_experiments(store: Store, now_us: int) -> None:
    """Put in all experiments, four of the small ones a day; the large ones ran first. Raises StoreError."""
    _insert(store, range(1, SMALL + 1), SMALL_ITEMS, now_us - (SMALL // 4 + 1) * US_PER_DAY, US_PER_DAY // 4, now_us)
    large = range(SMALL + 1, SMALL + LARGE + 1)
    _insert(store, large, LARGE_ITEMS, now_us - (SMALL // 4 + 3) * US_PER_DAY, US_PER_S * LARGE_ITEMS // 2, now_us)


async def fill_links(database: Database, now_us: int) -> None:
    """The dataset, and the links of those experiments that no span tells of."""
    start = _EPOCH + timedelta(microseconds=now_us - (SMALL // 4 + 1) * US_PER_DAY)
    async with database.session() as session:
        session.add(Dataset(id=DATASET, project_id=PROJECT, name="bench"))
        await session.flush()
        for run in range(LINKED_EVERY, SMALL + 1, LINKED_EVERY):
            at = start + timedelta(hours=6 * (run - 1))
            session.add(DatasetRun(id=run_id(run), dataset_id=DATASET, name=f"run {run}", created_at=at))
            await session.flush()
            session.add_all(
                DatasetRunItem(
                    run_id=run_id(run),
                    item_id=f"item-{item}",
                    trace_id=f"{run:016x}{item:016x}",
                    observation_id="",
                    created_at=at + timedelta(seconds=item),
                )
                for item in range(SMALL_ITEMS)
            )


def _insert(store: Store, runs: range, items: int, first_us: int, run_gap_us: int, now_us: int) -> None:
    params: dict[str, Param] = {
        "first_run": runs.start,
        "items": items,
        "linked_every": LINKED_EVERY if items == SMALL_ITEMS else 1_000_000,
        "run_ids": [run_id(run) for run in runs],
        "first_us": first_us,
        "run_gap_us": run_gap_us,
        "rows": len(runs) * items,
        "now_us": now_us,
    }
    for sql in (_OBSERVATIONS, _SCORES):
        store.driver.command(sql, params)
