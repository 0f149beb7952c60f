"""What Python and the script of the page share: rules, types and test cases."""

from __future__ import annotations

import re
import subprocess

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from itucovid.export.html.rules import RULES, FieldRules, SearchRules
from itucovid.export.html.script_data import ScriptData
from tests.conftest import ROOT, needs
from tests.page.cases import CASES, encode, token_rows

SCRIPTS = ROOT / "src" / "itucovid" / "export" / "html"
CHARACTERS = (
    "टािीক়াชุำํ้ກຳサルﾃﾞ゙សុខ្ကျန်٢٬٫\u200b𝟗abcXYZéßıİœΣςøðÅ ١２'’-‐,.0123456789/@中文字ไทยかなالصّحةв́ё\u200d\u0301\u3000😀"
)


def test_the_cases_of_the_javascript_tests_are_current() -> None:
    assert CASES.read_bytes() == encode(), "run python -m tests.page.cases"


def test_the_rules_survive_encoding() -> None:
    assert msgspec.json.decode(msgspec.json.encode(RULES), type=SearchRules) == RULES


def test_the_types_of_the_script_have_the_fields_of_the_structs() -> None:
    types = (SCRIPTS / "types.d.ts").read_text(encoding="utf-8")
    for struct in (FieldRules, SearchRules, ScriptData):
        body = re.search(rf"interface {struct.__name__} {{\n(.*?)\n}}", types, re.DOTALL)
        assert body
        assert tuple(re.findall(r"^  (\w+):", body[1], re.MULTILINE)) == struct.__struct_encode_fields__


@needs("node")
def test_the_script_tokenizes_any_text_as_python_does() -> None:
    samples: list[str] = []

    @given(st.text(st.sampled_from(CHARACTERS)))
    def collect(sample: str) -> None:
        samples.append(sample)

    collect()
    program = f"""
        import {{ Analyzer }} from "{(SCRIPTS / "text.js").as_uri()}";
        import {{ readFileSync }} from "node:fs";
        const {{ rules, samples }} = JSON.parse(readFileSync(0, "utf-8"));
        const analyzer = new Analyzer(rules);
        const rows = (text) => analyzer.indexTokens(text).map(
          ({{ term, start, end }}) => [term, analyzer.stem(term), text.slice(start, end)]);
        process.stdout.write(JSON.stringify(samples.map(rows)));
    """
    node = subprocess.run(
        ["node", "--input-type=module", "--eval", program],
        input=msgspec.json.encode({"rules": RULES, "samples": samples}),
        capture_output=True,
        check=True,
    )
    for sample, rows in zip(samples, msgspec.json.decode(node.stdout), strict=True):
        assert (sample, rows) == (sample, token_rows(sample))
