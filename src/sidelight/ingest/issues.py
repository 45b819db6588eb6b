"""Problems with single records: what the *Ingestion* page tells people so that nothing disappears silently."""

from dataclasses import dataclass

from sidelight.model.ids import derive_id
from sidelight.model.time import to_store
from sidelight.store.driver import Row

MAX_SAMPLE_CHARS = 2000


@dataclass(frozen=True, slots=True)
class Issue:
    """A record, or several alike, that was refused or not understood.

    ``kind`` is ``rejected_record | unknown_event | dead_letter | advice``; ``name`` is what the sender calls the
    record; ``hint`` says what to do about it.
    """

    kind: str
    name: str
    reason: str
    hint: str = ""
    sample: str = ""
    repeats: int = 1


def issue_row(
    project_id: str, request_id: str, signal: str, time_ns: int, issue: Issue, *, service: tuple[str, str] = ("", "")
) -> Row:
    """Row of ``ingest_issues``; its id is derived from the request, so that a replay does not repeat it."""
    return {
        "project_id": project_id,
        "time": to_store(time_ns),
        "issue_id": derive_id(request_id, issue.kind, issue.name, issue.reason),
        "request_id": request_id,
        "signal": signal,
        "kind": issue.kind,
        "name": issue.name,
        "reason": issue.reason,
        "hint": issue.hint,
        "sample": issue.sample[:MAX_SAMPLE_CHARS],
        "service_name": service[0],
        "service_version": service[1],
        "repeats": issue.repeats,
        "event_ts": to_store(time_ns),
    }
