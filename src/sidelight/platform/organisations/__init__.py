"""Organisations: their people and what each may do, their projects, invitations, and how all of that ends."""
