"""Reads tables and JSON Lines of strangers: record by record, in bounded memory, each fault told with its line."""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, Literal, TypeAlias

from sidelight.model.exact_json import exact_decoder, read_json

FileFormat: TypeAlias = Literal["csv", "jsonl", "json"]  # json: a list, or objects of several lines

_SNIFFED = 64 * 1024
_DELIMITERS = ",;\t|"
_MAX_COLUMNS = 500
_ARCHIVE = b"PK\x03\x04"
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_GAP = re.compile(r"[\s,\ufeff]*")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A cell may be as long as the file, whose size is bounded before it is read. The limit is one for the process.
csv.field_size_limit(2**31 - 1)


class FileRefusal(ValueError):
    """The file cannot be read at all; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written."""

    format: FileFormat
    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its number from 1 without the head, and its values by column; or what is wrong with it."""

    number: int
    values: dict[str, Any]
    problem: str = ""


def find_layout(file: IO[bytes], name: str, encoding: str = "", delimiter: str = "") -> Layout:
    """Tell the format by name and first bytes; what is given is taken as it is.

    Raises:
        FileRefusal: the file is empty, or not text in the encoding.
    """
    file.seek(0)
    head = file.read(_SNIFFED)
    if not head.strip():
        raise FileRefusal("The file is empty.")
    if head.startswith(_ARCHIVE):
        raise FileRefusal("This is a workbook or an archive, not a text file. Save the sheet as CSV (UTF-8).")
    encoding = encoding or find_encoding(head)
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except (UnicodeDecodeError, LookupError):
        raise _undecodable(encoding) from None
    text = text.lstrip("\ufeff").lstrip()
    ending = name.lower().rpartition(".")[2]
    if ending in ("jsonl", "ndjson"):
        return Layout("jsonl", encoding, "")
    if ending not in ("csv", "tsv") and text.startswith("{"):
        return Layout("jsonl" if _is_json(text.partition("\n")[0]) else "json", encoding, "")
    if ending == "json":
        return Layout("json", encoding, "")
    return Layout("csv", encoding, delimiter or _delimiter_of(text))


def find_encoding(head: bytes) -> str:
    """The encoding of a text by its first bytes: its mark, zeros as UTF-16 has them, UTF-8, or else Windows'. Pure."""
    if found := next((found for bom, found in _BOMS if head.startswith(bom)), ""):
        return found
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 6 > len(head):
        return "utf-16-be" if even > odd else "utf-16-le"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "utf-8" if _CONTROL.search(head) else "windows-1252"
    return "utf-8"


def read_records(file: IO[bytes], layout: Layout, *, is_head: bool = False) -> Iterator[Record]:
    """All records. With ``is_head`` the file was cut somewhere, so that its last record is left out.

    Raises:
        FileRefusal: the file is not text in the layout's encoding, or has no usable head.
    """
    file.seek(0)
    errors = "ignore" if is_head else "strict"  # the cut may go through a character
    text = io.TextIOWrapper(file, layout.encoding, errors, newline="")
    try:
        if layout.format == "csv":
            records = _csv_records(text, layout.delimiter)
        else:
            records = _json_lines(text) if layout.format == "jsonl" else _json_values(text.read())
        yield from _without_last(records) if is_head else records
    except UnicodeDecodeError:
        raise _undecodable(layout.encoding) from None
    finally:
        text.detach()


def _csv_records(text: io.TextIOWrapper, delimiter: str) -> Iterator[Record]:
    # Strict: a quote that is never closed would otherwise swallow the rest of the file without a word.
    rows = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        head = next(rows, [])
    except csv.Error as error:
        raise FileRefusal(f"The first line is not CSV: {_csv_problem(error)}.") from error
    columns = _unique(head)
    number = 0
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Record(number, {}, f"Line {line}: {_csv_problem(error)}.")
            continue
        if not row or row == [""]:
            continue
        number += 1
        values = dict(zip(columns, row, strict=False))
        if len(row) == len(columns):
            yield Record(number, values)
        else:
            yield Record(number, values, f"Line {line} has {len(row)} cells, the head has {len(columns)}.")


def _json_lines(text: io.TextIOWrapper) -> Iterator[Record]:
    number = 0
    for at, line in enumerate(text, 1):
        bare = line.strip().removeprefix("\ufeff")
        if not bare:
            continue
        number += 1
        try:
            value = read_json(bare)
        except (ValueError, RecursionError) as error:
            yield Record(number, {}, f"Line {at} is not JSON: {error}.")
            continue
        yield _record_of(number, value, f"Line {at}")


def _json_values(text: str) -> Iterator[Record]:
    """The objects of a JSON list, or one after the other. After one that is not JSON nothing further can be found."""
    at = _after_gap(text, 0)
    is_list = text.startswith("[", at)
    at += is_list
    decoder = exact_decoder()
    number = 0
    while True:
        at = _after_gap(text, at)
        if at == len(text) or (is_list and text[at] == "]"):
            return
        number += 1
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            line = text.count("\n", 0, at) + 1
            yield Record(number, {}, f"What begins on line {line} is not JSON: {error}. Nothing after it can be read.")
            return
        yield _record_of(number, value, f"Value {number}")


def _after_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at


def _record_of(number: int, value: Any, place: str) -> Record:
    return Record(number, value) if isinstance(value, dict) else Record(number, {}, f"{place} is no JSON object.")


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _csv_problem(error: csv.Error) -> str:
    told = str(error)
    return "a cell begins with a quote that is never closed" if told == "unexpected end of data" else told


def _without_last(records: Iterator[Record]) -> Iterator[Record]:
    before = next(records, None)
    for record in records:
        if before is not None:
            yield before
        before = record


def _unique(head: list[str]) -> list[str]:
    """Names of columns: never empty, never twice."""
    if len(head) > _MAX_COLUMNS:
        raise FileRefusal(f"The first line names {len(head)} columns; {_MAX_COLUMNS} are possible.")
    names: list[str] = []
    for at, cell in enumerate(head, 1):
        name = cell.strip().removeprefix("\ufeff") or f"column {at}"
        number, unique = 2, name
        while unique in names:
            unique, number = f"{name} ({number})", number + 1
        names.append(unique)
    if not names:
        raise FileRefusal("The first line must name the columns.")
    return names


def _delimiter_of(text: str) -> str:
    """The sign that parts the first line most often, outside of quotes."""
    counts = dict.fromkeys(_DELIMITERS, 0)
    is_quoted = False
    for sign in text:
        if sign == '"':
            is_quoted = not is_quoted
        elif sign in "\r\n" and not is_quoted:
            break
        elif sign in counts and not is_quoted:
            counts[sign] += 1
    return max(counts, key=lambda sign: counts[sign])


def _undecodable(encoding: str) -> FileRefusal:
    return FileRefusal(f"The file is not text in {encoding}. Choose its encoding, or save it as UTF-8.")
