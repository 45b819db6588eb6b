"""Analyses of scores in types."""

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, model_validator

from sidelight.api.app.models import AppModel
from sidelight.api.app.parameters import TimeRange, Values
from sidelight.query.score_analytics.cell import Interval
from sidelight.query.score_analytics.choice import AnalyticsFilter, ScoreChoice, Subject
from sidelight.query.score_analytics.pairs import Match

ScoreType = Literal["NUMERIC", "CATEGORICAL", "BOOLEAN", "TEXT"]
Name = Annotated[str, Field(min_length=1, max_length=1000)]
Source = Literal["API", "EVAL", "ANNOTATION"]


class AnalyticsParameters(TimeRange):
    """What all scores of an analysis have in common."""

    subject: list[Subject] = Field(
        default_factory=list, max_length=4, description="Kinds of what is judged; all without it."
    )
    environment: Values = Field(default_factory=list)

    @property
    def where(self) -> AnalyticsFilter:
        """The filter as the query layer takes it."""
        return AnalyticsFilter(self.range, tuple(dict.fromkeys(self.subject)), tuple(self.environment))


class _NamedScore(AnalyticsParameters):
    name: Name
    source: Source
    author: str = Field("", max_length=191, description="Only the scores of this person.")


class OneScoreParameters(_NamedScore):
    """The scores of one name, source and type."""

    type: ScoreType

    @property
    def a(self) -> ScoreChoice:
        """The choice as the query layer takes it."""
        return ScoreChoice(self.name, self.source, self.type, self.author)


class TwoScoreParameters(_NamedScore):
    """Two choices of one type."""

    type: Literal["NUMERIC", "CATEGORICAL", "BOOLEAN"]
    name2: Name
    source2: Source
    author2: str = Field("", max_length=191)
    match: Match = Field("subject", description="Scores of the same object belong together, or all within a trace.")

    @property
    def a(self) -> ScoreChoice:
        """The first choice as the query layer takes it."""
        return ScoreChoice(self.name, self.source, self.type, self.author)

    @property
    def b(self) -> ScoreChoice:
        """The second choice as the query layer takes it."""
        return ScoreChoice(self.name2, self.source2, self.type, self.author2)


class CellParameters(TwoScoreParameters):
    """A cell of the comparison: two labels, or two stretches of numbers."""

    label: str | None = Field(None, max_length=10_000)
    label2: str | None = Field(None, max_length=10_000)
    low: FiniteFloat | None = None
    high: FiniteFloat | None = None
    low2: FiniteFloat | None = None
    high2: FiniteFloat | None = None
    closed: bool = Field(False, description="`high` itself belongs to the cell.")
    closed2: bool = False

    @model_validator(mode="after")
    def _fits(self) -> "CellParameters":
        if self.type == "NUMERIC" and None in (self.low, self.high, self.low2, self.high2):
            raise ValueError("give low, high, low2 and high2: scores of type NUMERIC lie between numbers")
        if self.type != "NUMERIC" and None in (self.label, self.label2):
            raise ValueError(f"give label and label2: scores of type {self.type} are labels")
        return self

    @property
    def cell(self) -> tuple[Interval | str, Interval | str]:
        """The cell as the query layer takes it."""
        if self.type != "NUMERIC":
            return self.label or "", self.label2 or ""
        return (
            Interval(self.low or 0.0, self.high or 0.0, self.closed),
            Interval(self.low2 or 0.0, self.high2 or 0.0, self.closed2),
        )


class ScoreAuthor(AppModel):
    """A person with how many scores are from them."""

    id: str
    name: str
    count: int


class KnownScore(AppModel):
    """Scores of one name, source and type."""

    name: str
    source: str
    data_type: ScoreType
    count: int
    authors: list[ScoreAuthor] = Field(description="Of ANNOTATION scores, most scores first.")


class KnownScores(AppModel):
    """What can be analysed, most frequent first."""

    items: list[KnownScore]


class AxisView(AppModel):
    """Bins of equal width; the upper edge of the last belongs to it."""

    low: float
    high: float
    bins: int
    is_whole: bool = Field(description="Each bin is a whole number, which lies in its middle.")


class CategoryCount(AppModel):
    """A category with how many scores name it."""

    label: str
    count: int


class ScoreTrendPoint(AppModel):
    """A stretch of time."""

    start: str
    count: int
    mean: float | None
    categories: list[int] = Field(description="Counts in the order of the analysis's categories.")


class ScoreAnalysis(AppModel):
    """What the scores of one choice are like; what is undefined is null."""

    count: int
    subject_count: int
    mean: float | None
    median: float | None
    std: float | None = Field(description="Standard deviation of the sample.")
    least: float | None
    most: float | None
    mode: str | None
    mode_count: int
    axis: AxisView | None
    bins: list[int]
    categories: list[CategoryCount]
    category_count: int = Field(description="Of all categories; at most 25 are listed.")
    granularity: str
    trend: list[ScoreTrendPoint]


class AgreementCell(AppModel):
    """How many subjects got these two values: places of bins or of labels, from 0."""

    a: int
    b: int
    count: int


class NumberAgreement(AppModel):
    """Agreement of numbers; `bias` is how much B gives more than A on average."""

    pearson: float | None
    spearman: float | None
    mae: float
    rmse: float
    bias: float
    mean_a: float
    mean_b: float
    axis_a: AxisView
    axis_b: AxisView
    is_shared: bool
    cells: list[AgreementCell]


class LabelAgreement(AppModel):
    """Agreement of labels; place `labels.length` in a cell stands for all that are not listed."""

    accuracy: float
    kappa: float | None
    precision: float | None
    recall: float | None
    f1: float | None
    labels: list[str]
    has_rest: bool
    cells: list[AgreementCell]


class ScoreAgreement(AppModel):
    """How far two choices agree about the subjects that both judged."""

    matched: int
    only_a: int
    only_b: int
    repeated: int = Field(description="Of the matched, those that one of them judged several times; the latest counts.")
    one_in: int = Field(description="One in so many subjects was looked at; 1 for all.")
    numbers: NumberAgreement | None
    labels: LabelAgreement | None


class SubjectOfCell(AppModel):
    """A subject, and what two choices say of it."""

    trace_id: str
    trace_name: str
    observation_id: str
    session_id: str
    dataset_run_id: str
    a: float | str
    b: float | str
    timestamp: str


class SubjectsOfCell(AppModel):
    """The latest subjects of a cell, at most 100."""

    items: list[SubjectOfCell]
