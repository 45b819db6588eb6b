"""The experiment that an observation is part of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Experiment:
    """What an observation says about its experiment and item (OTEL_MAPPING section 12).

    ``item_root_id`` is the id of the observation that stands for the item; ``expected_output`` is text (JSON where it
    was structured). Metadata is flattened to dotted paths with text values.
    """

    id: str
    name: str = ""
    description: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    dataset_id: str = ""
    item_id: str = ""
    item_version_ns: int | None = None
    item_metadata: Mapping[str, str] = field(default_factory=dict)
    item_root_id: str = ""
    expected_output: str | None = None
