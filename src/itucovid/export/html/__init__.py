"""HTML: the dataset as one page that works offline, with its own search.

The markup is a Jinja template, which escapes every text of the dataset. Styles and scripts are inline, so that the page
is one file and makes no network requests.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from itucovid._version import __version__
from itucovid.export.html.downloads import build_downloads
from itucovid.export.html.names import RIGHT_TO_LEFT
from itucovid.export.html.script_data import script_data
from itucovid.export.html.view import page_view
from itucovid.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from itucovid.export import Export

_FOLDER = Path(__file__).parent
SCRIPTS = ("text.js", "dates.js", "search.js", "selection.js", "page.js")


def render_html(export: Export) -> Iterator[str]:
    """A page of all records, grouped by theme."""
    view = page_view(export)
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters["digest"] = _digest
    environment.tests["web_address"] = _is_web_address
    environment.tests["right_to_left"] = RIGHT_TO_LEFT.__contains__
    lengths = "".join(f".l{length}{{--length:{length}}}\n" for length in view.lengths)
    yield from environment.get_template("page.html").generate(
        view=view,
        version=__version__,
        plural=plural,
        style=(_FOLDER / "page.css").read_text(encoding="utf-8") + lengths,
        script=_script(),
        data=_json(script_data(export.dataset, export.labels, view.records)),
        downloads=_json(build_downloads(export, view.records)),
    )


def _script() -> str:
    """The modules as one script: in the order of their imports, without `import`, `export`, JSDoc and comment lines."""
    return "\n".join(_MODULE_SYNTAX.sub("", (_FOLDER / name).read_text(encoding="utf-8")) for name in SCRIPTS)


_JSDOC = r"/\*\*(?:[^*]|\*(?!/))*\*/"
_MODULE_SYNTAX = re.compile(rf"^import [^;]*;\n+|^export |^ *{_JSDOC}\n+|{_JSDOC} |^ *// .*\n", re.MULTILINE)


def _json(data: msgspec.Struct) -> str:
    """JSON that can stand in a script element: nothing in it ends the element."""
    return msgspec.json.encode(data).decode().replace("<", "\\u003c")


def _digest(source: str) -> str:
    """The hash by which a Content-Security-Policy allows an inline script or style (CSP Level 3, 2.3.1)."""
    return f"sha256-{b64encode(sha256(source.encode()).digest()).decode()}"


def _is_web_address(url: str) -> bool:
    """Whether a link to it is safe: the addresses of a record made in Python have not been validated."""
    return url.startswith(("https://", "http://"))
