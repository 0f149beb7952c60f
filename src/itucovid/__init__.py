"""ITU's COVID-19 initiatives, partnerships and activities as data.

>>> import itucovid
>>> dataset = itucovid.load()
>>> dataset.initiatives[0].title
'Web dialogues on the response to COVID-19'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from itucovid._version import __version__

if TYPE_CHECKING:
    from itucovid.dataset import Dataset, load
    from itucovid.dates import PartialDate
    from itucovid.errors import (
        AmbiguousValueError,
        ItucovidError,
        NotFoundError,
        UnknownRecordError,
        UnknownValueError,
        UsageError,
    )
    from itucovid.export.formats import FormatName
    from itucovid.model import (
        Country,
        DatasetFile,
        DatasetInfo,
        Document,
        Figure,
        Initiative,
        Kind,
        Language,
        Link,
        Names,
        Organisation,
        OwnField,
        Qualifier,
        Region,
        Status,
        Theme,
        Translation,
    )
    from itucovid.search import Hit, Results, WordMatch
    from itucovid.search.highlight import Match
    from itucovid.storage.issues import InvalidDatasetError, Issue

__all__ = [
    "AmbiguousValueError",
    "Country",
    "Dataset",
    "DatasetFile",
    "DatasetInfo",
    "Document",
    "Figure",
    "FormatName",
    "Hit",
    "Initiative",
    "InvalidDatasetError",
    "Issue",
    "ItucovidError",
    "Kind",
    "Language",
    "Link",
    "Match",
    "Names",
    "NotFoundError",
    "Organisation",
    "OwnField",
    "PartialDate",
    "Qualifier",
    "Region",
    "Results",
    "Status",
    "Theme",
    "Translation",
    "UnknownRecordError",
    "UnknownValueError",
    "UsageError",
    "WordMatch",
    "__version__",
    "load",
]

_MODULES = {
    "AmbiguousValueError": "errors",
    "Dataset": "dataset",
    "FormatName": "export.formats",
    "Hit": "search",
    "InvalidDatasetError": "storage.issues",
    "Issue": "storage.issues",
    "ItucovidError": "errors",
    "Match": "search",
    "NotFoundError": "errors",
    "PartialDate": "dates",
    "Results": "search",
    "UnknownRecordError": "errors",
    "UnknownValueError": "errors",
    "UsageError": "errors",
    "WordMatch": "search",
    "load": "dataset",
}
"""The modules of the names that `itucovid.model` does not define."""


def __getattr__(name: str) -> Any:
    # PEP 562: the command line imports the package, but needs only some of its modules.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"itucovid.{_MODULES.get(name, 'model')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
