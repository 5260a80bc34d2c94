"""What the tags of Hugo's and Jekyll's posts name is looked for in the whole site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contentlint.document import SiteSettings
from tests.checks.family import findings

Site = Callable[[str], list[str]]
Files = dict[str, str]
_HUGO = {
    "hugo.toml": 'baseURL = "https://example.com/"\n',
    "layouts/_default/single.html": "{{ .Content }}",
    "layouts/shortcodes/box.html": "{{ .Inner }}",
    "layouts/shortcodes/deep/mark.en.html": "x",
    "content/posts/fair.md": "---\ntitle: Fair\ntags: [Rome]\nslug: spring\n---\nx",
    "content/posts/pier/index.md": "---\ntitle: Pier\n---\nx",
    "content/docs/Two Boats.de.md": "---\ntitle: Boats\n---\nx",
}
_JEKYLL = {
    "_config.yml": "title: A site\nplugins:\n  - jekyll-feed\n",
    "_includes/parts/note.html": "x",
    "_posts/2026-01-05-fair.md": "---\ntitle: Fair\n---\nx",
    "_posts/2026-1-06-pier.md": "---\ndate: 2026-01-07\n---\nx",
    "walks/_posts/2026-01-08-rome.md": "---\nslug: roma\n---\nx",
    "_drafts/later.md": "---\n---\nx",
    "about.md": "---\n---\nx",
    "files/a.pdf": "x",
}
_GONE = ["{{< gone >}}", '{{< ref "gone" >}}', "{{< figure src=x />}}"]
_LOST = ["{% include gone.html %}", "{% link gone.md %}", "{% post_url 2026-01-05-gone %}"]


def _write(folder: Path, files: Files) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def _run(folder: Path, preset: str, name: str, text: str) -> list[str]:
    text = f"---\ntitle: x\n---\n{text}\n"
    _write(folder, {name: text})
    settings = SiteSettings((preset,), root=folder)
    path = str(folder / name)
    rules = ("template/missing-target", "template/unclosed-tag")
    return [
        each.message
        for rule in rules
        for each in findings(text, rule, path=path, settings=settings)
    ]


def _hugo(folder: Path, text: str, files: Files | None = None) -> list[str]:
    _write(folder, {**_HUGO, **(files or {})})
    return _run(folder, "hugo", "content/posts/post.md", text)


def _jekyll(folder: Path, text: str, files: Files | None = None) -> list[str]:
    _write(folder, {**_JEKYLL, **(files or {})})
    return _run(folder, "jekyll", "_posts/2026-02-01-post.md", text)


@pytest.mark.parametrize(
    "text",
    [
        "{{< box >}}x{{< /box >}} {{< box />}} {{< Box >}}x{{< /Box >}} {{< deep/mark >}}",
        '{{< ref "fair" >}} {{< ref "/posts/fair.md#x" >}} {{< relref path="Fair" >}}',
        '{{< ref "/posts/pier/" >}} {{< ref "pier/index.md" >}}',
        '{{< ref "/posts" >}} {{< ref "/" >}}',
        '{{< ref "/docs/two-boats" >}} {{< ref path="docs/Two Boats.md" lang="de" >}}',
        '{{< ref "/tags" >}} {{< ref "/tags/rome" >}} {{< ref "rome" >}}',
        '{{< ref "made/by-a-program" >}} {{< ref "{{ x }}" >}} {{< ref "mailto:a@example.com" >}}',
        "{{</* gone */>}} {{< details >}}x{{< /details >}} {{< qr text=a />}}",
    ],
)
def test_what_a_site_of_hugos_has_is_found(tmp_path: Path, text: str) -> None:
    assert _hugo(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("`{{< gone >}}`", "a shortcode called gone"),
        ("{{< boxx >}}", "a shortcode called boxx"),
        ('{{< ref "gone" >}}', "no page gone"),
        ('{{< relref "/posts/gone.md#part" >}}', "no page /posts/gone.md#part"),
        ('{{< ref "spring" >}}', "its slug or address does not count"),
        ("{{< deep/mark >}}x{{< /deep/mark >}}", "takes nothing between"),
        ('{{< figure src="a.png" />}}', "takes nothing between"),
        ('{{< figure "/a.png" >}}', "see no picture"),
    ],
)
def test_what_a_site_of_hugos_has_not_is_told(tmp_path: Path, text: str, words: str) -> None:
    (message,) = _hugo(tmp_path, text)
    assert words in message


@pytest.mark.parametrize(
    "files",
    [
        {"hugo.toml": 'theme = "not-here"\n'},
        {"hugo.toml": "theme = [\n'not-here']\n"},
        {"hugo.toml": "[module]\n[[module.imports]]\npath = 'example.com/theme'\n"},
        {"config/_default/module.yaml": "imports:\n  - path: example.com/theme\n"},
        {"hugo.toml": "", "hugo.yaml": "theme:\n  - not-here\n"},
        {"hugo.toml": "theme = 'unfetched'\n", "themes/unfetched/README.md": "x"},
        {"hugo.toml": "contentDir = 'content'\n"},
        {"hugo.toml": "", "hugo.json": "{}"},
        {
            "hugo.toml": "theme = 'here'\n",
            "themes/here/hugo.toml": "[module]\n[[module.imports]]\npath = 'example.com/theme'\n",
        },
    ],
)
def test_where_a_part_of_hugos_site_is_elsewhere_nothing_is_told(
    tmp_path: Path, files: Files
) -> None:
    assert _hugo(tmp_path, " ".join(_GONE), files) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("draft: true", "which is a draft"),
        ('title: Walk\ndraft: "true"', "which is a draft"),
        ("date: 2999-01-05", "of a later day"),
        ("date: 2020-01-05\npublishDate: 2999-01-05T10:00:00+01:00", "of a later day"),
        ("expiryDate: 2020-01-05", "a time that is over"),
        ("date: 2999-01-05\npublishDate: 2020-01-05", ""),
        ("draft: false\ndate: 2020-01-05", ""),
    ],
)
def test_a_page_that_hugo_leaves_out_is_told(tmp_path: Path, fields: str, words: str) -> None:
    for name in ("content/posts/walk.md", "content/posts/walk/index.md"):
        site = tmp_path / Path(name).stem
        told = _hugo(site, '{{< ref "walk" >}}', {name: f"---\n{fields}\n---\nx"})
        assert [words in each for each in told] == [True] * bool(words)


@pytest.mark.parametrize(
    "files",
    [
        {"hugo.toml": "buildDrafts = true\n"},
        {"hugo.toml": "refLinksErrorLevel = 'WARNING'\n"},
        {"content/docs/walk.md": "x"},
        {"content/walk/_index.md": "x"},
        {"content/posts/other.md": "---\ntags: [walk]\n---\nx"},
    ],
)
def test_a_draft_that_hugo_may_not_need_is_not_told(tmp_path: Path, files: Files) -> None:
    draft = {"content/posts/walk.md": "+++\ndraft = true\n[params]\na = 1\n+++\nx"}
    assert len(_hugo(tmp_path / "a", '{{< relref "walk" >}}', draft)) == 1
    assert _hugo(tmp_path / "b", '{{< relref "walk" >}}', {**draft, **files}) == []


def test_a_theme_of_hugos_brings_shortcodes_and_pages(tmp_path: Path) -> None:
    files = {
        "hugo.toml": "theme = 'here'\n",
        "themes/here/layouts/_shortcodes/gone.html": "x",
        "themes/here/layouts/shortcodes/figure.html": "{{ .Inner }}",
        "themes/here/content/gone.md": "x",
    }
    assert _hugo(tmp_path, " ".join(_GONE), files) == []
    assert len(_hugo(tmp_path, "{{< away >}}", files)) == 1


def test_templates_of_hugos_that_only_replace_some_are_not_the_site(tmp_path: Path) -> None:
    _write(tmp_path, {"hugo.toml": "title = 'x'\n", "layouts/partials/head.html": "x"})
    assert _run(tmp_path, "hugo", "content/posts/post.md", " ".join(_GONE)) == []
    _write(tmp_path, _HUGO)
    assert _run(tmp_path, "hugo", "README.md", " ".join(_GONE)) == []


def test_pages_that_a_program_makes_are_not_missed(tmp_path: Path) -> None:
    files = {"content/docs/_content.gotmpl": "x"}
    assert _hugo(tmp_path, '{{< ref "gone" >}}', files) == []
    assert (
        _hugo(tmp_path, '{{< ref "gone" >}}', {"hugo.toml": 'refLinksErrorLevel = "WARNING"'}) == []
    )


@pytest.mark.parametrize(
    ("tag", "name", "fields", "words"),
    [
        ("post_url 2999-01-05-b", "_posts/2999-01-05-b.md", "title: B", "of a later day"),
        ("post_url 2020-01-05-b", "_posts/2020-01-05-b.md", "date: 2999-01-05", "of a later day"),
        ("post_url 2020-01-05-b", "_posts/2020-01-05-b.md", "published: false", "not published"),
        ("link _posts/2999-01-05-b.md", "_posts/2999-01-05-b.md", "title: B", "of a later day"),
        ("link other.md", "other.md", "published: false", "not published"),
        ("link _drafts/b.md", "_drafts/b.md", "title: B", "is a draft"),
        ("link other.md", "other.md", "date: 2999-01-05", ""),
        ("post_url 2020-01-05-b", "_posts/2020-01-05-b.md", "draft: true", ""),
    ],
)
def test_a_page_that_jekyll_leaves_out_is_told(
    tmp_path: Path, tag: str, name: str, fields: str, words: str
) -> None:
    files = {name: f"---\n{fields}\n---\nx"}
    told = _jekyll(tmp_path / "a", f"{{% {tag} %}}", files)
    assert [words in each for each in told] == [True] * bool(words)
    twin = {**files, "walks/_posts/2020-01-05-b.md": "x"}
    is_post = tag == "post_url 2020-01-05-b"
    assert len(_jekyll(tmp_path / "c", f"{{% {tag} %}}", twin)) == (bool(words) and not is_post)
    settings = "future: true\nunpublished: true\nshow_drafts: true\n"
    assert _jekyll(tmp_path / "b", f"{{% {tag} %}}", {**files, "_config.yml": settings}) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% include parts/note.html a=1 %} {% include {{ page.box }} %}",
        "{% include_relative 2026-01-05-fair.md %}",
        "{% link _posts/2026-01-05-fair.md %} {% link about.md %} {% link /files/a.pdf %}",
        "{% link made/by-a-program.md %} {% link {{ page.other }} %}",
        "{% post_url 2026-01-05-fair %} {% post_url /2026-01-05-fair %}",
        "{% post_url 2026-01-06-pier %}",
        "{% post_url 2026-01-07-pier %} {% post_url walks/2026-01-08-rome %}",
        "{% post_url 2026-01-08-roma %}",
        "{% post_url 2026-01-08-later %} {% post_url {{ page.other }} %}",
        "{% seo %} {% gist 1 %} {% assign a = 1 %} {% comment %}{% gone %}{% endcomment %}",
        "{% if page.a %}{% include gone.html %}{% endif %} {% raw %}{% link gone.md %}{% endraw %}",
    ],
)
def test_what_a_site_of_jekylls_has_is_found(tmp_path: Path, text: str) -> None:
    assert _jekyll(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("`{% include gone.html %}`", "no file gone.html in the folder _includes"),
        ("{% include parts/Note.html %}", "in the same letters"),
        ("{% include_relative gone.md %}", "no file gone.md beside"),
        ("{% link _posts/gone.md %}", "no file _posts/gone.md in this site"),
        ("{% link about.md#part %}", "Write {% link about.md %}#part."),
        ("{% link /about.md %}", "Write {% link about.md %}."),
        ("{% post_url 2026-01-05-gone %}", "No post is called 2026-01-05-gone"),
        ("{% post_url 2026-03-05-fair %}", "Write 2026-01-05-fair."),
        ("{% post_url fair %}", "begins with a day"),
        ("{% gone %}", "no tag called gone"),
        ("{% inclde parts/note.html %}", "Probably include is meant"),
    ],
)
def test_what_a_site_of_jekylls_has_not_is_told(tmp_path: Path, text: str, words: str) -> None:
    (message,) = _jekyll(tmp_path, text)
    assert words in message


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "source: .\nplugins: []\n"},
        {"_plugins/tags.rb": "Liquid::Template.register_tag('gone', Gone)"},
    ],
)
def test_where_a_part_of_jekylls_site_is_elsewhere_nothing_is_told(
    tmp_path: Path, files: Files
) -> None:
    assert _jekyll(tmp_path, " ".join([*_LOST, "{% gone %}"]), files) == []


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "theme: a-theme\n"},
        {"_config.yml": "remote_theme: example/a-theme\n"},
    ],
)
def test_a_theme_of_jekylls_may_bring_parts_and_tags(tmp_path: Path, files: Files) -> None:
    assert len(_jekyll(tmp_path, " ".join([*_LOST, "{% gone %}"]), files)) == 2
    assert _jekyll(tmp_path, "{% include gone.html %} {% link assets/a.css %}", files) == []


@pytest.mark.parametrize(
    "files",
    [
        {"_config.yml": "plugins: [jekyll-feed, jekyll-gone]\n"},
        {"_config.yml": "title: x\ngems:\n- jekyll-gone\n"},
        {"Gemfile": 'source "https://example.com"\ngem "jekyll-gone"\n'},
        {"Gemfile": "gemspec\n"},
    ],
)
def test_plugins_of_jekylls_may_bring_tags(tmp_path: Path, files: Files) -> None:
    assert _jekyll(tmp_path, "{% gone %}", files) == []
    assert len(_jekyll(tmp_path, "{% link gone.md %}", files)) == 1


def test_folders_of_tools_are_no_part_of_jekylls_site(tmp_path: Path) -> None:
    for name in (".venv/lib", "node_modules/a"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "linked").symlink_to(tmp_path)
    assert len(_jekyll(tmp_path, _LOST[2])) == 1


def test_folders_that_git_did_not_fetch_are_not_judged(tmp_path: Path) -> None:
    (tmp_path / "_includes/shared").mkdir(parents=True)
    assert _jekyll(tmp_path, "{% include shared/gone.html %}") == []
    (tmp_path / "content/shared").mkdir(parents=True)
    assert _hugo(tmp_path, '{{< ref "shared/gone" >}} {{< ref "gone" >}}') == []


@pytest.mark.parametrize(
    "text",
    [
        "{% post_url " + "9" * 4500 + "-1-1-x %}",
        '{{< ref "a\0b/c" >}} {{< ref "' + "a/" * 2000 + 'b" >}}',
        "{{ figure a" + " " * 100_000,
        "{% include " + "a/" * 2000 + "b %} {% link " + "a" * 4000 + " %}",
    ],
)
def test_odd_names_do_no_harm(tmp_path: Path, text: str) -> None:
    _hugo(tmp_path, text)
    _jekyll(tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "{% link ../out.md %}",
        "{% link /../out.md %}",
        "{% include ../about.md %}",
        "{% include_relative ../about.md %}",
    ],
)
def test_jekyll_takes_no_path_that_leads_up(tmp_path: Path, text: str) -> None:
    (tmp_path / "out.md").write_text("---\n---\n")
    (found,) = _jekyll(tmp_path / "site", text)
    assert found.startswith("There is no file")
