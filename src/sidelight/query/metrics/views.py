"""All views of metrics by name."""

from sidelight.query.metrics.observation_view import OBSERVATIONS
from sidelight.query.metrics.score_views import SCORES_BOOLEAN, SCORES_CATEGORICAL, SCORES_NUMERIC
from sidelight.query.metrics.trace_view import TRACES

VIEWS = {view.name: view for view in (OBSERVATIONS, SCORES_NUMERIC, SCORES_BOOLEAN, SCORES_CATEGORICAL, TRACES)}
