"""Records in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from itucovid.dates import format_date
from itucovid.fields import details
from itucovid.terminal.console import MAX_LINE_LENGTH, ThemeStyles, join_parts, print_facts, print_wrapped, to_text
from itucovid.text import join_values, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

    from itucovid.fields import Labels
    from itucovid.model import Initiative


def print_records(
    console: Console, labels: Labels, records: Sequence[Initiative], find: Callable[[str], Initiative]
) -> None:
    """Print all that a dataset says about some records, then its note.

    Args:
        console: the console.
        labels: the names of the dataset.
        records: the records.
        find: the record with an id.
    """
    width = min(console.width, MAX_LINE_LENGTH)
    for number, record in enumerate(records):
        if number:
            line = "-" if console.options.ascii_only else "─"
            console.print(Text(f"\n{line * width}\n", "dim"))
        _print_record(console, labels, record, find, width)
    if labels.note:
        console.print()
        print_wrapped(console, _lines(labels.note, "dim"), width)


def _print_record(
    console: Console, labels: Labels, record: Initiative, find: Callable[[str], Initiative], width: int
) -> None:
    theme = to_text(labels.theme(record.theme), ThemeStyles(labels).theme(record.theme))
    kind = Text(record.kind or "", "dim")
    print_wrapped(console, to_text(labels.title(record), "bold"), width)
    print_wrapped(console, join_parts(theme, kind), width)
    console.print()
    if record.summary:
        print_wrapped(console, _lines(record.summary), width)
        console.print()
    print_facts(console, list(_facts(labels, record, find)), width)


def _facts(labels: Labels, record: Initiative, find: Callable[[str], Initiative]) -> Iterator[tuple[str, list[Text]]]:
    """The facts of a record: for each a label, and values that begin on lines of their own."""
    for detail in details(labels):
        if values := join_values([*map(printable, detail.values(labels, record))], detail.separator):
            yield detail.label, [Text(line) for line in values.split("\n")]
    if record.links:
        yield "Links", [text for link in record.links for text in _link(link.label, link.publisher, link.url)]
    if record.related:
        others = map(find, record.related)
        yield "Related", [Text.assemble(to_text(r.id), "  ", to_text(labels.title(r), "dim")) for r in others]
    if document := labels.document:
        title = f"{document.publisher}: {document.title}" if document.publisher else document.title
        parts = (title, document.date and format_date(document.date), labels.place(record))
        source = to_text(", ".join(filter(None, parts)))
        yield "Source", [source, *([_address(document.source)] if document.source else [])]
    yield "Id", [to_text(record.id)]


def _link(label: str, publisher: str | None, url: str) -> tuple[Text, Text]:
    """A link on two lines: its label and publisher, and its address."""
    name = to_text(label, f"link {printable(url)}")
    return Text.assemble(name, to_text(f" ({publisher})" if publisher else "", "dim")), _address(url)


def _address(url: str) -> Text:
    return Text(printable(url), f"link {printable(url)}")


def _lines(text: str, style: str = "") -> Text:
    """A text with its line breaks."""
    lines = text.replace("\r\n", "\n").strip("\n").split("\n")
    return Text("\n".join(map(printable, lines)), style)
