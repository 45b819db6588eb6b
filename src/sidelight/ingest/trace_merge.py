"""How two reports about one trace become one (OTEL_MAPPING section 4)."""

from dataclasses import replace

from sidelight.model import Trace


def merge_trace(current: Trace | None, new: Trace) -> Trace:
    """The trace after ``new`` arrived: later non-empty values win, tags unite, metadata is merged by key.

    A shallow report (id, time, perhaps a name for want of a better one) overwrites nothing: its name stands until a
    full report has one. What a person set (``public``,
    ``bookmarked``) stays. A fold of an agent session is complete in itself and replaces the one before it.
    """
    if current is None:
        return new
    if new.is_shallow:
        return _with_shallow(current, new)
    if current.is_shallow:
        timestamp_ns = min(current.timestamp_ns, new.timestamp_ns)
        return replace(new, timestamp_ns=timestamp_ns, name=new.name or current.name)
    public, bookmarked = current.public or new.public, current.bookmarked or new.bookmarked
    if new.kind:
        return replace(new, public=public, bookmarked=bookmarked)
    return replace(
        current,
        timestamp_ns=min(current.timestamp_ns, new.timestamp_ns),
        name=new.name or current.name,
        user_id=new.user_id or current.user_id,
        session_id=new.session_id or current.session_id,
        environment=current.environment if new.environment == "default" else new.environment,
        version=new.version or current.version,
        release=new.release or current.release,
        tags=tuple(dict.fromkeys((*current.tags, *new.tags))),
        metadata={**current.metadata, **new.metadata},
        input=current.input if new.input is None else new.input,
        output=current.output if new.output is None else new.output,
        public=public,
        bookmarked=bookmarked,
        source=new.source or current.source,
    )


def _with_shallow(current: Trace, shallow: Trace) -> Trace:
    timestamp_ns = current.timestamp_ns
    if current.is_shallow:
        timestamp_ns = min(timestamp_ns, shallow.timestamp_ns)
    if timestamp_ns == current.timestamp_ns and (current.name or not shallow.name):
        return current
    return replace(current, timestamp_ns=timestamp_ns, name=current.name or shallow.name)
