"""Prompts as Langfuse's contract has them."""

from typing import Any

from sidelight.platform.clock import to_iso
from sidelight.platform.prompts.body import Body
from sidelight.platform.prompts.listing import PromptSummary
from sidelight.platform.prompts.record import PromptRecord


def prompt_shape(record: PromptRecord, body: Body | None = None, graph: dict[str, Any] | None = None) -> dict[str, Any]:
    """``Prompt``; ``body`` stands for the stored one when its references are resolved."""
    return {
        "id": record.id,
        "projectId": record.project_id,
        "name": record.name,
        "version": record.version,
        "type": record.type,
        "prompt": record.body if body is None else body,
        "config": record.config,
        "labels": list(record.labels),
        "tags": list(record.tags),
        "commitMessage": record.commit_message,
        "resolutionGraph": graph,
        "createdBy": record.created_by,
        "createdAt": to_iso(record.created_at),
        "updatedAt": to_iso(record.updated_at),
    }


def prompt_meta_shape(summary: PromptSummary) -> dict[str, Any]:
    """``PromptMeta``."""
    return {
        "name": summary.name,
        "type": summary.type,
        "versions": list(summary.versions),
        "labels": list(summary.labels),
        "tags": list(summary.tags),
        "lastUpdatedAt": to_iso(summary.last_updated_at),
        "lastConfig": summary.last_config,
    }
