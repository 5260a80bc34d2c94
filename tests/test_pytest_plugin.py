"""`pytest --contentlint` in scratch sites."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml  # noqa: F401  # each run in this process would import it anew, which its C part is not for

from tests.conftest import EXECUTABLE

pytest_plugins = ["pytester"]

FRONT = "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n\n"
CLEAN = FRONT + "Hello, reader of these words.\n"
STRAY = FRONT + "<p>Hello, reader</p></p>\n"
ADVICE = FRONT + '<p>Read <a target="_blank" href="https://example.com/a">our page</a> now.</p>\n'


@pytest.fixture
def site(pytester: pytest.Pytester) -> pytest.Pytester:
    write(pytester, "contentlint.toml", "")
    return pytester


def write(site: pytest.Pytester, name: str, text: str) -> None:
    path = site.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run(site: pytest.Pytester, *words: str) -> pytest.RunResult:
    return site.runpytest_inprocess("-p", "no:cacheprovider", *words)


def test_each_post_is_a_test(site: pytest.Pytester) -> None:
    write(site, "posts/a.md", CLEAN)
    write(site, "posts/b.html", STRAY)
    write(site, "posts/c.txt", CLEAN)
    write(site, "requirements.txt", "markdown\n")
    write(site, "test_code.py", "def test_code():\n    assert True\n")
    result = run(site, "--contentlint", "-v")
    result.assert_outcomes(passed=3, failed=1)
    result.stdout.fnmatch_lines(
        [
            "posts/a.md::contentlint PASSED*",
            "posts/b.html::contentlint FAILED*",
            "posts/c.txt::contentlint PASSED*",
            "test_code.py::test_code PASSED*",
            "*contentlint: b.html*",
            "posts/b.html:6:21: error: *(html/stray-end-tag)",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    assert result.ret == 1


def test_without_the_flag_nothing_is_collected(site: pytest.Pytester) -> None:
    write(site, "posts/a.md", STRAY)
    assert run(site).ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_advice_does_not_fail_unless_the_configuration_says_so(site: pytest.Pytester) -> None:
    write(site, "a.md", ADVICE)
    run(site, "--contentlint").assert_outcomes(passed=1)
    write(site, "contentlint.toml", 'fail-on = "info"\n')
    result = run(site, "--contentlint")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["a.md:6:*: info: *(links/noopener)"])


def test_the_configuration_holds(site: pytest.Pytester) -> None:
    write(site, "contentlint.toml", 'exclude = ["themes/"]\nignore = ["html"]\n')
    write(site, "themes/a.md", STRAY)
    write(site, "posts/a.md", STRAY)
    run(site, "--contentlint").assert_outcomes(passed=1)


def test_the_baseline_holds(site: pytest.Pytester) -> None:
    from contentlint.cli import main

    write(site, "a.md", STRAY)
    assert main(["baseline"]) == 0
    run(site, "--contentlint").assert_outcomes(passed=1)
    write(site, "b.md", STRAY)
    run(site, "--contentlint").assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize("and_then", ["", "; os.rmdir(tmp_path)"])
def test_a_test_that_leaves_the_folder_changes_nothing(
    site: pytest.Pytester, and_then: str
) -> None:
    (site.path / "contentlint.toml").unlink()
    write(site, "posts/a.md", STRAY)
    write(site, "posts/b.md", CLEAN)
    subprocess.run([EXECUTABLE, "baseline"], cwd=site.path, check=True)
    write(site, "posts/b.md", STRAY)
    leave = f"import os\ndef test_it(tmp_path):\n    os.chdir(tmp_path){and_then}\n"
    write(site, "a_test.py", leave)
    result = site.runpytest_subprocess("--contentlint", "a_test.py", "posts")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["posts/b.md:6:21: error: *(html/stray-end-tag)"])


def test_a_link_to_a_post_that_is_a_test_is_none(site: pytest.Pytester) -> None:
    write(site, "README.md", STRAY)
    write(site, "docs/b.md", CLEAN)
    (site.path / "docs/index.md").symlink_to("../README.md")
    ran = subprocess.run([EXECUTABLE, "check"], cwd=site.path, capture_output=True, check=False)
    assert b"2 files checked" in ran.stdout
    run(site, "--contentlint").assert_outcomes(passed=1, failed=1)
    run(site, "--contentlint", "docs").assert_outcomes(passed=1, failed=1)
    run(site, "--contentlint", "docs/index.md", "README.md").assert_outcomes(failed=2)


def test_a_post_that_cannot_be_checked_fails(site: pytest.Pytester) -> None:
    write(site, "a.md", CLEAN)
    write(site, "contentlint.toml", 'rule-paths = ["lint"]\n')
    write(site, "lint/shop.yaml", "id: house/shop\n")
    result = run(site, "--contentlint")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["a.md: error: *shop.yaml*"])


def test_the_plug_in_costs_nothing_without_the_flag() -> None:
    code = (
        "import sys, pytest, contentlint.pytest_plugin\n"
        "print([name for name in sys.modules if name.startswith('contentlint')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['contentlint', 'contentlint.pytest_plugin']\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("contentlint.toml", "ignroe = []\n", "*contentlint.toml:1: unknown key 'ignroe'*"),
        ("contentlint.toml", 'ignore = ["x"]\n', "*toml:1: ignore: there is no rule or family*"),
        (".contentlint-baseline.jsonl", "x\n", "*baseline.jsonl:1: not JSON*"),
    ],
)
def test_what_cannot_be_used_is_told_without_a_traceback(
    site: pytest.Pytester, name: str, text: str, words: str
) -> None:
    write(site, "posts/a.md", CLEAN)
    write(site, name, text)
    result = run(site, "--contentlint")
    assert result.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    result.stdout.fnmatch_lines([words])
    result.stdout.no_fnmatch_line("*ConfigError*")
