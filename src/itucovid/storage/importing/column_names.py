"""What the names of columns say: those of exports, and common names in six languages."""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from itucovid.fields import FIELDS, RESERVED_NAMES, TABLE_FIELDS
from itucovid.model import LIST_FIELDS
from itucovid.names import name_key
from itucovid.storage.importing.mapping import TARGETS, ColumnMapping
from itucovid.storage.importing.values import free_name, name_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from itucovid.model import OwnField

# The fields that several columns can be read into.
_REPEATABLE = frozenset((*LIST_FIELDS, "links", "figures"))


def is_own_export(names: Sequence[str], own_fields: Mapping[str, OwnField]) -> bool:
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


def map_by_name(
    name: str, used: list[str | None], own_fields: Mapping[str, OwnField], *, own_export: bool
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
    """The mapping of a column of a sheet that is not an export, by its name, or None."""
    spellings = [name, re.sub(r"\([^()]*\)|\d+$", "", name), name.split("/", maxsplit=1)[0]]
    # "E-mail of the manager": one such word is enough.
    words = {name_key(word) for word in re.findall(r"[^\W_]+(?:-[^\W_]+)*", name)}
    if _PRIVATE & {name_key(spelling) for spelling in spellings} or _PRIVATE_WORDS & words:
        return ColumnMapping(extra=own_field_name(name, {}), title=name, type="text", private=True)
    for spelling in spellings:
        field = _fields_by_name().get(name_key(spelling))
        if field and (field in _REPEATABLE or field not in used):
            return ColumnMapping(field=field)
    return None


def split_unit(heading: str) -> tuple[str, str | None]:
    """The title and the unit of an own field in the header of an export: "Budget (EUR)"."""
    match = re.fullmatch(r"(.+) \(([^()]+)\)", heading)
    return (match[1], match[2]) if match else (heading, None)


def own_field_name(name: str, taken: Mapping[str, ColumnMapping]) -> str:
    """A name for an own field, from that of its column."""
    names = RESERVED_NAMES | {column.extra for column in taken.values()}
    return free_name(name_for(name), names.__contains__, "_")


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
UNITS = {
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
