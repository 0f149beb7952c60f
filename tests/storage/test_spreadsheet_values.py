from __future__ import annotations

import datetime as dt

import pytest

from itucovid.storage.importing.amounts import Amount, read_amount, read_number
from itucovid.storage.importing.dates import DateReading, Order, column_order, order_of, read_date
from itucovid.storage.importing.places import closest_country, read_country, read_language, read_region
from itucovid.storage.importing.values import slug


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2020-03-01", "2020-03-01"),
        ("2020-03", "2020-03"),
        ("2020", "2020"),
        ("2020/3/1", "2020-03-01"),
        ("2020.03.01", "2020-03-01"),
        ("20200301", "2020-03-01"),
        ("2020-03-01T00:00:00", "2020-03-01"),
        ("01/04/2023", "2023-04-01"),
        ("31.08.2025", "2025-08-31"),
        ("1-4-2023", "2023-04-01"),
        ("27/4/23", "2023-04-27"),
        ("27/4/70", "1970-04-27"),
        ("02.2020", "2020-02"),
        ("4/2020", "2020-04"),
        ("26 April 2020", "2020-04-26"),
        ("April 26, 2020", "2020-04-26"),
        ("3rd of May 2020", "2020-05-03"),
        ("Sept 2025", "2025-09"),
        ("Nov. 2018", "2018-11"),
        ("1-Jul-23", "2023-07-01"),
        ("1er mars 2020", "2020-03-01"),
        ("août 2020", "2020-08"),
        ("28 de enero de 2020", "2020-01-28"),
        ("5 марта 2020 г.", "2020-03-05"),
        ("٥ مارس ٢٠٢٠", "2020-03-05"),
        ("2020年3月5日", "2020-03-05"),
        ("2020年3月", "2020-03"),
        ("令和4年11月17日", "2022-11-17"),
        ("令和元年6月11日", "2019-06-11"),
        (dt.date(2020, 3, 1), "2020-03-01"),
        (dt.datetime.fromisoformat("2020-03-01"), "2020-03-01"),
        (2020, "2020"),
        (2020.0, "2020"),
        (20200301, "2020-03-01"),
    ],
)
def test_a_date_in_any_common_form_is_read_in_full(cell: object, date: str) -> None:
    assert read_date(cell, "day-first") == DateReading(date)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("2019-2021", DateReading("2019", "2021")),
        ("2019–2021", DateReading("2019", "2021")),
        ("30/06/2024 -> 31/12/2026", DateReading("2024-06-30", "2026-12-31")),
        ("2020-05-01 to 2020-06-01", DateReading("2020-05-01", "2020-06-01")),
        ("3 to 5 May 2020", DateReading("2020-05-03", "2020-05-05")),
        ("March - June 2020", DateReading("2020-03", "2020-06")),
        ("24-27 March 2020", DateReading("2020-03-24", "2020-03-27")),
        ("du 12 mai 2020 au 14 juin 2020", DateReading("2020-05-12", "2020-06-14")),
        ("ongoing", DateReading(is_open=True)),
        ("en cours", DateReading(is_open=True)),
        ("至今", DateReading(is_open=True)),
        ("2024-", DateReading("2024", is_open=True)),
        ("since May 2020", DateReading("2020-05", is_open=True)),
        ("2019 - present", DateReading("2019", is_open=True)),
    ],
)
def test_a_period_has_two_dates_or_is_open(cell: str, reading: DateReading) -> None:
    assert read_date(cell, "day-first") == reading


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("2027 (planned)", DateReading("2027", is_exact=False)),
        ("09/02/2023 (stepped down)", DateReading("2023-02-09", is_exact=False)),
        ("2029?", DateReading("2029", is_exact=False)),
        ("ca. 2020", DateReading("2020", is_exact=False)),
        ("autumn 2025", DateReading("2025", is_exact=False)),
        ("Q3 2020", DateReading("2020", is_exact=False)),
        ("2017-18", DateReading("2017", "2018", is_exact=False)),
        ("FY 2030/31", DateReading("2030", "2031", is_exact=False)),
        (45123.0, DateReading("2023-07-16", is_exact=False)),
        ("45123", DateReading("2023-07-16", is_exact=False)),
        (dt.datetime.fromisoformat("2020-03-01T14:30"), DateReading("2020-03-01", is_exact=False)),
    ],
)
def test_a_cell_that_says_more_than_its_date_is_not_exact(cell: object, reading: DateReading) -> None:
    assert read_date(cell, "day-first") == reading


@pytest.mark.parametrize(
    "cell",
    ["", "?", "tbc", "May", "2020-02-30", "32/01/2020", "13/13/2020", "banana 2020", "12", 12, 2020.5, True, None],
)
def test_what_is_no_date_is_not_read(cell: object) -> None:
    assert read_date(cell, "day-first") is None


@pytest.mark.parametrize(("order", "date"), [("day-first", "2023-04-01"), ("month-first", "2023-01-04"), (None, None)])
def test_numbers_with_two_meanings_need_an_order(order: Order | None, date: str | None) -> None:
    assert read_date("01/04/2023", order) == (DateReading(date) if date else None)


def test_numbers_with_one_meaning_need_none() -> None:
    assert [read_date(text) for text in ("13/04/2023", "04/13/2023", "05/05/2023")] == [
        DateReading("2023-04-13"),
        DateReading("2023-04-13"),
        DateReading("2023-05-05"),
    ]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["01/04/2023", "13/04/2023"], "day-first"),
        (["01/04/2023", "04/13/2023"], "month-first"),
        (["01/04/2023", "02/05/2023"], None),
        (["13/04/2023", "04/13/2023"], None),
        (["2023-04-01", "May 2020"], None),
    ],
)
def test_the_whole_column_decides_on_the_order(cells: list[str], order: str | None) -> None:
    assert column_order(map(order_of, cells)) == order


@pytest.mark.parametrize(
    ("cell", "unit", "amount"),
    [
        ("19200000", "EUR", Amount(19_200_000, unit="EUR")),
        (19.5, "EUR", Amount(19.5, unit="EUR")),
        ("430,000,000", "USD", Amount(430_000_000, unit="USD")),
        ("1.234.567,89", "", Amount(1_234_567.89)),
        ("120 000", "", Amount(120_000)),
        ("1,13,660", "", Amount(113_660)),
        ("-5", "", Amount(-5)),
        ("250.00", "USD million", Amount(250_000_000, unit="USD")),
        ("122.1", "USD m", Amount(122_100_000, unit="USD")),
        ("US$ 350 million", "", Amount(350_000_000, unit="USD", is_scaled=True)),
        ("$100M", "", Amount(100_000_000, unit="$", is_scaled=True)),
        ("$100M", "USD", Amount(100_000_000, unit="USD", is_scaled=True)),
        ("~60 M", "EUR", Amount(60_000_000, "around", "EUR", is_scaled=True)),
        ("1,5 Md€", "", Amount(1_500_000_000, unit="EUR", is_scaled=True)),
        ("223 Mio.", "€", Amount(223_000_000, unit="EUR", is_scaled=True)),
        ("150 crore", "INR", Amount(1_500_000_000, unit="INR", is_scaled=True)),
        ("3 млрд ₽", "", Amount(3_000_000_000, unit="RUB", is_scaled=True)),
        ("5亿", "RMB", Amount(500_000_000, unit="CNY", is_scaled=True)),
        ("£35m+", "", Amount(35_000_000, "more than", "GBP", is_scaled=True)),
        ("40+ countries", "", Amount(40, "more than", label="countries")),
        ("> 15 European countries", "", Amount(15, "more than", label="European countries")),
        ("over 160 workshops", "", Amount(160, "over", label="workshops")),
        ("nearly 9 million results", "", Amount(9_000_000, "nearly", label="results", is_scaled=True)),
        ("up to 5 days", "", Amount(5, "up to", label="days")),
        ("8.5 M (USAID)", "USD", Amount(8_500_000, unit="USD", is_exact=False, is_scaled=True)),
        ("250m", "USD m", Amount(250_000_000, unit="USD", is_exact=False, is_scaled=True)),
    ],
)
def test_an_amount_has_a_value_a_qualifier_a_unit_and_a_label(cell: object, unit: str, amount: Amount) -> None:
    assert read_amount(cell, unit) == amount


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "tbc",
        "S$13.8m + S$3m…",
        "3 Mrd. → 5 Mrd.",
        "10-20",
        "EU-27",
        "+28",
        "70%",
        "< 5",
        "≥ 5",
        "1e99",
        "9" * 20,
        True,
        None,
    ],
)
def test_what_is_not_one_amount_is_not_read(cell: object) -> None:
    assert read_amount(cell) is None


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("1,234", None, 1234),
        ("1.234", None, 1.234),
        ("1,234", ",", 1.234),
        ("1.234", ",", 1234),
        ("1,5", None, 1.5),
        ("1'234'567", None, 1_234_567),
        ("12 apples", None, None),
    ],
)
def test_a_comma_before_three_digits_separates_thousands_unless_it_is_the_decimal_separator(
    text: str, decimal: str | None, number: float | None
) -> None:
    assert read_number(text, decimal) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kenya", "KEN"), ("Кения", "KEN"), ("肯尼亚", "KEN"), ("كينيا", "KEN"), ("KEN", "KEN"), ("KE", "KEN"),
        ("Brasil", "BRA"), ("Bénin", "BEN"), ("Niger", "NER"), ("the Netherlands", "NLD"), ("UK", "GBR"),
        ("Iran (Islamic Republic of)", "IRN"), ("Côte d’Ivoire", "CIV"),
        ("in", None), ("Africa", None), ("Netherlnds", None), ("Nig", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_is_read_by_code_or_whole_name(text: str, code: str | None) -> None:
    assert read_country(text) == code


@pytest.mark.parametrize(("text", "name"), [("Netherlnds", "Netherlands"), ("ECOWAS", None), ("EU", None)])
def test_only_a_misspelled_country_has_a_suggestion(text: str, name: str | None) -> None:
    assert closest_country(text) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [("EN", "en"), ("fre", "fr"), ("pt-BR", "pt"), ("français", "fr"), ("中文", "zh"), ("Arabic", "ar"), ("xx", None)],
)
def test_a_language_is_read_by_code_tag_or_name(text: str, code: str | None) -> None:
    assert read_language(text) == code


@pytest.mark.parametrize(
    ("text", "id_"),
    [("West Africa", "western-africa"), ("western-africa", "western-africa"), ("Afrique", "africa"), ("EU", None)],
)
def test_a_region_is_read_by_any_of_its_names(text: str, id_: str | None) -> None:
    assert read_region(text) == id_


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("giga", "giga"),
        ("WB/P167183", "WB-P167183"),
        (" a  b ", "a-b"),
        ("Échange d'idées", "Echange-d-idees"),
        ("-x-", "x"),
        ("国发〔2017〕35号", "2017-35"),
        ("令和", ""),
        ("word " * 20, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_an_id_has_only_the_characters_that_ids_have(text: str, id_: str) -> None:
    assert slug(text) == id_
