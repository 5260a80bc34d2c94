"""Tags of Hexo's that name posts and files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from contentlint.checks import templates_targets
from contentlint.document import SiteSettings
from tests.checks.family import findings

Site = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A Hexo site with some posts, and what the rule finds in one of them."""
    for name, text in (
        ("source/_posts/a-walk.md", "---\ntitle: 'A long walk'\n---\nText\n"),
        ("source/_posts/2021/11/2021-11-08-rome.md", "title: Rome, again\n---\nText\n"),
        ("source/_drafts/later.md", "Text\n"),
        ("source/_drafts/pier.md", "---\ntitle: The pier in winter\n---\nText\n"),
        ("source/_drafts/walk-2.md", "---\ntitle: A long walk\n---\nText\n"),
        ("source/_posts/fair.markdown", "Text\n"),
        ("source/_posts/post/boat.jpg", "x"),
        ("source/_posts/post/deep/my pier.jpg", "x"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    post = tmp_path / "source/_posts/post.md"
    post.write_text("x")

    (tmp_path / "_config.yml").write_text("title: A site\n")

    def run(text: str) -> list[tuple[str, str]]:
        text = text.replace("{site}", tmp_path.as_posix())
        settings = SiteSettings(("hexo",), root=tmp_path)
        found = findings(text, "template/missing-target", path=str(post), settings=settings)
        return [(finding.severity, finding.message) for finding in found]

    return run


@pytest.mark.parametrize(
    "tag",
    [
        "post_link a-walk",
        "post_link a-walk#part 'more of it' false",
        'post_link "a-walk"',
        "post_link 2021/11/2021-11-08-rome",
        "post_link rome",
        "post_link fair",
        "post_link 'A long walk'",
        "post_link 'Rome, again'",
        "post_link post",
        "asset_img boat.jpg",
        "asset_img wide left boat.jpg 300 200 'A boat'",
        "asset_path 'deep/my pier.jpg'",
        "asset_link boat.jpg The boat",
        "post_path",
        "asset_img",
    ],
)
def test_what_is_there_is_found(site: Site, tag: str) -> None:
    assert site("See {% " + tag + " %}.\n") == []


def test_a_draft_is_there_where_the_site_shows_drafts(site: Site, tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("title: A site\nrender_drafts: true\n")
    assert site("{% post_link later %} {% post_link 'The pier in winter' %}\n") == []


@pytest.mark.parametrize(
    ("tag", "severity", "words"),
    [
        ("post_link", "error", "No post is named here, so Hexo stops"),
        ("post_link a-walk.md", "error", "No post is called a-walk.md, so Hexo stops"),
        ("post_link a-wal 'A walk'", "error", "No post is called a-wal,"),
        ("post_link later", "warning", "The post later is a draft, of which Hexo makes no page"),
        ("post_path later#part", "warning", "The post later is a draft"),
        ("post_link 'The pier in winter'", "warning", "The post The pier in winter is a draft"),
        ("post_path gone#part", "warning", "No post is called gone, so Hexo writes no address"),
        ("asset_img wide pier.jpg A pier", "warning", "no file pier.jpg in the folder post"),
        ("asset_img #1.jpg", "warning", "no file #1.jpg in the folder post"),
        ("asset_img 'my pier.jpg'", "warning", "no file my pier.jpg in the folder post"),
        ("post_link ../_posts/a-walk", "error", "No post is called ../_posts/a-walk,"),
        ("asset_path ../post/boat.jpg", "warning", "no file ../post/boat.jpg in the folder post"),
        ("asset_path ..\\post.md", "warning", "no file ..\\post.md in the folder post"),
        ("asset_path {site}/_config.yml", "warning", "in the folder post"),
        ("asset_link gone boat.jpg", "warning", "no file gone in the folder post"),
    ],
)
def test_what_is_not_there_is_told_of(site: Site, tag: str, severity: str, words: str) -> None:
    [(found, message)] = site("See {% " + tag + " %}.\n")
    assert found == severity
    assert words in message


@pytest.mark.parametrize("tag", ["post_link ../../secret", "asset_img ../../../boat.jpg"])
def test_no_name_leads_out_of_the_folder(site: Site, tmp_path: Path, tag: str) -> None:
    (tmp_path / "secret.md").write_text("x")
    (tmp_path / "boat.jpg").write_text("x")
    assert len(site(f"{{% {tag} %}}")) == 1


def test_a_pipe_among_the_posts_is_not_waited_for(site: Site, tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes")
    os.mkfifo(tmp_path / "source/_posts/pipe.md")
    assert len(site("{% post_link nowhere %}")) == 1


def test_a_site_with_too_many_posts_is_not_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates_targets, "_MOST", 3)
    assert site("{% post_link nowhere %}") == []
