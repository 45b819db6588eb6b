"""What a span says about the experiment it is part of (OTEL_MAPPING section 12)."""

from sidelight.mapping.metadata_tree import flatten
from sidelight.mapping.text import json_object, text_of
from sidelight.model import Attributes, Experiment
from sidelight.model.time import from_iso

_PREFIX = "langfuse.experiment."
_METADATA, _ITEM_METADATA = "langfuse.experiment.metadata", "langfuse.experiment.item.metadata"


def experiment_of(attributes: Attributes) -> Experiment | None:
    """The experiment, None when nothing is said about one. A version of an item that is no time is left out."""

    def given(name: str) -> str:
        return text_of(attributes.get(_PREFIX + name)) or ""

    found = Experiment(
        id=given("id"),
        name=given("name"),
        description=given("description"),
        metadata=_metadata(attributes, _METADATA),
        dataset_id=given("dataset.id"),
        item_id=given("item.id"),
        item_version_ns=from_iso(given("item.version")),
        item_metadata=_metadata(attributes, _ITEM_METADATA),
        item_root_id=given("item.root_observation_id"),
        expected_output=given("item.expected_output") or None,
    )
    return None if found == _NONE else found


_NONE = Experiment(id="")


def _metadata(attributes: Attributes, prefix: str) -> dict[str, str]:
    """The object under the prefix itself, and what is given key by key below it."""
    result: dict[str, str] = {}
    for key, value in (json_object(attributes.get(prefix)) or {}).items():
        flatten(str(key), value, result)
    dotted = prefix + "."
    for key, value in attributes.items():
        if key.startswith(dotted):
            flatten(key[len(dotted) :], value, result)
    return result
