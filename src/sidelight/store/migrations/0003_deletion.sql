-- Deletion finds pieces by their trace, and masks agent events with patch parts instead of rewriting what lies beside.

ALTER TABLE batch_events{on_cluster}
    ADD INDEX IF NOT EXISTS ix_object object_id TYPE bloom_filter(0.001) GRANULARITY 1,
    ADD INDEX IF NOT EXISTS ix_trace trace_id TYPE bloom_filter(0.001) GRANULARITY 1
;

ALTER TABLE agent_events{on_cluster} MODIFY SETTING enable_block_number_column = 1, enable_block_offset_column = 1
;
