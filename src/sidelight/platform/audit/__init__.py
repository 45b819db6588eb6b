"""The audit log: who changed what, kept for every change of what a team manages by hand."""
