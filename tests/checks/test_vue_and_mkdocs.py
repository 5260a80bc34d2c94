"""What Vue does not compile in VitePress, and what Python-Markdown reads in MkDocs."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint import lint_text
from contentlint.config import CommandChoice
from contentlint.project import Project
from contentlint.site_settings import settings_text


def found(text: str, rule: str, preset: str) -> list[str]:
    report = lint_text(text, "a.md", presets=[preset])
    assert not report.errors
    findings = [each for each in report.findings if each.rule == rule]
    return [text[each.start.offset : each.end.offset] for each in findings]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("{{ a b }} and `{{ c d }}`\n", ["{{ a b }}", "{{ c d }}"]),
        ("    {{ a b }}\n", ["{{ a b }}"]),
        ("```\n{{ a b }}\n```\n\n~~~js\n{{ a b\n~~~\n", []),
        ("{{< figure src='a.png' >}} {{ 'a' | upper }}\n", ["{{< figure src='a.png' >}}"]),
        ("<p v-for='a in [1]'>{{ a.b }}</p>\n", []),
        ("{{ one\n\n{{ two }}\n", ["{{ one\n\n{{ two }}"]),
        ("{{ a.b }} {{ Math.PI }} {{ $a.b }}\n", ["{{ a.b }}"]),
    ],
)
def test_double_braces(text: str, faults: list[str]) -> None:
    assert found(text, "template/vue-syntax", "vitepress") == faults
    assert found(text, "template/vue-syntax", "plain") == []


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ("<p/> text\n[a]: /x\n", []),
        ("<div/>\n[a]: /x\n", []),
        ("<div class='x'/>\n[a]: /x\n", []),
        ("<span/>\n[a]: /x\n", []),
        ("<div>\n<p/>\n[a]: /x\n</div>\n", []),
        ("<div>\n<Foo/>\n[a]: /x\n</div>\n", []),
        ("<Foo/>\n[a]: /x\n", ["[a]: /x"]),
        ("<div/>\n\n[a]: /x\n", ["[a]: /x"]),
    ],
)
def test_an_element_that_ends_itself_begins_a_block_of_html(body: str, faults: list[str]) -> None:
    assert found(body, "links/reference-unused", "vitepress") == faults
    assert found(body, "elements/empty", "vitepress") == []


@pytest.mark.parametrize(
    "text", ["{{ a b }} " * 5_000, "{{" * 20_000, "<!-- -->{{ a b }} " * 3_000]
)
def test_many_braces_take_time_by_their_number(text: str) -> None:
    assert found(text, "template/vue-syntax", "vitepress")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("**注意：**这里。\n", "markdown/unparsed-emphasis"),
        ("##标题\n", "markdown/unparsed-heading"),
    ],
)
def test_python_markdown_reads_more(text: str, rule: str) -> None:
    assert found(text, rule, "plain")
    assert found(text, rule, "mkdocs") == []


def test_settings_may_give_markdown_other_rules(tmp_path: Path) -> None:
    post, settings = tmp_path / "docs" / "a.md", tmp_path / "mkdocs.yml"
    post.parent.mkdir()
    post.write_text("---\ntitle: A\n---\n\nOne:\n- two\n  - three\n", encoding="utf-8")
    counts = []
    for extension in ("tables", "mdx_truly_sane_lists"):
        settings.write_text(f"markdown_extensions:\n  - {extension}\n", encoding="utf-8")
        result = Project(CommandChoice(select=("markdown",))).lint_file(str(post))
        counts.append((len(result.findings), result.errors))
        settings_text.cache_clear()
    assert counts == [(2, []), (0, [])]


@pytest.mark.parametrize(
    "named", ["../all/mkdocs.yml", "'../all/mkdocs.yml'  # of all", "none.yml"]
)
def test_settings_may_be_inherited(tmp_path: Path, named: str) -> None:
    post = tmp_path / "ja" / "docs" / "a.md"
    post.parent.mkdir(parents=True)
    post.write_text("---\ntitle: A\n---\n\nOne:\n- two\n", encoding="utf-8")
    (tmp_path / "ja" / "mkdocs.yml").write_text(f"INHERIT: {named}\n", encoding="utf-8")
    (tmp_path / "all").mkdir()
    settings = "INHERIT: mkdocs.yml\nmarkdown_extensions:\n  - mdx_truly_sane_lists\n"
    (tmp_path / "all" / "mkdocs.yml").write_text(settings, encoding="utf-8")
    result = Project(CommandChoice(select=("markdown",))).lint_file(str(post))
    settings_text.cache_clear()
    assert (len(result.findings), result.errors) == (int(named == "none.yml"), [])


@pytest.mark.parametrize(
    "text", ["- a\n  - b\n\n" * 3_000, "a\n- b\n\n" * 3_000, "!!! a\nb\n\n" * 3_000]
)
def test_many_lists_take_time_by_their_number(text: str) -> None:
    findings = lint_text(text, "a.md", presets=["mkdocs"]).findings
    assert any(each.rule in ("markdown/four-blanks", "markdown/joined-block") for each in findings)


def test_a_site_of_eleventy_may_run_another_language(tmp_path: Path) -> None:
    post, settings = tmp_path / "a.md", tmp_path / "eleventy.config.js"
    post.write_text("---\ntitle: A\n---\n\n{% if a %} One\n", encoding="utf-8")
    counts = []
    for value in ('"liquid"', "false", '"njk"'):
        settings.write_text(f"module.exports = {{markdownTemplateEngine: {value}}}", "utf-8")
        result = Project(CommandChoice(select=("template/unclosed-tag",))).lint_file(str(post))
        counts.append((len(result.findings), result.errors))
        settings_text.cache_clear()
    assert counts == [(1, []), (0, []), (0, [])]


@pytest.mark.parametrize(
    ("settings", "severities"),
    [("", ["warning"]), ("plugins: [i18n]", []), ("hooks: [add_pages.py]", [])],
)
def test_pages_that_are_not_there(tmp_path: Path, settings: str, severities: list[str]) -> None:
    post = tmp_path / "docs" / "a.md"
    post.parent.mkdir()
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\n{settings}\n", encoding="utf-8")
    (post.parent / "b.md").write_text("Text.\n", encoding="utf-8")
    links = "[b](b.md) [c](./c.md#d) [e](none/e.md) [f](https://example.com/f.md) [a](../docs/a.md)"
    post.write_text(f"---\ntitle: A\n---\n\n{links}\n", encoding="utf-8")
    result = Project(CommandChoice(select=("links/missing-page",))).lint_file(str(post))
    settings_text.cache_clear()
    assert [each.severity for each in result.findings] == severities


DEAD = ("[x](./gone)", "[x](gone.html#a)", "[x](/gone?a=b)", "[x](./folder/)", "[x](/folder/gone)")
ALIVE = (
    "[x](./there)",
    "[x](/there.html)",
    "[x](/)",
    "[x](./folder/in.it)",
    "[x](/built)",
    "[x](/other-site/gone)",
    "[x](./gone.pdf)",
    "[x](#gone)",
    "[x](?a)",
    '<a href="./gone">x</a>',
    "`[x](./gone)`",
    "[x](mailto:a@example.com)",
    "[x](//example.com/gone)",
    "[x](./v1.2/)",
)


@pytest.mark.parametrize(
    ("config", "text", "found"),
    [
        *(("", text, ["error"]) for text in DEAD),
        *(("", text, []) for text in ALIVE),
        ("ignoreDeadLinks: true", DEAD[0], []),
        ("ignoreDeadLinks: true", "[x](./gone.md)", ["warning"]),
        ("rewrites: {}", DEAD[0], []),
    ],
)
def test_links_without_an_ending_that_vitepress_calls_dead(
    tmp_path: Path, config: str, text: str, found: list[str]
) -> None:
    for name in ("index.md", "there.md", "folder/in.md", "public/built.html", ".vitepress/x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".vitepress/config.mts").write_text(f"export default {{{config}}}")
    post = tmp_path / "post.md"
    post.write_text(f"---\ntitle: A\n---\n\n{text}\n")
    result = Project(CommandChoice(select=("links/missing-page",))).lint_file(str(post))
    settings_text.cache_clear()
    assert [each.severity for each in result.findings] == found


@pytest.mark.parametrize(
    ("config", "found"), [("export default {}", ["unknown"]), ("md.use(container, 'note')", [])]
)
def test_boxes_that_vitepress_does_not_know(tmp_path: Path, config: str, found: list[str]) -> None:
    settings = tmp_path / ".vitepress" / "config.mts"
    settings.parent.mkdir()
    settings.write_text(config, encoding="utf-8")
    post = tmp_path / "a.md"
    text = "::: note Title\nOne.\n:::\n\n:::: tip\n::: details\nTwo.\n:::\n::::\n"
    post.write_text(f"---\ntitle: A\n---\n\n{text}", encoding="utf-8")
    rule = "template/unclosed-container"
    result = Project(CommandChoice(select=(rule,))).lint_file(str(post))
    settings_text.cache_clear()
    assert len(result.findings) == len(found)
    assert not result.errors


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("", ["~~old~~", "[ ]"]),
        ("markdown_extensions: [admonition, pymdownx.superfences]", ["~~old~~", "[ ]"]),
        ("markdown_extensions: [pymdownx.tilde]", ["[ ]"]),
        ("markdown_extensions:\n  - pymdownx.tasklist:\n      custom_checkbox: true", ["~~old~~"]),
        ("INHERIT: ../base.yml", []),
    ],
)
def test_marks_that_mkdocs_shows(tmp_path: Path, settings: str, found: list[str]) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A\n{settings}\n", encoding="utf-8")
    post, text = tmp_path / "a.md", "---\ntitle: A\n---\n\nThis ~~old~~ one\n\n- [ ] two\n"
    post.write_text(text, encoding="utf-8")
    result = Project(CommandChoice(select=("markdown/unread-marks",))).lint_file(str(post))
    settings_text.cache_clear()
    assert [text[each.start.offset : each.end.offset] for each in result.findings] == found
    assert result.volatile  # other settings are other findings
    post.write_text("---\ntitle: A\n---\n\nThis <del>old</del> one\n", encoding="utf-8")
    project = Project(CommandChoice(select=("markdown/unread-marks",)))
    assert not project.lint_file(str(post)).volatile


@pytest.mark.parametrize(
    ("preset", "text", "asks"),
    [
        ("mkdocs", "One.\n\n- two\n", False),
        ("mkdocs", "One.\n- two\n", True),
        ("jekyll", "<div>\n<b>One</b>\n</div>\n", False),
        ("jekyll", "<div>\n\n**One**\n\n</div>\n", True),
    ],
)
def test_the_site_is_only_asked_where_there_is_something_to_tell(
    tmp_path: Path, preset: str, text: str, asks: bool
) -> None:
    post = tmp_path / "a.md"
    post.write_text(text, encoding="utf-8")
    rules = ("markdown/joined-block", "markdown/unread-element")
    result = Project(CommandChoice(select=rules, presets=(preset,))).lint_file(str(post))
    settings_text.cache_clear()
    assert result.volatile is asks
    assert len(result.findings) == asks


def test_no_link_is_followed_out_of_the_site(tmp_path: Path) -> None:
    post = tmp_path / "site" / "docs" / "a.md"
    post.parent.mkdir(parents=True)
    (tmp_path / "site" / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    post.write_text("[a](../../none.md) [b](../none.md)\n", encoding="utf-8")
    result = Project(CommandChoice(select=("links/missing-page",))).lint_file(str(post))
    settings_text.cache_clear()
    assert ["../none.md" in each.message for each in result.findings] == [True]


@pytest.mark.parametrize(
    ("package", "count"),
    [
        ('{"dependencies": {"hexo-renderer-marked": "7"}}', 1),
        ('{"dependencies": {"hexo-renderer-marked": "7"}, "x": "' + "y" * 2_000_000 + '"}', 0),
        ("[" * 100_000, 0),
        ("[]", 0),
    ],
)
def test_footnotes_on_a_site_of_hexo(tmp_path: Path, package: str, count: int) -> None:
    post = tmp_path / "source" / "_posts" / "a.md"
    post.parent.mkdir(parents=True)
    (tmp_path / "_config.yml").write_text("new_post_name: a\n", encoding="utf-8")
    (tmp_path / "package.json").write_text(package, encoding="utf-8")
    post.write_text("One[^1].\n\n[^1]: Two.\n", encoding="utf-8")
    result = Project(CommandChoice(select=("markdown/unread-footnote",))).lint_file(str(post))
    assert (len(result.findings), result.errors) == (count, [])


def test_files_that_a_page_takes_in(tmp_path: Path) -> None:
    (tmp_path / ".vitepress").mkdir()
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "one.js").write_text("1")
    post = tmp_path / "guide" / "a.md"
    post.parent.mkdir()
    lines = [
        "<<< @/code/one.js{1}",
        "<<< ../code/one.js",
        "<<< @/code/two.js",
        "<!--@include: ../code/two.md-->",
        "<<< @/../two.js",
        "Text\n<<< @/code/two.js",
    ]
    text = "\n\n".join(lines)
    post.write_text(text)

    def told() -> list[str]:
        choice = CommandChoice(select=("template/missing-snippet",))
        findings = Project(choice).lint_file(str(post)).findings
        settings_text.cache_clear()
        return [text[each.start.offset : each.end.offset] for each in findings]

    assert told() == lines[2:4]
    (tmp_path / "code" / "two.js").write_text("2")
    assert told() == lines[3:4]
    (tmp_path / "code" / "two.js").unlink()
    (tmp_path / ".vitepress" / "config.js").write_text("export default {srcDir: 'src'}")
    assert told() == lines[3:4]


def count_in_docs(site: Path, text: str, rule: str) -> tuple[int, list[str]]:
    """How often *rule* is told of a page with this *text*, and the errors."""
    post = site / "docs" / "a.md"
    post.parent.mkdir()
    post.write_text(text, encoding="utf-8")
    result = Project(CommandChoice(select=(rule,))).lint_file(str(post))
    return len(result.findings), result.errors


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ('[project]\nsite_name = "A"\n', 0),
        ('[project]\nsite_name = "A"\n[project.markdown_extensions.toc]\n', 2),
        ('[project]\nsite_name = "A"\n[project.markdown_extensions.pymdownx.tilde]\n', 1),
    ],
)
def test_zensical_reads_all_marks_unless_it_is_told_which(
    tmp_path: Path, settings: str, count: int
) -> None:
    (tmp_path / "zensical.toml").write_text(settings, encoding="utf-8")
    text = "# A\n\n~~old~~ text\n\n- [ ] to do\n"
    assert count_in_docs(tmp_path, text, "markdown/unread-marks") == (count, [])


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ("markdown_extensions:\n  - pymdownx.snippets\n", 1),
        ("markdown_extensions:\n  - pymdownx.snippets:\n      auto_append: [refs.md]\n", 0),
    ],
)
def test_mkdocs_may_add_definitions_to_every_page(
    tmp_path: Path, settings: str, count: int
) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    text = "# A\n\nSee [the fair][fair].\n"
    assert count_in_docs(tmp_path, text, "links/reference-undefined") == (count, [])
