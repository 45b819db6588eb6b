-- Events: everything that arrives. Rendered with {engine_prefix} ('' | 'Replicated') and {on_cluster} ('' | ' ON CLUSTER name').
-- Statements are separated by a line that holds only a semicolon.

CREATE TABLE IF NOT EXISTS observations{on_cluster} (
    project_id LowCardinality(String),
    id String CODEC(ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    parent_id String CODEC(ZSTD(1)),
    type LowCardinality(String),
    kind LowCardinality(String),
    name LowCardinality(String),
    level LowCardinality(String),
    status_message String CODEC(ZSTD(1)),
    environment LowCardinality(String),
    version LowCardinality(String),
    release LowCardinality(String),
    start_time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    end_time Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
    completion_start_time Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
    model LowCardinality(String),
    model_provider LowCardinality(String),
    model_parameters String CODEC(ZSTD(1)),
    tokens_input UInt64 CODEC(T64, ZSTD(1)),
    tokens_input_cached UInt64 CODEC(T64, ZSTD(1)),
    tokens_output UInt64 CODEC(T64, ZSTD(1)),
    tokens_reasoning UInt64 CODEC(T64, ZSTD(1)),
    tokens_total UInt64 CODEC(T64, ZSTD(1)),
    usage Map(LowCardinality(String), UInt64),
    cost_usd Nullable(Float64) CODEC(ZSTD(1)),
    cost Map(LowCardinality(String), Float64),
    input Nullable(String) CODEC(ZSTD(1)),
    output Nullable(String) CODEC(ZSTD(1)),
    input_preview String CODEC(ZSTD(1)),
    output_preview String CODEC(ZSTD(1)),
    metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    trace_name String CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    tags Array(LowCardinality(String)),
    prompt_name LowCardinality(String),
    prompt_version Nullable(UInt32),
    service_name LowCardinality(String),
    scope_name LowCardinality(String),
    source LowCardinality(String),
    created_at DateTime64(6, 'UTC') DEFAULT now64(6),
    event_ts DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    is_deleted UInt8 DEFAULT 0,
    INDEX ix_input ifNull(input, '') TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(ifNull(input, ''))),
    INDEX ix_output ifNull(output, '') TYPE text(tokenizer = 'splitByNonAlpha', preprocessor = lower(ifNull(output, ''))),
    INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_id id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_user user_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = {engine_prefix}ReplacingMergeTree(event_ts, is_deleted)
PARTITION BY toDate(start_time)
ORDER BY (project_id, toDate(start_time), trace_id, id)
SETTINGS index_granularity = 2048, index_granularity_bytes = 4194304,
    enable_block_number_column = 1, enable_block_offset_column = 1,
    min_age_to_force_merge_seconds = 3600, min_age_to_force_merge_on_partition_only = 1,
    min_bytes_for_wide_part = 134217728, -- one file instead of 80 for each insert: a third less work (docs/benchmarks.md)
    merge_selector_base = 10, -- fewer, larger merges: each builds the text indexes anew (decision 0001)
    fsync_after_insert = 1, fsync_part_directory = 1
;

-- One row a trace, merged by the writer (later non-empty wins, tags are united, metadata is merged by key).
CREATE TABLE IF NOT EXISTS traces{on_cluster} (
    project_id LowCardinality(String),
    id String CODEC(ZSTD(1)),
    timestamp DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    name String CODEC(ZSTD(1)),
    kind LowCardinality(String),
    parent_trace_id String CODEC(ZSTD(1)),
    parent_observation_id String CODEC(ZSTD(1)),
    user_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    environment LowCardinality(String),
    version LowCardinality(String),
    release LowCardinality(String),
    tags Array(LowCardinality(String)),
    metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    input Nullable(String) CODEC(ZSTD(1)),
    output Nullable(String) CODEC(ZSTD(1)),
    input_preview String CODEC(ZSTD(1)),
    output_preview String CODEC(ZSTD(1)),
    public UInt8 DEFAULT 0,
    bookmarked UInt8 DEFAULT 0,
    source LowCardinality(String),
    is_shallow UInt8 DEFAULT 0,
    created_at DateTime64(6, 'UTC') DEFAULT now64(6),
    event_ts DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    is_deleted UInt8 DEFAULT 0,
    INDEX ix_id id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_user user_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_parent parent_trace_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = {engine_prefix}ReplacingMergeTree(event_ts, is_deleted)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (project_id, toDate(timestamp), id)
SETTINGS index_granularity = 2048, index_granularity_bytes = 4194304,
    enable_block_number_column = 1, enable_block_offset_column = 1,
    fsync_after_insert = 1, fsync_part_directory = 1
;

-- trace id -> time range, so that a trace is found without scanning; min and max stay right when rows are repeated.
CREATE TABLE IF NOT EXISTS trace_bounds{on_cluster} (
    project_id LowCardinality(String),
    trace_id String CODEC(ZSTD(1)),
    start_min SimpleAggregateFunction(min, DateTime64(6, 'UTC')),
    start_max SimpleAggregateFunction(max, DateTime64(6, 'UTC'))
) ENGINE = {engine_prefix}AggregatingMergeTree
ORDER BY (project_id, trace_id)
SETTINGS index_granularity = 256
;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_bounds_of_observations{on_cluster} TO trace_bounds AS
SELECT project_id, trace_id, min(start_time) AS start_min, max(start_time) AS start_max
FROM observations GROUP BY project_id, trace_id
;

CREATE MATERIALIZED VIEW IF NOT EXISTS trace_bounds_of_traces{on_cluster} TO trace_bounds AS
SELECT project_id, id AS trace_id, min(timestamp) AS start_min, max(timestamp) AS start_max
FROM traces GROUP BY project_id, id
;

-- Normalised events of coding agents: the source of the fold. event_id is derived, so repeats collapse.
CREATE TABLE IF NOT EXISTS agent_events{on_cluster} (
    project_id LowCardinality(String),
    session_id String CODEC(ZSTD(1)),
    time DateTime64(9, 'UTC') CODEC(Delta, ZSTD(1)),
    event_id String CODEC(ZSTD(1)),
    agent LowCardinality(String),
    kind LowCardinality(String),
    name LowCardinality(String),
    end_time Nullable(DateTime64(9, 'UTC')) CODEC(ZSTD(1)),
    call_id String CODEC(ZSTD(1)),
    turn_id String CODEC(ZSTD(1)),
    otel_trace_id String CODEC(ZSTD(1)),
    otel_span_id String CODEC(ZSTD(1)),
    attributes String CODEC(ZSTD(1)),
    resource String CODEC(ZSTD(1)),
    received_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1))
) ENGINE = {engine_prefix}ReplacingMergeTree(received_at)
PARTITION BY toYYYYMM(time)
ORDER BY (project_id, session_id, time, event_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
;

CREATE TABLE IF NOT EXISTS metric_points{on_cluster} (
    project_id LowCardinality(String),
    name LowCardinality(String),
    time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    point_id String CODEC(ZSTD(1)),
    start_time Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
    kind LowCardinality(String),
    temporality LowCardinality(String),
    is_monotonic UInt8,
    unit LowCardinality(String),
    description LowCardinality(String),
    value Nullable(Float64) CODEC(ZSTD(1)),
    count UInt64 CODEC(ZSTD(1)),
    sum Nullable(Float64) CODEC(ZSTD(1)),
    min Nullable(Float64) CODEC(ZSTD(1)),
    max Nullable(Float64) CODEC(ZSTD(1)),
    bucket_counts Array(UInt64) CODEC(ZSTD(1)),
    bounds Array(Float64) CODEC(ZSTD(1)),
    attributes Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    resource Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    service_name LowCardinality(String),
    scope_name LowCardinality(String),
    received_at DateTime64(6, 'UTC')
) ENGINE = {engine_prefix}ReplacingMergeTree(received_at)
PARTITION BY toYYYYMM(time)
ORDER BY (project_id, name, time, point_id)
SETTINGS index_granularity = 2048, fsync_after_insert = 1, fsync_part_directory = 1
;

-- One row a request that reached a receiver, accepted or refused. project_id is '' when the sender could not be told.
CREATE TABLE IF NOT EXISTS ingest_requests{on_cluster} (
    project_id LowCardinality(String),
    received_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    request_id String CODEC(ZSTD(1)),
    signal LowCardinality(String),
    transport LowCardinality(String),
    format LowCardinality(String),
    path LowCardinality(String),
    address LowCardinality(String),
    user_agent LowCardinality(String),
    service_name LowCardinality(String),
    service_version LowCardinality(String),
    key_id LowCardinality(String),
    status UInt16,
    reason LowCardinality(String),
    hint String CODEC(ZSTD(1)),
    repeats UInt32 DEFAULT 1,
    bytes UInt64,
    records UInt64,
    stored UInt64,
    ignored UInt64,
    unknown UInt64,
    rejected UInt64,
    event_ts DateTime64(6, 'UTC')
) ENGINE = {engine_prefix}ReplacingMergeTree(event_ts)
PARTITION BY toYYYYMM(received_at)
ORDER BY (project_id, received_at, request_id)
SETTINGS index_granularity = 2048
;

-- Single records that were not understood, or that could not be used, with why. issue_id is derived.
CREATE TABLE IF NOT EXISTS ingest_issues{on_cluster} (
    project_id LowCardinality(String),
    time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    issue_id String CODEC(ZSTD(1)),
    request_id String CODEC(ZSTD(1)),
    signal LowCardinality(String),
    kind LowCardinality(String),
    name LowCardinality(String),
    reason String CODEC(ZSTD(1)),
    hint String CODEC(ZSTD(1)),
    sample String CODEC(ZSTD(1)),
    service_name LowCardinality(String),
    service_version LowCardinality(String),
    repeats UInt32 DEFAULT 1,
    event_ts DateTime64(6, 'UTC')
) ENGINE = {engine_prefix}ReplacingMergeTree(event_ts)
PARTITION BY toYYYYMM(time)
ORDER BY (project_id, time, issue_id)
SETTINGS index_granularity = 2048
;
