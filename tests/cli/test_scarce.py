"""Where the system grants little, a run does its work or says what it lacks, and loses nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from contentlint.cli import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")

_POST = "---\ntitle: A\ndate: 2024-01-01\n---\n\nText <br></br> here.\n"
_RULE = """id: site/word
summary: No bad word
severity: warning
why: Readers dislike this word, and leave the page for another.
match: {pattern: 'badword'}
message: "This word is bad."
examples:
  - bad: "badword"
    finds: [badword]
  - good: "text"
"""
_NO_WORKER = "contentlint: error: worker processes cannot be started ("

Run = Callable[..., tuple[int, str, str]]


def _limit(name: str, value: int) -> None:
    import resource

    resource.setrlimit(getattr(resource, name), (value, value))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the executable in a site of its own, with limits; its status, and what it wrote."""

    def run(*words: str, **limits: int) -> tuple[int, str, str]:
        def prepare() -> None:
            for name, value in limits.items():
                _limit(name, value)

        done = subprocess.run(
            [sys.executable, "-m", "contentlint", *words],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
            preexec_fn=prepare,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_each_number_of_open_files_is_enough_or_said_to_be_too_few(
    tmp_path: Path, run: Run
) -> None:
    for number in range(3):
        text = _POST + "word word word\n\n" * 50_000
        (tmp_path / f"p{number}.md").write_text(text, encoding="utf-8")
    check = partial(run, "check", "--no-cache", "--jobs", "2", "-q")
    usual = check()
    assert usual[0] == 1
    met = set()
    for most in range(7, 20, 2):
        for given in most, most + 1:
            done = check(RLIMIT_NOFILE=given)
            met.add(done[0])
            assert done == usual or (done[0] == 2 and done[2].startswith(_NO_WORKER)), done
        if done == usual:
            break
    assert met == {1, 2}


@pytest.mark.parametrize("words", [["check"], ["check", "--fix"], ["baseline"]])
def test_too_little_memory_is_said_in_words(tmp_path: Path, run: Run, words: list[str]) -> None:
    (tmp_path / "a.md").write_text(_POST, encoding="utf-8")
    for megabytes in range(34, 60, 4):
        status, _, told = run(*words, "--isolated", RLIMIT_AS=megabytes * 1_000_000)
        assert "Traceback" not in told
        assert "MemoryError" not in told
        # a library that is refused memory may end the process; so may Python before it is there
        assert status in (0, 1, 2, -signal.SIGABRT) or "contentlint" not in told


def test_what_fails_for_want_of_memory_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("contentlint.cli._dispatch", fail)
    assert main(["check"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("contentlint: error: there is not enough memory: ")
    assert told.count("\n") == 1
    monkeypatch.setattr("contentlint.cli._dispatch", lambda _: 1 // 0)
    monkeypatch.setattr("contentlint.cli._describe_fault", fail)
    assert main(["check"]) == 2
    assert capsys.readouterr().err == told


def test_a_pattern_is_not_to_blame_for_want_of_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    rule = tmp_path / "rules" / "site" / "word.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(_RULE, encoding="utf-8")
    (tmp_path / "contentlint.toml").write_text('rule-paths = ["rules"]\n', encoding="utf-8")
    (tmp_path / "a.md").write_text(_POST, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--no-cache", "-q"]) == 1
    capsys.readouterr()
    monkeypatch.setattr("contentlint.bounded_patterns.BoundedPattern.__init__", fail)
    assert main(["check", "--no-cache", "-q"]) == 2
    told = capsys.readouterr().err
    assert "error: a.md: there is not enough memory to check this file; " in told
    assert "faulty" not in told


def test_compiled_rules_that_find_no_room_leave_nothing(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    # Python would write what it compiles, cut off as well, and trip over it the next time
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "a.md").write_text(_POST, encoding="utf-8")
    assert run("check", "-q", RLIMIT_FSIZE=20_000) == run("check", "-q", RLIMIT_FSIZE=0)
    assert [each for each in (tmp_path / "cache").rglob("*") if each.is_file()] == []
    assert run("check", "-q")[0] == 1
    (kept,) = (tmp_path / "cache" / "contentlint").iterdir()
    assert kept.name.startswith("rules-")
