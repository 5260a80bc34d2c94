"""What the layouts of a site tell: whether the title stands above the text of a post."""

from __future__ import annotations

from pathlib import Path

import pytest

from contentlint.config import CommandChoice
from contentlint.project import Project

WITH, WITHOUT = "<main><h1>{{ title }}</h1>{{ content }}</main>", "<main>{{ content }}</main>"
ASTRO = "---\nimport Base from './Base.astro';\n---\n<Base><slot /></Base>\n"


@pytest.mark.parametrize(
    ("files", "layout", "found"),
    [
        ({"eleventy.config.js": "", "_includes/a.njk": WITHOUT}, "a.njk", 0),
        ({"eleventy.config.js": "", "_includes/a.njk": WITHOUT}, "a", 0),
        ({"eleventy.config.js": "", "_includes/a.njk": WITH}, "a.njk", 1),
        ({"eleventy.config.js": "", "_includes/a.njk": f"<style>h1 {{}}</style>{WITHOUT}"}, "a", 0),
        ({"eleventy.config.js": "", "_includes/a.njk": f"<!-- <h1> -->{WITHOUT}"}, "a.njk", 0),
        ({"eleventy.config.js": ""}, "a.njk", 1),
        ({"eleventy.config.js": "", "a.njk": WITHOUT, "_includes/b": ""}, "../a.njk", 0),
        (
            {"eleventy.config.js": "", "../a.njk": WITHOUT, "_includes/b": ""},
            "../../a.njk",
            1,
        ),
        (
            {
                "eleventy.config.js": "",
                "src/_includes/a.njk": f"---\nlayout: b.njk\n---\n{WITHOUT}",
                "src/_includes/b.njk": WITH,
            },
            "a.njk",
            1,
        ),
        (
            {
                "eleventy.config.js": "",
                "_includes/a.njk": '{% include "b.njk" %}',
                "_includes/b.njk": WITHOUT,
            },
            "a.njk",
            0,
        ),
        ({"eleventy.config.js": "", "_includes/a.njk": '{% include "b.njk" %}'}, "a.njk", 1),
        ({"eleventy.config.js": "", "_includes/a.njk": "{% include 'a.njk' %}"}, "a.njk", 0),
        ({"_config.yml": "plugins: []\n", "_layouts/a.html": WITHOUT}, "a", 0),
        ({"_config.yml": "plugins: []\n", "_layouts/a.html": WITH}, "a", 1),
        ({"_config.yml": "theme: minima\n"}, "a", 1),
        ({"astro.config.mjs": "", "A.astro": ASTRO, "Base.astro": WITHOUT}, "../A.astro", 0),
        ({"astro.config.mjs": "", "A.astro": ASTRO, "Base.astro": WITHOUT}, "/A.astro", 0),
        ({"astro.config.mjs": "", "A.astro": ASTRO, "Base.astro": WITH}, "../A.astro", 1),
        ({"astro.config.mjs": "", "A.astro": ASTRO}, "../A.astro", 1),
        ({"astro.config.mjs": "", "A.astro": WITHOUT}, "@/A.astro", 1),
        ({"astro.config.mjs": "", "A.astro": WITHOUT}, "''", 1),
        ({"hugo.toml": "", "_layouts/a.html": WITHOUT}, "a", 1),
    ],
)
@pytest.mark.parametrize("title", ["Setting out", "Two days on the ridge"])
def test_layout_without_a_heading_leaves_the_title_to_the_post(
    tmp_path: Path, files: dict[str, str], layout: str, found: int, title: str
) -> None:
    site = tmp_path / "site"
    for name, text in {**files, "pages/post.md": ""}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    post = site / "pages" / "post.md"
    head = f"---\ntitle: {title}\ndate: 2024-01-02\nlayout: {layout}\n---\n"
    post.write_text(f"{head}\n# Setting out\n\nWe went early.\n", encoding="utf-8")
    rules = ("headings/h1-in-body", "text/repeats-title")
    result = Project(CommandChoice(select=rules)).lint_file(str(post))
    assert (len(result.findings), result.errors) == (found, [])


def test_many_unended_styles_are_read_in_time(tmp_path: Path) -> None:
    (tmp_path / "_includes").mkdir()
    (tmp_path / "eleventy.config.js").write_text("")
    (tmp_path / "_includes" / "a.njk").write_text("<style><!--" * 50_000)
    post = tmp_path / "post.md"
    post.write_text("---\ntitle: A walk\nlayout: a.njk\n---\n\n# Setting out\n\nText\n")
    result = Project(CommandChoice(select=("headings/h1-in-body",))).lint_file(str(post))
    assert (result.findings, result.errors) == ([], [])
