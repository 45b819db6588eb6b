"""Migrations of the metadata database, applied on every start."""
