"""A run that is asked to end leaves no half file, and no file of its own beside it."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import EXECUTABLE, heed_signals

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

_POST = '---\ntitle: A\ndate: 2024-01-01\n---\n\nText <p style="text-align: left;">x</p>\n'
_ENDS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_SIGNAL_ON_OPEN = """
import os, sys, time

real = os.open
parent = os.getpid()

def open_and_signal(path, flags, *rest, **more):
    handle = real(path, flags, *rest, **more)
    if flags & os.O_EXCL and ".contentlint-" in os.fspath(path):
        os.kill(parent, {number})
        time.sleep({seconds})  # long enough for the parent to stop its workers
    return handle

os.open = open_and_signal
"""


def end_while_writing(
    folder: Path, words: str, end: signal.Signals, seconds: float = 0
) -> subprocess.CompletedProcess[str]:
    """Run the command on *folder*; *end* comes when its first temporary file has been made."""
    patch = folder.parent / "patch"
    patch.mkdir()
    code = _SIGNAL_ON_OPEN.format(number=int(end), seconds=seconds)
    (patch / "sitecustomize.py").write_text(code, encoding="utf-8")
    return subprocess.run(
        [EXECUTABLE, *words.split()],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.fspath(patch)},
        start_new_session=True,
        preexec_fn=heed_signals,
    )


def _status(end: signal.Signals) -> int:
    return 130 if end == signal.SIGINT else -end


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("end", _ENDS)
def test_a_report_leaves_nothing_beside_it(posts: Path, end: signal.Signals) -> None:
    (posts / "a.md").write_text(_POST, encoding="utf-8")
    (posts / "r.json").write_text("old", encoding="utf-8")
    ran = end_while_writing(posts, "check a.md --output-format json -o r.json", end)
    assert (ran.returncode, "Traceback" in ran.stderr) == (_status(end), False)
    assert sorted(os.listdir(posts)) == ["a.md", "r.json"]
    assert (posts / "r.json").read_text(encoding="utf-8").startswith('{"version"')


@pytest.mark.parametrize("end", _ENDS)
@pytest.mark.parametrize("linked", [False, True])
def test_a_fix_leaves_nothing_beside_it(posts: Path, end: signal.Signals, linked: bool) -> None:
    path = posts / "a.md"
    path.write_text(_POST, encoding="utf-8")
    if linked:  # it is overwritten
        (posts / "b.txt").hardlink_to(path)
    ran = end_while_writing(posts, "check a.md --fix", end)
    assert (ran.returncode, "Traceback" in ran.stderr) == (_status(end), False)
    assert sorted(os.listdir(posts)) == ["a.md", "b.txt"][: 1 + linked]
    assert "<p>x</p>" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("end", _ENDS)
def test_workers_leave_nothing_beside_what_they_fix(posts: Path, end: signal.Signals) -> None:
    names = [f"{number}.md" for number in range(40)]
    post = _POST + "\n" + 2_000 * "Words that make processes worth their start.\n"
    for name in names:
        (posts / name).write_text(post, encoding="utf-8")
    ran = end_while_writing(posts, "check . --fix --jobs 2", end, 0.1)
    assert (ran.returncode, "Traceback" in ran.stderr) == (_status(end), False)
    assert sorted(os.listdir(posts)) == sorted(names)
    texts = {(posts / name).read_text(encoding="utf-8") for name in names}
    assert texts == {post, post.replace(' style="text-align: left;"', "")}


def test_a_report_clears_what_a_killed_run_left(posts: Path) -> None:
    (posts / "a.md").write_text(_POST, encoding="utf-8")
    stale = posts / ".contentlint-0123456789ab-999999999.tmp"
    stale.write_bytes(b"half")
    subprocess.run([EXECUTABLE, "check", "a.md", "-o", "r.txt"], cwd=posts, check=False)
    assert sorted(os.listdir(posts)) == ["a.md", "r.txt"]
