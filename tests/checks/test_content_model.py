"""Nesting by the content model, through the linter's own documents."""

# ruff: noqa: RUF005

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.checks import content_model
from contentlint.checks.content_model_plain import plain_problems
from contentlint.checks.content_model_report import Report
from contentlint.checks.content_model_tables import are_plain, judge_table
from contentlint.checks.content_model_walk import walk
from tests.checks.family import findings
from tests.checks.standard_pages import PAGE, document, page, problems
from tests.document.markdown_samples import SAMPLES

VALID = """
<p>a <a href=b><strong>c</strong></a></p>
<a href=b><div><h2>c</h2></div></a>
<ins><div>a</div></ins><p><ins>b</ins></p>
<ul><li>a<ol><li>b</ol></ul><menu><li>a</menu>
<ul><script></script><li>a</li><template><li>b</template></ul>
<dl><dt>a<dt>b<dd>c<dd>d</dl><dl></dl><dl><div><dt>a<dd>b</div></dl>
<figure><figcaption>a</figcaption>b</figure><figure>a<figcaption>b</figcaption></figure>
<fieldset><legend><h2>a</h2></legend>b</fieldset>
<details><summary>a<h2>b</h2></summary>c</details>
<table><caption>a</caption><colgroup><col><thead><tr><th>a<tbody><tr><td>b<tfoot><tr><td>c</table>
<table><tr><td><h2>a</h2><table><tr><td>b</table></table>
<picture><source srcset=a media=print><img src=b alt=c></picture>
<video><source src=a><track src=b kind=captions><p>c</p></video>
<hgroup><p>a</p><h1>b</h1></hgroup>
<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>
<select><button><selectedcontent></selectedcontent></button><option>a<hr></select>
<select><optgroup label=b><option>c</select>
<select><div><option>a</div></select><datalist><option value=a></datalist>
<object data=a><p>b</p></object><map name=a><p><area shape=default href=b alt=c></p></map>
<noscript><div>a</div></noscript><canvas><button>a</button></canvas>
<my-card><div><li-like>a</li-like></div></my-card><p><my-icon></my-icon></p>
<svg><foreignObject><div><p>a</p></div></foreignObject><title>b</title></svg>
<math><mi>a</mi><mtext><span>b</span></mtext></math>
<template><td>a</td><span><div>b</div></span></template>
<label>a <input></label><button><span>a</span></button>
<div itemscope><meta itemprop=a content=b><link itemprop=c href=d></div>
<a href=b><input type=hidden name=c></a><a href=b><video src=c></video></a>
<style>p{}</style><p>a</p>
<dialog><form method=dialog><button>a</button></form></dialog>
""".strip().splitlines()


@pytest.mark.parametrize("text", VALID)
def test_valid(text):
    assert problems(text) == []


INVALID = {
    "<span><div>a</div></span>": "invalid-nesting",
    "<b><p>a</p></b>": "invalid-nesting",
    "<h1><div>a</div></h1>": "invalid-nesting",
    "<span><a href=b><div>c</div></a></span>": "invalid-nesting",
    "<span><ins><div>a</div></ins></span>": "invalid-nesting",
    "<ul><p>a</p></ul>": "invalid-nesting",
    "<ul><my-item>a</my-item></ul>": "invalid-nesting",
    "<ul>a<li>b</ul>": "invalid-nesting:text",
    "<table><tr><td><picture>a<img src=b alt=c></picture></table>": "invalid-nesting:text",
    "<div><figcaption>a</figcaption></div>": "invalid-nesting:where",
    "<p><title>a</title></p>": "invalid-nesting:head",
    "<area shape=default href=a alt=b>": "invalid-nesting:where",
    "<a href=b><button>c</button></a>": "invalid-nesting:interactive",
    "<a href=b><input></a>": "invalid-nesting:interactive",
    "<a href=b><label>c</label></a>": "invalid-nesting:interactive",
    "<a href=b><img src=c alt=d usemap=#e></a>": "invalid-nesting:interactive",
    "<a href=b><audio src=c controls></audio></a>": "invalid-nesting:interactive",
    "<a href=b><span tabindex=0>c</span></a>": "invalid-nesting:tabindex",
    "<button><a href=b>c</a></button>": "invalid-nesting:ancestor",
    "<header><div><footer>a</footer></div></header>": "invalid-nesting:ancestor",
    "<address><h2>a</h2></address>": "invalid-nesting:ancestor",
    "<dl><dt><h2>a</h2><dd>b</dl>": "invalid-nesting:ancestor",
    "<table><tr><th><h2>a</h2></table>": "invalid-nesting:ancestor",
    "<dfn><i><dfn>a</dfn></i></dfn>": "invalid-nesting:ancestor",
    "<div role=button><h2>a</h2></div>": "invalid-nesting:ancestor",
    "<section><main>a</main></section>": "invalid-nesting:main",
    "<blockquote><main>a</main></blockquote>": "invalid-nesting:main",
    "<figure><p>a</p><figcaption>b</figcaption><p>c</p></figure>": "invalid-nesting:order",
    "<figure>a<figcaption>b</figcaption>c</figure>": "invalid-nesting:order",
    "<fieldset>a<legend>b</legend></fieldset>": "invalid-nesting:order",
    "<details><p>a</p><summary>b</summary></details>": "invalid-nesting:order",
    "<picture><img src=a alt=b><source srcset=c></picture>": "invalid-nesting:order",
    "<table><tbody><tr><td>a<thead><tr><td>b</table>": "invalid-nesting:order",
    "<table><thead><tr><td>a<thead><tr><td>b</table>": "invalid-nesting:order",
    "<table><colgroup span=2><col><tr><td>a<td>b<td>c</table>": "invalid-nesting:order",
    "<hgroup><h1>a</h1><h2>b</h2></hgroup>": "invalid-nesting:order",
    "<video>a<source src=b></video>": "invalid-nesting:order",
    "<video src=a><source src=b></video>": "invalid-nesting:order",
    "<dl><div><dt>a<dd>b</div><dt>c<dd>d</dl>": "invalid-nesting:order",
    "<dl><div><dt>a<dd>b<dt>c<dd>d</div></dl>": "invalid-nesting:order",
    "<select size=2><button>a</button><option>b</select>": "invalid-nesting:order",
    "<label>a<input><input></label>": "invalid-nesting:order",
    "<div>a<style>p{}</style></div>": "invalid-nesting:order",
    "<dl><dd>a</dl>": "missing-element",
    "<dl><dt>a</dl>": "missing-element",
    "<dl><div></div></dl>": "missing-element",
    "<details>a</details>": "missing-element",
    "<picture></picture>": "missing-element",
    "<hgroup><p>a</p></hgroup>": "missing-element",
    "<ruby>a</ruby>": "missing-element",
    "<select required></select>": "missing-element",
    "<center>a</center>": "obsolete-element",
    "<p><font color=red>a</font></p>": "obsolete-element",
    "<sapn>a</sapn>": "unknown-element",
    "<font-face>a</font-face>": "unknown-element",
    "<meta name=a content=b>": "invalid-nesting:head",
    "<link rel=canonical href=a>": "invalid-nesting:head",
}


@pytest.mark.parametrize(("text", "expected"), INVALID.items())
def test_one_cause_one_problem(text, expected):
    assert problems(text) == [expected]


def test_one_wrong_element_around_several_is_told_once():
    assert problems("<b><p>a</p><p>c</p><p>d</p></b>") == ["invalid-nesting"]
    assert problems("<ul><p>a</p><p>c</p><b>d</b></ul>") == ["invalid-nesting", "invalid-nesting"]


def test_what_the_tokenizer_tells_is_not_told_again():
    assert problems('<p title="a""b">c</p>') == []


def test_what_only_a_whole_page_shows():
    assert page("<p>a</p>") == []
    assert page("<main>a</main><main hidden>b</main>") == []
    assert page("<main>a</main><main>b</main>") == ["invalid-nesting:once"]
    assert page("<p>a</p>", '<link rel="icon" href="b"><base href="c">') == [
        "invalid-nesting:order"
    ]
    assert page("<p>a</p>", "<title>b</title>") == ["invalid-nesting:order"]
    text = PAGE.format(body="", head="").replace("<title>A page</title>", "")
    assert problems(text, "page.html") == ["missing-element"]
    assert problems(text.replace("<meta", "<title> </title><meta"), "page.html") == [
        "missing-element:empty"
    ]


def test_a_fragment_has_no_head_to_miss():
    assert problems("<p>a</p>") == []


def test_markdown_is_judged_by_what_it_becomes():
    assert problems("- a\n- b\n\n| a |\n|---|\n| b |\n", "post.md") == []
    assert problems("<ul>\n\nText\n\n</ul>\n", "post.md") == ["invalid-nesting"]


def test_places():
    text = "a\n\n<div><span><div>b</div></span></div>\n"
    hits = list(content_model.invalid_nesting(document(text, "post.md"), {}))
    start = text.index("<div>b")
    assert [(hit.span.start, hit.span.end) for hit in hits] == [(start, start + 5)]
    assert hits[0].related == (("<span> opened here", (8, 14)),)


def test_components_are_not_unknown():
    assert problems("<Tabs><p>a</p></Tabs>") == []
    assert problems("<Badge/>") == []
    assert problems("a <String> b") == ["unknown-element"]
    assert problems("<TABS>a</TABS>") == ["unknown-element"]


def test_template_tags_hide_what_they_make():
    assert problems("<{{ tag }}>a</{{ tag }}>", "post.md") == []
    assert problems('<a href="{{ url }} b" target="{{ t }}">a</a>', "post.md") == []


TAGS = ["p", "div", "span", "strong", "a", "ul", "li", "h2", "blockquote", "pre", "section"]
PARTS = st.sampled_from(
    [*(f"<{tag}>" for tag in TAGS), *(f"</{tag}>" for tag in TAGS), "<br>", "<hr>", "<img>", "a"]
    + ["<a href=b>", '<a href="b c">', "<img src=a alt=b>", "<img src=''>", "<p id=a>", "<p id=b>"]
    + ["<p title=a class=b style=c>", "<a href=b target=_blank rel=c>", "<p alt=a>", "<a target=x>"]
    + ["<img src=a width=1>", "<img src=a width=1px>", "<p data-a=b>", "<p data-=b>", "<p id=''>"]
    + ["<ol start=2>", "<ol start=x>", "</ol>", "<div href=a>", "\n"]
    + ["<table>", "</table>", "<tr>", "<td>", "<th>", "<tbody>", "<thead>", "<td colspan=2>"]
    + ["<table border=1>", "<p align=left>", "<a href=b code=c>", "<img src=a code=d>"]
    + ["<font color=a>", "</font>", "<font id=a>", "<center>", "</center>", "</thead>", "</th>"]
    + ["<td rowspan=0>", "<img src=a referrerpolicy=origin>", "<p foo id=c>", "<p bar role=x>"]
)
TABLES = st.lists(PARTS, max_size=8).map(
    lambda parts: f"<table><tbody><tr><td>{''.join(parts)}</td></tr></tbody></table>"
)


@settings(max_examples=600, deadline=None)
@given(st.lists(PARTS, max_size=14).map("".join) | TABLES)
def test_the_cheap_proof_says_what_the_walk_says_or_nothing(text):
    for path in ("post.html", "post.md"):
        doc = document(text, path)
        found = plain_problems(doc)
        if found is not None:
            assert walk(doc).problems == found


UNMARKED = [sample for sample in SAMPLES if "<" not in sample]
MARKS = [
    "- ",
    "> ",
    "1. ",
    "# ",
    "  ",
    "    ",
    "\n",
    "*",
    "**",
    "~~",
    "[a](b)",
    "|",
    "[^1]",
    "[^1]: ",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*UNMARKED, *MARKS, "| a |\n|--|\n| b |\n"])).map("".join))
def test_markdown_puts_no_element_where_it_may_not_stand(text):
    doc = document(text, "post.md")
    if doc.page.clean:
        problems = walk(doc).problems
        assert "invalid-nesting" not in problems
        assert plain_problems(doc) in (None, problems)


def test_the_cheap_proof_clears_ordinary_posts():
    text = (
        '<p style="a">b</p><p><img src="https://example.com/a.jpg" alt="b"></p>'
        '<p><a href="/c" target="_blank"><strong>d</strong></a></p>'
    )
    assert plain_problems(document(text)) == {}
    text = "# A\n\n- b [c](d)\n\n![e](f.png)\n\n| a | b |\n|---|--:|\n| c | d |\n"
    assert plain_problems(document(text, "post.md")) == {}


def test_an_unheard_attribute_needs_no_walk():
    found = plain_problems(document('<p><a href="b" code="c">d</a></p><table border="0"></table>'))
    assert found is not None
    assert list(found) == ["unknown-attribute", "obsolete-attribute"]


def test_many_unknown_attributes_are_left_to_the_walk():
    for count in (20, 21, 23):
        doc = document(f"<p {' '.join(f'x{number}' for number in range(count))}>a</p>")
        found = plain_problems(doc)
        assert (found is None) == (count > 20)
        assert found is None or walk(doc).problems == found


def test_an_obsolete_element_needs_no_walk():
    found = plain_problems(document("<p><font size=2>a</font><strike>b</strike></p><li>c"))
    assert found is not None
    assert [problem.values["tag"] for problem in found["obsolete-element"]] == ["font", "strike"]


def test_what_was_found_of_other_posts_does_not_matter():
    # the same start tags, but the end tag makes a paragraph
    for text, expected in (("<b>a", []), ("<b>a</p>", ["invalid-nesting"]), ("<b>a", [])):
        found = plain_problems(document(text))
        assert found is not None
        assert list(found) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>/=\"' abdilmpsuvtr-&;#\n", max_size=80))
def test_every_hit_lies_in_the_source(text):
    for path in ("post.html", "post.md"):
        doc = document(text, path)
        for check in (content_model.invalid_nesting, content_model.unknown_element):
            for hit in check(doc, {}):
                assert 0 <= hit.span.start <= hit.span.end <= len(doc.source.text)


HOSTILE = {
    "deep": "<div>" * 50_000,
    "clashing": "<a href=b>" + "<span tabindex=0>" * 20_000,
    "inline": "<span><div>" * 20_000,
    "labels": "<label>" * 20_000,
    "times": "<time>" * 20_000,
    "sources": "<picture>" + "<source srcset=a>" * 20_000 + "<img src=a srcset=a alt=b></picture>",
    "roles": "<i role=option>" * 10_000,
    "properties": "<!doctype html><title>a</title>" + "<i itemprop=a>" * 20_000,
    "lists": "<ul>a" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_end_soon_and_say_little(text):
    doc = document(text, "page.html")
    assert doc.page.survey is not None
    start = time.perf_counter()
    found = walk(doc).problems
    assert time.perf_counter() - start < 20
    assert all(len(items) <= 200 for items in found.values())


_ROWS = st.lists(
    st.sampled_from(
        ["<tr>", "</tr>", "<td>a</td>", "<td>", "<th>b</th>", '<td rowspan="2">', "<td colspan=2>x"]
        + ["\n", "<TR id=a>", '<tr title="><td">', "<tbody>", "<!-- <tr> -->", "<track>"]
        + ["<table><tr></tr></table>", "<script>x</script>", "<colgroup><col><col></colgroup>"]
        + ["<colgroup></colgroup>"]
    ),
    max_size=8,
).map("".join)


@given(_ROWS)
def test_tables_are_called_plain_only_if_nothing_is_wrong_with_them(rows):
    page = document(f"<table>{rows}</table>", "post.html").page
    report = Report(whole=False)
    for table in page.dom.select("table"):
        judge_table(report, table, clean=page.clean)
    if are_plain(page):
        assert not report.problems.get("broken-table")


def test_ordinary_tables_are_called_plain():
    assert are_plain(document("| a | b |\n| - | - |\n| 1 | 2 |\n", "post.md").page)
    assert are_plain(document("<table><tr class='x'>\n<td>a</table>", "post.html").page)
    assert not are_plain(document("<table><tr></tr></table>", "post.html").page)


def test_a_list_of_faults_that_is_cut_says_so():
    text = "<ul><p>x</p></ul>\n"
    for count, is_cut in ((200, False), (201, True)):
        told = findings(text * count, "html/invalid-nesting", path="page.html")
        assert len(told) == 200
        assert ("200th fault" in told[-1].message) is is_cut
        assert "200th" not in told[-2].message


def test_a_tag_with_many_unknown_attributes_says_that_there_are_more():
    for count, is_cut in ((20, False), (21, True)):
        names = " ".join(f"foo{number}" for number in range(count))
        told = findings(f"<p {names}>x</p>\n", "html/unknown-attribute", path="page.html")
        assert len(told) == 20
        assert ("more such than are listed" in told[-1].message) is is_cut
