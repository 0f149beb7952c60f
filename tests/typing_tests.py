"""Types of the public API, for mypy: nothing here is run."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, assert_type

import itucovid
from itucovid.errors import ExitCode
from itucovid.filters import Filters, Selection
from itucovid.search import Hit, Results

if TYPE_CHECKING:
    from pathlib import Path


def loading(path: Path) -> None:
    assert_type(itucovid.load(), itucovid.Dataset)
    assert_type(itucovid.load(path), itucovid.Dataset)
    assert_type(itucovid.load("own.toml"), itucovid.Dataset)
    assert_type(itucovid.load(b"..."), itucovid.Dataset)
    itucovid.load(3)  # type: ignore[arg-type]


def content(dataset: itucovid.Dataset) -> None:
    assert_type(dataset.initiatives, tuple[itucovid.Initiative, ...])
    assert_type(dataset.themes, tuple[itucovid.Theme, ...])
    assert_type(dataset.organisations, tuple[itucovid.Organisation, ...])
    assert_type(dataset.document, itucovid.Document | None)
    assert_type(dataset.contents, itucovid.DatasetFile)
    assert_type(dataset.contents.dataset, itucovid.DatasetInfo | None)
    assert_type(dataset.contents.regions["asia-pacific"], itucovid.Region)
    assert_type(dataset["giga"], itucovid.Initiative)
    assert_type(len(dataset), int)
    for record in dataset:
        assert_type(record, itucovid.Initiative)


def record(initiative: itucovid.Initiative) -> None:
    assert_type(initiative.start, itucovid.PartialDate | None)
    assert_type(initiative.interval, tuple[itucovid.PartialDate, itucovid.PartialDate] | None)
    assert_type(initiative.kind, str | None)
    assert_type(initiative.summary, str | None)
    assert_type(initiative.status, itucovid.Status | None)
    assert_type(initiative.is_open_ended, bool)
    assert_type(initiative.translations["fr"], itucovid.Translation)
    assert_type(initiative.figures, tuple[itucovid.Figure, ...])
    assert_type(initiative.figures[0].value, int | float)
    assert_type(initiative.figures[0].qualifier, itucovid.Qualifier | None)
    initiative.title = "Another"  # type: ignore[misc]


def queries(dataset: itucovid.Dataset) -> None:
    assert_type(dataset.filter(theme="health", partner=["who"], since=dt.date(2020, 3, 1)), itucovid.Dataset)
    assert_type(dataset.select(Filters(kind=("event",))), Selection)
    assert_type(dataset.filter(country="africa", status="ongoing", with_=["date"], without="end"), itucovid.Dataset)
    assert_type(dataset.select(Filters(), dataset.initiatives[:3]), Selection)
    assert_type(dataset.choose(["giga"], Filters()), list[itucovid.Initiative])
    assert_type(dataset.find(["giga"]), tuple[list[itucovid.Initiative], dict[str, list[str]]])
    assert_type(dataset.search("schools"), Results)
    assert_type(dataset.search("schools").hits, tuple[Hit, ...])
    for hit in dataset.search("schools"):
        assert_type(hit.record, itucovid.Initiative)
        assert_type(hit.score, float)
    dataset.filter(colour="red")  # type: ignore[call-arg]


def output(dataset: itucovid.Dataset) -> None:
    assert_type(dataset.sort(dataset.initiatives, "-start", limit=3), list[itucovid.Initiative])
    assert_type(dataset.to_dicts(["id", "title"]), list[dict[str, Any]])
    assert_type(dataset.export("ris", theme="health"), bytes)


def errors(error: itucovid.InvalidDatasetError) -> None:
    assert_type(error.issues[0], itucovid.Issue)
    base: itucovid.ItucovidError = error
    assert_type(base.exit_code, ExitCode)
