"""Datasets: versioned items, and the runs of experiments on them (PARITY section 3)."""
