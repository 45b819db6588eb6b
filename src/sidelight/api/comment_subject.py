"""What a comment is about: looked for where it lives, in the event store or among the prompts."""

from sqlalchemy.ext.asyncio import AsyncSession

from sidelight.platform.comments.reading import Subject
from sidelight.platform.comments.tables import MAX_OBJECT_ID, ObjectType
from sidelight.platform.prompts.finding import has_version
from sidelight.query.annotation_subject import load_environment
from sidelight.query.trace_of_observation import load_trace_of_observation
from sidelight.store.store import ProjectStore


async def find_subject(
    ps: ProjectStore, session: AsyncSession, object_type: ObjectType, object_id: str, trace_id: str = ""
) -> Subject | None:
    """The object with the trace that it lies in; None when the project has no such. Raises StoreError.

    Without ``trace_id``, an observation is looked for in all traces.
    """
    if not 0 < len(object_id) <= MAX_OBJECT_ID or len(trace_id) > MAX_OBJECT_ID:
        return None
    match object_type:
        case ObjectType.PROMPT:
            found = await has_version(session, ps.project_id, object_id)
            return Subject(object_type, object_id) if found else None
        case ObjectType.SESSION:
            known = await load_environment(ps, session_id=object_id)
            return None if known is None else Subject(object_type, object_id)
        case ObjectType.TRACE:
            known = await load_environment(ps, trace_id=object_id)
            return None if known is None else Subject(object_type, object_id, object_id)
        case ObjectType.OBSERVATION:
            home = trace_id or await load_trace_of_observation(ps, object_id)
            if not home or await load_environment(ps, trace_id=home, observation_id=object_id) is None:
                return None
            return Subject(object_type, object_id, home)
