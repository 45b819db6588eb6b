"""How long a metrics query may take, and what is said when it takes longer."""

from sidelight.query.metrics.model import MetricsTooHeavy
from sidelight.store.driver import StoreError

_TOO_HEAVY = {
    158,  # TOO_MANY_ROWS
    159,  # TIMEOUT_EXCEEDED
    160,  # TOO_SLOW
    241,  # MEMORY_LIMIT_EXCEEDED
    307,  # TOO_MANY_BYTES
    396,  # TOO_MANY_ROWS_OR_BYTES
}


def limited(text: str, timeout_s: float) -> str:
    """The statement with a time limit; past it the engine stops with an error."""
    return f"{text} SETTINGS max_execution_time = {timeout_s:f}, timeout_overflow_mode = 'throw'"


def refuse_heavy(error: StoreError, timeout_s: float) -> None:
    """Turn the error of a limited statement into a refusal with its remedy; return when it is another error.

    Raises:
        MetricsTooHeavy: the engine stopped the statement for its weight.
    """
    if error.code in _TOO_HEAVY:
        raise MetricsTooHeavy(
            f"The query took more than {timeout_s:g} seconds or too much memory. Use a shorter time range, fewer "
            "dimensions, or a filter."
        ) from error
