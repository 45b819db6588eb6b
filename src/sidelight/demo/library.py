"""The scripts that come with the package: ``sessions/*.toml``, one session a file, named by its key."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from sidelight.demo.script import Action, Call, Mcp, Patch, Plan, Session, Shell, Spawn, Turn


def load_sessions() -> list[Session]:
    """All scripts, earliest session first."""
    folder = files("sidelight.demo") / "sessions"
    found = [
        read_session(entry.name.removesuffix(".toml"), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    ]
    return sorted(found, key=lambda session: (-session.hours_ago, session.key))


def read_session(key: str, text: str) -> Session:
    """The session in a script's text. Raises ``TypeError`` or ``KeyError`` for fields that a script does not have."""
    data = tomllib.loads(text)
    turns = tuple(_turn(turn) for turn in data.pop("turns"))
    return Session(
        key=key,
        turns=turns,
        mcp_servers=tuple(data.pop("mcp_servers", ())),
        resumed_after=frozenset(data.pop("resumed_after", ())),
        **data,
    )


def _turn(data: Mapping[str, Any]) -> Turn:
    return Turn(**{**data, "calls": _calls(data)})


def _calls(data: Mapping[str, Any]) -> tuple[Call, ...]:
    return tuple(
        Call(
            **{
                **call,
                "actions": tuple(_action(dict(action)) for action in call.get("actions", ())),
                "failures": tuple(call.get("failures", ())),
            }
        )
        for call in data["calls"]
    )


def _action(data: dict[str, Any]) -> Action:
    match data.pop("do"):
        case "shell":
            return Shell(**data)
        case "patch":
            return Patch(**data)
        case "mcp":
            return Mcp(**data)
        case "plan":
            return Plan(**{**data, "steps": tuple(data["steps"])})
        case "spawn":
            return Spawn(**{**data, "calls": _calls(data)})
        case other:
            raise KeyError(f"there is no action {other!r}")
