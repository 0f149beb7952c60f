"""What tables, exports and views show of a record: the names of its ids, its columns, and their cells as text.

Other modules import from this package, not from its modules.
"""

from itucovid.fields.cells import Cell, Scalar, format_cell, format_line, split_escaped
from itucovid.fields.columns import (
    FIELDS,
    RESERVED_NAMES,
    TABLE_FIELDS,
    Field,
    all_fields,
    choose_fields,
    explodable_groups,
    object_fields,
    own_columns,
    rows,
    table_fields,
)
from itucovid.fields.detail_view import Detail, details
from itucovid.fields.formulas import escape_formulas, unescape_formulas
from itucovid.fields.labels import Labels, languages_of
from itucovid.fields.objects import format_array, to_objects

__all__ = [
    "FIELDS", "RESERVED_NAMES", "TABLE_FIELDS", "Cell", "Detail", "Field", "Labels", "Scalar", "all_fields",
    "choose_fields", "details", "escape_formulas", "explodable_groups", "format_array", "format_cell", "format_line",
    "languages_of", "object_fields", "own_columns", "rows", "split_escaped", "table_fields", "to_objects",
    "unescape_formulas",
]  # fmt: skip
