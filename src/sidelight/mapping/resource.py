"""What a resource says about all spans below it."""

from typing import NamedTuple

from sidelight.mapping.context import environment_of
from sidelight.model import Attributes
from sidelight.model.attributes import as_str


class ResourceFields(NamedTuple):
    """Fields of observations for which the resource answers when the span does not."""

    environment: str
    version: str
    release: str
    service_name: str


class _LastResource:
    """Spans of one resource follow one another; its fields are made once for them."""

    def __init__(self) -> None:
        self._last: tuple[Attributes, ResourceFields] = ({}, ResourceFields("default", "", "", ""))

    def __call__(self, resource: Attributes) -> ResourceFields:
        known, fields = self._last  # one value, so that threads never see halves of two
        if known is not resource:
            fields = ResourceFields(
                environment=environment_of({}, resource),
                version=as_str(resource.get("service.version")),
                release=as_str(resource.get("langfuse.release")),
                service_name=as_str(resource.get("service.name")),
            )
            self._last = (resource, fields)
        return fields


resource_fields = _LastResource()
