"""How two reports about one trace become one (OTEL_MAPPING section 4)."""

from dataclasses import replace

from sidelight.model import Trace


def merge_trace(current: Trace | None, new: Trace) -> Trace:
    """The trace after ``new`` arrived: later non-empty values win, tags unite, metadata is merged by key.

    What was said of the trace itself wins over what is only its root's, in whatever order they come.

    A shallow report (id, time, perhaps a name for want of a better one) overwrites nothing: its name stands until a
    full report has one. What a person set (``public``,
    ``bookmarked``) stays. A fold of an agent session is complete in itself and replaces the one before it.
    """
    if current is None:
        return new
    if new.is_shallow:
        return _with_shallow(current, new)
    if current.is_shallow:
        return _lend(replace(new, timestamp_ns=min(current.timestamp_ns, new.timestamp_ns)), current.name)
    public, bookmarked = current.public or new.public, current.bookmarked or new.bookmarked
    if new.kind:
        return replace(new, public=public, bookmarked=bookmarked)
    name, input_, output = (_takes(current, new, field) for field in ("name", "input", "output"))
    taken = {"name": name, "input": input_, "output": output}
    return replace(
        current,
        timestamp_ns=min(current.timestamp_ns, new.timestamp_ns),
        name=new.name if name else current.name,
        user_id=new.user_id or current.user_id,
        session_id=new.session_id or current.session_id,
        environment=current.environment if new.environment == "default" else new.environment,
        version=new.version or current.version,
        release=new.release or current.release,
        tags=_united(current.tags, new.tags),
        metadata={**current.metadata, **new.metadata},
        input=new.input if input_ else current.input,
        output=new.output if output else current.output,
        public=public,
        bookmarked=bookmarked,
        source=new.source or current.source,
        derived=tuple(field for field, is_new in taken.items() if field in (new if is_new else current).derived),
    )


def _takes(current: Trace, new: Trace, field: str) -> bool:
    """Whether ``new`` gives the value of a field that may be derived."""
    if getattr(new, field) in (None, ""):
        return False
    return field not in new.derived or field in current.derived or getattr(current, field) in (None, "")


def _with_shallow(current: Trace, shallow: Trace) -> Trace:
    timestamp_ns = current.timestamp_ns
    if current.is_shallow:
        timestamp_ns = min(timestamp_ns, shallow.timestamp_ns)
    if timestamp_ns == current.timestamp_ns and (current.name or not shallow.name):
        return current
    return _lend(replace(current, timestamp_ns=timestamp_ns), shallow.name)


def _lend(trace: Trace, name: str) -> Trace:
    """The trace with a name for want of a better one."""
    return trace if trace.name or not name else replace(trace, name=name, derived=(*trace.derived, "name"))


def _united(tags: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """All of them; sorted where some are new, so that it does not matter which came first."""
    return tags if set(more) <= set(tags) else tuple(sorted({*tags, *more}))
