"""What decoding gives: the usable records, and why the others are not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from sidelight.model import Attributes

MAX_SAMPLE_CHARS = 500
MAX_SAMPLES = 100
MAX_PROBLEMS = 1000

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """One thing in a body that cannot be used.

    ``index`` counts the records of the body from 0 (metrics: the metric, not its points). ``code`` names the defect in
    Langfuse's form, ``<field>:<defect>``; ``reason`` says it to people. ``sample`` shows the record, at most
    ``MAX_SAMPLE_CHARS`` characters, ``""`` after the first ``MAX_SAMPLES`` problems of a body. ``lost`` is the number
    of records (metrics: points) that are not in the result because of it: 0 for a defect that only costs attributes.
    """

    index: int
    code: str
    reason: str
    sample: str = ""
    lost: int = 1
    resource: Attributes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decoded(Generic[Record]):
    """The records of one body in the order sent, and the problems of the others."""

    records: list[Record]
    problems: list[RecordProblem]


@dataclass(frozen=True, slots=True)
class CheckedBody:
    """The outcome of looking over a body before it is accepted: ``count`` records, the unusable ones included."""

    count: int
    problems: list[RecordProblem]

    @property
    def rejected(self) -> int:
        """How many of the records (metrics: points) will not be stored."""
        return sum(problem.lost for problem in self.problems)


class Defect(NamedTuple):
    """Why a record cannot be used, for machines and for people."""

    code: str
    reason: str


class BadRecordError(ValueError):
    """Raised inside a reader for a record that cannot be used; readers turn it into a :class:`RecordProblem`."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.defect = Defect(code, reason)


class ProblemList:
    """Collects the problems of one body: the first ones one by one, the rest of a flood as one with their number."""

    def __init__(self) -> None:
        self._found: list[RecordProblem] = []
        self._further: RecordProblem | None = None

    @property
    def wants_sample(self) -> bool:
        """Whether a sample would still be kept; making one may be expensive."""
        return len(self._found) < MAX_SAMPLES

    @property
    def found(self) -> list[RecordProblem]:
        """All problems noted."""
        return [*self._found, self._further] if self._further else self._found

    def add(self, index: int, defect: Defect, sample: str, resource: Mapping[str, object], lost: int = 1) -> None:
        """Note a problem; ``sample`` is cut to length."""
        if len(self._found) >= MAX_PROBLEMS:
            lost += self._further.lost if self._further else 0
            self._further = RecordProblem(index, "records:too_many", "Further records cannot be used either.", "", lost)
            return
        kept = sample[:MAX_SAMPLE_CHARS] if self.wants_sample else ""
        self._found.append(
            RecordProblem(index, defect.code, defect.reason, kept, lost, resource)  # type: ignore[arg-type]
        )
