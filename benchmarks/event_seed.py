"""Fills a store with events made by the engine itself: a million observations in about a minute, not ten.

Thirty days of coding-agent traces: ten observations a trace, 2 KB of text each, three traces a session, users, models,
environments and prompts as unevenly spread as in life; one trace of 25,000 observations, one of 5,000; scores on
every fifth trace. What is drawn depends on the trace's number alone, so that every fill gives the same but for the
times.
"""

import random

from sidelight.store.driver import Param, Row
from sidelight.store.store import Store

PROJECT = "bench"
DAYS = 30
PER_TRACE = 10
PROMPTS = 200
HUGE, HUGE_ID = 25_000, "f" * 32
LARGE, LARGE_ID = 5_000, "e" * 32
RARE = "xylophone"
US_PER_S = 1_000_000
US_PER_DAY = 86_400 * US_PER_S

_TEXTS = 500
_STEPS = "$steps"
_WORDS = [f"{stem}{number}" for stem in ("build", "test", "error", "file", "value", "token") for number in range(60)]
_MAKE_TEXTS = "CREATE OR REPLACE TABLE bench_texts (number UInt32, text String) ENGINE = Memory"

# Draws in [0, 1) for a number and a purpose; a power of them gives few values that are frequent and many that are rare.
_DRAW = "(cityHash64({number}, '{purpose}') / 18446744073709551616)"


def _draw(purpose: str, number: str = "trace") -> str:
    return _DRAW.format(number=number, purpose=purpose)


def _skewed(purpose: str, shape: float, count: int) -> str:
    return f"toUInt64(least(pow(1 - {_draw(purpose)}, -1 / {shape}), 1e15)) % {count}"


# Columns of a trace with this number, in terms of `trace`, `trace_id` and `trace_us` (its start).
_OF_TRACE = f"""
    concat('user', toString({_skewed("user", 0.6, 500)})) AS user_id,
    multiIf({_draw("environment")} < 8 / 12, 'prod', {_draw("environment")} < 11 / 12, 'dev', 'staging') AS environment,
    'codex' AS source
"""

_OBSERVATIONS = f"""
INSERT INTO observations (project_id, id, trace_id, parent_id, type, kind, name, level, environment, start_time,
    end_time, prompt_name, prompt_version, model, tokens_input, tokens_input_cached, tokens_output, tokens_total,
    usage, cost_usd, cost, cost_source, model_id, input, output, input_preview, output_preview, metadata, user_id,
    session_id, source, event_ts)
SETTINGS exclude_materialize_skip_indexes_on_insert = 'ix_input,ix_output'
SELECT '{PROJECT}', concat(substring(trace_id, 1, 12), leftPad(lower(hex(step)), 6, '0')) AS id, trace_id,
    multiIf(step = 0, '', step % 10 = 0, concat(substring(trace_id, 1, 12), '000000'),
        concat(substring(trace_id, 1, 12), leftPad(lower(hex(intDiv(step, 10) * 10)), 6, '0'))) AS parent_id,
    multiIf(step % 2 = 1, 'GENERATION', step % 10 = 0, 'AGENT', 'TOOL') AS type, if(step % 10 = 0, 'turn', '') AS kind,
    if(type = 'GENERATION', 'model call', 'exec_command') AS name,
    if({_draw("level", "row_number")} < 0.01, 'ERROR', 'DEFAULT') AS level, environment,
    fromUnixTimestamp64Micro(toInt64(trace_us + step * {US_PER_S}), 'UTC') AS start_time,
    start_time + toIntervalMicrosecond(cityHash64(row_number) % {US_PER_S}) AS end_time,
    if(type = 'GENERATION', concat('prompt', toString({_skewed("prompt", 0.6, PROMPTS)})), '') AS prompt_name,
    if(type = 'GENERATION', 1 + trace % 3, NULL) AS prompt_version,
    if(type = 'GENERATION', model_of_trace, '') AS model,
    if(type = 'GENERATION', 900, 0), if(type = 'GENERATION', 400, 0), if(type = 'GENERATION', 80, 0),
    if(type = 'GENERATION', 1380, 0),
    if(type = 'GENERATION', map('input', 900, 'input_cached_tokens', 400, 'output', 80, 'total', 1380), map()),
    if(type = 'GENERATION', 0.003, NULL), if(type = 'GENERATION', map('input', 0.002, 'output', 0.001), map()),
    if(type = 'GENERATION', 'model', ''), model,
    if({_draw("rare", "row_number")} < 0.0002, concat(inputs.text, ' {RARE}'), inputs.text) AS input,
    outputs.text AS output, substring(input, 1, 200), substring(output, 1, 200),
    map('call_id', concat('call', toString(step)), 'attempt', '1'), user_id, session_id, source,
    fromUnixTimestamp64Micro({{now_us:Int64}}, 'UTC')
FROM (
    SELECT *, {_OF_TRACE}, concat('gpt-', toString({_skewed("model", 0.8, 20)})) AS model_of_trace,
        toUInt32(cityHash64(row_number, 'in') % {_TEXTS}) AS input_number,
        toUInt32(cityHash64(row_number, 'out') % {_TEXTS}) AS output_number
    FROM ($steps)
) AS steps
INNER JOIN bench_texts AS inputs ON steps.input_number = inputs.number
INNER JOIN bench_texts AS outputs ON steps.output_number = outputs.number
"""

_TRACES = f"""
INSERT INTO traces (project_id, id, timestamp, name, kind, user_id, session_id, environment, tags, metadata, input,
    output, input_preview, output_preview, source, event_ts)
SELECT '{PROJECT}', trace_id, fromUnixTimestamp64Micro(toInt64(trace_us), 'UTC'), substring(texts.text, 1, 40),
    if({_draw("kind")} < 0.1, 'title', 'session'), user_id, session_id, environment,
    if({_draw("tagged")} < 0.2, [concat('tag', toString(trace % 7))], []), map('attempt', '1'),
    texts.text AS input, texts.text AS output, substring(input, 1, 200), substring(output, 1, 200), source,
    fromUnixTimestamp64Micro({{now_us:Int64}}, 'UTC')
FROM (
    SELECT *, {_OF_TRACE}, toUInt32(cityHash64(trace, 'name') % {_TEXTS}) AS text_number FROM ($steps) WHERE step = 0
) AS starts INNER JOIN bench_texts AS texts ON starts.text_number = texts.number
"""

_SCORES = f"""
INSERT INTO scores (project_id, id, timestamp, name, data_type, source, value, string_value, trace_id, environment,
    event_ts)
SELECT '{PROJECT}', concat('score-', trace_id), fromUnixTimestamp64Micro(toInt64(trace_us), 'UTC'),
    if(trace % 2 = 0, 'quality', 'correct') AS name, if(trace % 2 = 0, 'NUMERIC', 'BOOLEAN') AS data_type, 'API',
    if(trace % 2 = 0, {_draw("score")}, toFloat64({_draw("score")} < 0.8)) AS value,
    if(trace % 2 = 0, NULL, if(value = 1, 'True', 'False')), trace_id, environment,
    fromUnixTimestamp64Micro({{now_us:Int64}}, 'UTC')
FROM (SELECT *, {_OF_TRACE} FROM ($steps) WHERE step = 0 AND trace % 5 = 0)
"""

# Rows (row_number, trace, step, trace_id, session_id, trace_us).
_SMALL_STEPS = f"""
SELECT number AS row_number, intDiv(number, {PER_TRACE}) AS trace, number % {PER_TRACE} AS step,
    lower(concat(hex(cityHash64(trace)), hex(cityHash64(trace, 'id')))) AS trace_id,
    concat('session-', toString(intDiv(trace, 3))) AS session_id,
    {{first_us:Int64}} + intDiv({DAYS * US_PER_DAY} * trace, {{traces:UInt64}}) AS trace_us
FROM numbers({{from_row:UInt64}}, {{row_count:UInt64}})
"""
_ONE_TRACE_STEPS = """
SELECT number + 1000000000000 AS row_number, {trace:UInt64} AS trace, number AS step, {trace_id:String} AS trace_id,
    {session_id:String} AS session_id, {first_us:Int64} AS trace_us
FROM numbers({row_count:UInt64})
"""


def fill(store: Store, observations: int, now_us: int) -> None:
    """Put in about so many observations that end at ``now_us``. Raises StoreError."""
    _texts(store)
    traces = max(observations - HUGE - LARGE, PER_TRACE * DAYS) // PER_TRACE
    rows_a_day = -(-traces // DAYS) * PER_TRACE
    first_us = now_us - DAYS * US_PER_DAY
    shared: dict[str, Param] = {"now_us": now_us, "first_us": first_us, "traces": traces}
    for from_row in range(0, traces * PER_TRACE, rows_a_day):
        count = min(rows_a_day, traces * PER_TRACE - from_row)
        _insert(store, _SMALL_STEPS, {**shared, "from_row": from_row, "row_count": count})
    for number, (trace_id, size) in enumerate(((HUGE_ID, HUGE), (LARGE_ID, LARGE))):
        single: dict[str, Param] = {
            "now_us": now_us,
            "first_us": now_us - US_PER_DAY // 2,
            "trace": traces + number,
            "trace_id": trace_id,
            "session_id": f"session-{trace_id[0]}",
            "row_count": size,
        }
        _insert(store, _ONE_TRACE_STEPS, single)
    store.driver.command("DROP TABLE bench_texts")


def settle(store: Store) -> None:
    """Bring the store where it gets by itself within hours: one part a day, text index built (see 0001_events.sql)."""
    for name in ("observations", "traces", "trace_bounds", "scores"):
        store.driver.command(f"OPTIMIZE TABLE {name} FINAL")


def _insert(store: Store, steps: str, params: dict[str, Param]) -> None:
    for sql in (_OBSERVATIONS, _TRACES, _SCORES):
        store.driver.command(sql.replace(_STEPS, steps), params)


def _texts(store: Store) -> None:
    dice = random.Random(7)
    store.driver.command(_MAKE_TEXTS)
    rows: list[Row] = [{"number": number, "text": " ".join(dice.choices(_WORDS, k=150))} for number in range(_TEXTS)]
    store.driver.insert("bench_texts", rows)
