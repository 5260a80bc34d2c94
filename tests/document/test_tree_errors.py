from __future__ import annotations

from time import process_time

import pytest
from hypothesis import example, given

from contentlint.document.pieces import END
from contentlint.document.tokenizer import read_pieces
from contentlint.document.tree_errors import tree_errors
from tests.document.markup_samples import INPUTS, markup


def _find(html: str, whole: bool = False) -> list[tuple[str, str | None, str, int]]:
    faults = tree_errors(html, whole)
    return [
        (fault.rule, fault.message, html[fault.piece.start : fault.piece.end], fault.piece.start)
        for fault in faults
    ]


def _brief(html: str) -> list[str]:
    return [f"{rule} {text}" for rule, _message, text, _start in _find(html)]


# One line for each mistake, and the one finding it gives.
SNIPPETS = [
    ("<div><span>x</div>", "unclosed-element <span>"),
    ("<div>x", "unclosed-element <div>"),
    ("<div><div></div>", "unclosed-element <div>"),
    ("<p><b>x</p><p>y</p><p>z</p>", "unclosed-element <b>"),
    ("<p><span>x<p>y", "unclosed-element <span>"),
    ("<a href=1>x<a href=2>y</a>", "unclosed-element <a href=1>"),
    ("<h2>a<h3>b</h3>", "unclosed-element <h2>"),
    ("<ul><li>a<ul><li>b</li></li></ul>", "unclosed-element <ul>"),
    ("<svg><g><path/></svg>", "unclosed-element <g>"),
    ("<template><div></template>", "unclosed-element <div>"),
    ("<template><div>", "unclosed-element <template>"),
    ("<script>a", "unclosed-element <script>"),
    ("<noscript><b></noscript>", "unclosed-element <b>"),
    ("<details><summary>x</details>", "unclosed-element <summary>"),
    ("<b>1<p>2<b>3</p>4</b>", "unclosed-element <b>"),
    ("<div></div></div>", "stray-end-tag </div>"),
    ("<p></p></p>", "stray-end-tag </p>"),
    ("<div><p>x</span></p></div>", "stray-end-tag </span>"),
    ("<ol><li>x</li></ul>", "stray-end-tag </ul>"),
    ("<strong>x</b>", "stray-end-tag </b>"),
    ("<h1>x</h1></h1>", "stray-end-tag </h1>"),
    ("<div><span>a<div>b</span>c</div></span></div>", "stray-end-tag </span>"),
    ("<div><table><tr><td>x</div></td></tr></table></div>", "stray-end-tag </div>"),
    ("</template>", "stray-end-tag </template>"),
    ("<b><i>x</b></i>", "misnested </b>"),
    ("<b><i>x</b>y</i>", "misnested </b>"),
    ("<p><b>x</p><p>y</b></p>", "misnested </p>"),
    ("<em><a href=x>t</em></a>", "misnested </em>"),
    ("<div><section></div></section>", "misnested </div>"),
    ("<ul><li>a</ul></li>", "misnested </ul>"),
    ("<span><p>x</span></p>", "misnested </span>"),
    ("<b>x<p>y</b>z</p>", "misnested </b>"),
    ("<p>a<div>b</div></p>", "misplaced <div>"),
    ("<p><span>a<div>b</div></span></p>", "misplaced <div>"),
    ("<p><ul><li>x</li></ul></p>", "misplaced <ul>"),
    ("<h2>a<h3>b</h3></h2>", "misplaced <h3>"),
    ("<table><tr><td>a</td></tr>foo<b>bar</b>baz<tr><td>b</table>", "misplaced foo"),
    ("<table><div><p>a</p></div><tr><td>b</table>", "misplaced <div>"),
    ("<table><td>a</td><td>b</td></table>", "misplaced <td>"),
    ("<tr><td>a</td><td>b</td></tr>", "misplaced <tr>"),
    ("<li>a</li><li>b</li>", "misplaced <li>"),
    ("<svg><div>x</div></svg>", "misplaced <div>"),
    ("<svg><li>x</li></svg>", "misplaced <li>"),
    ("<table><li>x</table>", "misplaced <li>"),
    ("<html><body><p>a</p></body></html>", "misplaced <html>"),
    ("<a href=1>x<a href=2>y</a></a>", "nested-interactive <a href=2>"),
    ("<a href=1>x<b>z<a href=2>y</a></b></a>", "nested-interactive <a href=2>"),
    ("<button>a<button>b</button></button>", "nested-interactive <button>"),
    ("<form><form></form></form>", "nested-interactive <form>"),
    ("<select><option>a<input></select>", "nested-interactive <input>"),
    ("<div/>x", "self-closing <div/>"),
    ("<div/>x</div>", "self-closing <div/>"),
    ("<h2>a</h3>", "mismatched-heading </h3>"),
    ("<img></img>", "void-end-tag </img>"),
    ("x</br>y", "void-end-tag </br>"),
]


@pytest.mark.parametrize(("html", "finding"), SNIPPETS)
def test_one_mistake_gives_one_finding(html, finding):
    assert _brief(html) == [finding]


@pytest.mark.parametrize(
    ("html", "findings"),
    [
        ("<p>a</b><div>b</span></div>", ["stray-end-tag </b>", "stray-end-tag </span>"]),
        ("<div><b>x</div><table>y</table>", ["unclosed-element <b>", "misplaced y"]),
        ("<i>a</b></i></u>", ["stray-end-tag </b>", "stray-end-tag </u>"]),
    ],
)
def test_two_mistakes_give_two_findings(html, findings):
    assert _brief(html) == findings


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<p>two<ul><li>three<li>four</ul>",
        "<table><colgroup><col><thead><tr><th>a<tbody><tr><td>b<td>c<tfoot><tr><td>d</table>",
        "<table><caption>x<tr><td>y</table>",
        "<dl><dt>a<dd>b</dl><dl><div><dt>c<dd>d</div></dl>",
        "<ruby>a<rb>b<rt>c<rtc><rt>d</rt></rtc></ruby>",
        "<select><button><selectedcontent></selectedcontent></button><option><div>a</div></option>"
        "<optgroup label=x><legend>l</legend><option>b</optgroup><hr><option>c</select>",
        "<table><tr><td><select><option>a</select></table>",
        "<select><table><tr><td>a</table></select>",
        "<p>x<search><form><input></form></search><p>y<dialog open><p>z</dialog>",
        "<template><li>a</li></template><template>text<td>b</template><template><p>c</template>",
        "<table><template><tr><td>a</template><tr><template><td>b</template><td>c</table>",
        '<svg viewBox="0 0 1 1"><title>t</title><desc><p>a<p>b</p></desc><foreignObject><p>c</p>'
        "</foreignObject><style>a > b {}</style><![CDATA[ <p> > ]]><path/></svg>",
        '<math><mi>x<b>y</b></mi><annotation-xml encoding="text/html"><p>x</p></annotation-xml>'
        "</math>",
        "<noscript><p>a<p><img src=x></p></noscript>",
        "<b><b><b><b>x</b></b></b></b>",
        "<video><source src=a><track src=b></video><picture><source><img></picture>",
        "<x-list><li>a</li></x-list>",
        "<!-- <b> --><script>'<b>'</script><textarea><b></textarea>",
    ],
)
def test_valid_markup_gives_none(html):
    assert _brief(html) == []


@pytest.mark.parametrize(
    ("html", "findings"),
    [
        ("<!doctype html><title>x</title><p>y", []),
        ("<!doctype html><html><head><noscript><link></noscript></head><body>x</body></html>", []),
        ("<!-- x --><!doctype html><html><body><p>x</html>\n<!-- y -->\n", []),
        ("<!doctype html><html><body><div>x</body></html>", ["unclosed-element"]),
        ("<!doctype html><html><body>x</body></html><p>y", ["misplaced"]),
        ("<!doctype html><html><head></head><title>x</title><body>y</body></html>", ["misplaced"]),
        ("<!doctype html><html><body>x<body>y</body></html>", ["misplaced"]),
        ("<!doctype html><html><body>x<!doctype html></body></html>", ["misplaced"]),
    ],
)
def test_whole_pages(html, findings):
    assert [rule for rule, *_rest in _find(html, whole=True)] == findings


def test_tells_where_an_element_was_cut_off():
    html = "<div><span>x</div>"
    (fault,) = tree_errors(html, False)
    assert [(words, piece and piece.start) for words, piece in fault.related] == [
        ("cut off here by </div>", 12)
    ]
    (fault,) = tree_errors("<div>x", False)
    assert fault.related == (("the page ends here", None),)


@pytest.mark.parametrize(
    ("html", "edits"),
    [
        ("<div><b>x</div>", [(9, "before", "</b>")]),
        ("<div><b><li>x</div>", []),
        ("<ul><li><b>x<li>y</ul>", [(12, "before", "</b>")]),
        ("<button><p>x<button>y</button>", [(12, "before", "</button>")]),
        ("<dt><ruby><option><dd>x", []),
    ],
)
def test_an_end_tag_is_written_where_it_ends_the_element_and_nothing_else(html, edits):
    (fault,) = tree_errors(html, False)
    assert [(edit.piece.start, edit.where, edit.text) for edit in fault.edits] == edits


def test_a_wrong_end_tag_names_what_is_still_open():
    (fault,) = tree_errors("<div>x</dvi>", False)
    assert [(words, piece and piece.start) for words, piece in fault.related] == [("still open", 0)]


def test_nothing_is_closed_at_the_end_of_a_page_that_ends_in_an_open_template():
    (fault,) = tree_errors("<b>x", False)
    assert [edit.where for edit in fault.edits] == ["end"]
    faults = tree_errors("<b>x<template>y", False)
    assert [(fault.piece.name, fault.edits) for fault in faults] == [("b", ()), ("template", ())]


def test_tells_which_elements_are_still_open():
    html = "<b><i><u>x</b></u></i>"
    (fault,) = tree_errors(html, False)
    assert [html[piece.start : piece.end] for _words, piece in fault.related if piece] == [
        "<i>",
        "<u>",
    ]


def test_text_made_of_template_tags_is_not_out_of_place():
    html = "<table>qz:1<tr><td>x</table>"

    def is_mask(piece):
        return html[piece.start : piece.end] == "qz:1"

    assert tree_errors(html, False, is_template=is_mask) == []
    assert len(tree_errors(html, False)) == 1


def test_an_end_tag_inside_what_markdown_wrote_is_stray():
    html = "<p>a</p>b</p>"
    pieces = read_pieces(html)
    generated = {pieces[0], pieces[-1]}  # the paragraph's own tags come from Markdown
    (fault,) = tree_errors(html, False, generated, pieces=pieces)
    assert (fault.rule, fault.message, fault.piece.start) == ("stray-end-tag", "ends-markdown", 4)


def test_html5lib_is_stopped_where_it_would_never_end():
    assert _find("<table><thead><svg><tbody></table>") == [
        ("unclosed-element", "cut-short", "</table>", 26)
    ]


_MANY = 10_000
HOSTILE = {
    "nested and closed": "<div>" * _MANY + "</div>" * _MANY,
    "unclosed blocks": "<div>" * _MANY,
    "unclosed formatting": "<p><b>" * _MANY,
    "reopened formatting": "".join(f"<p><b id=a{number}>" for number in range(2_000)),
    "unclosed everything": "<div><span><b><p><ul><li><table><tr><td>" * 4_000,
    "stray end tags": "</div>" * _MANY,
    "stray paragraphs": "</p>" * _MANY,
    "tables in tables": "<table>" * _MANY,
    "links in links": "<a href=x>" * _MANY,
    "misnested": "<b><i></b></i>" * _MANY,
    "implied end tags": "<optgroup>" * _MANY + "</div>",
    "ruby": "<ruby>" + "<rt>" * _MANY,
    "templates": "<template>" * _MANY,
    "closed templates": "<template>" * _MANY + "</template>" * _MANY,
    "foreign": "<svg>" * _MANY + "</math>" * _MANY,
    "raw text in foreign": "<svg>" + "<style>a</style>" * _MANY,
    "sections of data": "<svg>" + "<![CDATA[ > ]]>" * _MANY,
    "deep, then stray": "<span>" * 400 + "</b>" * _MANY,
    "noscript": "<noscript>" * _MANY,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + "><b>",
    "signs": "<" * 1_000_000,
    "references": "<b>" + "&" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_soon_and_in_few_findings(name):
    begin = process_time()
    faults = tree_errors(HOSTILE[name], False)
    assert process_time() - begin < 20
    assert len(faults) <= 60


@pytest.mark.parametrize("html", INPUTS)
def test_every_finding_stands_on_a_piece(html):
    _assert_places(html)


@given(markup)
def test_findings_of_any_markup_stand_on_pieces(html):
    _assert_places(html)


def _assert_places(html: str) -> None:
    whole = html.lower().startswith("<!doctype")
    spans = {(piece.start, piece.end) for piece in read_pieces(html)}
    reported = set()
    for fault in tree_errors(html, whole):
        assert (fault.piece.start, fault.piece.end) in spans
        assert (fault.rule, fault.piece.start) not in reported
        reported.add((fault.rule, fault.piece.start))
        for _words, piece in fault.related:
            assert piece is None or (piece.start, piece.end) in spans


@pytest.mark.parametrize(("name", "inner"), [("svg", "desc"), ("math", "mtext")])
def test_drawings_and_formulas_have_their_own_ways(name, inner):
    html = f"<{name}><{inner}><![CDATA[<p>]]></{inner}></{name}>"
    assert [html[piece.start : piece.end] for piece in read_pieces(html)][2] == "<![CDATA[<p>]]>"
    html = f"<{name}><style><b></style></{name}>"  # whose content is no style sheet's
    assert ("misplaced", html.index("<b>")) in [
        (fault.rule, fault.piece.start) for fault in tree_errors(html, False)
    ]


@given(markup)
def test_pieces_cover_the_page_in_order(html):
    end = 0
    for piece in read_pieces(html):
        assert piece.start >= end
        assert html[end : piece.start].replace("</>", "") == ""
        end = piece.end


def test_a_line_break_is_not_safely_written_in_foreign_content():
    assert [fault.safe for fault in tree_errors("x</br>y", False)] == [True]
    assert [fault.safe for fault in tree_errors("<svg></br></svg>", False)] == [False]


@pytest.mark.parametrize(
    ("html", "finding"),
    [
        ("<svg><col><a></col></svg>", "unclosed-element <a>"),
        ("<svg><col><g></svg></col>", "void-end-tag </col>"),
    ],
)
def test_what_is_void_in_html_may_be_open_in_foreign_content(html, finding):
    assert finding in _brief(html)
    assert ("void-end-tag </col>" in _brief(html)) == (finding == "void-end-tag </col>")


def test_a_line_break_is_not_safely_written_between_the_cells_of_a_table():
    (between,) = tree_errors("<table></br></table>", False)
    (within,) = tree_errors("<table><tr><td></br></td></tr></table>", False)
    assert between.rule == within.rule == "void-end-tag"
    assert (between.safe, within.safe) == (False, True)


@given(markup)
@example("<</img>a>")
def test_removing_what_is_safe_to_remove_brings_nothing_new(html):
    faults = tree_errors(html, html.lower().startswith("<!doctype"))
    for fault in faults:
        if fault.rule == "void-end-tag" and fault.safe and fault.edits and fault.piece.kind == END:
            text = html[: fault.piece.start] + fault.edits[0].text + html[fault.piece.end :]
            again = tree_errors(text, html.lower().startswith("<!doctype"))
            assert len(again) < len(faults)
