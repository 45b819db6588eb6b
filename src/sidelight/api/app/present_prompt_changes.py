"""Turns drafts of prompts and what hangs on prompts into what the web app shows."""

from collections.abc import Mapping, Sequence

from sidelight.api.app.present_prompts import author_name
from sidelight.api.app.prompt_change_models import (
    CompositionLineView,
    CompositionView,
    PromptPartView,
    PromptPreviewView,
    PromptProblemView,
    ProtectedLabelView,
)
from sidelight.api.app.prompt_models import PromptReferenceView
from sidelight.platform.clock import to_iso
from sidelight.platform.prompts.body import Body, placeholders_of, variables_of
from sidelight.platform.prompts.composition import CompositionLine
from sidelight.platform.prompts.preview import PromptPreview
from sidelight.platform.prompts.protection import ProtectedLabel
from sidelight.platform.prompts.references import Reference


def preview(found: PromptPreview, authors: Mapping[str, str]) -> PromptPreviewView:
    """A draft, put together."""
    return PromptPreviewView.model_validate(
        {
            "prompt": found.body,
            "variables": sorted(variables_of(found.body)),
            "placeholders": sorted(placeholders_of(found.body)),
            "parts": [
                PromptPartView.model_validate(
                    {"reference": _reference(reference), "version": part.version, "type": part.type}
                )
                for reference, part in found.parts.items()
            ],
            "problems": [
                PromptProblemView(
                    field=problem.field,
                    message=problem.message,
                    reference=None if problem.reference is None else _reference(problem.reference),
                )
                for problem in found.problems
            ],
            "latest_version": found.latest.version if found.latest else 0,
            "latest_by": author_name(found.latest.created_by, authors) if found.latest else "",
        }
    )


def composition(
    includes: Sequence[CompositionLine],
    included_in: Sequence[CompositionLine],
    has_more: bool,
    resolved: Body | None,
    problem: str,
) -> CompositionView:
    """How a version hangs together with others."""
    return CompositionView(
        includes=[_line(line) for line in includes],
        included_in=[_line(line) for line in included_in],
        has_more=has_more,
        resolved=resolved,
        problem=problem,
    )


def protected_label(label: ProtectedLabel, authors: Mapping[str, str]) -> ProtectedLabelView:
    """A protected label."""
    return ProtectedLabelView(
        label=label.label,
        prompt_count=label.prompt_count,
        created_by=authors.get(label.created_by, ""),
        created_at=to_iso(label.created_at),
    )


def _line(line: CompositionLine) -> CompositionLineView:
    return CompositionLineView.model_validate(
        {
            "depth": line.depth,
            "name": line.name,
            "reference": _reference(line.reference),
            "version": line.version,
            "type": line.type,
            "labels": list(line.labels),
            "fault": line.fault.kind if line.fault else None,
            "problem": line.fault.message if line.fault else "",
        }
    )


def _reference(reference: Reference) -> PromptReferenceView:
    return PromptReferenceView(name=reference.name, version=reference.version, label=reference.label)
