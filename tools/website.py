"""Write the website: `python -m tools.website FOLDER` (needs pandoc).

Its start page is the page of the dataset; the documentation keeps the folders of the repository.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import itucovid

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "RELEASING.md", "docs/*.md", "benchmarks/*.md")
FILES = ("LICENSE", "LICENSES/*", "CITATION.cff", "data/*.toml", "docs/*.svg", "docs/*.png", "docs/examples/*")


def write_website(folder: Path) -> None:
    """Write the page of the dataset, the documentation as HTML, and the files that it links to.

    Raises:
        FileNotFoundError: pandoc is not installed.
        subprocess.CalledProcessError: pandoc failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    dataset = itucovid.load(ROOT / "data" / "initiatives.toml")
    (folder / "index.html").write_bytes(dataset.export("html"))
    for pattern in (*PAGES, *FILES):
        for path in ROOT.glob(pattern):
            target = folder / path.relative_to(ROOT)
            target.parent.mkdir(exist_ok=True)
            if pattern in PAGES:
                _write_html(path, target.with_suffix(".html"))
            else:
                shutil.copyfile(path, target)


def _write_html(path: Path, target: Path) -> None:
    heading = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    title = heading[1] if heading else path.stem
    look = ("--variable=maxwidth=52em", "--metadata=lang=en", f"--metadata=pagetitle={title}")
    links = f"--lua-filter={Path(__file__).with_suffix('.lua')}"
    subprocess.run(["pandoc", "--from=gfm", "--standalone", *look, links, "--output", target, path], check=True)  # noqa: S603, S607


if __name__ == "__main__":
    write_website(Path(sys.argv[1]))
