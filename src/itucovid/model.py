"""What a register is made of: the structs that are at once its types, its validation, its schema.

A field is declared here and nowhere else. A field's docstring is its description in the JSON Schema and in
the reference. Every struct is frozen; every sequence is a tuple.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Meta

from itucovid.dates import PartialDate

if TYPE_CHECKING:
    from itucovid.search import Results

# In the patterns below, "$" alone would let Python, unlike JSON Schema, pass a line break at the end.

Text: TypeAlias = Annotated[str, Meta(min_length=1)]
"""Any text but the empty one."""

Id: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$(?!\n)",
        description="Letters, digits, dots, hyphens and underscores; the first a letter or digit.",
    ),
]
"""A name that needs no quoting in a shell, an address or a table."""

CountryCode: TypeAlias = Annotated[str, Meta(pattern=r"^[A-Z]{3}$(?!\n)", description="ISO 3166-1 alpha-3 code.")]
LanguageCode: TypeAlias = Annotated[str, Meta(pattern=r"^[a-z]{2,3}$(?!\n)", description="ISO 639 code.")]
Url: TypeAlias = Annotated[
    str, Meta(pattern=r"^https?://[^\s<>\"\x00-\x1f\x7f-\x9f]+$(?!\n)", description="A web address (http or https).")
]

# Integers beyond 2**53 lose digits in most JSON readers (RFC 7493, section 2.2).
_LARGEST_INTEGER = 2**53
Number: TypeAlias = (
    Annotated[int, Meta(ge=-_LARGEST_INTEGER, le=_LARGEST_INTEGER)] | Annotated[float, Meta(ge=-1e300, le=1e300)]
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
"""What an initiative is, first of all."""
KINDS: tuple[str, ...] = get_args(Kind)

Qualifier = Literal["around", "nearly", "over", "more than", "up to"]
"""How a figure relates to what was counted, when the source gives no exact number."""
QUALIFIERS: tuple[str, ...] = get_args(Qualifier)

NameLanguage = Literal["ar", "zh", "en", "fr", "ru", "es"]
"""The six official languages of the United Nations."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """The rules that all structs of a register share."""


class Names(_Strict, frozen=True):
    """One name in the six official languages of the United Nations; any may be missing."""

    ar: Text | None = None
    zh: Text | None = None
    en: Text | None = None
    fr: Text | None = None
    ru: Text | None = None
    es: Text | None = None

    def all(self) -> tuple[str, ...]:
        """The names that are given."""
        return tuple(name for name in msgspec.structs.astuple(self) if name)


class Link(_Strict, frozen=True):
    """A page that tells more."""

    label: Annotated[Text, Meta(description="What the page is, for a reader.")]
    url: Annotated[Url, Meta(description="Its address.")]
    publisher: Annotated[Text | None, Meta(description="Who publishes the page.")] = None


class Figure(_Strict, frozen=True):
    """A number that the source gives: "over 160 workshops"."""

    label: Annotated[Text, Meta(description="What was counted: it reads on after the value.")]
    value: Annotated[Number, Meta(description="The number, in full: 1500000000, not 1.5.")]
    qualifier: Annotated[Qualifier | None, Meta(description="How exact the source says it is.")] = None

    def __str__(self) -> str:
        number = f"{self.value:,}"
        return " ".join(filter(None, (self.qualifier, number, self.label)))


class Document(_Strict, frozen=True):
    """The source that a register was made from."""

    title: Annotated[Text, Meta(description="The document's title.")]
    publisher: Annotated[Text | None, Meta(description="Who published it.")] = None
    date: Annotated[PartialDate | None, Meta(description="When it was published.")] = None
    version: Annotated[Text | None, Meta(description="Which state of the register this is.")] = None
    source: Annotated[Url | None, Meta(description="Where it is, or is described.")] = None
    language: Annotated[LanguageCode | None, Meta(description="What it is written in.")] = None
    introduction: Annotated[Text | None, Meta(description="What it says it is, in the register's own words.")] = None
    keywords: Annotated[
        tuple[Text, ...], Meta(description="Words that every record answers, and none more than another.")
    ] = ()
    links: Annotated[tuple[Link, ...], Meta(description="Pages about it.")] = ()


class Theme(_Strict, frozen=True):
    """A heading of the source, under which initiatives stand."""

    id: Annotated[Id, Meta(description="What records and the command line call it.")]
    title: Annotated[Text, Meta(description="The heading.")]
    names: Annotated[Names, Meta(description="The heading in the six UN languages.")] = Names()
    keywords: Annotated[tuple[Text, ...], Meta(description="Other words that people would type for it.")] = ()


class Organisation(_Strict, frozen=True):
    """A body that records name as a partner."""

    id: Annotated[Id, Meta(description="What records call it.")]
    name: Annotated[Text, Meta(description="Its full name.")]
    aliases: Annotated[tuple[Text, ...], Meta(description="Acronyms and other names.")] = ()
    names: Annotated[Names, Meta(description="Its name in the six UN languages.")] = Names()


class Place(_Strict, frozen=True):
    """A country, by the code that it stands under."""

    name: Annotated[Text, Meta(description="Its name in the register's language.")]
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names and spellings.")] = ()
    names: Annotated[Names, Meta(description="Its name in the six UN languages.")] = Names()


class Language(_Strict, frozen=True):
    """A language, by the code that it stands under."""

    name: Annotated[Text, Meta(description="Its name in the register's language.")]
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names, its own among them.")] = ()


class Initiative(_Strict, frozen=True):
    """One record: an initiative, partnership or activity, with every fact that the source gives of it."""

    id: Annotated[Id, Meta(description="Its name on the command line; no two records share one.")]
    theme: Annotated[Id, Meta(description="The id of its theme.")]
    title: Annotated[Text, Meta(description="What it is called.")]
    summary: Annotated[Text, Meta(description="What it is and did, every fact included.")]
    kind: Annotated[Kind | None, Meta(description="What it is, first of all.")] = None
    item: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="Its number among the items under its theme's heading in the source."),
    ] = None
    aliases: Annotated[tuple[Text, ...], Meta(description="Other names and acronyms.")] = ()
    start: Annotated[PartialDate | None, Meta(description="When it began or took place, as exactly as known.")] = None
    end: Annotated[PartialDate | None, Meta(description="When it ended, if it lasted.")] = None
    partners: Annotated[
        tuple[Text, ...], Meta(description="Ids of organisations, or names where there is no table.")
    ] = ()
    people: Annotated[tuple[Text, ...], Meta(description="Persons whom the source names.")] = ()
    countries: Annotated[tuple[CountryCode, ...], Meta(description="Countries, by ISO 3166-1 alpha-3 code.")] = ()
    regions: Annotated[tuple[Text, ...], Meta(description="Regions larger than a country.")] = ()
    languages: Annotated[tuple[LanguageCode, ...], Meta(description="Languages it was given in, by ISO 639 code.")] = ()
    figures: Annotated[tuple[Figure, ...], Meta(description="The numbers of the source.")] = ()
    keywords: Annotated[
        tuple[Text, ...],
        Meta(description="Words that people would type and that its text does not have."),
    ] = ()
    links: Annotated[tuple[Link, ...], Meta(description="Pages that tell more.")] = ()
    related: Annotated[tuple[Id, ...], Meta(description="Ids of records close to it.")] = ()

    def __repr__(self) -> str:
        from itucovid.notebook import line_of_record

        return line_of_record(self)

    def _repr_html_(self) -> str:
        from itucovid.notebook import html_of_record

        return html_of_record(self)


class Dataset(_Strict, frozen=True):
    """A whole register. Get one from `itucovid.load`, which checks it and fills in missing themes."""

    initiatives: Annotated[tuple[Initiative, ...], Meta(min_length=1, description="The records, in source order.")]
    document: Annotated[Document | None, Meta(description="What it was made from.")] = None
    themes: Annotated[tuple[Theme, ...], Meta(description="The themes in their order; without them, as used.")] = ()
    organisations: Annotated[tuple[Organisation, ...], Meta(description="Partners, named once for all records.")] = ()
    countries: Annotated[dict[CountryCode, Place], Meta(description="Countries, named once for all records.")] = {}
    languages: Annotated[dict[LanguageCode, Language], Meta(description="Languages, named once for all records.")] = {}

    def filter(
        self,
        *,
        theme: str | Iterable[str] = (),
        partner: str | Iterable[str] = (),
        country: str | Iterable[str] = (),
        language: str | Iterable[str] = (),
        kind: str | Iterable[str] = (),
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
    ) -> "Dataset":
        """Only the records that fit, with the same themes, organisations, countries and languages.

        A record fits if it has any of the values of each filter that is given. A value may be an id, a name, an
        acronym or the unambiguous beginning of one, as on the command line. A date is a year, month or day; a record
        without one fits no date.

        Raises:
            UnknownValue: a value fits nothing in the dataset.
            AmbiguousValue: a value is the beginning of several names.
            BadRequest: a date is none, or `until` is before `since`.

        Example:
            >>> import itucovid
            >>> itucovid.load().filter(theme="health", partner=["who", "unesco"])
            <Dataset: 2 records in 1 theme, ITU, 11 January 2021>
        """
        from itucovid.library import filtered

        return filtered(
            self,
            theme=theme,
            partner=partner,
            country=country,
            language=language,
            kind=kind,
            since=since,
            until=until,
        )

    def search(self, query: str) -> "Results":
        """The records that answer a query, best first: see `itucovid.search`.

        Example:
            >>> import itucovid
            >>> [hit.record.id for hit in itucovid.load().search("fake medicines").hits]
            ['fg-ai4h', '5g-rumours']
        """
        from itucovid.search import search

        return search(self, query)

    def to_dicts(self, fields: str | Iterable[str] | None = None) -> list[dict[str, Any]]:
        """The records as plain dictionaries, ready for `pandas.DataFrame` or `polars.DataFrame`.

        Args:
            fields: names of fields as `--fields` takes them, in the order of the keys; without it, all that say
                something of their own. Every dictionary has every key: a list that is empty is [], a value that is
                missing is None. A date is text, as exact as the source.

        Raises:
            UnknownValue: a name is no field's.
            BadRequest: a name is there twice, or there is none.

        Example:
            >>> import itucovid
            >>> itucovid.load().to_dicts("id,start,countries")[5]
            {'id': 'gsr-20', 'start': '2020-09-01', 'countries': []}
        """
        from itucovid.library import dictionaries

        return dictionaries(self, fields)

    def export(
        self,
        format: str = "csv",  # noqa: A002 - the option's name
        *,
        search: str | None = None,
        theme: str | Iterable[str] = (),
        partner: str | Iterable[str] = (),
        country: str | Iterable[str] = (),
        language: str | Iterable[str] = (),
        kind: str | Iterable[str] = (),
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
        sort: str | None = None,
        reverse: bool = False,
        limit: int | None = None,
        fields: str | Iterable[str] | None = None,
        delimiter: str | None = None,
        explode: str | None = None,
        excel: bool = False,
        long: bool = False,
    ) -> bytes:
        r"""The records in a format, byte by byte what `itucovid export` writes with the options of the same names.

        Formats that name the request that made them do so for the whole register in use only: of one that was filtered
        or changed in Python, no command is known that would give the same.

        Raises:
            UnknownValue: there is no such format, filter value, order or field.
            AmbiguousValue: a value is the beginning of several names.
            BadRequest: the format cannot do what an option asks.

        Example:
            >>> import itucovid
            >>> itucovid.load().export("jsonl", search="5G", fields="id,kind")
            b'{"id":"5g-rumours","kind":"statement"}\n'
        """
        from itucovid.library import exported

        return exported(
            self,
            format,
            search=search,
            theme=theme,
            partner=partner,
            country=country,
            language=language,
            kind=kind,
            since=since,
            until=until,
            sort=sort,
            reverse=reverse,
            limit=limit,
            fields=fields,
            delimiter=delimiter,
            explode=explode,
            excel=excel,
            long=long,
        )

    def __len__(self) -> int:
        return len(self.initiatives)

    def __bool__(self) -> bool:
        """A dataset is there even if filters have left nothing in it."""
        return True

    def __iter__(self) -> Iterator[Initiative]:
        return iter(self.initiatives)

    def __contains__(self, item: object) -> bool:
        """Whether a record, or one with this id, is in it."""
        return any(item in (record.id, record) for record in self.initiatives)

    def __getitem__(self, id_: str) -> Initiative:
        """The record with an id.

        Raises:
            UnknownRecord: there is none. It is a `KeyError`; the message names the nearest.
        """
        from itucovid.library import record_of

        return record_of(self, id_)

    def __repr__(self) -> str:
        from itucovid.notebook import line_of_dataset

        return line_of_dataset(self)

    def _repr_html_(self) -> str:
        from itucovid.notebook import html_of_dataset

        return html_of_dataset(self)


def decode_hook(type_: type, value: object) -> object:
    """Build the one type that msgspec does not know, a `PartialDate`, from a TOML or JSON value."""
    if type_ is not PartialDate:
        raise NotImplementedError(f"cannot decode {type_.__name__}")
    if isinstance(value, dt.datetime):
        raise ValueError("expected a date without a time")  # noqa: TRY004 - msgspec passes on just this one
    if isinstance(value, str | dt.date):
        return _partial_date(value)
    raise ValueError("expected a date")


# A register has many more dates than there are days in it.
_partial_date = cache(PartialDate)


def encode_hook(value: object) -> object:
    """Give msgspec the plain text of a `PartialDate`."""
    if isinstance(value, PartialDate):
        return str.__str__(value)
    raise NotImplementedError(f"cannot encode {type(value).__name__}")
