"""Where the system grants little, a run does its work or says what it lacks, and loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits as Linux has them")

_POST = "---\ntitle: A\ndate: 2024-01-01\n---\n\nText <br></br> here.\n"
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
