"""The result cache: right when files, settings or versions change, and when it is broken."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import tempfile
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contentlint import cache as cache_module
from contentlint import cache_file as file_module
from contentlint import cache_version as version_module
from contentlint import reading as reading_module
from contentlint import work as work_module
from contentlint.cache import Cache
from contentlint.cache_file import clear, describe
from contentlint.config import CommandChoice
from contentlint.discovery import discover
from contentlint.errors import ConfigError
from contentlint.findings import FileResult
from contentlint.forms import FileReport, Rendered
from contentlint.places import SITE_CACHE
from contentlint.project import Project
from contentlint.reports import FORMATS, ReportContext, encode, get
from contentlint.runner import run, run_as
from tests.fake_linting import FakeProject

NAME = "results-1.sqlite3"
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(autouse=True)
def steady_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody who edits the checkout meanwhile empty the cache."""
    monkeypatch.setattr(version_module, "_checkout_stamp", lambda: "")


def write(path: str, text: str, *, age: float = 60.0) -> None:
    """Write a file that was last changed *age* seconds ago, as far as its times tell."""
    Path(path).write_text(text, encoding="utf-8")
    then = time.time() - age
    os.utime(path, (then, then))


class Counting(FakeProject):
    """Counts what is linted in earnest."""

    def __init__(self, state: str = "one") -> None:
        super().__init__(state)
        self.linted: list[str] = []

    def lint_bytes(self, data: bytes, path: str) -> FileResult:
        self.linted.append(path)
        return super().lint_bytes(data, path)


def lint_cached(files: list[str]) -> list[str]:
    """Lint with the cache; return what had to be linted in earnest."""
    project = Counting()
    with Cache(SITE_CACHE) as cache:
        results = list(run(files, project, cache=cache))
    assert [result.path for result in results] == files
    return project.linted


def lint(files: list[str], folder: str = SITE_CACHE, state: str = "one") -> list[str]:
    """Lint with the cache; return what had to be linted in earnest, after comparing results."""
    project = Counting(state)
    with Cache(folder) as cache:
        results = list(run(files, project, cache=cache))
        assert cache.notices == []
    assert results == list(run(files, FakeProject(state)))
    return project.linted


def test_only_what_changed_is_linted_again(site: Path) -> None:
    files = ["a.md", "b.md", "c.md"]
    for path in files:
        write(path, f"{path}\n")
    assert lint(files) == files
    assert lint(files) == []
    write("b.md", "new\n", age=30)
    assert lint(files) == ["b.md"]
    Path("c.md").unlink()
    write("c.md", "c.md\n", age=10)
    assert lint(files) == []
    assert lint(files) == []


def test_same_size_and_same_times_do_not_hide_a_change(site: Path) -> None:
    write("a.md", "one\n")
    before = os.stat("a.md")
    assert lint(["a.md"]) == ["a.md"]
    time.sleep(0.02)
    Path("a.md").write_text("two\n", encoding="utf-8")
    os.utime("a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert lint(["a.md"]) == ["a.md"]


@pytest.mark.parametrize(
    ("text", "settled"), [("one\n", 2.0), ("sleep 0.4\n", 0.3)], ids=["at once", "by a slow rule"]
)
def test_a_file_read_right_after_a_change_is_read_again(
    site: Path, monkeypatch: pytest.MonkeyPatch, text: str, settled: float
) -> None:
    monkeypatch.setattr(cache_module, "_SETTLED_NS", int(settled * 1e9))
    Path("a.md").write_text(text, encoding="utf-8")
    assert lint_cached(["a.md"]) == ["a.md"]
    reads: list[str] = []
    original = reading_module.read_file

    def read(path: str, limit: int = 0) -> tuple[bytes, os.stat_result]:
        reads.append(path)
        return original(path, limit)

    monkeypatch.setattr(reading_module, "read_file", read)
    assert lint_cached(["a.md"]) == []
    assert reads == ["a.md"]


def test_an_unchanged_settled_file_is_not_even_opened(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_SETTLED_NS", 0)
    write("a.md", "one\n")
    assert lint(["a.md"]) == ["a.md"]
    monkeypatch.setattr(reading_module, "read_file", None)
    monkeypatch.setattr(work_module, "read_file", None)
    assert lint_cached(["a.md"]) == []


def test_settings_paths_and_versions_do_not_mix(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "same\n")
    write("b.md", "same\n")
    assert lint(["a.md", "b.md"]) == ["a.md", "b.md"]
    assert lint(["a.md"], state="two") == ["a.md"]
    assert lint(["a.md", "b.md"]) == []
    assert lint(["a.md"], state="two") == []
    monkeypatch.setattr(version_module, "__version__", "99.0")
    assert lint(["a.md", "b.md"]) == ["a.md", "b.md"]


def test_only_a_few_states_of_a_file_are_kept(site: Path) -> None:
    write("a.md", "x\n")
    for number in range(9):
        lint(["a.md"], state=str(number))
    info = describe(SITE_CACHE)
    assert info is not None
    assert (info.results, info.files) == (4, 1)
    assert lint(["a.md"], state="8") == []


def test_the_working_directory_does_not_matter(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("posts").mkdir()
    write("posts/a.md", "x\n")
    with Cache(SITE_CACHE, ".") as cache:
        list(run(["posts/a.md"], FakeProject(), cache=cache))
    monkeypatch.chdir(site / "posts")
    project = Counting()
    with Cache(f"../{SITE_CACHE}", "..") as cache:
        (result,) = run(["a.md"], project, cache=cache)
    assert project.linted == []
    assert result.path == "a.md"
    assert {finding.path for finding in result.findings} == {"a.md"}


def test_results_with_errors_are_not_kept(site: Path) -> None:
    write("a.md", "fail now\n")
    assert lint(["a.md"]) == ["a.md"]
    assert lint(["a.md"]) == ["a.md"]


def test_vanished_files_are_forgotten(site: Path) -> None:
    for index in range(20):
        write(f"{index}.md", "x\n")
    lint([f"{index}.md" for index in range(20)])
    for index in range(20):
        Path(f"{index}.md").unlink()
    for round_number in range(60):
        write("new.md", f"{round_number}\n")
        lint(["new.md"])
    info = describe(SITE_CACHE)
    assert info is not None
    assert info.files < 20


def test_the_folder_speaks_for_itself(site: Path) -> None:
    write("a.md", "x\n")
    lint(["a.md"])
    assert Path(SITE_CACHE, ".gitignore").read_text(encoding="utf-8") == "*\n"
    tag = Path(SITE_CACHE, "CACHEDIR.TAG").read_text(encoding="utf-8")
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55")
    Path("mine").mkdir()
    lint(["a.md"], "mine")
    assert os.listdir("mine") == [NAME]


def test_describe_and_clear(site: Path) -> None:
    assert describe(SITE_CACHE) is None
    assert clear(SITE_CACHE) is False
    write("a.md", "x\n")
    lint(["a.md"])
    info = describe(SITE_CACHE)
    assert info is not None
    assert (info.folder, info.results, info.files) == (SITE_CACHE, 1, 1)
    assert info.size > 4000
    assert clear(SITE_CACHE) is True
    assert not Path(SITE_CACHE).exists()
    Path("mine").mkdir()
    write("mine/.gitignore", "keep\n")
    lint(["a.md"], "mine")
    assert clear("mine") is True
    assert os.listdir("mine") == [".gitignore"]
    write(f"mine/{NAME}", "no database")
    with pytest.raises(ConfigError, match=rf"{NAME}: this cache cannot be read \(file is not a"):
        describe("mine")


# --- caches that are broken, foreign, or in the way ---


def break_file(how: str) -> None:
    file = Path(SITE_CACHE, NAME)
    data = file.read_bytes()
    if how == "garbage":
        file.write_bytes(b"not a database at all" * 500)
    elif how == "torn":
        file.write_bytes(data[: len(data) // 2])
    elif how == "scribbled":
        file.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    elif how == "foreign":
        file.unlink()
        with sqlite3.connect(file) as db:
            db.execute("CREATE TABLE diary (words TEXT)")
    elif how == "table":
        with sqlite3.connect(file) as db:
            db.execute("DROP TABLE results")
            db.execute("CREATE TABLE results (other TEXT)")


@pytest.mark.parametrize("how", ["garbage", "torn", "scribbled", "foreign", "table"])
def test_a_broken_cache_is_made_anew_and_said_so(site: Path, how: str) -> None:
    files = [f"{index}.md" for index in range(40)]
    for path in files:
        write(path, f"{path}\n" * 20)
    lint(files)
    with sqlite3.connect(Path(SITE_CACHE, NAME)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    break_file(how)
    with Cache(SITE_CACHE) as cache:
        results = list(run(files, FakeProject(), cache=cache))
        (notice,) = cache.notices
    assert results == list(run(files, FakeProject()))
    assert f"result cache in {SITE_CACHE}" in notice
    assert "made anew" in notice
    assert ("something else" in notice) == (how == "foreign")
    lint(files)
    assert lint(files) == []


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(places=st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=40))))
@example(places=[(0.140625, b"\x80")])
def test_no_damage_leads_to_a_wrong_report_or_a_crash(
    site: Path, places: list[tuple[float, bytes]]
) -> None:
    files = [f"{index}.md" for index in range(12)]
    for path in files:
        write(path, f"{path}\n" * 9)
    clear(SITE_CACHE)
    with Cache(SITE_CACHE) as cache:
        list(run(files, FakeProject(), cache=cache))
    file = Path(SITE_CACHE, NAME)
    data = bytearray(file.read_bytes())
    for at, junk in places:
        start = int(at * len(data))
        data[start : start + len(junk)] = junk
    file.write_bytes(data)
    with Cache(SITE_CACHE) as cache:
        results = list(run(files, FakeProject(), cache=cache))
    assert results == list(run(files, FakeProject()))


def test_a_folder_that_cannot_be_made(site: Path) -> None:
    write("a.md", "x\n")
    write("file", "in the way")
    with Cache("file/cache") as cache:
        (result,) = run(["a.md"], FakeProject(), cache=cache)
        assert len(result.findings) == 1
        (notice,) = cache.notices
    assert "no result cache in file/cache: its folder cannot be made" in notice


def test_a_folder_where_the_file_should_be(site: Path) -> None:
    write("a.md", "x\n")
    Path("mine", NAME).mkdir(parents=True)
    with Cache("mine") as cache:
        assert len(list(run(["a.md"], FakeProject(), cache=cache))) == 1
        assert cache.notices == ["no result cache in mine: unable to open database file"]


def in_child(work: object, *, user: int | None = None) -> int:
    """Run *work* in a forked process, as another user if we may; return its exit status."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            if user is not None and os.geteuid() == 0:
                os.setuid(user)
            work()  # type: ignore[operator]
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


@needs_fork
def test_a_read_only_cache_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    # another user may not be allowed to look at the libraries where they are installed for tests
    monkeypatch.setattr("contentlint.cache_version._libraries_stamp", lambda: "")
    monkeypatch.setattr("contentlint.cache_version._checkout_stamp", lambda: "")
    with tempfile.TemporaryDirectory() as name:
        monkeypatch.chdir(name)
        write("a.md", "one\n")
        write("b.md", "two\n")
        lint(["a.md"], "cache")
        os.chmod("cache", 0o555)
        os.chmod(f"cache/{NAME}", 0o444)
        os.chmod(".", 0o755)

        def work() -> None:
            project = Counting()
            with Cache("cache") as cache:
                results = list(run(["a.md", "b.md"], project, cache=cache))
                notices = cache.notices
            assert project.linted == ["b.md"]
            assert [len(result.findings) for result in results] == [1, 1]
            assert notices == ["the result cache in cache is read-only: nothing new is kept"], (
                notices
            )

            with Cache("other") as cache:
                list(run(["a.md"], project, cache=cache))
                assert "cannot be made" in cache.notices[0]

        assert in_child(work, user=65534) == 0
        os.chmod("cache", 0o755)


# --- several processes at once, and one that is killed ---


def _lint_often(folder: str, first: int, done: object) -> None:
    for _ in range(3):
        files = [f"{(first + index) % 60}.md" for index in range(60)]
        with Cache(folder) as cache:
            results = list(run(files, FakeProject(), cache=cache))
            assert cache.notices == [], cache.notices
        assert [len(result.findings) for result in results] == [1] * 60


@needs_fork
def test_several_processes_share_a_cache(site: Path) -> None:
    for index in range(60):
        write(f"{index}.md", f"{index}\n")
    context = multiprocessing.get_context("fork")
    processes = [
        context.Process(target=_lint_often, args=(SITE_CACHE, 15 * index, None))
        for index in range(4)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    files = [f"{index}.md" for index in range(60)]
    assert lint(files) == []


def test_a_locked_cache_is_waited_for_and_then_done_without(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_module, "_WAIT_SECONDS", 0.1)
    write("a.md", "x\n")
    lint([])
    lock = sqlite3.connect(Path(SITE_CACHE, NAME), isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    assert lint(["a.md"]) == ["a.md"]
    lock.execute("ROLLBACK")
    lock.close()
    assert lint(["a.md"]) == ["a.md"]
    assert lint(["a.md"]) == []


@needs_fork
def test_a_killed_run_leaves_a_good_cache(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_BATCH", 5)
    files = [f"{index:02}.md" for index in range(50)]
    for path in files:
        write(path, "x\n")
    write("33.md", "die\n")
    assert in_child(lambda: lint(files)) == -signal.SIGKILL
    write("33.md", "x\n")
    linted = lint(files)
    assert linted == files[-len(linted) :]
    assert 17 <= len(linted) <= 25
    assert lint(files) == []


def test_an_interrupted_run_keeps_what_was_done(site: Path) -> None:
    files = [f"{index:02}.md" for index in range(20)]
    for path in files:
        write(path, "x\n")
    with Cache(SITE_CACHE) as cache:
        iterator = run(files, FakeProject(), cache=cache)
        for _ in range(7):
            next(iterator)
        iterator.close()  # type: ignore[attr-defined]
    assert lint(files) == files[7:]


def test_a_thread_may_have_its_own_cache(site: Path) -> None:
    write("a.md", "x\n")
    linted: list[list[str]] = []
    thread = threading.Thread(target=lambda: linted.append(lint(["a.md"])))
    thread.start()
    thread.join()
    assert linted == [["a.md"]]


# --- cached and uncached runs are the same ---

LINES = st.sampled_from(
    [
        "# Title",
        "<p>one</p></p>",
        '<p style="color: red">Rot</p>',
        "text  ",
        "[link](http://example.com)",
        "<img src=x.png>",
        "<b><i>x</b></i>",
        "长三角 &nosuch; 😀",
        "",
        "    <p>code</p>",
    ]
)
POST = st.builds(
    lambda title, lines, end: f"---\ntitle: {title}\n---\n" + end.join(lines),
    st.sampled_from(["A", "'B", "404", "[x"]),
    st.lists(LINES, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(posts=st.lists(POST, min_size=1, max_size=4), again=st.lists(POST, max_size=2))
def test_cached_and_uncached_runs_are_the_same(
    site: Path, posts: list[str], again: list[str]
) -> None:
    for old in site.glob("*.md"):
        old.unlink()
    for contents in (posts, again):
        for index, text in enumerate(contents):
            (site / f"{index}.md").write_text(text, encoding="utf-8", newline="")
        files = discover(["."]).files
        uncached = list(run(files, Project(isolated=True)))
        for _ in range(2):
            with Cache(SITE_CACHE) as cache:
                cached = list(run(files, Project(isolated=True), cache=cache))
            assert [each._replace(volatile=False) for each in cached] == [
                each._replace(volatile=False) for each in uncached
            ]


FORMS = tuple(name for name in FORMATS if get(name).alone)


def lint_as(form: Rendered, files: list[str], cache: Cache | None = None) -> list[FileReport]:
    return list(run_as(form, files, Project(isolated=True), cache=cache))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    posts=st.lists(POST, min_size=1, max_size=3),
    color=st.booleans(),
    width=st.integers(40, 120),
    tallied=st.booleans(),
)
def test_cached_and_uncached_reports_are_the_same_in_every_format(
    site: Path, posts: list[str], color: bool, width: int, tallied: bool
) -> None:
    for old in site.glob("*.md"):
        old.unlink()
    for index, text in enumerate(posts):
        (site / f"{index}.md").write_text(text, encoding="utf-8", newline="")
    files = discover(["."]).files
    context = ReportContext(color=color, width=width)
    form = Rendered(tuple((name, context) for name in FORMS), tallied)
    uncached = lint_as(form, files)
    assert [report.texts for report in uncached] == [
        tuple(render(name, context, result) for name in FORMS)
        for result in run(files, Project(isolated=True))
    ]
    for _ in range(2):
        with Cache(SITE_CACHE) as cache:
            assert lint_as(form, files, cache) == uncached


def render(name: str, context: ReportContext, result: FileResult) -> bytes:
    """What a format writes about a file, with no cache and no form."""
    if not result.findings:
        return b""
    return encode(get(name)(context).format_file(result.path, result.findings))


def test_reports_in_another_width_or_format_do_not_mix(site: Path) -> None:
    write("a.md", '<p style="color: red">Rot, and some more words that fill the line.</p>\n')
    texts = []
    for name, width in (("text", 100), ("text", 50), ("concise", 100), ("text", 100)):
        form = Rendered(((name, ReportContext(width=width)),), False)
        with Cache(SITE_CACHE) as cache:
            (report,) = lint_as(form, ["a.md"], cache)
        assert report == lint_as(form, ["a.md"])[0]
        texts.append(report.texts)
    assert len(set(texts)) == 3


def test_reports_name_a_file_as_the_working_directory_sees_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("posts").mkdir()
    write("posts/a.md", '<p style="color: red">Rot</p>\n')
    form = Rendered((("concise", ReportContext()),), False)
    with Cache(SITE_CACHE, ".") as cache:
        (above,) = lint_as(form, ["posts/a.md"], cache)
    monkeypatch.chdir(site / "posts")
    with Cache(f"../{SITE_CACHE}", "..") as cache:
        (below,) = lint_as(form, ["a.md"], cache)
    assert above.texts[0].startswith(b"posts/a.md:")
    assert below.texts[0].startswith(b"a.md:")


def test_what_depends_on_the_day_is_not_kept(site: Path) -> None:
    write("a.md", "---\ntitle: A post\ndate: 2999-01-01\n---\n\nText.\n")
    write("b.md", "---\ntitle: A post\ndate: 1999-01-01\n---\n\nText.\n")
    project = Project(CommandChoice(select=("front-matter/future-date",)), isolated=True)
    with Cache(SITE_CACHE) as cache:
        first, _ = run(["a.md", "b.md"], project, cache=cache)
    assert "front-matter/future-date" in {finding.rule for finding in first.findings}
    info = describe(SITE_CACHE)
    assert info is not None
    assert info.results == 1


def test_results_from_a_time_to_come_are_not_used(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "x\n")
    assert lint(["a.md"]) == ["a.md"]
    assert lint(["a.md"]) == []
    yesterday = time.time_ns() - 24 * 3600 * 10**9
    monkeypatch.setattr(cache_module.time, "time_ns", lambda: yesterday)
    assert lint(["a.md"]) == ["a.md"]


def test_another_version_of_a_library_makes_all_anew(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.md", "x\n")
    assert lint(["a.md"]) == ["a.md"]
    Path("ftfy.py").write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(site)
    assert lint(["a.md"]) == ["a.md"]


def test_many_files_of_several_folders_and_states_are_found_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_MOST_ASKED", 7)
    files = []
    for index in range(40):
        folder = Path(f"f{index % 3}")
        folder.mkdir(exist_ok=True)
        write(f"{folder}/{index}.md", f"{index}\n")
        files.append(f"{folder}/{index}.md")

    class Several(Counting):
        def folder_state(self, folder: str) -> str | None:
            return None if folder == "f2" else folder

        def cache_state(self, path: str) -> str:
            return path[-4:]

    for expected in (files, []):
        project = Several()
        with Cache(SITE_CACHE) as cache:
            results = list(run(files, project, cache=cache))
        assert [result.path for result in results] == files
        assert project.linted == expected
