"""The menu: `nox` runs the fast tests and the linters, `nox --list` shows every session.

With `nox --no-venv`, sessions use the current environment, which must have the extra `dev`.
"""

from __future__ import annotations

from pathlib import Path

import nox

nox.options.sessions = ["fast", "lint"]
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.11", "3.12", "3.13"]
FAST = ("-m", "not slow and not browser and not shell")


def install(session: nox.Session, *arguments: str) -> None:
    """Install into the environment of the session, if it has one of its own."""
    if session.virtualenv.venv_backend != "none":
        session.install(*arguments)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests."""
    install(session, "--editable", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python=PYTHONS)
def fast(session: nox.Session) -> None:
    """Run the tests that need neither a browser nor a shell."""
    install(session, "--editable", ".[test]")
    session.run("pytest", *FAST, *session.posargs)


@nox.session(python=PYTHONS[:1])
def lowest(session: nox.Session) -> None:
    """Run the fast tests with the lowest versions of the dependencies."""
    pins = Path(session.create_tmp(), "lowest.txt")
    session.install("uv")
    options = ("--quiet", "--resolution", "lowest-direct", "--extra", "import", "--output-file", pins)
    session.run("uv", "pip", "compile", *options, "pyproject.toml")
    session.install("--editable", ".[test]", "--constraint", pins)
    session.run("pytest", *FAST, *session.posargs)


@nox.session(python=PYTHONS[:1])
def lint(session: nox.Session) -> None:
    """Check lint rules, formatting, types and the layers of the package."""
    install(session, "--editable", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports")


@nox.session(python=False)
def page(session: nox.Session) -> None:
    """Lint, type-check and test the JavaScript of the HTML page (needs Node.js)."""
    session.run("npm", "install", "--silent", "--no-save", "--no-package-lock", external=True)
    session.run("npm", "run", "check", external=True)


@nox.session(python=PYTHONS[:1])
def docs(session: nox.Session) -> None:
    """Check that the generated files are up to date; `nox -s docs -- --write` updates them."""
    install(session, "--editable", ".[dev]")
    check = () if "--write" in session.posargs else ("--check",)
    session.run("python", "-m", "tools.schema", *check)
    session.run("python", "-m", "tools.docs", *check)


@nox.session(python=PYTHONS[:1])
def relevance(session: nox.Session) -> None:
    """Measure how well search finds what the relevance judgements expect."""
    install(session, "--editable", ".[dev]")
    session.run("python", "-m", "tools.relevance", *session.posargs)


@nox.session(python=PYTHONS[:1])
def mutants(session: nox.Session) -> None:
    """Mutation testing of search, text, names, dates, filters, facets and stats (takes an hour)."""
    install(session, "--editable", ".[dev]")
    session.run("mutmut", "run", *session.posargs)
    session.run("mutmut", "results")


@nox.session(python=PYTHONS[:1])
def bench(session: nox.Session) -> None:
    """Measure speed and memory, and write benchmarks/RESULTS.md (takes ten minutes)."""
    install(session, "--editable", ".[dev]")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session(python=PYTHONS[:1])
def build(session: nox.Session) -> None:
    """Build the wheel and the source distribution in dist/, and check them."""
    session.install("build", "twine", "check-wheel-contents")
    session.run("python", "-m", "build")
    session.run("twine", "check", "--strict", *map(str, Path("dist").iterdir()))
    session.run("check-wheel-contents", *map(str, Path("dist").glob("*.whl")))
