"""The map equals the fast rendering to the byte, and every place it gives is true."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentlint.document.markdown import build_map, render
from contentlint.document.markdown_copied import find_copied
from contentlint.document.markdown_outline import normalise_label
from contentlint.document.markdown_parts import SHORTEST, Parts, split
from contentlint.document.source_map import SourceMap
from tests.document.markdown_samples import SAMPLES

# fmt: off
MARKS = [
    "*", "**", "_", "__", "`", "``", "```", "~~~", "~~", "[", "]", "(", ")", "!", "<", ">", "&",
    "\\", "|", "-", "+", "#", '"', "'", "=", ":", "a", "b", "1", "文", "中文，。", "é", "e\u0301",
    "😀", "\u00a0", "\x00", "\ufeff", "\ud800", "\x0b", "\u2028", "\\*", "\\|", "\\\\",
    "&amp;", "&copy;", "&#13;", "&#x41;", "&nosuch;", "===", "---", "***", "x\\|y", "`x\\|y`",
]
TAGS = [
    "<b>", "</b>", "<div>", "</div>", "<p>", "<!--", "-->", "<pre>", "<script>", "<br/>",
    "<b\ntitle='x'>", "<table>\n", "<https://a.b>", "<x@y.z>", "[^1]", "[a]", "[a][]",
    '[t](/u "q")', "![x *y*](/z)",
]
BLOCKS = [
    "\n", "\n", "\n\n", " ", "  ", "    ", "\t", "  \n", "\\\n", "- ", "1. ", "7) ", "> ", ">",
    "# ", "## ", "- [ ] ", "- [x] ", "[^1]: ", '[a]: /u "t"\n', "| a | b |\n|---|:-:|\n",
    "```py x\n", "\r",
]
# fmt: on
FRAGMENTS = st.sampled_from(MARKS) | st.sampled_from(TAGS) | st.sampled_from(BLOCKS)
ON_REQUEST = pytest.mark.skipif(
    "'slow' not in config.getoption('markexpr')", reason="a long campaign, run with -m slow"
)
MARKDOWN = st.lists(FRAGMENTS | st.text(max_size=4), max_size=40).map("".join)


def check_map(text: str) -> SourceMap:
    built = build_map(text)
    assert built.html == render(text)
    done = 0
    for start, end, low, high, verbatim in built.segments:
        assert start == done < end, "segments are sorted and leave no gap"
        assert 0 <= low <= high <= len(text), "no place is out of range or inverted"
        if verbatim:
            assert text[low:high] == built.html[start:end]
        done = end
    assert done == len(built.html)
    return built


@pytest.mark.parametrize("text", SAMPLES)
def test_every_construct_maps_exactly(text: str) -> None:
    check_map(text)
    lines = text.split("\n")
    check_map("".join(f"> {line}\n" for line in lines))
    check_map("".join(f"{'  ' if at else '- '}{line}\n" for at, line in enumerate(lines)))


def test_all_constructs_in_one_text() -> None:
    check_map("\n\n".join(SAMPLES))


@settings(max_examples=400, deadline=None)
@given(MARKDOWN)
def test_arbitrary_markdown_maps_exactly(text: str) -> None:
    check_map(text)


@pytest.mark.slow
@ON_REQUEST
@settings(max_examples=100_000, deadline=None)
@given(MARKDOWN)
def test_arbitrary_markdown_maps_exactly_at_length(text: str) -> None:
    check_map(text)


@settings(max_examples=300, deadline=None)
@given(MARKDOWN, st.data())
def test_places_of_ranges(text: str, data: st.DataObject) -> None:
    built = build_map(text)
    size = len(built.html)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    low, high, verbatim = built.place(start, end)
    assert 0 <= low <= high <= len(text)
    assert start == end or built.is_copy(start, end) == verbatim
    assert built.is_whole_copy == all(segment[4] for segment in built.segments)
    if verbatim:
        assert text[low:high] == built.html[start:end]
    elif built.html:
        touched = [s for s in built.segments if s[0] < end and start < s[1]]
        exact = [
            (s[2] + max(0, start - s[0]), s[2] + min(end, s[1]) - s[0]) if s[4] else (s[2], s[3])
            for s in touched
        ]
        if start < end:
            assert low == min([place[0] for place in exact] + [touched[-1][2]])
            assert high == max([place[1] for place in exact] + [touched[0][3]])


def test_the_renderer_escapes_as_the_library_does() -> None:
    """Every ASCII character, in text, destination, title, label and info string."""
    for code in range(1, 0x180):
        character = chr(code)
        for shape in ("a{}b", "[x](</a{}b> 't{}i')", "`{}`", "``` a{}b\nx\n```", "![a{}b](u)",
                      "[^a{}b]: x\n\n[^a{}b]", '<b title="{}">'):  # fmt: skip
            check_map(shape.replace("{}", character))


def test_a_carriage_return_from_a_reference_becomes_a_space() -> None:
    assert render("a&#13;b [x](/u 't&#13;') &#xD;") == (
        '<p>a b <a href="/u" title="t ">x</a>  </p>\n'
    )


def test_lone_surrogates_do_not_raise_and_are_no_copy() -> None:
    text = "a\ud800b"
    built = check_map(text)
    assert built.html == "<p>a\ufffdb</p>\n"
    at = built.html.index("a")
    assert built.place(at, at + 3) == (0, 3, False)


def find(built: SourceMap, piece: str) -> tuple[str, bool]:
    at = built.html.index(piece)
    low, high, verbatim = built.place(at, at + len(piece))
    return built.text[low:high], verbatim


@pytest.mark.parametrize(
    ("text", "piece", "source", "verbatim"),
    [
        ('见 [链接](/a "b") 吧', '<a href="/a" title="b">', '[链接](/a "b")', False),
        ('见 [链接](/a "b") 吧', "链接", "链接", True),
        ("x **粗** y", "<strong>", "**粗**", False),
        ("x **粗** y", "</strong>", "**粗**", False),
        ("x **粗** y", "<strong>粗</strong> y", "**粗** y", False),
        ("# 题 ##\n\ntext\n", "<h1>", "# 题 ##", False),
        ("- a\n- b *c*\n\n\nend\n", "<li>b", "- b *c*", False),
        ("[R][]\n\n[R]: /u\n", '<a href="/u">', "[R][]", False),
        ("> `甲\n> 乙` x", "乙", "乙", True),
        ("> `甲\n> 乙` x", "甲 乙", "甲\n> 乙", False),
        ("> <b\n> title='x'>", "title='x'>", "title='x'>", True),
        ("a < b", "&lt;", "<", False),
        ("a &lt; b", "&lt; b", "&lt; b", True),
        ("&copy; 文", "©", "&copy;", False),
        ("a\\*b", "a*b", "a\\*b", False),
        ("| a |\n|---|\n| `x\\|y` |\n", "x|y", "`x\\|y`", False),
        ("![a *b* c](/u)", "a b c", "a *b* c", False),
        ("![a *b* c](/u)", "b", "b", True),
        (
            "<div>\n<p class='x'>文</p>\n</div>\n",
            "<p class='x'>文</p>",
            "<p class='x'>文</p>",
            True,
        ),
        ("one \n two", "one\ntwo", "one \n two", False),
    ],
)
def test_where_things_stand(text: str, piece: str, source: str, verbatim: bool) -> None:
    assert find(check_map(text), piece) == (source, verbatim)


def test_an_empty_range_is_exact_beside_copied_text() -> None:
    built = check_map("ab *c*")
    at = built.html.index("ab")
    assert built.place(at, at) == (0, 0, True)
    assert built.place(at + 1, at + 1) == (1, 1, True)
    assert built.place(at + 3, at + 3) == (3, 3, True)
    inside = built.html.index("<em>") + 2
    assert built.place(inside, inside) == (3, 6, False)


def test_an_empty_text_has_an_empty_map() -> None:
    built = check_map("")
    assert built.place(0, 0) == (0, 0, False)
    assert list(built.segments) == []


HOSTILE = {
    "quotes": ">" * 60_000,
    "brackets": "[" * 60_000,
    "closing": "]" * 60_000,
    "links": "[文](b)" * 20_000,
    "stars": "*a " * 40_000,
    "strong": "**a" * 30_000,
    "ticks": "`a" * 50_000,
    "less": "<" * 80_000,
    "one line": "文" * 1_000_000,
    "lines": "a\n" * 60_000,
    "span in a quote": "> `" + "a\n> " * 50_000 + "b`",
    "tag in a quote": "> <b " + "a\n> " * 50_000 + ">",
    "images": "![" * 30_000 + "](a)" * 30_000,
    "definitions": "".join(f"[a{n}]: /b\n\n" for n in range(10_000)),
    "references": "[x]" * 30_000,
    "headings": "# [a](b)\n" * 10_000,
    "deep list": "".join("  " * n + "- a\n" for n in range(300)),
    "blank tail": "- a\n" * 2000 + "\n" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    text = HOSTILE[name]
    started = time.process_time()
    built = build_map(text)
    step = max(1, len(built.html) // 2000)
    for at in range(0, len(built.html), step):
        built.place(0, at)
        built.place(at, len(built.html))
    assert built.links is not None
    assert built.definitions is not None
    assert built.undefined_references is not None
    assert time.process_time() - started < 12
    assert built.html == render(text)


PARAGRAPHS = st.sampled_from(
    [
        "A walk in the hills, *slowly*, `so`.",
        "# Heading\n\nText & more <b>text</b>",
        "文字，全是文字。[链接](https://example.com/)",
        "- a\n- b\n\n  c",
        "1. a\n\n   ```\n   code\n   ```",
        "> quoted\n> text",
        "```py\ncode\n\nmore code\n```",
        "~~~\n```\n\nopen",
        "```\n\nnever closed",
        "<div>\n<p>raw</p>\n</div>",
        "<!-- a\n\ncomment -->",
        "<!-- never closed",
        "<pre>\n\nraw\n\n</pre>",
        "| a | b |\n|---|---|\n| c | d |",
        "[a]: /u",
        "[a] and [a][] and [b][a]",
        "[x [a] y][b] ![c [b]][a]",
        "[B]: </v> 'w'\n[a]: /again",
        "[A ]: /u\ntext",
        "[^1]: a note",
        "A note.[^1] And another.[^2]",
        "[^2]: note\n\n    more of it",
        "    indented\n\n    code",
        "Setext\n---",
        "***",
        "a\\\nb  \nc",
        "&copy; &#13; \ud800 \x00",
    ]
)
BREAKS = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n", "\n \n"])


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(PARAGRAPHS | MARKDOWN, BREAKS), max_size=12), st.data())
def test_a_part_places_as_the_whole_does(
    blocks: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "".join(block + after for block, after in blocks)
    html, whole = render(text), SourceMap(text)
    parts = Parts(text, html, split(text, 1), render, lambda part, _html: SourceMap(part))
    assert _labels_asked_for(build_map(text, html)) == _labels_asked_for(whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("contentlint.document.markdown.SHORTEST", 30)
        patch.setattr("contentlint.document.markdown.SHORTEST_INSIDE", 1)
        built = build_map(text, html)
    for _ in range(20):
        start = data.draw(st.integers(0, len(html)))
        end = data.draw(st.integers(start, min(len(html), start + 40)))
        found = parts.place(start, end)
        assert found in (None, whole.place(start, end))
        if found is not None:
            _assert_copy(parts, whole, start, end)
        assert built.place(start, end) == whole.place(start, end)
        if built.copy_at(start) is not None:
            _assert_copy(built, whole, start, end)
    assert _labels_asked_for(built) == _labels_asked_for(whole)
    for link in whole.links:
        assert built.link_at(link.rendered) == link
        assert built.link_at(link.rendered + 1) is None


def _labels_asked_for(built: SourceMap) -> list[bool]:
    return [normalise_label(each.name) in built.labels_used for each in built.definitions]


def test_labels_and_links_of_a_long_text_need_no_whole_map() -> None:
    words = "words " * 60
    text = "\n\n".join([words, f"A [link](/a 'b'). {words}", f"{words}\n\n[c]: /u\n[d]: /v", words])
    built = build_map(text + "[x][c]")
    link = built.link_at(render(text).index("<a "))
    assert link is not None
    assert [text[slice(*span)] for span in (link.span, link.text) if span] == [
        "[link](/a 'b')",
        "link",
    ]
    assert _labels_asked_for(built) == [True, False]
    assert "_rendering" not in vars(built)


def test_a_place_in_a_long_text_takes_the_map_of_one_part() -> None:
    text = "\n\n".join(f"## Part {number}\n\n{'words ' * 60}\n" for number in range(30))
    built = build_map(text)
    at = render(text).index("<h2>Part 20")
    low, high, verbatim = built.place(at, at + 4)
    assert (text[low:high], verbatim) == ("## Part 20", False)
    assert "_rendering" not in vars(built), "the whole was not needed"
    assert [heading.text for heading in built.headings][20] == "Part 20"
    assert built.place(at, at + 4) == (low, high, verbatim)


def test_what_reaches_across_parts_is_left_to_the_whole() -> None:
    words = "words " * 60
    text = "\n\n".join([words, f"A [link][a]. {words}", f"{words}\n\n[a]: /u", words])
    assert len(split(text, SHORTEST)) > 2
    built = build_map(text)
    at = render(text).index("<a ")
    low, high, _ = built.place(at, at + 5)
    assert text[low:high] == "[link][a]"
    assert "_rendering" in vars(built)


RAW = st.sampled_from(
    [
        "<div>",
        "</div>",
        "<p>a</p>",
        "  <p>b",
        "    <p>code",
        "<b>c</b>",
        "<!-- d -->",
        "<!-- e",
        "-->",
        "<pre>",
        "</pre>",
        "<h1>f</h1>",
        "<hr />",
        "<ul>",
        "<li>g</li>",
        "text",
        "# h",
        "[a]: <p>",
        "[^1]: <p>",
        "&amp; &copy;",
        "<br/>",
        "<a href='",
        "\t<div>",
        "\x00",
        "\ud800",
        "<blockquote>",
        "<table>",
        "中文",
    ]
)
LINE_ENDS = st.sampled_from(["\n", "\n", "\n\n", "\n \n", "\n\t\n\n", "  \n"])


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["", "\n", " \n", "\n\n"]),
    st.lists(st.tuples(RAW | MARKDOWN, LINE_ENDS), min_size=1, max_size=8),
    st.sampled_from(["", "  ", "\n"]),
)
def test_what_is_copied_throughout_maps_without_the_events(
    lead: str, lines: list[tuple[str, str]], tail: str
) -> None:
    text = lead + "".join(line + after for line, after in lines) + tail
    html, whole, built = render(text), SourceMap(text), build_map(text)
    if find_copied(text, html) is None:
        return
    assert list(built.segments) == list(whole.segments)
    assert built.is_whole_copy
    assert whole.is_whole_copy
    for start in range(len(html)):
        for end in range(start, min(len(html), start + 30) + 1):
            assert built.place(start, end) == whole.place(start, end)
            assert end == start or built.is_copy(start, end) == whole.is_copy(start, end)
            _assert_copy(built, whole, start, end)
    assert "_rendering" not in vars(built)
    assert built.html_blocks == whole.html_blocks
    assert built.html == whole.html


def test_scraped_html_is_copied_throughout() -> None:
    text = "\n<div>  \n<p>a</p>\n\n \n<p>文 &amp; b</p>\n</div>\n\n"
    copied = find_copied(text, render(text)) or []
    assert [text[low:high] for low, high in copied] == [
        "<div>  \n<p>a</p>\n",
        "<p>文 &amp; b</p>\n</div>\n",
    ]
    assert find_copied("<div>\n\n# Heading\n", render("<div>\n\n# Heading\n")) is None


def _assert_copy(built: SourceMap | Parts, whole: SourceMap, start: int, end: int) -> None:
    """All of the piece that a copied range lies in is a copy, and as far off."""
    low, _, verbatim = whole.place(start, end)
    piece = built.copy_at(start)
    if verbatim and start < end and piece is not None:
        assert piece[0] <= start < end <= piece[1]
        shift = low - start
        assert whole.place(*piece) == (piece[0] + shift, piece[1] + shift, True)
