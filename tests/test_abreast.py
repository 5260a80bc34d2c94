"""Files linted abreast: the same results as one by one, whatever happens to one of them."""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.bounds import Alarm
from contentlint.config import CommandChoice
from contentlint.document import Document
from contentlint.errors import RuleError
from contentlint.findings import FileResult, Hit
from contentlint.limits import Limits
from contentlint.project import Fixing, Project
from contentlint.rules.registry import load_specs
from contentlint.work import Outcome, Work
from tests.fake_linting import FakeProject

SEEDS = Path(__file__).parents[1] / "seeds"
FAMILIES = tuple(sorted({name.split("/")[0] for name in load_specs()}))
CHOICES = [CommandChoice(), CommandChoice(select=FAMILIES)]


def texts_of_examples() -> Iterator[str]:
    for _, (spec, *_) in sorted(load_specs().items()):
        for example in spec["examples"]:
            text = example.get("bad") or example.get("good")
            if isinstance(text, str):
                yield text


def posts_of_all_kinds() -> list[tuple[bytes, str]]:
    posts = [(path.read_bytes(), str(path)) for path in sorted(SEEDS.rglob("*.*"))]
    for number, text in enumerate(texts_of_examples()):
        posts.append((text.encode(), f"post{number}.{('md', 'html', 'md', 'mdx')[number % 4]}"))
    posts.append((b"\xff\xfe not UTF-8", "odd.md"))
    posts.append((b"", "empty.md"))
    return posts


POSTS = posts_of_all_kinds()
ALONE: dict[CommandChoice, dict[int, FileResult]] = {choice: {} for choice in CHOICES}
PROJECTS = {choice: Project(choice, isolated=True) for choice in CHOICES}


def made(result: FileResult) -> FileResult:
    return result._replace(findings=list(result.findings))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, len(POSTS) - 1), min_size=2, max_size=40), st.sampled_from(CHOICES))
def test_posts_abreast_are_as_posts_alone(numbers: list[int], choice: CommandChoice) -> None:
    project, alone = PROJECTS[choice], ALONE[choice]
    for number in numbers:
        if number not in alone:
            alone[number] = made(project.lint_bytes(*POSTS[number]))
    abreast = project.lint_many([POSTS[number] for number in numbers])
    assert [made(result) for result in abreast] == [alone[number] for number in numbers]


def test_files_of_two_configurations_keep_their_own(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "contentlint.toml").write_text('select = ["style"]\n', encoding="utf-8")
    post = b'---\ntitle: t\n---\n\n<p style="color:red">x</p><img src="a.jpg">\n'
    paths = [tmp_path / "a" / "1.md", tmp_path / "2.md", tmp_path / "a" / "3.md"]
    project = Project()
    results = project.lint_many([(post, str(path)) for path in paths])
    assert [result.path for result in results] == [str(path) for path in paths]
    families = [{each.rule.split("/")[0] for each in result.findings} for result in results]
    assert families[0] == families[2] == {"style"}
    assert {"style", "images"} <= families[1]


# --- what happens to one does not happen to others ---


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(**texts: str) -> list[str]:
    for name, text in texts.items():
        Path(name).write_text(text, encoding="utf-8")
    return list(texts)


def results_of(work: Work, paths: list[str]) -> list[FileResult]:
    work.start()
    try:
        return [outcome.result for outcome in work.do_all(paths)]
    finally:
        work.stop()


def test_the_one_that_fails_has_the_error(folder: Path) -> None:
    paths = write(a="one\n", b="fail oh no\n", c="two\nthree\n")
    first, failed, last = results_of(Work(FakeProject()), paths)
    assert (len(first.findings), len(last.findings)) == (1, 2)
    assert failed.errors == ["contentlint failed on this file (ValueError: oh no)"]
    assert not first.errors
    assert not last.errors


@pytest.mark.skipif(os.name != "posix", reason="needs the alarm")
def test_the_one_that_is_slow_has_the_finding(folder: Path) -> None:
    paths = write(a="one\n", b="sleep 5\n", c="two\nthree\n")
    first, slow, last = results_of(Work(FakeProject(), limits=Limits(seconds=0.2)), paths)
    assert (len(first.findings), len(last.findings)) == (1, 2)
    assert [finding.rule for finding in slow.findings] == ["limits/too-slow"]


@pytest.mark.skipif(os.name != "posix", reason="needs the alarm")
def test_slow_posts_are_soon_done_one_by_one(folder: Path) -> None:
    log = folder / "log"
    paths = write(**{f"p{number:02}": "sleep 0.06\n" for number in range(40)})
    results = results_of(Work(FakeProject(log=log), limits=Limits(seconds=0.1)), paths)
    assert [len(result.findings) for result in results] == [1] * 40
    assert not [
        finding for result in results for finding in result.findings if "limits" in finding.rule
    ]
    # two of the first 32 before the alarm, then two of the next 8
    assert len(log.read_text(encoding="utf-8").splitlines()) <= 40 + 2 + 2


@pytest.mark.skipif(os.name != "posix", reason="needs the alarm")
def test_no_alarm_cuts_an_import_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = "open('log', 'a').write"
    module = f"import time\n{log}('begun ')\ntime.sleep(0.5)\n{log}('done')\n"
    write(**{"slowly_imported.py": module})
    monkeypatch.syspath_prepend(str(folder))
    paths = write(a="import slowly_imported\n", b="import slowly_imported\n")
    results = results_of(Work(FakeProject(), limits=Limits(seconds=0.1)), paths)
    assert [finding.rule for result in results for finding in result.findings] == ["text/fake"] * 2
    assert Path("log").read_text(encoding="utf-8") == "begun done"


def test_an_alarm_that_is_sent_elsewhere_has_taken_no_signal() -> None:
    alarm = Alarm(5.0)
    alarm.install()
    try:
        sent = pickle.loads(pickle.dumps(alarm))
    finally:
        alarm.remove()
    sent.install()
    try:
        assert os.name != "posix" or signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL
    finally:
        sent.remove()


def test_what_cannot_be_read_keeps_its_place(folder: Path) -> None:
    write(a="one\n", c="two\nthree\n", big="x" * 300)
    work = Work(FakeProject(), limits=Limits(size=200))
    first, missing, big, last = results_of(work, ["a", "b", "big", "c"])
    assert (len(first.findings), len(last.findings)) == (1, 2)
    assert "cannot read this file" in missing.errors[0]
    assert [finding.rule for finding in big.findings] == ["limits/too-large"]


def test_stamps_are_those_of_the_files(folder: Path) -> None:
    paths = write(a="one\n", b="fail\n", c="two\nthree\n")
    before = time.time_ns()
    abreast = list(Work(FakeProject()).do_all(paths, stamped=True))
    alone = [Work(FakeProject()).do(path, stamped=True) for path in paths]
    for outcome in (*abreast, *alone):
        assert outcome.stamp is None or before <= outcome.stamp.read <= time.time_ns()
    assert [_at_no_time(each) for each in abreast] == [_at_no_time(each) for each in alone]
    assert [outcome.stamp is None for outcome in abreast] == [False, True, False]


def _at_no_time(outcome: Outcome) -> Outcome:
    """*outcome* without the time at which its file was read."""
    stamp = outcome.stamp
    return outcome._replace(stamp=None if stamp is None else stamp._replace(read=0))


def test_large_files_are_done_alone_and_groups_are_bounded(folder: Path) -> None:
    seen: list[int] = []

    class Watching(FakeProject):
        def lint_many(self, posts):  # type: ignore[no-untyped-def]
            seen.append(len(posts))
            return super().lint_many(posts)

    names = {f"p{number:03}": "x" * 10 for number in range(70)}
    names["p010"] = "x" * 100_000
    results = results_of(Work(Watching()), write(**names))
    assert [result.path for result in results] == list(names)
    assert seen == [10, 32, 27]


def test_fixing_reads_no_file_ahead(folder: Path) -> None:
    paths = write(a="one\n", b="two\n")
    outcomes = Work(FakeProject(), Fixing()).do_all(paths)
    next(outcomes)
    assert Path("a").read_text(encoding="utf-8") == "ONE\n"
    assert Path("b").read_text(encoding="utf-8") == "two\n"
    Path("b").write_text("three\n", encoding="utf-8")
    next(outcomes)
    assert Path("b").read_text(encoding="utf-8") == "THREE\n"


def test_a_rule_that_fails_is_named_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    project = Project(CommandChoice(select=("style/inline-style",)), isolated=True)
    rule = project.linter_for("a.md").rules.by_id["style/inline-style"]

    def fail(document: Document) -> list[Hit]:
        raise RuleError(f"no luck with {document.source.path}")

    monkeypatch.setattr(rule.matcher, "find", fail)
    post = b'<p style="color:red">x</p>\n'
    results = project.lint_many([(post, "a.md"), (b"plain\n", "b.md"), (post, "c.md")])
    assert [result.errors for result in results] == [
        ["no luck with a.md"],
        [],
        ["no luck with c.md"],
    ]
