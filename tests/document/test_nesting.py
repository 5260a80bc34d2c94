from __future__ import annotations

import html5lib
import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

from contentlint.document.nesting import _survey_tokens, line_starts, survey
from contentlint.document.spellings import read_spelling
from contentlint.document.tokenizer_errors import TAGS_STAND_CODES
from contentlint.document.tree_errors import tree_errors
from contentlint.document.turbo import parse
from tests.document.markup_samples import INPUTS, flawed, markup

# Complaints of html5lib's tokenizer that the standard no longer makes.
_OUTDATED = frozenset(
    ("expected-named-entity", "named-entity-without-semicolon", "unexpected-char-in-comment")
)


def _is_whole(html: str) -> bool:
    return html.lower().startswith("<!doctype")


def _survey(html: str):
    page = html if _is_whole(html) else f"<!doctype html><body>{html}"
    return survey(html, bool(turbohtml.parse(page).errors))


def _complaints(html: str) -> list[str]:
    """What html5lib by itself says of a page that the proof cleared."""
    parser = html5lib.HTMLParser()
    parser.parse(html if _is_whole(html) else f"<!doctype html><body>{html}")
    return [code for _place, code, _details in parser.errors if code not in _OUTDATED]


def _assert_sound(html: str) -> None:
    if _survey(html).clean:
        assert tree_errors(html, _is_whole(html)) == []
        assert _complaints(html) == []


@pytest.mark.parametrize("html", INPUTS)
def test_never_clears_an_input_of_the_tree_construction_that_html5lib_repairs(html):
    _assert_sound(html)


@given(markup)
def test_never_clears_what_html5lib_repairs(html):
    _assert_sound(html)


@given(markup, st.sampled_from(("", "<head><title>x</title></head>", "<head></head>\n")))
def test_never_clears_a_whole_page_that_html5lib_repairs(html, head):
    _assert_sound(f"<!doctype html><html>{head}<body>{html}</body></html>")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "text only &amp; a reference",
        "<p>one<p>two",
        "<div><p style='a'>one</p><p><strong>two</strong></p></div>",
        "<ul><li>one<li><p>two<ul><li>three</ul></ul>",
        "<dl><div><dt>one<dd>two</div></dl>",
        "<table><caption><p>one</caption><col><thead><tr><th>two<tbody><tr><td>three</table>",
        "<table><tr><td><table><tr><td>one</table></table>",
        "<a href=x><div><h2>one</h2><p>two</div></a>",
        "<ruby>one<rp>(<rt>two<rp>)</ruby>",
        "<details><summary>one</summary><p>two</details>",
        "<p>one<br>two<img src=x alt><hr>",
        "<script>if (a < b) {}</script><style>a > b {}</style><textarea><p></textarea>",
        "<!-- <p> --><form><p><label>one <input></label><button>two</button></form>",
        "<!doctype html>\n<html lang=en>\n<head>\n<meta charset=utf-8>\n<title>one</title>\n"
        "</head>\n<body>\n<p>two\n</body>\n</html>\n",
    ],
)
def test_clears_what_posts_are_made_of(html):
    assert _survey(html).clean


@pytest.mark.parametrize(
    "html",
    [
        "<p></p></p>",
        "<b><i></b></i>",
        "<div>",
        "</div>",
        "<li>one",
        "<a><a></a></a>",
        "<table>one</table>",
        "<h1>one<h2>two</h2></h1>",
        "<p a a>one</p>",
        "one &nosuch; two",
        "a\0b",
        "<div/>one</div>",
        "one<!doctype html>",
        "<div>" * 600 + "</div>" * 600,
    ],
)
def test_does_not_clear_what_is_broken_or_too_deep(html):
    assert not _survey(html).clean


def test_tells_the_names_that_occur():
    found = survey("<P Class=a>x<br data-x></P><!-- <i> --><code>&lt;u></code></b>", True)
    assert found.tags == {"p", "br", "code", "b"}
    assert found.attributes == {"class", "data-x"}


def test_tells_the_text_outside_code_with_its_offsets():
    html = "a &amp; b<p>one <b>two</b>\nthree</p><pre>code</pre><svg><text>x</text></svg>end"
    pieces = [(html[start:end], fresh) for start, end, fresh in survey(html, False).texts]
    assert pieces == [
        ("a &amp; b", True),
        ("one ", True),
        ("two", False),
        ("\nthree", False),
        ("end", True),
    ]


@given(markup)
def test_the_texts_are_the_gaps_between_the_tags(html):
    end = 0
    for start, stop, _fresh in survey(html, True).texts:
        assert end <= start < stop <= len(html)
        end = stop


def test_lines_begin_as_turbohtml_counts_them():
    html = "a\rb\r\nc\n<p>"
    (token,) = [token for token in turbohtml.tokenize(html) if token.tag == "p"]
    assert line_starts(html)[token.line - 1] + token.col == html.index("<p>")


@pytest.mark.parametrize("part", ["<div>", "</div>", "<p>x", "<b>", "<", "&", "<a b=c>", "<code>"])
def test_takes_linear_time(part):
    from time import process_time

    def cost(count: int) -> float:
        html = part * count
        begin = process_time()
        survey(html, False)
        return process_time() - begin

    cost(1000)
    assert cost(80_000) < 40 * max(cost(8_000), 0.001)


@given(markup)
def test_tells_the_same_texts_from_either_end(html):
    found = survey(html, False)
    forward = list(found.texts_in_turn())
    assert list(found.texts_from_end()) == forward[::-1]
    assert list(found.texts) == forward


_PARTS = ["a", "href", "=", '"', "'", " ", "\n", "/", ">", '=""', '="x y"', " c='d'", "é"]


@given(st.lists(st.sampled_from(_PARTS), max_size=8).map("".join))
def test_a_tag_is_read_the_same_whatever_stands_in_its_values(rest):
    source = f"<a{rest}>"
    tokens = list(turbohtml.tokenize(source, capture_source=True))
    spelling = read_spelling(source)
    if len(tokens) == 1 and tokens[0].source == source and source.count(">") == 1:
        assert spelling is not None
        assert spelling[0] == tokens[0].tag
        assert spelling[4] == tuple(name for name, _ in tokens[0].attrs or ())
    elif source.count(">") == 1:
        assert spelling is None


@given(markup)
def test_knows_the_same_names_and_texts_by_either_walk(html):
    # a lone "<" makes the walk over all tokens necessary
    quick, thorough = _survey(f"{html}<hr>"), _survey(f"{html}<hr>< ")
    assert quick.tags == thorough.tags
    assert quick.attributes == thorough.attributes
    begins = [start for start, _, _ in quick.texts]
    assert begins == [start for start, _, _ in thorough.texts][: len(begins)]


@given(
    st.sampled_from(["", "\n", "x", "<!-- a -->", "<p>a</p>"]),
    st.sampled_from(["<!doctype html>", "<!DOCTYPE html>\n", "<!doctype html><p>", "<!doctype x>"]),
    st.sampled_from(["", "<html><body>", "<html><head><title>a</title></head>\n<body>", "<body>x"]),
    st.one_of(markup, flawed),
    st.sampled_from(["", "</body></html>", "</body>\n</html>\n", "</body>x"]),
)
def test_a_whole_page_is_walked_as_token_by_token(before, doctype, head, content, end):
    html = f"{before}{doctype}{head}{content}{end}"
    page = parse(html, source_locations=True)
    has_errors = any(error.code not in TAGS_STAND_CODES for error in page.errors)
    quick, thorough = survey(html, has_errors), _survey_tokens(html, has_errors)
    assert (quick.clean, quick.names) == (thorough.clean, thorough.names)
    if not before.strip():
        assert "!doctype html" not in {source.lower() for source in quick.sources}
    assert list(quick.texts) == list(thorough.texts)
    assert list(quick.texts_from_end()) == list(thorough.texts_from_end())


def test_many_different_tags_do_not_fill_the_memory():
    html = "".join(f"<x{number}>" for number in range(30_000))
    assert len(_survey(html).tags) == 30_000
    assert _survey("<p>a</p>").clean
