"""`contentlint check` through the real executable."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from contentlint.cli import main
from tests.conftest import EXECUTABLE, Runner

CLEAN = (
    "---\ntitle: A clean post\ndate: 2024-05-01T08:00:00Z\n---\n\n"
    "A paragraph of text that is long enough to read.\n"
)
STYLED = CLEAN + '\n<p style="color: red">red</p>\n'
LINK = (
    CLEAN
    + '\n<p>创<a class="trsHotWords" href="https://info.example.com/?code=1">新产业</a>发展</p>\n'
)


def test_a_clean_post_ends_with_0(contentlint: Runner) -> None:
    ran = contentlint("check", "a.md", files={"a.md": CLEAN})
    assert (ran.status, ran.err) == (0, "")
    assert "1 file checked" in ran.out


def test_findings_end_with_1_and_stand_on_standard_output(contentlint: Runner) -> None:
    ran = contentlint("check", ".", files={"a.md": STYLED})
    assert (ran.status, ran.err) == (1, "")
    assert "style/inline-style" in ran.out


def test_the_json_report_keeps_its_contract(contentlint: Runner) -> None:
    ran = contentlint("check", "--output-format", "json", "a.md", files={"a.md": STYLED})
    report = ran.json()
    assert set(report) == {
        "version", "tool", "files_checked", "errors", "findings", "summary",
    }  # fmt: skip
    (finding,) = report["findings"]
    start, end = finding["start"], finding["end"]
    assert STYLED[start["offset"] : end["offset"]] == 'style="color: red"'
    assert (start["line"], start["column"], finding["path"]) == (8, 4, "a.md")
    assert finding["fix"]["safety"] == "unsafe"
    assert set(report["summary"]) == {
        "error", "warning", "info", "fixable_safe", "fixable_unsafe", "fixed",
    }  # fmt: skip


def names_in(text: str, form: str) -> set[str]:
    """The files that a report in the format *form* names."""
    if form == "github":
        return set(re.findall(r"file=([^,:]+)", text))
    report = json.loads(text)
    if form == "gitlab":
        return {issue["location"]["path"] for issue in report}
    run = report["runs"][0]
    places = [
        *(result["locations"][0] for result in run["results"]),
        *(each["locations"][0] for each in run["invocations"][0]["toolExecutionNotifications"]),
    ]
    return {place["physicalLocation"]["artifactLocation"]["uri"] for place in places}


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_platforms_get_names_as_the_repository_has_them(
    form: str, contentlint: Runner, tmp_path: Path
) -> None:
    files = {".git/HEAD": "", "site/posts/a.md": STYLED, "site/other/empty": "", "b.md": STYLED}
    names = {"site/posts/a.md", "site/gone.md", "b.md"}
    report, site = ("check", "--output-format", form), tmp_path / "site"
    ran = contentlint(*report, "site/posts", "site/gone.md", "b.md", files=files)
    assert names_in(ran.out, form) == names
    for _ in range(2):  # the second time from the cache
        ran = contentlint(*report, "posts", "gone.md", "../b.md", cwd=site)
        assert names_in(ran.out, form) == names
    ran = contentlint(*report, str(tmp_path / "b.md"), "posts", "gone.md", cwd=site)
    assert names_in(ran.out, form) == names
    ran = contentlint(*report, "../posts", "../gone.md", "../../b.md", cwd=site / "other")
    assert names_in(ran.out, form) == names


def test_platforms_get_the_last_line_that_a_finding_is_on(contentlint: Runner) -> None:
    files = {"a.md": "\n\n---\ntitle: A\n---\n\nText.\n"}
    words = ("check", "--select", "front-matter/leading-content", "--output-format")
    (found,) = contentlint(*words, "json", files=files).json()["findings"]
    assert (found["start"]["line"], found["end"]["line"], found["end"]["column"]) == (1, 3, 1)
    assert "line=1,endLine=2," in contentlint(*words, "github").out
    (issue,) = contentlint(*words, "gitlab").json()
    assert issue["location"]["lines"] == {"begin": 1, "end": 2}


def test_people_get_names_from_where_they_are(contentlint: Runner, tmp_path: Path) -> None:
    contentlint("rules", files={".git/HEAD": "", "site/posts/a.md": STYLED})
    ran = contentlint("check", "--output-format", "concise", "posts", cwd=tmp_path / "site")
    assert ran.out.startswith("posts/a.md:8:4: ")


def test_positions_count_code_points_of_the_file(contentlint: Runner) -> None:
    post = "---\r\ntitle: x\r\n---\r\n\r\n😀苹果<b style='a:b'>x</b> and more words here\r\n"
    ran = contentlint(
        "check", "--select", "style", "--output-format", "json", "a.md",
        files={"a.md": post.encode("utf-8-sig")},
    )  # fmt: skip
    (finding,) = ran.json()["findings"]
    assert finding["start"]["column"] == 7
    start, end = finding["start"]["offset"], finding["end"]["offset"]
    assert post[start:end] == "style='a:b'"


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["check", "--fxi", "."], "did you mean '--fix'"),
        (["chekc"], "did you mean 'check'"),
        (["a.md"], "; to check it: contentlint check a.md (see"),
        (["check", "--select", "links/hotwrd", "."], "did you mean 'links/hotword'"),
        (["check", "--preset", "hugoo", "."], "did you mean 'hugo'"),
        (["check", "--output-format", "jsn", "."], "did you mean 'json"),
        (["check", "--fail-on", "warn", "."], "warning"),
        (["check", "nowhere"], "nowhere"),
        (["check", "--config", "none.toml", "."], "none.toml"),
        (["check", "--unsafe-fixes", "."], "--fix"),
        (["check", "--jobs", "-1", "."], "count"),
        (["check", "--select links", "."], "'--select links' is one word: give --select and links"),
        (["explain", "links/hotwrd"], "did you mean 'links/hotword'"),
        (["schema", "rulle"], "did you mean 'rule'"),
        (["check", "-", "--stdin-filename"], "--stdin-filename"),
        (["check", "--since", "main", "."], "git"),
        (["test", "nowhere"], "does not exist"),
        (["check", "--exclude", "!"], "the pattern '!' matches nothing"),
        (["check", "--output-format", "json="], "names no file"),
        (["check", "-", "--changed"], "--changed and --since are not for it"),
    ],
)
def test_mistakes_end_with_2_and_a_hint(contentlint: Runner, words: list[str], hint: str) -> None:
    ran = contentlint(*words, files={"a.md": CLEAN})
    assert ran.status == 2
    assert hint in ran.err
    assert "Traceback" not in ran.err


OPTIONS_WITH_VALUES = [
    *["--select", "--ignore", "--extend-select", "--preset", "--config", "--fixable"],
    *["--unfixable", "--exclude", "--since", "--stdin-filename", "--baseline", "--cache-dir"],
    *["-j", "--jobs", "--output-format", "-o", "--output-file", "--fail-on", "--max-warnings"],
    "--color",
]


@pytest.mark.parametrize("option", OPTIONS_WITH_VALUES)
def test_an_option_with_an_empty_value_is_refused(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in ([option, ""], [f"{option}="]):
        assert main(["check", *words, "."]) == 2
        said = capsys.readouterr().err
        assert option in said
        assert "empty" in said


@pytest.mark.parametrize(
    "words",
    [
        ["check", ""],
        ["check", "--select", ","],
        ["check", "--", ""],
        ["rules", "--ignore="],
        ["explain", ""],
        ["explain", "links/hotword", "--config="],
        ["test", ""],
        ["test", "--rule="],
        ["schema", "front-matter", "--preset="],
        ["config", ""],
        ["init", ""],
        ["baseline", "--baseline="],
        ["cache", "info", "--cache-dir="],
        ["check", "a\0b"],
        ["check", "--config", "a\0b"],
    ],
)
def test_words_that_say_nothing_are_refused(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith("contentlint: error: ")


def test_a_missing_path_outranks_findings(contentlint: Runner) -> None:
    ran = contentlint("check", "a.md", "b.md", files={"a.md": STYLED})
    assert ran.status == 2
    assert "style/inline-style" in ran.out
    assert "b.md" in ran.err


def test_fail_on_and_tolerance(contentlint: Runner) -> None:
    files = {"a.md": STYLED}
    assert contentlint("check", "a.md", "--fail-on", "error", files=files).status == 0
    assert contentlint("check", "a.md", "--exit-zero").status == 0
    assert contentlint("check", "a.md", "--max-warnings", "1").status == 0
    assert contentlint("check", "a.md", "--max-warnings", "0").status == 1
    info = (
        "---\ntitle: x\n---\n\n"
        "<p>A text with <a target=_blank href='https://example.com/a'>a good link</a> in it.</p>\n"
    )
    ran = contentlint("check", "i.md", "--select", "links/noopener", files={"i.md": info})
    assert ran.status == 0
    assert "links/noopener" in ran.out
    again = contentlint("check", "i.md", "--select", "links/noopener", "--fail-on", "info")
    assert again.status == 1


def test_standard_input(contentlint: Runner) -> None:
    ran = contentlint("check", "-", "--stdin-filename", "posts/a.md", stdin=STYLED)
    assert ran.status == 1
    assert "posts/a.md" in ran.out
    fixed = contentlint("check", "-", "--fix", "--unsafe-fixes", stdin=STYLED)
    assert fixed.out == STYLED.replace(' style="color: red"', "")


@pytest.mark.parametrize("forced", ["option", "configuration"])
@pytest.mark.parametrize(
    ("name", "left_out"),
    [
        ("drafts/new.md", True),
        ("themes/new.md", True),
        ("ignored/new.md", True),
        (".github/new.md", True),
        ("node_modules/new.md", True),
        ("requirements.txt", True),
        ("posts/new.md", False),
    ],
)
def test_what_is_left_out_is_so_on_standard_input(
    contentlint: Runner, tmp_path: Path, forced: str, name: str, left_out: bool
) -> None:
    (tmp_path / ".git").mkdir()
    settings = 'exclude = ["drafts/"]\n' + "force-exclude = true\n" * (forced != "option")
    files = {"contentlint.toml": settings, ".gitignore": "ignored/\n", "hugo.toml": ""}
    post = LINK[LINK.index("\n\n") :] if name.endswith(".txt") else LINK
    words = ["check", "-", "--stdin-filename", name, *["--force-exclude"] * (forced == "option")]
    ran = contentlint(*words, "--output-format", "json", stdin=post, files=files)
    assert (ran.status, ran.json()["files_checked"]) == ((0, 0) if left_out else (1, 1))
    fixed = contentlint(*words, "--fix", stdin=post)
    assert (fixed.out == post) == left_out
    if forced == "option":
        assert contentlint(*words[:-1], "--output-format", "json", stdin=post).status == 1


def test_a_txt_file_on_standard_input_with_front_matter_is_a_post(contentlint: Runner) -> None:
    words = ("check", "-", "--force-exclude", "--stdin-filename", "a.txt")
    assert contentlint(*words, stdin=STYLED).status == 1


def test_fixing_writes_the_file_and_reports_what_remains(
    contentlint: Runner, tmp_path: Path
) -> None:
    ran = contentlint("check", "--fix", "a.md", files={"a.md": LINK + STYLED[len(CLEAN) :]})
    assert ran.status == 1
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert "创新产业发展" in text
    assert 'style="color: red"' in text
    assert "links/hotword" not in ran.out


def test_a_file_that_cannot_be_written_was_checked_nevertheless(
    contentlint: Runner, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(LINK, encoding="utf-8")
    (tmp_path / "a.md").chmod(0o444)
    ran = contentlint("check", "--fix", "a.md")
    assert ran.status == 2
    assert "read-only" in ran.err
    assert "1 file could not be fixed wholly" in ran.out
    assert "could not be checked" not in ran.out
    assert "links/hotword" in ran.out


def test_each_file_is_fixed_as_its_own_configuration_says(
    contentlint: Runner, tmp_path: Path
) -> None:
    empty = "A post with <b></b> in it.\n"
    files = {
        "a.md": empty,
        "b/contentlint.toml": 'unfixable = ["elements/empty"]\n',
        "b/b.md": empty,
        "c/contentlint.toml": 'fixable = ["links"]\nunsafe-fixes = true\n',
        "c/c.md": empty,
    }
    contentlint("check", "--fix", "--select", "elements/empty", ".", files=files)
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "A post with  in it.\n"
    assert (tmp_path / "b/b.md").read_text(encoding="utf-8") == empty
    assert (tmp_path / "c/c.md").read_text(encoding="utf-8") == empty
    contentlint("check", "--fix", "--fixable", "elements", "c")
    assert (tmp_path / "c/c.md").read_text(encoding="utf-8") == "A post with  in it.\n"


@pytest.mark.parametrize("place", ["", "b/"])
def test_a_rule_that_may_not_fix_must_exist(contentlint: Runner, place: str) -> None:
    files = {f"{place}contentlint.toml": 'ignore = []\nunfixable = ["links/emty"]\n'}
    ran = contentlint("check", "--fix", ".", files={**files, f"{place}a.md": LINK})
    assert ran.status == 2
    assert "contentlint.toml:2: " in ran.err
    assert "did you mean 'links/empty'?" in ran.err


def test_a_diff_writes_nothing(contentlint: Runner, tmp_path: Path) -> None:
    ran = contentlint("check", "--diff", "a.md", files={"a.md": LINK})
    assert "-<p>创<a class" in ran.out
    assert "+<p>创新产业发展</p>" in ran.out
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == LINK


@pytest.mark.parametrize("option", ["--output-file", "--output-format"])
def test_a_report_beside_a_diff_is_refused(
    contentlint: Runner, tmp_path: Path, option: str
) -> None:
    ran = contentlint("check", "--diff", option, "json", "a.md", files={"a.md": LINK})
    assert (ran.status, ran.out) == (2, "")
    assert f"writes no report: leave out {option}" in ran.err
    assert not (tmp_path / "json").exists()


def test_configuration_is_found_upwards(contentlint: Runner) -> None:
    files = {
        "contentlint.toml": (
            'ignore = ["style/inline-style"]\n[[overrides]]\npaths = ["news/"]\n'
            'extend-select = ["style/inline-style"]\nignore = []\n'
        ),
        "posts/a.md": STYLED,
    }
    assert contentlint("check", "posts", files=files).status == 0
    assert contentlint("check", "posts", "--isolated").status == 1


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ('ignroe = ["links"]\n', "contentlint.toml:1: ", "did you mean 'ignore'"),
        ('preset = "hexxo"\n', "contentlint.toml", "did you mean 'hexo'"),
        ('\n[rules."links/hotword"]\nclases = ["x"]\n', "contentlint", "did you mean 'classes'"),
        ('[rules."links/hotwrd"]\nseverity = "off"\n', "", "did you mean 'links/hotword'"),
        ('select = "links"\n', "contentlint.toml:1: select: ", "give a list, as in"),
        ("select = [\n", "contentlint.toml", "not valid TOML"),
        ('\nrule-paths = ["none"]\n', "contentlint.toml:2: rule-paths: ", "none does not exist"),
        ('baseline = "b.jsonl"\n', "contentlint.toml:1: ", "'contentlint baseline' writes it"),
        ('\noutput-format = "jsn"\n', "contentlint.toml:2: ", "did you mean 'json'"),
        (f"a = {'[' * 2000}{']' * 2000}\n", "contentlint.toml: ", "nested too deep"),
        (f"\n\nmax-warnings = {'9_' * 5000}9\n", "contentlint.toml:3: ", "too many digits"),
        (f"\nmax-warnings = {'9' * 5000}\n", "contentlint.toml:2: ", "too many digits"),
        (f"max-warnings = {'9' * 50}\n", "toml:1: max-warnings: ", "larger than TOML allows"),
        ('baseline = "a\\u0000b"\n', "contentlint.toml:1: baseline: ", "the character NUL"),
        ('cache-dir = "a\\u0000b"\n', "contentlint.toml:1: cache-dir: ", "the character NUL"),
        ('exclude = ["["]\n', "contentlint.toml:1: exclude", "this pattern matches nothing"),
        ('[[overrides]]\npaths = ["!"]\n', "toml:2: overrides", "this pattern matches nothing"),
        (
            "[front-matter.fields.n]\nmin = nan\n",
            "contentlint.toml:2: ",
            "give a number that has an end",
        ),
        ("preset = 3\n", "contentlint.toml:1: preset: ", "give a text in quotes, not 3"),
        ('unsafe-fixes = "no"\n', "toml:1: unsafe-fixes: ", "give true or false, not 'no'"),
        ('rules."links/hotword" = 3\n', "contentlint.toml:1: ", "give a table, not 3"),
        ('fail-on = "warn"\n', "toml:1: fail-on: ", "give one of 'error', 'warning' or 'info'"),
        ('[front-matter]\njson-schema = "deep.json"\n', "deep.json", "nested too deep"),
        (f"max-warnings = 0x{'1' * 5000}\n", "toml:1: max-warnings: ", "larger than TOML allows"),
        (f'[limits]\nfile-size = "-{"1" * 5000} MB"\n', "contentlint.toml:2", "give a number"),
        ('fail_on = "info"\n', "contentlint.toml:1: unknown key", "did you mean 'fail-on'"),
        ("\n[limits]\nfile_size = 1\n", "toml:3: unknown key", "did you mean 'file-size'"),
        ('[[overrides]]\npath = ["a"]\n', "toml:2: unknown key", "did you mean 'paths'"),
        ('rules.html = "off"\n', "toml:1: rules: ", 'as in [rules."html/'),
        (
            "[front-matter.fields.n]\nmin = 20240131\nmax = 20240101.5\n",
            "toml:1: front-matter.fields.n: ",
            "at least min = 20240131 and at most max = 20240101.5",
        ),
        ("[limits]\nfile-seconds = -0.5\n", "toml:2: limits.file-seconds: ", "not -0.5"),
        ('output-format = ["text", "json"]\n', "toml:1: output-format: two reports", '"sarif='),
        ("max-warnings = true\n", "toml:1: max-warnings: ", "give a whole number, not true"),
        ("output-format = []\n", "toml:1: output-format: ", "name a format"),
        ('output-format = ""\n', "toml:1: output-format: ", "name a format"),
        (
            '[tool.contentlint]\npreset = "hugo"\n',
            "contentlint.toml:1: ",
            "only in a pyproject.toml",
        ),
    ],
)
def test_faulty_configuration_is_named(
    contentlint: Runner, text: str, place: str, hint: str
) -> None:
    deep = '{"a":' * 100_000 + "1" + "}" * 100_000
    files = {"contentlint.toml": text, "a.md": CLEAN, "deep.json": deep}
    ran = contentlint("check", ".", files=files)
    assert ran.status == 2
    assert place in ran.err
    assert hint in ran.err
    assert "Traceback" not in ran.err


def test_other_settings_in_a_pyproject_may_be_as_deep_as_they_like(contentlint: Runner) -> None:
    text = f"[tool.other]\ncontentlint = {'[' * 2000}{']' * 2000}\n"
    assert contentlint("check", ".", files={"pyproject.toml": text, "a.md": CLEAN}).status == 0


def test_a_byte_order_mark_before_the_settings_means_nothing(contentlint: Runner) -> None:
    files = {"contentlint.toml": '\ufeffignore = ["style"]\n', "a.md": STYLED}
    assert contentlint("check", ".", files=files).status == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
@pytest.mark.parametrize(
    ("name", "settings"),
    [
        (".contentlint.toml", None),
        ("r/text/a.yaml", 'rule-paths = ["r"]\n'),
        ("s.json", '[front-matter]\njson-schema = "s.json"\n'),
        ("b.jsonl", 'baseline = "b.jsonl"\n'),
        (".contentlint-baseline.jsonl", ""),
    ],
)
def test_a_pipe_instead_of_a_file_is_named(
    contentlint: Runner, tmp_path: Path, name: str, settings: str | None
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(tmp_path / name)
    files = {"a.md": CLEAN} | ({} if settings is None else {"contentlint.toml": settings})
    ran = contentlint("check", ".", files=files)
    assert ran.status == 2
    assert name in ran.err
    assert "it is not an ordinary file" in ran.err


_MANY = "9" * 5000, "0" * 5000 + "129"


@pytest.mark.parametrize("digits", _MANY)
@pytest.mark.parametrize(
    "text",
    [
        "title: A title &#{};\n---\nA title &#{}; of a long text that stops &#{};",
        "title: A\n---\n<p title='&#{};'>One</b> &#{} <input size={} maxlength={}><td colspan={}>",
        "title: A\n---\n[a](http://a.com:{}/&#{}; '&#{};') ![&#{};](a.png?w=&#{};)\n\n# &#{};\n",
        "title: A\n---\n<time datetime={}-01-01>x</time><img width={} src=a srcset='b {}w'>",
        "weight: {}\ndate: 2024-01-01T00:00:00.{}Z\ntitle: !!int '0x{}'\n---\nText\n",
    ],
)
def test_thousands_of_digits_are_read(contentlint: Runner, text: str, digits: str) -> None:
    post = "---\n" + text.replace("{}", digits)
    ran = contentlint("check", "--preset", "news", files={"a.md": post, "b.html": post})
    assert ran.err == ""  # no rule failed
    assert ran.status in (0, 1)


@pytest.mark.parametrize("number", [f"0x{'1' * 5000}", "1" * 5000, "-" + "1_" * 4500 + "1"])
def test_a_long_number_in_toml_is_a_finding(contentlint: Runner, number: str) -> None:
    post = f"+++\ntitle = {number}\n+++\nText\n"
    ran = contentlint("check", "--output-format", "json", files={"a.md": post})
    assert ("front-matter/invalid-syntax", 2, 9) in ran.findings()
    assert "the value of `title` has too many digits" in ran.json()["findings"][0]["message"]
    assert ran.err == ""


def run_without_privileges(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command as somebody whom permissions concern, as they do not root."""
    command = [str(EXECUTABLE), *words]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may read everything")
        command[:0] = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders")
@pytest.mark.parametrize("more", [(), ("--cache-dir", "secret"), ("--baseline", "secret/known")])
def test_a_folder_that_may_not_be_read_costs_its_files_alone(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    (tmp_path / "open").mkdir()
    secret = tmp_path / "secret"
    secret.mkdir(mode=0o000)
    for number in range(12):
        (tmp_path / "open" / f"{number}.md").write_text(STYLED, encoding="utf-8")
    try:
        ran = run_without_privileges(tmp_path, "check", "secret/a.md", "open", *more)
    finally:
        secret.chmod(0o700)
    assert ran.returncode == 2
    if "--baseline" in more:
        assert "cannot read the baseline secret/known: Permission denied" in ran.stderr
    else:
        assert "secret/a.md: you may not read this" in ran.stderr
        assert "12 files checked" in ran.stdout


@pytest.mark.skipif(os.name != "posix", reason="permissions of folders")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("config", "secret/a.md: cannot look for this: Permission denied"),
        ("test", "secret/a.md: cannot open this: Permission denied"),
    ],
)
def test_what_may_not_be_read_is_named(tmp_path: Path, command: str, words: str) -> None:
    secret = tmp_path / "secret"
    secret.mkdir(mode=0o000)
    try:
        ran = run_without_privileges(tmp_path, command, "secret/a.md")
    finally:
        secret.chmod(0o700)
    if sys.version_info < (3, 14):  # from then on a path that cannot be looked at is none
        assert (ran.returncode, ran.stderr) == (2, f"contentlint: error: {words}\n")


@pytest.mark.skipif(sys.platform != "linux", reason="a working directory may go")
def test_a_working_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    script = f"mkdir gone; cd gone; rmdir ../gone; exec {EXECUTABLE} check"
    ran = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    said = "contentlint: error: the working directory does not exist any more; change to another"
    assert (ran.returncode, ran.stderr) == (2, f"{said} one\n")


def test_version_imports_nothing_heavy(contentlint: Runner) -> None:
    ran = contentlint("--version", env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert ran.status == 0
    for heavy in ("pydantic", "turbohtml", "yaml", "html5lib", "rich", "argparse"):
        assert f"| {heavy}\n" not in ran.err
        assert f" {heavy}\n" not in ran.err


def install_boom(folder: Path, code: str) -> Path:
    """Install a plug-in whose module *code* gives the checks ``boom.…``; where it was put."""
    package = folder / "lib"
    about = package / "boom_plugin-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Name: boom-plugin\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[contentlint.checks]\nboom = boom_plugin\n")
    (package / "boom_plugin.py").write_text(code)
    return package


def test_a_result_is_forgotten_when_its_check_changes(contentlint: Runner, tmp_path: Path) -> None:
    rule = (
        "id: site/boom\nsummary: A check of another package\n"
        "severity: warning\nwhy: It finds what it finds until somebody edits its code.\n"
        "match: {check: boom.boom}\nmessage: 'it boomed here'\n"
        "examples: [{bad: x, finds: [x]}, {good: y}]\n"
    )
    head = "from contentlint.findings import Hit\nfrom contentlint.source import Span\n"
    package = install_boom(
        tmp_path, f"{head}def boom(document, options):\n    return [Hit(Span(0, 1))]\n"
    )
    files = {f"{number}.md": "A post.\n" for number in range(15)}
    files |= {"r/site/boom.yaml": rule, "contentlint.toml": 'rule-paths = ["r"]\n'}
    words = ("check", ".", "--select", "site/boom", "--statistics")
    environment = {"PYTHONPATH": str(package)}
    assert contentlint(*words, files=files, env=environment).status == 1
    (package / "boom_plugin.py").write_text("def boom(document, options):\n    return []\n")
    assert contentlint(*words, env=environment).status == 0


@pytest.mark.parametrize("code", ["sys.exit(0)", "raise type('Odd', (BaseException,), {})"])
@pytest.mark.parametrize("place", ["on import", "when it is called"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_plugin_that_ends_the_program_is_an_error_of_its_rule(
    contentlint: Runner, tmp_path: Path, code: str, place: str, jobs: str
) -> None:
    rule = (
        "id: site/boom\nsummary: A check of another package\n"
        "severity: warning\nwhy: It ends the program instead of saying what it found.\n"
        "match: {check: boom.boom}\nmessage: 'it boomed here'\n"
        "examples: [{bad: x, finds: [x]}, {good: y}]\n"
    )
    body = f"def boom(document, options):\n    {code}\n"
    package = install_boom(
        tmp_path, f"import sys\n{code}\n" if place == "on import" else f"import sys\n{body}"
    )
    files = {f"{number}.md": "A post.\n" * 8_000 for number in range(40)}
    files |= {"r/site/boom.yaml": rule, "contentlint.toml": 'rule-paths = ["r"]\n'}
    words = ("check", ".", "--no-cache", "--jobs", jobs, "--select", "site/boom")
    ran = contentlint(*words, files=files, env={"PYTHONPATH": str(package)})
    assert ran.status == 2
    assert "rule site/boom: " in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("takes", ["document, options, elements", "document, options, *more"])
def test_a_check_with_a_selector_gets_its_elements(
    contentlint: Runner, tmp_path: Path, takes: str
) -> None:
    rule = (
        "id: site/boom\nsummary: A check that takes the elements of its selector\n"
        "severity: warning\nwhy: Whatever way it takes them, it is given them.\n"
        "match: {check: boom.boom, when: em}\nmessage: 'an element was given'\n"
        "examples: [{bad: '<em>x</em>', finds: [<em>]}, {good: y}]\n"
    )
    given = takes.rpartition(" ")[2].replace("*more", "more[0]")
    package = install_boom(
        tmp_path,
        "from contentlint.findings import Hit\n"
        f"def boom({takes}):\n"
        f"    return [Hit(document.page.start_tag(element).span) for element in {given}]\n",
    )
    files = {"a.md": "An <em>x</em>.\n", "r/site/boom.yaml": rule}
    files["contentlint.toml"] = 'rule-paths = ["r"]\n'
    ran = contentlint(
        "check", ".", "--select", "site/boom", files=files, env={"PYTHONPATH": str(package)}
    )
    assert ran.err == ""
    assert "an element was given" in ran.out


def test_a_check_that_fails_is_named_with_its_line(contentlint: Runner, tmp_path: Path) -> None:
    rule = (
        "id: site/boom\nsummary: A check that fails in its own code\nseverity: warning\n"
        "why: It shows that the author of a plug-in is told where it failed.\n"
        "match: {check: boom.boom}\nmessage: 'never said, but long'\n"
        "examples: [{bad: x, finds: [x]}, {good: y}]\n"
    )
    code = "\n\ndef boom(document, options):\n    yield options['none']\n"
    package = install_boom(tmp_path, code)
    files = {"a.md": "x\n", "r/site/boom.yaml": rule, "contentlint.toml": 'rule-paths = ["r"]\n'}
    arguments = ["check", "a.md", "--select", "site/boom"]
    ran = contentlint(*arguments, files=files, env={"PYTHONPATH": str(package)})
    assert ran.status == 2
    assert f"(KeyError: 'none', in {package / 'boom_plugin.py'}:4); see " in ran.err


@pytest.mark.parametrize(
    ("yielded", "said"),
    [
        ("(1, 2)", "no Hit"),
        ("Hit(None)", "the span None is not in the post, which has 2 characters"),
        ("Hit(Span(0, 1), fix=Fix('maybe', 'Mend', (Edit(0, 1, ''),)))", "'maybe'"),
    ],
)
@pytest.mark.parametrize("options", [["--output-format", "json"], ["--output-format", "text"]])
def test_what_is_no_hit_is_one_clear_error(
    contentlint: Runner, tmp_path: Path, yielded: str, said: str, options: list[str]
) -> None:
    rule = (
        "id: site/boom\nsummary: A check that yields what is no hit\nseverity: warning\n"
        "why: It shows that what a plug-in yields is looked over before it is relied on.\n"
        "match: {check: boom.boom}\nmessage: 'never said, but long'\n"
        "examples: [{bad: x, finds: [x]}, {good: y}]\n"
    )
    package = install_boom(
        tmp_path,
        "from contentlint.findings import Edit, Fix, Hit\nfrom contentlint.source import Span\n"
        f"def boom(document, options):\n    yield {yielded}\n",
    )
    files = {"a.md": "x\n", "r/site/boom.yaml": rule, "contentlint.toml": 'rule-paths = ["r"]\n'}
    arguments = ["check", "a.md", "--select", "site/boom", *options]
    ran = contentlint(*arguments, files=files, env={"PYTHONPATH": str(package)})
    assert ran.status == 2
    assert "rule site/boom: its check 'boom.boom' gives a hit of which" in ran.err
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_failing_check_is_one_clear_error(contentlint: Runner, tmp_path: Path) -> None:
    rule = (
        "id: site/boom\nsummary: A check that fails on purpose\nseverity: warning\n"
        "why: It shows that one failing plug-in does not take the other rules with it.\n"
        "match: {check: boom.boom}\nmessage: 'never said, but long'\n"
        "examples: [{bad: x, finds: [x]}, {good: y}]\n"
    )
    package = install_boom(tmp_path, "def boom(doc, options):\n    raise KeyError('broken')\n")
    ran = contentlint(
        "check",
        ".",
        files={
            "a.md": STYLED,
            "b.md": STYLED,
            "contentlint.toml": 'rule-paths = ["r"]\n',
            "r/site/boom.yaml": rule,
        },
        env={"PYTHONPATH": str(package)},
    )
    assert ran.status == 2
    assert "style/inline-style" in ran.out
    assert len(ran.err.splitlines()) == 1
    assert "site/boom" in ran.err
    assert "boom.boom" in ran.err
    assert "Traceback" not in ran.err


_SCRIPT = """
import atexit, sys
from contentlint.cli import script
sys.argv = ["contentlint", "check", "a.md", "--output-format", "concise"]
{before}
script()
"""


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("", False),
        ("atexit.register(print, 'told')", True),
        ("sys.settrace(lambda *_: None); atexit.register(print, 'told')", True),
    ],
)
def test_whoever_waits_for_the_end_of_the_process_is_told(
    tmp_path: Path, before: str, told: bool
) -> None:
    (tmp_path / "a.md").write_text(STYLED, encoding="utf-8")
    command = [sys.executable, "-c", _SCRIPT.format(before=before)]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert ran.stdout.startswith("a.md:8:4: warning:")
    assert ran.stdout.endswith("told\n") is told


def test_an_error_of_many_files_is_told_once_and_counts_for_each(contentlint: Runner) -> None:
    files = dict.fromkeys(("a.md", "b.md", "c.md"), CLEAN)
    files["contentlint.toml"] = '[front-matter]\nschema = "nowhere.site:Post"\n'
    ran = contentlint("check", ".", files=files)
    assert ran.status == 2
    assert ran.err.count("front-matter.schema") == 1
    assert "(and in 2 more files)" in ran.err
    assert "3 files could not be checked" in ran.out


SITES = {
    "contentlint.toml": 'exclude = ["old", "left/out"]\n',
    "a/contentlint.toml": 'exclude = ["/drafts/"]\nforce-exclude = true\n',
    "b/pyproject.toml": '[tool.contentlint]\nexclude = ["*.en.md"]\n',
    "c/pyproject.toml": "[project]\nname = 'c'\n",
    **dict.fromkeys(("a/x.md", "a/drafts/x.md", "a/x.en.md", "b/x.md", "b/drafts/x.md"), LINK),
    **dict.fromkeys(("b/x.en.md", "b/old/x.md", "c/x.md", "c/old/x.md", "left/out/x.md"), LINK),
    "left/out/contentlint.toml": "",
}
TAKEN = ["a/x.en.md", "a/x.md", "b/drafts/x.md", "b/old/x.md", "b/x.md", "c/x.md"]


@pytest.mark.parametrize(
    "paths", [["."], ["b", "c", "a"], ["--force-exclude", *[n for n in SITES if n.endswith(".md")]]]
)
def test_each_site_leaves_out_what_its_own_configuration_says(
    contentlint: Runner, paths: list[str]
) -> None:
    ran = contentlint("check", "--output-format", "json", "--no-cache", *paths, files=SITES)
    assert sorted({finding["path"] for finding in ran.json()["findings"]}) == TAKEN


def test_each_site_forces_its_own_excludes(contentlint: Runner) -> None:
    words = ["check", "--output-format", "json", "b/x.en.md", "a/drafts/x.md", "a/x.md"]
    ran = contentlint(*words, files=SITES)
    assert sorted({finding["path"] for finding in ran.json()["findings"]}) == [
        "a/x.md",
        "b/x.en.md",
    ]


def test_a_site_may_not_heed_gitignore(contentlint: Runner, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    names = ["a/made.md", "b/made.md", "b/deep/made.md", "b/deep/c/made.md"]
    files = {
        ".gitignore": "made.md\n",
        "b/contentlint.toml": "respect-gitignore = false\n",
        "b/deep/c/contentlint.toml": "",
        **dict.fromkeys(names, LINK),
    }
    ran = contentlint("check", "--output-format", "json", "--no-cache", ".", files=files)
    paths = sorted({finding["path"] for finding in ran.json()["findings"]})
    assert paths == ["b/deep/made.md", "b/made.md"]


@pytest.mark.parametrize(("paths", "is_told"), [("a b", True), ("b a", True), ("a", False)])
def test_limits_that_a_run_does_not_use_are_told(
    contentlint: Runner, paths: str, is_told: bool
) -> None:
    files = {
        "a/contentlint.toml": '[limits]\nfile-size = "1 MB"\n',
        "a/x.md": CLEAN,
        "b/contentlint.toml": '[limits]\nfile-size = "2 MB"\n',
        "b/x.md": CLEAN,
    }
    ran = contentlint("check", *paths.split(), files=files)
    other = paths[-1]
    said = f"{other}/contentlint.toml sets [limits] of its own, which this run does not use"
    assert (said in ran.err) is is_told
    assert ran.status == 0
