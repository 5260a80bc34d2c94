"""html5lib's tree construction over positioned pieces: what a browser repairs, and where.

html5lib holds the algorithm; around it stand tokens that know their offsets, a tree that is
little more than a stack, and the changes the standard has made since html5lib 1.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from contentlint.document.html5 import (
    MethodDispatcher,
    html5parser,
    htmlIntegrationPointElements,
    namespaces,
    specialElements,
    tokenTypes,
)
from contentlint.document.pieces import COMMENT, END, START, TEXT, Piece, tags_of
from contentlint.document.regions import ALWAYS, CELL, ROW, TABLE, Regions
from contentlint.document.tree_errors_leaps import MODES, Bars
from contentlint.document.tree_errors_nodes import Attributes, CutShortError, Listener, Tree

__all__ = ["run"]

_TABULAR: Final = TABLE | ROW | CELL
_UNKNOWN: Final = -2
_MOST_TURNS: Final = 50  # how often one token may be taken up again
_PHASES: Final = html5parser.getPhases(False)
_TABLE_PHASES: Final = ("inTable", "inTableBody", "inRow", "inTableText")
# What html5lib raises where it has lost its way.
_MISHAPS: Final = (
    AssertionError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)
_START: Final = tokenTypes["StartTag"]
_END: Final = tokenTypes["EndTag"]


class _Stream:
    """What html5lib asks of an input stream."""

    charEncoding = ("utf-8", "certain")  # noqa: N815

    def position(self) -> tuple[int, int]:
        return (1, 0)


class _Tokens:
    """What html5lib asks of a tokenizer, apart from tokens: states to switch to in vain."""

    stream = _Stream()
    state = dataState = rcdataState = rawtextState = scriptDataState = plaintextState = None  # noqa: N815


class _Parser(html5parser.HTMLParser):
    """html5lib's parser, fed from outside one token at a time."""

    listener: Listener

    def __init__(self) -> None:
        super().__init__(Tree)
        self.phases["inBody"] = _Body(self, self.tree)
        self.phases["inCaption"] = _Caption(self, self.tree)
        self.tokenizer: Any = _Tokens()
        self.innerHTMLMode = False
        self.scripting = False
        self.container = "div"

    def begin(self, listener: Listener, whole: bool, context: tuple[str, ...]) -> None:
        """Begin a page, or the content of a body with *context* open, and tell *listener* of it."""
        self.listener = self.tree.listener = listener
        self.reset()
        body = self.phases["inBody"]
        body.processSpaceCharacters = body.processSpaceCharactersNonPre
        self.phases["inTableText"].characterTokens = []
        listener.stack = self.tree.openElements
        if whole:
            return
        for name in ("html", "head", "body"):
            self.tree.insertRoot(html5parser.impliedTagToken(name, "StartTag"))
        self.tree.headPointer = list.pop(self.tree.openElements, 1)
        self.phase = body
        self.framesetOK = False
        for name in context:
            self.feed(html5parser.impliedTagToken(name, "StartTag"))

    def let_go(self) -> None:
        """Forget the page."""
        del self.listener, self.tree.listener
        self.reset()

    def parseError(self, errorcode: str = "unnamed", datavars: Any = None) -> None:  # noqa: N802
        self.tree.spend(1)
        self.listener.fault(errorcode, datavars or {})

    def isHTMLIntegrationPoint(self, element: Any) -> bool:  # noqa: N802
        if element.name == "annotation-xml" and element.namespace == namespaces["mathml"]:
            encoding = element.attributes.get("encoding", "").lower()
            return encoding in ("text/html", "application/xhtml+xml")
        return element.nameTuple in htmlIntegrationPointElements

    def resetInsertionMode(self) -> None:  # noqa: N802
        self.phase = self.phases["inBody"]
        for node in reversed(self.tree.openElements):
            mode = MODES.get(node.name)
            if mode is not None and node.namespace == self.tree.defaultNamespace:
                self.phase = self.phases[mode]
                return

    def adjustMathMLAttributes(self, token: Any) -> None:  # noqa: N802
        """The spelling of attributes does not matter here."""

    adjustSVGAttributes = adjustForeignAttributes = adjustMathMLAttributes  # noqa: N815

    def in_table(self) -> bool:
        """Whether text would now be thrown out of a table."""
        return any(self.phase is self.phases[name] for name in _TABLE_PHASES)

    def ends_text(self, piece: Piece) -> bool:
        """Whether *piece* is the end tag of the raw text element that is open."""
        return piece.kind == END and piece.name == self.tree.openElements[-1].name

    def feed(self, token: dict[str, Any]) -> None:
        """Process one token (HTML standard, 13.2.6, tree construction dispatcher)."""
        kind = token["type"]
        work: Any = token
        last = token
        for _turn in range(_MOST_TURNS):
            self.tree.spend(2 + len(self.tree.openElements) // 2)
            last = work
            phase = self._phase_for(work)
            if kind == _START:
                work = phase.processStartTag(work)
            elif kind == _END:
                work = phase.processEndTag(work)
            elif kind == tokenTypes["Characters"]:
                work = phase.processCharacters(work)
            elif kind == tokenTypes["SpaceCharacters"]:
                work = phase.processSpaceCharacters(work)
            elif kind == tokenTypes["Comment"]:
                work = phase.processComment(work)
            else:
                work = phase.processDoctype(work)
            if work is None:
                break
        else:
            raise CutShortError
        if kind == _START and last["selfClosing"] and not last.get("selfClosingAcknowledged"):
            self.parseError("non-void-element-with-trailing-solidus", {"name": last["name"]})

    def finish(self) -> None:
        """Process the end of the page."""
        for _turn in range(_MOST_TURNS):
            if not self.phase.processEOF():
                return
        raise CutShortError

    def _phase_for(self, token: dict[str, Any]) -> Any:
        stack = self.tree.openElements
        if not stack or stack[-1].namespace == self.tree.defaultNamespace:
            return self.phase
        node = stack[-1]
        kind = token["type"]
        starts = kind == _START
        content = starts or kind in (tokenTypes["Characters"], tokenTypes["SpaceCharacters"])
        if content and self.isHTMLIntegrationPoint(node):
            return self.phase
        mathml = starts and token["name"] in ("mglyph", "malignmark")
        if content and not mathml and self.isMathMLTextIntegrationPoint(node):
            return self.phase
        if starts and token["name"] == "svg" and node.name == "annotation-xml":
            return self.phase
        return self.phases["inForeignContent"]


def _with_handlers(phase: Any, attribute: str, *entries: tuple[Any, Any]) -> Any:
    """A copy of a dispatch table of html5lib's *phase* with *entries* replaced or added."""
    handlers = vars(phase)[attribute]
    table: dict[str, Any] = dict(handlers)
    for names, handler in entries:
        table.update(dict.fromkeys(names, handler))
    copy: Any = MethodDispatcher(table.items())
    copy.default = handlers.default
    return copy


_BodyBase: Any = _PHASES["inBody"]
_CaptionBase: Any = _PHASES["inCaption"]


class _Body(_BodyBase):  # type: ignore[misc]
    """The insertion mode "in body" with what the standard has changed since html5lib 1.1."""

    __slots__ = ()

    def start_select(self, token: Any) -> None:
        if self.tree.elementInScope("select"):
            self.parser.parseError("select-in-select")
            self._pop_to("select")
            return
        self.tree.reconstructActiveFormattingElements()
        self.tree.insertElement(token)

    def start_input(self, token: Any) -> None:
        if self.tree.elementInScope("select"):
            self.parser.parseError("input-in-select")
            self._pop_to("select")
        self.startTagInput(token)

    def start_option(self, token: Any) -> None:
        if self.tree.elementInScope("select"):
            self.tree.generateImpliedEndTags("optgroup" if token["name"] == "option" else None)
        elif self.tree.openElements[-1].name == "option":
            self.tree.openElements.pop()
        self.tree.reconstructActiveFormattingElements()
        self.tree.insertElement(token)

    def start_rule(self, token: Any) -> None:
        if self.tree.elementInScope("select"):
            self.tree.generateImpliedEndTags()
        self.startTagHr(token)

    def start_ruby(self, token: Any) -> None:
        if self.tree.elementInScope("ruby"):
            text = token["name"] in ("rp", "rt")
            self.tree.generateImpliedEndTags("rtc" if text else None)
            allowed = ("ruby", "rtc") if text else ("ruby",)
            if self.tree.openElements[-1].name not in allowed:
                self.parser.parseError("misplaced-ruby-part", {"name": token["name"]})
        self.tree.insertElement(token)

    def end_other(self, token: Any) -> None:
        name = token["name"]
        stack = self.tree.openElements
        for index in range(len(stack) - 1, -1, -1):
            node = stack[index]
            if node.name == name:
                self.tree.generateImpliedEndTags(name)
                if stack[-1].name != name:
                    self.parser.parseError("unexpected-end-tag", {"name": name})
                while stack.pop() is not node:
                    pass
                return
            if node.nameTuple in specialElements:
                self.parser.parseError("unexpected-end-tag", {"name": name})
                return

    endTagOther = end_other  # noqa: N815

    def _pop_to(self, name: str) -> None:
        while self.tree.openElements.pop().name != name:
            pass

    startTagHandler = _with_handlers(  # noqa: N815
        _BodyBase,
        "startTagHandler",
        (("dialog", "search"), _BodyBase.startTagCloseP),
        (("select",), start_select),
        (("input",), start_input),
        (("option", "optgroup"), start_option),
        (("hr",), start_rule),
        (("rb", "rtc", "rp", "rt"), start_ruby),
        (("isindex", "command"), _BodyBase.startTagOther),
    )
    endTagHandler = _with_handlers(  # noqa: N815
        _BodyBase, "endTagHandler", (("dialog", "search", "select"), _BodyBase.endTagBlock)
    )
    endTagHandler.default = end_other


class _Caption(_CaptionBase):  # type: ignore[misc]
    """The insertion mode "in caption": the standard lets ``</caption>`` be left out."""

    __slots__ = ()

    def leave(self, token: Any) -> Any:
        if self.ignoreEndTagCaption():
            self.parser.parseError("unexpected-end-tag", {"name": token["name"]})
            return None
        self.endTagCaption(html5parser.impliedTagToken("caption"))
        return token

    startTagHandler = _with_handlers(  # noqa: N815
        _CaptionBase,
        "startTagHandler",
        (("caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"), leave),
    )
    endTagHandler = _with_handlers(_CaptionBase, "endTagHandler", (("table",), leave))  # noqa: N815


# Parsers to be used again: to make one takes longer than to follow most faults.
_SPARE: Final[list[_Parser]] = []


def run(
    pieces: Sequence[Piece],
    listener: Listener,
    *,
    whole: bool = False,
    context: tuple[str, ...] = (),
    regions: Regions | None = None,
) -> None:
    """Build the tree of *pieces* and tell *listener* about it.

    *whole* says that the pieces are a whole page; otherwise they are the content of a body, in
    which the elements *context* are already open.  ``listener.current`` is set to each piece in
    turn, and to ``None`` at the end.  Those of the *regions* that cannot matter where they stand
    are leapt over.  Raises `CutShortError`.
    """
    parser = _SPARE.pop() if _SPARE else _Parser()
    parser.tree.allow_work(len(pieces))
    try:
        parser.begin(listener, whole, context)
        _follow(parser, pieces, listener, regions)
        listener.current = None
        listener.ended(parser.tree.openElements)
        parser.finish()
    except _MISHAPS as error:
        raise CutShortError from error
    parser.let_go()
    _SPARE.append(parser)


def _follow(
    parser: _Parser, pieces: Sequence[Piece], listener: Listener, regions: Regions | None
) -> None:
    count = len(pieces)
    # a frameset takes the place of a body that has had no content yet
    if regions is None or (
        parser.framesetOK and any(tag[1] == "frameset" for tag in tags_of(pieces))
    ):
        regions = Regions([0] * count, [0] * count, 0)
    ends, needs = regions.ends, regions.needs
    finder = Bars(parser, listener, regions.deepest)
    bars = _UNKNOWN
    index = 0
    while index < count:
        end = ends[index]
        if end:
            if bars == _UNKNOWN:
                bars = finder.now()
            if bars != ALWAYS and not needs[index] & bars:
                if needs[index] & _TABULAR:
                    listener.passed_table()
                index = end
                continue
        listener.index = index
        listener.current = piece = pieces[index]
        _feed_piece(parser, piece, listener)
        listener.after(piece)
        bars = _UNKNOWN
        index += 1


def _feed_piece(parser: _Parser, piece: Piece, listener: Listener) -> None:
    kind = piece.kind
    if parser.phase is parser.phases["text"] and not parser.ends_text(piece):
        kind = TEXT
    if kind == START:
        token = html5parser.impliedTagToken(
            piece.name, "StartTag", Attributes(piece), piece.self_closing
        )
    elif kind == END:
        token = html5parser.impliedTagToken(piece.name, "EndTag")
    elif kind == TEXT:
        blank = piece.blank
        if not blank and parser.in_table():
            listener.fault("text-in-table", {})
        name = "SpaceCharacters" if blank else "Characters"
        token = {"type": tokenTypes[name], "data": " " if blank else "x"}
    elif kind == COMMENT:
        token = {"type": tokenTypes["Comment"], "data": ""}
    else:
        token = _doctype_token(piece.attributes)
    parser.feed(token)


def _doctype_token(parts: list[tuple[str, str]]) -> dict[str, Any]:
    found = dict(parts)
    return {
        "type": tokenTypes["Doctype"],
        "name": found.get("name", "html"),
        "publicId": found.get("public"),
        "systemId": found.get("system"),
        "correct": "quirks" not in found,
    }
