"""Annotation queues: objects that wait for people to score them, and who works on which."""
