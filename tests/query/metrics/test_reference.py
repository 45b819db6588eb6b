"""docs/reference/metrics.md says what can be asked, no more and no less."""

import re
from pathlib import Path

from sidelight.query.metrics import VIEWS
from sidelight.query.metrics.granularity import GRANULARITIES
from sidelight.query.metrics.model import AGGREGATIONS

PAGE = Path(__file__).parents[3] / "docs/reference/metrics.md"


def test_every_dimension_and_measure_is_described_and_no_other() -> None:
    found = {}
    for section in PAGE.read_text().split("\n## ")[1:]:
        name, _, body = section.partition("\n")
        found[name] = re.findall(r"^\| `.*\|$", body, re.MULTILINE)
    expected = {}
    for view in VIEWS.values():
        lines = [
            f"| `{name}` | {one.description}{' *Many values.*' if one.is_high_cardinality else ''} |"
            for name, one in view.dimensions.items()
        ]
        lines += [f"| `{name}` | {one.unit} | {one.description} |" for name, one in view.measures.items()]
        expected[view.name] = lines
    assert found == expected


def test_aggregations_and_granularities_are_described() -> None:
    text = PAGE.read_text()
    for label, names in (("Aggregations", AGGREGATIONS), ("Granularities", GRANULARITIES)):
        (line,) = re.findall(rf"^- \*\*{label}\*\*: (.*?)[.;]", text, re.MULTILINE)
        assert line == ", ".join(f"`{name}`" for name in names)
