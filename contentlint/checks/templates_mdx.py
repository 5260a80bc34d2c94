"""What MDX does not compile: it reads a post as a program, and stops at the first slip."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from contentlint.checks.templates_places import span_of
from contentlint.checks.text_zones import inside_markup
from contentlint.document.template_mdx import TOKEN_SOURCE, VOID, Scanner
from contentlint.findings import Edit, Fix, Hit
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.document import Document

__all__ = ["mdx_faults"]

_ADDRESS = pattern(r"<[\w.+-]+(?::|@)[^\s<>]*>")
# as the scanner's own, but past formulas, and with signs that begin no name
_TOKEN = pattern(
    r"\$\$[^$]*\$\$|\$[^$\n]+\$|" + TOKEN_SOURCE.replace("(?=[A-Za-z_$/>])", r"(?=[^\s!<])"),
    re.MULTILINE,
)
_END_TAG = pattern(r"\s*</([\w.:-]+)\s*>")
# what may be words after a sign, and no attributes of a tag
_WORDS = pattern(r"[^<>={}\"'\n]*$", re.MULTILINE)
_NEAR = 2000
_BEGINS_TAG = pattern(r"<[A-Za-z_$/>]")


class _Fault(NamedTuple):
    """Where MDX stops, the message that says why, and the name of a tag."""

    start: int
    end: int
    message: str
    name: str = ""


class _FaultScanner(Scanner):
    """Collects, on the same way through a body, what the compiler would stop at."""

    token = _TOKEN

    def __init__(self, body: str) -> None:
        super().__init__(body)
        self.faults: list[_Fault] = []
        self.open: list[_Fault] = []
        self._counts: Counter[str] = Counter()
        self._braces_open: list[int] = []
        self._cut = -1
        self._cut_names: Counter[str] = Counter()

    def _comment_end(self, start: int) -> int:
        end = super()._comment_end(start)
        self.faults.append(_Fault(start, end, "comment"))
        return end

    def _read_expression(self, start: int) -> int:
        end = super()._read_expression(start)
        if end == start + 1:
            self._braces_open.append(start)
        return end

    def _read_component(self, start: int) -> int:
        address = _ADDRESS.match(self._body, start)
        if address is not None:
            self.faults.append(_Fault(start, address.end(), "address"))
            return address.end()
        if _BEGINS_TAG.match(self._body, start) is None:
            self.faults.append(_Fault(start, start + 1, "sign"))
            return start + 1
        self._cut = -1
        after = super()._read_component(start)
        if self._cut >= 0 and not self._meets_more(self._cut):
            name = self._body[start + 1 : self._cut]
            self.faults.append(_Fault(start, self._cut, "open", name))
            self._cut_names[name] += 1
        return after

    def _tag_end(self, at: int) -> int:
        end = super()._tag_end(at)
        if end < 0:
            self._cut = at
        return end

    def _meets_more(self, at: int) -> bool:
        """Whether a comment follows, or a brace that is never closed, told of by itself."""
        stop = min(self._paragraph_end(at), at + _NEAR)
        sign = self._body.find("<", at, stop)
        stop = sign if sign >= 0 else stop
        if self._body.find("/*", at, stop) >= 0:
            return True  # the quotes in it are none
        brace = self._body.find("{", at, stop)
        while brace >= 0:
            close = self._match_brace(brace)
            if close < 0:
                return True
            brace = self._body.find("{", close, stop)
        return False

    def _read_tag(self, start: int, name: str, begin: int, end: int) -> int:
        self._judge(_Fault(start, end, "unclosed", name), self._body[end - 2] == "/")
        return super()._read_tag(start, name, begin, end)

    def _judge(self, tag: _Fault, closes_itself: bool) -> None:
        name = tag.name.removeprefix("/")
        if tag.name.startswith("/") and not self._counts[name] and self._cut_names[name]:
            self._cut_names[name] -= 1  # of a tag that was told of
        elif tag.name.startswith("/") and not self._counts[name]:
            self.faults.append(tag._replace(message="stray", name=name))
        elif tag.name.startswith("/"):
            while (last := self._pop()).name != name:
                self.faults.append(last)
        elif VOID.match(name) and not closes_itself and not self._ends_at_once(tag):
            self.faults.append(tag._replace(message="void"))
        elif not closes_itself:
            self.open.append(tag)
            self._counts[name] += 1

    def _ends_at_once(self, tag: _Fault) -> bool:
        """Whether the end tag of *tag* follows: MDX takes ``<br></br>``."""
        end = _END_TAG.match(self._body, tag.end)
        return end is not None and end[1] == tag.name

    def _pop(self) -> _Fault:
        tag = self.open.pop()
        self._counts[tag.name] -= 1
        return tag

    def unclosed_braces(self) -> Iterator[_Fault]:
        """The braces of which none is left that could close them.

        Quotes and slashes in an expression are not always understood here, so it is not enough
        that no end of it was found.
        """
        surplus, end = 0, len(self._body)
        for start in reversed(self._braces_open):
            surplus += self._body.count("{", start, end) - self._body.count("}", start, end)
            end = start
            if surplus > 0:
                yield _Fault(start, start + 1, "brace")


def mdx_faults(document: Document, _options: Mapping[str, Any]) -> Iterator[Hit]:
    """Braces and tags that are not closed, HTML comments, and signs that begin no tag."""
    if not document.is_compiled:
        return
    scanner = _FaultScanner(document.body)
    scanner.scan()
    takes_comments = "docusaurus" in document.settings.presets
    for fault in sorted([*scanner.faults, *scanner.open, *scanner.unclosed_braces()]):
        if fault.message != "comment" or not takes_comments:
            yield _hit(document, fault)


def _hit(document: Document, fault: _Fault) -> Hit:
    text = document.body[fault.start : fault.end]
    span = span_of(document, fault.start, fault.end)
    words = {"text": text, "name": fault.name}
    fix = None
    if fault.message == "sign":
        fix = Fix("safe", "Write &lt;", (Edit(*span, "&lt;"),))
    elif fault.message == "open" and text[1].islower() and _WORDS.match(document.body, fault.end):
        edit = Edit(span.start, span.start + 1, "&lt;")
        fix = Fix("unsafe", "Write &lt;", (edit,))
    elif fault.message == "void" and not inside_markup(document.body, fault.start):
        fix = Fix("safe", "Close the tag in itself", (Edit(span.end - 1, span.end - 1, " /"),))
    elif fault.message == "comment" and re.fullmatch(r"<!--(?:(?!\*/)[^{}])*-->", text, re.S):
        edits = (
            Edit(span.start, span.start + len("<!--"), "{/*"),
            Edit(span.end - len("-->"), span.end, "*/}"),
        )
        fix = Fix("safe", "Make it a comment of MDX", edits)
    return Hit(span, words, message=fault.message, fix=fix)
