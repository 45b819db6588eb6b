"""Why something about a queue cannot be done."""

from datetime import datetime


class QueueRefusal(ValueError):
    """``field`` in camelCase names what is wrong; the message says why, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class QueueNotFound(Exception):
    """The project has no such queue, item or member; the message names it."""


class ItemHeld(Exception):
    """Somebody else works on the item, until ``until`` at the latest."""

    def __init__(self, user_id: str, until: datetime) -> None:
        super().__init__("Somebody else works on this item.")
        self.user_id = user_id
        self.until = until


class ItemDone(Exception):
    """The item was completed meanwhile, by ``user_id`` (None: through the API)."""

    def __init__(self, user_id: str | None, at: datetime) -> None:
        super().__init__("This item has been completed meanwhile.")
        self.user_id = user_id
        self.at = at
