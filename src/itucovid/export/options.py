"""The options of an export, and the command line that gives the same export."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

import msgspec

from itucovid.errors import UsageError
from itucovid.export.formats import FORMATS, format_named
from itucovid.fields import choose_fields, explodable_groups
from itucovid.filters import Filters, check_limit
from itucovid.names import match_name

if TYPE_CHECKING:
    from itucovid.fields import Field, Labels

DEFAULT_DELIMITER = "; "
SEPARATORS = (",", ";", "|")
"""The separators of cells that spreadsheets and `import` recognize; for tabs there is TSV."""


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `itucovid export`, under their names. What does not depend on a dataset is checked.

    Attributes:
        format: the name of a format, or an unambiguous prefix of it, which becomes the name.
        ids: only these records, in this order.
        search: a query; only its results are exported.
        filters: the filters.
        sort: a sort key.
        reverse: whether the order is reversed.
        limit: at most this many records.
        fields: names of fields, separated by commas; by default those of the format.
        separator: the separator between the cells of CSV.
        delimiter: the separator between the values in one cell.
        explode: the list that is exported with one row per value.
        excel: whether the output starts with a byte order mark.
        long: whether the output is a document rather than a table.

    Raises:
        UnknownValueError: there is no such format.
        AmbiguousValueError: it is a prefix of several formats.
        UsageError: the limit is negative, the separator or delimiter is invalid, or the format does not support
            an option.
    """

    format: str
    ids: tuple[str, ...] = ()
    search: str | None = None
    filters: Filters = Filters()
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None
    fields: str | None = None
    separator: str | None = None
    delimiter: str | None = None
    explode: str | None = None
    excel: bool = False
    long: bool = False

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "format", format_named(self.format))
        if self.ids and self.search is not None:
            raise UsageError("--search does not apply to ids")
        check_limit(self.limit)
        for option in ("fields", "separator", "delimiter", "explode", "excel", "long"):
            supporting = [name for name, format_ in FORMATS.items() if option in format_.options]
            if getattr(self, option) not in (None, False) and self.format not in supporting:
                raise UsageError(f"--{option} is supported by {', '.join(supporting)}, not by {self.format}")
        if self.long and (self.fields is not None or self.delimiter is not None):
            raise UsageError("--fields and --delimiter apply to tables, not to --long")
        if self.separator is not None and self.separator not in SEPARATORS:
            raise UsageError(f"--separator must be one of {' '.join(SEPARATORS)}, not {self.separator!r}")
        delimiter = self.cell_delimiter
        if not delimiter.strip() or not delimiter.isprintable() or "\\" in delimiter:
            raise UsageError("--delimiter must contain a visible character, and no backslash, tab or line break")

    def columns(self, labels: Labels) -> tuple[Field, ...] | None:
        """The chosen fields of a dataset; None for those of the format."""
        return None if self.fields is None else choose_fields(self.fields, labels)

    def for_dataset(self, labels: Labels) -> ExportOptions:
        """The options with the full name of the list to explode.

        Raises:
            UnknownValueError: there is no such field or list.
            AmbiguousValueError: a name is a prefix of several fields.
            UsageError: a field is listed twice, or none is of the list to explode.
        """
        columns, group = self.columns(labels), None
        if self.explode is not None:
            group = match_name("list", self.explode, dict.fromkeys(explodable_groups(labels), ()))
        if group and columns and all(field.group != group for field in columns):
            raise UsageError(f"--explode {group} requires a field of that list in --fields")
        return msgspec.structs.replace(self, explode=group)

    @property
    def cell_delimiter(self) -> str:
        """The separator between the values in one cell."""
        return DEFAULT_DELIMITER if self.delimiter is None else self.delimiter

    @property
    def is_translated(self) -> bool:
        """Whether the format has titles and names in one language; others contain all translations or cite."""
        return FORMATS[self.format].is_translated

    def command_line(self, data_options: tuple[str, ...]) -> str:
        """The command that gives the same export, quoted for a POSIX shell."""
        options: dict[str, Any] = {}
        for name, value in msgspec.structs.asdict(self).items():
            options |= msgspec.structs.asdict(value) if name == "filters" else {name: value}
        parts = ["itucovid", "export", *options.pop("ids")]
        for name, value in options.items():
            parts += _arguments(f"--{name.rstrip('_')}", value)
        # Arguments with bytes that are not valid UTF-8 contain surrogates.
        return shlex.join([*parts, *data_options]).encode(errors="replace").decode()


def _arguments(option: str, value: object) -> list[str]:
    """The arguments that set an option; none if it is not set."""
    if value is None or value is False:
        return []
    if value is True:
        return [option]
    return [argument for one in (value if isinstance(value, tuple) else (value,)) for argument in (option, str(one))]
