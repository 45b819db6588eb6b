-- Which of name, input and output a trace has only from its root, for want of ones that were said of the trace itself.

ALTER TABLE traces{on_cluster} ADD COLUMN IF NOT EXISTS derived Array(LowCardinality(String))
;
