"""Finds headings, links and references that Markdown leaves as text: readers see the marks.

All are looked for in the text that the parser left, where the source holds it as it reads, so code,
escaped signs and what stands in blocks of HTML are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from contentlint.checks.hexo_site import is_rendered_otherwise
from contentlint.checks.links_references import means_link
from contentlint.checks.markdown_below import definitions_below
from contentlint.checks.markdown_left import Text
from contentlint.checks.markdown_linked import linked_slips
from contentlint.findings import Edit, Fix, Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern
from contentlint.source import Span

if TYPE_CHECKING:
    from contentlint.document import Document
    from contentlint.document.source_map import SourceMap

__all__ = [
    "unparsed_heading",
    "unparsed_link",
    "unparsed_reference",
]

_HEADING: Final = pattern(
    r"^(#{1,6})([\u00a0\u3000]*(?:[^\W_]|[“‘《「『【（])[^\n]*)$", re.MULTILINE
)
_WIDE_BLANKS: Final = "\u00a0\u3000"
_COLOUR: Final = pattern(r"[0-9a-fA-F]{3,8}\b")
_COMMAND: Final = pattern(r"\w+[\[(]", re.ASCII)
_SENTENCE_ENDS: Final = tuple("。．.！!？?，,；;…")
_NUMBERED: Final = pattern(
    r"第[一二三四五六七八九十\d]{1,4}[章节節回部篇]|[一二三四五六七八九十]{1,3}、"
)
_LONGEST_HEADING: Final = 80
_WORDS: Final = r"[^\[\]()（）\n]{1,100}"
_URL: Final = r"(?:https?://|mailto:)[^\s\[\]()（）<>]{1,2000}"
_LIKE_URL: Final = r"(?:https?://|mailto:|\.{0,2}/|\#)[^\s\[\]()（）<>]{0,2000}"
_LINK: Final = pattern(
    rf"!?\[(?P<wide>{_WORDS})\](?:（(?P<wide_url>{_URL})[)）]|\((?P<half_url>{_URL})）)"
    rf"|!?\[(?P<apart>{_WORDS})\](?P<gap>[ \t]{{1,4}})\((?P<apart_url>{_URL})\)"
    rf"|(?<!\w)\((?P<turned>{_WORDS})\)\[(?P<turned_url>{_URL})\]"
    rf"|[!！]?[【［](?P<boxed>[^【】［］\n]{{1,100}})[】］][(（](?P<boxed_url>{_URL})[)）]"
    rf"|!?\[(?P<colon>{_WORDS})\]:[ \t]?\((?P<colon_url>{_LIKE_URL})\)"
    rf"|!?\[(?P<open>{_WORDS})\]\((?P<open_url>{_URL})(?=[ \t\n]|\Z)"
)
# a picture that is a link, as the sign before it is a wide one
_WIDE_SIGN: Final = pattern(
    r"！<a href=\"[^\"<>]{1,2000}\.(?:png|jpe?g|gif|webp|svg|bmp|avif)(?:[?#][^\"<>]{0,2000})?\""
    r"(?: title=\"[^\"<>]{0,500}\")?>",
    re.IGNORECASE,
)
_WHOLE_LINK: Final = pattern(r"\[[^\[\]\n]{0,200}\]\([^()\n]{1,2000}\)")
# to shells, a backslash before a blank makes it part of a name
_BLANK: Final = pattern(r"\\?[ ]")
_LONGEST_REST: Final = 2000
_IN_HOST: Final = pattern(r"https?://[^/?#]*[ ]", re.IGNORECASE)
_ROUND: Final = pattern(r"[()]")
_PART: Final = r"[^\s()<>\"“”:=]"
# the address of a link or picture with blanks in it, a size, or a title in quotation marks of print
_TORN: Final = pattern(
    r"!?\[(?P<words>[^\[\]\n]{0,100})\]\((?:"
    r"(?P<quotes>[^\s()<>]{1,2000})[ ]{1,4}“(?P<title>[^\n()\"“”]{1,200})”"
    r"|(?P<size>[^\s()<>]{1,2000})[ ]{1,4}=(?P<width>\d*)x(?P<height>\d*)"
    r"|(?P<space>(?:https?://|\.{0,2}/)[^\s()<>\"“”]*(?:[ ]+[^\s()<>\"“”=]+){1,9}"
    rf"|{_PART}+(?:[ ]+{_PART}+){{0,8}}[ ]+{_PART}*\.(?:png|jpe?g|gif|webp|svg|avif|mp[34]|pdf|zip"
    r"|md|html?|docx?|xlsx?|pptx?)))\)",
    re.IGNORECASE,
)
_WHAT: Final = ("link", "picture")
_FILE_BEFORE_WORDS: Final = pattern(r"\.\w{2,5}[ ]")
_TORN_KINDS: Final = ("quotes", "size", "space")
_TWO_LETTERS: Final = pattern(r"[^\W\d_].*[^\W\d_]|[\u3040-\u9fff\uac00-\ud7a3]")
_REFERENCE: Final = pattern(
    r"(?<!&)&(nbsp|copy|hellip|mdash|ndash|ldquo|rdquo|lsquo|rsquo|laquo|raquo|middot|bull|emsp|ensp"
    r"|thinsp|trade|rarr|larr|lt|gt|amp|quot|reg|euro|deg|times|#\d{2,5}|#[xX][0-9a-fA-F]{2,5})"
    r"(?![\w;=])"
)
_ADDRESS: Final = frozenset("/?=@")
_LONGEST_ADDRESS: Final = 200


class _Sign(NamedTuple):
    """Number signs at the beginning of a line, and the words right after them."""

    signs: str
    words: str
    span: Span
    page: Span  # the same place in the rendered text
    is_alone: bool
    is_last: bool


def unparsed_heading(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Lines that begin with number signs and no blank after them.

    A single sign begins a tag or a number as well; it counts where others of the post show what
    its writer means, or where the number of a chapter follows.  Where the site shows the title as
    a heading of the first level, which level the writer wants here is left to them.
    """
    if document.kind != "markdown":
        return
    signs = list(_number_signs(document))
    has_others = any(len(sign.signs) > 1 for sign in signs)
    # where a line of more signs begins right below, the single sign is of the chapter
    above = {sign.page.start - 1 for sign in signs if len(sign.signs) > 1}
    for sign in signs:
        is_chapter = sign.page.end in above or _is_title(sign, has_others)
        if len(sign.signs) == 1 and not is_chapter:
            continue
        words = sign.words.lstrip(_WIDE_BLANKS)
        start, high = sign.span.start, sign.span.end - len(words)
        fix = None
        if len(sign.signs) > 1 or not _shows_title(document):
            fix = Fix("unsafe", "Write a blank", (Edit(start, high, sign.signs + " "),))
        message = None if words == sign.words else "wide"
        if message == "wide" and _takes_any_blank(document):
            continue
        values = {"text": sign.signs + sign.words, "signs": sign.signs}
        yield Hit(sign.span, values, message=message, fix=fix)


def _shows_title(document: Document) -> bool:
    """Whether the page has a heading of the first level already, from the front matter."""
    title = document.front_matter.values.get("title")
    return title is not None and bool(str(title).strip()) and document.may_show_title


def _takes_any_blank(document: Document) -> bool:
    """Whether marked, which Hexo renders with, reads the heading: any blank will do for it."""
    return "hexo" in document.settings.generators and not is_rendered_otherwise(document)


def _number_signs(document: Document) -> Iterator[_Sign]:
    text, last = Text(document), document.body_start + len(document.body.rstrip())
    for found in _HEADING.finditer(text.text):
        signs, words = found.groups()
        if "#" in words.rstrip("#") or len(words) > _LONGEST_HEADING or _COMMAND.match(words):
            continue
        before, after = text.around(*found.span())
        starts = before[-3:] == "<p>"
        if not starts and not (before[-1:] == "\n" and before[-2:-1] != ">"):
            continue
        span = text.find_copy(*found.span())
        if span is not None:
            is_alone = starts and after[:4] == "</p>"
            yield _Sign(signs, words, span, Span(*found.span()), is_alone, span.end == last)


def _is_title(sign: _Sign, has_others: bool) -> bool:
    words = sign.words
    if words[0] in _WIDE_BLANKS:
        return True
    if not sign.is_alone or sign.is_last or words.endswith(_SENTENCE_ENDS):
        return False
    if _NUMBERED.match(words):
        return True
    return has_others and not words[0].isdecimal() and not _COLOUR.fullmatch(words)


def unparsed_link(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Links with wide brackets, a blank between or in them, or the two in the wrong order."""
    if document.kind != "markdown":
        return
    text = Text(document)
    linked = list(linked_slips(document))
    yield from linked
    is_kramdown = "jekyll" in document.settings.generators
    torn = list(_torn_addresses(text, is_kramdown=is_kramdown)) if "](" in text.text else []
    # in MkDocs an address may hold blanks
    spaced = "mkdocs" in document.settings.generators
    yield from (hit for hit in torn if not (spaced and hit.message == "space"))
    yield from _misspelt_brackets(text, {hit.span.start for hit in (*linked, *torn)})
    yield from _wide_signs(document)
    if "]:" in document.body:
        yield from _definitions(document)
        yield from definitions_below(document)


def _definitions(document: Document) -> Iterator[Hit]:
    """Lines such as ``[words]:(address)``, which define a reference and show nothing."""
    if "]:(" not in document.body and "]: (" not in document.body:
        return
    from contentlint.document.markdown_outline import normalise_label

    source_map: SourceMap = document.page.source_map
    base = document.body_start
    for definition in source_map.definitions:
        if not means_link(definition):
            continue
        url, label = definition.url[1:-1], definition.name
        low, high = base + definition.span.start, base + definition.span.end
        span = Span(low, low + len(document.source.text[low:high].rstrip()))
        values = {"text": document.source.slice(span), "words": label, "what": "link", "url": url}
        if normalise_label(label) in source_map.labels_used:
            place = Span(base + definition.destination.start, base + definition.destination.end)
            fix = Fix("unsafe", "Remove the brackets", (Edit(*place, url),))
            yield Hit(span, values, message="definition", fix=fix)
        else:
            fix = Fix("unsafe", "Write it as a link", (Edit(*span, f"[{label}]({url})"),))
            yield Hit(span, values, message="colon", fix=fix)


def _wide_signs(document: Document) -> Iterator[Hit]:
    """Links to pictures with a wide exclamation mark before them."""
    text = document.source.text
    for found in _WIDE_SIGN.finditer(document.page.html):
        place = document.page.place(found.start(), found.start() + 1)
        start, end = place.span
        link = _WHOLE_LINK.match(text, end) if place.verbatim else None
        if link is not None:
            # the words are read no longer, but spoken: they belong to what changes
            fix = Fix("unsafe", "Write !", (Edit(start, link.end(), f"!{link.group()}"),))
            yield Hit(Span(start, end), {"text": "！["}, message="sign", fix=fix)


def _misspelt_brackets(text: Text, told: set[int]) -> Iterator[Hit]:
    """Links in other brackets than Markdown's, or without the last; those *told* of are none."""
    for found in _LINK.finditer(text.text):
        group = found.lastgroup or ""
        kind = group.removesuffix("_url")
        words = found["wide" if kind == "half" else kind]
        if not _TWO_LETTERS.search(words):
            continue
        span = text.find_copy(*found.span())
        if span is None:
            continue
        is_picture = found.group().startswith(("!", "！"))
        if kind == "open" and (end := _closing(text.text, found.end())) is not None:
            whole = text.find_copy(found.start(), end)
            if whole is not None and whole.start not in told:
                values = {"text": text.text[found.start() : end], "what": _WHAT[is_picture]}
                yield Hit(whole, values, message="rest")
            continue
        new = f"{'!' * is_picture}[{words}]({found[group]})"
        values = {"text": found.group(), "words": words, "what": _WHAT[is_picture]}
        if kind == "boxed":
            first, last = found.span("boxed")
            values |= {"first": text.text[first - 1], "last": text.text[last]}
        fix = None
        if text.may_become(values["what"], *found.span()):
            fix = Fix("unsafe", f"Write it as a {values['what']}", (Edit(*span, new),))
        message = kind if kind in ("apart", "turned", "boxed", "colon", "open") else None
        yield Hit(span, values, message=message, fix=fix)


def _closing(content: str, at: int) -> int | None:
    """The end of the first round bracket after *at*, on its line, that closes none opened there."""
    line_end = content.find("\n", at, at + _LONGEST_REST)
    depth = 0
    for found in _ROUND.finditer(content, at, at + _LONGEST_REST if line_end < 0 else line_end):
        depth += 1 if found.group() == "(" else -1
        if depth < 0:
            return found.end()
    return None


def _torn_addresses(text: Text, *, is_kramdown: bool) -> Iterator[Hit]:
    """Links and pictures in whose round brackets stands more than an address and a title.

    kramdown takes all of it for the address, and a browser mends the blanks in one.
    """
    for found in _TORN.finditer(text.text):
        kind = next(kind for kind in _TORN_KINDS if found[kind])
        span = text.find_copy(*found.span())
        if span is None:
            continue
        new, what = _mended(found, kind), _WHAT[found.group().startswith("!")]
        if is_kramdown and kind == "space" and new:
            continue
        fix = None
        if new and text.may_become(what, *found.span()):
            fix = Fix("unsafe", "Write it as it is read", (Edit(*span, new),))
        message = "kramdown" if is_kramdown else kind
        yield Hit(span, {"text": found.group(), "what": what}, message=message, fix=fix)


def _mended(found: re.Match[str], kind: str) -> str | None:
    mark = "!" if found.group().startswith("!") else ""
    words, url = found["words"], found[kind]
    if kind == "quotes":
        return f'{mark}[{words}]({url} "{found["title"]}")'
    if kind == "space":
        if _FILE_BEFORE_WORDS.search(url) or _IN_HOST.match(url):
            return None  # a title without its quotation marks
        return f"{mark}[{words}]({_BLANK.sub('%20', url)})"
    if not mark or '"' in words + url:
        return None
    sizes = [f' {name}="{found[name]}"' for name in ("width", "height") if found[name]]
    return f'<img src="{url}" alt="{words}"{"".join(sizes)}>'


def unparsed_reference(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """References such as ``&nbsp`` without the semicolon that Markdown asks for."""
    if document.kind != "markdown":
        return
    text = Text(document)
    for found in _REFERENCE.finditer(text.text):
        start, end = found.span()
        word = text.text[max(0, start - _LONGEST_ADDRESS) : start].split()
        if word and not text.text[start - 1].isspace() and not _ADDRESS.isdisjoint(word[-1]):
            continue
        span = text.find(start, end)
        if span is not None and document.source.slice(span) == found.group():
            new = f"{found.group()};"
            fix = Fix("unsafe", "Add the semicolon", (Edit(*span, new),))
            yield Hit(span, {"text": found.group(), "new": new}, fix=fix)
