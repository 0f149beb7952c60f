from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection

from itucovid.storage.encodings import detect_encoding, detect_separator
from itucovid.storage.importing.reading import read_sheet
from itucovid.storage.importing.sheets import ImportFailedError, ReadOptions, Sheet

NONE = ReadOptions()


def read(name: str, content: str | bytes, options: ReadOptions = NONE) -> Sheet:
    return read_sheet(Path(name), content.encode() if isinstance(content, str) else content, options)


def table(sheet: Sheet) -> list[list[object]]:
    return [[*sheet.columns], *([*row] for _, row in sheet.rows())]


def workbook(rows: list[list[object]], *, sheets: tuple[str, ...] = ("Data",)) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def opendocument(cells: str) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
            'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="Data">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        package.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_encoding_and_the_separator_are_detected(encoding: str, separator: str) -> None:
    text = "id;title;note\r\none;Équipe à l’école;a, b\r\n\r\ntwo;Übung – groß;\r\n".replace(";", separator)
    sheet = read("a.csv", text.replace("a, b", "a" if separator == "," else "a, b").encode(encoding))
    assert [[*row[:2]] for row in table(sheet)] == [
        ["id", "title"],
        ["one", "Équipe à l’école"],
        ["two", "Übung – groß"],
    ]
    assert [number for number, _ in sheet.rows()] == [2, 4]


@pytest.mark.parametrize("encoding", ["cp1251", "cp1256", "shift_jis", "gb18030", "mac-roman", "cp437", "koi8-r"])
def test_an_encoding_that_cannot_be_told_is_refused_until_it_is_named(encoding: str) -> None:
    text = {
        "cp1251": "Цифровая идентичность и связь", "koi8-r": "Цифровая идентичность и связь",
        "cp1256": "الهوية الرقمية والاتصال",
        "shift_jis": "新型コロナウイルス接触確認アプリ", "gb18030": "新一代人工智能发展规划",
        "mac-roman": "élève à l'été dernier déjà créé", "cp437": "élève à l'été dernier déjà créé",
    }[encoding]  # fmt: skip
    content = f"id,title\none,{text}\n".encode(encoding)
    with pytest.raises(ImportFailedError, match=r"^a\.csv: the encoding cannot be determined; name it with --encoding"):
        read("a.csv", content)
    assert table(read("a.csv", content, ReadOptions(encoding=encoding)))[1] == ["one", text]


def test_binary_content_has_no_encoding() -> None:
    assert detect_encoding(b"\x00\x01\x02\x03 abc") is None


@pytest.mark.parametrize(
    ("lines", "separator"),
    [
        (["a;b;c", "1,5;2,5;3,5"], ";"),
        (["a,b,c", "x; y,z,w"], ","),
        (["a\tb", "1,2\t3"], "\t"),
        (["only", "x; y"], ","),
        (['"a;b",c', "1,2"], ","),
    ],
)
def test_the_separator_is_the_one_that_gives_rows_the_width_of_the_header(lines: list[str], separator: str) -> None:
    assert detect_separator(lines) == separator


def test_excels_line_about_the_separator_is_no_row() -> None:
    assert table(read("a.csv", "sep=;\r\nid;title\r\none;A, B; C\r\n")) == [["id", "title"], ["one", "A, B", " C"]]


def test_a_cell_may_have_line_breaks_and_rows_are_counted_as_a_spreadsheet_does() -> None:
    sheet = read("a.csv", 'id,title\none,"A\nB"\n\ntwo,C\n')
    assert [*sheet.rows()] == [(2, ["one", "A\nB"]), (4, ["two", "C"])]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "", "a.csv: empty"),
        ("a.csv", "\n\n", "a.csv: empty"),
        ("a.csv", "id,title\n", "a.csv: no rows below the header"),
        ("a.csv", "id,title\n,\n", "a.csv: no rows below the header"),
        ("a.csv", "Title,title\nx,y\n", "a.csv:1: two columns are named 'title'; rename one"),
        ("a.csv", "x,2020-01-01\ny,z\n", ("a.csv:1: no header: '2020-01-01' is not a column name; "
         "the first row names the columns")),
        ("a.csv", "x,https://a.org\ny,z\n", ("a.csv:1: no header: 'https://a.org' is not a column name; "
         "the first row names the columns")),
        ("a.csv", "Register,,\nid,title,x\n1,2,3\n", ("a.csv:1: no header: the only cell is 'Register'; "
         "the first row names the columns")),
        ("a.csv", 'id,title\none,"open\n', "a.csv: a quotation mark is not closed: a cell goes on to the end"),
        ("a.csv", "%PDF-1.7", "a.csv: not a spreadsheet; import reads CSV, TSV, xlsx, ods, JSON and JSON Lines"),
        ("a.xlsx", "<html><body>", "a.xlsx: not a spreadsheet; import reads CSV, TSV, xlsx, ods, JSON and JSON Lines"),
        ("a.xlsx", "id,title", "a.xlsx: not a xlsx file"),
        ("a.toml", "[[initiatives]]", "a.toml: already TOML; to use it: --data, to check it: itucovid check"),
        ("a.json", "[1]", "a.json: expected an array of objects"),
        ("a.json", "{", "a.json: not JSON: Input data was truncated"),
        ("a.jsonl", '{"id": 1}\n[]\n', "a.jsonl:2: not a JSON object: Expected `object`, got `array`"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_one_line(name: str, content: str, message: str) -> None:
    with pytest.raises(ImportFailedError) as caught:
        read(name, content)
    assert str(caught.value) == message


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ImportFailedError, match=r"^a\.csv: not utf-8; name its encoding with --encoding$"):
        read("a.csv", "id,title\n1,é".encode("cp1252"), ReadOptions(encoding="utf-8"))
    with pytest.raises(ImportFailedError, match=r"^a\.csv: unknown encoding 'utf-99'$"):
        read("a.csv", "id,title\n1,x", ReadOptions(encoding="utf-99"))


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": "a", "n": 1}, {"id": "b", "tags": ["x"]}]',
        '{"count": 2, "records": [{"id": "a", "n": 1}, {"id": "b", "tags": ["x"]}]}',
        '{"id": "a", "n": 1}\n\n{"id": "b", "tags": ["x"]}\n',
        '\ufeff[{"id": "a", "n": 1}, {"id": "b", "tags": ["x"]}]',
    ],
    ids=["array", "array in an object", "lines", "byte order mark"],
)
def test_json_has_one_column_per_key(content: str) -> None:
    assert table(read("a.json", content)) == [["id", "n", "tags"], ["a", 1, None], ["b", None, ["x"]]]


def test_without_a_suffix_json_is_told_by_its_first_character() -> None:
    assert table(read("-", '[{"title": "x"}]')) == [["title"], ["x"]]
    assert table(read("-", "title\nx\n")) == [["title"], ["x"]]


def test_formulas_are_values_and_noted() -> None:
    sheet = read("a.xlsx", workbook([["id", "n"], ["one", "=1+1"], ["two", 3]]))
    assert sheet.notes == (
        (
            2,
            "n",
            "a formula without a stored value: open the file in a spreadsheet program, save it and import it again",
        ),
    )


def test_formulas_of_opendocument_are_noted_at_their_place() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    formula = (
        '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2">'
        "<text:p>2</text:p></table:table-cell>"
    )
    rows = (
        f"<table:table-row>{cell.format('id')}{cell.format('a')}{cell.format('n')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        f'<table:table-row>{cell.format("one")}<table:table-cell table:number-columns-repeated="1"/>'
        f"{formula}</table:table-row>"
    )
    sheet = read("a.ods", opendocument(rows))
    assert (table(sheet), sheet.notes) == (
        [["id", "a", "n"], ["one", "", 2.0]],
        ((4, "n", "the value of a formula"),),
    )


def test_the_first_worksheet_is_read_and_the_others_are_named() -> None:
    content = workbook([["id"], ["x"]], sheets=("Data", "About", "Old"))
    assert read("a.xlsx", content).description == "worksheet 'Data'; 2 other worksheets not read: About, Old"
    assert read("a.xlsx", content, ReadOptions(sheet="Old")).options.sheet == "Old"
    with pytest.raises(ImportFailedError, match=r"^a\.xlsx: no worksheet 'Abuot'; did you mean 'About'\?$"):
        read("a.xlsx", content, ReadOptions(sheet="Abuot"))


def test_a_workbook_with_a_password_is_refused() -> None:
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(ImportFailedError, match=r"^a\.xlsx: protected by a password; remove it and import again$"):
        read("a.xlsx", encrypted)


def test_a_damaged_workbook_is_refused() -> None:
    with pytest.raises(ImportFailedError, match=r"^a\.xlsx: not a spreadsheet that can be read: "):
        read("a.xlsx", workbook([["id"], ["x"]])[:200])


def test_a_protected_structure_is_no_password() -> None:
    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.active.append(["x"])
    book.security = WorkbookProtection(workbookPassword="0000", lockStructure=True)
    buffer = io.BytesIO()
    book.save(buffer)
    assert table(read("a.xlsx", buffer.getvalue())) == [["id"], ["x"]]
