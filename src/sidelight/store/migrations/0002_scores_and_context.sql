-- Scores, experiments, tools and links of observations, and the events of Langfuse's batch API.

ALTER TABLE observations{on_cluster}
    ADD COLUMN IF NOT EXISTS is_app_root UInt8 DEFAULT 0,
    ADD COLUMN IF NOT EXISTS links String CODEC(ZSTD(1)), -- JSON list of span links
    ADD COLUMN IF NOT EXISTS prompt_id String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS model_id LowCardinality(String), -- of the project's or managed model that priced it
    ADD COLUMN IF NOT EXISTS pricing_tier LowCardinality(String),
    ADD COLUMN IF NOT EXISTS cost_source LowCardinality(String), -- '' unknown | 'reported' | 'model' | 'estimate'
    ADD COLUMN IF NOT EXISTS tool_definitions Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS tool_calls Array(String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS tool_call_names Array(LowCardinality(String)),
    ADD COLUMN IF NOT EXISTS experiment_id String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_name LowCardinality(String),
    ADD COLUMN IF NOT EXISTS experiment_description String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_dataset_id String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_item_id String CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_item_version Nullable(DateTime64(6, 'UTC')) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_item_metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    ADD COLUMN IF NOT EXISTS experiment_item_root_id String CODEC(ZSTD(1)), -- span id of the item's root
    ADD COLUMN IF NOT EXISTS experiment_expected_output Nullable(String) CODEC(ZSTD(1)),
    ADD INDEX IF NOT EXISTS ix_experiment experiment_id TYPE bloom_filter(0.01) GRANULARITY 1
;

-- One row a score; of two rows with one id the later event_ts wins, and the writer deletes a row whose day moved.
CREATE TABLE IF NOT EXISTS scores{on_cluster} (
    project_id LowCardinality(String),
    id String CODEC(ZSTD(1)),
    timestamp DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    name LowCardinality(String),
    data_type LowCardinality(String), -- NUMERIC | CATEGORICAL | BOOLEAN | TEXT | CORRECTION
    source LowCardinality(String), -- API | EVAL | ANNOTATION
    value Nullable(Float64) CODEC(ZSTD(1)),
    string_value Nullable(String) CODEC(ZSTD(1)), -- category, True/False, text or correction
    comment Nullable(String) CODEC(ZSTD(1)),
    metadata Map(LowCardinality(String), String) CODEC(ZSTD(1)),
    trace_id String CODEC(ZSTD(1)),
    observation_id String CODEC(ZSTD(1)),
    session_id String CODEC(ZSTD(1)),
    dataset_run_id String CODEC(ZSTD(1)),
    config_id String CODEC(ZSTD(1)),
    queue_id String CODEC(ZSTD(1)),
    author_user_id String CODEC(ZSTD(1)),
    execution_trace_id String CODEC(ZSTD(1)), -- trace of the evaluator that made it
    environment LowCardinality(String),
    created_at DateTime64(6, 'UTC') DEFAULT now64(6),
    event_ts DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    is_deleted UInt8 DEFAULT 0,
    INDEX ix_id id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX ix_session session_id TYPE bloom_filter(0.01) GRANULARITY 1,
    INDEX ix_run dataset_run_id TYPE bloom_filter(0.01) GRANULARITY 1
) ENGINE = {engine_prefix}ReplacingMergeTree(event_ts, is_deleted)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (project_id, toDate(timestamp), id)
SETTINGS index_granularity = 2048, index_granularity_bytes = 4194304,
    enable_block_number_column = 1, enable_block_offset_column = 1,
    fsync_after_insert = 1, fsync_part_directory = 1
;

-- Langfuse's batch API creates and updates objects in pieces. The pieces are kept by object and put together anew with
-- every further one, in the order of their own times, so that neither order nor repeats of requests matter.
CREATE TABLE IF NOT EXISTS batch_events{on_cluster} (
    project_id LowCardinality(String),
    object_id String CODEC(ZSTD(1)),
    time DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    event_id String CODEC(ZSTD(1)),
    type LowCardinality(String), -- generation-create, span-update, …
    trace_id String CODEC(ZSTD(1)),
    body String CODEC(ZSTD(1)), -- JSON of the event's body
    received_at DateTime64(6, 'UTC') CODEC(Delta, ZSTD(1)),
    is_deleted UInt8 DEFAULT 0
) ENGINE = {engine_prefix}ReplacingMergeTree(received_at, is_deleted)
ORDER BY (project_id, object_id, time, event_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1
;
