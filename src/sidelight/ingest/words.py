"""What else than OTLP's signals the journal holds: the words in ``JournalEntry.signal``."""

LANGFUSE_BATCH = "langfuse_batch"
SCORES = "scores"
DELETIONS = "deletions"

AWAITED = frozenset({LANGFUSE_BATCH, SCORES, DELETIONS})
"""Whose senders wait until it is visible."""
