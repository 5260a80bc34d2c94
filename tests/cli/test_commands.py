"""The commands beside `check`, through the real executable."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import EXECUTABLE, Ran, Runner

FRONT = "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n\n"
CLEAN = FRONT + "Hello, reader of these words.\n"
STRAY = FRONT + "<p>Hello, reader</p></p>\n"
STYLED = FRONT + "<p style='color: red'>Hello, reader</p>\n"

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def rules_of(ran: Ran) -> list[tuple[str, str]]:
    return [(finding["path"], finding["rule"]) for finding in ran.json()["findings"]]


# rules, explain


def test_rules_lists_what_is_on(contentlint: Runner) -> None:
    ran = contentlint("rules", "--select", "html", "--isolated")
    assert (ran.status, ran.err) == (0, "")
    assert re.search(r"html/stray-end-tag +error +fix ", ran.out)
    assert re.search(r"html/invalid-nesting +error +An element", ran.out)
    assert "links/" not in ran.out
    on = json.loads(contentlint("rules", "--output-format", "json").out)
    known = json.loads(contentlint("rules", "--all", "--output-format", "json").out)
    assert {rule["id"] for rule in on} < {rule["id"] for rule in known}
    off = next(rule for rule in known if not rule["on"])
    assert f"{off['summary']} (off)\n" in contentlint("rules", "--all").out
    assert "(off)" not in ran.out


def test_rules_heeds_the_configuration(contentlint: Runner) -> None:
    files = {"contentlint.toml": 'select = ["html/stray-end-tag"]\n'}
    ran = contentlint("rules", "--output-format", "json", files=files)
    assert [rule["id"] for rule in json.loads(ran.out)] == ["html/stray-end-tag"]


def test_explain_tells_the_reason_options_and_examples(contentlint: Runner) -> None:
    ran = contentlint("explain", "links/hotword")
    assert ran.status == 0
    assert ran.out.startswith("links/hotword")
    for word in ("classes", "trsHotWords"):
        assert word in ran.out
    assert contentlint("explain", "hotword").out == ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_examples_are_explained_with_what_becomes_of_them(contentlint: Runner) -> None:
    rule = (
        "id: house/bold\nsummary: Bold text of the house\nseverity: warning\n"
        "match: {select: 'b'}\nfix: {do: unwrap, safety: unsafe}\nmessage: This is bold text.\n"
        "why: Bold text is louder than the words that it stands among.\n"
        "examples: [{bad: '<b>x</b>', finds: [<b>], fixed: x}, {good: y}]\n"
    )
    files = {"contentlint.toml": 'rule-paths = ["lint"]\n', "lint/house/bold.yaml": rule}
    ran = contentlint("explain", "bold", files=files)
    assert "Bad:\n    <b>x</b>\nFixed:\n    x\n\nGood:\n    y\n" in ran.out
    assert "Fix (unsafe, --fix --unsafe-fixes): unwrap.\n" in ran.out
    assert "\n  or for one line of a post:\n    <!-- contentlint-disable-next-line" in ran.out


def test_a_family_is_not_explained_but_listed(contentlint: Runner) -> None:
    ran = contentlint("explain", "style/")
    assert (ran.status, ran.out) == (2, "")
    assert "but a family: 'contentlint rules --select style' lists its rules" in ran.err
    listed = contentlint("rules", "--select", "style").out
    assert re.search(r"style/inline-style +warning +fix\? ", listed)


# schema


@pytest.mark.parametrize("name", ["config", "rule", "report", "front-matter"])
def test_each_schema_is_a_json_schema(contentlint: Runner, name: str) -> None:
    ran = contentlint("schema", name)
    assert (ran.status, ran.err) == (0, "")
    schema = json.loads(ran.out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_report_is_valid_against_its_schema(contentlint: Runner) -> None:
    schema = json.loads(contentlint("schema", "report").out)
    ran = contentlint("check", ".", "--output-format", "json", files={"a.md": STRAY})
    jsonschema.validate(ran.json(), schema)


def test_the_configuration_schema_knows_good_from_bad(contentlint: Runner) -> None:
    schema = json.loads(contentlint("schema", "config").out)
    good = {"preset": ["hexo", "news"], "overrides": [{"paths": ["a/"], "ignore": ["text"]}]}
    jsonschema.validate(good, schema)
    for bad in ({"ignroe": []}, {"fail-on": "never"}, {"overrides": [{"ignore": []}]}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, schema)


def test_the_front_matter_schema_has_the_sites_own_fields(contentlint: Runner) -> None:
    table = '[front-matter.fields.section]\ntype = "str"\nrequired = true\nenum = ["news"]\n'
    ran = contentlint("schema", "front-matter", files={"contentlint.toml": table})
    schema = json.loads(ran.out)
    assert "section" in schema["required"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "A", "section": "sport"}, schema)


# config


def test_config_says_where_each_value_comes_from(contentlint: Runner) -> None:
    toml = (
        'preset = "hexo"\n[rules."html/stray-end-tag"]\nseverity = "info"\n'
        '[[overrides]]\npaths = ["news/"]\npreset = ["hexo", "news"]\n'
    )
    files = {"contentlint.toml": toml, "news/a.md": CLEAN, "b.md": CLEAN}
    plain = contentlint("config", "b.md", "--output-format", "json", files=files).json()
    assert plain["presets"] == ["hexo"]
    assert plain["presets-from"].endswith("contentlint.toml")
    stray = plain["rules"]["html/stray-end-tag"]
    assert stray["severity"] == "info"
    assert stray["severity-from"].endswith("contentlint.toml")
    assert plain["rules"]["style/inline-style"]["severity-from"] == "the rule's default"
    news = contentlint("config", "news/a.md", "--output-format", "json").json()
    assert news["presets"] == ["hexo", "news"]
    assert news["overrides"] == [["news/"]]
    ran = contentlint("config", "news/a.md")
    assert ran.status == 0
    assert "overrides:      news/" in ran.out
    assert "contentlint.toml" in ran.out
    for key in ("preset:", "\nrules:", "\noverrides: ["):
        assert key not in ran.out, "what is in force is told on lines of its own"


def test_config_names_options_and_guesses(contentlint: Runner) -> None:
    ran = contentlint("config", ".", "--preset", "zola", files={"hugo.toml": ""})
    assert "zola (from --preset)" in ran.out
    assert "hugo (from a guess from the site's files)" in contentlint("config").out
    assert "plain (from --isolated)" in contentlint("config", "--isolated").out
    assert contentlint("config", "nowhere").status == 2


# init


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new git repository, free of anybody's settings."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    git(tmp_path, "init", "-q", "-b", "main")
    return tmp_path


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Write")


@needs_git
def test_init_writes_settings_baseline_and_hook(contentlint: Runner, repository: Path) -> None:
    files = {"source/_posts/a.md": STRAY, "source/_posts/b.md": STYLED}
    ran = contentlint("init", files=files)
    assert (ran.status, ran.err) == (0, "")
    assert "2 posts" in ran.out
    text = (repository / "contentlint.toml").read_text(encoding="utf-8")
    assert tomllib.loads(text)["preset"] == "plain"
    for words in ("2  source/_posts", "1  html/stray-end-tag", "title  str"):
        assert words in text
    assert (repository / ".contentlint-baseline.jsonl").exists()
    assert "id: contentlint" in (repository / ".pre-commit-config.yaml").read_text("utf-8")
    check = contentlint("check")
    assert check.status == 0
    assert "2 earlier findings held back by the baseline" in check.out
    assert contentlint("check", files={"c.md": STRAY}).status == 1


@pytest.mark.parametrize("folder", [".", "site"])
def test_init_surveys_with_what_the_site_sets(
    contentlint: Runner, tmp_path: Path, folder: str
) -> None:
    site = tmp_path / folder
    files = {f"{folder}/hugo.toml": "", f"{folder}/content/a.md": STRAY}
    ran = contentlint("init", folder, files=files)
    assert "found in them: 2 errors" in ran.out
    assert ": 2 findings in 1 post" in ran.out
    text = (site / "contentlint.toml").read_text(encoding="utf-8")
    assert "1  markdown/dropped-html" in text


@needs_git
def test_init_keeps_the_line_ends_of_the_hooks(contentlint: Runner, repository: Path) -> None:
    hooks = b"repos:\r\n- repo: local\r\n  hooks: []\r\n"
    contentlint("init", files={"a.md": CLEAN, ".pre-commit-config.yaml": hooks})
    written = (repository / ".pre-commit-config.yaml").read_bytes()
    assert written.startswith(hooks)
    assert written.count(b"\n") == written.count(b"\r\n") > 10


@needs_git
def test_init_leaves_out_what_is_not_wanted(contentlint: Runner, repository: Path) -> None:
    ran = contentlint("init", "--no-baseline", "--no-pre-commit", files={"a.md": STRAY})
    assert ran.status == 0
    written = {path.name for path in repository.iterdir()} - {".git"}
    assert written == {"a.md", "contentlint.toml"}


def test_init_needs_neither_git_nor_faults(contentlint: Runner, tmp_path: Path) -> None:
    ran = contentlint("init", "site", files={"site/a.md": CLEAN})
    assert ran.status == 0
    assert "no git repository" in ran.out
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"a.md", "contentlint.toml"}
    assert contentlint("init", "nowhere").status == 2


@pytest.mark.parametrize(
    ("files", "preset"),
    [
        ({"_config.yml": "title: A\n", "package.json": '{"dependencies": {"hexo": "7"}}'}, "hexo"),
        ({"hugo.toml": ""}, "hugo"),
        ({"_config.yml": "theme: minima\n"}, "jekyll"),
        ({"astro.config.mjs": ""}, "astro"),
        ({"docusaurus.config.js": ""}, "docusaurus"),
        ({"config.toml": 'base_url = "https://example.com"\n'}, "zola"),
        ({"mkdocs.yml": "site_name: A\n"}, "mkdocs"),
        ({"zensical.toml": "[project]\n"}, "mkdocs"),
        ({".vitepress/config.js": ""}, "vitepress"),
        ({".vuepress/config.ts": ""}, "vitepress"),
        ({".eleventy.js": ""}, "eleventy"),
        ({"eleventy.config.mjs": ""}, "eleventy"),
        ({"layouts/_partials/head.html": ""}, "hugo"),
        ({}, "plain"),
    ],
)
def test_init_guesses_the_generator(
    contentlint: Runner, tmp_path: Path, files: dict[str, str], preset: str
) -> None:
    ran = contentlint("init", "--no-pre-commit", files={**files, "posts/a.md": CLEAN})
    assert f"preset {preset}" in ran.out
    values = tomllib.loads((tmp_path / "contentlint.toml").read_text(encoding="utf-8"))
    assert values["preset"] == preset


PARTS = {
    "_includes/header.html": "<header>\n<div>\n",
    "_includes/footer.html": "</div>\n</header>\n",
    "content/a.md": CLEAN,
}


def test_parts_of_pages_are_neither_fixed_nor_held_back(
    contentlint: Runner, tmp_path: Path
) -> None:
    marks = {"_config.yml": "title: A\n", "Gemfile": ""}
    ran = contentlint("init", "--no-pre-commit", files={**marks, **PARTS})
    assert "1 post, preset jekyll" in ran.out
    assert not (tmp_path / ".contentlint-baseline.jsonl").exists()
    assert contentlint("check", "--fix").status == 0
    for name, text in PARTS.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_a_preset_that_is_set_names_the_folders_of_parts(contentlint: Runner) -> None:
    settings = {"contentlint.toml": 'preset = "jekyll"\n'}
    assert contentlint("check", files={**settings, **PARTS}).status == 0
    assert contentlint("check", "--isolated", "--preset", "jekyll").status == 0
    assert contentlint("check", "_includes/footer.html").status == 1
    assert contentlint("check", "--force-exclude", "_includes/footer.html").status == 0


def test_init_sees_posts_made_from_feeds(contentlint: Runner, tmp_path: Path) -> None:
    fed = "---\ntitle: A\ndate: Wed, 01 May 2024 08:00:00 GMT\n---\n\nHello, reader.\n"
    contentlint("init", "--no-baseline", "--no-pre-commit", files={"a.md": fed, "b.md": fed})
    values = tomllib.loads((tmp_path / "contentlint.toml").read_text(encoding="utf-8"))
    assert values["preset"] == ["plain", "news"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("contentlint.toml", "# mine\n"),
        (".contentlint.toml", "# mine\n"),
        ("pyproject.toml", "[tool.contentlint]\n"),
    ],
)
def test_init_overwrites_nothing(contentlint: Runner, tmp_path: Path, name: str, text: str) -> None:
    ran = contentlint("init", files={name: text, "a.md": STRAY})
    assert ran.status == 2
    assert name in ran.err
    assert "--force" in ran.err
    assert (tmp_path / name).read_text(encoding="utf-8") == text
    assert {path.name for path in tmp_path.iterdir()} == {name, "a.md"}
    assert contentlint("init", "--force", "--no-pre-commit").status == 0
    assert "preset" in (tmp_path / "contentlint.toml").read_text(encoding="utf-8")


def test_init_writes_where_an_empty_file_says_nothing(contentlint: Runner, tmp_path: Path) -> None:
    ran = contentlint("init", files={"contentlint.toml": "", "a.md": CLEAN})
    assert (ran.status, ran.err) == (0, "")
    assert "preset" in (tmp_path / "contentlint.toml").read_text(encoding="utf-8")


def test_an_empty_configuration_is_one(contentlint: Runner) -> None:
    files = {"contentlint.toml": 'ignore = ["style"]\n', "a/contentlint.toml": "", "a/a.md": STYLED}
    assert contentlint("check", "a", files=files).status == 1
    assert "contentlint.toml" in contentlint("config", "a").out


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("contentlint.toml/x", "contentlint.toml is in the way: it is no file"),
        (".contentlint-baseline.jsonl/x", "baseline.jsonl: it is not an ordinary file"),
        (".pre-commit-config.yaml/x", "cannot read .pre-commit-config.yaml"),
    ],
)
def test_init_writes_nothing_where_something_is_in_the_way(
    contentlint: Runner, tmp_path: Path, name: str, words: str
) -> None:
    files = {name: "", ".git/HEAD": "", "a.md": STRAY}
    for option in ((), ("--force",)):
        ran = contentlint("init", *option, files=files)
        assert ran.status == 2
        assert words in ran.err
        assert not (tmp_path / "contentlint.toml").is_file()


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no folder that nobody can write to")
def test_init_names_what_it_cannot_write(contentlint: Runner) -> None:
    ran = contentlint("init", "/proc/self/fd")
    assert ran.status == 2
    assert ran.err.startswith("contentlint: error: cannot write /proc/self/fd/contentlint.toml: ")


@needs_git
def test_init_goes_on_where_a_post_cannot_be_read(contentlint: Runner, repository: Path) -> None:
    os.mkfifo(repository / "pipe.md")
    ran = contentlint("init", files={"a.md": STRAY})
    assert ran.status == 2
    assert ran.err == (
        "contentlint: error: pipe.md: this is a named pipe, not a file with text in it\n"
    )
    assert (repository / ".contentlint-baseline.jsonl").exists()
    assert (repository / ".pre-commit-config.yaml").exists()


def test_init_declares_the_fields_that_posts_have(contentlint: Runner, tmp_path: Path) -> None:
    posts = {f"{n}.md": CLEAN.replace("---\n\n", "section: news\n---\n\n") for n in range(8)}
    ran = contentlint("init", "--schema", "--no-pre-commit", files=posts)
    assert ran.status == 0
    values = tomllib.loads((tmp_path / "contentlint.toml").read_text(encoding="utf-8"))
    assert values["front-matter"]["fields"]["section"] == {"type": "str", "required": True}
    assert contentlint("check").status == 0
    missing = contentlint("check", "9.md", "--output-format", "json", files={"9.md": CLEAN})
    assert rules_of(missing) == [("9.md", "front-matter/missing-field")]


HOOKS = [
    "repos:\n  - repo: https://example.com/a\n    rev: v1\n    hooks: [{id: a}]\n",
    "repos:\n- repo: https://example.com/a\n  rev: v1\n  hooks:\n  - id: a\n\n# last\nci: {}\n",
    "repos: []\n",
    "# ours\nfail_fast: true\nrepos:\n-   repo: local\n    hooks:\n    -   id: a\n"
    "        entry: |\n            true\nexclude: x",
    "repos:\n- repo: local\n  hooks:\n  - id: a",
]


@needs_git
@pytest.mark.parametrize("old", HOOKS)
def test_init_adds_its_hook_and_keeps_the_others(
    contentlint: Runner, repository: Path, old: str
) -> None:
    import yaml

    name = ".pre-commit-config.yaml"
    assert contentlint("init", files={name: old, "a.md": CLEAN}).status == 0
    new = (repository / name).read_text(encoding="utf-8")
    before, after = yaml.safe_load(old), yaml.safe_load(new)
    assert after["repos"][:-1] == before["repos"]
    assert after["repos"][-1]["hooks"][0]["id"] == "contentlint"
    assert {**after, "repos": []} == {**before, "repos": []}
    if old != HOOKS[2]:
        assert [line for line in old.splitlines() if line not in new.splitlines()] == []
    again = contentlint("init", "--force")
    assert "has the hook already" in again.out
    assert (repository / name).read_text(encoding="utf-8") == new


@needs_git
@pytest.mark.parametrize(
    ("old", "words"),
    [
        ("repos: [\n", "not valid YAML"),
        ("hooks: []\n", "no list of repos"),
        ("repos: [{repo: meta, hooks: [{id: a}]}]\n", "by hand"),
        ("repos: [{hooks: 3}]\n", "no list of repos with hooks"),
        ("repos: [{hooks: [3]}]\n", "no list of repos with hooks"),
        ("x: 2024-13-01\nrepos: []\n", "not valid YAML"),
        (f"repos: {'[' * 900}{']' * 900}\n", "nested too deep"),
        ("repos: &a\n- hooks:\n  - &b {x: *b}\n  - id: *a\n", "by hand"),
    ],
)
def test_init_stops_at_hooks_it_cannot_add_to(
    contentlint: Runner, repository: Path, old: str, words: str
) -> None:
    ran = contentlint("init", files={".pre-commit-config.yaml": old, "a.md": STRAY})
    assert ran.status == 2
    assert words in ran.err
    assert not (repository / "contentlint.toml").exists()
    assert (repository / ".pre-commit-config.yaml").read_text(encoding="utf-8") == old


# baseline


def test_a_baseline_holds_back_what_was_there(contentlint: Runner, tmp_path: Path) -> None:
    files = {"a.md": STRAY, "b.md": STYLED}
    ran = contentlint("baseline", files=files)
    assert ran.status == 0
    assert "2 findings in 2 posts" in ran.out
    assert contentlint("check").status == 0
    assert contentlint("check", "--no-baseline").status == 1
    moved = STRAY.replace("---\n\n", "---\n\nA new paragraph above.\n\n")
    both = moved + "\n<p style='color: blue'>Bye, reader</p>\n"
    new = contentlint("check", "--output-format", "json", files={"a.md": both})
    assert new.status == 1
    assert rules_of(new) == [("a.md", "style/inline-style")]


def test_a_baseline_of_what_is_not_there_is_an_error(contentlint: Runner, tmp_path: Path) -> None:
    contentlint("baseline", files={"a.md": STRAY})
    kept = (tmp_path / ".contentlint-baseline.jsonl").read_bytes()
    for words in ("baseline", "nowhere.md"), ("baseline", "--prune", "nowhere.md"):
        ran = contentlint(*words)
        assert (ran.status, ran.err) == (
            2, "contentlint: error: nowhere.md: no such file or folder\n",
        )  # fmt: skip
        assert (tmp_path / ".contentlint-baseline.jsonl").read_bytes() == kept
    assert contentlint("check").status == 0


def test_no_baseline_is_made_of_nothing_that_could_be_read(
    contentlint: Runner, tmp_path: Path
) -> None:
    assert contentlint("baseline", "nowhere.md").status == 2
    assert not (tmp_path / ".contentlint-baseline.jsonl").exists()


def test_pruning_drops_what_is_gone(contentlint: Runner, tmp_path: Path) -> None:
    contentlint("baseline", files={"a.md": STRAY, "b.md": STYLED})
    ran = contentlint("check", files={"a.md": CLEAN})
    assert "findings of the baseline that are gone: 1;" in ran.err
    assert "--prune" in ran.err
    pruned = contentlint("baseline", "--prune", files={"c.md": STRAY})
    assert "1 finding in 1 post, 1 that is gone was dropped" in pruned.out
    assert rules_of(contentlint("check", "--output-format", "json")) == [
        ("c.md", "html/stray-end-tag")
    ]


def test_a_baseline_of_some_rules_leaves_the_records_of_others(contentlint: Runner) -> None:
    files = {"a.md": STRAY, "b.md": STYLED, "c.md": CLEAN}
    contentlint("baseline", files=files)
    ran = contentlint("baseline", "--select", "style")
    assert "2 findings in 2 posts" in ran.out
    assert contentlint("check").status == 0
    some = contentlint("check", "--ignore", "style", files={"a.md": CLEAN})
    assert "that are gone: 1;" in some.err
    pruned = contentlint("baseline", "--prune", "--ignore", "style")
    assert "1 finding in 1 post, 1 that is gone" in pruned.out
    assert contentlint("check").status == 0


def test_a_baseline_that_is_not_used_is_named(contentlint: Runner, tmp_path: Path) -> None:
    files = {"web/contentlint.toml": "", "web/posts/a.md": STYLED, "b.md": STYLED, "other/x": ""}
    contentlint("baseline", "web", files=files)
    ran = contentlint("check", ".")
    assert ran.status == 1
    assert ran.err == (
        "contentlint: web has a baseline of its own, which this run does not use: the first path "
        "decides; 'contentlint check web' uses it\n"
    )
    assert contentlint("check", "web").err == ""
    assert contentlint("check", "..", cwd=tmp_path / "web" / "posts").err == ""
    ran = contentlint("check", "../b.md", "../web", cwd=tmp_path / "other")
    assert "contentlint: ../web has a baseline of its own" in ran.err
    for quiet in ("-q", "--no-baseline", "--isolated", "--config=web/contentlint.toml"):
        assert contentlint("check", quiet, ".").err == ""
    (tmp_path / "web/contentlint.toml").unlink()
    assert contentlint("check", ".").err == ""  # it is nobody's then


def test_standard_input_heeds_the_baseline(contentlint: Runner) -> None:
    contentlint("baseline", files={"posts/a.md": STYLED})
    words = ("check", "-", "--stdin-filename", "posts/a.md")
    ran = contentlint(*words, stdin=STYLED)
    assert (ran.status, "1 earlier finding held back by the baseline" in ran.out) == (0, True)
    assert contentlint(*words, "--no-baseline", stdin=STYLED).status == 1
    assert contentlint("check", "-", "--baseline", "none", stdin=STYLED).status == 2


def test_a_broken_baseline_is_told_with_a_way_out(contentlint: Runner, tmp_path: Path) -> None:
    files = {"a.md": STRAY, ".contentlint-baseline.jsonl": "[" * 100_000}
    for command in ("check", "baseline"):
        ran = contentlint(command, files=files)
        assert ran.status == 2
        assert "baseline.jsonl:1: not JSON; mend or delete the line, or delete the file" in ran.err
    (tmp_path / ".contentlint-baseline.jsonl").unlink()
    assert contentlint("baseline").status == 0


def test_a_baseline_that_an_editor_gave_a_byte_order_mark(
    contentlint: Runner, tmp_path: Path
) -> None:
    contentlint("baseline", files={"a.md": STRAY})
    file = tmp_path / ".contentlint-baseline.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert contentlint("check").status == 0


def test_a_named_baseline_must_be_there(contentlint: Runner) -> None:
    files = {"a.md": STRAY}
    assert contentlint("check", "--baseline", "old.jsonl", files=files).status == 2
    assert contentlint("baseline", "--prune").status == 2
    assert contentlint("baseline", "--baseline", "old.jsonl").status == 0
    assert contentlint("check").status == 1
    assert contentlint("check", "--baseline", "old.jsonl").status == 0


# changes


@needs_git
def test_changed_and_since_look_at_what_changed(contentlint: Runner, repository: Path) -> None:
    json_report = ("--output-format", "json")
    contentlint("rules", files={"old.md": STRAY, "long.md": STRAY})
    commit(repository)
    assert rules_of(contentlint("check", "--changed", *json_report)) == []
    longer = STRAY + "\n<p style='color: red'>New</p>\n"
    changed = contentlint("check", "--changed", *json_report, files={"long.md": longer})
    assert rules_of(changed) == [
        ("long.md", "html/stray-end-tag"),
        ("long.md", "style/inline-style"),
    ]
    lines = contentlint("check", "--changed", "--changed-lines", *json_report)
    assert rules_of(lines) == [("long.md", "style/inline-style")]
    git(repository, "checkout", "-q", "-b", "work")
    commit(repository)
    assert contentlint("check", "--changed").status == 0
    since = contentlint("check", "--since", "main", "--changed-lines", *json_report)
    assert rules_of(since) == [("long.md", "style/inline-style")]
    unknown = contentlint("check", "--since", "mian")
    assert unknown.status == 2
    assert "mian" in unknown.err


@needs_git
@pytest.mark.skipif(os.name != "posix", reason="the program is a script of the shell")
@pytest.mark.parametrize(
    "setting",
    ["core.fsmonitor", "core.hooksPath", "filter.x.clean", "filter.x.process", "filter.a=b.clean"],
)
def test_no_program_of_a_repository_is_run(
    contentlint: Runner, repository: Path, tmp_path_factory: pytest.TempPathFactory, setting: str
) -> None:
    hooks = tmp_path_factory.mktemp("hooks")
    program = hooks / "post-index-change"
    program.write_text(f'#!/bin/sh\n: >"{hooks}/ran"\nexec cat\n', encoding="utf-8")
    program.chmod(0o755)
    attributes = "a.md filter=x\nb.md filter=a=b\n"
    posts = {"a.md": STRAY, "b.md": STRAY, "c.md": STRAY}
    contentlint("rules", files={**posts, ".gitattributes": attributes})
    commit(repository)
    os.utime(repository / "c.md", (1, 1))  # so that git has the index to write
    git(repository, "config", setting, str(hooks if "hooks" in setting else program))
    git(repository, "config", setting.rpartition(".")[0] + ".required", "true")
    (repository / "a.md").write_text(STRAY + "\nMore.\n", encoding="utf-8")
    (repository / "b.md").write_text(STRAY + "\nMore.\n", encoding="utf-8")
    for words in (["--changed"], ["--since", "HEAD", "--changed-lines"]):
        ran = contentlint("check", *words)
        assert (ran.err, "2 files checked" in ran.out) == ("", True)
    assert not (hooks / "ran").exists()
    subprocess.run(["git", "add", "-A"], cwd=repository, check=False, capture_output=True)
    assert (hooks / "ran").exists()


@needs_git
def test_a_finding_that_names_a_changed_line_is_new(contentlint: Runner, repository: Path) -> None:
    post = "---\ntitle: A\ndate: 2024-01-01\n---\n\n<p {}>One</p>\n\n<p id=b>Two</p>\n"
    contentlint("rules", files={"a.md": post.format("id=a")})
    commit(repository)
    files = {"a.md": post.format("id=b")}
    words = ("check", "--changed", "--changed-lines", "--output-format", "json")
    assert rules_of(contentlint(*words, files=files)) == [("a.md", "html/duplicate-id")]
    commit(repository)
    other = {"a.md": post.format("id=b").replace("---\n\n", "---\n\nMore.\n\n")}
    assert rules_of(contentlint(*words, files=other)) == []


@needs_git
def test_the_end_of_the_page_is_no_line_that_a_finding_names(
    contentlint: Runner, repository: Path
) -> None:
    post = FRONT + "<div>\n\nText of a post.\n"
    contentlint("rules", files={"a.md": post})
    commit(repository)
    words = ("check", "--changed", "--output-format", "json")
    ran = contentlint(*words, files={"a.md": post + "\nMore of it.\n"})
    assert rules_of(ran) == [("a.md", "html/unclosed-element")]
    (related,) = ran.json()["findings"][0]["related"]
    assert (related["message"], related["start"]["line"]) == ("the page ends here", 10)
    assert rules_of(contentlint(*words, "--changed-lines")) == []


@needs_git
def test_a_repository_within_that_is_not_compared_is_named(
    contentlint: Runner, repository: Path
) -> None:
    contentlint("rules", files={"a.md": CLEAN, "content/post/b.md": STRAY, "content/c.md": STRAY})
    git(repository / "content", "init", "-q")
    ran = contentlint("check", "--changed")
    assert "1 file checked" in ran.out
    assert ran.err == (
        "contentlint: content is a git repository of its own, whose changes this run did not look "
        "at: 'contentlint check --changed content' does\n"
    )
    assert contentlint("check", "--changed", "--quiet").err == ""
    for words in (["content"], [".", "content"], [str(repository / "content"), "a.md"]):
        ran = contentlint("check", "--changed", *words)
        assert (ran.status, ran.err) == (1, "")
    assert contentlint("check", "--changed", cwd=repository / "content" / "post").err == ""


@needs_git
def test_a_commit_is_found_by_its_words(contentlint: Runner, repository: Path) -> None:
    contentlint("rules", files={"a.md": STRAY})
    commit(repository)
    contentlint("rules", files={"b.md": STRAY})
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "More")
    since = contentlint("check", "--since", ":/Write", "--output-format", "json")
    assert rules_of(since) == [("b.md", "html/stray-end-tag")]
    for none in (":/Nothing", "^HEAD"):
        assert f"no revision '{none}' here" in contentlint("check", "--since", none).err


@needs_git
def test_a_git_that_fails_is_told_in_a_line(
    contentlint: Runner, repository: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    contentlint("rules", files={"a.md": STRAY})
    commit(repository)
    folder = tmp_path_factory.mktemp("elsewhere")
    for path in (str(tmp_path / "a.md"), str(folder)):
        (folder / "git").mkdir(exist_ok=True)
        ran = contentlint("check", "--changed", env={"PATH": path})
        assert (ran.status, ran.err.count("\n")) == (2, 1)
        assert ran.err.startswith("contentlint: error: --changed and --since need git, which ")
    git(repository, "config", "core.worktree", str(folder))
    ran = contentlint("check", "--changed")
    assert (ran.status, ran.err.count("\n"), "git repository" in ran.err) == (2, 1, True)


@needs_git
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_git_that_fails_is_heard_where_ends_of_processes_are_ignored(
    contentlint: Runner, repository: Path
) -> None:
    contentlint("rules", files={"a.md": STRAY})
    code = (
        "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    for words, status, said in (
        (["--changed"], 1, "html/stray-end-tag"),
        (["--since", "nope"], 2, "there is no revision 'nope'"),
    ):
        command = [sys.executable, "-c", code, str(EXECUTABLE), "check", *words]
        done = subprocess.run(command, cwd=repository, capture_output=True, check=False, text=True)
        assert (done.returncode, said in done.stdout + done.stderr) == (status, True)


def test_changes_need_a_repository(contentlint: Runner) -> None:
    ran = contentlint("check", "--changed", files={"a.md": CLEAN})
    assert ran.status == 2
    assert "git" in ran.err


# cache


def test_the_cache_can_be_shown_and_cleared(contentlint: Runner, tmp_path: Path) -> None:
    posts = {f"{n}.md": STRAY for n in range(12)}
    folder = ("--cache-dir", "kept")
    assert "there is no cache in kept" in contentlint("cache", "info", *folder).out
    first = contentlint("check", *folder, "--output-format", "json", files=posts)
    assert first.status == 1
    shown = contentlint("cache", "info", *folder)
    assert "12 results of 12 files" in shown.out
    again = contentlint("check", *folder, "--output-format", "json")
    assert again.out == first.out
    (cache,) = (tmp_path / "kept").glob("*.sqlite3")
    cache.write_bytes(b"no database, though a long enough text")
    shown = contentlint("cache", "info", *folder)
    assert shown.status == 2
    assert "this cache cannot be read (file is not a database)" in shown.err
    assert contentlint("cache", "clear", *folder).out == "cleared kept\n"
    assert "there is no cache in kept" in contentlint("cache", "info", *folder).out


# output


def test_several_reports_at_once(contentlint: Runner, tmp_path: Path) -> None:
    ran = contentlint(
        "check", "a.md", "--output-format", "concise", "--output-format", "json=report.json",
        "--output-format", "sarif=report.sarif", files={"a.md": STRAY},
    )  # fmt: skip
    assert ran.status == 1
    assert ran.out.startswith("a.md:6:")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    sarif = json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))
    assert [finding["rule"] for finding in report["findings"]] == ["html/stray-end-tag"]
    assert [result["ruleId"] for result in sarif["runs"][0]["results"]] == ["html/stray-end-tag"]


def test_statistics_count_rules_families_and_folders(contentlint: Runner) -> None:
    files = {"news/a.md": STRAY, "news/b.md": STRAY, "blog/c.md": STYLED}
    ran = contentlint("check", "--statistics", files=files)
    assert ran.status == 1
    for name in ("html/stray-end-tag", "style/inline-style", "html", "news", "blog"):
        assert name in ran.out
    assert contentlint("check", "--statistics", "--exit-zero").status == 0


def test_an_empty_word_too_many_is_an_error(contentlint: Runner) -> None:
    ran = contentlint("explain", "links/empty", "")
    assert ran.status == 2
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("-o", "a.md"), "it is one of the posts that are checked"),
        (("-o", "gone/../a.md"), "it is one of the posts that are checked"),
        (("-o", "link"), "it is one of the posts that are checked"),
        (("--output-format", "json=contentlint.toml"), "it is a configuration file"),
        (("-o", "known.jsonl", "--baseline", "known.jsonl"), "it is the baseline"),
        (("-o", "folder"), "it is a folder"),
        (("-o", "gone/report.txt"), "there is no folder "),
        (("--output-format", "json=r", "--output-format", "text=./r"), "the same place"),
    ],
)
def test_a_report_takes_the_place_of_nothing_that_is_read(
    contentlint: Runner, tmp_path: Path, words: tuple[str, ...], hint: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("a.md")
    files = {"a.md": STYLED, "contentlint.toml": "", "known.jsonl": ""}
    ran = contentlint("check", ".", *words, files=files)
    assert (ran.status, ran.out) == (2, "")
    assert hint in ran.err
    for name, content in files.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == content


def test_a_report_is_whole_or_not_there(contentlint: Runner, tmp_path: Path) -> None:
    report, link = tmp_path / "report", tmp_path / "link"
    report.write_text("old", encoding="utf-8")
    report.chmod(0o640)
    link.symlink_to("report")
    ran = contentlint("check", "-o", "link", files={"a.md": STYLED})
    assert (ran.status, link.is_symlink(), report.stat().st_mode & 0o777) == (1, True, 0o640)
    assert report.read_text(encoding="utf-8").startswith("a.md\n")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    program = f"{limit}; from contentlint.cli import main; main(['check', '--no-cache', '-o', 'r'])"
    done = subprocess.run(
        [sys.executable, "-B", "-c", program], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.stderr.startswith(b"contentlint: error: cannot write the report to r: ")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md", "link", "report"]


def test_a_report_goes_to_what_is_no_file(contentlint: Runner) -> None:
    ran = contentlint("check", "-o", "/dev/stdout", files={"a.md": STYLED})
    assert (ran.status, ran.out.splitlines()[0]) == (1, "a.md")


def test_test_takes_a_folder_and_says_so_of_a_file(contentlint: Runner, tmp_path: Path) -> None:
    ran = contentlint("test", "r/site/pier.yaml", files={"r/site/pier.yaml": "id: site/pier\n"})
    assert ran.status == 2
    assert "r/site/pier.yaml: this is a file: give the folder" in ran.err
    assert "add --rule site/pier" in ran.err
    ran = contentlint("test", "pier.yaml", cwd=tmp_path / "r" / "site")
    assert "add --rule site/pier" in ran.err


def test_a_rule_that_cannot_work_is_an_error_with_its_line(contentlint: Runner) -> None:
    rule = (
        "id: house/bold\nsummary: Bold text of the house\nseverity: warning\n"
        "match: {select: 'b['}\nmessage: This is bold text.\n"
        "why: Bold text is louder than the words that it stands among.\n"
        "examples: [{bad: '<b>x</b>', finds: [<b>]}, {good: x}]\n"
    )
    ran = contentlint("test", "lint", files={"lint/house/bold.yaml": rule})
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(
        "contentlint: error: lint/house/bold.yaml:4: rule house/bold: the sel"
    )
    options = "options: {loud: 1}, bad:"
    faulty = rule.replace("b[", "b").replace("bad:", options)
    ran = contentlint("test", "lint", files={"lint/house/bold.yaml": faulty})
    assert ran.status == 1
    assert "example 1: rule house/bold has no option 'loud'" in ran.out


def test_a_fix_that_is_decided_by_the_finding_is_explained_so(contentlint: Runner) -> None:
    explained = contentlint("explain", "html/stray-end-tag").out
    assert "Fix (safe, --fix, unless a finding says otherwise)." in explained
    explained = contentlint("explain", "elements/autoplay").out
    assert "otherwise" not in explained


@pytest.mark.skipif(os.name != "posix", reason="limits of a POSIX shell")
def test_init_leaves_a_hook_file_whole_on_a_full_disk(contentlint: Runner, tmp_path: Path) -> None:
    hooks = "repos: []\n"
    contentlint("rules", files={".pre-commit-config.yaml": hooks, "a.md": "Text\n"})
    (tmp_path / ".git").mkdir()
    ran = subprocess.run(
        f"ulimit -f 0; export PYTHONDONTWRITEBYTECODE=1; exec {EXECUTABLE} init --no-baseline",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "cannot write contentlint.toml: " in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == [
        ".pre-commit-config.yaml",
        "a.md",
    ]


def test_an_empty_argument_is_named(contentlint: Runner) -> None:
    ran = contentlint("check", "--output-format", "json", "")
    assert ran.err == "contentlint: error: an argument is empty: give a value, or leave it out\n"
    ran = contentlint("check", "--select", "")
    assert "what stands behind --select is empty" in ran.err


def test_a_file_that_looks_like_an_option_is_named(contentlint: Runner) -> None:
    ran = contentlint("check", "-x.md", files={"-x.md": STRAY})
    assert ran.status == 2
    assert "unrecognized arguments: -x.md (the file of that name is ./-x.md)" in ran.err
    assert contentlint("check", "./-x.md").status == 1


def test_the_version_is_told_whatever_stands_behind(contentlint: Runner) -> None:
    assert contentlint("--version", "check") == contentlint("--version")


def test_the_new_name_of_an_attribute_takes_placeholders(contentlint: Runner) -> None:
    rule = (
        "id: house/place\nsummary: A place of the house\nseverity: info\n"
        "match: {select: 'b[title]'}\nmessage: 'This is at {title}.'\n"
        "why: Whoever reads this text wants to know what the places in it are.\n"
        "fix: {do: rename-attribute, attribute: title, value: 'data-{title}', safety: safe}\n"
        "examples: [{bad: '<b title=x>a</b>', finds: ['<b title=x>'],\n"
        "  fixed: '<b data-x=x>a</b>'}, {good: x}]\n"
    )
    ran = contentlint("test", "lint", files={"lint/house/place.yaml": rule})
    assert (ran.status, ran.out) == (0, "")
