"""The options of an export, and the command line that gives the same export."""

from __future__ import annotations

import shlex
from typing import Any

import msgspec

from itucovid.errors import UsageError
from itucovid.export.formats import FORMATS
from itucovid.fields import Field, choose_fields, explodable_groups
from itucovid.filters import Filters
from itucovid.names import match_name

DEFAULT_DELIMITER = "; "


class ExportOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `itucovid export`, under their names. What does not depend on a dataset is checked.

    Attributes:
        format: the name of a format.
        ids: only these records, in this order.
        search: a query; only its results are exported.
        filters: the filters.
        sort: a sort key.
        reverse: whether the order is reversed.
        limit: at most this many records.
        fields: names of fields, separated by commas; by default those of the format.
        delimiter: the separator between the values in one cell.
        explode: the list that is exported with one row per value.
        excel: whether the output starts with a byte order mark.
        long: whether the output is a document rather than a table.

    Raises:
        UnknownValueError: there is no such field or list.
        UsageError: the limit is negative, a field is listed twice, the delimiter is invalid, or the format does not
            support an option.
    """

    format: str
    ids: tuple[str, ...] = ()
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

    def __post_init__(self) -> None:
        if self.ids and self.search is not None:
            raise UsageError("--search does not apply to ids")
        if self.limit is not None and self.limit < 0:
            raise UsageError(f"--limit must be 0 or greater, not {self.limit}")
        for option in ("fields", "delimiter", "explode", "excel", "long"):
            supporting = [name for name, format_ in FORMATS.items() if option in format_.options]
            if getattr(self, option) not in (None, False) and self.format not in supporting:
                raise UsageError(f"--{option} is supported by {', '.join(supporting)}, not by {self.format}")
        if self.long and (self.fields is not None or self.delimiter is not None):
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
        return (
            None if self.explode is None else match_name("list", self.explode, dict.fromkeys(explodable_groups(), ()))
        )

    @property
    def is_translated(self) -> bool:
        """Whether the format has titles and names in one language; others contain all translations or cite."""
        return FORMATS[self.format].is_translated

    def command_line(self, data_options: tuple[str, ...]) -> str:
        """The command that gives the same export, quoted for a POSIX shell."""
        options: dict[str, Any] = {}
        for name, value in msgspec.structs.asdict(self).items():
            options |= msgspec.structs.asdict(value) if name == "filters" else {name: value}
        options["explode"] = self.explode_group
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
