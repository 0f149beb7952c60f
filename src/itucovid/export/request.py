"""What an export is asked for, on the command line or in Python: the same request gives the same bytes."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from itucovid.errors import BadRequest
from itucovid.export import Export
from itucovid.fields import choose_fields, explodable
from itucovid.text import find_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from itucovid.model import Dataset, Initiative


class Request(NamedTuple):
    """The options of `itucovid export`, under their names; what is None, empty or False was not asked for."""

    format: str
    search: str | None = None
    theme: Sequence[str] | None = None
    partner: Sequence[str] | None = None
    country: Sequence[str] | None = None
    language: Sequence[str] | None = None
    kind: Sequence[str] | None = None
    since: str | None = None
    until: str | None = None
    sort: str | None = None
    reverse: bool = False
    limit: int | None = None
    fields: str | None = None
    delimiter: str | None = None
    explode: str | None = None
    excel: bool = False
    long: bool = False
    data: str | None = None

    def __str__(self) -> str:
        """The command that asks for this, as a shell takes it."""
        parts = ["itucovid", "export"]
        for name, value in self._asdict().items():
            if value is True:
                parts.append(f"--{name}")
            elif value is not None and value is not False:
                for one in value if isinstance(value, list | tuple) else (value,):
                    parts += [f"--{name}", str(one)]
        # An argument may hold bytes that are no text.
        return shlex.join(parts).encode(errors="replace").decode()


def prepare(request: Request) -> Callable[[Dataset, list[Initiative]], Export]:
    """What makes the export of a request from a dataset and those of its records that are meant.

    Raises:
        UnknownValue: there is no such field or list.
        BadRequest: a field is named twice, or none is, or the limit is below 0.
    """
    if request.limit is not None and request.limit < 0:
        raise BadRequest(f"--limit wants a whole number from 0 on, not {request.limit}")
    group = find_name("list", request.explode, dict.fromkeys(explodable(), ())) if request.explode else None
    settings: dict[str, Any] = {} if request.delimiter is None else {"delimiter": request.delimiter}
    return partial(
        Export,
        fields=None if request.fields is None else choose_fields(request.fields),
        explode=group,
        excel=request.excel,
        long=request.long,
        request=str(request._replace(explode=group)),
        **settings,
    )
