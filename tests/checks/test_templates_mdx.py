"""What MDX does not compile."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint import lint_text
from contentlint.config import CommandChoice
from contentlint.project import Project


def found(text: str, preset: str = "astro", name: str = "a.mdx") -> list[str]:
    report = lint_text(text, name, presets=[preset], select=["template/mdx-syntax"])
    assert not report.errors
    return [text[each.start.offset : each.end.offset] for each in report.findings]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("<Tabs><Tab>one</Tabs>\n", ["<Tab>"]),
        ("<>one\n", ["<>"]),
        ("</></Tab>\n", ["</>", "</Tab>"]),
        ("<p>one</p> <Chart a={{b: 1}} /> <a.b>two</a.b>\n", []),
        ("{1} {two {3} \n", ["{"]),
        ("{`}`} {'{'} {/* { */ 1}\n", []),
        ("{1 ? 'its' : \"}\"}\n", []),
        ("\\{ `{` `<br>`\n\n```\n{<br>\n```\n", []),
        ("<img src='a.png'> <img src='a.png'/>\n", ["<img src='a.png'>"]),
        ("Write to <ann@example.com>.\n", ["<ann@example.com>"]),
        ("1 < 2 and 3<=4 but $a<5$ and `b<5`\n", ["<"]),
        ("import {a} from 'b'\n\nexport const c = <br/>\n\ntext\n", []),
    ],
)
def test_what_the_compiler_stops_at(text: str, faults: list[str]) -> None:
    assert found(text) == faults


def test_only_mdx_is_compiled_and_docusaurus_takes_comments() -> None:
    text = "<!-- later --> One <br> two\n"
    assert found(text) == ["<!-- later -->", "<br>"]
    assert found(text, "docusaurus") == ["<br>"]
    assert found(text, name="a.md") == []


PACKAGE = '{"dependencies": {"@docusaurus/core": "^3.5.2"}}'
FAULTY = "---\ntitle: A\n---\n\nOne <br> two <5\n"


@pytest.mark.parametrize(
    ("name", "package", "settings", "text", "count"),
    [
        ("docs/a.md", PACKAGE, "export default {title: 'A'};", FAULTY, 2),
        ("blog/2024/a.md", PACKAGE, "markdown: {format: 'mdx'}", FAULTY, 2),
        ("README.md", PACKAGE, "", FAULTY, 0),
        ("docs/_part.md", PACKAGE, "", FAULTY, 0),
        ("docs/a.md", PACKAGE.replace("^3", "^2"), "", FAULTY, 0),
        ("docs/a.md", PACKAGE.replace("^3.5.2", "catalog:"), "", FAULTY, 0),
        ("docs/a.md", PACKAGE, "markdown: {format: 'detect'}", FAULTY, 0),
        ("docs/a.md", PACKAGE, "markdown: {format: process.env.FORMAT}", FAULTY, 0),
        ("docs/a.md", PACKAGE, "", FAULTY.replace("A\n", "A\nformat: md\n"), 0),
        ("docs/a.md", PACKAGE, "", FAULTY.replace("A\n", "A\nmdx: {format: md}\n"), 0),
    ],
)
def test_docusaurus_compiles_what_ends_in_md(
    tmp_path: Path, name: str, package: str, settings: str, text: str, count: int
) -> None:
    post = tmp_path / name
    post.parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "docusaurus.config.js").write_text(settings, encoding="utf-8")
    (tmp_path / "package.json").write_text(package, encoding="utf-8")
    post.write_text(text, encoding="utf-8")
    project = Project(CommandChoice(select=("template/mdx-syntax",)))
    result = project.lint_file(str(post))
    assert (len(result.findings), result.errors) == (count, [])


@pytest.mark.parametrize("text", ["{" * 20_000, "<i>" * 4_000 + "</b>" * 4_000])
def test_many_faults_take_time_by_their_number(text: str) -> None:
    assert len(found(text)) > 1_000


def test_what_ends_in_md_is_masked_like_mdx_where_it_is_compiled(tmp_path: Path) -> None:
    post = tmp_path / "docs" / "a.md"
    post.parent.mkdir()
    (tmp_path / "docusaurus.config.js").write_text("", encoding="utf-8")
    (tmp_path / "package.json").write_text(PACKAGE, encoding="utf-8")
    post.write_text(
        "---\ntitle: A\n---\n\n<div>**one** [two](/b)</div>\n\n"
        "<ul>{[1].map(n => <li key={n}>{n}</li>)}</ul>\n",
        encoding="utf-8",
    )
    result = Project(CommandChoice(select=("markdown", "html"))).lint_file(str(post))
    assert ([each.rule for each in result.findings], result.errors) == ([], [])


@pytest.mark.parametrize(
    "text", ["{a b} " * 3_000, "<div>a {a}\n</div>\n" * 3_000, "<style>{a b}" * 500]
)
def test_many_expressions_take_time_by_their_number(text: str) -> None:
    assert len(found(text)) >= 500


@pytest.mark.parametrize(
    ("own", "settings", "count"),
    [
        ("src/theme/NotFound.js", "", 1),
        ("src/theme/MDXComponents.js", "", 0),
        ("src/theme/MDXComponents/index.js", "", 0),
        ("src/a.js", "themes: ['docusaurus-theme-a']", 0),
        ("src/a.js", "themes: ['@docusaurus/theme-mermaid']", 1),
    ],
)
def test_components_are_imported_unless_the_site_has_its_own(
    tmp_path: Path, own: str, settings: str, count: int
) -> None:
    post, other = tmp_path / "docs" / "a.mdx", tmp_path / own
    post.parent.mkdir()
    other.parent.mkdir(parents=True)
    other.write_text("", encoding="utf-8")
    (tmp_path / "docusaurus.config.js").write_text(settings, encoding="utf-8")
    (tmp_path / "package.json").write_text(PACKAGE, encoding="utf-8")
    text = "import Card from './Card'\n\n<Card /> <Tabs><Details>a</Details></Tabs> <Tabs />\n"
    post.write_text(f"---\ntitle: A\n---\n\n{text}", encoding="utf-8")
    result = Project(CommandChoice(select=("template/mdx-syntax",))).lint_file(str(post))
    assert (len(result.findings), result.errors) == (count, [])


FORMULAS = ("$a<b$", "$\\frac{a}{b}$", "$\\sum_{i=1}^{n}$", "$e^{-x}$", "$$\na<b\n$$")
NO_FORMULAS = ("$a < b$", "$y_{1}$", "$a+b$", "$5 {1} $6", "$5 <b>or</b> $6", "`$a<b$`", "\\$a^{2}")


@pytest.mark.parametrize(
    ("package", "texts", "found"),
    [
        ('{"dependencies": {"@docusaurus/core": "^3.1.0"}}', FORMULAS, 1),
        ('{"dependencies": {"@docusaurus/core": "^3.1.0"}}', NO_FORMULAS, 0),
        ('{"dependencies": {"remark-math": "^6.0.0"}}', FORMULAS, 0),
        (None, FORMULAS, 0),
    ],
)
def test_formulas_that_nothing_in_the_site_reads(
    tmp_path: Path, package: str | None, texts: tuple[str, ...], found: int
) -> None:
    (tmp_path / "docusaurus.config.js").write_text("module.exports = {}")
    if package is not None:
        (tmp_path / "package.json").write_text(package)
    post = tmp_path / "post.mdx"
    for text in texts:
        post.write_text(f"Then {text} holds.\n")
        result = Project(CommandChoice(select=("template/mdx-syntax",))).lint_file(str(post))
        assert ["reads formulas" in each.message for each in result.findings] == [True] * found


@pytest.mark.parametrize(
    ("name", "settings", "rules"),
    [
        ("docs/a.md", "docs: {path: '../docs'}", ["template/mdx-syntax"]),
        ("docs/b/a.md", 'docs: {path: "../docs/"}', ["template/mdx-syntax"]),
        ("docs/b/a.md", "docs: {path: '../docs/b'}", ["template/mdx-syntax"]),
        ("docs/a.md", "docs: {path: '../docs/b'}", ["template/leftover-directive"]),
        ("docs/a.md", "docs: {path: '../docs', exclude: ['b/**']}", []),
        ("docs/_a.md", "docs: {path: '../docs'}", []),
        ("docs/a.md", "docs: {path: 'docs'}", ["template/leftover-directive"]),
        ("README.md", "docs: {path: '../docs'}", ["template/leftover-directive"]),
    ],
)
def test_docusaurus_may_take_its_pages_from_beside_the_site(
    tmp_path: Path, name: str, settings: str, rules: list[str]
) -> None:
    post, site = tmp_path / name, tmp_path / "website"
    post.parent.mkdir(parents=True, exist_ok=True)
    site.mkdir()
    (tmp_path / ".git").mkdir()
    (site / "docusaurus.config.js").write_text(settings, encoding="utf-8")
    (site / "package.json").write_text(PACKAGE, encoding="utf-8")
    post.write_text("---\ntitle: A\n---\n\n:::note\n\nOne {two\n\n:::\n", encoding="utf-8")
    result = Project(CommandChoice(select=("template",))).lint_file(str(post))
    assert ([each.rule for each in result.findings], result.errors) == (rules, [])
