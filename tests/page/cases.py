"""Cases that the page's script must handle as Python does: `python -m tests.page.cases` writes them to cases.json.

The tests in JavaScript read that file, and a test in Python checks that it is current.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import tomli

from itucovid.dates import PartialDate, parse_date
from itucovid.export.html.script_data import rules_for, script_data
from itucovid.fields import Labels
from itucovid.model import Country, Document, Figure, Initiative, Names, Organisation, Tables, Theme, Translation
from itucovid.search import Results, search
from itucovid.search.index import Index, index_tokens
from itucovid.search.query import parse
from itucovid.text import stem

ROOT = Path(__file__).resolve().parents[2]
CASES = Path(__file__).with_name("cases.json")

TEXTS = (
    "",
    "Santé ５Ｇ ΣΊΣΥΦΟΣ straße ŁÓDŹ İstanbul",
    "الصّحة والتعليم للصحة بالمدارس",
    "15,000 people, 1.5 billion, 1,5 or 1.5.2, 12’000",
    "the ITU's e-commerce, cyber-security and state-of-the-art-networks",
    "rock'n'roll AT&T and/or a@b",
    "who US us WHO Who",
    "中文字 ไทย かな 中",
    "в́ё école ﬁne",
    "😀 it’s 2nd 21st 1th",
    "studies classes dishes matches boxes buzzes buses gas analysis news",
    "training planned planning organised organising sing bed",
    "education station motion organisation analyse colour centre programme catalogue defence tire wise rise",
    "1st١٢ x²",
    "children people women hôpitaux réseaux jeux épidémies hospitales países redes faux city cities",
    "больницы сетей цифровой защитить движения молодёжи дома",
    "الإلكترونية إلكترونيات للإلكترونيات الله آلات الآلي",
    "المستشفيات مستشفى للصحة شركات منظمون هي الم",
    "काल कील বাংলা தமிழ் \u0958",
    "กับชุมชน ทำงาน ทํางาน ๒๕๖๓",
    "デジタル テ\u3099シ\u3099タル ﾃﾞｼﾞﾀﾙ",
    "សុខភាព\u200bសាធារណៈ ကျန်းမာရေး ນ້ຳສະອາດ",
    "1,500฿ 2.5។ WHO’s။ 15,000・20 ツ・シ",
    "٢٠٢٠ ١٥٬٠٠٠ ١٫٥ ٥G 𝟗 𞥐𞥑",
)
"""Texts that are split into words."""


DATES = (
    "2020", "2020-05", "2020-05-03", " 2020-05 ", "05/2020", "2020/5", "2020.05.03", "20.04.2020", "20/04/2020",
    "04/20/2020", "05/05/2020", "05/06/2020", "٠٥/٠٦/٢٠٢٠", "May 2020", "May 3, 2020", "3-May-2020", "1st of May 2020",
    "the 2nd of May, 2020", "Sept. 2020", "2020 May 3", "May\xa02020", "le 1er mai 2020", "fe\u0301vrier 2020",
    "3 de mayo del 2020", "1º de enero de 2021", "3 мая 2020 г.", "в мае 2020 года", "في مايو ٢٠٢٠", "٣ أيار ٢٠٢٠",
    "كانون الثاني 2021", "\u200f5/2020", "2020年5月", "2020 年 5 月 3 号", "२०२०/०५", "Feb 2020", "0800", "9999-12",
    "30 Feb 2020", "31/02/2020", "2021-02-29", "13/2020", "2020年13月", "0000", "", "May", "3 May", "yesterday",
    "summer 2020", "Q1 2020", "03/05/20", "20200503", "12020", "2020 2021", "May June 2020", "2020-05-03 00:00",
    "1 2 May 2020", "120 May 2020", "constructor 2020", "x 2020-05", "2020-05 x",
)  # fmt: skip
"""Texts of which some are dates, for filters by date."""


class Corpus(NamedTuple):
    """Records with their tables, and queries; a query may be limited to some record ids."""

    name: str
    records: tuple[Initiative, ...]
    queries: tuple[str | tuple[str, tuple[str, ...]], ...]
    tables: Tables = Tables(themes=(Theme(id="x", title="Miscellaneous"),))


def _record(id_: str, title: str = "Untitled", summary: str = "Empty.", **values: Any) -> Initiative:
    return Initiative(id=id_, theme="x", title=title, summary=summary, **values)


def _titles(*titles: str) -> tuple[Initiative, ...]:
    return tuple(_record(f"r{number}", title) for number, title in enumerate(titles, 1))


_ECHOES = Figure(label="echo", value=1500)

CORPORA = (
    Corpus(
        "similarity",
        _titles("Telephone networks", "Cybersecurity", "Smart cities for children"),
        (
            "telephone", "TELEPHONES", "tel", "te", "telepho", '"tele"', "telephne", "telpehone", "telpehne",
            "elephone", "belephone", "televhine", "network", "networking", "cyber security", "cyber-security",
            "smartcities", "smart-cities", "smart city", "city smart", '"smart cities"', '"cities smart"', "nothing",
            "telefax",
            "citis", "children networks", "childrn networsk smart",
            '"cyber security"', "cyber security-cities",
        ),
    ),
    Corpus(
        "suggestions",
        _titles("Planners", "Planned", "Planets", "Plants", "Networks netw0rkzz", "Plainnts planntz"),
        ("netwrkz", "netwrkz plxnntz", "plxnnts", "plannxtz", '"plxnetz"', "pl4nntz", "plx", "ΠΛΑΝΕΤΣ"),
    ),
    Corpus(
        "scripts",
        _titles(
            "โครงการชุมชน สํานักงาน", "काल कील বাংলা", "デジタル教育 ﾃﾞｼﾞﾀﾙ", "សុខភាព\u200bសាធារណៈ", "ກະຊວງ ٢٠٢٠ ၂၀၂၀"
        ),
        (
            "ชุมชน", "สำนักงาน", "สำ", "ม", "คर", "काल", "कुल", "का", "কাল", "デジタル", "テ\u3099シ\u3099", "テシ",
            "テ", "デ", "សាធារណៈ", "ខភា", "2020", "٢٠٢٠", "ຊວງ", "ছবি", "বাংল", "বাঙলা", "काला",
        ),
    ),
    Corpus(
        "spellings",
        (
            _record("one", "Nothing", "A Partnership of ÉCOLES.", kind="partnership"),
            _record("two", "Écoles", "Partnerships."),
            _record("four", "Sailors"),
            _record("five", "Tailors", "Lebanese lebanose."),
            _record("three", "𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈 𠮷野家"),
        ),
        ("partnershpi", "ecolse", "failors", "lebanesx", "𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤇", "𞤀𞤁𞤂𞤃", "𞤀𞤁𞤂", "𠮷野", "野家", "野"),
    ),
    Corpus(
        "fields",
        (
            _record("one-two", aliases=("Alpha",), people=("Bravo",), regions=("Charlie",), keywords=("Delta",)),
            _record("three", "Delta", "Alpha bravo charlie.", kind="event", figures=(_ECHOES,)),
            _record("four", "Alpha delta", "Delta Event.", start=PartialDate("2020-03"), end=PartialDate("2020-04")),
        ),
        (
            "alpha", "bravo", "charlie", "delta", "echo", "1500", "1,500", "event", "2020", "march", "one", "one-two",
            "alpha delta", "alpha echo", "miscellaneous", "delta bravo charlie", "alhpa", '"alpha bravo"', "events",
        ),
    ),
    Corpus(
        "names",
        (
            _record("one", partners=("who",), countries=("NER",)),
            _record("two", summary="Those who rely on us.", languages=("fr",)),
            _record("three", summary="Niger and the US.", keywords=("Nigerian",)),
            _record("four", summary="Lamps in Sierra Leone."),
            _record("five", summary="Leone has lamps of the south of a sierra."),
        ),
        (
            "Sierra Leone", "lamps in Côte d'Ivoire", "côte d’ivoire sierra", "l'Afrique du Sud et Niger", "sierra",
            "new papua new guinea niger", "c'", "sierra, leone", "Sierra-Leone", "d'Ivoire", "south korea 2020",
            "who", "WHO", '"who rely"', "who us", '"who"', "us", "santé", "الصحة", "niger", "NER", "nigeria", "fr",
            "organisation",
        ),
        Tables(
            themes=(Theme(id="x", title="Health", names=Names(fr="Santé", ar="الصحة"), keywords=("wellbeing",)),),
            organisations=(
                Organisation(id="who", name="Health Organization", aliases=("WHO",), names=Names(fr="Organisation")),
            ),
            countries={"NER": Country(name="Niger", names=Names(en="Niger", zh="尼日尔"))},
        ),
    ),
    Corpus(
        "query",
        _titles("Giga schools", "Giga health", "Schools for health and internet"),
        (
            "", "giga", "giga schools", "giga -schools", "-giga", "giga -school", "giga -sch", '-"giga schools"',
            "schools -giga-schools", "what is giga", "the", "l'internet", "qu’internet", "giga health internet",
            "giga nothing here", ("giga", ("r2",)), ("schools", ("r2",)), ("giga schools", ("r2", "r3")),
            "health, schools/giga", "c giga", '"-" giga', "Giga «schools»", "giga schools " * 40, f"{'x' * 70}giga",
            "gigs -helth", "xiga", "one-two-three-four-five",
        ),
    ),
    Corpus(
        "guesses",
        (
            _record("one", "Connect2Recover", "Children and teachers of fake medicines."),
            _record("two", "Be healthy be mobile سياسة سياسات שלום", "Smart green cities, collections and collection."),
            _record("three", "Healthy cities", "Smart cities, green."),
        ),
        (
            "conect2recover", "connect2recover", "connect3recover", "kids", "kid", "instructors", "bogus drugs",
            "elections",
            "election", "collectoins", "smartgreencities", "healthybemobile", "smart cities", "green cities smart",
            "health",
            "collec", "mobile healthy", "healthy cities", "hea", "hea cities", "heal cities", "smart green cities",
            "bemobilesmart", "kids -fake", "smrat", "smert", "cithies", "amsrt", "elaht", "beaver", "collectives",
            "médica", "шалом", "мобила", "Нигерия", "سياحة", "سياحات", "שלים",
        ),
    ),
    Corpus(
        "dates",
        (
            _record("day", "Event", start=PartialDate("2020-05-18")),
            _record("days", "Event", start=PartialDate("2020-04-15"), end=PartialDate("2020-05-13")),
            _record("month", "Event", start=PartialDate("2020-09")),
            _record("year", "Event", start=PartialDate("2021")),
            _record("winter", "Agenda 2030 in May", start=PartialDate("2018-12"), end=PartialDate("2019-01")),
            _record("undated", "March of 2020 and 18 May", "One may come."),
        ),
        (
            "may 2020", "October 2020", "3 May 2020", "may", "in may", "may event", "3 may", "2020", "2030",
            "agenda 2030",
            "18-19 may 2020", "du 18 au 19 mai 2020", "del 1 al 10 de mayo de 2020", "أيار/مايو 2020",
            "в сентябре 2020 года",
            "2020年9月", "2020-04-20", "05/2020", "3 to 5 May 2020", "May 3-5, 2020", "March to May 2020", "dec to jan",
            "(May 2020)", "-(may) event",
            "covid-19 may 2020", "31 april 2020", "5/6/2020", "13/6/2020", "5月3日至5日", "كانون الثاني 2021",
            "20.04.2020", "٢٠٢٠-٠٤", "من 3 إلى 5 مايو 2020", "event -2020", "event -may", '"18 May 2020"', '"may"',
            '"2020"',
            "29 feb 2021",
            "event AND agenda OR may", "NOT agenda", "event 2019-2020", "0000", "may 0000", "december 2018", "5/5/2020",
            "2020-04 - 2020-05", "event 2021-03-04", "dec 3 to 5, 2018", "5 to 3 may 2020", "May may", "2020 2021",
            "since may 2020", "depuis le 13 mai 2020", "until 2020-04-15", "before 15 April 2020", "antes del 2019",
            "after may 2020", "после 2020", "с 3 по 5 мая 2020", "3 may until 5 may 2020", "since may",
            "since 5/6/2020", "自2020年9月", "june 2020 until may 2020", "event since 2020 before june 2020",
            "before 0000", "after",
        ),
    ),
    Corpus(
        "translations",
        (
            _record(
                "one", "Hospital Giga",
                translations={
                    "fr": Translation(title="L’hôpital Giga", keywords=("réseau",)),
                    "zh": Translation(title="医院网络", keywords=("学校",)),
                },
            ),
            _record("two", "Giga", "Réseau.", mentions=("United Nations Fund",), partners=("Fund", "Giga of Nations")),
            _record("three", "Other", translations={
                "ru": Translation(keywords=("школы", "больница")),
                "fr": Translation(keywords=("partie", "worked", "travail")),
                "es": Translation(keywords=("red",)),
            }),
            _record("four", "Partnership", "A fund and others."),
        ),
        (
            "giga", "hôpital", "reseau", "医院", "网络", "学校", "школы", "школ", "nations", "fund", "united nations",
            "giga -hôpital",
            "giga -réseau", '"l’hôpital giga"', '"nations fund"', "reseaus", "hôpitaux", "hospitaling", "школа",
            "partied", "working", "redes", "travaux",
            "partnership with fund", "fund partners", "fund socios", "united nations fund partnership hospital",
            "united partnership", "partnership", '"partnership" fund', "网络量子", "网络医院 量子力学",
            "网学校", "学网络", "giga partners", "partnership with other", "initiative giga", "initiative",
            "giga projets", "Какие инициативы касаются школы?", "网络举措", "举措 网络", "举措", "倡议学校",
            "initiatives fund partners",
            "who is giga", "Who runs giga?", "who giga", "WHO is giga", "giga of who?", "who are", '"who is"',
        ),
    ),
    Corpus(
        "properties of JavaScript objects",
        (
            _record("constructor", "The constructor", partners=("constructor",), keywords=("__proto__", "toString")),
            _record("valueof", "Other", countries=("constructor",), languages=("hasownproperty",)),
            _record("none", "Constructors of toString"),
        ),
        (
            "constructor", "con structor", "__proto__", "proto", "toString", "tostring", "to string", "valueOf",
            "hasOwnProperty", "-constructor other", '"constructor"', "constructer", "12 con structor 2020",
        ),
        Tables(
            themes=(Theme(id="x", title="__proto__"),),
            organisations=(
                Organisation(id="constructor", name="Constructor", names=Names(fr="__proto__", es="constructor")),
            ),
        ),
    ),
    Corpus(
        "Chinese",
        (
            _record("one", "电信网络安全", "Eight agencies in 20 countries.", countries=("NER",)),
            _record("two", "學校網絡", "Five webinars of 2 ministers, 5 agencies, six teen."),
            _record("three", "监管机构", "The Group of Twenty.", start=PartialDate("2020-05")),
        ),
        (
            "電信", "網絡安全", "学校", "尼日利亚", "尼日尔", "尼日尔网络", "几内亚比绍学校", "学校和网络", "学校和",
            "监管机构有哪些", "什么是监管机构？", "什么", "網絡與電信", "網絡與電", "八个机构", "二十个", "二十", "八",
            "twenty", "20", "vingt", "huit", "cinq pays", "8", "двадцать", "eigt", '"eight"', '"huit"', "五",
            "-huit agencies", "2", "пяти", "個人", "fourty", "eightx", "-eight agencies",
            "网络按全", "网络按泉", "按全", "网洛安全", "網絡按全", "网络按 来全", "sixteen", "按络按全",
            "2020年4月15日至5月13日", "2020年4月至5月", "15 May 2020 to 20 June", "5 June 2020 to 3 May",
            "between 1 and 20 May 2020", "entre le 1 et le 20 mai 2020", "3 and 20 May 2020",
            "between 3 and 5 or 6 and 7",
        ),
        Tables(
            themes=(Theme(id="x", title="Miscellaneous"),),
            countries={"NER": Country(name="Niger", names=Names(en="Niger", zh="尼日尔"))},
        ),
    ),
    Corpus(
        "common terms",
        tuple(
            _record(
                f"r{number}",
                "Digital" if number < 7 else "Paper worldwide",
                "Schools." if number in (1, 8) else "Empty.",
            )
            for number in range(10)
        ),
        (
            "digital", "schools", "digital schools", "paper schools", "covid", "covid schools", "covid -schools",
            '"covid"', "ITU paper", "World Union", "union", "world union schools", "coronavirus -schools",
            "corona virus",
            "covid -digital", "COVID-19", "digital covid", "corona-virus paper",
        ),
        Tables(
            document=Document(
                title="Title", publisher="ITU", keywords=("COVID-19", "covid", "World Union", "coronavirus")
            ),
            themes=(Theme(id="x", title="Miscellaneous"),),
        ),
    ),
)  # fmt: skip


def build() -> dict[str, Any]:
    """The cases with what Python finds."""
    return {
        "rules": msgspec.to_builtins(rules_for(map(repr, CORPORA))),
        "texts": [{"text": text, "tokens": token_rows(text)} for text in TEXTS],
        "dates": [{"text": text, "meanings": _meanings(text)} for text in DATES],
        "corpora": [_corpus(corpus) for corpus in CORPORA],
    }


def token_rows(text: str) -> list[list[str]]:
    """The term, stem and spelling of each token and compound of a text."""
    return [[token.term, stem(token.term), text[token.start : token.end]] for token in index_tokens(text)]


def _meanings(text: str) -> list[str]:
    """The dates that a text may mean for `--since` and `--until`."""
    try:
        return [str(parse_date(text))]
    except ValueError as error:
        return re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(error)) if "ambiguous" in str(error) else []


def _corpus(corpus: Corpus) -> dict[str, Any]:
    labels = Labels(corpus.tables)
    index = Index(labels, corpus.records)
    data = msgspec.to_builtins(script_data(corpus.tables, labels, corpus.records))
    return {
        "name": corpus.name,
        **{name: data[name] for name in ("corpusStems", "texts", "values")},
        "ids": [record.id for record in corpus.records],
        "titles": [record.title for record in corpus.records],
        "summaries": [record.summary for record in corpus.records],
        "searches": [_search(index, query) for query in corpus.queries],
    }


def _search(index: Index, query: str | tuple[str, tuple[str, ...]]) -> dict[str, Any]:
    text, among = (query, tuple(record.id for record in index.records)) if isinstance(query, str) else query
    results = search(index, text, among)
    parsed = parse(text)
    return {
        "query": text,
        "among": among,
        "terms": [[term.text, *term.words] for term in parsed.terms],
        "excluded": [[term.text, *term.words] for term in parsed.excluded],
        "periods": [term.periods for term in (*parsed.terms, *parsed.excluded)],
        "operators": parsed.operators,
        "hits": [[hit.record.id, hit.score] for hit in results],
        "unmatched": results.unmatched,
        "words": [[word.text, word.how, *word.known] for word in results.words],
        "excludedCount": results.excluded,
        "suggestions": results.suggestions,
        "highlights": sorted(_highlights(results)),
    }


def _highlights(results: Results) -> set[tuple[str, str, str]]:
    return {
        (hit.record.id, match.field, match.text[start:end])
        for hit in results
        for match in hit.matches
        for start, end in match.spans
    }


def judged_queries() -> set[str]:
    """The queries of the relevance judgements."""
    files = [tomli.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "tests" / "search").rglob("*.toml")]
    return {case["query"] for file in files for cases in file.values() for case in cases}


def generated_queries(words: Sequence[str], count: int) -> Iterator[str]:
    """Queries of some words: whole, shortened, misspelled, joined, quoted or excluded, with dates and operators.

    They are the same for the same words.
    """
    choices = random.Random(28)  # noqa: S311 - not for cryptography
    for _ in range(count):
        terms = [_mutated(choices, choices.choice(words)) for _ in range(choices.randint(1, 4))]
        if choices.random() < _PART_WITH_DATES:
            terms.insert(choices.randint(0, len(terms)), choices.choice(_DATES))
        yield choices.choice((" ", " ", " ", " AND ", "-", ", ", "/")).join(terms)


_PART_WITH_DATES = 0.2
_DATES = (
    "3 May 2020", "may 2020", "18-19 mai 2020", "del 1 al 10 de mayo de 2020", "в сентябре 2020 года", "2020年9月",
    "أيار/مايو 2020", "2020-04-20", "05/2020", "2020", "2030", "october 2020", "april", "sept", "30 avril", "5/6/2020",
)  # fmt: skip


def _mutated(choices: random.Random, word: str) -> str:
    at = choices.randrange(len(word))
    kinds: Iterable[str] = (
        word,
        word,
        word[: at + 1],
        word[:at] + word[at + 1 :],
        word[:at] + choices.choice("aeist") + word[at:],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
        f'"{word}"',
        f"-{word}",
        word.upper(),
    )
    return choices.choice([*kinds])


def encode() -> bytes:
    """The contents of cases.json."""
    return msgspec.json.format(msgspec.json.encode(build()), indent=1) + b"\n"


if __name__ == "__main__":
    CASES.write_bytes(encode())
