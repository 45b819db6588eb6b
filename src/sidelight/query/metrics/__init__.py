"""Metrics over observations, traces and scores: one small model of what can be asked, one planner, one query.

``run_metrics(ps, MetricsQuery(…))`` is the whole interface; the public API and dashboards are its users.
"""

from sidelight.query.metrics.model import Metric, MetricsError, MetricsQuery, MetricsResult, MetricsTooHeavy, Order
from sidelight.query.metrics.run import run_metrics
from sidelight.query.metrics.views import VIEWS

__all__ = [
    "VIEWS",
    "Metric",
    "MetricsError",
    "MetricsQuery",
    "MetricsResult",
    "MetricsTooHeavy",
    "Order",
    "run_metrics",
]
