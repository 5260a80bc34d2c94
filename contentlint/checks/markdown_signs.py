"""What stands in Markdown's text that its rules look for: most posts hold none of it.

A sign promises nothing: it is there whenever its rule finds something, and at times when it does
not.  Each is a look at the rendered page for a few characters, of which code may be the cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contentlint.patterns import pattern
from contentlint.rules.triggers import FACTS, bits_of

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["CODE_END", "DASHES", "MARKDOWN_SIGNS", "NESTED", "markdown_signs"]

CODE_END: Final = "</code></pre>\n"
"""How a page ends whose last block is code."""
NESTED: Final = r"<strong>[^<\n]*<strong>"
"""Bold text in bold text."""
DASHES: Final = "-–—―─－−=_"
"""What people write for the hyphens below the head of a table."""
MARKDOWN_SIGNS: Final = bits_of(
    (
        *("last-code", "literal-stars", "literal-number-signs", "literal-brackets"),
        *("literal-bars", "literal-references", "literal-lists", "literal-backticks"),
        *("literal-tildes", "run-on-addresses", "wide-signs"),
    )
)
"""The facts of a post that `markdown_signs` finds out."""

_CODE, _STARS = FACTS["last-code"], FACTS["literal-stars"]
_NUMBER_SIGNS, _BRACKETS = FACTS["literal-number-signs"], FACTS["literal-brackets"]
_BARS, _REFERENCES = FACTS["literal-bars"], FACTS["literal-references"]
_LISTS, _BACKTICKS = FACTS["literal-lists"], FACTS["literal-backticks"]
_TILDES, _RUN_ON = FACTS["literal-tildes"], FACTS["run-on-addresses"]
_WIDE: Final = FACTS["wide-signs"]
_NESTED: Final = pattern(NESTED)
_ITEM: Final = pattern(
    r"\n[-*+0-9·•●・･](?:(?<=[·•●・･])[ \t\u3000]?|[0-9.)．、]*+\u3000?)[^\W\d_]"
)
# an address ends at a quotation mark, a tag or a blank, unless it runs on
_ADDRESS: Final = pattern(r"[!#-;=?-~]*+")
# what begins a link or a definition with its address, and what readers see if it is none
_HOLDING: Final = (("](http", "](http"), ("<http", "&lt;http"), ("]: http", "]: http"))
# what begins the address of a tag (href, src); it is none where Markdown made every tag
_IN_TAGS: Final = ('f="http', 'c="http')
_UNDERSCORES: Final = pattern(r"__(?=[^\x00-\x7f])")
_QUOTED_STAR: Final = pattern(r"\*(?:[“‘„‚「『《【（«»‹›〈〔［﹁﹃〝״]|&quot;)")
_BAR_DASH: Final = pattern(rf"\|[ \t]*+[:：]?[{DASHES}]")
_WIDE_BARS: Final = pattern(rf"｜(?:\n|</td>|[ \t]*+[:：]?[{DASHES}])")
_NESTED_STARS: Final = 4


def markdown_signs(document: Document) -> int:
    """The bits of `MARKDOWN_SIGNS` that hold for *document*."""
    html, plain = document.page.html, document.latin
    references = _REFERENCES if "&" in plain and "&amp;" in html else 0
    if document.kind != "markdown":
        return references
    signs = references | _CODE if html.endswith(CODE_END) else references
    # one character is found far sooner than several, and most often it is not there
    if "*" in plain and _may_hold_stars(html, plain):
        signs |= _STARS
    if "~" in html and html.count("~") > 1:
        signs |= _TILDES | _STARS if "~~" in html else _TILDES
    if "_" in plain and "__" in plain and _UNDERSCORES.search(html):
        signs |= _STARS
    if "#" in plain and "#" in html and _may_hold_number_signs(html, plain):
        signs |= _NUMBER_SIGNS
    if "]" in plain and (
        ("]" in html and _may_hold_brackets(html))
        or _holds_wide_sign(html)
        or ("[" in html and "[<img" in html)
        or ("]:" in plain and ("]:" in html or "]:(" in plain or "]: (" in plain))
    ):
        signs |= _BRACKETS
    wide = "］" in html
    if "://" in plain and (
        ("】" in html and ("】(" in html or "】（" in html))
        or (wide and ("］(" in html or "］（" in html))
    ):
        signs |= _BRACKETS
    if (
        "|" in plain and "|" in html and ("|\n|" in html or "|<" in html or _BAR_DASH.search(html))
    ) or ("｜" in html and _WIDE_BARS.search(html)):
        signs |= _BARS
    if "`" in plain and "`" in html:
        signs |= _BACKTICKS
    if (
        "｀" in html
        or "＃" in html
        or "＜" in html
        or "％" in html
        or ("＊" in html and "＊＊" in html)
        or ("%" in plain and "｛" in html)
        or ("\xb7" in plain and "\xb7\xb7\xb7" in plain)
        or ("／" in html and ("／／" in html or "／/" in html))
        or (("http//" in plain or "https//" in plain) and "：//" in html)
        or (wide and "！［" in html)
        or ("】" in html and "！【" in html)
    ):
        signs |= _WIDE
    if _ITEM.search(html):
        signs |= _LISTS
    if "://" in plain and _may_link(document) and _holds_bare(document) and _runs_on(html):
        signs |= _RUN_ON
    return signs


def _holds_wide_sign(html: str) -> bool:
    return "！" in html and "！<a" in html


def _may_link(document: Document) -> bool:
    """Whether there is text of Markdown, whose addresses become links; those in HTML do not."""
    page = document.page
    return bool(page.made) or not page.source_map.is_whole_copy


def _holds_bare(document: Document) -> bool:
    """Whether there may be an address outside of links, tags and definitions."""
    front = document.source.text[: document.body_start].encode("latin-1", "ignore")
    plain, html, start = document.latin, document.page.html, len(front)
    left = plain.count("://", start)
    # a tag that never ends is text, and its address bare
    if not document.page.made and not ("&" in html and "&lt;" in html):
        left -= sum([plain.count(begins, start) for begins in _IN_TAGS])
    for begins, shown in _HOLDING:
        if left <= 0:  # one or two looks clear most posts
            return False
        found = plain.count(begins, start)
        if found and not (shown[0] in html and shown in html):
            left -= found
    return left > 0


def _runs_on(html: str) -> bool:
    """Whether a character beyond ASCII follows an address at once."""
    read = _ADDRESS.match
    at = html.find("://")
    while at >= 0:
        end = read(html, at + 3).end()  # type: ignore[union-attr]  # it may be empty
        if html[end : end + 1] > "\x7f":
            return True
        at = html.find("://", end)
    return False


def _may_hold_stars(html: str, plain: str) -> bool:
    if "*" in html and ("**" in html or _QUOTED_STAR.search(html)):
        return True
    return plain.count("**") >= _NESTED_STARS and _NESTED.search(html) is not None


def _may_hold_number_signs(html: str, plain: str) -> bool:
    several = "##" in plain
    at = html.find("#")
    while at >= 0:
        if (several and html[at - 1 : at] == "\n") or html.startswith("<p>", at - 3):
            return True
        at = html.find("#", at + 1)
    return False


def _may_hold_brackets(html: str) -> bool:
    return "]（" in html or "] (" in html or "](" in html or "[http" in html or "[mailto" in html
