"""Search records."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.conftest import Invoke
from tests.pseudo_terminal import on_terminal


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        pytest.param("wells", "wells\t100.0\twater\tNew wells\n", id="with scores"),
        pytest.param("wells -n 1 --fields title,partners", "New wells\twho\n", id="fields instead of scores"),
        pytest.param("programme --sort title -k programme --fields id", "wells\npumps\n", id="sorted and filtered"),
        pytest.param("repair wells --fields id", "wells\npumps\n", id="best match first"),
        pytest.param("repair wells --fields score,id -n 1", "45.0\twells\n", id="score as a field"),
        pytest.param("repair wells --fields id --reverse", "pumps\nwells\n", id="worst match first"),
        pytest.param("wells -n 0", "", id="limit 0"),
    ],
)
def test_search_writes_one_line_per_hit_to_a_pipe(small: Invoke, arguments: str, output: str) -> None:
    assert small("search", *arguments.split())[:2] == (0, output.encode())


def test_json_has_the_score_and_the_matches_of_each_hit(small: Invoke) -> None:
    assert json.loads(small("search", "wells", "--json", "--fields", "id").stdout) == [
        {
            "id": "wells",
            "score": 100.0,
            "matches": [
                {"field": "title", "text": "New wells", "spans": [[4, 9]], "how": ["exact"]},
                {"field": "id", "text": "wells", "spans": [[0, 5]], "how": ["exact"]},
                {"field": "figures", "text": "over 1,200 wells", "spans": [[11, 16]], "how": ["exact"]},
                {"field": "summary", "text": "Over 1,200 wells in Niger.", "spans": [[11, 16]], "how": ["exact"]},
            ],
        }
    ]


@pytest.mark.parametrize("query", ["5G", "fake medicines", "cybersecrity", "santé", "网络安全", "g20 health"])
def test_json_scores_fall_and_spans_lie_in_their_text(invoke: Invoke, query: str) -> None:
    hits = json.loads(invoke("search", query, "--json").stdout)

    scores = [hit["score"] for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] <= scores[0] <= 100
    for match in (match for hit in hits for match in hit["matches"]):
        ends = [end for span in match["spans"] for end in span]
        assert all(a <= b for a, b in pairwise([0, *ends, len(match["text"])]))
    assert all(hit["matches"] and hit["matches"][0]["spans"] for hit in hits)


@pytest.mark.parametrize("arguments", ["wells -n 0 --json", "qqqq --json", "?! --json"])
def test_json_without_hits_is_an_empty_array(small: Invoke, arguments: str) -> None:
    assert small("search", *arguments.split()).stdout == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param("qqqq", "nothing found for 'qqqq'", id="unknown word"),
        pytest.param(
            "qqqq zzzz", "nothing found for 'qqqq zzzz': no record matches 'qqqq', 'zzzz'", id="unknown words"
        ),
        pytest.param("clinnnnics", "nothing found for 'clinnnnics'; did you mean clinics?", id="misspelled"),
        pytest.param("?!", "nothing to search for: the query contains no letter or digit", id="no words"),
        pytest.param("-- -wells", "nothing to search for: '-wells' contains only excluded words", id="exclusions"),
        pytest.param(
            "the", "nothing found for 'the': these words are too common; add a more specific one", id="common"
        ),
        pytest.param(
            "wells -t energy", "nothing found for 'wells' with these filters; 1 record without them", id="filtered"
        ),
    ],
)
def test_no_hits_exits_1_and_says_why(small: Invoke, arguments: str, message: str) -> None:
    assert small("search", *arguments.split()) == (1, b"", f"error: {message}\n")


@pytest.mark.parametrize("command", ["search", "export --fields id -f tsv --search"])
@pytest.mark.parametrize(
    ("query", "note"),
    [
        pytest.param(
            "wells qqqq",
            "no record matches every word; showing the best partial matches (without 'qqqq')",
            id="unknown word",
        ),
        pytest.param(
            "wells lamps", "no record matches every word; showing the best partial matches", id="in different records"
        ),
        pytest.param("villlage wels", "showing results for wells instead of 'wels'", id="misspelled"),
    ],
)
def test_a_note_explains_hits_that_differ_from_the_query(small: Invoke, command: str, query: str, note: str) -> None:
    done = small(*command.split(), query)

    assert done.exit_code == 0
    assert note in done.stderr.splitlines()


def test_notes_say_how_many_records_a_date_filter_omitted_or_may_have_missed(small: Invoke) -> None:
    assert small("search", "wells", "--since", "2020")[1:] == (
        b"wells\t100.0\twater\tNew wells\n",
        "1 undated record omitted\n1 record with only a start date may have lasted into this period\n",
    )


def test_an_export_of_a_search_has_its_hits_in_their_order(invoke: Invoke) -> None:
    words = "kenya kazakhstan football"
    found = invoke("search", words, "--fields", "id")
    exported = invoke("export", "-f", "tsv", "--search", words, "--fields", "id")

    assert exported.stdout == f"id\n{found.stdout}"
    assert exported.stderr == found.stderr != ""


def test_a_query_of_several_words_begins_with_an_exclusion(invoke: Invoke) -> None:
    assert invoke("search", "-education schools") == invoke("search", "schools -education")
    assert invoke("search", "-education schools").exit_code == 0


def test_a_short_option_may_have_a_value_of_several_words_attached(invoke: Invoke) -> None:
    attached = invoke("search", "action", "-pWorld Bank")
    assert attached == invoke("search", "action", "-p", "World Bank")
    assert attached.exit_code == 0


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("November 2019", "nothing found for 'November 2019'"),
        ('"call football"', "nothing found for '\"call football\"'"),
        ("in November 2019", "nothing found for 'in November 2019': no record matches 'November 2019'"),
        ("火星探测", "nothing found for '火星探测'"),
    ],
)
def test_a_query_that_matches_nothing_is_named_once(invoke: Invoke, query: str, error: str) -> None:
    lines = invoke("search", query).stderr.splitlines()
    assert [line for line in lines if "found" in line] == [f"error: {error}"]


def test_notes_say_how_many_records_a_date_of_the_query_omits(invoke: Invoke) -> None:
    assert invoke("search", "May 2020").stderr.splitlines() == [
        "20 undated records omitted",
        "1 ongoing record omitted; --since and --until find ongoing records",
    ]
    assert invoke("search", "October 2020", "--status", "ongoing").stderr.splitlines()[:2] == [
        "11 undated records omitted",
        "1 ongoing record omitted; --since and --until find ongoing records",
    ]


def test_exclusions_of_every_match_are_reported(invoke: Invoke) -> None:
    result = invoke("search", "niger -niger")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "error: nothing found for 'niger -niger': the excluded words remove all of 3 matching records\n",
    )


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("conect2recover", "showing results for Connect2Recover instead of 'conect2recover'"),
        ("rumours AND health", "AND: not supported; all words are searched, and -word excludes"),
        (
            "cybersecur",
            "no record contains 'cybersecur' as a word; showing words that begin with it: cybersecurity, Cybersécurité",
        ),
    ],
)
def test_a_note_says_what_was_searched(invoke: Invoke, query: str, note: str) -> None:
    assert note in invoke("search", query).stderr.splitlines()


@pytest.mark.parametrize("query", ['"call for action', 'giga"', "«giga", "giga\uff02"])
def test_a_missing_quotation_mark_is_an_error_that_says_how_to_quote(invoke: Invoke, query: str) -> None:
    result = invoke("search", query, "--json")
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        f"error: a quotation mark is missing in {query!r}; quote the whole query for the shell: {EXAMPLE}\n",
    )


EXAMPLE = """itucovid search '"call for action" -broadband'"""


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["-school"], "no such option: -s (see 'itucovid search --help')"),
        (["digital", "-kids"], "unknown kind 'ids'"),
    ],
)
def test_an_exclusion_that_is_read_as_an_option_is_explained(invoke: Invoke, arguments: list[str], error: str) -> None:
    result = invoke("search", *arguments)
    first, last = result.stderr.splitlines()
    assert (result.exit_code, first.split(";")[0]) == (2, f"error: {error}")
    assert last == "to exclude a word, write -- before the query: itucovid search -- digital -podcast"


@pytest.mark.parametrize("arguments", [["list", "-kids"], ["search", "giga", "-k", "ids"], ["search", "--kids"]])
def test_other_wrong_options_are_not_explained_as_exclusions(invoke: Invoke, arguments: list[str]) -> None:
    assert "exclude" not in invoke(*arguments).stderr


@pytest.mark.parametrize("arguments", [[], ["--fields", "id"]], ids=["hits", "fields"])
def test_a_terminal_shows_what_was_searched_and_operators(arguments: list[str]) -> None:
    screen = on_terminal("search", "movies AND cybersecurity", *arguments)
    text = " ".join(f"{screen.stderr} {screen.text}".split())
    assert [
        text.count(note)
        for note in (
            "AND: not supported; all words are searched, and -word excludes",
            "no record contains 'movies'; showing results for Video",
        )
    ] == [1, 1]


def test_operators_are_reported_without_hits(invoke: Invoke) -> None:
    assert invoke("search", "xyzzy OR qwertz").stderr.splitlines()[0].startswith("OR: not supported")
