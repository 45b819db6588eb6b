"""Who changes prompts in these tests."""

from sidelight.platform.audit.author import Author

AUTHOR = Author("user", "ada", "Ada", "org", "project")
