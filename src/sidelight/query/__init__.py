"""Named read models over the event store."""
