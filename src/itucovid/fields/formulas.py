"""Text that a spreadsheet could run as a formula: escaping it, and the inverse."""

from __future__ import annotations

import re


def escape_formulas(text: str) -> str:
    """Put an apostrophe before everything in a cell of CSV that a spreadsheet could run as a formula.

    That is at its start and wherever another separator would start a cell; see
    https://owasp.org/www-community/attacks/CSV_Injection.
    """
    if text[:1] not in _FORMULA_STARTS and not re.search(_SEPARATED_FORMULA, text):
        return text
    return re.sub(_FORMULA, r"\g<start>'", text)


def unescape_formulas(text: str) -> str:
    """The inverse of `escape_formulas`."""
    return re.sub(_ESCAPED_FORMULA, r"\g<start>", text) if "'" in text else text


# Readers may remove quotation marks at the start with those of the cell. Apostrophes before a formula belong to it, so
# that the removal of one always restores the text.
_OPERATORS = "=+@＝＋－＠-"
_SEPARATORS = r"[;,|\t\r\n]"
_FORMULA = rf"""^(?='*[\t\r\n])|(?P<start>(?:^|{_SEPARATORS})[ "]*)(?='*[{_OPERATORS}])"""
# A text needs one of these to match. Few have one, and looking for these takes a fifth of the time.
_FORMULA_STARTS = frozenset(f"\t\r\n '\"{_OPERATORS}")
_SEPARATED_FORMULA = rf"""{_SEPARATORS}[ "]*'*[{_OPERATORS}]"""
_ESCAPED_FORMULA = _FORMULA.replace("(?=", "'(?=")
