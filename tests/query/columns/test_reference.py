"""The reference names every column that can be filtered by, its other names and types, and no other."""

import re
from pathlib import Path

import pytest

from sidelight.query.columns.observations import OBSERVATION_COLUMNS
from sidelight.query.columns.scores import SCORE_COLUMNS
from sidelight.query.columns.sessions import session_columns
from sidelight.query.columns.traces import trace_columns
from sidelight.query.filter_columns import Columns
from sidelight.query.filter_language import OPERATORS
from sidelight.query.filter_predicates import KINDS

PAGE = (Path(__file__).parents[3] / "docs/reference/filters.md").read_text()
VIEWS = {
    "Traces": trace_columns(),
    "Observations": OBSERVATION_COLUMNS,
    "Scores": SCORE_COLUMNS,
    "Sessions": session_columns(),
}


@pytest.mark.parametrize("title", VIEWS)
def test_every_column_is_described(title: str) -> None:
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `.*$", section, re.MULTILINE)) == set(lines(VIEWS[title]))


def test_every_type_is_described() -> None:
    told_by = dict(re.findall(r"^\| `(\w+)` \|(.*)$", PAGE.split("\n## ")[0], re.MULTILINE))
    assert set(told_by) == set(OPERATORS)
    for type_, operators in OPERATORS.items():
        same_as = re.search(r"as `(\w+)`", told_by[type_])
        told = told_by[same_as[1]] if same_as else told_by[type_]
        assert all(f"`{operator}`" in told for operator in operators), type_


def lines(columns: Columns) -> list[str]:
    found = {column.id: column for column in columns.values()}
    return [
        f"| `{column.id}` | {', '.join(f'`{name}`' for name in column.names)} | {', '.join(KINDS[column.kind])} |"
        for column in found.values()
    ]
