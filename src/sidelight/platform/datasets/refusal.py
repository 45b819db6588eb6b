"""Why something about a dataset cannot be done."""


class DatasetRefusal(ValueError):
    """``field`` names what is wrong; the message says why, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class DatasetNotFound(Exception):
    """The project has no such dataset, item or run; the message names it."""
