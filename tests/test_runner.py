"""Many files: order, errors that stay with their file, processes that die, hang or are stopped."""

from __future__ import annotations

import contextlib
import errno
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint import forms, packing
from contentlint.discovery import discover
from contentlint.errors import PackError
from contentlint.findings import Edit, Excerpt, FileResult, Finding, Fix, Related
from contentlint.forms import FileReport, Rendered
from contentlint.packing import pack_result, unpack_result
from contentlint.project import Project
from contentlint.reports import ReportContext
from contentlint.runner import Limits, run, run_as
from contentlint.source import Position
from tests.conftest import heed_signals
from tests.fake_linting import FakeProject, make_finding

posix_only = pytest.mark.skipif(os.name != "posix", reason="POSIX signals and pipes")


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Make even one byte worth a process, in chunks of a few files."""
    monkeypatch.setattr("contentlint.runner._FORK_PAYS", 0)
    monkeypatch.setattr("contentlint.runner._SPAWN_PAYS", 0)
    monkeypatch.setattr("contentlint.runner._CHUNK_FILES", 5)
    return monkeypatch


def write_posts(folder: Path, count: int, **special: str) -> list[str]:
    for index in range(count):
        (folder / f"p{index:03}.md").write_text(f"one {index}\ntwo\n", encoding="utf-8")
    for name, text in special.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return sorted(path.name for path in folder.glob("*.md"))


def plain(results: Iterator[FileResult]) -> dict[str, tuple[int, list[str]]]:
    return {result.path: (len(result.findings), result.errors) for result in results}


def said(result: FileResult) -> str:
    """The one message of a file that was given up."""
    (finding,) = result.findings
    assert finding.rule.startswith("limits/")
    assert not result.errors
    return finding.message


@pytest.mark.parametrize("jobs", [1, 2, 3, 0, None])
def test_results_come_in_the_order_of_the_files(
    posts: Path, processes: pytest.MonkeyPatch, jobs: int | None
) -> None:
    files = write_posts(posts, 60, p007="sleep 0.2\n", p031="sleep 0.1\n")
    expected = [FakeProject().lint_bytes(Path(path).read_bytes(), path) for path in files]
    assert list(run(files, FakeProject(), jobs=jobs)) == expected


def test_spawned_workers_give_the_same(posts: Path, processes: pytest.MonkeyPatch) -> None:
    processes.setattr("contentlint.pool.can_fork", lambda: False)
    files = write_posts(posts, 8)
    assert list(run(files, FakeProject(), jobs=2)) == list(run(files, FakeProject()))


def test_the_real_project_in_forked_and_spawned_workers(
    posts: Path, processes: pytest.MonkeyPatch
) -> None:
    for index in range(6):
        text = f"---\ntitle: A {index}\n---\n<p>One</p></p>\n\n[x](http://example.com)  \n"
        (posts / f"a{index}.md").write_text(text, encoding="utf-8")
    files = discover(["."]).files
    here = list(run(files, Project(isolated=True)))
    assert all(result.findings and not result.errors for result in here)
    assert list(run(files, Project(isolated=True), jobs=2)) == here
    processes.setattr("contentlint.pool.can_fork", lambda: False)
    assert list(run(files, Project(isolated=True), jobs=2)) == here


def test_a_few_files_start_no_process(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write_posts(posts, 20)
    monkeypatch.setattr("contentlint.pool.Pool.__init__", None)
    assert len(list(run(files, FakeProject(), jobs=8))) == 20


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_fails_stays_with_its_file(
    posts: Path, processes: pytest.MonkeyPatch, jobs: int
) -> None:
    special = {"p003": "fail badly\n", "p004": "quit\n", "p005": "recurse\n", "p006": "gobble\n"}
    files = [*write_posts(posts, 12, **special), "zz-gone.md"]
    results = plain(run(files, FakeProject(), jobs=jobs))
    assert list(results) == files
    broken = {path: errors[0] for path, (count, errors) in results.items() if errors}
    assert broken == {
        "p003.md": "contentlint failed on this file (ValueError: badly)",
        "p004.md": "contentlint failed on this file (SystemExit: 3)",
        "zz-gone.md": "cannot read this file: No such file or directory",
    }
    given_up = {"p005.md", "p006.md"}
    assert all(
        count == 2 for path, (count, _) in results.items() if path not in {*broken, *given_up}
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_needs_too_much_is_a_finding(
    posts: Path, processes: pytest.MonkeyPatch, jobs: int
) -> None:
    files = write_posts(posts, 12, p005="recurse\n", p006="gobble\n")
    limits = Limits(memory=2_500_000_000)
    results = {
        result.path: result for result in run(files, FakeProject(), jobs=jobs, limits=limits)
    }
    assert said(results["p005.md"]) == "limits/too-complex stack [] b'recu'!"
    bounded = jobs > 1 and sys.platform == "linux"
    said_of_memory = "None ['2.5 GB']" if bounded else "machine []"
    assert said(results["p006.md"]) == f"limits/too-complex {said_of_memory} b'gobb'!"
    assert not [result for result in results.values() if result.errors]


@posix_only
def test_a_pipe_or_a_huge_file_is_not_read(posts: Path) -> None:
    os.mkfifo("pipe.md")
    (posts / "big.md").write_text("x" * 2000, encoding="utf-8")
    big, pipe = run(["big.md", "pipe.md"], FakeProject(), limits=Limits(size=1000))
    assert said(big) == "limits/too-large None ['1 kB', '2 kB'] b'xxxx'!"
    assert (big.errors, big.volatile) == ([], True)
    assert pipe.errors == ["cannot read this file: it is not an ordinary file"]
    (big,) = run(["big.md"], FakeProject(), limits=Limits(size=0))
    assert [finding.rule for finding in big.findings] == ["text/fake"]


@posix_only
@pytest.mark.parametrize("command", ["die", "exit 3"])
def test_a_dead_worker_costs_its_file_alone(
    posts: Path, processes: pytest.MonkeyPatch, command: str
) -> None:
    files = write_posts(posts, 40, p013=f"{command}\n", p014=f"{command}\n", p039=f"{command}\n")
    results = plain(run(files, FakeProject(), jobs=2))
    assert list(results) == files
    broken = {path: errors for path, (_, errors) in results.items() if errors}
    how = "signal 9" if command == "die" else "status 3"
    message = f"the process that checked this file died ({how})"
    assert broken == {path: [message] for path in ("p013.md", "p014.md", "p039.md")}
    assert sum(count for count, _ in results.values()) == 37 * 2


@pytest.mark.skipif(sys.platform != "linux", reason="systems that tell the size of pipes")
def test_nobody_waits_for_each_other_where_pipes_are_small(
    posts: Path, processes: pytest.MonkeyPatch
) -> None:
    from fcntl import F_SETPIPE_SZ, fcntl

    def make_small() -> tuple[int, int]:
        ends = pipe()
        fcntl(ends[1], F_SETPIPE_SZ, 4096)
        return ends

    pipe = os.pipe
    processes.setattr("contentlint.children.os.pipe", make_small)
    processes.setattr("contentlint.children._HELD", 4096)
    processes.setattr("contentlint.runner._CHUNK_FILES", 50)
    folder = posts / ("long-" * 40)
    folder.mkdir()
    files = [f"{folder.name}/{name}" for name in write_posts(folder, 300)]
    results = list(run(files, FakeProject(), jobs=3))
    assert plain(iter(results)) == {path: (2, []) for path in files}


@posix_only
def test_workers_killed_from_outside_cost_nothing(
    posts: Path, processes: pytest.MonkeyPatch
) -> None:
    files = write_posts(posts, 30, p000="sleep 0.3\n", p020="sleep 0.3\n")
    others = worker_processes(os.getpid())
    iterator = run(files, FakeProject(), jobs=2)
    first = next(iterator)
    for worker in worker_processes(os.getpid()) - others:
        os.kill(worker, signal.SIGKILL)
    results = [first, *iterator]
    assert [result.path for result in results] == files
    assert not [result for result in results if result.errors]


@posix_only
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_takes_too_long_is_given_up(
    posts: Path, processes: pytest.MonkeyPatch, jobs: int
) -> None:
    files = write_posts(posts, 8, p004="spin\n")
    results = list(run(files, FakeProject(), jobs=jobs, limits=Limits(seconds=0.3)))
    assert said(results.pop(4)) == "limits/too-slow None ['0.3'] b'spin'!"
    assert all(value == (2, []) for value in plain(iter(results)).values())
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


@posix_only
def test_a_worker_that_hears_no_alarm_is_stopped(
    posts: Path, processes: pytest.MonkeyPatch
) -> None:
    processes.setattr("contentlint.pool._GRACE_SECONDS", 0.2)
    files = write_posts(posts, 8, p004="deaf\n")
    results = list(run(files, FakeProject(), jobs=2, limits=Limits(seconds=0.2)))
    assert said(results.pop(4)) == "limits/too-slow None ['0.2'] b'deaf'!"
    assert all(value == (2, []) for value in plain(iter(results)).values())


@pytest.mark.skipif(sys.platform != "linux", reason="systems that bound memory")
def test_memory_is_bounded_in_workers_only(posts: Path, processes: pytest.MonkeyPatch) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    files = write_posts(posts, 4, p001="take 600000000\n-\n", p002="take 300000000\n-\n")
    limits = Limits(memory=500_000_000)
    results = list(run(files, FakeProject(), jobs=2, limits=limits))
    assert said(results.pop(1)) == "limits/too-complex None ['500 MB'] b'take'!"
    assert all(value == (2, []) for value in plain(iter(results)).values())
    assert all(
        value == (2, []) for value in plain(run(files, FakeProject(), limits=limits)).values()
    )
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_no_limit_is_set_by_zero(posts: Path) -> None:
    limits = Limits(seconds=0, size=0, memory=0)
    files = write_posts(posts, 2, p001="sleep 0.2\n-\n")
    assert all(
        value == (2, []) for value in plain(run(files, FakeProject(), limits=limits)).values()
    )


def test_little_waits_for_a_slow_file(posts: Path, processes: pytest.MonkeyPatch) -> None:
    processes.setattr("contentlint.runner._WINDOW", 20)
    log = posts / "log"
    files = write_posts(posts, 200, p000="sleep 0.4\n")
    iterator = run(files, FakeProject(log=log), jobs=2)
    next(iterator)
    assert len(log.read_text(encoding="utf-8").splitlines()) <= 20 + 10
    assert len(list(iterator)) == 199


@posix_only
def test_closing_the_iterator_ends_the_workers(posts: Path, processes: pytest.MonkeyPatch) -> None:
    others = worker_processes(os.getpid())
    iterator = run(write_posts(posts, 40, p030="sleep 60\n"), FakeProject(), jobs=2)
    next(iterator)
    assert len(worker_processes(os.getpid()) - others) == 2
    begun = time.monotonic()
    iterator.close()  # type: ignore[attr-defined]
    assert worker_processes(os.getpid()) == others
    assert time.monotonic() - begun < 2.5


def test_workers_that_do_not_start_are_one_clear_error(
    posts: Path, processes: pytest.MonkeyPatch
) -> None:
    from contentlint.errors import ContentlintError

    processes.setattr("contentlint.pool.gc.freeze", lambda: os._exit(9))
    with pytest.raises(ContentlintError, match=r"do not start.*status 9.*--jobs 1"):
        list(run(write_posts(posts, 4), FakeProject(), jobs=2))


@posix_only
@pytest.mark.parametrize("started", [1, 2])
def test_where_no_more_workers_can_be_started_the_others_do_all(
    posts: Path, processes: pytest.MonkeyPatch, started: int
) -> None:
    from contentlint.children import Forking

    def start(self: Forking, serve: Any) -> Any:
        tried.append(serve)
        if len(tried) > started:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return usual(self, serve)

    usual = Forking.start
    tried: list[Any] = []
    processes.setattr(Forking, "start", start)
    files = write_posts(posts, 300, p000="sleep 0.2\n-\n")
    assert plain(run(files, FakeProject(), jobs=8)) == {path: (2, []) for path in files}
    assert len(tried) == started + 1


def test_fixing_writes_and_says_how_many(posts: Path, processes: pytest.MonkeyPatch) -> None:
    files = write_posts(posts, 12)
    results = list(run(files, FakeProject(), jobs=2, fixing="all"))
    assert [(result.fixed, result.diff) for result in results] == [(1, "-a\n+A\n")] * 12
    assert (posts / "p003.md").read_text(encoding="utf-8") == "ONE 3\nTWO\n"


# --- stopping a whole run from outside ---

SCRIPT = """
import sys
sys.path[:0] = {paths!r}
import contentlint.runner as runner
from tests.fake_linting import FakeProject
from contentlint import pool
runner._FORK_PAYS = runner._SPAWN_PAYS = 0
runner._CHUNK_FILES = 5
if {spawned}:
    pool.can_fork = lambda: False
if __name__ == "__main__":
    files = sorted(sys.argv[1:])
    for result in runner.run(files, FakeProject(), jobs=2):
        print(result.path, flush=True)
"""


def worker_processes(of: int) -> set[int]:
    """The processes that *of* has started, but for the one that lists them."""
    listing = subprocess.run(
        ["ps", "-e", "-o", "pid=,ppid=,comm="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    return {int(pid) for pid, ppid, name in rows if ppid == str(of) and name != "ps"}


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1]
    except OSError:
        return False
    return state.split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
@pytest.mark.parametrize("spawned", [False, True])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_stopped_run_leaves_no_orphan(posts: Path, sign: signal.Signals, spawned: bool) -> None:
    to_group = sign == signal.SIGINT  # as Ctrl-C does
    write_posts(posts, 30, p001="sleep 0.2\n", p002="sleep 9\n", p020="sleep 9\n")
    paths = [str(Path(__file__).parents[1])]
    script = textwrap.dedent(SCRIPT).format(paths=paths, spawned=spawned)
    (posts / "script.py").write_text(script, encoding="utf-8")
    command = [sys.executable, "script.py", *sorted(path.name for path in posts.glob("*.md"))]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heed_signals,  # noqa: PLW1509 - no threads
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "p000.md\n"
        workers = worker_processes(process.pid)
        assert len(workers) == 2 + spawned  # and a process that keeps track of resources
        begun = time.monotonic()
        (os.killpg if to_group else os.kill)(process.pid, sign)
        _, errors = process.communicate(timeout=10)
        assert time.monotonic() - begun < 2.5  # workers hold the output open, too
        if to_group:
            assert "KeyboardInterrupt" in errors
            assert "Process" not in errors.replace("processes", "")
    deadline = time.monotonic() + 5
    while any(is_alive(worker) for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [worker for worker in workers if is_alive(worker)]


# --- packed results ---

NUMBERS = st.integers(0, 2**32 - 1)
POSITIONS = st.builds(Position, NUMBERS, NUMBERS, NUMBERS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda each: st.lists(each, max_size=3)
)
FINDINGS = st.builds(
    Finding,
    st.sampled_from(["a/b", "text/fake"]),
    st.sampled_from(["error", "warning", "info"]),
    st.text(),
    st.just("posts/a.md"),
    POSITIONS,
    POSITIONS,
    st.lists(st.builds(Related, st.text(), POSITIONS, POSITIONS), max_size=3).map(tuple),
    st.dictionaries(st.text(max_size=5), JSON, max_size=3),
    st.none()
    | st.builds(
        Fix,
        st.sampled_from(["safe", "unsafe"]),
        st.text(),
        st.lists(st.builds(Edit, NUMBERS, NUMBERS, st.text()), max_size=3).map(tuple),
    ),
    st.builds(Excerpt, st.text(), NUMBERS, st.booleans()),
)
RESULTS = st.builds(
    FileResult,
    st.just("posts/a.md"),
    st.lists(FINDINGS, max_size=4),
    st.lists(st.text(), max_size=2),
    NUMBERS,
    NUMBERS,
    st.text(),
    st.just(False),
    st.lists(st.text(), max_size=2).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(RESULTS)
def test_a_packed_result_comes_back_as_it_was(result: FileResult) -> None:
    again = unpack_result(pack_result(result), "posts/a.md")
    assert again == result
    assert [type(finding) for finding in again.findings] == [Finding] * len(result.findings)


@settings(deadline=None, max_examples=60)
@given(RESULTS, st.data())
def test_broken_bytes_are_a_pack_error_and_nothing_else(
    result: FileResult, data: st.DataObject
) -> None:
    packed = bytearray(pack_result(result))
    packed = packed[: data.draw(st.integers(0, len(packed)))]
    for _ in range(data.draw(st.integers(0, 3))):
        if packed:
            packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PackError):
        assert isinstance(unpack_result(bytes(packed), "x"), FileResult)


def test_json_nested_without_end_is_a_pack_error() -> None:
    deep = b"[" * 100_000
    head = forms._HEAD.pack(forms.FORMAT, 0, 0, 0, 0, 0, 0, 0, 0, len(deep))
    with pytest.raises(PackError):
        Rendered((), tallied=False).unpack(head + deep, "a.md")
    head = packing._HEAD.pack(packing.FORMAT, packing._LISTED, 0, 0, 0, 0, 0, 0, 0)
    with pytest.raises(PackError):
        unpack_result(head + deep, "a.md")


@pytest.mark.parametrize(
    "rest",
    [
        *("7", "null", "[]", "{}", '"abc"', "[[], 1, [], []]", '[7, "", [], []]'),
        *('[[7], "", [], []]', '[[], "", [], 7]', '[[], "", [], [7]]', '[[], "", []]'),
        *('[null, "", [], []]', '[[], "", 7, []]', '[[], "", [7], []]', '[[], "", [["a"]], []]'),
        *('[[], "", [["a", "b", "c", "d"]], []]', '[[], "", [["a", "b", "c", [1]]], []]'),
        *('[[], "", [["a", "b", "c", NaN]], []]', '[[], "", [["a", "b", "c", Infinity]], []]'),
    ],
)
def test_strange_json_is_a_pack_error(rest: str) -> None:
    head = forms._HEAD.pack(forms.FORMAT, 0, 0, 0, 0, 0, 0, 0, 0, len(rest))
    with pytest.raises(PackError):
        Rendered((), tallied=True).unpack(head + rest.encode(), "a.md")


def test_strange_strings_survive_packing() -> None:
    finding = make_finding("a.md", 1, "nul \0, surrogate \udc80, astral \U0001f600")
    result = FileResult("a.md", [finding], ["error \0"], unfixed=("not \0", ""))
    assert unpack_result(pack_result(result), "a.md") == result


# --- packed reports ---

COUNTS = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
TALLIES = st.lists(
    st.tuples(st.text(), st.sampled_from(["error", "info"]), st.sampled_from(["", "safe"]), NUMBERS)
)
FORM = Rendered((("text", ReportContext()), ("json", ReportContext(color=True))), True)
REPORTS = st.builds(
    FileReport,
    st.just("posts/a.md"),
    COUNTS,
    st.tuples(st.binary(), st.binary()),
    st.lists(st.text(), max_size=2),
    NUMBERS,
    NUMBERS,
    st.text(),
    TALLIES,
    st.lists(st.text(), max_size=2).map(tuple),
)


@settings(deadline=None, max_examples=60)
@given(REPORTS)
def test_a_packed_report_comes_back_as_it_was(report: FileReport) -> None:
    again = FORM.unpack(FORM.pack(report), "posts/a.md")
    assert again == report
    assert pickle.loads(pickle.dumps(FORM)).unpack(FORM.pack(report), "posts/a.md") == report


@settings(deadline=None, max_examples=60)
@given(REPORTS, st.data())
def test_broken_bytes_of_a_report_are_a_pack_error_and_nothing_else(
    report: FileReport, data: st.DataObject
) -> None:
    packed = bytearray(FORM.pack(report))
    packed = packed[: data.draw(st.integers(0, len(packed)))]
    for _ in range(data.draw(st.integers(0, 3))):
        if packed:
            packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(PackError):  # the cache tells damage within the texts
        again = FORM.unpack(bytes(packed), "x")
        assert isinstance(again, FileReport)
        assert len(again.texts) == 2


def test_a_report_of_another_form_is_a_pack_error() -> None:
    other = Rendered((("text", ReportContext()),), True)
    report = other.make(FileResult("a.md", [make_finding("a.md", 1, "x")], []))
    for data in (other.pack(report), b"", b"\0" * 60):
        with pytest.raises(PackError):
            FORM.unpack(data, "a.md")


def test_reports_come_from_workers_as_from_here(posts: Path, processes: pytest.MonkeyPatch) -> None:
    files = write_posts(posts, 30, p003="fail badly\n", p005="\n")
    here = list(run_as(FORM, files, FakeProject()))
    assert [report.path for report in here] == files
    assert here[3].errors == ["contentlint failed on this file (ValueError: badly)"]
    assert here[4].counts == (0, 2, 0, 1, 0)
    assert list(run_as(FORM, files, FakeProject(), jobs=2)) == here
    processes.setattr("contentlint.pool.can_fork", lambda: False)
    assert list(run_as(FORM, files, FakeProject(), jobs=2)) == here
