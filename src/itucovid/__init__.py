"""ITU's COVID-19 initiatives, partnerships and activities, as data.

>>> import itucovid
>>> register = itucovid.load()
>>> register.initiatives[0].title
'Web dialogues on the response to COVID-19'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from itucovid.dataset import load
    from itucovid.dates import PartialDate
    from itucovid.errors import BadDataset, ItucovidError
    from itucovid.model import (
        Dataset,
        Document,
        Figure,
        Initiative,
        Kind,
        Language,
        Link,
        Names,
        Organisation,
        Place,
        Qualifier,
        Theme,
    )

__version__ = "0.1.0"

__all__ = [
    "BadDataset",
    "Dataset",
    "Document",
    "Figure",
    "Initiative",
    "ItucovidError",
    "Kind",
    "Language",
    "Link",
    "Names",
    "Organisation",
    "PartialDate",
    "Place",
    "Qualifier",
    "Theme",
    "__version__",
    "load",
]

_HOMES = {"load": "dataset", "PartialDate": "dates", "BadDataset": "errors", "ItucovidError": "errors"}


def __getattr__(name: str) -> Any:
    # PEP 562: the command line reads only the version from here, and should not wait for the rest.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"itucovid.{_HOMES.get(name, 'model')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
