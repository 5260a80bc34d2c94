"""Standard streams that are closed, full or not UTF-8, and names that a terminal would obey."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import contentlint
from tests.conftest import EXECUTABLE, Runner

pytestmark = pytest.mark.skipif(os.name != "posix", reason="redirections of a POSIX shell")

_POST = '---\ntitle: A\ndate: 2024-01-01\n---\n\nText <p style="text-align: left;">x</p>\n'
_COMMANDS = (
    "check",
    "check --output-format json",
    "check --diff",
    "check - --fix <a.md",
    "rules",
    "explain links/hotword",
    "config",
    "schema rule",
    "cache info",
    "baseline",
    "init --no-baseline --force",
    "--help",
    "check --help",
    "--version",
)
_needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


def run(folder: Path, words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    (folder / "a.md").write_text(_POST, encoding="utf-8")
    return subprocess.run(
        f"{EXECUTABLE} {words}",
        shell=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "NO_COLOR": "1", **environment},
    )


@pytest.mark.parametrize("where", [">&-", pytest.param(">/dev/full", marks=_needs_full)])
@pytest.mark.parametrize("words", _COMMANDS)
def test_output_that_cannot_be_written_is_an_error(tmp_path: Path, words: str, where: str) -> None:
    ran = run(tmp_path, f"{words} {where}")
    assert ran.returncode == 2
    said = ran.stderr.decode().splitlines()[-1]
    assert said.startswith("contentlint: error: the output cannot be written: ")
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["check", "check --output-format json", "schema rule"])
def test_output_that_is_cut_off_is_an_error(tmp_path: Path, words: str, unbuffered: str) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text(_POST * 20, encoding="utf-8")
    words = f"{words} >report"
    cut = f"--version; ulimit -f 1; {EXECUTABLE} {words}"
    # Python would write what it compiles, cut off as well, and trip over it the next time
    ran = run(tmp_path, cut, PYTHONUNBUFFERED=unbuffered, PYTHONDONTWRITEBYTECODE="1")
    assert ran.returncode == 2
    said = ran.stderr.decode().splitlines()[-1]  # before it, that the cache takes nothing either
    assert said == "contentlint: error: the output cannot be written: File too large"


@_needs_full
@pytest.mark.parametrize("form", ["concise", "json", "jsonl", "text"])
def test_a_report_without_room_leaves_no_post_unrepaired(tmp_path: Path, form: str) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text(_POST + "<i>y</b> z\n\n" * 100, encoding="utf-8")
    words = f"check --fix --fixable style --output-format {form}"
    ran = run(tmp_path, f"{words} >/dev/full")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr == (
        b"contentlint: error: the output cannot be written: No space left on device\n"
    )
    assert not [path for path in tmp_path.glob("*.md") if "style" in path.read_text("utf-8")]


@_needs_full
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_file_that_takes_no_report_cuts_no_other_off(tmp_path: Path, form: str) -> None:
    for number in range(40):
        (tmp_path / f"{number}.md").write_text(_POST + "<i>y</b> z\n\n" * 100, encoding="utf-8")
    usual = run(tmp_path, f"check --output-format {form}").stdout
    assert len(usual) > 200_000
    words = f"check --output-format sarif=/dev/full --output-format {form}"
    ran = run(tmp_path, words)
    assert (ran.returncode, ran.stdout == usual) == (2, True)
    assert ran.stderr.startswith(b"contentlint: error: cannot write the report to /dev/full: ")
    both = run(tmp_path, f"{words} >/dev/full").stderr.decode().splitlines()
    assert [line.split(":")[2] for line in both] == [
        " cannot write the report to /dev/full",
        " the output cannot be written",
    ]


def _never_waiting() -> tuple[int, int]:
    """A pipe that holds little, and whose ends refuse what cannot be done at once."""
    import fcntl

    ends = os.pipe()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, 4096)
    for end in ends:
        os.set_blocking(end, False)
    return ends


def _wait_until(happens: Callable[[], bool]) -> None:
    last = time.monotonic() + 30
    while not happens():
        assert time.monotonic() < last
        time.sleep(0.01)
    time.sleep(0.1)  # what was waited for has time to make a difference


def _is_empty(pipe: int) -> bool:
    return not select.select([pipe], [], [], 0)[0]


def _is_full(pipe: int) -> bool:
    return not select.select([], [pipe], [], 0)[1]


_MUCH = _POST + "Some <br></br> words.\n\n" * 4_000


@pytest.mark.parametrize("words", [["check", "--output-format", "json"], ["check", "--fix"]])
def test_a_post_that_comes_slowly_is_read_to_its_end(tmp_path: Path, words: list[str]) -> None:
    command = [str(EXECUTABLE), *words, "-"]
    usual = subprocess.run(
        command, cwd=tmp_path, input=_MUCH.encode(), capture_output=True, check=False
    )
    theirs, ours = _never_waiting()
    with subprocess.Popen(
        command, cwd=tmp_path, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.set_blocking(ours, True)
        with open(ours, "wb", buffering=0) as post:
            for part in _MUCH[:9], _MUCH[9:20], _MUCH[20:]:
                post.write(part.encode())
                _wait_until(lambda: _is_empty(theirs))
        assert process.communicate() == (usual.stdout, usual.stderr)
    os.close(theirs)
    assert process.returncode == usual.returncode == 1


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["check --output-format json -", "check --fix -", "schema rule"])
def test_what_is_read_slowly_is_written_to_its_end(
    tmp_path: Path, words: str, unbuffered: str
) -> None:
    command = [str(EXECUTABLE), *words.split()]
    usual = subprocess.run(
        command, cwd=tmp_path, input=_MUCH.encode(), capture_output=True, check=False
    )
    ours, theirs = _never_waiting()
    os.set_blocking(ours, True)
    (tmp_path / "post").write_text(_MUCH, encoding="utf-8")
    with (
        (tmp_path / "post").open("rb") as post,
        (tmp_path / "said").open("wb") as said,
        subprocess.Popen(
            command,
            cwd=tmp_path,
            stdin=post,
            stdout=theirs,
            stderr=said,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        ) as process,
    ):
        _wait_until(lambda: _is_full(theirs) or process.poll() is not None)
        os.close(theirs)
        with open(ours, "rb") as pipe:
            assert pipe.read() == usual.stdout
    assert process.returncode == usual.returncode
    assert (tmp_path / "said").read_bytes() == usual.stderr


@pytest.mark.parametrize("where", ["2>&-", pytest.param("2>/dev/full", marks=_needs_full)])
def test_what_nobody_can_be_told_changes_no_status(tmp_path: Path, where: str) -> None:
    assert run(tmp_path, f"check {where}").returncode == 1
    assert run(tmp_path, f"rules {where}").returncode == 0
    assert run(tmp_path, f"check --nonsense {where}").returncode == 2


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    ran = run(tmp_path, "check a.md -o report.txt <&- >&- 2>&-")
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, b"", b"")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8").startswith("a.md\n")


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    ran = run(tmp_path, "rules --all --output-format json | head -c 1")
    assert (ran.stdout, ran.stderr) == (b"[", b"")


def run_unread(folder: Path, words: str, post: str) -> tuple[int, bytes]:
    """The status, and what is said, of a run of *words* on posts, of whose output a byte is read.

    The posts are so many that their report is longer than what a pipe holds.
    """
    (folder / "posts").mkdir()
    for number in range(400):
        (folder / "posts" / f"{number}.md").write_text(post, encoding="utf-8")
    long = folder / "long.md"
    long.write_text(post * 4000, encoding="utf-8")
    words = f"{EXECUTABLE} {words} <{long}"
    with subprocess.Popen(
        words, shell=True, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()
    return process.returncode, said


_UNREADABLE = "---\ntitle: Two: colons\n---\n\nText\n"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_reader_that_has_seen_enough_ends_no_fixing(tmp_path: Path, jobs: int) -> None:
    post = f"{_UNREADABLE}\n<blink>\n"
    assert run_unread(tmp_path, f"check --fix -j {jobs} posts", post) == (1, b"")
    for path in (tmp_path / "posts").iterdir():
        assert b"'Two: colons'" in path.read_bytes()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_reader_that_has_seen_enough_ends_no_other_report(tmp_path: Path, form: str) -> None:
    formats = f"--output-format {form} --output-format jsonl=all.jsonl"
    assert run_unread(tmp_path, f"check {formats} posts", _UNREADABLE) == (1, b"")
    report = (tmp_path / "all.jsonl").read_text(encoding="utf-8")
    assert report.count("front-matter/invalid-syntax") == 400


@pytest.mark.parametrize("words", ["", "--output-format json", "--diff"])
def test_a_reader_that_has_seen_enough_makes_no_run_clean(tmp_path: Path, words: str) -> None:
    assert run_unread(tmp_path, f"check {words} posts", _UNREADABLE) == (1, b"")


def test_a_fixed_post_that_nobody_reads_is_still_reported_on(tmp_path: Path) -> None:
    status, said = run_unread(tmp_path, "check - --fix", "Text <blink>\n")
    assert status == 1
    assert b"html/obsolete-element" in said


@pytest.mark.parametrize("name", [b"b\xff\x1b[31m\nq.md", "é中.md".encode()])
@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_names_are_neither_obeyed_nor_fatal(tmp_path: Path, name: bytes, encoding: str) -> None:
    with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
        file.write(_POST.encode())
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment = plain | {"PYTHONIOENCODING": encoding}
    for form in ("text", "concise", "github", "json"):
        ran = run(tmp_path, f"check --output-format {form}", **environment)
        assert (ran.returncode, ran.stderr) == (1, b"")
        assert b"\x1b" not in ran.stdout
        shown = ran.stdout.decode("utf-8")
        if form == "json":
            assert len({found["path"] for found in json.loads(shown)["findings"]}) == 2


def test_a_name_cannot_pass_for_a_message(contentlint: Runner) -> None:
    ran = contentlint("check", "no\x1b[31m\ncontentlint: error: such file")
    assert ran.status == 2
    assert ran.err.count("\n") == ran.err.count("\n  ") + 1
    assert "\x1b" not in ran.err


@pytest.mark.parametrize("form", ["concise", "json", "jsonl"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_report_is_written_while_posts_are_checked(tmp_path: Path, form: str, jobs: str) -> None:
    """Whoever reads it has its beginning before the last post is read."""
    body = "".join(f'<p style="text-align: left;">{number}</p>\n\n' for number in range(700))
    for number in range(80):
        path = tmp_path / f"{number:02}.md"
        path.write_text(f"---\ntitle: A\ndate: 2024-01-01\n---\n\n{body}", encoding="utf-8")
    command = [EXECUTABLE, "check", ".", "--isolated", "--no-cache", "--output-format", form]
    with subprocess.Popen([*command, "--jobs", jobs], cwd=tmp_path, stdout=subprocess.PIPE) as ran:
        assert ran.stdout is not None
        first = ran.stdout.read(100)
        (tmp_path / "79.md").write_text("# ~~~\n\n<p>1</i>\n", encoding="utf-8")
        rest = ran.stdout.read()
    assert ran.returncode == 1
    assert b"html/stray-end-tag" in rest
    if form == "json":
        assert json.loads(first + rest)["files_checked"] == 80


def test_a_fault_of_the_program_is_an_error_of_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(_POST, encoding="utf-8")
    # what is imported late is gone, as during an upgrade
    code = (
        "import sys\n"
        "sys.modules['contentlint.reports.sarif'] = None\n"
        "from contentlint.cli import main\n"
        "sys.exit(main(['check', 'a.md', '--output-format', 'sarif']))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("contentlint: error: contentlint failed (ModuleNotFoundError: ")
    assert "run it again" in ran.stderr
    assert ran.stderr.count("\n") == 1


_INTERRUPTED = """
import sys
from contentlint.cli import main

class Finder:
    def find_spec(self, name, path=None, target=None):
        raise KeyboardInterrupt

print(sorted(set(sys.modules) & {"typing", "contextlib", "re", "contentlint.errors"}))
sys.meta_path.insert(0, Finder())
sys.exit(main(["check"]))
"""


def test_an_interruption_before_anything_is_imported_is_told_in_a_word() -> None:
    """Whatever takes time is imported where `main` tells of it."""
    root = Path(contentlint.__file__).parent.parent
    command = [sys.executable, "-S", "-E", "-c", _INTERRUPTED]
    ran = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (130, "contentlint: interrupted\n")
    assert ran.stdout == "[]\n"
