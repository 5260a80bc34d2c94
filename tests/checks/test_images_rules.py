"""Pictures: what they say, whether they show, where they come from."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks.images_fields import PICTURE_FIELDS
from contentlint.document import SiteSettings
from tests.checks.family import all_specs, findings, fixed, found, make_linter

LAZY_NAMES = all_specs()["images/lazy-without-src"].spec["options"]["attributes"]["default"]


@pytest.mark.parametrize("name", LAZY_NAMES)
def test_every_lazy_attribute_becomes_a_source(name: str) -> None:
    text = f'<p><img class="a" {name}="/p/a.jpg?x=1&amp;y=2" alt=""></p>\n'
    wanted = '<p><img class="a" src="/p/a.jpg?x=1&amp;y=2" alt=""></p>\n'
    assert fixed(text, "images/lazy-without-src", unsafe=False) == wanted


@pytest.mark.parametrize(
    "blank",
    [
        "data:image/gif;base64,R0lGOD",
        "data:image/svg+xml;utf8,&lt;svg/&gt;",
        "/images/loading.gif",
        "https://example.com/lazy/grey.png?v=1",
        "spacer.gif",
        "about:blank",
        "",
    ],
)
def test_an_empty_picture_gives_way_to_the_real_one(blank: str) -> None:
    text = f"<img data-src='//example.com/a.jpg' src='{blank}' alt=''>\n"
    wanted = "<img src='//example.com/a.jpg' alt=''>\n"
    assert fixed(text, "images/lazy-without-src", unsafe=False) == wanted


def test_a_lazy_picture_on_a_refusing_host_is_made_to_show_anyway() -> None:
    text = '<img data-src="http://mmbiz.qpic.cn/a.jpg" alt="">\n'
    rules = ("images/lazy-without-src", "images/hotlink-protected", "images/insecure")
    result = fixed(text, *rules, unsafe=False)
    assert result == '<img src="http://mmbiz.qpic.cn/a.jpg" alt="">\n'
    assert [rule for rule, _ in found(result, *rules)] == ["images/hotlink-protected"]


def test_a_picture_that_a_host_refuses_is_told_of_once() -> None:
    text = "![A boat](http://mmbiz.qpic.cn/a.jpg) ![A pier](http://img.example.com/b.jpg)\n"
    assert found(text, "images/hotlink-protected", "images/insecure") == [
        ("images/hotlink-protected", "![A boat](http://mmbiz.qpic.cn/a.jpg)"),
        ("images/insecure", "![A pier](http://img.example.com/b.jpg)"),
    ]


def test_a_lazy_picture_is_one_finding() -> None:
    text = '<img data-src="/a.jpg" alt="">\n'
    rules = ("images/lazy-without-src", "html/missing-attribute", "images/missing-file")
    assert [rule for rule, _ in found(text, *rules)] == ["images/lazy-without-src"]


@pytest.mark.parametrize("field", sorted(PICTURE_FIELDS))
def test_a_placeholder_is_found_in_every_field_for_pictures(field: str) -> None:
    url = "https://picsum.photos/400/300?random=5"
    for value in (url, f"'{url}'", f"[a.png, '{url}']", f"{{image: '{url}'}}"):
        text = f"---\ntitle: picsum.photos\n{field}: {value}\n---\n"
        ((_, span),) = found(text, "images/placeholder")
        assert span.strip("'") == url


@pytest.mark.parametrize("ending", ["undefined", "null", "NaN", "undefined.jpg", "[object Object]"])
def test_what_a_script_writes_without_a_value_is_no_picture(ending: str) -> None:
    text = f'<img src="https://example.com/p/{ending}" alt="">\n'
    ((_, span),) = found(text, "images/placeholder")
    assert span == f'src="https://example.com/p/{ending}"'


def test_placeholders_in_toml_and_json() -> None:
    toml = (
        '+++\ncover = "https://placehold.co/4"\n[params]\nimage = "https://placehold.co/5"\n+++\n'
    )
    assert found(toml, "images/placeholder") == [("images/placeholder", '"https://placehold.co/4"')]
    json = '{\n "title": "x",\n "images": ["https://placehold.co/4"]\n}\n\ntext\n'
    assert found(json, "images/placeholder") == [("images/placeholder", '"https://placehold.co/4"')]


@pytest.mark.parametrize(
    ("alt", "count"),
    [
        ("IMG_2041", 1),
        ("DSC00012.JPG", 1),
        ("微信图片_20210101123456", 1),
        ("Screen Shot 2021-01-02 at 3.04.05 PM", 1),
        ("image-20210102030405678", 1),
        ("0a7caa99118a0b7e", 1),
        ("picture", 1),
        ("a_b", 1),
        ("Image of a boat", 0),
        ("图 1 流程", 0),
        ("2021", 0),
        ("Node.js", 0),
        ("Screenshot", 1),
        ("Screenshot of the login page", 0),
        ("DSC members in 2021", 0),
        ("a b", 0),
    ],
)
def test_names_and_descriptions(alt: str, count: int) -> None:
    text = f'<img src="/x/a_b.png" alt="{alt}">\n'
    assert len(found(text, "images/filename-as-alt")) == count


def test_a_markdown_image_loses_only_its_description() -> None:
    text = "中 ![IMG_1234](</a b.jpg> \"T\") ![image][1]\n\n[1]: /b.jpg 'U'\n"
    wanted = "中 ![](</a b.jpg> \"T\") ![][1]\n\n[1]: /b.jpg 'U'\n"
    assert fixed(text, "images/filename-as-alt") == wanted


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://images.weserv.nl/?url=example.com/a.jpg&w=3", "https://example.com/a.jpg"),
        ("//wsrv.nl/?w=3&url=https%3A%2F%2Fexample.com%2Fa.jpg", "https://example.com/a.jpg"),
        ("https://i2.wp.com/example.com/a.jpg?resize=3", "https://example.com/a.jpg"),
        ("https://cors.zfour.workers.dev/?http://example.com/a.jpg", "http://example.com/a.jpg"),
        ("https://cors-anywhere.example.net/https://example.com/a.jpg", "https://example.com/a.jpg"),
        ("https://gimg2.baidu.com/image_search/src=https%3A%2F%2Fexample.com%2Fa.jpg&r=x",
         "https://example.com/a.jpg"),
    ],
)  # fmt: skip
def test_a_proxied_picture_gets_its_own_address(url: str, target: str) -> None:
    text = f"<img src='{url.replace('&', '&amp;')}' alt=''>\n"
    assert fixed(text, "images/proxied") == f"<img src='{target}' alt=''>\n"
    assert fixed(text, "images/proxied", unsafe=False) == text


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/_next/image?url=https%3A%2F%2Fexample.com%2Fa.jpg",
        "https://web.archive.org/web/2020/http://example.com/a.jpg",
        "https://i.wp.example/example.com/a.jpg",
        "https://images.weserv.nl/",
        "/proxy/https://example.com/a.jpg",
    ],
)
def test_what_is_no_proxy(url: str) -> None:
    assert found(f"![x]({url})\n", "images/proxied") == []


def test_the_size_of_embedded_data_is_that_of_the_picture() -> None:
    data = "A" * 12_000
    rule = "images/embedded-data"
    (finding,) = findings(f"![x](data:image/png;base64,{data})\n", rule)
    assert "9 KB" in finding.message
    assert found(f"![x](data:image/png;base64,{data[:10_000]})\n", rule) == []
    assert len(found(f"<img src='data:image/svg+xml,{data}'>\n", rule)) == 1


Site = Callable[[str], list[tuple[str, str]]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A Hexo-like site with some pictures, and what the rule finds in a post there."""
    for name in (
        "source/_posts/beside.png",
        "source/_posts/post/in its folder.png",
        "source/img/图.png",
        "static/pic/Deep.PNG",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    post = tmp_path / "source/_posts/post.md"
    post.write_text("x")

    def run(text: str) -> list[tuple[str, str]]:
        settings = SiteSettings(("hexo",), root=tmp_path)
        return found(text, "images/missing-file", path=str(post), settings=settings)

    return run


@pytest.mark.parametrize(
    "url",
    [
        "beside.png",
        "./beside.png?v=2#x",
        "in%20its%20folder.png",
        "/img/%E5%9B%BE.png",
        "/img/图.png",
        "../img/图.png",
        "/pic/Deep.PNG",
        "pic/Deep.PNG",
        "/source/img/图.png",
    ],
)
def test_files_are_looked_for_where_generators_take_them_from(site: Site, url: str) -> None:
    assert site(f"![x]({url})\n") == []


@pytest.mark.parametrize("url", ["gone.png", "/img/gone.png", "../beside/gone.png", "/pic/%00.png"])
def test_a_file_that_is_nowhere_is_missing(site: Site, url: str) -> None:
    assert site(f"![x]({url})\n") == [("images/missing-file", f"![x]({url})")]


def test_a_result_that_depends_on_other_files_is_not_kept(site: Site, tmp_path: Path) -> None:
    linter = make_linter(["images/missing-file"], settings=SiteSettings(root=tmp_path))
    post = str(tmp_path / "source/_posts/post.md")
    assert linter.lint_text("![x](gone.png)\n", post).volatile
    assert not linter.lint_text("![x](https://example.com/a.png)\n", post).volatile


@pytest.mark.skipif(os.name == "nt", reason="file names differ by case")
def test_the_case_of_a_name_counts(site: Site, tmp_path: Path) -> None:
    post = str(tmp_path / "source/_posts/post.md")
    settings_ = SiteSettings(("hexo",), root=tmp_path)
    (finding,) = findings(
        "![x](/pic/deep.png)\n", "images/missing-file", path=post, settings=settings_
    )
    assert "Deep.PNG" in finding.message


@pytest.mark.skipif(sys.platform == "darwin", reason="there, both names are of one file")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_an_accent_may_be_a_character_of_its_own(
    site: Site, tmp_path: Path, form: Literal["NFC", "NFD"]
) -> None:
    other: Literal["NFC", "NFD"] = "NFD" if form == "NFC" else "NFC"
    (tmp_path / "static/pic" / normalize(form, "été プ.png")).write_bytes(b"x")
    post = str(tmp_path / "source/_posts/post.md")
    (finding,) = findings(
        normalize(other, "![x](</pic/été プ.png>)\n"),
        "images/missing-file",
        path=post,
        settings=SiteSettings(("hexo",), root=tmp_path),
    )
    assert "characters of their own" in finding.message


@pytest.mark.parametrize(
    ("preset", "text", "stops"),
    [
        ("vitepress", "![x](./gone.png)", True),
        ("vitepress", "![x](gone.png)", True),
        ("vitepress", "![x](/gone.png)", True),
        ("vitepress", '<img src="./gone.png">', True),
        ("vitepress", '<img src="/gone.png">', True),
        ("vitepress", '<img src="gone.png">', False),
        ("vitepress", "![x](./pic.png)", True),
        ("vitepress", "![x](/pic.png) ![x](./beside.png) ![x](beside.png)", None),
        ("astro", "![x](./gone.png)", True),
        ("astro", "![x](gone.png)", True),
        ("astro", "![x](/gone.png)", False),
        ("astro", '<img src="./gone.png">', False),
        ("astro", '![x](./beside.png) <img src="./pic.png">', None),
        ("docusaurus", "![x](./gone.png)", True),
        ("docusaurus", "![x](/gone.png)", True),
        ("docusaurus", "![x](./Beside.png)", True),
        ("docusaurus", '<img src="./gone.png" />', False),
        ("hugo", "![x](./gone.png)", False),
        ("hugo", "![x](./pic.png)", None),
    ],
)
def test_some_generators_stop_at_a_missing_picture(
    tmp_path: Path, preset: str, text: str, stops: bool | None
) -> None:
    (tmp_path / ".vitepress").mkdir()
    (tmp_path / "public").mkdir()
    for name in ("public/pic.png", "posts/beside.png", "posts/post.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    settings = SiteSettings((preset,), root=tmp_path)
    path = str(tmp_path / "posts/post.md")
    told = findings(text + "\n", "images/missing-file", path=path, settings=settings)
    assert [finding.severity for finding in told] == (
        [] if stops is None else ["error" if stops else "warning"]
    )


def test_a_site_may_let_missing_pictures_be(tmp_path: Path) -> None:
    config = "export default {markdown: {hooks: {onBrokenMarkdownImages: 'warn'}}}"
    (tmp_path / "docusaurus.config.js").write_text(config)
    post = tmp_path / "post.md"
    post.write_text("x")
    settings = SiteSettings(("docusaurus",), root=tmp_path)
    text = "![x](./gone.png)\n"
    (finding,) = findings(text, "images/missing-file", path=str(post), settings=settings)
    assert finding.severity == "warning"


def test_a_post_that_is_no_file_of_a_site_says_nothing(tmp_path: Path) -> None:
    rule, text = "images/missing-file", "![x](gone.png) ![y](/gone.png)\n"
    assert found(text, rule, settings=SiteSettings(root=tmp_path)) == []
    assert found(text, rule, path=str(tmp_path / "post.md")) == []
    lonely = tmp_path / "post.md"
    lonely.write_text(text)
    # without a folder for static files, nothing is known of addresses from the root
    assert found(text, rule, path=str(lonely), settings=SiteSettings(root=tmp_path)) == [
        (rule, "![x](gone.png)")
    ]


MARKUP = st.lists(
    st.sampled_from(
        [
            "<img src=x>", "<img data-src='a/b.jpg'>", "![IMG_1](http://a.example/b.png)", "<p>",
            "</p>", "词", "![](undefined)", '<img alt="a" title="a" width=9999 src="data:x,y">',
            "\n\n", "    ", "![x][1]", "\n\n[1]: https://i0.wp.com/a.example/b.jpg\n\n", "😀",
            '<img referrerpolicy="no-referrer" src="https://wx1.sinaimg.cn/a.jpg" alt="图片">',
            "<picture>", "</picture>", "{{ x }}", "<img", ">", "> ",
        ]
    ),
    max_size=12,
).map("".join)  # fmt: skip
ALL = sorted(name for name in all_specs() if name.startswith("images/"))


@settings(deadline=None, max_examples=150)
@given(MARKUP, st.sampled_from(["post.md", "post.html"]))
def test_places_lie_in_the_text_and_edits_do_not_overlap(text: str, path: str) -> None:
    for finding in findings(text, *ALL, path=path):
        assert 0 <= finding.start.offset <= finding.end.offset <= len(text)
        done = 0
        for edit in sorted(finding.fix.edits) if finding.fix else ():
            assert done <= edit.start <= edit.end <= len(text)
            done = edit.end
