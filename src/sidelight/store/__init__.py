"""The event store: drivers, schema, journal."""
