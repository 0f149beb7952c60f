"""Compare two datasets: records added, removed, renamed and changed, field by field."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from itucovid.model import DatasetFile, Translation, to_json_types
from itucovid.names import closest_matches, name_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from itucovid.model import Initiative

Value: TypeAlias = str | int | float | bool | list[Any] | dict[str, Any] | None
"""A value as JSON has it."""


class FieldChange(NamedTuple):
    """A field with a different value; None stands for no value."""

    field: str
    old: Value
    new: Value


ChangeKind: TypeAlias = Literal["added", "removed", "renamed", "changed", "table"]


class Change(NamedTuple):
    """A difference between two datasets.

    Attributes:
        change: what happened to the record; "table" is a difference in an entry of another table of the file.
        id: the id of the record in the newer dataset, or the place of the entry: "themes.health".
        title: the title of the record.
        old_id: the id in the older dataset, if the record was renamed.
        fields: the fields that differ; none if the record was added or removed.
    """

    change: ChangeKind
    id: str
    title: str = ""
    old_id: str | None = None
    fields: tuple[FieldChange, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The change as a JSON object."""
        fields = [change._asdict() for change in self.fields]
        return {"change": self.change, "id": self.id, "title": self.title, "old_id": self.old_id, "fields": fields}


def diff(old: DatasetFile, new: DatasetFile) -> list[Change]:
    """The differences between two datasets.

    A removed and an added record are one renamed record if one is named after the other, or their titles are alike.

    Returns:
        The changes of other tables, then those of records in the order of the newer dataset, then removed records.
    """
    before = {record.id: record for record in old.initiatives}
    after = {record.id: record for record in new.initiatives}
    gone = {id_: record for id_, record in before.items() if id_ not in after}
    renamed = _renamed(gone, {id_: record for id_, record in after.items() if id_ not in before})
    changes = [*_table_changes(old, new)]
    for id_, record in after.items():
        if id_ in renamed:
            fields = tuple(change for change in _field_changes(before[renamed[id_]], record) if change.field != "id")
            changes.append(Change("renamed", id_, record.title, renamed[id_], fields))
        elif id_ not in before:
            changes.append(Change("added", id_, record.title))
        elif fields := tuple(_field_changes(before[id_], record)):
            changes.append(Change("changed", id_, record.title, None, fields))
    kept = set(renamed.values())
    changes += [Change("removed", id_, record.title) for id_, record in gone.items() if id_ not in kept]
    return changes


def summarize(changes: list[Change]) -> str:
    """The number of changes of each kind: "2 changed, 1 added", or "no differences"."""
    numbers = Counter(change.change for change in changes)
    kinds: tuple[ChangeKind, ...] = ("changed", "renamed", "added", "removed", "table")
    counts = (f"{numbers[kind]} {'in tables' if kind == 'table' else kind}" for kind in kinds if numbers[kind])
    return ", ".join(counts) or "no differences"


def describe(change: FieldChange) -> str:
    """A changed field in words: "2029 -> 2029-12-31", "+unicef, -who", or the part of a text that differs."""
    old, new = change.old, change.new
    if isinstance(old, list) or isinstance(new, list):
        before, after = ([*map(show_value, value)] if isinstance(value, list) else [] for value in (old, new))
        parts = [f"-{item}" for item in (Counter(before) - Counter(after)).elements()]
        parts += [f"+{item}" for item in (Counter(after) - Counter(before)).elements()]
        return ", ".join(parts) or f"in another order: {', '.join(after)}"
    if isinstance(old, str) and isinstance(new, str):
        if old.split() == new.split():
            return "only whitespace differs"
        if max(len(old), len(new)) > _SHORT:
            old, new = _differing_parts(old, new)
    return f"{show_value(old)} -> {show_value(new)}"


def show_value(value: Value) -> str:
    """A value on one line."""
    if value is None:
        return "(none)"
    if isinstance(value, list):
        return "; ".join(map(show_value, value))
    if isinstance(value, dict):
        # A figure reads as in its text: "around 60 participants".
        keys = ("qualifier", "value", "label") if "value" in value else value
        return " ".join(show_value(value[key]) for key in keys if value.get(key) is not None)
    return " ".join(str(value).split()) or "(empty)"


_SHORT = 60
_CONTEXT = 3


def _differing_parts(old: str, new: str) -> tuple[str, str]:
    """Two texts without the words that they have in common at both ends, but for a few next to the difference."""
    before, after = old.split(), new.split()
    shortest = min(len(before), len(after))
    head = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    tail = next((n for n in range(shortest - head) if before[-1 - n] != after[-1 - n]), shortest - head)
    begin, end = max(head - _CONTEXT, 0), max(tail - _CONTEXT, 0)

    def part(words: list[str]) -> str:
        shown = words[begin : len(words) - end]
        return " ".join([*(["…"] if begin else []), *shown, *(["…"] if end else [])])

    return part(before), part(after)


def _field_changes(old: Initiative, new: Initiative) -> Iterator[FieldChange]:
    for name in new.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name == "translations":
            yield from _translation_changes(before, after)
        elif name == "extra":
            for own in sorted(before.keys() | after.keys()):
                if before.get(own) != after.get(own):
                    yield FieldChange(f"extra.{own}", to_json_types(before.get(own)), to_json_types(after.get(own)))
        else:
            yield FieldChange(name, to_json_types(before), to_json_types(after))


def _translation_changes(old: Mapping[str, Translation], new: Mapping[str, Translation]) -> Iterator[FieldChange]:
    for language in {**old, **new}:
        for part in Translation.__struct_fields__:
            before, after = (getattr(one.get(language, Translation()), part) for one in (old, new))
            if before != after:
                yield FieldChange(f"translations.{language}.{part}", to_json_types(before), to_json_types(after))


def _renamed(gone: Mapping[str, Initiative], come: Mapping[str, Initiative]) -> dict[str, str]:
    """The former ids of records, by their new ids."""
    found: dict[str, str] = {}
    by_name = {name_key(id_): id_ for id_ in gone}
    by_title = {name_key(record.title) or record.title: id_ for id_, record in gone.items()}
    for id_, record in come.items():
        names = [record.id, *record.aliases]
        match = next((by_name[name_key(name)] for name in names if name_key(name) in by_name), None)
        match = match or by_title.get(name_key(record.title) or record.title)
        if match is None and len(gone) * len(come) <= _MAX_COMPARED:
            match = _similar_title(record, gone)
        if match is not None and match not in found.values():
            found[id_] = match
    return found


_MAX_COMPARED = 1_000_000
_SIMILAR = 0.8


def _similar_title(record: Initiative, gone: Mapping[str, Initiative]) -> str | None:
    from difflib import SequenceMatcher

    titles = {other.title: id_ for id_, other in gone.items()}
    for id_ in closest_matches(record.title, titles):
        if SequenceMatcher(None, gone[id_].title, record.title, autojunk=False).ratio() >= _SIMILAR:
            return id_
    return None


def _table_changes(old: DatasetFile, new: DatasetFile) -> Iterator[Change]:
    """The entries of other tables that differ, each with the keys that do."""
    before, after = _entries(old), _entries(new)
    for place in [*after, *(place for place in before if place not in after)]:
        was, now = before.get(place, {}), after.get(place, {})
        fields = [
            FieldChange(key, was.get(key), now.get(key)) for key in {**was, **now} if was.get(key) != now.get(key)
        ]
        if fields:
            yield Change("table", place, fields=tuple(fields))


def _entries(dataset: DatasetFile) -> dict[str, dict[str, Any]]:
    """The entries of all tables except the records, by place: "document", "themes.health", "countries.KEN"."""
    entries: dict[str, dict[str, Any]] = {}
    for table in DatasetFile.__struct_fields__:
        if table == "initiatives":
            continue
        value = to_json_types(getattr(dataset, table))
        if isinstance(value, list):
            entries |= {f"{table}.{entry['id']}": entry for entry in value}
        elif isinstance(value, dict) and all(isinstance(entry, dict) for entry in value.values()):
            entries |= {f"{table}.{key}": entry for key, entry in value.items()}
        elif isinstance(value, dict):
            entries[table] = value
    return entries
