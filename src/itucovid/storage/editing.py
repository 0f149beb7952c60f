"""Change and add records in the text of a dataset file."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from itucovid.errors import ItucovidError
from itucovid.storage.formatting import format_record, format_table, format_value
from itucovid.storage.toml_positions import Positions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

Changes: TypeAlias = "Mapping[int, Mapping[str, Any]]"
"""New values by the number of a record, from 0, and the name of a field; None removes a field, and the changes of
`extra` are a mapping of their own."""


def edit_records(text: str, tables: Mapping[str, Any], changes: Changes, added: Sequence[dict[str, Any]]) -> str:
    """Change and add records in the text of a dataset file; everything else stays as it is, byte for byte.

    Args:
        text: the file.
        tables: what the text says, as TOML has it.
        changes: the changes.
        added: records to add after all others.

    Raises:
        ItucovidError: tomlkit is not installed, or the text cannot be edited without changing something else.
    """
    tomlkit = _tomlkit()
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    parts = _split_records(text, tables)
    if len(parts) != len(tables["initiatives"]) + 1:
        # Records that are not written as [[initiatives]], each with a header of its own.
        document = tomlkit.parse(text)
        for index, change in changes.items():
            _edit(document["initiatives"][index], change)
        edited: str = tomlkit.dumps(document)
    else:
        for index, change in changes.items():
            parts[index + 1] = _edit_block(parts[index + 1], change, line_end)
        edited = "".join(parts)
    for record in added:
        edited = edited if not edited or edited.endswith("\n") else edited + line_end
        edited += line_end + format_record(record).replace("\n", line_end)
    _check_edit(edited, tables, changes, added)
    return mark + edited


def _tomlkit() -> ModuleType:
    try:
        import tomlkit
    except ImportError as error:
        message = "changing a dataset file needs tomlkit; install it with: pip install tomlkit"
        raise ItucovidError(message) from error
    return tomlkit


def _split_records(text: str, tables: Mapping[str, Any]) -> list[str]:
    """The text before the first record, and that from the header of each record to that of the next or the end.

    What follows the records of another table is part of the text of the last record before it.
    """
    positions = Positions(text)
    lines = _lines(text)
    starts: list[int] = []
    for index in range(len(tables["initiatives"])):
        line, column = positions.find(("initiatives", index))
        if column == 1 and lines[line - 1].startswith("[[") and (not starts or line - 1 > starts[-1]):
            starts.append(line - 1)
    bounds = [0, *starts, len(lines)]
    return ["".join(lines[begin:end]) for begin, end in pairwise(bounds)]


def _lines(text: str) -> list[str]:
    """The lines of a text as TOML has them; `str.splitlines` splits at further characters, which texts may contain."""
    return re.findall("[^\n]*\n|[^\n]+", text)


def _edit_block(block: str, change: Mapping[str, Any], line_end: str) -> str:
    """Change the record that a text begins with."""
    tomlkit = _tomlkit()
    end = _end_of_record(block)
    document = tomlkit.parse(block[:end])
    (record,) = document["initiatives"]
    new_extra = {name: value for name, value in (change.get("extra") or {}).items() if value is not None}
    had_extra = "extra" in record
    _edit(record, change if had_extra else {name: value for name, value in change.items() if name != "extra"})
    edited: str = tomlkit.dumps(document)
    if new_extra and not had_extra:
        edited += f"\n[initiatives.extra]\n{format_table(new_extra, '')}"
    return _NEW_LINE.sub(line_end, edited) + block[end:]


_NEW_LINE = re.compile(r"\r?\n")


def _end_of_record(block: str) -> int:
    """The end of the record at the start of a text, before the comments and blank lines that follow it."""
    positions = Positions(block)
    import tomli

    tables = tomli.loads(block)
    others = [(name,) for name in tables if name != "initiatives"]
    first_other = min((positions.find(path).line for path in others), default=None)
    lines = _lines(block)
    kept = lines if first_other is None else lines[: first_other - 1]
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        # A line that looks like a comment may be in a text of several lines.
        shorter = "".join(kept[:-1])
        try:
            tomli.loads(shorter)
        except tomli.TOMLDecodeError:
            break
        kept = kept[:-1]
    return len("".join(kept))


def _edit(record: Any, change: Mapping[str, Any]) -> None:
    """Change the fields of a record of tomlkit."""
    for name, value in change.items():
        if name == "extra":
            _edit(record["extra"] if "extra" in record else record.setdefault("extra", {}), value or {})
        elif value is None:
            del record[name]
        elif isinstance(value, list) and name in record and _edit_array(record[name], value):
            continue
        else:
            # A table of tables, such as the translations, is written on one line.
            text = f"{name} = {format_value(value)}\n" if isinstance(value, dict) else format_table({name: value}, "")
            item = _tomlkit().parse(text)[name]
            if name in record and type(record[name]) is not type(item) and isinstance(value, list):
                # An array of tables with headers of their own.
                del record[name]
            if isinstance(value, dict) and name in record:
                _edit(
                    record[name],
                    {key: value.get(key) for key in (*record[name], *value) if record[name].get(key) != value.get(key)},
                )
                continue
            record[name] = item


def _edit_array(array: Any, values: list[Any]) -> bool:
    """Change an array of the same length item by item, or add and remove items; False if it has to be replaced."""
    old = [dict(item) if isinstance(item, dict) else item for item in array]
    if len(old) == len(values) and all(isinstance(item, dict) for item in (*old, *values)):
        for item, was, value in zip(array, old, values, strict=True):
            _edit(item, {key: value.get(key) for key in (*was, *value) if was.get(key) != value.get(key)})
        return True
    if any(isinstance(item, dict) for item in old) or len(set(old)) != len(old) or len(set(values)) != len(values):
        return False
    kept = [item for item in old if item in values]
    if [*kept, *(value for value in values if value not in old)] != values:
        return False
    for item in old:
        if item not in values:
            array.remove(item)
    for value in values[len(kept) :]:
        array.append(value)
    return True


def _check_edit(edited: str, tables: Mapping[str, Any], changes: Changes, added: Sequence[dict[str, Any]]) -> None:
    """Compare what an edited text says with what it should say."""
    import tomli

    records = []
    for index, record in enumerate(tables["initiatives"]):
        expected = dict(record)
        for name, value in changes.get(index, {}).items():
            new = {**record.get("extra", {}), **value} if name == "extra" else value
            expected[name] = {key: own for key, own in new.items() if own is not None} if name == "extra" else new
        records.append({name: value for name, value in expected.items() if value is not None})
    wanted = {**tables, "initiatives": [*records, *added]}
    found = tomli.loads(edited)
    if comparable(found) != comparable(wanted):
        raise ItucovidError("the file cannot be edited in place; its records may be written in an unusual way")


def comparable(value: Any) -> Any:
    """A value of TOML in which dates are texts and empty tables are missing."""
    if isinstance(value, dict):
        return {key: comparable(inner) for key, inner in value.items() if inner != {}}
    if isinstance(value, list):
        return [comparable(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value
