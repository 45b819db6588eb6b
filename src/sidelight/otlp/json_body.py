"""A JSON request taken apart into groups of records that share resource and scope, with what was wrong on the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from sidelight.model import Attributes
from sidelight.otlp.decoded import MAX_SAMPLE_CHARS, BadRecordError, ProblemList
from sidelight.otlp.errors import OtlpError
from sidelight.otlp.json_document import load_object
from sidelight.otlp.json_values import attributes_of, list_of, object_of, text_of
from sidelight.otlp.signal import Signal

_KEYS = {
    Signal.TRACES: ("resourceSpans", "scopeSpans", "spans"),
    Signal.LOGS: ("resourceLogs", "scopeLogs", "logRecords"),
    Signal.METRICS: ("resourceMetrics", "scopeMetrics", "metrics"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Records of one resource and scope, as JSON values of any type."""

    resource: Attributes
    scope_name: str
    scope_version: str
    scope_attributes: Attributes
    records: list[Any]


class JsonBody:
    """One request. ``problems`` collects the defects; ``index`` is the number of the record last taken, from 0."""

    def __init__(self, body: bytes, signal: Signal) -> None:
        """Parse the body. Raises :class:`OtlpError` when it is not a request of that signal."""
        self._resources_key, self._scopes_key, self._records_key = _KEYS[signal]
        document = load_object(body)
        resources = document.get(self._resources_key)
        if document and self._resources_key not in document:
            raise OtlpError(
                f"The JSON object has no {self._resources_key}.", f"OTLP/JSON {signal} requests have it at the top."
            )
        if resources is not None and not isinstance(resources, list):
            raise OtlpError(f"{self._resources_key} is not an array.", "Send an OTLP/JSON export request.")
        self._resources: list[Any] = resources or []
        self.problems = ProblemList()
        self.index = -1

    def groups(self) -> Iterator[Group]:
        """The groups in order; defects of resources and scopes are noted, and cost what lies below them."""
        for resource_group in self._resources:
            resource: Attributes = {}
            try:
                parent = _as_object(resource_group, self._resources_key)
                resource = self._attributes(object_of(parent, "resource"))
                scopes = list_of(parent, self._scopes_key)
            except BadRecordError as error:
                self.note(error, resource_group, resource)
                continue
            for scope_group in scopes:
                try:
                    yield self._group(scope_group, resource)
                except BadRecordError as error:
                    self.note(error, scope_group, resource)

    def _group(self, scope_group: object, resource: Attributes) -> Group:
        parent = _as_object(scope_group, self._scopes_key)
        scope = object_of(parent, "scope")
        return Group(
            resource,
            text_of(scope, "name"),
            text_of(scope, "version"),
            self._attributes(scope),
            list_of(parent, self._records_key),
        )

    def _attributes(self, owner: dict[str, Any]) -> Attributes:
        """Attributes of a resource or scope: a defect in them is noted but does not cost the records."""
        try:
            return attributes_of(list_of(owner, "attributes"))
        except BadRecordError as error:
            self.note(error, owner, {}, lost=0)
            return {}

    def note(self, error: BadRecordError, value: object, resource: Attributes, lost: int = 1) -> None:
        """Note a problem with ``value`` as its sample."""
        sample = _printed(value) if self.problems.wants_sample else ""
        self.problems.add(max(self.index, 0), error.defect, sample, resource, lost)


def _as_object(value: object, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise BadRecordError(f"{key}:not_an_object", f"An entry of {key} is not an object.")
    return value


def _printed(value: object) -> str:
    try:
        return orjson.dumps(value)[: 4 * MAX_SAMPLE_CHARS].decode("utf-8", "replace")
    except orjson.JSONEncodeError:  # nested too deep, or an integer of more than 64 bits
        return repr(value)[:MAX_SAMPLE_CHARS]
