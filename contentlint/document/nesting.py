"""One walk over a page's tokens: the names that occur, where its text stands, is it well nested.

Most posts are well nested, and html5lib, which knows what a browser has to repair, is slow.  This
walk proves cheaply that html5lib would have nothing to say: a stack on which every end tag meets
its own start tag, apart from the end tags the HTML standard lets an author leave out.  The proof
is one-sided.  Whatever it does not understand (foreign content, templates, ``<select>``, a
paragraph that may be open further down) is simply not cleared.
"""

from __future__ import annotations

import re
from typing import Final

from contentlint.document.turbo import Token, TokenType, tokenize

__all__ = [
    "ENDS_IMPLIED",
    "HEADINGS",
    "INLINE",
    "LISTS",
    "MUTED",
    "Survey",
    "TextPiece",
    "line_starts",
    "names_of",
    "survey",
]

TextPiece = tuple[int, int, bool]
"""``(start, end, fresh)``: ``html[start:end]`` is a run of text, its references not decoded.

*fresh* says that a block began or ended since the piece before, so that the two do not belong to
one sentence.
"""


def names_of(text: str) -> frozenset[str]:
    """The names that *text* lists, separated by spaces."""
    return frozenset(text.split())


HEADINGS: Final = names_of("h1 h2 h3 h4 h5 h6")
LISTS: Final = names_of("ul ol menu dir")
MUTED: Final = names_of(
    "code iframe kbd listing math noembed noframes noscript plaintext pre samp script style svg "
    "template textarea title xmp"
)
"""Elements whose text is no prose: code, raw text, foreign content."""

INLINE: Final = names_of(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rb rp "
    "rt rtc ruby s samp small span strike strong sub sup time tt u var wbr"
)

# How a start tag is taken; a name that is not listed is an ordinary element.
_ORDINARY, _VOID, _BLOCK, _RULE, _ITEM, _TERM, _TABLE, _PART, _SINGLE, _RUBY, _FRAME, _HARD = range(
    12
)
_KINDS: Final[dict[str, int]] = {
    name: kind
    for kind, names in (
        (_VOID, "area base br embed img input link meta param source track wbr"),
        (
            _BLOCK,
            "address article aside blockquote center details dialog dir div dl fieldset "
            "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup listing main menu nav "
            "ol p pre search section summary ul xmp",
        ),
        (_RULE, "hr"),
        (_ITEM, "li"),
        (_TERM, "dd dt"),
        (_TABLE, "table"),
        (_PART, "caption col colgroup tbody td tfoot th thead tr"),
        (_SINGLE, "a button"),
        (_RUBY, "rp rt"),
        (_FRAME, "body head html"),
        (
            _HARD,
            "basefont bgsound command frame frameset image isindex keygen math menuitem nextid "
            "nobr noscript optgroup option plaintext rb rtc select svg template",
        ),
    )
    for name in names.split()
}

ENDS_IMPLIED: Final = names_of(
    "address applet article aside blockquote body button caption center dd details dialog dir div "
    "dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup li listing main "
    "marquee menu nav object ol pre search section summary td th ul"
)
"""End tags before which an open p, li, dd or dt may end by itself."""

_IMPLIED: Final = frozenset(("p", "li", "dd", "dt"))
_OMISSIBLE: Final = names_of("dd dt li p tbody td tfoot th thead tr")
_SECTIONS: Final = frozenset(("tbody", "thead", "tfoot"))
_CELLS: Final = frozenset(("td", "th"))
_ROWS: Final = frozenset(("table", "tbody", "tfoot", "thead", "tr"))
# Elements in which text, and all but certain elements, would be out of place.
_BARE: Final = names_of("colgroup head html table tbody tfoot thead tr")
_HEAD_VOID: Final = frozenset(("base", "link", "meta"))
_RAW: Final = frozenset(("script", "style"))
_FRAME_ORDER: Final = ("html", "head", "body")
_DEEPEST: Final = 500  # browsers nest no deeper than 512
_SPACE: Final = " \t\n\f\r"


# What a spelling of a tag means: its name, its kind (below zero for an end tag), whether it breaks
# the text, how it changes the depth of muted elements, its attributes' names.
_Spelling = tuple[str, int, bool, int, tuple[str, ...]]
# The same few tags, spelt alike, make up most of all pages.
_SPELLINGS: Final[dict[str, _Spelling]] = {}
_MOST_KEPT: Final = 2000
_LONGEST_KEPT: Final = 80


class Survey:
    """What one walk over the tokens found; *clean* is the proof of clean nesting."""

    __slots__ = ("attributes", "clean", "tags", "texts")

    def __init__(
        self, clean: bool, tags: set[str], attributes: set[str], texts: list[TextPiece]
    ) -> None:
        self.clean = clean
        self.tags = tags
        self.attributes = attributes
        self.texts = texts


def line_starts(html: str) -> list[int]:
    """The offset at which each line of *html* begins, as turbohtml counts lines."""
    if "\r" in html:
        return [0, *(match.end() for match in re.finditer("\r\n?|\n", html))]
    starts = [0]
    find = html.find
    at = find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = find("\n", at + 1)
    return starts


def survey(html: str, has_errors: bool) -> Survey:
    """Walk once over the tokens of *html*: a body, or a whole page that has its doctype.

    *has_errors* says that the tokenizer reported a parse error: such a page is never cleared.
    The names and texts are complete whether the page is cleared or not.
    """
    proof = _Proof()
    clean = not has_errors and "\0" not in html
    starts = line_starts(html)
    spellings: dict[str, _Spelling] = {}
    texts: list[TextPiece] = []
    fresh = True
    after_text = False
    muted = end = 0
    for token in tokenize(html, capture_source=True):
        source = token.source
        if source is None:  # text: it stands between the markup
            after_text = True
            continue
        if after_text:
            after_text = False
            start = starts[token.line - 1] + token.col
            if not muted:
                texts.append((end, start, fresh))
                fresh = False
            if proof.bare and html[end:start].strip(_SPACE):
                clean = False
            end = start
        spelling = spellings.get(source)
        if spelling is None:
            spelling = _SPELLINGS.get(source) or _read_tag(token, source)
            if spelling is None:
                if token.type is TokenType.DOCTYPE:
                    clean &= proof.doctype(source, not html[:end].strip(_SPACE))
                end += len(source)
                continue
            spellings[source] = spelling
        name, kind, breaks, mutes, _names = spelling
        if breaks:
            fresh = True
        if mutes:
            muted = max(muted + mutes, 0)
        if clean:
            clean = proof.open(name, kind) if kind >= 0 else proof.close(name)
        end += len(source)
    if end < len(html) and not muted:
        texts.append((end, len(html), fresh))
    tags = {spelling[0] for spelling in spellings.values()}
    attributes = {name for spelling in spellings.values() for name in spelling[4]}
    return Survey(clean and proof.ended(html[end:]), tags, attributes, texts)


def _read_tag(token: Token, source: str) -> _Spelling | None:
    """What *source* means; ``None`` for a comment or doctype."""
    name = token.tag
    if name is None:
        return None
    kind = -1
    mutes = 0
    names: tuple[str, ...] = ()
    if source[1] != "/":
        kind = _KINDS.get(name, _ORDINARY)
        if len(source) > len(name) + 2:
            names = tuple([pair[0] for pair in token.attrs or ()])
    if name in MUTED and not token.self_closing:
        mutes = -1 if kind < 0 else 1
    spelling = name, kind, name not in INLINE, mutes, names
    if len(source) <= _LONGEST_KEPT:
        if len(_SPELLINGS) >= _MOST_KEPT:
            _SPELLINGS.clear()
        _SPELLINGS[source] = spelling
    return spelling


class _Proof:
    """The stack of open elements; every step answers whether the page may still be clean."""

    __slots__ = ("bare", "frame", "paragraph", "single", "stack")

    def __init__(self) -> None:
        self.stack = [""]
        self.bare = False  # text would be out of place here
        self.paragraph = False
        self.single: set[str] = set()  # open elements that must not hold another of their kind
        self.frame = len(_FRAME_ORDER)  # the first of html, head, body that may still come

    def doctype(self, source: str, first: bool) -> bool:
        """Take a doctype, the *first* thing of a whole page."""
        if not first or len(self.stack) > 1 or source.lower() != "<!doctype html>":
            return False
        self.frame = 0
        self.bare = True
        return True

    def open(self, name: str, kind: int) -> bool:
        """Take a start tag of the given kind."""
        stack = self.stack
        if self.bare:
            return self._open_bare(name, kind)
        if kind == _ORDINARY:
            stack.append(name)
            return True
        if kind == _VOID:
            return True
        if kind >= _PART:
            return self._open_odd(name, kind)
        if self.paragraph:
            if stack[-1] != "p":
                return False
            stack.pop()
            self.paragraph = False
        if kind == _BLOCK:
            return self._open_block(name)
        if kind == _ITEM:
            return self._open_item()
        if kind == _TERM:
            return self._open_term(name)
        if kind == _TABLE:
            stack.append(name)
            self.bare = True
        return True

    def _open_block(self, name: str) -> bool:
        stack = self.stack
        if name == "p":
            self.paragraph = True
        elif name in HEADINGS:
            if stack[-1] in HEADINGS:
                return False
        elif name == "form":
            if name in self.single:
                return False
            self.single.add(name)
        stack.append(name)
        return True

    def _open_item(self) -> bool:
        stack = self.stack
        if stack[-1] == "li":
            stack.pop()
        stack.append("li")
        return stack[-2] in LISTS

    def _open_term(self, name: str) -> bool:
        stack = self.stack
        if stack[-1] in ("dd", "dt"):
            stack.pop()
        parent = stack[-1]
        stack.append(name)
        return parent == "dl" or (parent == "div" and stack[-3] == "dl")

    def _open_odd(self, name: str, kind: int) -> bool:
        if kind == _PART:
            return self._leave_cell() and self._open_part(name)
        if kind == _SINGLE:
            if name in self.single:
                return False
            self.single.add(name)
            self.stack.append(name)
            return True
        if kind == _RUBY:
            if self.stack[-1] in ("rp", "rt"):
                self.stack.pop()
            self.stack.append(name)
            return self.stack[-2] == "ruby"
        return False

    def _open_bare(self, name: str, kind: int) -> bool:
        top = self.stack[-1]
        if kind == _PART:
            return self._open_part(name)
        if kind == _FRAME:
            return self._open_frame(name, top)
        if top == "head":
            if name in _HEAD_VOID:
                return True
            if name != "title" and name not in _RAW:
                return False
        elif name not in _RAW or top not in _ROWS:
            return False
        self.stack.append(name)
        self.bare = False
        return True

    def _open_frame(self, name: str, top: str) -> bool:
        place = _FRAME_ORDER.index(name)
        if place < self.frame or top != ("html" if place else ""):
            return False
        self.frame = place + 1
        self.stack.append(name)
        self.bare = name != "body"
        return True

    def _leave_cell(self) -> bool:
        self._end_implied("td")
        if self.stack[-1] not in _CELLS:
            return False
        self.stack.pop()
        return True

    def _open_part(self, name: str) -> bool:
        """Take a part of a table; the top of the stack is a table, section, row or colgroup."""
        stack = self.stack
        if stack[-1] == "colgroup" and name != "col":
            stack.pop()
        if name in _CELLS:
            parents = frozenset(("tr",))
        elif name == "tr":
            if stack[-1] == "tr":
                stack.pop()
            if stack[-1] == "table":
                stack.append("tbody")
            parents = _SECTIONS
        else:
            if name in _SECTIONS:
                if stack[-1] == "tr":
                    stack.pop()
                if stack[-1] in _SECTIONS:
                    stack.pop()
            parents = frozenset(("table",))
            if name == "col":
                name = "colgroup"
                if stack[-1] == name:
                    return True
        stack.append(name)
        self.bare = name in _BARE
        return stack[-2] in parents

    def close(self, name: str) -> bool:
        """Take an end tag."""
        stack = self.stack
        if len(stack) > _DEEPEST:
            return False
        if stack[-1] != name:
            if name in ENDS_IMPLIED:
                self._end_implied(name)
            elif name in _ROWS:
                self._end_rows(name)
            elif name == "ruby" and stack[-1] in ("rp", "rt"):
                stack.pop()
            if stack[-1] != name:
                return False
        stack.pop()
        if name == "p":
            self.paragraph = False
        elif name in self.single:
            self.single.discard(name)
        self.bare = stack[-1] in _BARE or name == "html"
        return True

    def _end_implied(self, name: str) -> None:
        stack = self.stack
        while stack[-1] in _IMPLIED and stack[-1] != name:
            if stack.pop() == "p":
                self.paragraph = False

    def _end_rows(self, name: str) -> None:
        """End what ``</table>``, ``</tbody>`` or ``</tr>`` may end besides their own element."""
        stack = self.stack
        self._end_implied(name)
        if stack[-1] in _CELLS:
            stack.pop()
        if stack[-1] == "tr" and name != "tr":
            stack.pop()
        if name == "table" and (stack[-1] in _SECTIONS or stack[-1] == "colgroup"):
            stack.pop()

    def ended(self, rest: str) -> bool:
        """Whether the page may end here, after the text *rest*."""
        if self.bare and rest.strip(_SPACE):
            return False
        stack = self.stack
        return len(stack) == 1 or _OMISSIBLE.issuperset(stack[1:])
