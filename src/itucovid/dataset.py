"""`Dataset`: a loaded dataset, with everything that the command line and Python do with it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from itucovid import places, storage
from itucovid.errors import UnknownRecordError, UnknownValueError
from itucovid.fields import Labels, choose_fields, languages_of, object_fields, rows
from itucovid.filters import Filters, apply_filters, check_limit, find_records, sort_records
from itucovid.html_repr import MAX_ROWS, html_table, html_text
from itucovid.model import DatasetFile, Tables, to_json_types
from itucovid.names import closest_matches, match_name, name_key
from itucovid.text import plural, printable

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from itucovid.export.formats import FormatName
    from itucovid.export.options import ExportOptions
    from itucovid.fields import Field
    from itucovid.filters import Selection
    from itucovid.model import Document, Initiative, Organisation, Theme
    from itucovid.search import Results
    from itucovid.search.index import Index
    from itucovid.storage import Progress, Source
    from itucovid.storage.cache import CacheKey


def load(source: Source | None = None) -> Dataset:
    """Load and validate a dataset.

    Args:
        source: a TOML file, or its content as text (with a line break), UTF-8 bytes or a stream of either; by default
            the file named by the environment variable ITUCOVID_DATA, or else ITU's COVID-19 initiatives, which are part
            of the package.

    Raises:
        InvalidDatasetError: the file cannot be read, is not UTF-8 or not TOML, or violates the model. It lists every
            error with its line.
        UsageError: ITUCOVID_CACHE is a relative path.

    Example:
        >>> import itucovid
        >>> dataset = itucovid.load()
        >>> len(dataset)
        28
        >>> [record.id for record in dataset if "unesco" in record.partners]
        ['global-education-coalition']
    """
    return Dataset.load(source)


class Dataset:
    """A dataset: records, and the tables that they refer to. It is immutable."""

    def __init__(
        self,
        tables: Tables,
        records: Sequence[Initiative],
        *,
        key: CacheKey | None = None,
        command_options: tuple[str, ...] | None = None,
        locale: str | None = None,
    ) -> None:
        """Create a dataset; use `load` to get one.

        Args:
            tables: everything except the records.
            records: the records.
            key: the cache key of the file that it was loaded from.
            command_options: the options with which the command uses the same dataset; None if there are none, because
                it was filtered or made in Python.
            locale: the language of its labels; by default its own.
        """
        self.labels = Labels(tables, locale)
        """The names of ids and codes."""
        self._tables = tables
        self._records = records
        self._key = key
        self._command_options = command_options

    @classmethod
    def load(cls, source: Source | None = None, progress: Progress | None = None) -> Dataset:
        """Load a dataset as `itucovid.load` does.

        Args:
            source: as in `itucovid.load`.
            progress: called with the path if the file is parsed; the context is active meanwhile.

        Raises:
            InvalidDatasetError: as in `itucovid.load`.
        """
        loaded = storage.load_dataset(source, progress)
        return cls(loaded.tables, loaded.records, key=loaded.key, command_options=storage.data_options(source))

    @cached_property
    def initiatives(self) -> tuple[Initiative, ...]:
        """The records, in the order of the file."""
        return tuple(self._records)

    @property
    def document(self) -> Document | None:
        """The source document."""
        return self._tables.document

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The themes, in order."""
        return self._tables.themes

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """The organisations that records refer to."""
        return self._tables.organisations

    @cached_property
    def contents(self) -> DatasetFile:
        """The dataset as the struct of its file, with all records."""
        values = {name: getattr(self._tables, name) for name in Tables.__struct_fields__}
        return DatasetFile(initiatives=self.initiatives, **values)

    @cached_property
    def locales(self) -> tuple[str, ...]:
        """The languages that it can be shown in, by ISO 639 code: its own first, if it is known."""
        return languages_of(self._tables, self.initiatives)

    def localised(self, locale: str | None) -> Dataset:
        """The same dataset with the titles of records and the names of themes, organisations and places in a language.

        They are in that language in tables, documents and pages, where the dataset has a translation; else they are in
        the language of the dataset. Records, search results, and formats that contain all translations do not change.

        Args:
            locale: one of `locales` or its name ("fr", "fr-CA", "French", "français"); None for the dataset's own.

        Raises:
            UnknownValueError: the dataset has no translation into this language.
            AmbiguousValueError: it is a prefix of several languages.

        Example:
            >>> import itucovid
            >>> itucovid.load().localised("fr").to_dicts("id,title")[1]
            {'id': 'wsis-forum-2020', 'title': 'Forum du SMSI 2020'}
        """
        if locale is not None:
            known = places.language_names()
            names = {code: known.get(code, ()) for code in self.locales}
            code = places.language_code(locale)
            if code and code not in names:
                # No other language is what was meant.
                raise UnknownValueError("locale", locale, known=self.locales)
            locale = match_name("locale", code or locale, names)
        if locale == self.labels.text_language:
            locale = None
        if locale == self.labels.locale:
            return self
        options = self._command_options
        return Dataset(self._tables, self._records, key=self._key, command_options=options, locale=locale)

    @cached_property
    def index(self) -> Index:
        """The search index: from the cache, or built and cached."""
        from itucovid.search import load_index

        return load_index(self.labels.original, self._records, self._key)

    def select(self, filters: Filters, among: Sequence[Initiative] | None = None) -> Selection:
        """Select the records that match filters, and count those that almost match.

        Args:
            filters: the filters.
            among: the records to select from; by default all.

        Raises:
            UnknownValueError: a value matches nothing in the dataset.
            AmbiguousValueError: a value is a prefix of several names.
            UsageError: a date is invalid, or `until` is before `since`.
        """
        return apply_filters(self.contents, filters, among)

    def filter(
        self,
        *,
        theme: str | Iterable[str] = (),
        partner: str | Iterable[str] = (),
        country: str | Iterable[str] = (),
        language: str | Iterable[str] = (),
        kind: str | Iterable[str] = (),
        status: str | Iterable[str] = (),
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
        with_: str | Iterable[str] = (),
        without: str | Iterable[str] = (),
        field: str | Iterable[str] = (),
    ) -> Dataset:
        """The records that match all filters, with the same themes, organisations, countries and languages.

        A record matches a filter if it has any of its values. A value is an id, a name, an acronym or an unambiguous
        prefix of one, as on the command line; a region includes its countries. A date is a year, a month or a day.
        `with_` and `without` are names of fields that a record must have or lack. `field` are own fields with exact
        values, as in "donor=USAID".

        Raises:
            UnknownValueError: a value matches nothing in the dataset.
            AmbiguousValueError: a value is a prefix of several names.
            UsageError: a date is invalid, or `until` is before `since`.

        Example:
            >>> import itucovid
            >>> itucovid.load().filter(theme="health", partner=["who", "unesco"])
            <Dataset: 3 records in 1 theme, ITU, 11 January 2021>
        """
        filters = _filters(
            theme=theme,
            partner=partner,
            country=country,
            language=language,
            kind=kind,
            status=status,
            since=since,
            until=until,
            with_=with_,
            without=without,
            field=field,
        )
        return Dataset(self._tables, tuple(self.select(filters).records), locale=self.labels.locale)

    def find(self, ids: Iterable[str]) -> tuple[list[Initiative], dict[str, list[str]]]:
        """Look up records by id, alias or title, in any spelling, or by an unambiguous prefix of one.

        Returns:
            The records, each once and in the order of `ids`; and the ids that match no record, each with close matches.

        Raises:
            AmbiguousValueError: an id is a prefix of several records.
        """
        return find_records(self.contents, ids)

    def choose(self, ids: Iterable[str], filters: Filters) -> list[Initiative]:
        """The records with some ids, aliases or titles, in that order, as far as they match filters.

        Raises:
            UnknownRecordError: an id matches no record; the message suggests close matches.
        """
        records, missing = self.find(ids)
        for id_, closest in missing.items():
            raise UnknownRecordError(id_, closest=closest)
        return self.select(filters, records).records

    def search(self, query: str, filters: Filters | None = None) -> Results:
        """Search the records, best match first: see `itucovid.search`.

        Args:
            query: words, "phrases" and -exclusions.
            filters: only records that match these are results; they do not change the scores.

        Raises:
            UnknownValueError: a filter's value matches nothing in the dataset.
            AmbiguousValueError: a filter's value is a prefix of several names.
            UsageError: a filter's date is invalid, or `until` is before `since`.

        Example:
            >>> import itucovid
            >>> [hit.record.id for hit in itucovid.load().search("fake medicines")]
            ['fg-ai4h', '5g-rumours']
        """
        from itucovid.search import search

        ids = {record.id for record in self.select(filters).records} if filters else None
        return search(self.index, query, ids)

    def sort(
        self, records: Sequence[Initiative], by: str | None, *, reverse: bool = False, limit: int | None = None
    ) -> list[Initiative]:
        """Sort records by id, theme, title, kind, start, end or an own field, and keep the first `limit`.

        Raises:
            UnknownValueError: there is no such key.
            AmbiguousValueError: it is a prefix of several keys.
            UsageError: the limit is negative.
        """
        check_limit(limit)
        return sort_records(self.labels, records, by, reverse=reverse)[:limit]

    def to_dicts(self, fields: str | Iterable[str] | None = None) -> list[dict[str, Any]]:
        """The records as dictionaries with the values of the JSON export, for `pandas.DataFrame` or `polars.DataFrame`.

        Args:
            fields: names of fields as in `--fields`, in the order of the keys; by default all but the keywords and what
                only repeats a part of others. Every dictionary has every key; a missing value is None, an empty list
                []. Dates are texts; figures and links are lists of dictionaries.

        Raises:
            UnknownValueError: there is no such field.
            AmbiguousValueError: a name is a prefix of several fields.
            UsageError: a name is listed twice, or the list is empty.

        Example:
            >>> import itucovid
            >>> itucovid.load().to_dicts("id,start,countries")[5]
            {'id': 'gsr-20', 'start': '2020-09-01', 'countries': []}
        """
        columns = self._frame_fields(fields)
        keys = [column.name for column in columns]
        objects = [key for key in keys if key in ("figures", "links")]
        table = []
        for record, cells in zip(self.initiatives, rows(self.labels, self.initiatives, columns), strict=True):
            row = dict(zip(keys, cells, strict=True)) | {key: getattr(record, key) for key in objects}
            table.append(to_json_types(row))
        return table

    def polars_schema(self, fields: str | Iterable[str] | None = None) -> dict[str, Any]:
        """The types of the columns of `to_dicts(fields)` for `polars.DataFrame`, which else infers them from some rows.

        Args:
            fields: as in `to_dicts`.

        Raises:
            ImportError: polars is not installed.
        """
        from itucovid.storage.schema import polars_schema

        return polars_schema(self._frame_fields(fields), self.labels.own_fields)

    def _frame_fields(self, fields: str | Iterable[str] | None) -> tuple[Field, ...]:
        names = _joined(fields)
        return object_fields(self.labels) if names is None else choose_fields(names, self.labels)

    def export(
        self,
        format: FormatName = "csv",  # noqa: A002 - the name of the option
        *,
        ids: str | Iterable[str] = (),
        search: str | None = None,
        sort: str | None = None,
        reverse: bool = False,
        limit: int | None = None,
        fields: str | Iterable[str] | None = None,
        separator: str | None = None,
        delimiter: str | None = None,
        explode: str | None = None,
        excel: bool = False,
        long: bool = False,
        **filters: str | Iterable[str] | dt.date | None,
    ) -> bytes:
        r"""Export records: the same bytes as `itucovid export` with the options of the same names.

        Args:
            format: the name of a format.
            ids: only these records, in this order.
            search: only what this query finds, the best match first.
            sort: id, theme, title, kind, start, end or an own field.
            reverse: reverse the order.
            limit: at most this many records.
            fields: the columns, as in `--fields`.
            separator: the separator between the cells of CSV.
            delimiter: the separator between the values in one cell.
            explode: a list to export with one row per value.
            excel: start with a UTF-8 byte order mark.
            long: for Markdown, a document instead of a table.
            **filters: as in `filter`.

        Raises:
            UnknownValueError: there is no such format, filter value, sort key or field.
            AmbiguousValueError: a value is a prefix of several names.
            UsageError: the format does not support an option.

        Example:
            >>> import itucovid
            >>> itucovid.load().export("jsonl", search="5G", fields="id,kind")
            b'{"id":"5g-rumours","kind":"statement"}\n'
        """
        from itucovid.export.options import ExportOptions

        options = ExportOptions(
            format=format,
            ids=_as_tuple(ids),
            search=search,
            filters=_filters(**filters),
            sort=sort,
            reverse=reverse,
            limit=limit,
            fields=_joined(fields),
            separator=separator,
            delimiter=delimiter,
            explode=explode,
            excel=excel,
            long=long,
        )
        if options.ids:
            records = self.choose(options.ids, options.filters)
        elif options.search is None:
            records = self.select(options.filters).records
        else:
            records = [hit.record for hit in self.search(options.search, options.filters)]
        dataset = self if options.is_translated else self.localised(None)
        chunks = dataset.render(dataset.sort(records, sort, reverse=reverse, limit=limit), options)
        return b"".join(chunk.encode() if isinstance(chunk, str) else chunk for chunk in chunks)

    def render(self, records: Sequence[Initiative], options: ExportOptions) -> Iterator[str] | Iterator[bytes]:
        """Render some records in a format, in chunks of text or of bytes.

        Raises:
            UnknownValueError: there is no such field or list.
            AmbiguousValueError: a name is a prefix of several fields.
            UsageError: the format cannot represent the records, or the fields do not fit together.
        """
        from itucovid.export import Export, render

        # The command reports an error instead of exporting the results of a search without hits.
        reproducible = self._command_options is not None and (options.search is None or records)
        labels = self.labels if options.is_translated else self.labels.original
        options = options.for_dataset(labels)
        own_options = (*(self._command_options or ()), *(("--locale", labels.locale) if labels.locale else ()))
        command_line = options.command_line(own_options) if reproducible else ""
        return render(Export(self.contents, records, labels, options, command_line))

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Initiative]:
        return iter(self.initiatives)

    def __contains__(self, item: object) -> bool:
        """Whether it contains a record, or a record with this id."""
        return any(item in (record.id, record) for record in self.initiatives)

    def __getitem__(self, id_: str) -> Initiative:
        """The record with an id.

        Raises:
            UnknownRecordError: there is none. It is a `KeyError`; the message suggests close matches.
        """
        for record in self.initiatives:
            if record.id == id_:
                return record
        ids = {name_key(record.id): record.id for record in self.initiatives}
        raise UnknownRecordError(id_, closest=closest_matches(name_key(str(id_)), ids))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Dataset):
            return NotImplemented
        return self.labels.locale == other.labels.locale and self.contents == other.contents

    def __hash__(self) -> int:
        return hash(tuple(record.id for record in self.initiatives))

    def __repr__(self) -> str:
        themes = {record.theme for record in self.initiatives}
        size = f"{plural(len(self), 'record')} in {plural(len(themes), 'theme')}"
        return f"<Dataset: {printable(', '.join(filter(None, (size, self.labels.edition))))}>"

    def _repr_html_(self) -> str:
        rows = (
            tuple(map(html_text, (r.id, self.labels.theme(r.theme), r.start, self.labels.title(r))))
            for r in self.initiatives[:MAX_ROWS]
        )
        return html_table(("Id", "Theme", "Start", "Title"), rows, len(self), "record")


def _filters(**values: str | Iterable[str] | dt.date | None) -> Filters:
    """Filters from Python values: a value or several, a date or its text."""
    unknown = values.keys() - set(Filters.__struct_fields__)
    if unknown:
        raise TypeError(f"unknown filter {min(unknown)!r}")
    dates = {name: None if value is None else str(value) for name, value in values.items() if name in _DATES}
    lists = {name: _as_tuple(value) for name, value in values.items() if name not in _DATES}
    return Filters(**dates, **lists)  # type: ignore[arg-type]


_DATES = ("since", "until")


def _as_tuple(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())  # type: ignore[arg-type]


def _joined(fields: str | Iterable[str] | None) -> str | None:
    return fields if fields is None or isinstance(fields, str) else ",".join(fields)
