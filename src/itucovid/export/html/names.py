"""Titles and names on the page, with their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from itucovid.fields import Labels

RIGHT_TO_LEFT = frozenset(
    {
        *("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"),
        *("ara", "div", "fas", "heb", "pes", "prs", "pus", "snd", "uig", "urd", "yid"),
    }
)
"""The codes of languages that are written from right to left."""


class Name(NamedTuple):
    """A title or name.

    Attributes:
        text: the text.
        language: the code of its language if it is translated, else empty: then it is that of the page.
    """

    text: str
    language: str


def translate(labels: Labels, get: Callable[[Labels], str]) -> Name:
    """A text with names: it is translated if it differs from the text with the names of the dataset's own language.

    Args:
        labels: the labels.
        get: gets the text, with the names of some labels.
    """
    text, original = get(labels), get(labels.original)
    return Name(text, labels.locale if labels.locale and original and text != original else "")
