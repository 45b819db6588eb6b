"""Receivers, and the pipeline that joins the stages from the journal to the store."""
