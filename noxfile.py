"""The menu: `nox` runs the fast tests and the linters, `nox --list` shows every session.

With `nox --no-venv`, sessions use the current environment, which must have the extra `dev`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nox

nox.options.sessions = ["fast", "lint"]
nox.options.reuse_existing_virtualenvs = True

PYTHONS = ["3.11", "3.12", "3.13"]
FAST = ("-m", "not slow and not browser and not shell")
LOCK = "requirements-dev.txt"


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
def readers(session: nox.Session) -> None:
    """Run the tests that need large programs: WebKit's browser (WebKitWebDriver, Xvfb)."""
    install(session, "--editable", ".[readers]")
    session.run("pytest", "-m", "readers", *session.posargs)


@nox.session(python=PYTHONS[:1])
def lowest(session: nox.Session) -> None:
    """Run the fast tests with the lowest versions of the dependencies."""
    pins = Path(session.create_tmp(), "lowest.txt")
    session.install("uv")
    options = ("--quiet", "--resolution", "lowest-direct", "--extra", "import", "--output-file", pins)
    session.run("uv", "pip", "compile", *options, "pyproject.toml")
    session.install("--editable", ".[test]", "--constraint", pins)
    session.run("pytest", *FAST, *session.posargs)


@nox.session(python=PYTHONS)
def wheel(session: nox.Session) -> None:
    """Run the fast tests against the wheel in dist/ (nox -s build makes it)."""
    (path,) = Path("dist").glob("*.whl")
    install(session, f"{path}[test]")
    session.run("pytest", "tests", *FAST, *session.posargs)


@nox.session(python=PYTHONS[:1])
def lint(session: nox.Session) -> None:
    """Check lint rules, formatting, types, the layers of the package, and the workflows."""
    install(session, "--editable", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("lint-imports")
    workflows = map(str, Path(".github", "workflows").glob("*.yml"))
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows)
    session.run("zizmor", "--offline", "--quiet", "--persona", "pedantic", ".github")


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
    """Build the source distribution, and from it the wheel, in dist/, and check them."""
    install(session, "--editable", ".[dev]")
    dist = Path("dist")
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--no-isolation")
    session.run("twine", "check", "--strict", *map(str, dist.iterdir()))
    session.run("check-wheel-contents", str(dist))


@nox.session(python=PYTHONS[:1])
def website(session: nox.Session) -> None:
    """Write the website to site/: the page of the dataset, and the documentation (needs pandoc)."""
    install(session, "--editable", ".[dev]")
    session.run("python", "-m", "tools.website", "site")


@nox.session(python=PYTHONS[:1])
def lock(session: nox.Session) -> None:
    """Update the versions of everything that development needs; `--upgrade` takes the newest."""
    session.install("uv")
    options = ("--universal", "--python-version", PYTHONS[0], "--extra", "dev", "--generate-hashes")
    quiet = ("--no-emit-index-url", "--no-annotate", "--quiet", "--custom-compile-command", "nox -s lock")
    session.run("uv", "pip", "compile", *options, *quiet, "--output-file", LOCK, "pyproject.toml", *session.posargs)
