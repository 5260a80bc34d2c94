"""No report shows, and no fix writes, what stands for a template tag while a post is read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint import lint_text
from contentlint.document.masks import MASK, holds_mask, letters
from contentlint.document.spellings import names_of
from contentlint.document.templates import mask
from contentlint.findings import Finding

FRONT = "---\ntitle: A post\ndate: 2024-01-02\n---\n\n"
PRIVATE = re.compile("qz:|q-\\d|<!--q|<wbr|[\ua000-\ua48c]|%EA%[89]")
PRESETS = ("plain", "strict", "hexo", "hugo", "jekyll", "astro", "docusaurus")
# for each kind of tag, what surrounds its content, and the names of the posts it stands in
KINDS = {
    "mdx": ("{", "}", ("post.mdx",)),
    "variable": ("{{", "}}", ("post.md", "post.html")),
    "tag": ("{%", "%}", ("post.md", "post.html")),
    "shortcode": ("{{<", ">}}", ("post.md", "post.html")),
}
TAGS = [
    opening + "x" * (length - len(opening + closing)) + closing
    for opening, closing, _ in KINDS.values()
    for length in range(len(opening + closing), 13)
]
ATTRIBUTES = sorted(
    names_of("""
    accept accesskey action align allow alt aria-hidden aria-label aria-labelledby autocomplete
    border charset cite class color cols colspan content coords crossorigin data-a datetime dir
    download draggable for form headers height hidden href hreflang http-equiv id inputmode
    integrity itemid itemprop itemtype kind label lang list loading max maxlength media method
    min name onclick open pattern ping poster preload referrerpolicy rel role rows rowspan
    sandbox scope shape size sizes span spellcheck src srcdoc srclang srcset start step style
    tabindex target title translate type usemap value width xml:lang xmlns
""")
)
ELEMENTS = (
    "<a @>x</a> <img @> <input @> <label @>x</label> <textarea @></textarea> <time @>x</time> "
    "<select @><option @>x</option></select> <button @>x</button> <font @>x</font> <meta @> "
    "<link @> <area @> <object @></object> <svg @><path @/></svg> <progress @></progress>\n\n"
    "<p @>x</p>\n\n<ol @><li @>x</li></ol>\n\n<table @><tr><th @>a</th><td @>x</td></tr></table>"
    "\n\n<video @><source @><track @></video>\n\n<iframe @></iframe>\n\n<x-y @>x</x-y>\n\n"
    "<form @>x</form>\n\n<blockquote @>x</blockquote>\n\n<details @>x</details>\n"
)
TEXTS = (
    "a @ b @@ @c\n\n@\n\n- @\n- @\n\n| @ | b |\n|---|---|\n| @ | c |\n",
    "# @\n\n# @\n\n#### a @.\n\n**@**\n\n<h2>@</h2>\n<h@>x</h@>\n",
    "[@](@) [here](http://example.com/@) [a](#@) [b@]( @ ) [http://example.com/@](/@)\n",
    "[a](/@) [a](/@) [x](https://link.zhihu.com/?target=https%3A//example.com/@)\n",
    "[x](https://example.com/?utm_source=@&id=@) <a href='https://example.com/@'>example.org</a>\n",
    "![@](@) ![IMG_@](a@.png) ![](/x@.jpg) <img src='http://@/a.png' alt='@.png'>\n",
    "[x][@] [x@][y]\n\n[@]: /a\n[y@]: /b\n",
    "`@` ``@``\n\n```\n@\n```\n\n    @\n",
    "<@> <@/a> http://example.com/@ &@; <!-- @ --> </@>\n",
    "<div>@\n\n<b>@<i>x</b>@</i> <p><@></p> <@ class=x></@> <x@>y</x@> </div@>\n",
    "<p @=1 a@=2 @b=3 data-@=4 y@='@' @ @>z</p>\n",
    "<p @",
    "<p a=@",
    "<p a='@",
    "<style>a{color:@}</style> <p style='color:@'>x</p>\n\n<script>let a = @</script>\n",
    "<script type='application/ld+json'>{'a':@}</script> <a href='javascript:@'>x</a>\n",
    "<p id='a@'>x</p> <p id='a@'>x</p> <p class='MsoNormal @ x@'>x</p>\n",
    "<a href='/@'><a href='/@'>x</a></a> <button><a href='@'>c</a></button>\n",
    "中文@中文，@。中文 @...\n",
    "<iframe>\n@\n</iframe>\n\n<textarea>\n@\n</textarea>\n\n<ul>\n@\n</ul>\n\n<h2>\n@\n</h2>\n",
    "<title>\n@\n</title>\n\n<noscript>\n@\n</noscript>\n\n<a href='/a'>\n@\n</a>\n",
)  # fmt: skip


def files_of(tag: str) -> tuple[str, ...]:
    kind = next(kind for kind in reversed(KINDS) if tag.startswith(KINDS[kind][0]))
    return KINDS[kind][2]


def told(finding: Finding) -> list[str]:
    """All that a finding says or writes."""
    words = [finding.message, repr(finding.data), *(related.message for related in finding.related)]
    if finding.fix is not None:
        words += [finding.fix.title, *(edit.text for edit in finding.fix.edits)]
    return words


def leaks(body: str, name: str, preset: str) -> list[str]:
    report = lint_text(FRONT + body, name, presets=[preset])
    assert report.errors == []
    return [
        f"{finding.rule}: {words}"
        for finding in report.findings
        for words in told(finding)
        if PRIVATE.search(words)
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(TAGS),
    st.sampled_from(ATTRIBUTES),
    st.sampled_from(("{}={}", '{}="{}"', '{}="a{}b"')),
    st.sampled_from(PRESETS),
)
def test_no_attribute_tells_of_a_mask(tag: str, attribute: str, shape: str, preset: str) -> None:
    body = ELEMENTS.replace("@", shape.format(attribute, tag))
    for name in files_of(tag):
        assert leaks(body, name, preset) == []


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("text", TEXTS)
def test_nothing_else_tells_of_a_mask(text: str, preset: str) -> None:
    for tag in TAGS[:: 2 if preset == "strict" else 6]:
        for name in files_of(tag):
            assert leaks(text.replace("@", tag), name, preset) == []


def test_an_attribute_whose_value_is_short_may_have_any() -> None:
    body = "<label tabIndex={0}>L</label>\n\n<ol start={3}><li dir={d}>x</li></ol>\n"
    report = lint_text(FRONT + body, "post.mdx", presets=["docusaurus"], select=["html"])
    assert report.findings == []


@given(st.integers(1, 3).flatmap(lambda size: st.tuples(st.integers(0, 582**size), st.just(size))))
def test_every_mask_of_letters_is_known_as_one(made: tuple[int, int]) -> None:
    assert MASK.fullmatch(letters(*made))
    assert holds_mask(letters(*made))


@given(st.lists(st.sampled_from(["{}", "{x}", "{y}", "{xy}", "{x.y}"]), max_size=8))
def test_masks_side_by_side_are_told_apart(tags: list[str]) -> None:
    body = "".join(tags)
    masked = mask(body, frozenset({"mdx"}))
    assert masked.unmask(masked.text, body) == body
