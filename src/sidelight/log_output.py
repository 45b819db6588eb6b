"""Where the server's own log goes: standard error, one line a record, at the level that the settings name."""

import logging
import sys
from typing import Any

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


def configure_log(level: str) -> None:
    """Send structlog's and the standard library's records to standard error.

    ``level`` is ``debug | info | warning | error``; anything else counts as ``info``. Colours only on a terminal.
    """
    threshold = LEVELS.get(level.lower(), logging.INFO)
    is_terminal = sys.stderr.isatty()
    # Plain tracebacks: richer ones print local variables, and with them secrets and prompts.
    rendering: list[Any] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if is_terminal
        else [structlog.processors.format_exc_info, structlog.processors.LogfmtRenderer()]
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=max(threshold, logging.INFO), format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr
    )
    # Libraries announce every step at INFO (Alembic each migration); their warnings are what matters here.
    for name in ("alembic", "httpx", "clickhouse_connect", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
