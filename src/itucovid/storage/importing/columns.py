"""Infer what each column of a sheet is: by its name, else by its cells."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from itucovid.fields import FIELDS, RESERVED_NAMES, TABLE_FIELDS
from itucovid.model import KINDS
from itucovid.names import closest_matches, name_key
from itucovid.storage.importing.amounts import decimals_of, read_number
from itucovid.storage.importing.dates import Order, column_order, order_of, read_date
from itucovid.storage.importing.examples import Examples
from itucovid.storage.importing.mapping import TARGETS, ColumnMapping, Mapping
from itucovid.storage.importing.sheets import ImportFailedError, Sheet, is_empty
from itucovid.storage.importing.values import free_name, name_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Mapping as MappingType
    from pathlib import Path

    from itucovid.model import FieldType, OwnField

_LISTS = frozenset(
    ("aliases", "partners", "people", "countries", "regions", "languages", "keywords", "links", "related", "mentions")
)
_REPEATABLE = _LISTS | {"figures"}
_DATES = frozenset(("start", "end", "dates"))
_COMMA_LISTS = frozenset(("aliases", "keywords", "countries", "languages", "regions", "related", "theme"))


class Columns(NamedTuple):
    """The columns of a sheet.

    Attributes:
        mapping: the mapping of each column, complete.
        is_own_export: whether the sheet is an export of this program.
        kinds: the kinds of the records by their text in lower case.
        remarks: what was assumed of whole columns.
        unseparated: the columns of organisations whose separator nobody has given.
    """

    mapping: Mapping
    is_own_export: bool
    kinds: dict[str, str]
    remarks: tuple[str, ...] = ()
    unseparated: frozenset[str] = frozenset()

    def having(self, field: str) -> list[str]:
        """The names of the columns that are read into a field."""
        return [name for name, column in self.mapping.columns.items() if column.field == field]


def infer_columns(
    path: Path, sheet: Sheet, mapping: Mapping | None = None, own_fields: MappingType[str, OwnField] | None = None
) -> Columns:
    """Infer the columns of a sheet.

    Args:
        path: the file, for messages.
        sheet: its rows.
        mapping: columns that need not be inferred.
        own_fields: own fields of a dataset that the sheet corrects; columns may be named after them, and none needs to
            be the title.

    Raises:
        ImportFailedError: no column can be the title, or the mapping has a column that the sheet lacks.
    """
    given = mapping.columns if mapping else {}
    for name in given:
        if name not in sheet.columns:
            close = closest_matches(name, {known: known for known in sheet.columns})
            raise ImportFailedError(
                path, f"no column {name!r}, which the mapping has" + (f"; did you mean {close[0]!r}?" if close else "")
            )
    own_export = is_own_export(sheet.columns, own_fields or {})
    chosen: dict[str, ColumnMapping | None] = {}
    for name in sheet.columns:
        used = [column.field for column in (*chosen.values(), *given.values()) if column]
        chosen[name] = given.get(name) or _by_name(name, used, own_fields or {}, own_export=own_export)
    scans = _scan(sheet, chosen, given)
    inferred: dict[str, ColumnMapping] = {}
    for name, column in chosen.items():
        scan = scans[name]
        if name not in given and not own_export and scan.is_private:
            column = ColumnMapping(extra=_free_name(name, inferred), title=name, type="text", private=True)  # noqa: PLW2901
        title, unit = _split_unit(name) if own_export and scan.type == "number" else (name, None)
        inferred[name] = column or ColumnMapping(
            extra=_free_name(title, inferred), title=title, type=scan.type, unit=unit
        )
    if own_fields is None:
        _require_title(path, sheet, inferred, given)
    remarks = _remarks_on_numbers(inferred, scans) if not own_export else []
    remarks += _complete(sheet, inferred, scans, own_export=own_export)
    kinds = {kind.casefold(): kind for scan in scans.values() for kind in scan.kinds.values()}
    if all(key in KINDS for key in kinds):
        kinds = {key: key for key in kinds}
    unseparated = (
        name
        for name, column in inferred.items()
        if column.field in ("partners", "mentions") and not (name in given and given[name].separator)
    )
    options = sheet.options
    return Columns(
        Mapping(encoding=options.encoding, separator=options.separator, sheet=options.sheet, columns=inferred),
        own_export,
        kinds,
        tuple(remarks),
        frozenset(unseparated),
    )


def is_own_export(names: Sequence[str], own_fields: MappingType[str, OwnField]) -> bool:
    """Whether all columns have names or headings of an export of this program; a complete export has others, too."""
    headings = {field.heading for field in FIELDS.values()}
    fields = {*FIELDS, "extra", *TARGETS}
    builtin = [name for name in names if not any(name in _own_names(own, field) for own, field in own_fields.items())]
    if ("id" in names and fields.issuperset(builtin)) or ("Id" in names and headings.issuperset(builtin)):
        return True
    return any({*map(key, TABLE_FIELDS)} <= {*names} for key in (attrgetter("name"), attrgetter("heading")))


def _own_names(name: str, field: OwnField) -> tuple[str, ...]:
    """The name of an own field, and what it may be called in the header of a sheet."""
    title = field.title or name
    heading = f"{title} ({field.unit})" if field.unit else title
    return name, title, heading, f"{heading} ({name})"


def _by_name(
    name: str, used: list[str | None], own_fields: MappingType[str, OwnField], *, own_export: bool
) -> ColumnMapping | None:
    """The mapping of a column by its name, or None."""
    if own_export:
        by_heading = {field.heading: field.name for field in FIELDS.values()}
        field = name if name in FIELDS or name in TARGETS else by_heading.get(name)
        if field == "source" or (field == "figures" and "figure_values" in used):
            return ColumnMapping(ignore=True)
        if field:
            return ColumnMapping(field=field)
    for own, declared in own_fields.items():
        if name in _own_names(own, declared):
            return ColumnMapping(extra=own, title=declared.title, type=declared.type, unit=declared.unit)
    return None if own_export else _by_common_name(name, used)


def _by_common_name(name: str, used: list[str | None]) -> ColumnMapping | None:
    """The mapping of a column of somebody else's sheet by its name, or None."""
    spellings = [name, re.sub(r"\([^()]*\)|\d+$", "", name), name.split("/", maxsplit=1)[0]]
    # "E-mail of the manager": one such word is enough.
    words = {name_key(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", name)}
    if _PRIVATE & {name_key(spelling) for spelling in spellings} or _PRIVATE_WORDS & words:
        return ColumnMapping(extra=_free_name(name, {}), title=name, type="text", private=True)
    for spelling in spellings:
        if (field := _fields_by_name().get(name_key(spelling))) and (field in _REPEATABLE or field not in used):
            return ColumnMapping(field=field) if field in TARGETS else None
    return None


def _split_unit(heading: str) -> tuple[str, str | None]:
    """The title and the unit of an own field in the header of an export: "Budget (EUR)"."""
    match = re.fullmatch(r"(.+) \(([^()]+)\)", heading)
    return (match[1], match[2]) if match else (heading, None)


def _free_name(name: str, taken: MappingType[str, ColumnMapping]) -> str:
    """A name for an own field, from that of its column."""
    names = RESERVED_NAMES | {column.extra for column in taken.values()}
    return free_name(name_for(name), names.__contains__, "_")


class _Scan:
    """What the cells of a column have in common."""

    def __init__(
        self,
        candidates: Iterable[FieldType],
        *,
        has_dates: bool,
        has_numbers: bool,
        has_kinds: bool,
        may_be_private: bool,
    ) -> None:
        self.candidates: list[FieldType] = list(candidates)
        self.has_dates = has_dates or "date" in self.candidates
        self.has_numbers = has_numbers or "number" in self.candidates
        self.may_be_private = may_be_private
        self.has_kinds = has_kinds
        self.filled = self.contacts = 0
        self.orders = Examples()
        self.decimals = Examples()
        self.kinds: dict[str, str] = {}
        self.has_semicolons = self.has_bars = self.has_lines = False

    def add(self, cell: Any) -> None:
        self.filled += 1
        if isinstance(cell, str):
            self.has_semicolons = self.has_semicolons or ";" in cell
            self.has_bars = self.has_bars or "|" in cell
            self.has_lines = self.has_lines or "\n" in cell
            if self.may_be_private and self.filled <= _SAMPLE and re.fullmatch(_CONTACT, cell.strip()):
                self.contacts += 1
            if self.has_dates:
                self.orders.add(order_of(cell), cell)
            if self.has_numbers:
                for evidence in decimals_of(cell):
                    self.decimals.add(evidence, cell)
            if self.has_kinds:
                self.kinds.setdefault(cell.strip().casefold(), cell.strip())
        if self.candidates:
            self.candidates = [type_ for type_ in self.candidates if _is(cell, type_)]
            self.has_dates = self.has_dates and "date" in self.candidates
            self.has_numbers = self.has_numbers and "number" in self.candidates

    @property
    def type(self) -> FieldType:
        return self.candidates[0] if self.filled and self.candidates else "text"

    @property
    def is_private(self) -> bool:
        return 2 * self.contacts >= min(self.filled, _SAMPLE) > 0


_SAMPLE = 1000
_CONTACT = (
    r"(?:mailto:)?[^\s@]+\s?(?:@|[\[(]\s?at\s?[\])])\s?[^\s@]+(?:\.|\s?[\[(]dot[\])]\s?)[A-Za-z]{2,}"
    r"|(?:tel[.:]*\s*)?(?:\+|00)\d[\d ()./-]{6,}\d"
)


def _is(cell: Any, type_: FieldType) -> bool:
    if type_ == "number":
        # "007" and a number of a telephone are names, not amounts.
        return read_number(cell) is not None and not re.match(r"\s*-?0\d", str(cell))
    if type_ == "date":
        # A column of numbers is one of numbers.
        reading = read_date(cell, "day-first") or read_date(cell, "month-first")
        return bool(reading and reading.start and not reading.end and not reading.is_open)
    if type_ == "url":
        return isinstance(cell, str) and bool(re.fullmatch(r"https?://[^\s<>\"]+", cell.strip()))
    return isinstance(cell, list) and all(isinstance(item, str) and item for item in cell)


def _scan(
    sheet: Sheet, chosen: MappingType[str, ColumnMapping | None], given: MappingType[str, ColumnMapping]
) -> dict[str, _Scan]:
    scans = {}
    for name, column in chosen.items():
        target = column.field if column else None
        scans[name] = _Scan(
            () if column else ("number", "date", "url", "list"),
            has_dates=target in _DATES or bool(column and column.type == "date"),
            has_numbers=target == "figures" or bool(column and column.type == "number"),
            has_kinds=target == "kind",
            may_be_private=name not in given,
        )
    replaced = {name: column.values for name, column in given.items() if column.values}
    ordered = [(scans[name], replaced.get(name)) for name in sheet.columns]
    for _, row in sheet.rows():
        for (scan, values), cell in zip(ordered, row, strict=False):
            if cell is None or cell == "":
                continue
            value = values.get(str(cell), cell) if values else cell
            if not is_empty(value):
                scan.add(value)
    return scans


def _require_title(
    path: Path, sheet: Sheet, inferred: dict[str, ColumnMapping], given: MappingType[str, ColumnMapping]
) -> None:
    if any(column.field == "title" for column in inferred.values()):
        return
    for position, (name, column) in enumerate(inferred.items()):
        if (
            name in given
            or column.private
            or column.type not in (None, "text")
            or column.field not in (None, "summary", "aliases")
        ):
            continue
        cells = [row[position] for _, row in islice(sheet.rows(), _SAMPLE) if position < len(row)]
        texts = [cell for cell in cells if isinstance(cell, str) and re.search(r"[^\W\d_]", cell)]
        if len(set(texts)) >= _MOST * len(cells):
            inferred[name] = ColumnMapping(field="title")
            return
    raise ImportFailedError(path, 'no column could be the title; name one "title", or choose it with --map')


_MOST = 0.8


def _complete(
    sheet: Sheet, inferred: dict[str, ColumnMapping], scans: MappingType[str, _Scan], *, own_export: bool
) -> list[str]:
    """Add the order of dates, the separators of lists, and the units and labels of figures.

    Returns:
        Remarks on the order of dates.
    """
    remarks = []
    orders = {order for scan in scans.values() for order in scan.orders.kinds}
    units = [name for name, column in inferred.items() if name_key(name) in _UNITS]
    for name, column in inferred.items():
        changes: dict[str, Any] = {}
        scan = scans[name]
        if (column.field in _DATES or column.type == "date") and scan.orders.kinds:
            order, remark = _order(column.order, scan.orders, orders)
            if order != column.order:
                changes["order"] = order
            if remark:
                remarks.append(f"{name}: {remark}")
        if column.field in (*_LISTS, "theme") and column.separator is None and sheet.form != "json" and not own_export:
            changes["separator"] = (
                ";" if scan.has_semicolons
                else "|" if scan.has_bars
                else "," if column.field in _COMMA_LISTS
                else ";"
            )  # fmt: skip
        if column.field == "figures" and not own_export:
            if column.label is None:
                changes["label"] = re.sub(r"\s*\([^()]*\)", "", name).strip().casefold() or name
            if column.unit is None and column.unit_column is None and len(units) == 1:
                changes["unit_column"] = units[0]
        if changes:
            inferred[name] = msgspec.structs.replace(column, **changes)
    return remarks


def _order(given: Order | None, found: Examples, everywhere: set[Any]) -> tuple[Order | None, str]:
    """The order of the dates of a column, and a remark if it is assumed or does not fit."""
    if given:
        (other,) = {"day-first", "month-first"} - {given}
        if other not in found.kinds:
            return given, ""
        return (
            given,
            f'{found.describe(other)} cannot be {given.replace("-", " ")}, as order = "{given}" in the mapping says',
        )
    # Without evidence in the column, that in the other columns; else the order of most countries.
    if {"day-first", "month-first"} <= found.kinds:
        question = "day or month first? set order in the mapping"
        return None, f"{found.describe('either')}: {question}" if "either" in found.kinds else ""
    if order := column_order(found.kinds) or column_order(everywhere):
        return order, ""
    return (
        "day-first",
        f'day first assumed for {found.describe("either")}; if not, set order = "month-first" in the mapping',
    )


def _remarks_on_numbers(columns: MappingType[str, ColumnMapping], scans: MappingType[str, _Scan]) -> list[str]:
    """Remarks on columns whose numbers do not agree on the decimal separator, or do not tell it."""
    remarks = []
    for name, column in columns.items():
        found = scans[name].decimals
        if column.field != "figures" and column.type != "number":
            continue
        if column.decimal:
            (other,) = {",", "."} - {column.decimal}
            if other in found.kinds:
                remarks.append(
                    f'{name}: {found.describe(other)} cannot be read with decimal = "{column.decimal}" in the mapping'
                )
            continue
        for one, another in ((",", "."), (",", "?,"), (",", "?."), ("?,", "?.")):
            if {one, another} <= found.kinds:
                both = f"{found.describe(one)} beside {found.describe(another)}"
                remarks.append(f"{name}: {both}: is the comma or the point decimal? set decimal in the mapping")
                break
        else:
            if "?." in found.kinds and "." not in found.kinds:
                remarks.append(
                    f'{name}: decimal point assumed in {found.describe("?.")}; if not, set decimal = "," in the mapping'
                )
    return remarks


@cache
def _fields_by_name() -> dict[str, str]:
    return {name_key(name): field for field, names in _NAMES.items() for name in (field, *names.split(", "))}


# English, French, Spanish, Russian, Chinese and Arabic.
_NAMES = {
    "id": "ref, ref no, reference, reference number, code, identifier, record id, project id, "
    "référence, identifiant, "
    "código, referencia, identificador, номер, код, идентификатор, 编号, 代码, رمز, رقم, معرف",
    "title": "name, initiative, initiative name, project, project name, project title, programme name, titre, nom, "
    "intitulé, titre du projet, título, nombre, nombre del proyecto, название, наименование, "
    "标题, 名称, 项目名称, العنوان, "
    "الاسم, اسم المشروع",
    "summary": "description, abstract, notes, note, details, about, résumé, "
    "description du projet, remarques, resumen, "
    "descripción, notas, описание, краткое описание, примечания, 摘要, 描述, 说明, 备注, ملخص, وصف, ملاحظات",
    "theme": "themes, topic, topics, category, categories, sector, sectors, area, thème, thèmes, domaine, catégorie, "
    "secteur, tema, temas, categoría, ámbito, тема, темы, категория, 主题, 类别, 领域, الموضوع, موضوع, الفئة",
    "kind": "type, types, kind of initiative, nature, tipo, clase, тип, вид, 类型, 种类, النوع, نوع",
    "status": "state, statut, état, estado, situación, статус, состояние, 状态, الحالة, حالة",
    "start": "start date, started, begin, begins, beginning, from, since, launch, launched, "
    "launch date, date started, "
    "début, date de début, inicio, fecha de inicio, начало, дата начала, 开始, 开始日期, تاريخ البدء, البداية",
    "end": "end date, ended, finish, finished, until, to, closing date, completion, "
    "completion date, fin, date de fin, "
    "fecha de finalización, fecha de fin, окончание, дата окончания, конец, 结束, 结束日期, تاريخ الانتهاء, النهاية",
    "dates": "date, period, duration, when, year, years, période, année, periodo, período, fecha, fechas, año, дата, "
    "период, год, 日期, 时间, 年份, التاريخ, الفترة, السنة",
    "date_note": "date notes, note on dates",
    "aliases": "alias, also called, also known as, acronym, acronyms, short name, other names, sigle, acronyme, "
    "siglas, acrónimo, сокращение, 简称, 别名, الاختصار",
    "partners": "partner, partner organisations, partner organizations, partner names, implementing partner, "
    "implementing partners, partner agency, partner agencies, partner institution, partner institutions, "
    "implementing agency, implementing agencies, "
    "partenaires, partenaire, organisations partenaires, institutions partenaires, agences partenaires, "
    "partenaire d'exécution, partenaires d'exécution, partenaires de mise en œuvre, "
    "partenaires de réalisation, "
    "socios, asociados, organizaciones asociadas, instituciones asociadas, organismos asociados, "
    "entidades asociadas, agencias asociadas, asociados en la ejecución, asociado en la ejecución, "
    "socios implementadores, "
    "socios ejecutores, партнеры, партнёры, 合作伙伴, الشركاء, شركاء",
    "mentions": "mentioned, other organisations",
    "people": "person, persons, speakers, personnes, personas, люди, 人物, الأشخاص",
    "countries": "country, location, locations, country names, country codes, pays, país, países, страна, страны, "
    "国家, البلد, البلدان, الدولة",
    "regions": "region, région, régions, región, regiones, регион, регионы, 地区, المنطقة, المناطق",
    "languages": "language, langue, langues, idioma, idiomas, lengua, язык, языки, 语言, اللغة, اللغات",
    "figures": "figure, amount, budget, cost, costs, funding, value, total, total budget, "
    "montant, coût, budget total, "
    "financement, importe, presupuesto, costo, coste, monto, сумма, бюджет, стоимость, 金额, 预算, المبلغ, الميزانية",
    "keywords": "keyword, tags, tag, mots clés, mot clé, palabras clave, ключевые слова, 关键词, الكلمات المفتاحية",
    "links": "link, url, urls, website, web site, web page, webpage, homepage, web, lien, liens, site web, enlace, "
    "enlaces, sitio web, página web, ссылка, ссылки, сайт, 链接, 网址, 网站, الرابط, الروابط, الموقع",
    "related": "see also, related ids, related records",
}
_UNITS = {
    name_key(name)
    for name in (
        "currency", "currencies", "unit", "devise", "monnaie", "unité", "moneda", "divisa", "unidad", "валюта",
        "единица", "货币", "单位", "العملة", "الوحدة",
    )
}  # fmt: skip
_PRIVATE_WORDS = frozenset(
    ("email", "emails", "phone", "telephone", "telefono", "telefon", "fax", "courriel", "whatsapp", "телефон")
)
_PRIVATE = {
    name_key(name)
    for name in (
        "e-mail", "email", "e-mails", "emails", "mail", "e-mail address", "email address", "courriel",
        "adresse électronique", "correo", "correo electrónico", "почта", "электронная почта",
        "эл. почта", "电子邮件", "邮箱",
        "البريد الإلكتروني", "phone", "phones", "telephone", "tel", "mobile", "mobile phone",
        "cell", "fax", "téléphone", "portable",
        "teléfono", "móvil", "телефон", "电话", "手机", "الهاتف", "هاتف",
        "contact", "contacts", "contact person", "contact name", "contact persons", "focal point",
        "personne de contact", "point focal", "contacto", "persona de contacto",
        "punto focal", "контакт", "контакты", "контактное лицо",
        "联系人", "جهة الاتصال", "المسؤول", "whatsapp",
    )
}  # fmt: skip
