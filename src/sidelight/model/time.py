"""Nanoseconds since the Unix epoch, to and from the forms that stores and people read."""

from datetime import UTC, datetime

NS_PER_S = 1_000_000_000
NS_PER_MS = 1_000_000
NS_PER_US = 1_000


def to_store(time_ns: int) -> str:
    """``seconds.micros``, seconds in ten digits: the one form that ClickHouse always reads as a time."""
    seconds, rest = divmod(time_ns, NS_PER_S)
    return f"{seconds:010d}.{rest // NS_PER_US:06d}"


def to_iso(time_ns: int) -> str:
    """ISO 8601 in UTC with milliseconds and ``Z``, as Langfuse writes dates."""
    seconds, rest = divmod(time_ns, NS_PER_S)
    # A tenth of the time of strftime; and years before 1000 keep their four digits.
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat()[:19]}.{rest // NS_PER_MS:03d}Z"


def from_iso(text: str) -> int | None:
    """Nanoseconds of an ISO 8601 / RFC 3339 text (UTC when it names no zone); None when it is not one."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * NS_PER_S + delta.microseconds * NS_PER_US
