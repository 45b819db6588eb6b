"""The story by SDKs on OpenTelemetry: `langfuse` 3, 4 and 5. Run as ``python -m … CHAPTER OUTPUT [ARGUMENT …]``."""

import json
from contextlib import ExitStack
from importlib.metadata import version
from typing import Any, get_args

import langfuse  # type: ignore[import-not-found]
from langfuse import Evaluation, EvaluatorInputs, get_client, observe, propagate_attributes
from langfuse.media import LangfuseMedia  # type: ignore[import-not-found]

from tests.compat.scenarios import story

_MAJOR = int(version("langfuse").split(".")[0])
_SPAN_LIKE = ["agent", "chain", "retriever", "evaluator", "guardrail"]


def known_types() -> list[str]:
    """The types of observations that this SDK declares."""

    def literals(hint: Any) -> set[str]:
        return {hint} if isinstance(hint, str) else set().union(*map(literals, get_args(hint)))

    return sorted(literals(langfuse.ObservationTypeLiteral))


def send() -> dict[str, Any]:
    """A trace with everything; ended by a flush."""
    client = get_client()
    with (
        propagate_attributes(
            trace_name=story.TRACE_NAME,
            user_id=story.USER,
            session_id=story.session_id(),
            tags=story.TAGS,
            metadata=story.METADATA,
            version=story.VERSION,
        ),
        client.start_as_current_observation(name="span", as_type="span", input=story.QUESTION) as root,
    ):
        trace_id = client.get_current_trace_id()
        with ExitStack() as stack:
            for kind in _SPAN_LIKE:
                stack.enter_context(client.start_as_current_observation(name=kind, as_type=kind))
            _leaves(client)
        with client.start_as_current_observation(
            name="file",
            input={"file": LangfuseMedia(content_bytes=story.FILE, content_type=story.FILE_TYPE)},
            output={"inline": story.INLINE_URI},
        ):
            pass
        root.update(output=story.ANSWER, metadata={"depth": 1})
        client.score_current_trace(name="numeric", value=0.25, data_type="NUMERIC", comment="so so")
        root.score(name="categorical", value="good", data_type="CATEGORICAL")
        root_id = root.id
    client.create_score(name="boolean", value=1, data_type="BOOLEAN", trace_id=trace_id, observation_id=root_id)
    client.create_score(name="session", value=4, data_type="NUMERIC", session_id=story.session_id())
    if _MAJOR >= 4:
        client.create_score(name="text", value="Näher erklären", data_type="TEXT", trace_id=trace_id)
    for value in (1, 2):
        client.create_score(name="again", value=value, trace_id=trace_id, score_id=f"again-{trace_id}")
    client.flush()
    return {
        "auth_check": client.auth_check(),
        "trace_id": trace_id,
        "trace_url": client.get_trace_url(trace_id=trace_id),
        "types": known_types(),
    }


def _leaves(client: Any) -> None:
    with client.start_as_current_observation(
        name="generation",
        as_type="generation",
        model=story.MODEL,
        model_parameters=story.MODEL_PARAMETERS,
        input=story.MESSAGES,
        usage_details=story.USAGE,
    ) as generation:
        generation.update(output=story.REPLY)
        client.create_event(name="event", input={"tick": 1}, level="DEBUG")
    with client.start_as_current_observation(
        name="embedding",
        as_type="embedding",
        model=story.OWN_MODEL,
        usage_details=story.OWN_USAGE,
        cost_details=story.OWN_COST,
    ):
        pass
    with client.start_as_current_observation(name="tool", as_type="tool", input={"city": "Atlantis"}) as tool:
        tool.update(level="ERROR", status_message=story.TOOL_ERROR, metadata={"attempt": 2, "nested": {"deep": [1]}})


def read(trace_id: str) -> dict[str, Any]:
    """Everything that can be read of it with this SDK's own client."""
    client, session = get_client(), story.session_id()
    api = client.api
    found: dict[str, Any] = {}
    if _MAJOR <= 4:
        trace = api.trace.get(trace_id)
        found["trace"] = {"name": trace.name, "user": trace.user_id, "tags": sorted(trace.tags)}
        found["trace observations"] = sorted(one.name for one in trace.observations)
        found["trace scores"] = sorted(one.name for one in trace.scores)
        found["traces of the session"] = [one.id for one in api.trace.list(session_id=session).data]
        found["session"] = [one.id for one in api.sessions.get(session).traces]
        found["sessions"] = session in [one.id for one in api.sessions.list(limit=100).data]
    if _MAJOR == 3:
        found["observations v1"] = sorted(one.name for one in api.observations.get_many(trace_id=trace_id).data)
        found["scores"] = sorted(one.name for one in api.score_v_2.get(trace_id=trace_id).data)
        found["session scores"] = [one.name for one in api.score_v_2.get(session_id=session).data]
        observations, metrics = api.observations_v_2, [api.metrics, api.metrics_v_2]
    elif _MAJOR == 4:
        v1 = api.legacy.observations_v1
        found["observations v1"] = sorted(one.name for one in v1.get_many(trace_id=trace_id).data)
        found["scores"] = sorted(one.name for one in api.scores.get_many(trace_id=trace_id).data)
        found["session scores"] = [one.name for one in api.scores.get_many(session_id=session).data]
        observations, metrics = api.observations, [api.legacy.metrics_v1, api.metrics]
    else:
        found["scores"] = sorted(one.name for one in api.scores.get_many(trace_id=trace_id).data)
        found["session scores"] = [one.name for one in api.scores.get_many(session_id=session).data]
        observations, metrics = api.observations, [api.metrics]
    found["observations"] = sorted(_by_pages(observations, trace_id))
    query = {
        "view": "observations",
        "metrics": [{"measure": "count", "aggregation": "count"}],
        "dimensions": [{"field": "type"}],
        "filters": [{"column": "sessionId", "operator": "=", "value": session, "type": "string"}],
        "fromTimestamp": "2020-01-01T00:00:00Z",
        "toTimestamp": "2100-01-01T00:00:00Z",
    }
    found["metrics"] = [
        {str(row["type"]): int(row["count_count"]) for row in one.metrics(query=json.dumps(query)).data}
        for one in metrics
    ]
    file = api.media.get(story.media_id(story.FILE))
    found["file"] = [file.content_type, file.content_length]
    resolved = client.resolve_media_references(
        obj={"file": f"@@@langfuseMedia:type={story.FILE_TYPE}|id={story.media_id(story.FILE)}|source=bytes@@@"},
        resolve_with="base64_data_uri",
    )
    found["resolved"] = resolved["file"]
    return found


def _by_pages(observations: Any, trace_id: str) -> list[str]:
    names: list[str] = []
    cursor = None
    while True:
        page = observations.get_many(trace_id=trace_id, fields="core,basic", limit=3, cursor=cursor)
        rows = [row if isinstance(row, dict) else row.dict() for row in page.data]
        names += [row["name"] for row in rows]
        cursor = page.meta.cursor
        if not cursor:
            return names


def evaluate() -> dict[str, Any]:
    """Judge the session's generations in batches, with the SDK's own runner."""
    client = get_client()
    scope = {"scope": "observations"} if _MAJOR < 5 else {}

    def inputs(*, item: Any) -> EvaluatorInputs:
        return EvaluatorInputs(input=item.input, output=item.output, expected_output=None, metadata={"id": item.id})

    def length(*, output: Any, **_: Any) -> Evaluation:
        text = output if isinstance(output, str) else json.dumps(output)
        return Evaluation(name="batch length", value=float(len(text) > 0), comment="judged in a batch")

    conditions = [
        {"type": "string", "column": "sessionId", "operator": "=", "value": story.session_id()},
        {"type": "string", "column": "name", "operator": "=", "value": "generation"},
    ]
    done = client.run_batched_evaluation(
        **scope,
        mapper=inputs,
        evaluators=[length],
        filter=json.dumps(conditions),
        fetch_batch_size=1,
        max_concurrency=1,
    )
    client.flush()
    return {
        "fetched": done.total_items_fetched,
        "processed": done.total_items_processed,
        "failed": done.total_items_failed,
        "scores": done.total_scores_created,
    }


def exit_without_flush() -> dict[str, Any]:
    """What a program sends that only ends."""

    @observe(as_type="generation")  # type: ignore[untyped-decorator]
    def inner(number: int) -> int:
        return number + 1

    @observe()  # type: ignore[untyped-decorator]
    def outer(number: int) -> dict[str, Any]:
        client = get_client()
        client.create_score(name="at exit", value=1, trace_id=client.get_current_trace_id())
        return {"trace_id": client.get_current_trace_id(), "number": inner(number)}

    result: dict[str, Any] = outer(1)
    return result


def prompts_and_datasets() -> dict[str, Any]:
    """Prompts by version and label, and an experiment on a dataset."""
    client, name = get_client(), story.session_id()
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

    def task(*, item: Any, **_: Any) -> int:
        return int(item.input) + 1

    def right(*, output: Any, expected_output: Any, **_: Any) -> Evaluation:
        return Evaluation(name="right", value=float(output == expected_output))

    result = client.get_dataset(name).run_experiment(name=f"run of {name}", task=task, evaluators=[right])
    client.flush()
    return {
        "before": [before.version, before.compile(city="Köln")],
        "after": [after.version, after.compile(city="Köln"), after.config],
        "chat": chat.compile(city="Köln"),
        "outputs": sorted(one.output for one in result.item_results),
        "right": [evaluation.value for one in result.item_results for evaluation in one.evaluations],
        "traces": [one.trace_id for one in result.item_results],
    }


def experiments() -> dict[str, Any]:
    """An experiment on a dataset, run twice, and one on values that are in none; with scores of items and of runs."""
    client, name = get_client(), f"{story.session_id()}/sums"
    client.create_dataset(name=name)
    for number in (1, 2):
        client.create_dataset_item(dataset_name=name, id=f"{name}-{number}", input=number, expected_output=number + 1)
    dataset = client.get_dataset(name)

    def right(*, output: Any, expected_output: Any, **_: Any) -> Evaluation:
        return Evaluation(name="right", value=float(output == expected_output))

    def overall(*, item_results: Any, **_: Any) -> Evaluation:
        return Evaluation(name="overall", value=len(item_results), comment="all")

    def run(run_name: str, added: int, data: Any) -> dict[str, Any]:
        def task(*, item: Any, **_: Any) -> int:
            return int(item["input"] if isinstance(item, dict) else item.input) + added

        options: dict[str, Any] = {"task": task, "evaluators": [right], "run_evaluators": [overall]}
        options |= {"name": "add", "run_name": run_name, "description": "adds", "metadata": {"added": added}}
        result = dataset.run_experiment(**options) if data is None else client.run_experiment(data=data, **options)
        address = getattr(result, "experiment_url", None) or result.dataset_run_url
        return {"url": address, "traces": [one.trace_id for one in result.item_results]}

    told = {
        "dataset": dataset.id,
        "name": name,
        "first": run(f"{name} 1", 0, None),
        "second": run(f"{name} 2", 1, None),
    }
    told["local"] = run(f"{name} local", 1, [{"input": 7, "expected_output": 8}])
    client.flush()
    return told


def runs(name: str, gone: str) -> dict[str, Any]:
    """The runs of a dataset as langfuse 3 and 4 read them, and what is left after one of them is deleted."""
    client = get_client()

    def names() -> list[str]:
        return sorted(run.name for run in client.get_dataset_runs(dataset_name=name).data)

    told: dict[str, Any] = {"before": names()}
    run = client.get_dataset_run(dataset_name=name, run_name=gone)
    told["run"] = {"id": run.id, "description": run.description, "metadata": run.metadata}
    told["items"] = [[item.dataset_item_id, item.trace_id] for item in run.dataset_run_items]
    client.delete_dataset_run(dataset_name=name, run_name=gone)
    return told | {"after": names()}


if __name__ == "__main__":
    story.main(
        {
            "send": send,
            "read": read,
            "evaluate": evaluate,
            "exit": exit_without_flush,
            "prompts-and-datasets": prompts_and_datasets,
            "experiments": experiments,
            "runs": runs,
        }
    )
