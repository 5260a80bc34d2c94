"""The baseline: what was there stays quiet, what is new is said, whatever moves around it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contentlint import ConfigError, Finding, lint_text
from contentlint.baseline import Baseline, fingerprint
from contentlint.cli import main
from contentlint.places import SITE_BASELINE


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


POST = """---
title: A post
date: 2024-05-01
---

<p style="color: red">Red</p>

A [link](http://example.org/) and another [link](http://example.org/b).

<p style="color: red">Red again</p>
"""


def lint(text: str, path: str = "posts/a.md") -> list[Finding]:
    return lint_text(text, path).findings


def record(posts: dict[str, str], file: str = SITE_BASELINE) -> Baseline:
    baseline = Baseline()
    for path, text in posts.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
        baseline.record(path, lint(text, path))
    baseline.write(file)
    return Baseline.read(file)


def new(baseline: Baseline, text: str, path: str = "posts/a.md") -> list[str]:
    return [
        f"{finding.rule}:{finding.start.line}"
        for finding in baseline.hold_back(path, lint(text, path))
    ]


def test_what_is_recorded_is_held_back(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    assert new(baseline, POST) == []
    assert baseline.held == len(lint(POST)) >= 4
    assert baseline.gone == 0


def test_edits_elsewhere_bring_nothing_back(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    edited = POST.replace("A [link]", "New words before 长三角 the [link]")
    edited = edited.replace("---\n\n", "---\n\nA new paragraph.\n\n\n## And a heading\n\n", 1)
    edited = edited.replace("title: A post", "title: Another title\nauthor: B")
    assert new(baseline, edited) == []


def test_windows_line_ends_bring_nothing_back(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    rules = {name.partition(":")[0] for name in new(baseline, POST.replace("\n", "\r\n"))}
    assert rules <= {"text/line-endings", "encoding/line-endings", "text/crlf"}


def test_one_more_of_the_same_is_new(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    assert new(baseline, POST + '\n<p style="color: red">More</p>\n') == ["style/inline-style:12"]


def test_what_is_gone_is_counted_and_dropped_when_written(site: Path) -> None:
    baseline = record({"posts/a.md": POST, "posts/b.md": POST})
    fixed = POST.replace(' style="color: red"', "", 1)
    assert new(baseline, fixed) == []
    assert baseline.gone == 1
    left = baseline.write(SITE_BASELINE)
    again = Baseline.read(SITE_BASELINE)
    assert left == (2 * len(lint(POST)) - 1, 2)
    assert new(again, POST) == ["style/inline-style:10"]
    assert new(again, POST, "posts/b.md") == []


def test_posts_not_looked_at_stay_unless_they_are_gone(site: Path) -> None:
    record({"posts/a.md": POST, "posts/b.md": POST, "posts/c.md": POST})
    Path("posts/c.md").unlink()
    baseline = Baseline.read(SITE_BASELINE)
    new(baseline, POST)
    baseline.write(SITE_BASELINE)
    assert paths_in(SITE_BASELINE) == ["posts/a.md", "posts/b.md"]


def test_what_goes_with_a_post_is_counted(site: Path) -> None:
    record({"posts/a.md": POST, "posts/b.md": POST, "posts/c.md": POST})
    Path("posts/a.md").unlink()
    Path("posts/b.md").unlink()
    text = Path(SITE_BASELINE).read_text(encoding="utf-8")
    broken = text.replace('"posts/b.md", "rules": {', '"posts/b.md", "rules": {"a/b": 1, ')
    Path(SITE_BASELINE).write_text(broken, encoding="utf-8")
    baseline = Baseline.read(SITE_BASELINE)
    assert new(baseline, POST, "posts/c.md") == []
    each = len(lint(POST))
    assert baseline.write(SITE_BASELINE) == (each, 1)
    assert baseline.dropped == each  # what the broken line held is unknown


def test_recording_some_posts_again_leaves_the_others(site: Path) -> None:
    record({"posts/a.md": POST, "posts/b.md": POST})
    baseline = Baseline.read(SITE_BASELINE)
    baseline.record("posts/a.md", [])
    assert baseline.write(SITE_BASELINE) == (len(lint(POST)), 1)
    assert paths_in(SITE_BASELINE) == ["posts/b.md"]


def paths_in(file: str) -> list[str]:
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["path"] for line in lines[1:]]


def test_rules_that_are_not_looked_for_keep_their_records(site: Path) -> None:
    record({"posts/a.md": POST, "posts/b.md": POST})
    style = {"style/inline-style"}
    of_style = [finding for finding in lint(POST) if finding.rule in style]
    for_style = Baseline.read(SITE_BASELINE, style)
    for_style.record("posts/a.md", of_style[1:])
    assert for_style.hold_back("posts/b.md", of_style[1:]) == []
    assert for_style.gone == 1
    assert for_style.write(SITE_BASELINE) == (2 * len(lint(POST)) - 2, 2)
    again = Baseline.read(SITE_BASELINE)
    assert new(again, POST) == new(again, POST, "posts/b.md") == ["style/inline-style:10"]


def test_a_moved_post_keeps_what_is_not_looked_for(site: Path) -> None:
    record({"posts/a.md": POST})
    Path("posts/a.md").rename("a.md")
    for_style = Baseline.read(SITE_BASELINE, {"style/inline-style"})
    for_style.record("a.md", [f for f in lint(POST) if f.rule == "style/inline-style"])
    assert for_style.write(SITE_BASELINE) == (len(lint(POST)), 1)
    assert new(Baseline.read(SITE_BASELINE), POST, "a.md") == []


# --- renames ---


def test_a_moved_post_is_known_by_its_name(site: Path) -> None:
    baseline = record({"posts/a.md": POST, "posts/b.md": POST})
    Path("archive").mkdir()
    Path("posts/a.md").rename("archive/a.md")
    assert new(baseline, POST, "archive/a.md") == []
    assert new(baseline, POST, "archive/new.md") != []
    baseline.write(SITE_BASELINE)
    assert paths_in(SITE_BASELINE) == ["archive/a.md", "posts/b.md"]


def test_a_renamed_post_is_known_by_its_findings(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    Path("posts/a.md").rename("posts/z.md")
    assert new(baseline, POST, "posts/z.md") == []


def test_a_new_post_does_not_inherit_from_a_deleted_one(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    Path("posts/a.md").unlink()
    text = '---\ntitle: B\ndate: 2024-05-01\n---\n\n<p style="color: red">B</p>\n'
    assert new(baseline, text, "posts/new.md") == ["style/inline-style:6"]


def test_a_name_alone_tells_no_moved_post(site: Path) -> None:
    one = '<p style="color: red">Red</p>\n'
    record({"a/index.md": POST + one, "b/index.md": POST})
    Path("a/index.md").unlink()
    others = "".join(f"\n[here](http://example.com/{n})\n" for n in range(9))
    baseline = Baseline.read(SITE_BASELINE)
    assert len(new(baseline, POST[: POST.index("<p")] + one + others, "c/index.md")) > 9
    assert baseline.held == 0


def test_a_few_findings_in_common_tell_no_renamed_post(site: Path) -> None:
    links = "".join(f"\n[there](http://example.com/{n})\n" for n in range(20))
    record({"a.md": POST + links})
    Path("a.md").unlink()
    baseline = Baseline.read(SITE_BASELINE)
    assert len(new(baseline, POST, "b.md")) == len(lint(POST))
    assert baseline.held == 0


def test_a_copy_inherits_nothing_while_the_original_is_there(site: Path) -> None:
    baseline = record({"posts/a.md": POST})
    assert len(new(baseline, POST, "posts/copy.md")) == len(lint(POST))


def test_moving_very_many_posts_takes_linear_time(site: Path) -> None:
    findings = lint(POST)
    baseline = Baseline()
    for index in range(3000):
        baseline.record(f"old/{index}.md", findings)
    baseline.write(SITE_BASELINE)
    baseline = Baseline.read(SITE_BASELINE)
    begun = time.monotonic()
    for index in range(3000):
        assert baseline.hold_back(f"new/{index}.md", findings) == []
    assert time.monotonic() - begun < 10


# --- the file ---


def test_the_file_is_small_sorted_and_readable(site: Path) -> None:
    record({"posts/长三角.md": POST, "posts/a.md": POST})
    lines = Path(SITE_BASELINE).read_text(encoding="utf-8").split("\n")
    assert lines[0] == '{"contentlint-baseline": 1}'
    assert lines[-1] == ""
    assert lines[1].startswith('{"path": "posts/a.md", "rules": {"')
    assert lines[2].startswith('{"path": "posts/长三角.md", "rules": {"')
    assert '"style/inline-style": ["' in lines[1]
    assert re.search(r'"[0-9a-f]{10}\*2"', lines[1])
    assert len(lines[1]) < 300


def test_writing_twice_gives_the_same_bytes(site: Path) -> None:
    record({"posts/b.md": POST, "posts/a.md": POST})
    first = Path(SITE_BASELINE).read_bytes()
    baseline = Baseline.read(SITE_BASELINE)
    baseline.write(SITE_BASELINE)
    assert Path(SITE_BASELINE).read_bytes() == first
    assert os.listdir(".") == ["posts", SITE_BASELINE] or set(os.listdir(".")) == {
        "posts",
        SITE_BASELINE,
    }


def test_lines_of_both_sides_of_a_merge_count_once(site: Path) -> None:
    record({"posts/a.md": POST})
    text = Path(SITE_BASELINE).read_text(encoding="utf-8")
    head, line, _ = text.split("\n")
    other = json.loads(line)
    other["rules"]["links/insecure"] = []
    Path(SITE_BASELINE).write_text(
        "\n".join([head, line, head, line, json.dumps(other), ""]), encoding="utf-8"
    )
    baseline = Baseline.read(SITE_BASELINE)
    assert new(baseline, POST) == []
    assert baseline.gone == 0


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_git_keeps_both_sides_where_it_is_told_to(site: Path) -> None:
    for base, ours, theirs in (
        ({"a.md"}, {"a.md", "b.md"}, {"a.md", "c.md"}),
        ({"a.md", "b.md"}, {"a.md"}, {"a.md", "b.md", "c.md"}),
    ):
        for side, names in (("base", base), ("ours", ours), ("theirs", theirs)):
            for name in "abc":
                Path(f"{name}.md").unlink(missing_ok=True)
            record(dict.fromkeys(names, POST), side)
        merge = ("git", "merge-file", "--union", "--stdout", "ours", "base", "theirs")
        Path(SITE_BASELINE).write_bytes(
            subprocess.run(merge, capture_output=True, check=True).stdout
        )
        baseline = Baseline.read(SITE_BASELINE)
        for name in ours & theirs:
            assert new(baseline, POST, name) == []
        for name in (ours | theirs) - base:
            assert new(baseline, POST, name) == []
        assert baseline.gone == 0


def test_paths_are_relative_to_the_file(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record({"posts/a.md": POST})
    monkeypatch.chdir(site / "posts")
    baseline = Baseline.read(f"../{SITE_BASELINE}")
    assert new(baseline, POST, "a.md") == []
    assert new(Baseline.read(site / SITE_BASELINE), POST, str(site / "posts" / "a.md")) == []


def test_names_that_are_hard_to_write(site: Path) -> None:
    names = ['posts/a "b" \\c.md', "posts/new\nline.md", os.fsdecode(b"posts/caf\xe9.md")]
    baseline = Baseline()
    for name in names:
        baseline.record(name, lint(POST, name))
    baseline.write(SITE_BASELINE)
    again = Baseline.read(SITE_BASELINE)
    assert [again.hold_back(name, lint(POST, name)) for name in names] == [[], [], []]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("<<<<<<< HEAD", "a merge left its marks"),
        ("=======", "a merge left its marks"),
        ("nonsense", "not JSON"),
        ("[" * 100_000, "not JSON"),
        (f'{{"path": {"9" * 5000}}}', "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"rules": {}}', "no 'path'"),
        ('{"contentlint-baseline": 99}', "version 99"),
        ('{"path": "posts/a.md", "rules": ', "not JSON"),
        ('{"path": "posts/a.md", "rules": []}', "no 'rules'"),
        ('{"path": "posts/a.md", "rules": {"a/b": ["xyz"]}}', "'xyz' is no fingerprint"),
        ('{"path": "posts/a.md", "rules": {"a/b": [7]}}', "'7' is no fingerprint"),
    ],
)
def test_a_broken_file_is_an_error_with_its_line(site: Path, line: str, words: str) -> None:
    Path(SITE_BASELINE).write_text(f'{{"contentlint-baseline": 1}}\n{line}\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"baseline.jsonl:2: {re.escape(words)}"):
        Baseline.read(SITE_BASELINE).hold_back("posts/a.md", lint(POST))


def test_files_that_cannot_be_read_or_written(site: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read the baseline none\.jsonl: No such file"):
        Baseline.read("none.jsonl")
    Path("latin.jsonl").write_bytes(b"\xff")
    with pytest.raises(ConfigError, match="is not UTF-8"):
        Baseline.read("latin.jsonl")
    with pytest.raises(ConfigError, match=r"cannot write the baseline none/b\.jsonl"):
        Baseline().write("none/b.jsonl")


# --- fingerprints ---


def test_two_missing_fields_are_told_apart() -> None:
    findings = [
        finding
        for finding in lint_text("---\nauthor: B\n---\n\nText.\n", presets=["hexo"]).findings
        if finding.rule == "front-matter/missing-field"
    ]
    assert len({fingerprint(finding) for finding in findings}) == len(findings) >= 1


def test_blanks_count_as_one() -> None:
    one, two = (
        lint(f'---\ntitle: B\n---\n\n<p style="color:{blanks}red">B</p>\n')[0]
        for blanks in (" ", "   ")
    )
    assert fingerprint(one) == fingerprint(two)


WORDS = st.lists(st.sampled_from(["red", "长三角", "a", "b", "😀", "\t", "  "]), max_size=30)


@settings(max_examples=40, deadline=None)
@given(before=WORDS, after=WORDS, lines=st.integers(0, 5))
def test_text_around_a_finding_does_not_matter(
    before: list[str], after: list[str], lines: int
) -> None:
    def only(text: str) -> Finding:
        (finding,) = [each for each in lint(text) if each.rule == "style/inline-style"]
        return finding

    body = '<p style="color: red">B</p>'
    head = "---\ntitle: B\n---\n\n"
    around = f"<div>{' '.join(before)}{body}{' '.join(after)}</div>\n"
    moved = head + "Words.\n\n" * lines + around
    assert fingerprint(only(head + body + "\n")) == fingerprint(only(moved))


BODIES = st.lists(
    st.sampled_from(['<p style="color: red">x</p>', "[a](http://example.org/a)", "words", "x  y"]),
    max_size=6,
).map("\n\n".join)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(old=BODIES, now=BODIES)
def test_held_new_and_gone_add_up(site: Path, old: str, now: str) -> None:
    head = "---\ntitle: B\ndate: 2024-05-01\n---\n\n"
    baseline = record({"posts/a.md": head + old + "\n"})
    findings = lint(head + now + "\n")
    before = Counter((each.rule, fingerprint(each)) for each in lint(head + old + "\n"))
    after = Counter((each.rule, fingerprint(each)) for each in findings)
    fresh = baseline.hold_back("posts/a.md", findings)
    if before:
        assert Counter((each.rule, fingerprint(each)) for each in fresh) == after - before
        assert baseline.gone == (before - after).total()
    assert baseline.held + len(fresh) == len(findings)


def test_the_file_that_help_names_is_written_and_used(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "a.md").write_text(POST, encoding="utf-8")
    (site / "contentlint.toml").write_text("", encoding="utf-8")
    assert main(["baseline", "."]) == 0
    (written,) = {path.name for path in site.iterdir()} - {"a.md", "contentlint.toml"}
    capsys.readouterr()
    main(["baseline", "--help"])
    assert written in capsys.readouterr().out
    assert main(["check", "--no-cache", "."]) == 0
    assert main(["check", "--no-cache", "--no-baseline", "."]) == 1
