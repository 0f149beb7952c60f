"""The options of an export, and the command line that gives the same export."""

from __future__ import annotations

import shlex

import msgspec

from itucovid.errors import UsageError
from itucovid.export.formats import FORMATS
from itucovid.fields import Field, choose_fields, explodable_groups
from itucovid.filters import Filters
from itucovid.names import match_name

DEFAULT_DELIMITER = "; "


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `itucovid export`, under their names.

    Attributes:
        format: the name of a format.
        search: a query; only its results are exported.
        filters: the filters.
        sort: a sort key.
        reverse: whether the order is reversed.
        limit: at most this many records.
        fields: names of fields, separated by commas; by default those of the format.
        delimiter: the separator between the values in one cell.
        explode: the list that is exported with one row per value.
        excel: whether the file starts with a byte order mark.
        long: whether a document is written rather than a table.
    """

    format: str
    search: str | None = None
    filters: Filters = Filters()
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None
    fields: str | None = None
    delimiter: str | None = None
    explode: str | None = None
    excel: bool = False
    long: bool = False

    def validate(self) -> None:
        """Check everything that does not depend on the dataset.

        Raises:
            UnknownValueError: there is no such field or list.
            UsageError: the limit is negative, a field is listed twice, or the format does not support an option.
        """
        if self.limit is not None and self.limit < 0:
            raise UsageError(f"--limit must be 0 or greater, not {self.limit}")
        supported = FORMATS[self.format].options
        for option in ("fields", "delimiter", "explode", "excel", "long"):
            if getattr(self, option) not in (None, False) and option not in supported:
                able = ", ".join(name for name, format_ in FORMATS.items() if option in format_.options)
                raise UsageError(f"--{option} is supported by {able}, not by {self.format}")
        if self.long and (self.fields or self.delimiter):
            raise UsageError("--fields and --delimiter apply to tables, not to --long")
        delimiter = self.cell_delimiter
        if not delimiter.strip() or not delimiter.isprintable() or "\\" in delimiter:
            raise UsageError("--delimiter must contain a visible character, and no backslash, tab or line break")
        group, columns = self.explode_group, self.columns
        if group and columns and all(field.group != group for field in columns):
            raise UsageError(f"--explode {group} requires a field of that list in --fields")

    @property
    def columns(self) -> tuple[Field, ...] | None:
        """The chosen fields; None for those of the format."""
        return None if self.fields is None else choose_fields(self.fields)

    @property
    def cell_delimiter(self) -> str:
        """The separator between the values in one cell."""
        return DEFAULT_DELIMITER if self.delimiter is None else self.delimiter

    @property
    def explode_group(self) -> str | None:
        """The group of fields that is exploded."""
        return match_name("list", self.explode, dict.fromkeys(explodable_groups(), ())) if self.explode else None

    def command_line(self, data_options: tuple[str, ...]) -> str:
        """The command that gives the same export, quoted for a POSIX shell."""
        values = {name: getattr(self, name) for name in self.__struct_fields__} | {"explode": self.explode_group}
        parts = ["itucovid", "export", *_arguments({"format": values.pop("format"), "search": values.pop("search")})]
        filters = msgspec.structs.asdict(values.pop("filters"))
        parts += _arguments({name.rstrip("_"): value for name, value in filters.items()}) + _arguments(values)
        # An argument may contain bytes that are not valid UTF-8.
        return shlex.join([*parts, *data_options]).encode(errors="replace").decode()


def _arguments(options: dict[str, object]) -> list[str]:
    arguments = []
    for name, value in options.items():
        if value is True:
            arguments.append(f"--{name}")
        elif value is not None and value is not False:
            for one in value if isinstance(value, tuple) else (value,):
                arguments += [f"--{name}", str(one)]
    return arguments
