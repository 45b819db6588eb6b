"""Turns prompts into what the web app shows."""

from collections.abc import Mapping, Sequence

from sidelight.api.app.models import FacetValue
from sidelight.api.app.present import iso
from sidelight.api.app.prompt_models import (
    PromotionBreak,
    PromotionPreview,
    PromptDependent,
    PromptFacets,
    PromptFolderLine,
    PromptImpactView,
    PromptLabelRef,
    PromptLine,
    PromptMetricsView,
    PromptOverviewView,
    PromptReferenceView,
    PromptVersionLine,
    PromptVersionView,
    RenamedPrompt,
    RenamedView,
    UsageSliceView,
    VersionCount,
    VersionMetricsView,
    VersionScoreView,
)
from sidelight.platform.clock import to_iso
from sidelight.platform.prompts.body import placeholders_of, variables_of
from sidelight.platform.prompts.catalogue import CatalogueFacets, PromptCard, PromptFolder, PromptHead
from sidelight.platform.prompts.deletion import Going
from sidelight.platform.prompts.dependents import Dependent
from sidelight.platform.prompts.history import PromptOverview, VersionHead
from sidelight.platform.prompts.moving import Moved
from sidelight.platform.prompts.promotion import Break
from sidelight.platform.prompts.record import PromptRecord
from sidelight.platform.prompts.references import references_of
from sidelight.query.prompt_metrics import PromptMetrics
from sidelight.query.prompt_usage import PromptUsage

API_AUTHOR = "API"
MAX_DEPENDENTS = 50


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
            "former_names": list(prompt.former_names),
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


def prompt_metrics(found: PromptMetrics, labels: Mapping[str, int]) -> PromptMetricsView:
    """Versions in use."""
    return PromptMetricsView(
        versions=[
            VersionMetricsView(
                version=one.version,
                labels=[label for label, version in labels.items() if version == one.version],
                generation_count=one.generation_count,
                error_count=one.error_count,
                median_latency_ms=one.median_latency_ms,
                median_input_tokens=one.median_input_tokens,
                median_output_tokens=one.median_output_tokens,
                median_cost_usd=one.median_cost_usd,
                total_cost_usd=one.total_cost_usd,
                first_used_at=iso(one.first_used_us),
                last_used_at=iso(one.last_used_us),
                scores=[
                    VersionScoreView(
                        level=score.level,
                        name=score.name,
                        data_type=score.data_type,
                        count=score.count,
                        average=score.average,
                        categories=list(score.categories),
                    )
                    for score in one.scores
                ],
            )
            for one in found.versions
        ],
        slice_seconds=found.slice_seconds,
        slices=[
            UsageSliceView(
                start=iso(part.start_us),
                versions=[VersionCount(version=version, count=part.counts[version]) for version in sorted(part.counts)],
            )
            for part in found.slices
        ],
    )


def impact(going: Going, generation_count: int) -> PromptImpactView:
    """What depends on a prompt or version."""
    return PromptImpactView(
        version_count=len(going.versions),
        labels=_labels(going.labels),
        dependents=_dependents(going.dependents),
        dependent_count=len(going.dependents),
        generation_count=generation_count,
    )


def promotion(breaks: Sequence[Break]) -> PromotionPreview:
    """What labels would break where they go."""
    return PromotionPreview(
        breaks=[
            PromotionBreak(name=one.name, version=one.version, labels=list(one.labels), message=one.message)
            for one in breaks[:MAX_DEPENDENTS]
        ],
        break_count=len(breaks),
    )


def renamed(moved: Moved) -> RenamedView:
    """What was renamed."""
    return RenamedView(
        names=[RenamedPrompt(name=name, new_name=new_name) for name, new_name in moved.names.items()],
        rewritten=_dependents(moved.rewritten),
        rewritten_count=len(moved.rewritten),
    )


def _dependents(dependents: Sequence[Dependent]) -> list[PromptDependent]:
    return [
        PromptDependent(
            name=one.name, version=one.version, child_version=one.child_version, child_label=one.child_label
        )
        for one in dependents[:MAX_DEPENDENTS]
    ]


def author_name(created_by: str, authors: Mapping[str, str]) -> str:
    """Who made a version: ``API``, a name, or '' for somebody who is no member (any more)."""
    return API_AUTHOR if created_by == API_AUTHOR else authors.get(created_by, "")


def _labels(labels: Mapping[str, int]) -> list[PromptLabelRef]:
    return [PromptLabelRef(label=label, version=version) for label, version in labels.items()]
