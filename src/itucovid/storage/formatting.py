"""Write the tables of a dataset file as TOML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WIDTH = 120
"""An array on one line is at most this long."""


def format_dataset(tables: dict[str, Any], records: Iterable[str], comment: str = "") -> Iterator[str]:
    """The text of a dataset file.

    Args:
        tables: everything except the records, as TOML has it.
        records: the records as `format_record` writes them; at least one.
        comment: the first line, without the number sign.
    """
    parts = [f"# {comment}\n"] if comment else []
    for name, table in tables.items():
        if isinstance(table, list):
            parts += [f"[[{name}]]\n{format_table(entry, name)}" for entry in table]
        elif table:
            text = format_table(table, name)
            # A table with nothing but tables needs no header of its own.
            parts.append(text.lstrip("\n") if text.startswith("\n") else f"[{name}]\n{text}")
    yield from (f"{part}\n" for part in parts)
    for number, record in enumerate(records):
        yield f"\n{record}" if number else record


def format_record(record: dict[str, Any]) -> str:
    """A record as TOML, with its header."""
    return f"[[initiatives]]\n{format_table(record, 'initiatives')}"


def format_table(table: dict[str, Any], name: str) -> str:
    """The keys of a table, then the tables within it with their headers."""
    import tomli_w

    lines = []
    nested = []
    for key, value in table.items():
        if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
            lines.append(f'{_format_key(key)} = "{value}"\n')
        elif isinstance(value, dict):
            if value:
                nested.append((key, value))
        elif isinstance(value, list):
            lines.append(f"{_format_key(key)} = {_format_array(value)}\n")
        elif not isinstance(value, str) or "\n" not in value:
            lines.append(f"{_format_key(key)} = {format_value(value)}\n")
        else:
            # In triple quotes, tomli-w would write a carriage return as a line feed.
            lines.append(tomli_w.dumps({key: value}, multiline_strings="\r" not in value))
    for key, value in nested:
        inner = f"{name}.{_format_key(key)}"
        text = format_table(value, inner)
        lines.append(text if text.startswith("\n[") else f"\n[{inner}]\n{text}")
    return "".join(lines)


def _format_array(values: list[Any]) -> str:
    items = [format_value(value) for value in values]
    line = f"[{', '.join(items)}]"
    if len(line) <= _WIDTH and not any(isinstance(value, dict) for value in values):
        return line
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def format_value(value: Any) -> str:
    """A value on one line."""
    import tomli_w

    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_format_key(key)} = {format_value(inner)}' for key, inner in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(format_value, value))}]"
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'
    return tomli_w.dumps({"k": value})[len("k = ") : -1]


def _format_key(key: str) -> str:
    return key if key.isascii() and key.isidentifier() else format_value(key)
