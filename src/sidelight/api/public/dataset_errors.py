"""Refusals of datasets in the public API's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sidelight.api.public.errors import InvalidRequest, NotFound
from sidelight.platform.datasets.refusal import DatasetNotFound, DatasetRefusal


@contextmanager
def dataset_errors() -> Iterator[None]:
    """Raise what datasets refuse as the answers 400 and 404."""
    try:
        yield
    except DatasetRefusal as refusal:
        raise InvalidRequest(refusal.field, str(refusal)) from refusal
    except DatasetNotFound as missing:
        raise NotFound(str(missing)) from missing
