"""A project's own model definitions in the database.

The tiers are one JSON text: they are read and written as a whole, and never asked for by their parts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import orjson
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.enrich.model_rules import ModelDraft, ModelError, check_draft
from sidelight.enrich.priced_model import AttributeCondition, Condition, Operator, PricedModel, Tier, UsageCondition
from sidelight.model.time import NS_PER_US
from sidelight.platform.clock import now
from sidelight.platform.ids import new_id
from sidelight.platform.json_text import strict_json
from sidelight.platform.models.tables import ModelDefinition
from sidelight.platform.tables import Project

MAX_MODELS = 2000

# The time alone would not do: clocks of servers differ, and a deletion leaves it as it was.
Version: TypeAlias = tuple[int, int, datetime]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_US = timedelta(microseconds=1)


async def create_model(session: AsyncSession, project_id: str, draft: ModelDraft) -> PricedModel:
    """Make a definition.

    Raises:
        ModelError: it cannot be used, one of this name and start exists, or the project has too many.
    """
    check_draft(draft)
    await _lock(session, project_id)
    count = await session.scalar(
        select(func.count()).select_from(ModelDefinition).where(ModelDefinition.project_id == project_id)
    )
    if (count or 0) >= MAX_MODELS:
        raise ModelError("", f"The project has {MAX_MODELS} models of its own already; delete some that are not used.")
    await _refuse_same(session, project_id, draft)
    row = ModelDefinition(id=new_id(), project_id=project_id)
    _fill(row, draft, ())
    session.add(row)
    await session.flush()
    return model_of(row)


async def replace_model(
    session: AsyncSession, project_id: str, model_id: str, draft: ModelDraft
) -> tuple[PricedModel, PricedModel] | None:
    """Put a definition in the place of another, which keeps its id: how it was, and how it is now.

    None when the project has no model of this id. Raises :class:`ModelError` as :func:`create_model` does.
    """
    check_draft(draft)
    await _lock(session, project_id)
    row = await _row(session, project_id, model_id)
    if row is None:
        return None
    before = model_of(row)
    await _refuse_same(session, project_id, draft, but=model_id)
    _fill(row, draft, before.tiers)
    row.updated_at = now()
    row.revision += 1
    await session.flush()
    return before, model_of(row)


async def delete_model(session: AsyncSession, project_id: str, model_id: str) -> PricedModel | None:
    """Delete a definition, and say how it was; None when the project has none of this id."""
    row = await _row(session, project_id, model_id)
    if row is None:
        return None
    await session.delete(row)
    return model_of(row)


async def load_models(session: AsyncSession, project_id: str) -> list[PricedModel]:
    """All definitions of a project."""
    rows = await session.scalars(select(ModelDefinition).where(ModelDefinition.project_id == project_id))
    return [model_of(row) for row in rows]


async def load_model(session: AsyncSession, project_id: str, model_id: str) -> PricedModel | None:
    """One definition of a project; None when it has none of this id."""
    row = await _row(session, project_id, model_id)
    return model_of(row) if row else None


async def load_versions(session: AsyncSession) -> dict[str, Version]:
    """What changes when a project's definitions do, by project: cheap to ask for again and again."""
    rows = await session.execute(
        select(
            ModelDefinition.project_id,
            func.count(),
            func.sum(ModelDefinition.revision),
            func.max(ModelDefinition.updated_at),
        ).group_by(ModelDefinition.project_id)
    )
    return {project_id: (count, int(revisions), changed_at) for project_id, count, revisions, changed_at in rows}


def model_of(row: ModelDefinition) -> PricedModel:
    """The definition of a row."""
    return PricedModel(
        id=row.id,
        name=row.name,
        match_pattern=row.match_pattern,
        tiers=tuple(_tier(tier) for tier in orjson.loads(row.tiers)),
        start_ns=None if row.start_at is None else _to_ns(row.start_at),
        unit=row.unit,
        tokenizer_id=row.tokenizer_id,
        tokenizer_config=None if row.tokenizer_config is None else orjson.loads(row.tokenizer_config),
        created_ns=_to_ns(row.created_at),
    )


async def _lock(session: AsyncSession, project_id: str) -> None:
    """One change of a project's models at a time, so that two requests cannot make the same model."""
    await session.execute(select(Project.id).where(Project.id == project_id).with_for_update())


async def _row(session: AsyncSession, project_id: str, model_id: str) -> ModelDefinition | None:
    return await session.scalar(
        select(ModelDefinition).where(ModelDefinition.project_id == project_id, ModelDefinition.id == model_id)
    )


async def _refuse_same(session: AsyncSession, project_id: str, draft: ModelDraft, but: str = "") -> None:
    start_at = None if draft.start_ns is None else _from_ns(draft.start_ns)
    same_start = ModelDefinition.start_at.is_(None) if start_at is None else ModelDefinition.start_at == start_at
    found = await session.scalar(
        select(ModelDefinition.id).where(
            ModelDefinition.project_id == project_id,
            ModelDefinition.name == draft.name,
            same_start,
            ModelDefinition.id != but,
        )
    )
    if found is not None:
        raise ModelError(
            "modelName",
            f"Model name '{draft.name}' already exists in project with this start date. "
            "Change that model, or give this one another startDate.",
        )


def _fill(row: ModelDefinition, draft: ModelDraft, before: Sequence[Tier]) -> None:
    """The draft into the row; tiers of a name that was there before keep their ids."""
    ids = {tier.name: tier.id for tier in before}
    row.name = draft.name
    row.match_pattern = draft.match_pattern
    row.start_at = None if draft.start_ns is None else _from_ns(draft.start_ns)
    row.unit = draft.unit
    row.tokenizer_id = draft.tokenizer_id
    row.tokenizer_config = None if draft.tokenizer_config is None else strict_json(draft.tokenizer_config)
    tiers = [
        replace(tier, id=ids.get(tier.name) or (f"{row.id}_tier_default" if tier.is_default else new_id()))
        for tier in sorted(draft.tiers, key=lambda tier: tier.priority)
    ]
    row.tiers = strict_json([_tier_json(tier) for tier in tiers])


def _tier_json(tier: Tier) -> dict[str, Any]:
    return {
        "id": tier.id,
        "name": tier.name,
        "is_default": tier.is_default,
        "priority": tier.priority,
        "conditions": [_condition_json(condition) for condition in tier.conditions],
        "prices": dict(tier.prices),
    }


def _condition_json(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, UsageCondition):
        return {
            "usage_pattern": condition.usage_pattern,
            "operator": condition.operator,
            "value": condition.value,
            "case_sensitive": condition.case_sensitive,
        }
    return {"source": condition.source, "key": condition.key, "values": list(condition.values)}


def _tier(stored: dict[str, Any]) -> Tier:
    return Tier(**{**stored, "conditions": tuple(_condition(one) for one in stored["conditions"])})


def _condition(stored: dict[str, Any]) -> Condition:
    if "usage_pattern" in stored:
        return UsageCondition(**{**stored, "operator": Operator(stored["operator"])})
    return AttributeCondition(stored["source"], stored["key"], tuple(stored["values"]))


def _to_ns(moment: datetime) -> int:
    return (moment - _EPOCH) // _US * NS_PER_US


def _from_ns(time_ns: int) -> datetime:
    return _EPOCH + timedelta(microseconds=time_ns // NS_PER_US)
