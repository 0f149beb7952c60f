"""What reviewers of a dataset use: annotations of pull requests, the hook for pre-commit, and git's hunk headers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MINIMAL, ROOT, Invoke, needs

BAD = f'{MINIMAL}end = "soon"\n'


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (".", "sub/data.toml"),
        ("sub", "data.toml"),
        ("sub/deeper", "../data.toml"),
        ("sub", "./../sub//data.toml"),
        (".", str(Path("{workspace}") / "sub" / "data.toml")),
    ],
)
def test_annotations_are_relative_to_the_workspace(
    tmp_path: Path, invoke: Invoke, monkeypatch: pytest.MonkeyPatch, folder: str, path: str
) -> None:
    (tmp_path / "sub" / "deeper").mkdir(parents=True)
    (tmp_path / "sub" / "data.toml").write_text(BAD, encoding="utf-8")
    monkeypatch.chdir(tmp_path / folder)
    path = path.format(workspace=tmp_path)
    result = invoke("check", "--format", "github", path, env={"GITHUB_WORKSPACE": str(tmp_path)})
    assert result.exit_code == 2
    assert re.findall("file=([^,]*),", result.stdout) == ["sub/data.toml"]


def test_a_file_outside_of_the_workspace_keeps_its_path(
    dataset_file: Callable[[str], Path], tmp_path: Path, invoke: Invoke
) -> None:
    path = dataset_file(BAD)
    result = invoke("check", "--format", "github", str(path), env={"GITHUB_WORKSPACE": str(tmp_path / "other")})
    assert re.findall("file=([^,]*),", result.stdout) == [str(path).replace(":", "%3A")]


def test_the_hook_runs_a_command_that_takes_several_files(tmp_path: Path, invoke: Invoke) -> None:
    hook = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    (entry,) = re.findall(r"^  entry: (.*)$", hook, re.MULTILINE)
    paths = [tmp_path / name for name in ("a.toml", "b.toml")]
    paths[0].write_text(MINIMAL, encoding="utf-8")
    paths[1].write_text(BAD, encoding="utf-8")
    program, *arguments = entry.split()
    result = invoke(*arguments, *map(str, paths))
    assert (program, result.exit_code) == ("itucovid", 2)
    assert result.stderr.splitlines() == [
        f"{paths[0]}: 1 record in 1 theme, no issues",
        f"{paths[1]}:7: error: one, end: 'soon' is not a date: write YYYY, YYYY-MM or YYYY-MM-DD [model]",
    ]


@needs("git")
def test_git_shows_the_id_of_a_record_in_a_hunk(tmp_path: Path) -> None:
    documentation = (ROOT / "docs" / "your-own-dataset.md").read_text(encoding="utf-8")
    (attributes,) = re.findall(r"^echo '(.*)' >> .gitattributes$", documentation, re.MULTILINE)
    (pattern,) = re.findall(r"^git config diff.dataset.xfuncname '(.*)'$", documentation, re.MULTILINE)
    environment = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*arguments: str) -> str:
        done = subprocess.run(
            [str(shutil.which("git")), *arguments], cwd=tmp_path, env=environment, check=True, capture_output=True
        )
        return done.stdout.decode()

    (tmp_path / ".gitattributes").write_text(f"{attributes}\n", encoding="utf-8")
    long = "summary = '''\n" + "line\n" * 20 + "'''\n"
    path = tmp_path / "data.toml"
    text = "".join(f'[[initiatives]]\nid = "{name}"\n{long}status = "planned"\n\n' for name in ("one", "two"))
    path.write_text(text, encoding="utf-8")
    git("init", "-q")
    git("config", "diff.dataset.xfuncname", pattern)
    git("add", ".")
    path.write_text("ended".join(text.rsplit("planned", 1)), encoding="utf-8")
    assert re.findall(r"^@@ .* @@ (.*)$", git("diff"), re.MULTILINE) == ['id = "two"']
