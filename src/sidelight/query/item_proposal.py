"""The item of a dataset that a trace, an observation or an agent's turn makes. Pure.

A turn of an agent becomes ``prompt → {answer, changedFiles}``. What the agent did not export is said, never guessed and
never left as if it were empty. What a person wrote as the correct output goes before what was really said.
"""

import os.path
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sidelight.agents.patch import FileChange
from sidelight.model.json_text import parsed_exactly
from sidelight.query.dataset_source import MissingSource, ObservationSource, Source, SourceRef, TraceSource
from sidelight.query.observation import ObservationRecord
from sidelight.query.turn_work import TurnWork

Kind = Literal["turn", "generation", "observation", "trace"]

_EFFORT_KEYS = ("codex.turn.reasoning_effort", "reasoning_effort", "model_reasoning_effort")
_PLACE_KEYS = ("cwd", "repo", "repository", "branch")
_US_PER_MS = 1_000


@dataclass(frozen=True, slots=True)
class ItemProposal:
    """Values of an item, and what there is to know before it is added (``notes``)."""

    ref: SourceRef
    kind: Kind
    name: str
    input: Any
    expected_output: Any
    metadata: dict[str, Any]
    source_metadata: dict[str, Any]
    notes: tuple[str, ...] = ()


class ProposalRefused(Exception):
    """Nothing can be made of this; the message says why, and what to do."""


def propose(source: Source) -> ItemProposal:
    """The item that a source makes.

    Raises:
        ProposalRefused: there is no such source, or it holds nothing to make an item from.
    """
    if isinstance(source, MissingSource):
        what = "observation" if source.ref.observation_id else "trace"
        raise ProposalRefused(f"There is no such {what} in this project; it may have been deleted.")
    if isinstance(source, TraceSource):
        return _of_trace(source)
    if source.work is not None:
        return _of_turn(source, source.work)
    return _of_observation(source)


# --- turns of agents --------------------------------------------------------------------------------------------------


def _of_turn(source: ObservationSource, work: TurnWork) -> ItemProposal:
    record = source.record
    if record.input is None:
        raise ProposalRefused(
            "The prompt of this turn was not exported. Set log_user_prompt = true under [otel] in Codex's config.toml."
        )
    notes = [record.status_message] if record.status_message else []
    expected: dict[str, Any] = {}
    if record.output is not None:
        expected["answer"] = record.output
    expected["changedFiles"] = [_file(change) for change in work.files]
    if record.output is None:
        expected["notExported"] = ["answer"]
        notes.append("The answer was not exported. Set log_agent_responses = true under [otel] in Codex's config.toml.")
    if work.has_unseen_changes and not work.files:
        notes.append("Commands ran; which files they changed is not in the telemetry.")
    metadata = _turn_facts(record, work)
    if source.correction is not None:
        corrected = parsed_exactly(source.correction)
        if isinstance(corrected, dict):
            expected = corrected
        else:
            expected = {"answer": corrected, "changedFiles": expected["changedFiles"]}
        metadata["expected_from"] = "correction"
    return ItemProposal(
        source.ref,
        "turn",
        record.input.strip().partition("\n")[0],
        record.input,
        expected,
        metadata,
        _own(record.metadata),
        tuple(notes),
    )


def _file(change: FileChange) -> dict[str, str]:
    said = {"path": change.path, "change": change.change, "movedTo": change.moved_to, "patch": change.patch}
    return {key: value for key, value in said.items() if value}


def _turn_facts(record: ObservationRecord, work: TurnWork) -> dict[str, Any]:
    effort = next((record.metadata[key] for key in _EFFORT_KEYS if record.metadata.get(key)), "")
    found: dict[str, Any] = {
        "agent": record.source,
        "model": _one_or_all(work.models),
        "effort": effort or _one_or_all(work.efforts),
        "cwd": _common_folder(work.folders),
        **{key: record.metadata.get(key, "") for key in _PLACE_KEYS if record.metadata.get(key)},
        f"{record.source or 'agent'}_version": record.version,
        "duration_ms": _milliseconds(record.duration_us),
        "cost_usd": work.cost_usd,
        "tools": dict(sorted(work.tools.items())),
        **_level(record),
    }
    return {key: value for key, value in found.items() if value not in ("", None, {}, [])}


def _one_or_all(values: tuple[str, ...]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


def _common_folder(folders: tuple[str, ...]) -> str:
    """The folder that all commands ran in or below; ``""`` when none is known, or only the root is common."""
    absolute = [folder for folder in folders if folder.startswith("/")]
    if not absolute:
        return folders[0] if len(folders) == 1 else ""
    common = os.path.commonpath(absolute)
    return "" if common == "/" else common


# --- everything else --------------------------------------------------------------------------------------------------


def _of_observation(source: ObservationSource) -> ItemProposal:
    record = source.record
    is_generation = record.type == "GENERATION"
    if record.input is None and record.output is None and source.correction is None:
        raise ProposalRefused(
            "Codex does not export what a model is asked; add the turn around it instead."
            if record.kind == "model_call"
            else "Neither input nor output was recorded, so there is nothing to add."
        )
    expected, facts = _expected(record.output, source.correction, is_message=is_generation)
    prompt = f"{record.prompt_name} v{record.prompt_version}" if record.prompt_name else ""
    found = {
        "name": record.name,
        "type": record.type,
        "model": record.model,
        "model_parameters": dict(record.model_parameters),
        "prompt": prompt,
        "environment": record.environment,
        "version": record.version,
        "release": record.release,
        "duration_ms": _milliseconds(record.duration_us),
        "cost_usd": record.cost_usd,
        **_level(record),
        **facts,
    }
    value = parsed_exactly(record.input)
    return ItemProposal(
        source.ref,
        "generation" if is_generation else "observation",
        record.name,
        _messages(value) if is_generation else value,
        expected,
        {key: one for key, one in found.items() if one not in ("", None, {}, [])},
        _own(record.metadata),
        _missing(record.input, expected),
    )


def _of_trace(source: TraceSource) -> ItemProposal:
    summary, texts = source.summary, source.texts
    if texts.input is None and texts.output is None and source.correction is None:
        raise ProposalRefused("Neither input nor output of this trace was recorded; add one of its observations.")
    expected, facts = _expected(texts.output, source.correction, is_message=False)
    found = {
        "name": summary.name,
        "model": _one_or_all(summary.models),
        "environment": summary.environment,
        "version": summary.version,
        "release": summary.release,
        "tags": list(summary.tags),
        "duration_ms": _milliseconds(summary.duration_us),
        "cost_usd": summary.cost_usd,
        **facts,
    }
    return ItemProposal(
        source.ref,
        "trace",
        summary.name,
        parsed_exactly(texts.input),
        expected,
        {key: one for key, one in found.items() if one not in ("", None, {}, [])},
        _own(texts.metadata),
        _missing(texts.input, expected),
    )


def _expected(output: str | None, correction: str | None, *, is_message: bool) -> tuple[Any, dict[str, Any]]:
    if correction is not None:
        return parsed_exactly(correction), {"expected_from": "correction"}
    value = parsed_exactly(output)
    return (_message(value) if is_message else value), {}


def _missing(given: str | None, expected: Any) -> tuple[str, ...]:
    notes = ["No input was recorded."] if given is None else []
    return (*notes, "No output was recorded; the item has no expected output.") if expected is None else tuple(notes)


def _messages(value: Any) -> Any:
    """The messages of a request that holds nothing else."""
    if isinstance(value, dict) and list(value) == ["messages"] and isinstance(value["messages"], list):
        return value["messages"]
    return value


def _message(value: Any) -> Any:
    """The one message of an answer, out of the list or the choices around it."""
    if isinstance(value, dict) and isinstance(value.get("choices"), list):
        value = value["choices"]
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        one = value[0]
        if isinstance(one.get("message"), dict):
            return one["message"]
        return one if "role" in one else value
    return value


def _milliseconds(duration_us: int | None) -> int | None:
    return None if duration_us is None else round(duration_us / _US_PER_MS)


def _level(record: ObservationRecord) -> dict[str, str]:
    if record.level in ("DEFAULT", "DEBUG"):
        return {}
    return {"level": record.level, "status_message": record.status_message}


def _own(metadata: Mapping[str, str]) -> dict[str, Any]:
    return {key: parsed_exactly(value) for key, value in metadata.items()}
