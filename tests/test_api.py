"""The import: `lint_text`, `lint_paths`, `Config` and the report they give."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import contentlint
from contentlint import (
    Config,
    ConfigError,
    ContentlintError,
    Report,
    RuleError,
    lint_paths,
    lint_text,
)
from tests.conftest import Runner

POST = (
    "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n\n<p style='color: red'>Hello</p></p>\n"
)
CLEAN = "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n\nHello, reader of these words.\n"


def rules(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_everything_promised_can_be_imported() -> None:
    for name in contentlint.__all__:
        assert getattr(contentlint, name) is not None
    with pytest.raises(AttributeError, match="lint_file"):
        contentlint.lint_file  # noqa: B018


def test_a_path_may_name_the_post() -> None:
    report = lint_text(POST, Path("posts") / "a.html", select=["html"])
    assert [finding.path for finding in report.findings] == [str(Path("posts/a.html"))]


def test_one_path_may_be_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(POST, encoding="utf-8")
    name = bytes(tmp_path / "a.md")
    assert lint_paths(name).files_checked == lint_paths([name]).files_checked == 1


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("not NoneType", lambda: lint_text(None)),  # type: ignore[arg-type]
        ("not bytearray", lambda: lint_text(bytearray(b"x"))),  # type: ignore[arg-type]
        ("and bytes", lambda: lint_text(POST, b"a.md")),  # type: ignore[arg-type]
        ("a contentlint.Config, not dict", lambda: lint_text(POST, config={})),  # type: ignore[arg-type]
        ("a contentlint.Config, not str", lambda: lint_paths(".", config="a")),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_post_is_a_slip_of_the_program(words: str, call: Callable[[], Report]) -> None:
    with pytest.raises(TypeError, match=words):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: lint_text(POST, select=[None]),  # type: ignore[list-item]
        lambda: lint_text(POST, select=3),  # type: ignore[arg-type]
        lambda: lint_text(POST, ignore=[["html"]]),  # type: ignore[list-item]
        lambda: lint_text(POST, presets=[3]),  # type: ignore[list-item]
        lambda: lint_paths(".", jobs="2"),  # type: ignore[arg-type]
        lambda: Config("hexo"),  # type: ignore[arg-type]
        lambda: Config(["hexo"]),  # type: ignore[arg-type]
    ],
)
def test_choices_that_are_none_are_named(call: Callable[[], object]) -> None:
    with pytest.raises(ConfigError, match=r"not|hexo"):
        call()


def test_nothing_need_be_ignored() -> None:
    assert rules(lint_text(POST, ignore=None)) == rules(lint_text(POST))


def test_a_finding_says_where_and_what_to_do() -> None:
    report = lint_text(POST, "posts/a.md")
    assert rules(report) == ["style/inline-style", "html/stray-end-tag"]
    finding = report.findings[1]
    assert POST[finding.start.offset : finding.end.offset] == "</p>"
    assert (finding.start.line, finding.start.column) == (6, 32)
    assert (finding.path, finding.severity) == ("posts/a.md", "error")
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    assert POST[: edit.start] + edit.text + POST[edit.end :] == POST.replace("</p></p>", "</p>")
    assert report.files_checked == 1
    assert report.errors == []


def test_the_name_decides_what_the_body_is() -> None:
    fenced = "---\ntitle: A post\ndate: 2024-05-01T08:00:00Z\n---\n```html\n<p>Hi</p></p>\n```\n"
    assert rules(lint_text(fenced, "a.md", select=["html"])) == []
    assert rules(lint_text(fenced, "a.html", select=["html"])) == ["html/stray-end-tag"]


def test_bytes_are_decoded_as_a_file_is() -> None:
    data = POST.replace("\n", "\r\n").encode("utf-8-sig")
    report = lint_text(data, select=["html"])
    (finding,) = report.findings
    text = data.decode("utf-8-sig")
    assert text[finding.start.offset : finding.end.offset] == "</p>"
    assert rules(lint_text(b"---\ntitle: \xff\n---\n", select=["encoding"])) == [
        "encoding/not-utf-8"
    ]


def test_names_of_rules_families_and_presets_choose() -> None:
    assert rules(lint_text(POST, select=["html"])) == ["html/stray-end-tag"]
    assert rules(lint_text(POST, ignore=["html", "style"])) == []
    assert "front-matter/missing-field" in rules(
        lint_text("---\ntitle: A\n---\n\nHello, reader.\n", presets=["hexo"])
    )


def test_strict_leaves_out_what_holds_for_another_generator_alone() -> None:
    list_below_text = "---\ntitle: A\ndate: 2021-11-08T20:24:00Z\n---\n\nOne:\n- two\n- three\n"
    report = lint_text(list_below_text, "_posts/a.md", presets=["hexo", "strict"])
    assert rules(report) == []  # neither Jekyll's file-name-date nor MkDocs's joined-block
    assert rules(lint_text(list_below_text, presets=["mkdocs", "strict"])) == [
        "markdown/joined-block"
    ]
    assert "links/relative-without-base" in rules(
        lint_text("See [a](b/c).\n", presets=["hexo", "strict"])
    )


def test_a_configuration_is_a_table() -> None:
    config = Config({"ignore": ["style"], "rules": {"html/stray-end-tag": {"severity": "info"}}})
    (finding,) = lint_text(POST, config=config).findings
    assert (finding.rule, finding.severity) == ("html/stray-end-tag", "info")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ignroe": []}, "did you mean 'ignore'"),
        ({"preset": "hugoo"}, "did you mean 'hugo'"),
        ({"select": "html"}, "select"),
        ({"rules": {"html/stray-end-tag": {"severity": "fatal"}}}, "severity"),
    ],
)
def test_a_wrong_configuration_raises(values: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        Config(values)


def test_a_configuration_that_holds_itself_raises() -> None:
    values: dict[str, object] = {}
    values["rules"] = values["overrides"] = values
    with pytest.raises(ConfigError, match="nested too deep"):
        Config(values)


def test_wrong_names_raise() -> None:
    with pytest.raises(ConfigError, match="did you mean 'links/hotword'"):
        lint_text(POST, select=["links/hotwrd"])
    with pytest.raises(ConfigError, match="did you mean 'news'"):
        lint_text(POST, presets=["nwes"])
    with pytest.raises(ConfigError, match="lists of names"):
        lint_text(POST, select="links")
    assert issubclass(ConfigError, ContentlintError)


def test_a_rule_file_that_cannot_be_used_raises(tmp_path: Path) -> None:
    (tmp_path / "lint").mkdir()
    (tmp_path / "lint" / "shop.yaml").write_text("id: house/shop\nsummary: x\n", encoding="utf-8")
    config = Config({"rule-paths": ["lint"]}, root=tmp_path)
    with pytest.raises(RuleError, match=r"shop\.yaml"):
        lint_text(POST, config=config)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "b.md").write_text(POST, encoding="utf-8")
    (tmp_path / "posts" / "a.md").write_text(POST, encoding="utf-8")
    (tmp_path / "posts" / "clean.md").write_text(CLEAN, encoding="utf-8")
    return tmp_path


def test_paths_are_walked_in_order(site: Path) -> None:
    report = lint_paths(["posts", Path("posts/b.md")])
    assert report.files_checked == 3
    assert [(f.path, f.rule) for f in report.findings] == [
        ("posts/a.md", "style/inline-style"),
        ("posts/a.md", "html/stray-end-tag"),
        ("posts/b.md", "style/inline-style"),
        ("posts/b.md", "html/stray-end-tag"),
    ]
    assert report.summary()["error"] == 2


def test_the_nearest_configuration_holds_unless_one_is_given(site: Path) -> None:
    (site / "contentlint.toml").write_text('ignore = ["style"]\n', encoding="utf-8")
    assert set(rules(lint_paths(["posts"]))) == {"html/stray-end-tag"}
    given = lint_paths(["posts"], config=Config({"ignore": ["html"]}))
    assert set(rules(given)) == {"style/inline-style"}


def test_a_path_that_does_not_exist_is_an_error_of_the_report(site: Path) -> None:
    report = lint_paths(["posts/a.md", "psots"])
    assert report.files_checked == 1
    (error,) = report.errors
    assert error.path == "psots"
    assert "did you mean 'posts'" in error.message


def test_processes_change_nothing(site: Path) -> None:
    assert lint_paths(["posts"], jobs=2).to_dict() == lint_paths(["posts"]).to_dict()


def test_the_report_is_the_command_lines(site: Path, contentlint: Runner) -> None:
    ran = contentlint("check", "posts", "nowhere", "--output-format", "json", "--no-cache")
    report = lint_paths(["posts", "nowhere"])
    assert ran.status == 2
    assert report.to_json() == ran.out
    assert report.to_dict() == ran.json() == json.loads(report.to_json())


def test_a_schema_that_cannot_be_imported_is_one_error() -> None:
    config = Config({"front-matter": {"schema": "no_such_module_here:Post"}})
    (error,) = lint_text(POST, config=config).errors
    assert "cannot import 'no_such_module_here'" in error.message
    assert "rule " not in error.message


def test_a_type_in_running_text_is_one_finding_that_adds_no_end_tag() -> None:
    report = lint_text("---\ntitle: A post\n---\n\nUse vector<int> or map<string, bool> for it.\n")
    assert rules(report) == ["html/unknown-element"]
    assert [finding.fix for finding in report.findings] == [None]


def test_what_fails_in_two_files_is_told_once_and_counted(site: Path, contentlint: Runner) -> None:
    for name in ("a.md", "b.md"):
        Path(name).write_text(POST, encoding="utf-8")
    Path("contentlint.toml").write_text('ignore = ["nope"]\n', encoding="utf-8")
    told = contentlint("check", "a.md", "b.md").err
    assert told.count("contentlint: error") == 1
    assert "in 1 more file)" in told


def test_paths_are_left_out_as_the_configuration_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "drafts/b.md"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("Hi <b></b> there.\n", encoding="utf-8")
    config = Config({"exclude": ["drafts/"]}, root=str(tmp_path))
    assert lint_paths(["."], config=config).files_checked == 1
    assert lint_paths(".").files_checked == 2
    Path("contentlint.toml").write_text('exclude = ["drafts/"]\n', encoding="utf-8")
    assert {finding.path for finding in lint_paths(["."]).findings} == {"a.md"}
    assert lint_paths(["drafts/b.md"]).files_checked == 1  # named


def test_a_number_of_processes_is_none_below_zero() -> None:
    with pytest.raises(ConfigError, match="not -1"):
        lint_paths([], jobs=-1)


def test_findings_can_be_compared_and_sent_elsewhere() -> None:
    report = lint_text(POST)
    copy = pickle.loads(pickle.dumps(report))
    assert copy.findings == report.findings == lint_text(POST).findings
    assert copy.to_json() == report.to_json()
