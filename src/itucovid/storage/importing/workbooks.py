"""Read an Excel or OpenDocument spreadsheet with python-calamine, and find its formulas."""

from __future__ import annotations

import io
import posixpath
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from itucovid.storage.importing.sheets import (
    Cell,
    ImportFailedError,
    Sheet,
    choose_sheet,
    is_empty,
    others,
    typed_sheet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_FORMULA = "the value of a formula"
_NO_VALUE = "a formula without a stored value: open the file in a spreadsheet program, save it and import it again"
_MERGED = "merged cells: only the first has the value"
_PASSWORD = "protected by a password; remove it and import again"  # noqa: S105 - a message


def read_workbook(path: Path, content: bytes, name: str | None) -> Sheet:
    """Read a worksheet of a workbook: the named one, or the first.

    Raises:
        ImportFailedError: the workbook cannot be read, is protected by a password or has no such worksheet, or
            python-calamine is not installed.
    """
    try:
        import python_calamine as calamine
    except ImportError as error:
        message = "reading spreadsheets needs python-calamine; install it with: pip install python-calamine"
        raise ImportFailedError(path, message) from error
    if "EncryptedPackage".encode("utf-16-le") in content[: 1 << 20] or _is_encrypted_opendocument(content):
        raise ImportFailedError(path, _PASSWORD)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == calamine.SheetVisibleEnum.Visible and sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        chosen = choose_sheet(path, name, names or book.sheet_names)
        sheet = book.get_sheet_by_name(chosen)
        rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except calamine.PasswordError as error:
        raise ImportFailedError(path, _PASSWORD) from error
    except calamine.CalamineError as error:
        raise ImportFailedError(path, f"not a spreadsheet that can be read: {error}") from error
    notes = [
        (row, column, _FORMULA if _has_value(rows, row, column) else _NO_VALUE)
        for row, column in _formulas(content, chosen, book.sheet_names.index(chosen))
    ]
    notes += [(top + 1, left + 1, _MERGED) for (top, left), _ in merged]
    return typed_sheet(path, rows, f"worksheet {chosen!r}{others(names, chosen)}", sorted(notes), chosen)


def _has_value(rows: Sequence[Sequence[Cell]], row: int, column: int) -> bool:
    return row <= len(rows) and column <= len(rows[row - 1]) and not is_empty(rows[row - 1][column - 1])


def _is_encrypted_opendocument(content: bytes) -> bool:
    try:
        with ZipFile(io.BytesIO(content)) as package:
            return b"encryption-data" in package.read("META-INF/manifest.xml")
    except (BadZipFile, KeyError):
        return False


def _formulas(content: bytes, name: str, index: int) -> Iterator[tuple[int, int]]:
    """The row and column, both from 1, of each formula of a worksheet; calamine reads only their values."""
    try:
        with ZipFile(io.BytesIO(content)) as package:
            members = package.namelist()
            if "xl/workbook.xml" in members:
                yield from _excel_formulas(package.read(_worksheet_member(package, name)))
            elif "content.xml" in members:
                yield from _opendocument_formulas(package.read("content.xml"), index)
    except (BadZipFile, KeyError, ET.ParseError):
        return


def _worksheet_member(package: ZipFile, name: str) -> str:
    """The member of a workbook that has a worksheet (ECMA-376, part 2, "Relationships")."""
    book = ET.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - expat limits the expansion of entities
    relation = next(
        value
        for sheet in book.iter()
        if sheet.tag.endswith("}sheet") and sheet.get("name") == name
        for key, value in sheet.items()
        if key.endswith("}id")
    )
    for entry in ET.fromstring(package.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if entry.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", entry.get("Target", "")))[1:]
    raise KeyError(relation)


def _excel_formulas(sheet: bytes) -> Iterator[tuple[int, int]]:
    for match in re.finditer(rb'<(?:\w+:)?c\s[^>]*?r="([A-Z]+)([0-9]+)"[^>]*>\s*<(?:\w+:)?f[\s>/]', sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - ord("A") + 1
        yield int(match[2]), column


def _opendocument_formulas(document: bytes, index: int) -> Iterator[tuple[int, int]]:
    tables = [element for element in ET.fromstring(document).iter() if element.tag.endswith("}table")]  # noqa: S314
    row_number = 0
    for row in (element for element in tables[index].iter() if element.tag.endswith("}table-row")):
        column = 0
        for cell in row:
            if any(key.endswith("}formula") for key in cell.keys()):  # noqa: SIM118 - of an element
                yield row_number + 1, column + 1
            column += _repeated(cell, "columns")
        row_number += _repeated(row, "rows")


def _repeated(element: ET.Element, what: str) -> int:
    return next((int(value) for key, value in element.items() if key.endswith(f"}}number-{what}-repeated")), 1)
