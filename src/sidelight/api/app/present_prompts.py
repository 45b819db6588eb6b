"""Turns prompts into what the web app shows."""

from collections.abc import Mapping

from sidelight.api.app.models import FacetValue
from sidelight.api.app.present import iso
from sidelight.api.app.prompt_models import (
    PromptFacets,
    PromptFolderLine,
    PromptLabelRef,
    PromptLine,
    PromptOverviewView,
    PromptReferenceView,
    PromptVersionLine,
    PromptVersionView,
)
from sidelight.platform.clock import to_iso
from sidelight.platform.prompts.body import placeholders_of, variables_of
from sidelight.platform.prompts.catalogue import CatalogueFacets, PromptCard, PromptFolder, PromptHead
from sidelight.platform.prompts.history import PromptOverview, VersionHead
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import references_of
from sidelight.query.prompt_usage import PromptUsage

API_AUTHOR = "API"


def folder_line(folder: PromptFolder) -> PromptFolderLine:
    """A folder of the library."""
    return PromptFolderLine(name=folder.name, prompt_count=folder.prompt_count, updated_at=to_iso(folder.updated_at))


def prompt_line(head: PromptHead, card: PromptCard, usage: PromptUsage, authors: Mapping[str, str]) -> PromptLine:
    """A prompt of the library."""
    return PromptLine.model_validate(
        {
            "name": head.name,
            "type": head.type,
            "tags": list(card.tags),
            "labels": _labels(card.labels),
            "version_count": card.version_count,
            "latest_version": card.latest_version,
            "created_by": author_name(card.created_by, authors),
            "updated_at": to_iso(head.updated_at),
            "generation_count": usage.generation_count,
            "last_used_at": iso(usage.last_used_us) if usage.generation_count else None,
        }
    )


def prompt_facets(found: CatalogueFacets) -> PromptFacets:
    """What the library can be narrowed by."""
    tags, labels, types = (
        [FacetValue(value=value, count=count) for value, count in values]
        for values in (found.tags, found.labels, found.types)
    )
    return PromptFacets(tags=tags, labels=labels, types=types)


def prompt_overview(prompt: PromptOverview) -> PromptOverviewView:
    """What all versions share."""
    return PromptOverviewView.model_validate(
        {
            "id": prompt.id,
            "name": prompt.name,
            "type": prompt.type,
            "revision": prompt.revision,
            "tags": list(prompt.tags),
            "labels": _labels(prompt.labels),
            "version_count": prompt.version_count,
            "latest_version": prompt.latest_version,
            "created_at": to_iso(prompt.created_at),
            "updated_at": to_iso(prompt.updated_at),
        }
    )


def version_line(version: VersionHead, authors: Mapping[str, str]) -> PromptVersionLine:
    """A version without its text."""
    return PromptVersionLine(
        id=version.id,
        version=version.version,
        labels=list(version.labels),
        commit_message=version.commit_message or "",
        created_by=author_name(version.created_by, authors),
        created_at=to_iso(version.created_at),
    )


def prompt_version(record: PromptRecord, authors: Mapping[str, str]) -> PromptVersionView:
    """A version with its text."""
    return PromptVersionView.model_validate(
        {
            "id": record.id,
            "name": record.name,
            "type": record.type,
            "version": record.version,
            "labels": list(record.labels),
            "tags": list(record.tags),
            "commit_message": record.commit_message or "",
            "created_by": author_name(record.created_by, authors),
            "created_at": to_iso(record.created_at),
            "prompt": record.body,
            "config": record.config,
            "variables": sorted(variables_of(record.body)),
            "placeholders": sorted(placeholders_of(record.body)),
            "references": [
                PromptReferenceView(name=one.name, version=one.version, label=one.label)
                for one in references_of(record.body)
            ],
        }
    )


def author_name(created_by: str, authors: Mapping[str, str]) -> str:
    """Who made a version: ``API``, a name, or '' for somebody who is no member (any more)."""
    return API_AUTHOR if created_by == API_AUTHOR else authors.get(created_by, "")


def _labels(labels: Mapping[str, int]) -> list[PromptLabelRef]:
    return [PromptLabelRef(label=label, version=version) for label, version in labels.items()]
