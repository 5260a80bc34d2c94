"""System calls that fail: what cannot be read is an error by its name, and never taken for gone."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contentlint.cli import main

_POST = "---\ntitle: A\ndate: 2024-01-01\n---\n\nText <br></br> here.\n"
_ERRNOS = (errno.EIO, errno.EACCES, errno.ESTALE)

Failing = Callable[..., None]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / ".git").mkdir()
    (tmp_path / "drafts").mkdir()
    (tmp_path / "a.md").write_text(_POST, encoding="utf-8")
    (tmp_path / "drafts" / "b.md").write_text(_POST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Let calls of ``os`` fail for a path that ends so."""

    def fail(ending: str, number: int, *calls: str) -> None:
        for call in calls:
            usual = getattr(os, call)

            def instead(path: Any, *rest: Any, usual: Any = usual, **named: Any) -> Any:
                if isinstance(path, str | os.PathLike) and os.fspath(path).endswith(ending):
                    raise OSError(number, os.strerror(number), os.fspath(path))
                return usual(path, *rest, **named)

            monkeypatch.setattr(os, call, instead)

    return fail


@pytest.mark.parametrize("number", _ERRNOS)
@pytest.mark.parametrize("words", [["check"], ["check", "drafts"], ["check", "--fix"]])
def test_an_ignore_file_that_cannot_be_read_is_an_error(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], words: list[str], number: int
) -> None:
    (site / ".gitignore").write_text("drafts/\n", encoding="utf-8")
    failing(".gitignore", number, "open")
    assert main(words) == 2
    shown = capsys.readouterr()
    assert "contentlint: error: .gitignore: this ignore file cannot be read" in shown.err
    assert os.strerror(number) in shown.err
    assert "drafts/b.md" not in shown.out
    assert (site / "drafts" / "b.md").read_text(encoding="utf-8") == _POST


def test_an_ignore_file_below_costs_its_folder_alone(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "drafts" / ".gitignore").write_text("b.md\n", encoding="utf-8")
    failing(".gitignore", errno.EIO, "open")
    assert main(["check"]) == 2
    shown = capsys.readouterr()
    assert "error: drafts/.gitignore: this ignore file cannot be read" in shown.err
    assert "a.md" in shown.out
    assert "b.md" not in shown.out
    assert main(["check", "drafts/b.md"]) == 1  # a named post is taken whatever git ignores


def test_what_git_keeps_for_its_user_may_be_unreadable(site: Path, failing: Failing) -> None:
    failing(os.path.join(".git", "info", "exclude"), errno.EACCES, "open")
    assert main(["check", "-q"]) == 1


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE])
def test_a_configuration_that_cannot_be_looked_for_is_an_error(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    (site / "contentlint.toml").write_text('ignore = ["all"]\n', encoding="utf-8")
    assert main(["check"]) == 0
    failing("/contentlint.toml", number, "lstat", "stat", "open")
    assert main(["check"]) == 2
    assert "contentlint.toml: cannot" in capsys.readouterr().err


@pytest.mark.parametrize("number", _ERRNOS)
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_a_baseline_that_cannot_be_looked_for_is_an_error(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], command: str, number: int
) -> None:
    assert main(["baseline"]) == 0
    file = site / ".contentlint-baseline.jsonl"
    before = file.read_bytes()
    failing(file.name, number, "lstat", "stat", "open")
    assert main([command]) == 2
    assert f"cannot read the baseline {file}: {os.strerror(number)}" in capsys.readouterr().err
    assert file.read_bytes() == before


@pytest.mark.parametrize("number", _ERRNOS)
def test_a_post_that_cannot_be_looked_for_keeps_its_record(
    site: Path, failing: Failing, number: int
) -> None:
    assert main(["baseline"]) == 0
    before = (site / ".contentlint-baseline.jsonl").read_bytes()
    failing("b.md", number, "lstat", "stat")
    assert main(["baseline", "a.md"]) == 0
    assert (site / ".contentlint-baseline.jsonl").read_bytes() == before


@pytest.mark.parametrize("number", _ERRNOS)
def test_init_writes_over_no_hook_that_it_cannot_read(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    hook = site / ".pre-commit-config.yaml"
    hook.write_text("repos: []\n", encoding="utf-8")
    failing(hook.name, number, "lstat", "stat", "open")
    assert main(["init", "--no-baseline"]) == 2
    assert f"cannot read {hook.name}: {os.strerror(number)}" in capsys.readouterr().err
    assert hook.read_text(encoding="utf-8") == "repos: []\n"


@pytest.mark.parametrize("number", _ERRNOS)
def test_a_picture_that_cannot_be_looked_for_is_not_missing(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    (site / "a.md").write_text("---\ntitle: A\n---\n\n![A dog](dog.png)\n", encoding="utf-8")
    rule = ["check", "-q", "a.md", "--select", "images/missing-file"]
    main(rule)
    assert "dog.png" in capsys.readouterr().out
    failing("dog.png", number, "stat", "lstat")
    main(rule)
    assert "dog.png" not in capsys.readouterr().out


def test_init_tells_what_it_could_not_look_at(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str]
) -> None:
    failing("drafts", errno.EACCES, "scandir")
    failing("a.md", errno.EIO, "open")
    assert main(["init", "--no-baseline"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "contentlint: error: drafts: you may not read this: its permissions forbid it",
        f"contentlint: error: a.md: cannot read this file: {os.strerror(errno.EIO)}",
    ]
    assert main(["init", "--force"]) == 2
    assert capsys.readouterr().err.count("contentlint: error: drafts: ") == 1


def test_a_cache_that_cannot_be_looked_into_is_not_cleared(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = site / "kept"
    cache.mkdir()
    failing("kept", errno.EACCES, "listdir", "scandir")
    assert main(["cache", "clear", "--cache-dir", "kept"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == f"contentlint: error: kept: cannot open this: {os.strerror(errno.EACCES)}\n"


@pytest.mark.parametrize("number", [errno.ESTALE, errno.EACCES])
def test_a_working_directory_that_cannot_be_told_is_not_the_output(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    def getcwd() -> str:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "getcwd", getcwd)
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert told == (
        f"contentlint: error: the working directory cannot be used ({os.strerror(number)}); "
        "change to another one\n"
    )


def test_a_run_whose_cache_cannot_be_matched_does_without_it(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(12):
        (site / f"c{number}.md").write_text(_POST, encoding="utf-8")
    assert main(["check", "--cache-dir", "kept"]) == 1
    usual = capsys.readouterr().out
    failing("contentlint", errno.EMFILE, "scandir")
    assert main(["check", "--cache-dir", "kept"]) == 1
    assert capsys.readouterr() == (usual, "")


@pytest.mark.parametrize("number", _ERRNOS)
def test_a_cache_that_cannot_be_looked_for_is_not_missing(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    for name in range(12):
        (site / f"c{name}.md").write_text(_POST, encoding="utf-8")
    assert main(["check", "-q", "--cache-dir", "kept"]) == 1
    assert main(["cache", "info", "--cache-dir", "kept"]) == 0
    assert " results of " in capsys.readouterr().out
    failing(".sqlite3", number, "stat")
    assert main(["cache", "info", "--cache-dir", "kept"]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("contentlint: error: kept")
    assert shown.err.endswith(f"this cache cannot be read: {os.strerror(number)}\n")


@pytest.mark.parametrize("number", _ERRNOS)
def test_a_rule_that_cannot_be_read_is_said_in_words(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    rule = site / "rules" / "own" / "word.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text("id: own/word\n", encoding="utf-8")
    (site / "contentlint.toml").write_text('rule-paths = ["rules"]\n', encoding="utf-8")
    failing("word.yaml", number, "open")
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert told.endswith(f"word.yaml: cannot read this rule file: {os.strerror(number)}\n")


@pytest.mark.parametrize("number", _ERRNOS)
@pytest.mark.parametrize("words", [["check"], ["check", "--fix"], ["init", "--force"]])
def test_a_generator_that_cannot_be_told_is_not_guessed(
    site: Path, failing: Failing, capsys: pytest.CaptureFixture[str], words: list[str], number: int
) -> None:
    (site / "_config.yml").write_text("kramdown: {}\n", encoding="utf-8")
    before = sorted(os.listdir(site))
    failing("_config.yml", number, "open")
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "_config.yml: cannot read this file, by which the site's generator is known: " in told
    assert os.strerror(number) in told
    assert sorted(os.listdir(site)) == before
    assert main(["check", "--preset", "jekyll", "-q"]) == 1
