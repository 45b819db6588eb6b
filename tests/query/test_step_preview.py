"""One line that tells what a step did."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.query.step_preview import command_of, said_in, step_preview


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ('{"cmd": "ls -la", "workdir": "/tmp"}', "ls -la"),
        ('{"command":["bash","-lc","cargo test"],"timeout_ms":5}', "cargo test"),
        ('{"command": ["git", "status"]}', "git status"),
        ('{"command": "echo \\"hi\\"\\nls"}', 'echo "hi" ls'),
        ('{"workdir": "/tmp", "cmd": "cut off in the mid…', "cut off in the mid…"),
        ('{"command": ["bash", "-lc", "cut o…', "cut o…"),
        ('{"query": "weather"}', "weather"),
        ('{"other": 1}', '{"other": 1}'),
        ("*** Begin Patch", "*** Begin Patch"),
        ('{"cmd": ""}', '{"cmd": ""}'),
        ('{"cmd": "ends with \\', "ends with"),
        ("{", "{"),
        ("", ""),
    ],
)
def test_command_of(arguments: str, command: str) -> None:
    assert command_of(arguments) == command


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi\\nthere"}]', "Hi there"),
        ('[{"message":{"role":"assistant","content":"Light clothes, and **a ja…', "Light clothes, and **a ja…"),
        ('[{"role":"assistant","parts":[{"type":"text","content":"Yes"}]}]', "Yes"),
        ('{"messages": [{"type": "human", "content": "Compare."}]}', "Compare."),
        ('[{"message":{"role":"assistant","tool_calls":[{"tool_call":{"function":{"name":"find"', "→ find"),
        ('{"role":"assistant","content":"","tool_calls":[{"toolCallId":"c","toolName":"stock"}]}', "→ stock"),
        ('{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"shot","input":{}}]}', "→ shot"),
        ('[{"role": "assistant", "conte…', '[{"role": "assistant", "conte…'),
        ('{"city": "Rome", "content": "x"}', '{"city": "Rome", "content": "x"}'),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_said_in(text: str, said: str) -> None:
    assert said_in(text) == said
    assert step_preview("GENERATION", "", "", text, 500) == said
    assert step_preview("TOOL", "", "", text, 500) == text


@given(command=st.text(min_size=1).filter(str.strip), cut=st.integers(0))
def test_cut_arguments_never_fail(command: str, cut: int) -> None:
    text = orjson.dumps({"cmd": command.encode("utf-8", "replace").decode()}).decode()
    command_of(text[: cut % (len(text) + 1)])


def test_what_tells_most_about_each_kind_of_step() -> None:
    assert step_preview("AGENT", "turn", "prompt", "answer", 120) == "prompt"
    assert step_preview("GENERATION", "model_call", "prompt", "answer", 120) == "answer"
    assert step_preview("GENERATION", "", "prompt", "", 120) == "prompt"
    assert step_preview("TOOL", "", '{"cmd": "ls"}', "files", 120) == "ls"
    assert step_preview("TOOL", "", "", "files", 120) == "files"
    assert step_preview("SPAN", "", "", "out", 120) == "out"
    assert step_preview("SPAN", "", "a" * 121, "", 120) == "a" * 119 + "…"
