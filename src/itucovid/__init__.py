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
    from itucovid.errors import ItucovidError
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
        Qualifier,
        Region,
        Status,
        Theme,
        Translation,
    )
    from itucovid.storage.issues import InvalidDatasetError, Issue

__all__ = [
    "Country",
    "Dataset",
    "DatasetFile",
    "DatasetInfo",
    "Document",
    "Figure",
    "Initiative",
    "InvalidDatasetError",
    "Issue",
    "ItucovidError",
    "Kind",
    "Language",
    "Link",
    "Names",
    "Organisation",
    "PartialDate",
    "Qualifier",
    "Region",
    "Status",
    "Theme",
    "Translation",
    "__version__",
    "load",
]

_MODULES = {
    "Dataset": "dataset",
    "InvalidDatasetError": "storage.issues",
    "Issue": "storage.issues",
    "ItucovidError": "errors",
    "PartialDate": "dates",
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
    return sorted({*globals(), *__all__})
