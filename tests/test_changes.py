"""What changed in git: files, renames, lines, front matter; clear words where git cannot say."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentlint import ConfigError, Finding, lint_text
from contentlint.changes import LineRanges, changed_files, read_line_ranges
from contentlint.findings import Excerpt
from contentlint.source import Position

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """A function that runs git in a new repository, which is the working directory."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository = tmp_path / "site"
    repository.mkdir()
    monkeypatch.chdir(repository)
    identity = ["-c", "user.name=Noor", "-c", "user.email=noor@example.com"]

    def run(*arguments: str) -> str:
        command = ["git", *identity, "-c", "core.autocrlf=false", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    run("init", "-q", "-b", "main")
    return run


def write(path: str, text: str = "one\ntwo\nthree\n") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8", newline="")


def commit(git: Git, words: str = "Change") -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", words)


def at(path: str, first: int, last: int | None = None, column: int = 1) -> Finding:
    start, end = Position(first, column, 0), Position(last or first, column + 3, 3)
    return Finding("a/b", "info", "", path, start, end, (), {}, None, Excerpt("", 0, False))


def lines_covered(path: str, count: int, since: str | None = None) -> list[int]:
    changes = changed_files(["."], since)
    return [line for line in range(1, count + 1) if changes.covers(at(path, line))]


def test_changed_staged_and_untracked_files_count(git: Git) -> None:
    names = ["same.md", "work.md", "staged.md", "both.md", "gone.md", "dropped.md"]
    for name in names:
        write(name)
    write(".gitignore", "ignored.md\n")
    commit(git)
    write("work.md", "new\n")
    write("staged.md", "new\n")
    write("added.md")
    write("both.md", "new\n")
    git("add", "staged.md", "added.md", "both.md")
    write("both.md", "newer\n")
    write("sub/untracked.md")
    write("ignored.md")
    Path("gone.md").unlink()
    git("rm", "-q", "dropped.md")
    changes = changed_files(["."])
    everything = [*names, "added.md", "sub/untracked.md", "ignored.md"]
    assert [name for name in everything if changes.has(name)] == [
        "work.md",
        "staged.md",
        "both.md",
        "added.md",
        "sub/untracked.md",
    ]
    assert len(changes) == 5


def test_a_change_that_was_taken_back_is_none(git: Git) -> None:
    write("a.md")
    commit(git)
    write("a.md", "other\n")
    git("add", "a.md")
    write("a.md")
    assert len(changed_files(["."])) == 0


def test_renames_are_followed(git: Git) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    write("old.md", text)
    write("moved.md", text.replace("line", "row"))
    commit(git)
    git("mv", "old.md", "new.md")
    git("mv", "moved.md", "kept.md")
    write("new.md", text.replace("line 7\n", "LINE 7\n"))
    changes = changed_files(["."])
    assert changes.has("new.md")
    assert not changes.has("old.md")
    assert lines_covered("new.md", 20) == [8]
    assert changes.has("kept.md")
    assert lines_covered("kept.md", 20) == []


def test_since_compares_with_the_merge_base(git: Git) -> None:
    write("a.md")
    write("b.md")
    commit(git)
    git("checkout", "-q", "-b", "topic")
    write("b.md", "topic\n")
    commit(git)
    git("checkout", "-q", "main")
    write("a.md", "main moved on\n")
    commit(git)
    git("checkout", "-q", "topic")
    write("c.md", "not yet committed\n")
    changes = changed_files(["."], "main")
    assert [name for name in ("a.md", "b.md", "c.md") if changes.has(name)] == ["b.md", "c.md"]
    assert [name for name in ("a.md", "b.md", "c.md") if changed_files(["."]).has(name)] == ["c.md"]


def test_before_the_first_commit_everything_is_new(git: Git) -> None:
    write("a.md")
    write("b.md")
    git("add", "a.md")
    changes = changed_files(["."])
    assert changes.has("a.md")
    assert changes.has("b.md")
    assert lines_covered("a.md", 3) == [1, 2, 3]


def test_names_that_need_quoting(git: Git) -> None:
    names = ["with space.md", "tab\there.md", 'quo"te.md', "back\\slash.md", "长三角😀.md"]
    names += ["new\nline.md", os.fsdecode(b"caf\xe9.md"), "b/+++ b.md", "-dash.md", "ä.md"]
    for name in names:
        write(name, "one\ntwo\n")
    commit(git)
    for name in names:
        write(name, "one\n2\n")
    changes = changed_files(["."])
    assert [name for name in names if not changes.has(name)] == []
    assert {name: lines_covered(name, 2) for name in names} == {name: [2] for name in names}


def test_lines_that_look_like_a_diff(git: Git) -> None:
    write("a.md", "-- old\n++ b/x.md\n@@ -1 +1 @@\nsame\n")
    write("x.md")
    commit(git)
    write("a.md", "++ b/x.md\n-- y\ndiff --git a/x.md b/x.md\n@@ -1 +2,2 @@\nsame")
    write("x.md", "one\n2\nthree\n")
    assert lines_covered("x.md", 3) == [2]
    assert 5 in lines_covered("a.md", 5)


def test_a_persons_settings_change_nothing(git: Git) -> None:
    write("a.md")
    commit(git)
    write("a.md", "one\n2\nthree\n")
    expected = lines_covered("a.md", 3)
    for setting in ("diff.noprefix", "diff.mnemonicPrefix", "color.ui", "diff.relative"):
        git("config", setting, "always" if setting == "color.ui" else "true")
    git("config", "diff.external", "/bin/false")
    git("config", "diff.interHunkContext", "9")
    Path(".gitattributes").write_text("*.md -diff\n", encoding="utf-8")
    assert lines_covered("a.md", 3) == expected == [2]


def test_it_works_from_a_subfolder_and_through_a_link(
    git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("posts/a.md")
    write("b.md")
    commit(git)
    write("posts/a.md", "1\ntwo\nthree\n")
    write("b.md", "1\n")
    monkeypatch.chdir("posts")
    changes = changed_files(["."])
    assert changes.has("a.md")
    assert changes.has("../b.md")
    assert lines_covered("a.md", 3) == [1]
    (tmp_path / "link").symlink_to(tmp_path / "site")
    monkeypatch.chdir(tmp_path / "link")
    assert changed_files(["."]).has("posts/a.md")
    assert changed_files(["."]).has(str(tmp_path / "link" / "posts" / "a.md"))


def test_submodules_are_left_out(git: Git) -> None:
    write("sub/a.md")
    subprocess.run(["git", "init", "-q", "sub"], check=True)
    git("-C", "sub", "add", "a.md")
    git("-C", "sub", "commit", "-q", "-m", "One")
    git("add", "sub")
    commit(git)
    write("sub/a.md", "changed\n")
    assert len(changed_files(["."])) == 0


def test_a_conflict_is_a_change(git: Git) -> None:
    write("a.md")
    commit(git)
    git("checkout", "-q", "-b", "topic")
    write("a.md", "topic\ntwo\nthree\n")
    commit(git)
    git("checkout", "-q", "main")
    write("a.md", "main\ntwo\nthree\n")
    commit(git)
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "-q", "topic")
    assert "<<<<<<<" in Path("a.md").read_text(encoding="utf-8")
    assert changed_files(["."]).has("a.md")
    assert 1 in lines_covered("a.md", 7)


def test_inside_a_hook_the_repository_is_still_the_folders_own(
    git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("a.md")
    commit(git)
    write("a.md", "changed\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere" / "index"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert changed_files(["."]).has("a.md")


def test_the_repository_is_that_of_the_path(
    git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write("a.md")
    commit(git)
    write("a.md", "changed\n")
    subprocess.run(["git", "init", "-q", "inner"], check=True)
    write("inner/posts/c.md")
    monkeypatch.chdir(tmp_path)
    assert changed_files(["site"]).has("site/a.md")
    assert not changed_files(["site"]).has("site/inner/posts/c.md")
    assert changed_files(["site/inner/posts/c.md"]).has("site/inner/posts/c.md")
    both = changed_files(["site/a.md", "site/inner", "nowhere/at-all"])
    assert both.has("site/a.md")
    assert both.has("site/inner/posts/c.md")
    assert both.covers(at("site/inner/posts/c.md", 1))
    assert both.covers(at("site/a.md", 1))
    assert len(changed_files(["nowhere/at-all"])) == 0


# --- lines ---


@pytest.mark.parametrize(
    "setting",
    [
        *["diff.noprefix=true", "diff.mnemonicPrefix=true", "diff.srcPrefix=x/", "diff.context=5"],
        *["diff.external=false", "color.diff=always", "color.ui=always", "core.quotePath=false"],
        *["diff.orderFile=missing", "diff.interHunkContext=9", "diff.renames=false"],
        *["diff.relative=true", "diff.x.command=false", "diff.x.binary=true", "pager.diff=true"],
    ],
)
def test_no_setting_of_a_person_disturbs_the_lines(git: Git, setting: str) -> None:
    write("posts/a.md", "1\n2\n3\n4\n5\n")
    write(".gitattributes", "*.md diff=x\n")
    commit(git)
    write("posts/a.md", "1\n2\nthree\n4\n5\n")
    git("config", *setting.split("="))
    assert lines_covered("posts/a.md", 5) == [3]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("GIT_DIFF_OPTS", "--unified=9"), ("GIT_EXTERNAL_DIFF", "false"), ("GIT_TRACE", "1")],
        *[(f"GIT_{kind}_PATHSPECS", "1") for kind in ("GLOB", "ICASE", "LITERAL", "NOGLOB")],
    ],
)
def test_no_variable_disturbs_the_lines(
    git: Git, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    write("a/a.md", "1\n2\n3\n4\n5\n")
    commit(git)
    write("a/a.md", "1\n2\nthree\n4\n5\n")
    monkeypatch.setenv(name, value)
    assert lines_covered("a/a.md", 5) == [3]


def test_lines_of_pictures_are_not_compared(git: Git) -> None:
    for name in ("a/b.PNG", "a/same.png", "a/png"):
        write(name, "one\ntwo\nthree\n")
    commit(git)
    for name in ("a/b.PNG", "a/png"):
        write(name, "one\n2\nthree\n")
    assert lines_covered("a/b.PNG", 3) == [1, 2, 3]
    assert lines_covered("a/same.png", 3) == []
    assert lines_covered("a/png", 3) == [2]


@pytest.mark.skipif(os.name != "posix", reason="names that other systems do not take")
@pytest.mark.parametrize(
    "name", ["a\r.md", 'a"b\\.md', "a\nb\t.md", "a b.md", "é\u2028.md", "\x7f.md"]
)
def test_names_that_git_quotes(git: Git, name: str) -> None:
    write(name)
    commit(git)
    write(name, "one\n2\nthree\n")
    assert changed_files(["."]).has(name)
    assert lines_covered(name, 3) == [2]


def test_lines_that_end_with_a_carriage_return_alone(git: Git) -> None:
    write("a.md", "1\r2\n3\r4\r\n5\n6\n")
    commit(git)
    write("a.md", "1\r2\n3\r4\r\nfive\n6\n")
    assert lines_covered("a.md", 6) == [5]
    write("a.md", "1\r2\n3\rfour\r\n5\n6\n")
    assert lines_covered("a.md", 6) == [3, 4]  # one line to git


def test_added_changed_and_deleted_lines(git: Git) -> None:
    write("a.md", "".join(f"{number}\n" for number in range(1, 11)))
    commit(git)
    write("a.md", "1\n2\nnew\n3\nfour\n6\n7\n8\n9\n10\n")
    assert lines_covered("a.md", 10) == [3, 5]


def test_a_finding_over_a_deleted_line_is_covered(git: Git) -> None:
    write("a.md", "1\n2\n3\n4\n5\n")
    commit(git)
    write("a.md", "1\n2\n4\n5\n")
    changes = changed_files(["."])
    assert changes.covers(at("a.md", 2, 3))
    assert not changes.covers(at("a.md", 1, 2))
    assert not changes.covers(at("a.md", 3, 4))


def test_the_end_of_the_file_belongs_to_the_last_line(git: Git) -> None:
    write("a.md", "1\n2\n")
    commit(git)
    write("a.md", "1\ntwo\n")
    changes = changed_files(["."])
    end = Position(3, 1, 6)
    assert changes.covers(at("a.md", 1)._replace(start=end, end=end))
    up_to = at("a.md", 1)._replace(end=Position(2, 1, 2))
    assert not changes.covers(up_to)


POST = "---\ntitle: A\nauthor: B\ndate: Mon, 06 May 2024 10:00:00 GMT\n---\n\nText\n"


@pytest.mark.parametrize(
    "changed",
    [
        POST.replace("author: B\n", ""),
        POST.replace("author: B", "author: C"),
        POST.replace("author: B\n", "author: B\ntags: [x]\n"),
    ],
)
def test_a_change_in_front_matter_covers_all_of_it(git: Git, changed: str) -> None:
    write("a.md", POST)
    commit(git)
    write("a.md", changed)
    changes = changed_files(["."])
    rules = {finding.rule for finding in lint_text(changed, "a.md").findings}
    covered = {f.rule for f in lint_text(changed, "a.md").findings if changes.covers(f)}
    assert "front-matter/date-format" in covered
    assert covered == {rule for rule in rules if rule.startswith("front-matter/")}
    assert not changes.covers(at("a.md", 7))


def test_a_change_in_the_body_does_not_cover_front_matter(git: Git) -> None:
    write("a.md", POST)
    write("b.md", "no front matter\n---\n")
    commit(git)
    write("a.md", POST + "\nMore\n")
    write("b.md", "no front matter\n---\nmore\n")
    assert lines_covered("a.md", 9) == [8, 9]
    assert lines_covered("b.md", 3) == [3]


LINES = st.lists(
    st.sampled_from(["a", "b", "c", "--- x", "+++ b/y", "@@ -1 +1 @@", "\\ No", "长", "\r", ""]),
    max_size=12,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(old=LINES, new=LINES, newline=st.booleans())
def test_unchanged_lines_are_never_called_changed_and_new_ones_always(
    git: Git, old: list[str], new: list[str], newline: bool
) -> None:
    write("a.md", "\n".join(["first", *old]) + "\n")
    commit(git)
    text = "\n".join(["first", *new]) + ("\n" if newline else "")
    write("a.md", text)
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    covered = set(lines_covered("a.md", len(lines)))
    kept = [line for number, line in enumerate(lines, 1) if number not in covered]
    before = [f"{line}\n" for line in ("first", *old)]
    # what is called unchanged is a subsequence of the old file, and as long as git can make it
    rest = iter(before)
    assert all(line in rest for line in kept)
    matcher = difflib.SequenceMatcher(None, before, lines, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    assert len(kept) >= min(common, 1)


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 5)), max_size=8), st.integers(1, 50))
def test_touch_is_what_it_says(pieces: list[tuple[int, int]], first: int) -> None:
    changed: list[tuple[int, int]] = []
    cuts = []
    for start, length in sorted(pieces):
        if changed and start <= changed[-1][1]:
            continue
        if length:
            changed.append((start, start + length - 1))
        else:
            cuts.append(start)
    ranges = LineRanges(changed, sorted(set(cuts)))
    for last in range(first, first + 4):
        by_line = any(
            low <= line <= high for low, high in changed for line in range(first, last + 1)
        )
        by_cut = any(first <= cut < last for cut in cuts)
        assert ranges.touch(first, last) == (by_line or by_cut)


@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"") + b"\n")))
def test_no_output_is_a_crash(lines: list[bytes]) -> None:
    for name, ranges in read_line_ranges([b"diff --git a/x b/x\n", b"+++ b/x\n", *lines]):
        assert isinstance(name, str)
        assert isinstance(ranges, LineRanges)


# --- errors ---


def test_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(ConfigError, match="is in no git repository"):
        changed_files([tmp_path])


def test_git_is_missing(git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ConfigError, match="need git, which is not installed"):
        changed_files(["."])


@pytest.mark.parametrize("revision", ["", "-x", "--output=stolen", "-"])
def test_a_revision_is_never_an_option(git: Git, revision: str) -> None:
    write("a.md")
    commit(git)
    with pytest.raises(ConfigError, match="--since takes a revision"):
        changed_files(["."], revision)
    assert not Path("stolen").exists()


@pytest.mark.parametrize("revision", ["nope", "main:a.md", "HEAD~9", "a b", "@{-3}", "main..main"])
def test_an_unknown_revision(git: Git, revision: str) -> None:
    write("a.md")
    commit(git)
    with pytest.raises(ConfigError, match="there is no revision"):
        changed_files(["."], revision)


def test_no_commit_in_common(git: Git) -> None:
    write("a.md")
    commit(git)
    git("checkout", "-q", "--orphan", "other")
    commit(git, "Begin again")
    with pytest.raises(ConfigError, match="no commit in common"):
        changed_files(["."], "main")


def test_a_bare_repository(git: Git, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare")], check=True)
    with pytest.raises(ConfigError, match="must be run in a work tree"):
        changed_files([tmp_path / "bare"])
