"""Imports as the web app's types."""

from typing import Literal

from pydantic import Field

from sidelight.api.app.models import AppModel
from sidelight.platform.datasets.transfer.mapping import Columns, Target, TargetKind


class ImportTarget(AppModel):
    """What a column becomes; ``key`` is one of input, expected output or metadata, '' all of it."""

    kind: TargetKind
    key: str = Field("", max_length=500)
    is_text: bool = Field(False, description="Never read as JSON or a number.")


class ImportOptions(AppModel):
    """How a file is written, and what its columns become. Left out: as the file itself suggests."""

    file_name: str = Field("", max_length=500)
    encoding: Literal["", "utf-8", "utf-16", "windows-1252", "iso-8859-1"] = ""
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    mapping: dict[str, ImportTarget] | None = None
    derive_ids: bool = Field(True, description="Make ids from what rows hold, so that the same row is the same item.")
    is_head: bool = Field(False, description="The body is only the beginning of the file.")

    def columns(self) -> Columns | None:
        """As the core takes it."""
        if self.mapping is None:
            return None
        return {name: Target(one.kind, one.key, one.is_text) for name, one in self.mapping.items()}


class ImportColumn(AppModel):
    """A column and what it becomes, with the beginning of a value of it."""

    name: str
    sample: str
    target: ImportTarget


class PreviewedItem(AppModel):
    """What a row would become, in short; ``problem`` says why it cannot."""

    row: int
    id: str
    input_preview: str
    expected_output_preview: str
    metadata_preview: str
    field: str
    problem: str


class RefusedRow(AppModel):
    """A row that cannot become an item."""

    row: int
    field: str
    message: str


class ImportPreview(AppModel):
    """What a file would become."""

    format: Literal["csv", "jsonl", "json"]
    encoding: str
    delimiter: str
    columns: list[ImportColumn]
    problem: str = Field(description="Why this mapping is not possible; '' when it is.")
    rows: int
    problem_count: int
    items: list[PreviewedItem]
    refused: list[RefusedRow]


class ImportedRow(RefusedRow):
    """A refused row with what it held: JSON as text, so that no number loses a digit."""

    record: str


class ImportProgress(AppModel):
    """A line of the answer to an import; ``refused`` are the rows since the line before."""

    state: Literal["counting", "writing", "done", "stopped", "failed"]
    rows: int
    total: int
    created: int
    updated: int
    unchanged: int
    refused_count: int
    refused: list[ImportedRow]
    message: str = Field("", description="Why it failed.")
