"""Why something about a prompt cannot be done."""


class PromptRefusal(ValueError):
    """``field`` names what is wrong; the message says why, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class PromptConflict(Exception):
    """Somebody else's change came first, or other prompts depend on this one."""


class PromptNotFound(Exception):
    """The project has no such prompt, version or label."""
