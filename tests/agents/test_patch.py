"""The files of patches, wherever a patch stands, and what several patches make of a file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.agents.patch import FileChange, joined_changes, patched_files

PATCH = """*** Begin Patch
*** Update File: src/a.py
*** Move to: src/b.py
@@ def run():
-    old
+    new
*** Add File: docs/n.md
+# Notes
+
*** Delete File: gone.txt
*** End Patch
"""
FILES = [
    FileChange("src/a.py", "updated", "@@ def run():\n-    old\n+    new", "src/b.py"),
    FileChange("docs/n.md", "added", "+# Notes\n+"),
    FileChange("gone.txt", "deleted"),
]


@pytest.mark.parametrize(
    "text",
    [
        PATCH,
        json.dumps(PATCH),
        json.dumps({"input": PATCH}),
        json.dumps({"command": ["apply_patch", PATCH]}),
        f"apply_patch <<'EOF'\n{PATCH}\nEOF",
        json.dumps({"cmd": f"cd /repo && apply_patch <<'EOF'\n{PATCH}EOF\n"}),
        PATCH.replace("\n", "\r\n"),
        PATCH.replace("*** End Patch\n", ""),
    ],
)
def test_reads_a_patch_in_every_form(text: str) -> None:
    assert patched_files(text) == FILES


def test_reads_several_patches_and_text_without_any() -> None:
    assert [one.path for one in patched_files(PATCH + "\n" + PATCH)] == [one.path for one in FILES] * 2
    assert patched_files('{"cmd": "ls"}') == []
    assert patched_files("*** Begin Patch\n*** End Patch") == []


def test_joins_what_happens_to_a_file() -> None:
    added = FileChange("n", "added", "+1")
    assert joined_changes([added, FileChange("n", "updated", "-1\n+2")]) == [FileChange("n", "added", "+1\n-1\n+2")]
    assert joined_changes([added, FileChange("n", "deleted")]) == []
    assert joined_changes([FileChange("n", "deleted"), added]) == [FileChange("n", "updated", "+1")]
    assert joined_changes([FileChange("n", "updated", "+x"), FileChange("n", "deleted")]) == [
        FileChange("n", "deleted")
    ]


def test_follows_a_file_that_moves() -> None:
    moved = FileChange("a", "updated", "+x", "b")
    later = FileChange("b", "updated", "+y")
    assert joined_changes([moved, later]) == [FileChange("a", "updated", "+x\n+y", "b")]


@given(st.text(alphabet=st.sampled_from('*** BeginPatchEndUpdateFile:\n+-@{}[]"\\ '), max_size=300))
def test_any_text_is_read(text: str) -> None:
    for change in joined_changes(patched_files(text)):
        assert change.path
