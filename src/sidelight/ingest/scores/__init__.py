"""Scores on their way in: what is one, and how a further report of one changes it."""
