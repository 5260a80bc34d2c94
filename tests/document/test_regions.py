"""What is leapt over on a broken page changes nothing of what is found."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contentlint.document import Document, regions, tokenizer
from contentlint.document.nesting import names_of
from contentlint.document.pieces import piece_at, tags_of
from contentlint.document.regions import Regions, find_regions
from contentlint.document.tokenizer import read_pieces
from contentlint.document.tree_errors import tree_errors
from contentlint.source import Source
from tests.document.markup_samples import INPUTS, markup

SOUND = [
    "<p>a</p>",
    "<p><b>x</b></p>",
    "<div><h2>x</h2>\n<p>y</p></div>",
    "<ul>\n<li>a</li><li>b</li></ul>",
    "<table><tbody>\n<tr><td>a</td></tr></tbody></table>",
    "<dl><dt>a</dt><dd>b</dd></dl>",
    "<form><button>x</button></form>",
    "<a href=x><img src=y></a>",
    "<pre>\nx</pre>",
    "<script>a<b</script>",
    "<blockquote>a<p>b</p></blockquote>",
    "<object><p>x</p></object>",
    "<ruby>a<rt>b</rt></ruby>",
    "<!-- x -->",
    "text",
]
BROKEN = sorted(
    names_of(
        "<b> </b> <i> <a> </a> <p> </p> <div> </div> <h2> </h3> <ul> </ul> <li> </li> <table> "
        "</table> <tbody> <tr> </tr> <td> </td> <form> </form> <button> <select> <svg> </br> "
        "<object> </object> <span> </span> <dl> <dd> <br/> <div/> <template> </template> "
        "<caption> <strong>"
    )
)
CUT = [
    "<p",
    '<a x="y',
    "<",
    "</",
    "</b",
    "<!--",
    "<!",
    "<3",
    "</>",
    '<b x="y',
    "<style>",
    "<textarea>",
    "<!x>",
    "&#32;",
    '"',
]
mixed = st.lists(st.sampled_from([*SOUND, *BROKEN, *CUT, "\n", "x"]), max_size=16).map("".join)


def _found(html):
    faults = tree_errors(html, html.lower().startswith("<!doctype"))
    return [
        (
            *(fault.rule, fault.message, fault.piece[:4], fault.values, fault.safe),
            [(words, piece and piece[:4]) for words, piece in fault.related],
            [(edit.piece[:4], edit.where, edit.text) for edit in fault.edits],
        )
        for fault in faults
    ]


def _found_without_regions(html):
    def find_none(pieces, *_rest):
        return Regions([0] * len(pieces), [0] * len(pieces), 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions, "find_regions", find_none)
        return _found(html)


@pytest.mark.parametrize("html", INPUTS)
def test_samples_give_the_same_findings_without_regions(html):
    assert _found(html) == _found_without_regions(html)


@given(st.one_of(markup, mixed))
def test_any_markup_gives_the_same_findings_without_regions(html):
    assert _found(html) == _found_without_regions(html)


@pytest.mark.parametrize("html", SOUND)
def test_what_is_in_order_is_one_region(html):
    pieces = read_pieces(html)
    assert find_regions(pieces).ends[0] == len(pieces)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a",
        "<p>a<p>b</p>",
        "<p><div>x</div></p>",
        "<b><b>x</b></b>",
        "<div><i></div>",
        "<div/>",
        "<table>x</table>",
        "<tr></tr></tr>",
        "<h2><h3>x</h3></h2>",
        "<select></select>",
    ],
)
def test_what_is_not_in_order_is_no_region(html):
    pieces = read_pieces(html)
    assert find_regions(pieces).ends[0] < len(pieces)


def test_only_what_stands_around_a_fault_costs_time(monkeypatch):
    from contentlint.document import tree_errors_parser

    fed = []
    feed = tree_errors_parser._Parser.feed
    monkeypatch.setattr(
        tree_errors_parser._Parser, "feed", lambda self, token: (fed.append(1), feed(self, token))
    )
    (fault,) = tree_errors("<p>a <b>b</b></p>\n" * 500 + "<div>" + "<p>c</p>" * 500, False)
    assert fault.rule == "unclosed-element"
    assert len(fed) < 10


@given(st.one_of(markup, mixed))
@example("\n</>")
@example("\n<p")
@example("&#32;</><p>a</p>")
@example("a</><p>")
@example("a</></><p>b</></p>")
def test_tags_are_read_by_their_spelling_as_the_tokenizer_reads_them(html):
    def as_read():
        return [(piece[:4], piece.attributes, piece.blank, piece.self_closing) for piece in pieces]

    pieces = read_pieces(html)
    plainly = as_read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokenizer, "_read_tags", lambda html: None)
        pieces = read_pieces(html)
        assert as_read() == plainly
        if "<svg" in html.lower() or "<math" in html.lower():
            return  # what is not followed into drawings and formulas is read otherwise
        patch.setattr(tokenizer, "_MOST_RESTARTS", 0)
        pieces = read_pieces(html)
        assert as_read() == plainly


@given(st.one_of(markup, mixed), st.integers(0, 40))
def test_pieces_made_when_they_are_asked_for_are_like_a_list(html, place):
    pieces = read_pieces(html)
    every = list(pieces)
    assert pieces[:place] == every[:place]
    assert [tag[:2] for tag in tags_of(pieces)] == [piece[:2] for piece in every]
    around = next((piece for piece in every if piece.start <= place < piece.end), None)
    assert piece_at(pieces, place) == around
    assert piece_at(every, place) == around
    if every:
        assert pieces[-1] is pieces[len(every) - 1]


ODD = [
    *CUT,
    "&amp",
    "&nosuch;",
    "&#150;",
    "<3",
    "<!x>",
    "<!--a--!>",
    "</p x=1>",
    "<p a a>",
    "<i b='c'd>",
]


@given(st.lists(st.sampled_from([*SOUND, *BROKEN, *ODD]), max_size=10).map("".join))
def test_a_page_with_parse_errors_is_cleared_only_if_it_is_well_nested(html):
    page = Document(Source.from_text(html, "post.html")).page
    if page.clean:
        assert tree_errors(page.html, page.whole) == []


@pytest.mark.parametrize("odd", ["&amp", "&nosuch;", "<3", "<p a a>x</p>", "<i b='c'd>x</i>"])
def test_errors_inside_tags_and_text_leave_a_page_well_nested(odd):
    page = Document(Source.from_text(f"<div>{odd}</div>", "post.html")).page
    assert page.dom.errors
    assert page.clean


@given(st.one_of(markup, mixed))
def test_an_element_that_holds_text_only_is_taken_like_any_other(html):
    pieces = read_pieces(html)
    at_once = find_regions(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(regions._Finder, "_pass_leaf", lambda self, index, name: False)
        assert find_regions(pieces) == at_once


@pytest.mark.parametrize("sign", ["<svg", "<math", "<plaintext", "<noscript", "</noscript"])
def test_what_tells_more_than_its_tag_is_seen_in_any_case(sign):
    for text in (sign, sign.upper(), sign.title()):
        assert tokenizer._TELLING.search(f"<p>a{text}>b")
    assert not tokenizer._TELLING.search(f"<p>a {sign.strip('</')} b</p><s>c</s><sv>d</sv><mat>")
