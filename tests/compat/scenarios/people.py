"""Score configs, annotation queues, comments, projects and members, as the SDKs of langfuse 4 and 5 reach them."""

from typing import Any

from langfuse import Langfuse, get_client

from tests.compat.scenarios import story


def refusal_of(call: Any, *arguments: Any, **fields: Any) -> Any:
    """The HTTP status of a call that the server refuses."""
    try:
        call(*arguments, **fields)
    except Exception as error:
        return getattr(error, "status_code", repr(error))
    return None


def annotation(trace_id: str, user_id: str) -> dict[str, Any]:
    """A config is made and changed; a queue takes a trace, is given to somebody, and lets go of both."""
    api, name = get_client().api, story.session_id()
    config = api.score_configs.create(
        name=f"tone {name}",
        data_type="CATEGORICAL",
        categories=[{"label": "kind", "value": 1}, {"label": "rude", "value": 0}],
        description="how it sounds",
    )
    read = api.score_configs.get_by_id(config.id)
    changed = api.score_configs.update(config.id, description="how it reads", is_archived=True)
    api.score_configs.update(config.id, is_archived=False)
    queue = api.annotation_queues.create_queue(name=name, score_config_ids=[config.id], description="to look at")
    item = api.annotation_queues.create_queue_item(queue.id, object_id=trace_id, object_type="TRACE")
    again = api.annotation_queues.create_queue_item(queue.id, object_id=trace_id, object_type="TRACE")
    waiting = api.annotation_queues.list_queue_items(queue.id, status="PENDING", limit=10)
    done = api.annotation_queues.update_queue_item(queue.id, item.id, status="COMPLETED")
    assigned = api.annotation_queues.create_queue_assignment(queue.id, user_id=user_id)
    unassigned = api.annotation_queues.delete_queue_assignment(queue.id, user_id=user_id)
    return {
        "config": [read.name, read.data_type, [[one.label, one.value] for one in read.categories or []]],
        "changed": [changed.id == config.id, changed.description, changed.is_archived],
        "configs": config.id in [one.id for one in api.score_configs.get(limit=100).data],
        "missing config": refusal_of(api.score_configs.get_by_id, "none"),
        "queue": [queue.name, queue.description, queue.score_config_ids == [config.id]],
        "queues": queue.id in [one.id for one in api.annotation_queues.list_queues(limit=100).data],
        "read queue": api.annotation_queues.get_queue(queue.id).id == queue.id,
        "item": [item.object_id == trace_id, item.object_type, item.status, again.id == item.id],
        "waiting": [[one.id == item.id for one in waiting.data], waiting.meta.total_items],
        "done": [done.status, done.completed_at is not None],
        "read item": api.annotation_queues.get_queue_item(queue.id, item.id).status,
        "assigned": [assigned.user_id == user_id, assigned.queue_id == queue.id],
        "unassigned": unassigned.success,
        "deleted": api.annotation_queues.delete_queue_item(queue.id, item.id).success,
        "missing item": refusal_of(api.annotation_queues.get_queue_item, queue.id, item.id),
    }


def comments(trace_id: str, user_id: str) -> dict[str, Any]:
    """Two are written about the trace, one of them in somebody's name."""
    api = get_client().api
    subject: dict[str, Any] = {"object_type": "TRACE", "object_id": trace_id}
    project = api.projects.get().data[0].id
    first = api.comments.create(project_id=project, content="Ünïcode 👍", author_user_id=user_id, **subject)
    api.comments.create(project_id=project, content="a second one", **subject)
    comment = api.comments.get_by_id(first.id)
    listed = api.comments.get(limit=100, **subject)
    of_author = api.comments.get(author_user_id=user_id, **subject)
    return {
        "comment": [comment.content, comment.object_type, comment.object_id == trace_id, comment.author_user_id],
        "comments": [sorted(one.content for one in listed.data), listed.meta.total_items],
        "of author": [one.id == first.id for one in of_author.data],
        "missing comment": refusal_of(api.comments.get_by_id, "none"),
    }


def organisation(user_id: str, public_key: str, secret_key: str) -> dict[str, Any]:
    """A project is made, changed, given a key and a member, and deleted, with a key of the organisation."""
    of_project = get_client().api  # with a second client, the SDK asks which one is meant
    own = of_project.projects.get().data[0]
    api, name = Langfuse(public_key=public_key, secret_key=secret_key, tracing_enabled=False).api, story.session_id()
    project = api.projects.create(name=name, retention=0, metadata={"team": "Köln"})
    renamed = api.projects.update(project.id, name=f"{name} 2", metadata={"team": ["Bonn"]}, retention=0)
    key = api.projects.create_api_key(project.id, note="for a script")
    keys = api.projects.get_api_keys(project.id).api_keys
    members = api.organizations.get_organization_memberships().memberships
    promoted = api.organizations.update_organization_membership(user_id=user_id, role="MEMBER")
    lowered = api.organizations.update_project_membership(project.id, user_id=user_id, role="VIEWER")
    in_project = api.organizations.get_project_memberships(project.id).memberships
    api.organizations.delete_project_membership(project.id, user_id=user_id)
    return {
        "own": [own.id, own.name],
        "made": [project.name, project.metadata],
        "renamed": [renamed.id == project.id, renamed.name, renamed.metadata],
        "key": [key.note, key.secret_key.startswith("sk-lf-"), [one.public_key == key.public_key for one in keys]],
        "projects": project.id in [one.id for one in api.organizations.get_organization_projects().projects],
        "keys": public_key in [one.public_key for one in api.organizations.get_organization_api_keys().api_keys],
        "members": user_id in [one.user_id for one in members],
        "promoted": [promoted.user_id == user_id, promoted.role],
        "lowered": [lowered.role, [one.role for one in in_project]],
        "no key": api.projects.delete_api_key(project.id, key.id).success,
        "deleted project": api.projects.delete(project.id).success,
        "of a project's key": refusal_of(of_project.organizations.get_organization_memberships),
        "missing member": refusal_of(api.organizations.update_organization_membership, user_id="none", role="VIEWER"),
    }


def everything(trace_id: str, user_id: str, public_key: str, secret_key: str) -> dict[str, Any]:
    """All of it, in one process."""
    told = annotation(trace_id, user_id) | comments(trace_id, user_id)
    return told | organisation(user_id, public_key, secret_key)


if __name__ == "__main__":
    story.main({"everything": everything})
