"""Files into datasets and out of them: CSV, JSON Lines and JSON."""
