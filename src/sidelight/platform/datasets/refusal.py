"""Why something about a dataset cannot be done."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sidelight.platform.datasets.schema import Misfit
    from sidelight.platform.datasets.tables import DatasetItemVersion


class DatasetRefusal(ValueError):
    """``field`` names what is wrong; the message says why, and what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ItemMisfits(DatasetRefusal):
    """An item does not fit the schemas of its dataset; says of each of its values why."""

    def __init__(self, misfits: "list[Misfit]") -> None:
        super().__init__(misfits[0].field, misfits[0].message)
        self.misfits = misfits


class NameTaken(DatasetRefusal):
    """The project has another dataset of this name."""

    def __init__(self, name: str) -> None:
        super().__init__("name", f"There is a dataset named {name!r} already. Choose another name.")


class ItemConflict(DatasetRefusal):
    """Somebody else changed an item after it was read; ``current`` is what it is now."""

    def __init__(self, current: "DatasetItemVersion | None") -> None:
        who = current.author_name if current is not None else None
        what = "deleted" if current is None or current.is_deleted else "changed"
        super().__init__("version", f"{who or 'Somebody else'} {what} this item after you opened it.")
        self.current = current


class DatasetNotFound(Exception):
    """The project has no such dataset, item or run; the message names it."""
