"""Experiments as the web app's types."""

from collections.abc import Sequence

from sidelight.api.app import experiment_models as models
from sidelight.api.app.models import FacetValue
from sidelight.api.app.present import iso, iso_or_none
from sidelight.api.experiments.compared import PlaceTexts
from sidelight.api.experiments.comparison import ComparedCell, ComparedItem
from sidelight.api.experiments.listing import ExperimentDetail
from sidelight.query.experiments.scores import ScoreSummary
from sidelight.query.score_records import ScoreRecord

_US_PER_MS = 1000


def experiment_row(detail: ExperimentDetail) -> models.ExperimentRow:
    """A line of the list."""
    one, stats = detail.experiment, detail.stats
    return models.ExperimentRow(
        id=one.id,
        name=one.name or one.id,
        dataset_id=one.dataset_id,
        dataset_name=detail.dataset_name,
        dataset_version=iso_or_none(detail.dataset_version_us),
        description=detail.description,
        metadata=dict(detail.metadata),
        start_time=iso(one.first_us),
        last_time=iso(one.last_us),
        item_count=stats.items,
        trace_count=stats.traces,
        error_count=stats.errors,
        pending_count=stats.items - stats.arrived,
        mean_latency_ms=None if stats.mean_latency_us is None else stats.mean_latency_us / _US_PER_MS,
        total_cost_usd=stats.total_cost_usd,
        mean_cost_usd=stats.mean_cost_usd,
        tokens=stats.tokens,
        scores=[_summary(score) for score in detail.scores],
        run_scores=[_score(score) for score in detail.run_scores],
    )


def compared_run(detail: ExperimentDetail, rows: Sequence[ComparedItem]) -> models.ComparedRun:
    """The cells of one experiment, column by column."""
    found = [(at, row.cells[detail.experiment.id]) for at, row in enumerate(rows) if detail.experiment.id in row.cells]
    cells = [compared.cell for _, compared in found]
    return models.ComparedRun(
        experiment=experiment_row(detail),
        item=[at for at, _ in found],
        item_id=[cell.item_id for cell in cells],
        trace_id=[cell.trace_id for cell in cells],
        observation_id=[cell.root_id for cell in cells],
        latency_ms=[None if cell.latency_us is None else cell.latency_us / _US_PER_MS for cell in cells],
        cost_usd=[cell.cost_usd for cell in cells],
        tokens=[cell.tokens for cell in cells],
        is_error=[cell.is_error for cell in cells],
        has_arrived=[cell.has_arrived for cell in cells],
        repeats=[compared.repeats for _, compared in found],
        scores=_columns([compared for _, compared in found]),
    )


def cell_texts(found: PlaceTexts, scores: Sequence[ScoreRecord]) -> models.CellTexts:
    """The texts of one place, with the scores of its trace."""
    return models.CellTexts(
        input=found.input,
        output=found.output,
        expected_output=found.expected_output,
        status_message=found.status_message,
        metadata=dict(found.metadata),
        scores=[_score(score) for score in scores],
    )


def _columns(cells: Sequence[ComparedCell]) -> list[models.ComparedScores]:
    columns: dict[tuple[str, str], models.ComparedScores] = {}
    for at, compared in enumerate(cells):
        for score in compared.scores:
            key = (score.name, score.data_type)
            if key not in columns:
                empty = [None] * len(cells)
                columns[key] = models.ComparedScores(
                    name=score.name,
                    data_type=score.data_type,
                    values=list(empty),
                    categories=list(empty),
                )
            columns[key].values[at] = score.value
            columns[key].categories[at] = score.category or None
    return [columns[key] for key in sorted(columns)]


def _summary(score: ScoreSummary) -> models.ExperimentScore:
    same = ("name", "data_type", "count", "average", "low", "high")
    return models.ExperimentScore(
        **{name: getattr(score, name) for name in same},
        bins=list(score.bins),
        categories=[FacetValue(value=value, count=count) for value, count in score.categories],
    )


def _score(score: ScoreRecord) -> models.RunScore:
    same = ("id", "name", "data_type", "value", "string_value", "comment")
    return models.RunScore(**{name: getattr(score, name) for name in same})
