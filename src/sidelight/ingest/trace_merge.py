"""How two reports about one trace become one (OTEL_MAPPING section 4)."""

from dataclasses import replace

from sidelight.model import Trace


def merge_trace(current: Trace | None, new: Trace) -> Trace:
    """The trace after ``new`` arrived: later non-empty values win, tags unite, metadata is merged by key.

    A shallow report (only id and time) never overwrites anything but an unknown trace. What a person set (``public``,
    ``bookmarked``) stays. A fold of an agent session is complete in itself and replaces the one before it.
    """
    if current is None:
        return new
    if new.is_shallow:
        if current.is_shallow and new.timestamp_ns < current.timestamp_ns:
            return replace(current, timestamp_ns=new.timestamp_ns)
        return current
    if current.is_shallow:
        return replace(new, timestamp_ns=min(current.timestamp_ns, new.timestamp_ns))
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
