"""The story by `langfuse` 2, which sends batches of events. Run as ``python -m … CHAPTER OUTPUT [ARGUMENT …]``."""

from typing import Any

from langfuse import Langfuse  # type: ignore[import-not-found]
from langfuse.decorators import langfuse_context, observe  # type: ignore[import-not-found]
from langfuse.media import LangfuseMedia  # type: ignore[import-not-found]

from tests.compat.scenarios import story


def send() -> dict[str, Any]:
    """A trace with everything; ended by a flush."""
    client = Langfuse()
    trace = client.trace(
        name=story.TRACE_NAME,
        user_id=story.USER,
        session_id=story.session_id(),
        tags=story.TAGS[:1],
        metadata={"plan": "free", "region": "eu"},
        version=story.VERSION,
        input=story.QUESTION,
    )
    root = trace.span(name="span", input=story.QUESTION)
    generation = root.generation(
        name="generation", model=story.MODEL, model_parameters=story.MODEL_PARAMETERS, input=story.MESSAGES
    )
    generation.event(name="event", input={"tick": 1}, level="DEBUG")
    generation.end(output=story.REPLY, usage_details=story.USAGE)
    own = root.generation(name="own cost", model=story.OWN_MODEL)
    own.end(usage_details=story.OWN_USAGE, cost_details=story.OWN_COST)
    tool = root.span(name="tool", input={"city": "Atlantis"})
    metadata = {"attempt": 2, "nested": {"deep": [1]}}
    tool.end(level="ERROR", status_message=story.TOOL_ERROR, metadata=metadata)
    file = LangfuseMedia(content_bytes=story.FILE, content_type=story.FILE_TYPE)
    root.span(name="file", input={"file": file}, output={"inline": story.INLINE_URI}).end()
    root.end(output=story.ANSWER, metadata={"depth": 1})
    # Later values win, tags unite, metadata is merged by key.
    trace.update(output=story.ANSWER, tags=story.TAGS[1:], metadata={"plan": "pro"})
    trace.score(name="numeric", value=0.25, data_type="NUMERIC", comment="so so")
    root.score(name="categorical", value="good", data_type="CATEGORICAL")
    client.score(name="boolean", value=1, data_type="BOOLEAN", trace_id=trace.id, observation_id=root.id)
    for value in (1, 2):
        client.score(name="again", value=value, trace_id=trace.id, id=f"again-{trace.id}")
    client.flush()
    return {"auth_check": client.auth_check(), "trace_id": trace.id, "trace_url": trace.get_trace_url()}


def read(trace_id: str) -> dict[str, Any]:
    """Everything that can be read of it with this SDK's own client."""
    client, session = Langfuse(), story.session_id()
    trace = client.fetch_trace(trace_id).data
    pages = [client.fetch_observations(trace_id=trace_id, limit=4, page=page).data for page in (1, 2)]
    file = client.fetch_media(story.media_id(story.FILE)).data
    resolved = client.resolve_media_references(
        obj={"file": f"@@@langfuseMedia:type={story.FILE_TYPE}|id={story.media_id(story.FILE)}|source=bytes@@@"},
        resolve_with="base64_data_uri",
    )
    daily = client.client.metrics.daily(user_id=story.USER, tags=story.TAGS).data
    return {
        "trace": {"name": trace.name, "user": trace.user_id, "tags": sorted(trace.tags)},
        "trace observations": sorted(one.name for one in trace.observations),
        "traces of the session": [one.id for one in client.fetch_traces(session_id=session).data],
        "session": [one.id for one in client.client.sessions.get(session).traces],
        "sessions": session in [one.id for one in client.fetch_sessions(limit=100).data],
        "observations v1": sorted(one.name for page in pages for one in page),
        "trace scores": sorted(one.name for one in trace.scores),
        "daily": any(used.model == story.MODEL for day in daily for used in day.usage),
        "file": [file.content_type, file.content_length],
        "resolved": resolved["file"],
    }


def exit_without_flush() -> dict[str, Any]:
    """What a program sends that only ends."""

    @observe(as_type="generation")  # type: ignore[untyped-decorator]
    def inner(number: int) -> int:
        return number + 1

    @observe()  # type: ignore[untyped-decorator]
    def outer(number: int) -> dict[str, Any]:
        langfuse_context.score_current_trace(name="at exit", value=1)
        return {"trace_id": langfuse_context.get_current_trace_id(), "number": inner(number)}

    result: dict[str, Any] = outer(1)
    return result


def prompts_and_datasets() -> dict[str, Any]:
    """Prompts by version and label, and a run on a dataset, linked item by item."""
    client, name = Langfuse(), story.session_id()
    client.create_prompt(name=name, prompt=story.PROMPT, labels=["production"])
    client.create_prompt(name=name, prompt=story.PROMPT_2, labels=["staging"], config={"temperature": 0})
    client.create_prompt(name=f"{name}-chat", type="chat", prompt=story.CHAT_PROMPT, labels=["production"])
    before = client.get_prompt(name, cache_ttl_seconds=0)
    client.update_prompt(name=name, version=2, new_labels=["production"])
    after = client.get_prompt(name, cache_ttl_seconds=0)
    chat = client.get_prompt(f"{name}-chat", type="chat", cache_ttl_seconds=0)

    client.create_dataset(name=name)
    for number in (1, 2):
        client.create_dataset_item(dataset_name=name, id=f"{name}-{number}", input=number, expected_output=number + 1)
    traces, outputs, right = [], [], []
    for item in client.get_dataset(name).items:
        trace = client.trace(name="task", input=item.input, output=item.input + 1)
        item.link(trace, f"run of {name}")
        right.append(float(item.input + 1 == item.expected_output))
        trace.score(name="right", value=right[-1])
        traces.append(trace.id)
        outputs.append(item.input + 1)
    client.flush()
    return {
        "before": [before.version, before.compile(city="Köln")],
        "after": [after.version, after.compile(city="Köln"), after.config],
        "chat": chat.compile(city="Köln"),
        "outputs": sorted(outputs),
        "right": right,
        "traces": traces,
    }


if __name__ == "__main__":
    story.main(
        {
            "send": send,
            "read": read,
            "exit": exit_without_flush,
            "prompts-and-datasets": prompts_and_datasets,
        }
    )
