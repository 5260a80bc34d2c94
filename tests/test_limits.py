"""Limits: what is said of a post that is too large, slow or complex, and who may set them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from contentlint import Config, lint_paths, lint_text
from contentlint.cache import Cache
from contentlint.document import excess
from contentlint.document.frontmatter.toml_reader import read_toml
from contentlint.errors import ConfigError
from contentlint.limits import Limits, parse_size, read_limits, show_size
from contentlint.project import Fixing, Project
from contentlint.runner import run
from contentlint.work import Work
from tests.conftest import EXECUTABLE

POST = "---\ntitle: A walk\n---\n<p>One</p></p>\n"
LARGE = POST + "\nA long walk through the city.\n" * 200
posix_only = pytest.mark.skipif(os.name != "posix", reason="the system's alarm")


class Ran(NamedTuple):
    """What a command gave."""

    status: int
    out: str
    err: str


Command = Callable[..., Ran]


@pytest.fixture
def contentlint(tmp_path: Path) -> Command:
    """Run the command in an empty folder that holds *files*."""

    def call(*arguments: str, files: dict[str, str] | None = None, stdin: str = "") -> Ran:
        for name, text in (files or {}).items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "contentlint", *arguments],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return call


def findings(ran: Ran) -> list[tuple[str, str]]:
    report = json.loads(ran.out)
    assert report["errors"] == []
    return [(finding["path"], finding["rule"]) for finding in report["findings"]]


SMALL = '[limits]\nfile-size = "1 kB"\n'
JSON = ("--output-format", "json", "--no-cache")


# --- the finding ---


def test_a_file_that_is_too_large_is_a_finding_with_status_1(contentlint: Command) -> None:
    ran = contentlint(
        "check", *JSON, files={"a.md": LARGE, "b.md": POST, "contentlint.toml": SMALL}
    )
    assert ran.status == 1
    assert findings(ran) == [("a.md", "limits/too-large"), ("b.md", "html/stray-end-tag")]
    first = json.loads(ran.out)["findings"][0]
    assert (first["severity"], first["start"]) == ("error", {"line": 1, "column": 1, "offset": 0})
    assert first["message"].startswith("This file has 6.24 kB, and no more than 1 kB are read")
    assert "raise file-size under [limits]" in first["message"]


@pytest.mark.parametrize(
    "format", ["text", "github", "gitlab", "sarif", "junit", "html", "markdown", "checkstyle"]
)
def test_every_report_holds_it(contentlint: Command, format: str) -> None:
    files = {"a.md": LARGE, "contentlint.toml": SMALL}
    ran = contentlint("check", "--no-cache", "--output-format", format, files=files)
    if ran.status == 2 and "invalid choice" in ran.err:
        pytest.skip("no such format")
    assert ran.status == 1
    assert "too-large" in ran.out


@posix_only
def test_a_post_that_takes_too_long_is_a_finding(contentlint: Command) -> None:
    slow = "[limits]\nfile-seconds = 0.0001\n"
    ran = contentlint("check", *JSON, files={"a.md": LARGE * 50, "contentlint.toml": slow})
    assert ran.status == 1
    assert findings(ran) == [("a.md", "limits/too-slow")]
    assert "given up after 0.0001 s" in ran.out


@pytest.mark.skipif(sys.platform != "linux", reason="systems that bound memory")
def test_a_post_that_needs_too_much_memory_is_a_finding(contentlint: Command) -> None:
    text = LARGE + "<p title=x>[a](b)</em>\n\n" * 200_000
    files = {"a.md": text, "b.md": POST, "contentlint.toml": '[limits]\nfile-memory = "300 MB"\n'}
    ran = contentlint("check", *JSON, "--jobs", "2", files=files)
    assert ran.status == 1
    assert ("a.md", "limits/too-complex") in findings(ran)
    assert "more than 300 MB of memory" in ran.out


def test_standard_input_has_limits_too(contentlint: Command) -> None:
    files = {"contentlint.toml": "[limits]\nfile-seconds = 0.0001\n"}
    if os.name == "posix":
        ran = contentlint("check", *JSON, "-", files=files, stdin=LARGE * 50)
        assert findings(ran) == [("stdin.md", "limits/too-slow")]
    ran = contentlint("check", "--fix", "--isolated", "-", stdin="---\ntitle: A\n---\nText  \n")
    assert ran.out == "---\ntitle: A\n---\nText\n"


def test_standard_input_may_be_too_large(contentlint: Command) -> None:
    files = {"contentlint.toml": SMALL}
    ran = contentlint("check", *JSON, "-", files=files, stdin=LARGE)
    assert (ran.status, findings(ran)) == (1, [("stdin.md", "limits/too-large")])
    assert "This file has more than 1 kB, and no more than 1 kB are read" in ran.out
    ran = contentlint("check", *JSON, "--fix", "-", files=files, stdin=LARGE * 300)
    assert (ran.status, ran.out == LARGE * 300) == (1, True)
    assert "too-large" in ran.err
    none = {"contentlint.toml": "[limits]\nfile-size = 0\n"}
    assert "too-large" not in contentlint("check", *JSON, "-", files=none, stdin=LARGE).out


@posix_only
def test_standard_input_without_end_takes_no_memory() -> None:
    script = f"ulimit -v 1000000; exec {EXECUTABLE} check --isolated - </dev/zero"
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"too-large" in done.stdout


@posix_only
@pytest.mark.parametrize("where", ["<&-", "0>/dev/null"])
def test_standard_input_that_cannot_be_read(where: str) -> None:
    script = f"exec {EXECUTABLE} check - {where}"
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"contentlint: error: standard input cannot be read: ")


@posix_only
def test_what_is_given_up_while_it_is_fixed_stays_as_it_was(contentlint: Command) -> None:
    text = LARGE.replace("city.", "city.  ") * 50
    files = {"a.md": text, "contentlint.toml": "[limits]\nfile-seconds = 0.0001\n"}
    ran = contentlint("check", "--fix", *JSON, files=files)
    assert findings(ran) == [("a.md", "limits/too-slow")]
    config = "--config", "contentlint.toml"
    ran = contentlint("check", "--fix", "-", *config, stdin=text)
    assert ran.out == text
    assert "limits/too-slow" in ran.err


@pytest.mark.parametrize("path", ["a.md", "-"])
def test_a_diff_tells_what_was_given_up(contentlint: Command, path: str) -> None:
    files = {"a.md": LARGE, "contentlint.toml": SMALL}
    ran = contentlint("check", "--diff", path, files=files, stdin=LARGE)
    assert (ran.status, ran.out) == (2, "")
    assert "no more than 1 kB are read, so it was not checked" in ran.err


def test_a_file_that_cannot_be_read_stays_an_error(contentlint: Command) -> None:
    ran = contentlint("check", "gone.md", files={"contentlint.toml": SMALL})
    assert ran.status == 2
    assert "no such file" in ran.err


# --- how it is excused ---


@pytest.mark.parametrize("name", ["limits", "limits/too-large"])
@pytest.mark.parametrize("verb", ["disable", "disable-next-line", "disable-line"])
def test_a_comment_below_the_front_matter_excuses_it(
    contentlint: Command, name: str, verb: str
) -> None:
    comment = f"<!-- contentlint-{verb} {name} -- a long list -->\n"
    text = f"---\ntitle: A post\n---\n\n{comment}\n" + "word word\n" * 500
    other = text.replace(name, "links")
    ran = contentlint(
        "check",
        *JSON,
        "a.md",
        "b.md",
        files={"a.md": text, "b.md": other, "contentlint.toml": SMALL},
    )
    assert findings(ran) == [("b.md", "limits/too-large")]


def test_a_selection_of_other_rules_does_not_hide_it(contentlint: Command) -> None:
    files = {"a.md": LARGE, "contentlint.toml": SMALL}
    ran = contentlint("check", *JSON, "--select", "links", files=files)
    assert findings(ran) == [("a.md", "limits/too-large")]
    assert "limits" not in contentlint("rules", "--select", "links").out


@pytest.mark.parametrize("name", ["limits", "limits/too-large"])
def test_it_can_be_ignored(contentlint: Command, name: str) -> None:
    ran = contentlint(
        "check", *JSON, "--ignore", name, files={"a.md": LARGE, "contentlint.toml": SMALL}
    )
    assert (ran.status, findings(ran)) == (0, [])
    settings = f'{SMALL}\n[rules."limits/too-large"]\nseverity = "info"\n'
    ran = contentlint("check", *JSON, files={"contentlint.toml": settings})
    assert (ran.status, findings(ran)) == (0, [("a.md", "limits/too-large")])


def test_it_can_be_left_to_a_baseline(contentlint: Command) -> None:
    files = {"a.md": LARGE, "contentlint.toml": SMALL}
    assert contentlint("baseline", files=files).status == 0
    ran = contentlint("check", *JSON)
    assert (ran.status, findings(ran)) == (0, [])


@pytest.mark.parametrize(
    "text",
    [
        LARGE.replace("---\n", "---\n# contentlint-disable limits/too-large -- a list\n", 1),
        "<!-- contentlint-disable limits -->\n" + "A long walk.\n" * 200,
    ],
)
def test_a_comment_at_the_top_holds_it_back(contentlint: Command, text: str) -> None:
    ran = contentlint("check", *JSON, files={"a.md": text, "contentlint.toml": SMALL})
    assert (ran.status, findings(ran)) == (0, [])
    assert contentlint("check", "--no-cache").out.count("held back") <= 1


def test_such_a_comment_is_never_called_unused() -> None:
    text = "---\n# contentlint-disable limits/too-slow -- a long list\ntitle: A walk\n---\nText\n"
    assert not [f for f in lint_text(text).findings if f.rule.startswith("suppressions/")]


def test_the_baseline_command_and_the_import_heed_the_limits(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(LARGE, encoding="utf-8")
    config = Config({"limits": {"file-size": 1000}}, tmp_path)
    report = lint_paths([tmp_path], config=config)
    assert [finding.rule for finding in report.findings] == ["limits/too-large"]
    result = Project(config=config).lint_file(str(tmp_path / "a.md"))
    assert [finding.rule for finding in result.findings] == ["limits/too-large"]


@pytest.mark.parametrize(
    ("fault", "words"), [(MemoryError, "than there is"), (RecursionError, "too deep")]
)
def test_text_that_needs_more_than_there_is(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception], words: str
) -> None:
    def find(documents: list[Any], _: int) -> list[int]:
        if documents:
            raise fault
        return []

    monkeypatch.setattr("contentlint.linter.find_facts", find)
    (finding,) = lint_text(POST).findings
    assert finding.rule == "limits/too-complex"
    assert words in finding.message


def test_fixing_data_that_is_given_up_gives_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr("contentlint.fixes.fix_source", refuse)
    fixed, result = Work(Project(isolated=True), Fixing()).fix(POST.encode(), "post.md")
    assert fixed == POST.encode()
    assert [finding.rule for finding in result.findings] == ["limits/too-complex"]


# --- the cache ---


def test_no_limit_gets_into_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(LARGE, encoding="utf-8")
    os.utime("a.md", (1, 1))

    def rules(limits: Limits) -> list[str]:
        with Cache("cache") as cache:
            (result,) = run(["a.md"], Project(isolated=True), cache=cache, limits=limits)
        return [finding.rule for finding in result.findings]

    assert rules(Limits(size=1000)) == ["limits/too-large"]
    everything = rules(Limits())
    assert "html/stray-end-tag" in everything
    assert rules(Limits(size=1000)) == ["limits/too-large"]
    assert rules(Limits()) == everything


# --- the configuration ---


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (0, 0),
        (1500, 1500),
        ("1500", 1500),
        ("50 MB", 50_000_000),
        ("1.5kb", 1500),
        ("2GB", 2 * 10**9),
    ],
)
def test_sizes(value: object, size: int) -> None:
    assert parse_size(value) == size
    assert read_limits({"limits": {"file-size": value}}) == Limits(size=size)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (1_234_567, "1.23 MB"),
        (4 * 10**9, "4 GB"),
    ],
)
def test_sizes_as_people_say_them(size: int, words: str) -> None:
    assert show_size(size) == words


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("file-sise = 1", "2: unknown key 'limits.file-sise' (did you mean 'file-size'?)"),
        ("file-size = -1", "2: limits.file-size: give a number of bytes or text such as"),
        ("file-size = true", "2: limits.file-size: give a number of bytes"),
        ('file-size = "many"', "2: limits.file-size: give a number of bytes"),
        ('file-memory = "1 TB"', "2: limits.file-memory: give a number of bytes"),
        ("file-seconds = -0.5", "2: limits.file-seconds: give a number of seconds"),
        ("file-seconds = 1e300", "2: limits.file-seconds: give a number of seconds up to"),
        (f'file-size = "{"9" * 400} GB"', "2: limits.file-size: this is more than any machine"),
        (f"file-memory = {2**63 - 1}", "2: limits.file-memory: this is more than any machine"),
        ("file-seconds = inf", "2: limits.file-seconds: give a number of seconds"),
        ('file-seconds = "1"', "2: limits.file-seconds: give a number of seconds"),
    ],
)
def test_a_wrong_limit_is_named_with_its_line(contentlint: Command, table: str, words: str) -> None:
    ran = contentlint("check", files={"contentlint.toml": f"[limits]\n{table}\n"})
    assert ran.status == 2
    assert f"contentlint.toml:{words}" in ran.err


def test_limits_are_shown(contentlint: Command) -> None:
    ran = contentlint("config", files={"contentlint.toml": SMALL})
    assert '{"file-size": "1 kB"}' in ran.out
    schema = json.loads(contentlint("schema", "config").out)
    table = schema["$defs"]["LimitsTable"]["properties"]
    usual = Limits()
    assert {name: spec["default"] for name, spec in table.items()} == {
        "file-seconds": usual.seconds,
        "file-size": usual.size,
        "file-memory": usual.memory,
    }
    with pytest.raises(ConfigError, match="unknown key 'max-file-size'"):
        Config({"max-file-size": 1})


# --- what is known to be costly ---


def test_of_tags_open_as_often_the_same_one_is_named() -> None:
    names = "abbr", "cite", "span"  # the limit of 5,000 is passed when all are open 1,667 times
    pages = ["".join(f"<{name}>" for name in order) * 1_700 for order in (names, names[::-1])]
    first, second = map(excess.find_excess, pages)
    assert first is not None
    assert second is not None
    assert first.values["tag"] == second.values["tag"] == "abbr"


def test_excess_is_told_by_tags_alone() -> None:
    assert excess.find_excess("<a " * 20_000) is None
    assert excess.find_excess("<br><p><li>" * 20_000) is None
    assert excess.find_excess("</div><div>" * 20_000) is None
    assert excess.find_excess("<p><b>x</b></p>" * 20_000) is None
    assert excess.find_excess("<b>x</b></b>" * 20_000 + "<p>" * 20_000) is None
    hit = excess.find_excess("<section x=1><i>" * 20_000)
    assert hit is not None
    assert hit.message == "nesting"


@pytest.mark.parametrize(
    "text",
    [
        "{key} = 1",
        "[{key}]\nx = 1",
        "[[{key}]]",
        "a = {{ {key} = 1 }}",
        "a = {{ b = 1, {key} = 1 }}",
    ],
)
@pytest.mark.parametrize("part", ["a", '"a b"', "'a'"])
def test_keys_of_very_many_parts_are_not_read(text: str, part: str) -> None:
    began = time.process_time()
    reading = read_toml(text.format(key=" . ".join([part] * 50_000)), 0)
    assert time.process_time() - began < 1
    assert [problem.code for problem in reading.problems] == ["too-deep"]


def test_dots_in_text_are_no_keys() -> None:
    words = ".".join(["www"] * 500)
    reading = read_toml(
        f'a.b.c = "{words}"\nd = "{"." * 500}"\n# {words}\ne = [{"1.5, " * 99}]\n', 0
    )
    assert reading.problems == []
    assert reading.values is not None
    assert reading.values["a"]["b"]["c"] == words


def test_a_key_as_deep_as_allowed_is_read() -> None:
    reading = read_toml(".".join(["a"] * 64) + " = 1\n", 0)
    assert reading.problems == []
