"""What a project knows of a post: its configuration, and what decides its findings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from contentlint import site_settings
from contentlint.config import CommandChoice
from contentlint.errors import ConfigError
from contentlint.project import Fixing, Project
from contentlint.site_settings import drops_html, reads_html_blocks

RULE = """id: site/word
summary: A word that this site does not use
severity: warning
why: It was agreed upon.
match: {pattern: "utilize", in: prose}
message: "Say 'use'."
examples:
  - bad: "We utilize it."
    finds: ["utilize"]
  - good: "We use it."
"""
MODEL = "from pydantic import BaseModel\n\n\nclass Post(BaseModel):\n    title: str\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "lint" / "site").mkdir(parents=True)
    (tmp_path / "lint" / "site" / "word.yaml").write_text(RULE, encoding="utf-8")
    (tmp_path / "mysite").mkdir()
    (tmp_path / "mysite" / "schema.py").write_text(MODEL, encoding="utf-8")
    (tmp_path / "schema.json").write_text("{}", encoding="utf-8")
    configure('rule-paths = ["lint"]\n[front-matter]\nschema = "mysite.schema:Post"\n')
    return tmp_path


def configure(text: str) -> None:
    Path("contentlint.toml").write_text(text, encoding="utf-8")


def state(command: CommandChoice | None = None, path: str = "posts/a.md") -> str:
    return Project(command).cache_state(path)


def touch(path: str) -> None:
    then = os.stat(path).st_mtime_ns + 10**9
    os.utime(path, ns=(then, then))


def test_the_state_is_the_same_as_long_as_nothing_changes(site: Path) -> None:
    assert state() == state() == state(path="posts/b.md") == state(path=str(site / "c.md"))
    project = Project()
    assert project.folder_state("posts") == project.folder_state("") == state()


@pytest.mark.parametrize("path", ["lint/site/word.yaml", "mysite/schema.py"])
def test_another_rule_or_schema_file_is_another_state(site: Path, path: str) -> None:
    before = state()
    touch(path)
    assert state() != before


@pytest.mark.parametrize(
    "line",
    ["import shared", "import re, shared.a as other", "from shared.a import B", "  import shared"],
)
def test_what_a_schema_imports_of_the_site_is_part_of_the_state(site: Path, line: str) -> None:
    for name in ("shared", "apart"):
        (site / name).mkdir()
        (site / name / "a.py").write_text("import mysite, words\n", encoding="utf-8")
    Path("words.py").write_text("WORDS = []\n", encoding="utf-8")
    Path("mysite/schema.py").write_text(f"if True:\n  pass\n{line}\n{MODEL}", encoding="utf-8")
    before = state()
    touch("apart/a.py")
    assert state() == before
    touch("shared/a.py")
    assert state() != before
    before = state()
    touch("words.py")
    assert state() != before


def test_a_further_rule_file_is_another_state(site: Path) -> None:
    before = state()
    text = RULE.replace("site/word", "site/other")
    Path("lint/site/other.yaml").write_text(text, encoding="utf-8")
    assert state() != before


@pytest.mark.parametrize(
    "text",
    [
        'ignore = ["links"]\n',
        'preset = "hugo"\n',
        '[rules]\n"links/hotword" = "error"\n',
        "[rules.\"text/overlong-paragraph\"]\nseverity = 'info'\n",
        '[front-matter]\njson-schema = "schema.json"\n',
        "[front-matter.fields.author]\nrequired = true\n",
    ],
)
def test_other_settings_are_another_state(site: Path, text: str) -> None:
    configure("")
    before = state()
    configure(text)
    assert state() != before


def test_another_json_schema_is_another_state(site: Path) -> None:
    configure('[front-matter]\njson-schema = "schema.json"\n')
    before = state()
    touch("schema.json")
    assert state() != before
    Path("schema.json").unlink()
    assert state() != before


def test_what_the_command_line_says_is_another_state(site: Path) -> None:
    choices = [
        CommandChoice(select=("links",)),
        CommandChoice(ignore=("links",)),
        CommandChoice(extend_select=("links",)),
        CommandChoice(presets=("hugo",)),
        None,
    ]
    assert len({state(choice) for choice in choices}) == len(choices)


def test_overrides_part_the_files_of_a_folder(site: Path) -> None:
    configure('[[overrides]]\npaths = ["posts/old*"]\nignore = ["links"]\n')
    project = Project()
    assert project.folder_state("posts") is None
    old, new = project.cache_state("posts/old.md"), project.cache_state("posts/new.md")
    assert old != new
    assert project.cache_state("posts/older.md") == old
    assert project.linter_for("posts/old.md") is not project.linter_for("posts/new.md")
    assert project.linter_for("posts/old.md") is project.linter_for("posts/older.md")


def test_a_selection_of_an_override_begins_anew(site: Path) -> None:
    configure(
        'extend-select = ["text"]\nignore = ["html"]\n'
        '[[overrides]]\npaths = ["posts/"]\nextend-select = ["style"]\n'
        '[[overrides]]\npaths = ["posts/old/", "!posts/old/new.md"]\nselect = ["html"]\n'
    )
    families = {
        path: {rule.id.split("/")[0] for rule in Project().linter_for(path).rules.rules}
        for path in ("posts/old/a.md", "posts/old/new.md", "posts/a.md")
    }
    assert families["posts/old/a.md"] == {"html"}
    assert families["posts/old/new.md"] == families["posts/a.md"] >= {"text", "style"}
    assert "html" not in families["posts/a.md"]


def test_the_preset_of_an_override_is_for_its_paths_alone(site: Path) -> None:
    configure(
        'preset = "hugo"\n[[overrides]]\npaths = ["posts/old/", "旧/"]\npreset = "jekyll"\n'
        '[[overrides]]\npaths = ["posts/"]\nignore = ["style"]\n'
    )
    presets = [
        Project(command).linter_for(path).settings.presets
        for command in (None, CommandChoice(presets=("astro",)))
        for path in ("posts/old/a.md", "旧/a.md", "posts/a.md", "a.md")
    ]
    assert presets == [("jekyll",)] * 2 + [("hugo",)] * 2 + [("astro",)] * 4


def test_folders_of_one_site_share_a_linter(site: Path) -> None:
    Path("contentlint.toml").unlink()
    Path(".git").mkdir()
    Path("drafts").mkdir()
    project = Project()
    assert project.linter_for("posts/a.md") is project.linter_for("drafts/a.md")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (
            "contentlint.toml",
            '[rules."links/hotwrd"]\nseverity = "error"\n',
            ":1: rules: there is no rule 'links/hotwrd' (did you mean 'links/hotword'?)",
        ),
        (
            "contentlint.toml",
            'preset = "hexo"\n\n[rules."links/hotword"]\nrepeat = 3\n',
            ":4: rule links/hotword has no option 'repeat' (did you mean 'repeats'?)",
        ),
        ("contentlint.toml", 'preset = "hexo"\nselect = ["styl"]\n', ":2: select: there is no"),
        (
            "contentlint.toml",
            '[[overrides]]\npaths = ["*"]\n[overrides.rules."links/hotword"]\nrepeats = "x"\n',
            ":4: rule links/hotword: the option 'repeats' is of type int",
        ),
        (
            "pyproject.toml",
            '[[tool.contentlint.overrides]]\npaths = ["*"]\nselect = ["styl"]\n',
            ":3: select: there is no rule or family 'styl'",
        ),
        (
            "pyproject.toml",
            '[tool.contentlint.rules."links/hotword"]\nrepeat = 3\n',
            ":2: rule links/hotword has no option 'repeat'",
        ),
    ],
)
def test_a_fault_about_rules_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "post.md").write_text("text\n", encoding="utf-8")
    (error,) = Project().lint_file(str(tmp_path / "post.md")).errors
    assert f"{name}{words}" in error


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '[[tool.contentlint]]\nselect = ["links"]\n',
            "toml:1: [tool.contentlint]: this is one table",
        ),
        ("\n[contentlint]\n", "pyproject.toml:2: [contentlint]: the table of a pyproject.toml is"),
        ('[tool]\ncontentlint = "strict"\n', "is a table of settings, not 'strict'"),
        ('[tool.contentlint]\nselect = ["links"\n', "this is not valid TOML"),
        ('[tool.contentlint]\nunsafe-fixes = "no"\n', "unsafe-fixes: "),
        ('[tool.contentlint]\nmax-warnings = "5"\n', "max-warnings: "),
        ('[tool.contentlint.front-matter.fields.tags]\nrequired = "no"\n', "required: "),
    ],
)
def test_a_project_file_that_cannot_be_used_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    (tmp_path / "post.md").write_text("text\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Project().config_for(tmp_path / "post.md")
    assert words in str(caught.value)


FIELD = "[front-matter.fields.f]\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\nselect = []\n", ":2: select: this turns every rule off: name rules"),
        ('[[overrides]]\npaths = ["a"]\nselect = []\n', ":3: overrides.0.select: this turns"),
        ("\n[[overrides]]\npaths = []\n", ":3: overrides.0.paths: give a list that is not empty"),
        ('[[overrides]]\nignore = ["html"]\n', ":1: overrides.0.paths: this key is needed"),
        ('\npreset = "hxo"\n', ":2: there is no preset 'hxo' (did you mean 'hexo'?)"),
        ('[[overrides]]\npaths = ["a"]\npreset = "hxo"\n', ":3: there is no preset 'hxo'"),
        ('[rules]\n"links/hotword" = "of"\n', "'off', or give a table, not 'of'"),
        (f"{FIELD}enum = []\n", ":2: front-matter.fields.f.enum: give a list that is not empty"),
        (f"{FIELD}vocabulary = []\n", "f.vocabulary: give a list that is not empty"),
        (f"{FIELD}min-length = -1\n", ":2: front-matter.fields.f.min-length: give a number from 0"),
        (f"{FIELD}min = 2\nmax = 1.5\n", "no value is at least min = 2 and at most max = 1.5"),
        (f"{FIELD}min-length = 2\nmax-length = 1\n", "at most max-length = 1"),
        (f'{FIELD}type = "string"\n', "not 'string' (did you mean 'str'?)"),
        ('[front-matter.fields]\nf = "str"\n', "give a table, as in { type = \"str\" }, not 'str'"),
        ('fail-on = "warn"\n', "not 'warn' (did you mean 'warning'?)"),
        (
            'extend_select = ["links"]\n',
            "unknown key 'extend_select' (did you mean 'extend-select'?)",
        ),
        ('[overrides]\npaths = ["a"]\n', ":1: overrides: write [[overrides]], with two brackets"),
        ('[rules]\nselect = ["a"]\n', ":2: 'select' is no rule: it stands below [rules]; move it"),
        ('[limits]\nselect = ["a"]\n', ":2: unknown key 'limits.select': it stands below [limits]"),
        (f'{FIELD}select = ["a"]\n', ": it stands below [front-matter.fields.f]; move it above"),
        (
            '[[overrides]]\npaths = ["a"]\nexclude = ["b"]\n',
            ":3: unknown key 'overrides.0.exclude': it",
        ),
        ('"links/hotword" = "off"\n', ":1: unknown key 'links/hotword': it belongs below [rules]"),
        ("file-size = 5\n", ":1: unknown key 'file-size': it belongs below [limits]"),
        ('[front-matter]\ntitle = "str"\n', "of the posts belongs below [front-matter.fields]"),
        ("[tool.contentlint]\n", ":1: unknown key 'tool': only in a pyproject.toml"),
        ('[per-file-ignores]\n"a" = ["b"]\n', ":1: unknown key 'per-file-ignores': name the files"),
        ("preset = true\n", ":1: preset: give a text in quotes, not true"),
        ("baseline = 2021-01-01\n", "not 2021-01-01"),
        (
            '[rules."links/hotword"]\nclasses = ["a"]\noptions = {classes = ["b"]}\n',
            ":1: rules.links/hotword: the option 'classes' stands in 'options' and beside it",
        ),
        (f'{FIELD}type = "str"\nmin = 3\n', "f: 'min' says nothing of a field of type str"),
        (f'{FIELD}type = "int"\nmax-length = 3\n', "f: 'max-length' says nothing of a field of"),
        (f'{FIELD}type = "str"\nunique = true\n', "f: 'unique' says nothing of a field of type"),
    ],
)
def test_settings_that_can_only_be_a_slip_are_told_with_their_line(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "contentlint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Project().config_for(tmp_path / "post.md")
    assert words in str(caught.value)
    assert not str(caught.value).endswith("}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "\npreset = hexo\n",
            ':2: this is not valid TOML: text stands in quotes; write: preset = "hexo"',
        ),
        ("preset: hexo\n", ":1: this is not valid TOML: an equals sign stands between"),
        ("preset = “hexo”\n", 'type straight ones; write: preset = "hexo"'),
        ('preset = "hexo\n', 'is not closed on the line; write: preset = "hexo"'),
        (
            "[limits]\nfile-size = 50MB\n",
            ":2: this is not valid TOML: text stands in quotes; write: ",
        ),
        (
            'select = ["links"\n\n[rules]\n',
            ":1: this is not valid TOML: the list of 'select' is opened",
        ),
        ("\n[rules.links/hotword]\n", ":2: this is not valid TOML: the name of a table stands"),
        ('[rules]\nlinks/insecure = "off"\n', 'stands in quotes; write: "links/insecure" = "off"'),
        (
            'preset = "a"\npreset = "b"\n',
            ":2: this is not valid TOML: the key 'preset' is given a sec",
        ),
        ("[rules]\n[limits]\n[rules]\n", ":3: this is not valid TOML: the same table is begun"),
        ('exclude = ["a\\d"]\n', ":1: this is not valid TOML: in double quotes a backslash"),
        ('{"preset": "hexo"}\n', ":1: this is not valid TOML: a line is a key, an equals sign"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line_and_what_to_write(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "contentlint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Project().config_for(tmp_path / "post.md")
    assert words in str(caught.value)


def test_a_configuration_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "contentlint.toml").write_bytes(b"\n# caf\xe9\n")
    with pytest.raises(ConfigError, match=r"contentlint\.toml:2: this is not UTF-8: save"):
        Project().config_for(tmp_path / "post.md")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            'unfixable = ["links/hotwrd"]\n',
            ":1: unfixable: there is no rule or family 'links/hotwrd'",
        ),
        ('fixable = ["lnks"]\n', ":1: fixable: there is no rule or family 'lnks'"),
        ('select = ["missing-field"]\n', "(did you mean 'front-matter/missing-field'?)"),
        (
            '[[overrides]]\npaths = ["a"]\nignore = ["lnks"]\n',
            ":3: ignore: there is no rule or fam",
        ),
        (
            '[[overrides]]\npaths = ["a"]\n[overrides.rules]\n"links/hotwrd" = "off"\n',
            ":4: rules: there is no rule 'links/hotwrd'",
        ),
        (
            '[[overrides]]\npaths = ["a"]\n[overrides.rules."links/hotword"]\nclases = ["b"]\n',
            ":4: rule links/hotword has no option 'clases' (did you mean 'classes'?)",
        ),
        (
            '[rules."links/hotword"]\nseverty = "error"\n',
            ":2: rule links/hotword has no option 'severty' (did you mean 'severity'?)",
        ),
    ],
)
def test_a_name_that_is_not_there_is_told_even_where_this_run_does_not_need_it(
    tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "contentlint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Project().linter_for(tmp_path / "post.md")
    assert words in str(caught.value)


def test_a_family_brings_in_no_rules_of_other_generators() -> None:
    def chosen(*select: str, presets: tuple[str, ...] = ("hexo",)) -> set[str]:
        project = Project(CommandChoice(presets=presets, select=select), isolated=True)
        return {rule.id for rule in project.linter_for("post.md").rules.rules}

    assert "front-matter/file-name-date" not in chosen("front-matter")
    assert "front-matter/file-name-date" not in chosen("all")
    assert "front-matter/file-name-date" in chosen("front-matter/file-name-date")
    assert "front-matter/file-name-date" in chosen("front-matter", presets=("jekyll",))
    assert "front-matter/invalid-date" in chosen("front-matter")


_SCHEMA = '\n[front-matter]\nschema = "{}"\n'
_JSON = '\n[front-matter]\njson-schema = "s.json"\n'


@pytest.mark.parametrize(
    ("text", "files", "words"),
    [
        (_SCHEMA.format("nocolon"), {}, "not of the form package.module:Class"),
        (_SCHEMA.format("nosite:Post"), {}, "No module named 'nosite', neither in"),
        (_SCHEMA.format("told_a:Post"), {"told_a.py": "import nolib\n"}, "what it imports must be"),
        (_SCHEMA.format("told_b:Post"), {"told_b.py": "\nclass Post(\n"}, "told_b.py:2: "),
        (_SCHEMA.format("told_c:Post"), {"told_c.py": "Post = 3\n"}, "inherits from pydantic"),
        (
            _SCHEMA.format("told_d:Pots"),
            {"told_d.py": "import pydantic\nclass Post(pydantic.BaseModel): ...\n"},
            "the module has no 'Pots' (did you mean 'Post'?)",
        ),
        (_JSON, {}, "s.json: No such file"),
        (_JSON, {"s.json": '{\n"a": 1,\n}'}, "s.json:3: this is not JSON: "),
        (_JSON, {"s.json": "[1]"}, "a JSON Schema is an object in braces, not [1]"),
        (_JSON, {"s.json": '{"type": "strng"}'}, "no type \"strng\" (did you mean 'string'?)"),
        (
            _JSON,
            {"s.json": '{"properties": {"type": "string"}}'},
            'properties.type: give an object in braces, as in {"type": "string"}, not "string"',
        ),
        (_JSON, {"s.json": '{"properties": 3}'}, "properties: give an object in braces, not 3"),
        (
            _JSON,
            {"s.json": '{"properties": {"a": {"pattern": "(x"}}}'},
            'properties.a.pattern: "(x" is a faulty regular expression',
        ),
    ],
)
def test_a_schema_that_cannot_be_used_is_told_with_the_line_that_names_it(
    tmp_path: Path, text: str, files: dict[str, str], words: str
) -> None:
    if text is _JSON:
        pytest.importorskip("jsonschema")
    post = "---\ntitle: A\n---\ntext\n"
    for name, content in {"contentlint.toml": text, "post.md": post, **files}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    (error,) = Project().lint_file(str(tmp_path / "post.md")).errors
    assert error.startswith(f"{tmp_path / 'contentlint.toml'}:3: front-matter.")
    assert words in error


@pytest.mark.parametrize("text", ['tool = "none"\n', "[tool.other]\na = 1\n"])
def test_a_project_file_of_others_is_none_of_ours(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    assert Project().config_for(tmp_path / "post.md").origin is None


@pytest.mark.parametrize(
    ("name", "text", "drops"),
    [
        ("hugo.toml", "title = 'A'\n", True),
        ("hugo.toml", "[markup.goldmark.renderer]\nunsafe = true\n", False),
        ("hugo.yaml", "markup:\n  goldmark:\n    renderer:\n      unsafe: false\n", True),
        ("config/_default/markup.yaml", "goldmark:\n  renderer:\n    unsafe: true\n", False),
        ("config/_default/hugo.toml", "title = 'A'\n", True),
        ("hugo.json", '{"markup": {"goldmark": {"renderer": {"unsafe": true}}}}', False),
        ("hugo.toml", "[markup]\n_merge = 'deep'\n", False),
        ("hugo.toml", "[markup]\ndefaultMarkdownHandler = 'asciidocext'\n", False),
        ("layouts/baseof.html", "", False),
        ("_config.yml", "plugins: []\n", False),
    ],
)
def test_hugo_drops_html_unless_its_settings_say_otherwise(
    tmp_path: Path, name: str, text: str, drops: bool
) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert drops_html(tmp_path / "content") is drops


def test_no_tag_is_advised_where_hugo_drops_html(tmp_path: Path) -> None:
    (tmp_path / "hugo.toml").write_text("title = 'A'\n", encoding="utf-8")
    post = tmp_path / "content" / "post.md"
    project = Project(CommandChoice(select=("markdown/unparsed-emphasis",)))
    text = "**中文（说明）**后文，**注意：**这里，~~（乙）~~是。\n".encode()
    fixed, result = project.fix_bytes(text, str(post), Fixing(unsafe=True))
    assert fixed.decode() == "**中文（说明）**后文，**注意**：这里，~~（乙）~~是。\n"
    assert not result.errors
    bold, struck = result.findings
    assert "Put a blank" in bold.message
    assert "Put a blank" in struck.message


def test_a_folder_of_settings_with_too_many_files_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_settings, "_MOST_SETTINGS", 5)
    (tmp_path / "hugo.toml").write_text("title = 'A'\n", encoding="utf-8")
    (tmp_path / "config").mkdir()
    for number in range(5):
        (tmp_path / "config" / f"{number}.toml").write_text("", encoding="utf-8")
    assert not drops_html(tmp_path)


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("plugins: []\n", False),
        ("markdown: kramdown\nkramdown:\n  parse_block_html: false\n", False),
        ("kramdown:\n  parse_block_html: true\n", True),
        ("markdown: CommonMark\n", True),
    ],
)
def test_jekyll_reads_markdown_in_elements_if_it_is_told_to(
    tmp_path: Path, text: str, reads: bool
) -> None:
    (tmp_path / "_posts").mkdir()
    (tmp_path / "_config.yml").write_text(text, encoding="utf-8")
    assert reads_html_blocks(tmp_path / "_posts") is reads
