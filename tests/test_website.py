"""The website: the page of the dataset, and the documentation as HTML."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from tools.website import write_website

from tests.conftest import needs


@pytest.mark.shell
@needs("pandoc")
def test_every_link_of_the_website_leads_to_a_file_and_an_element_of_it(tmp_path: Path) -> None:
    write_website(tmp_path)
    pages = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    broken = []
    for page, text in pages.items():
        for target, anchor in re.findall(r'\b(?:href|src)="(?![a-z]+:)([^"#]*)(?:#([^"]*))?"', text):
            path = (page.parent / unquote(target)).resolve() if target else page
            if not path.is_file() or (anchor and f'id="{anchor}"' not in pages.get(path, "")):
                broken.append((page.name, target, anchor))
    assert broken == []
    assert {"index.html", "README.html", "reference.html"} <= {page.name for page in pages}
