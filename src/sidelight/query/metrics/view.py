"""How a view of metrics is described: what can be grouped by, what can be measured, where it is looked up.

Expressions are ClickHouse SQL over the columns of the view's rows, with those of the relations that they name beside
them. An expression never holds a value of a query.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Relation = Literal["", "trace", "observation", "scores", "observed"]
"""Where an expression's columns lie: in the row (``""``), in its trace, in the observation that a score judges, in
totals over the scores of the row, or in totals over the observations of a trace."""

DimensionKind = Literal["text", "texts", "number", "flag"]
"""``text`` is ``""`` and ``number`` NULL when not known; ``texts`` is an array; ``flag`` is 0 or 1."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """What rows are grouped by.

    Each element of an ``is_exploded`` array makes a group of its own. With ``amounts`` (an array as long as that of
    ``sql``) each element stands beside its amount, which measures read as :data:`AMOUNT`. Groups of an
    ``is_high_cardinality`` dimension may be as many as the rows: they are asked for as a top list only.
    """

    sql: str
    description: str
    kind: DimensionKind = "text"
    relation: Relation = ""
    is_high_cardinality: bool = False
    is_exploded: bool = False
    amounts: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is aggregated: the value of one row, NULL when not known.

    ``unit`` is that of the value (``ms``, ``tokens``, ``tokens/s``, ``USD``, or what is counted). An ``is_text``
    measure can only be counted. ``needs`` names the dimension whose amounts it reads.
    """

    sql: str
    unit: str
    description: str
    is_text: bool = False
    relation: Relation = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A kind of rows: its time column, dimensions and measures by name, and other ``names`` of its dimensions."""

    name: str
    time_column: str
    dimensions: Mapping[str, Dimension]
    measures: Mapping[str, Measure]
    names: Mapping[str, str]

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of that name; None when there is none."""
        return self.dimensions.get(self.names.get(name, name))


AMOUNT = "expanded_amount"
