"""Ask itucovid, DuckDB and Spark the same questions: `python -m benchmarks.engines PYTHON [SIZE...]`.

PYTHON is the interpreter of an environment with itucovid, duckdb and pyspark; Spark needs Java. Every question is a
process of its own. Prints the table of docs/scale.md. A million records take several gigabytes of memory to generate.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.processes import Command, interleaved, median

ROOT = Path(__file__).resolve().parent.parent
PARTNERS = "SELECT partner, count(*) FROM (SELECT {explode}(partners) AS partner FROM records) GROUP BY partner"
QUESTIONS = {
    "records per theme": ("stats --by theme --json", "SELECT theme, count(*) FROM records GROUP BY theme"),
    "records per partner": ("stats --by partner --json", PARTNERS),
    "records with a word": (
        "search rural --json",
        "SELECT id, title FROM records WHERE lower(title || ' ' || summary) LIKE '%rural%'",
    ),
}
DUCKDB = """
import duckdb, sys
_, query, source = sys.argv
database = duckdb.connect(source if source.endswith(".duckdb") else ":memory:")
if not source.endswith(".duckdb"):
    database.execute(f"CREATE VIEW records AS FROM read_json('{source}')")
print(len(database.execute(query.format(explode="unnest")).fetchall()))
"""
DUCKDB_LOAD = (
    "import duckdb, sys; duckdb.connect(sys.argv[2]).execute(f\"CREATE TABLE records AS FROM '{sys.argv[1]}'\")"
)
SPARK = """
import sys
from subprocess import check_output
from pyspark.sql import SparkSession
_, query, source, tool = sys.argv
spark = SparkSession.builder.config("spark.ui.enabled", "false").getOrCreate()
columns = check_output([tool, "schema", "--spark"], text=True)
spark.read.schema(columns).json(source).createOrReplaceTempView("records")
print(len(spark.sql(query.format(explode="explode")).collect()))
"""


def main() -> None:
    """Measure, and print the table."""
    python = sys.argv[1]
    sizes = [int(size) for size in sys.argv[2:]] or [100_000, 1_000_000]
    with tempfile.TemporaryDirectory() as folder:
        costs = {size: _costs(python, Path(folder), size) for size in sizes}
    base = costs[sizes[0]]["records per theme", "itucovid, again"]
    engines = list(dict.fromkeys(engine for times in costs.values() for _, engine in times))
    print(f"| records | question | {' | '.join(engines)} |")
    print("| ---: | --- |" + " ---: |" * len(engines))
    for size, times in costs.items():
        for question in QUESTIONS:
            ratios = (f"{times[question, one] / base:.1f}" if (question, one) in times else "–" for one in engines)
            print(f"| {size:,} | {question} | {' | '.join(ratios)} |")


def _costs(python: str, folder: Path, size: int) -> dict[tuple[str, str], float]:
    """The median seconds of each question, by question and engine."""
    tool = str(Path(python).with_name("itucovid"))
    lines, stored, dataset = (folder / f"{size}.{suffix}" for suffix in ("jsonl", "duckdb", "toml"))
    _generate(lines, size)
    subprocess.run([python, "-c", DUCKDB_LOAD, str(lines), str(stored)], check=True)  # noqa: S603
    commands: dict[tuple[str, str], Command] = {}
    for question, (arguments, query) in QUESTIONS.items():
        if size <= 100_000:  # noqa: PLR2004 - the TOML file of more would be rejected
            first = Command([tool, "--no-cache", *arguments.split(), "--data", str(dataset)])
            again = Command([tool, *arguments.split(), "--data", str(dataset)], {"ITUCOVID_CACHE": str(folder)})
            commands |= {(question, "itucovid, first"): first, (question, "itucovid, again"): again}
        commands |= {
            (question, "DuckDB, JSON Lines"): Command([python, "-c", DUCKDB, query, str(lines)]),
            (question, "DuckDB, own file"): Command([python, "-c", DUCKDB, query, str(stored)]),
            (question, "Spark, JSON Lines"): Command([python, "-c", SPARK, query, str(lines), tool]),
        }
    if size <= 100_000:  # noqa: PLR2004
        _generate(dataset, size)
        os.utime(dataset, (dataset.stat().st_mtime - 60,) * 2)  # a file that was just written is not cached
    names = {f"{question}\t{engine}": command for (question, engine), command in commands.items()}
    interleaved({name: command for name, command in names.items() if name.endswith("again")}, 1)
    found = interleaved(names, 3)
    return {key: median(found["\t".join(key)]) for key in commands}


def _generate(path: Path, size: int) -> None:
    # In a process of its own: the memory of this one would count as that of its children.
    subprocess.run([sys.executable, "-m", "benchmarks.scaled", str(path), str(size)], check=True, cwd=ROOT)  # noqa: S603


if __name__ == "__main__":
    main()
