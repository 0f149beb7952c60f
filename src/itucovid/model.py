"""The structs of a dataset file.

They are its types, its validation and, with the descriptions, its JSON Schema. Every struct is frozen, every sequence
a tuple. The module has no behaviour beyond that of its values.
"""

import datetime as dt
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from itucovid.dates import PartialDate, format_period, interval
from itucovid.html_repr import html_facts, html_link, html_text
from itucovid.text import format_number, printable

# The patterns are valid in Python, ECMA-262 (with "u" or "v") and RE2, except for "\Z", which is "$" in a JSON Schema:
# Python's "$" would also match before a final line break.

Text: TypeAlias = Annotated[str, Meta(min_length=1)]
"""A text that is not empty."""

Id: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._\-]*\Z",
        description="Letters, digits, dots, hyphens and underscores; the first a letter or digit.",
    ),
]
"""A name that needs no quoting in a shell, a URL or a table."""

CountryCode: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{3}\Z", description="ISO 3166-1 alpha-3 code.")]
LanguageCode: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z]{2,3}\Z", description="ISO 639 code.")]
Url: TypeAlias = Annotated[
    str, Meta(pattern=r'^https?://[^\s<>"\x00-\x1f\x7f-\x9f]+\Z', description="A web address (http or https).")
]

# The integers that every JSON reader keeps exactly (I-JSON, RFC 7493, section 2.2). Floats have the same range, because
# larger ones are whole numbers, and other programs write those as integers.
_MAX_NUMBER = 2**53 - 1
Number: TypeAlias = (
    Annotated[int, Meta(ge=-_MAX_NUMBER, le=_MAX_NUMBER)] | Annotated[float, Meta(ge=-_MAX_NUMBER, le=_MAX_NUMBER)]
)

Kind = Literal[
    "platform",
    "publication",
    "event",
    "statement",
    "partnership",
    "programme",
    "campaign",
    "resource",
    "competition",
]
"""What an initiative primarily is, unless the dataset has kinds of its own."""
KINDS: tuple[str, ...] = get_args(Kind)

FieldName: TypeAlias = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9_]*\Z", description="Lower-case letters, digits and underscores."),
]
"""The name of one of a dataset's own fields."""

FieldType = Literal["text", "number", "date", "url", "list"]
"""What the values of one of a dataset's own fields are."""

OwnValue: TypeAlias = Text | Number | tuple[Text, ...]
"""The value of an own field; a date is a text."""

Qualifier = Literal["around", "nearly", "over", "more than", "up to"]
"""How exact a figure is, in the words of the source."""


Status = Literal["planned", "ongoing", "ended", "suspended"]
"""The state of an initiative as of the date of the dataset."""
STATUSES: tuple[str, ...] = get_args(Status)

TranslationLanguage = Literal["ar", "es", "fr", "ru", "zh"]
"""The official languages of the United Nations besides English."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The settings of all structs of a dataset file."""


class Names(_Strict, frozen=True):
    """One name in the six official languages of the United Nations; all are optional."""

    ar: Text | None = None
    zh: Text | None = None
    en: Text | None = None
    fr: Text | None = None
    ru: Text | None = None
    es: Text | None = None

    def all(self) -> tuple[str, ...]:
        """The names that are set."""
        return tuple(name for name in msgspec.structs.astuple(self) if name)


class Link(_Strict, frozen=True):
    """A web page about a record or the document."""

    label: Annotated[Text, Meta(description="Title or description of the page.")]
    url: Annotated[Url, Meta(description="Address of the page.")]
    publisher: Annotated[Text | None, Meta(description="Publisher of the page.")] = None


class Figure(_Strict, frozen=True):
    """A number from the source: "over 160 workshops"."""

    label: Annotated[Text, Meta(description="What was counted; follows the value.")]
    value: Annotated[Number, Meta(description="The number in full: 1500000000, not 1.5.")]
    qualifier: Annotated[Qualifier | None, Meta(description="How exact the number is, in the words of the source.")] = (
        None
    )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.qualifier, format_number(self.value), self.label)))


class DatasetInfo(_Strict, frozen=True):
    """The dataset itself, as opposed to its source document."""

    title: Annotated[Text | None, Meta(description="Title of the dataset.")] = None
    version: Annotated[Text | None, Meta(description="Version of the dataset.")] = None
    date: Annotated[
        PartialDate | None, Meta(description="The date as of which it is correct; by default that of the document.")
    ] = None
    language: Annotated[
        LanguageCode | None, Meta(description="Language of the summaries; by default that of the document.")
    ] = None
    maintainer: Annotated[Text | None, Meta(description="Who maintains it.")] = None
    licence: Annotated[Text | None, Meta(description="Its licence, as an SPDX identifier or a name.")] = None
    note: Annotated[
        Text | None, Meta(description="A statement for readers that accompanies the summaries in every output.")
    ] = None
    kinds: Annotated[
        tuple[Text, ...], Meta(description=f"The kinds of its records, instead of {', '.join(KINDS)}.")
    ] = ()


class Document(_Strict, frozen=True):
    """The source document of a dataset."""

    title: Annotated[Text, Meta(description="Title of the document.")]
    publisher: Annotated[Text | None, Meta(description="Publisher of the document.")] = None
    author: Annotated[Text | None, Meta(description="Author for citations, in full; by default the publisher.")] = None
    date: Annotated[PartialDate | None, Meta(description="Date of publication.")] = None
    source: Annotated[Url | None, Meta(description="Address of the document, or of a page about it.")] = None
    language: Annotated[LanguageCode | None, Meta(description="Language of the document.")] = None
    introduction: Annotated[Text | None, Meta(description="Summary of the document.")] = None
    keywords: Annotated[
        tuple[Text, ...], Meta(description="Search terms that apply to every record; they do not affect the ranking.")
    ] = ()
    links: Annotated[tuple[Link, ...], Meta(description="Web pages about the document.")] = ()


class Theme(_Strict, frozen=True):
    """A heading of the source document, with the records below it."""

    id: Annotated[Id, Meta(description="Id of the theme.")]
    title: Annotated[Text, Meta(description="The heading, as in the document.")]
    names: Annotated[Names, Meta(description="The heading in the six UN languages.")] = Names()
    keywords: Annotated[tuple[Text, ...], Meta(description="Further search terms for the theme.")] = ()


class Organisation(_Strict, frozen=True):
    """An organisation that records refer to."""

    id: Annotated[Id, Meta(description="Id of the organisation.")]
    name: Annotated[Text, Meta(description="Full name.")]
    aliases: Annotated[tuple[Text, ...], Meta(description="Acronyms and other names.")] = ()
    names: Annotated[Names, Meta(description="Its name in the six UN languages.")] = Names()


class Country(_Strict, frozen=True):
    """The names of a country; the key of the table is its code."""

    name: Annotated[Text, Meta(description="Name in the language of the dataset.")]
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names and spellings.")] = ()
    names: Annotated[Names, Meta(description="Its name in the six UN languages.")] = Names()


class Region(_Strict, frozen=True):
    """A region that the UN M49 standard lacks or names differently; the key of the table is its id."""

    title: Annotated[Text, Meta(description="Name in the language of the dataset.")]
    names: Annotated[Names, Meta(description="Name in the six UN languages.")] = Names()
    countries: Annotated[tuple[CountryCode, ...], Meta(description="Its countries, by ISO 3166-1 alpha-3 code.")] = ()


class Translation(_Strict, frozen=True):
    """A record in another language."""

    title: Annotated[Text | None, Meta(description="Title of the record.")] = None
    keywords: Annotated[tuple[Text, ...], Meta(description="Search terms.")] = ()


class Language(_Strict, frozen=True):
    """The names of a language; the key of the table is its code."""

    name: Annotated[Text, Meta(description="Name in the language of the dataset.")]
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names, such as the language's own.")] = ()
    names: Annotated[Names, Meta(description="Its name in the six UN languages.")] = Names()


class OwnField(_Strict, frozen=True):
    """A field that a dataset adds to the model; the key of the table is its name."""

    title: Annotated[Text | None, Meta(description="Heading of the field; by default its name.")] = None
    type: Annotated[FieldType, Meta(description="What its values are.")] = "text"
    unit: Annotated[Text | None, Meta(description="Unit of its numbers.")] = None
    private: Annotated[bool, Meta(description="Never shown, searched or exported; loading a dataset drops it.")] = False


class Initiative(_Strict, frozen=True):
    """A record: an initiative, partnership or activity, with every fact that the source states about it."""

    id: Annotated[Id, Meta(description="Id of the record; unique.")]
    theme: Annotated[Id, Meta(description="Id of the theme.")]
    title: Annotated[Text, Meta(description="Title of the record.")]
    summary: Annotated[Text | None, Meta(description="What it is and did, with every fact of the source.")] = None
    kind: Annotated[
        Text | None, Meta(description="What it primarily is: one of the dataset's kinds.", examples=[*KINDS])
    ] = None
    item: Annotated[
        Annotated[int, Meta(ge=1, le=_MAX_NUMBER)] | None,
        Meta(description="Its number among the items below the theme's heading in the document."),
    ] = None
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names and acronyms.")] = ()
    start: Annotated[PartialDate | None, Meta(description="When it began or took place.")] = None
    end: Annotated[PartialDate | None, Meta(description="When it ended, if it lasted for more than one day.")] = None
    date_note: Annotated[Text | None, Meta(description='What the dates are: "session of the Assembly".')] = None
    status: Annotated[Status | None, Meta(description="Its state as of the date of the dataset.")] = None
    partners: Annotated[
        tuple[Text, ...],
        Meta(description="Organisations that acted with it: ids, or names if the file has no table of them."),
    ] = ()
    mentions: Annotated[
        tuple[Text, ...], Meta(description="Other organisations that the source names, such as hosts and addressees.")
    ] = ()
    people: Annotated[tuple[Text, ...], Meta(description="People named in the source.")] = ()
    countries: Annotated[tuple[CountryCode, ...], Meta(description="Countries, by ISO 3166-1 alpha-3 code.")] = ()
    regions: Annotated[
        tuple[Text, ...],
        Meta(description="Regions larger than a country: ids of [regions] or of UN M49 regions, or names."),
    ] = ()
    languages: Annotated[
        tuple[LanguageCode, ...], Meta(description="Languages it was available in, by ISO 639 code.")
    ] = ()
    figures: Annotated[tuple[Figure, ...], Meta(description="Numbers from the source.")] = ()
    keywords: Annotated[
        tuple[Text, ...],
        Meta(description="Search terms that do not occur in its text."),
    ] = ()
    links: Annotated[tuple[Link, ...], Meta(description="Web pages about it.")] = ()
    related: Annotated[tuple[Id, ...], Meta(description="Ids of related records.")] = ()
    translations: Annotated[
        dict[TranslationLanguage, Translation], Meta(description="The record in other languages.")
    ] = {}
    extra: Annotated[dict[FieldName, OwnValue], Meta(description="Own fields, declared in [fields].")] = {}

    def to_dict(self) -> dict[str, Any]:
        """The record as the JSON export has it, of built-in types only: any encoder accepts it."""
        fields: dict[str, Any] = to_json_types(self)
        return fields

    @property
    def interval(self) -> tuple[PartialDate, PartialDate] | None:
        """Its first and last date; a single date is both."""
        return interval(self.start, self.end)

    @property
    def is_open_ended(self) -> bool:
        """Whether it lasts beyond its dates: it is ongoing and has no end."""
        return self.status == "ongoing" and self.end is None

    @property
    def period(self) -> str:
        """Its dates in English, or the empty string."""
        return format_period(self.start, self.end)

    def __hash__(self) -> int:
        return hash((self.id, self.title))

    def __repr__(self) -> str:
        return f"<Initiative {self.id!r}: {printable(self.title)}>"

    def _repr_html_(self) -> str:
        facts: list[tuple[str, list[str]]] = [("Theme", [html_text(self.theme)])]
        if self.period:
            facts.append(("When", [html_text(f"{self.period} ({self.date_note})" if self.date_note else self.period)]))
        if self.status:
            facts.append(("Status", [html_text(self.status)]))
        facts += [(name.capitalize(), [*map(html_text, getattr(self, name))]) for name in (*LIST_FIELDS, "figures")]
        facts += [(html_text(name), _texts(value)) for name, value in self.extra.items()]
        facts.append(("Links", [html_link(link.label, link.url) for link in self.links]))
        summary = f"<p>{html_text(self.summary)}</p>" if self.summary else ""
        kind = f" <em>{html_text(self.kind)}</em>" if self.kind else ""
        return (
            f"<div><p><strong>{html_text(self.title)}</strong> <code>{html_text(self.id)}</code>{kind}</p>"
            f"{summary}{html_facts(fact for fact in facts if fact[1])}</div>"
        )


def _texts(value: str | float | tuple[str, ...]) -> list[str]:
    return [*map(html_text, value if isinstance(value, tuple) else (value,))]


LIST_FIELDS = (
    "aliases",
    "partners",
    "mentions",
    "people",
    "countries",
    "regions",
    "languages",
    "keywords",
    "related",
)
"""The fields of a record that are lists of texts."""


WarningCode = Literal[
    "blank", "date", "keyword", "link", "same", "similar", "split", "text", "title", "toml", "twice", "unused"
]
"""The kind of a warning of `itucovid check`."""


class Lint(_Strict, frozen=True):
    """Settings of `itucovid check`."""

    ignore: Annotated[tuple[WarningCode, ...], Meta(description="Kinds of warnings that it leaves out.")] = ()


class Tables(_Strict, frozen=True):
    """Everything in a dataset file except its records."""

    dataset: Annotated[DatasetInfo | None, Meta(description="The dataset itself.")] = None
    document: Annotated[Document | None, Meta(description="The source document.")] = None
    fields: Annotated[dict[FieldName, OwnField], Meta(description="Own fields of the records, by name.")] = {}
    themes: Annotated[
        tuple[Theme, ...], Meta(description="The themes, in order; by default those that records use.")
    ] = ()
    organisations: Annotated[tuple[Organisation, ...], Meta(description="Organisations that records refer to.")] = ()
    countries: Annotated[dict[CountryCode, Country], Meta(description="Names of countries, by code.")] = {}
    regions: Annotated[dict[Id, Region], Meta(description="Regions that UN M49 lacks, by id.")] = {}
    languages: Annotated[dict[LanguageCode, Language], Meta(description="Names of languages, by code.")] = {}
    lint: Annotated[Lint | None, Meta(description="Settings of itucovid check.")] = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the records, in order."""
        return (self.dataset and self.dataset.kinds) or KINDS


class DatasetFile(Tables, frozen=True, kw_only=True):
    """A dataset file."""

    initiatives: Annotated[tuple[Initiative, ...], Meta(min_length=1, description="The records, in source order.")]


def decode_hook(type_: type, value: object) -> object:
    """Msgspec hook that converts a TOML or JSON value to a `PartialDate`."""
    if type_ is not PartialDate:
        raise NotImplementedError(f"cannot decode {type_.__name__}")
    if isinstance(value, dt.datetime):
        raise ValueError("expected a date without a time")  # noqa: TRY004 - msgspec passes on only ValueError
    if isinstance(value, str | dt.date):
        return _partial_date(value)
    raise ValueError("expected a date")


# A large dataset has many more dates than there are different days in it.
_partial_date = cache(PartialDate)


def to_json_types(value: object) -> Any:
    """A value of the model as JSON has it, of built-in types only."""
    return msgspec.json.decode(msgspec.json.encode(value, enc_hook=encode_hook))


def encode_hook(value: object) -> object:
    """Msgspec hook that converts a `PartialDate` to plain text."""
    if isinstance(value, PartialDate):
        return str.__str__(value)
    raise NotImplementedError(f"cannot encode {type(value).__name__}")
