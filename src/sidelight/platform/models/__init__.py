"""Models and their prices: a project's own definitions, the books that ingestion prices by, and re-pricing jobs."""
