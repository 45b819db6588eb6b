"""What each view can be filtered by: one module a view (PARITY section 1, names of Langfuse's API and tables)."""
