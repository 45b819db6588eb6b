"""Applications as people write them, each run in a process of its own and configured by environment variables alone."""
