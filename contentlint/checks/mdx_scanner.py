"""Reads a body as MDX does, and collects what its compiler would stop at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contentlint.checks import mdx_attributes, mdx_blocks
from contentlint.checks.expressions import GLOBALS, is_broken, needed_name, sets_name
from contentlint.document.nesting import names_of
from contentlint.document.template_mdx import TOKEN_SOURCE, Scanner, is_void
from contentlint.findings import Edit
from contentlint.html_standard.elements import ELEMENTS
from contentlint.html_standard.obsolete import OBSOLETE_ELEMENTS
from contentlint.named import NamedTuple
from contentlint.patterns import pattern

if TYPE_CHECKING:
    from contentlint.findings import Safety

__all__ = ["GIVEN", "Fault", "FaultScanner"]

_ADDRESS = pattern(r"<[\w.+-]+(?::|@)[^\s<>]*>")
# as the scanner's own, but past formulas, and with signs that begin no name
_TOKEN = pattern(
    r"(?P<formula>\$\$[^$]*\$\$|\$[^$\n]+\$)|"
    + TOKEN_SOURCE.replace("(?=[A-Za-z_$/>])", r"(?=[^\s!<])"),
    re.MULTILINE,
)
# what is no price beside an expression of JSX: braces and signs as only formulas have them
_FORMULA_BRACE = pattern(r"(?:\\[a-zA-Z]+|[_^])\{[^{}a-zA-Z\\]*[a-zA-Z\\]")
_FORMULA_SIGN = pattern(r"[\w)]<[a-zA-Z][^<>]*\Z")
_END_TAG = pattern(r"\s*</([\w.:-]+)\s*>")
# names that a generator gives to every post
GIVEN = {
    "astro": names_of("frontmatter props components Astro file url getHeadings"),
    "docusaurus": names_of("frontMatter toc contentTitle assets metadata props components"),
}
_THEME = names_of("Details Head")  # the components that Docusaurus gives to every post
_HEADING = pattern(r" {0,3}#{1,6}[ \t][^\n]*\Z")
_IDENTITY = pattern(r"\{#[\w-]+\}[ \t]*(?=\n|\Z)")
# before a brace in an address, a title or what a picture shows
_NO_PROGRAM = pattern(
    r"(?:\]\([^()\n]*+|!\[[^\[\]\n]*+|://[^\s<>]*+|^[ >\t]*\[(?!\^)[^\[\]\n]+\]:[^\n]*)\Z",
    re.MULTILINE,
)
# what a box, or a mark of one or two colons, is called, and the attributes it may have
_DIRECTIVE = pattern(
    r"(?:^[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*+:{2,}|(?<![:\\]):)"
    r"[A-Za-z][\w-]*(?:\[[^\[\]\n`]*\])?\Z"
)
_DIRECTIVE_ATTRIBUTES = pattern(
    r"\{(?:\s*+(?:[.#][^\s{}\"'<>=`.#]++"
    r"|[A-Za-z_:][\w.:-]*+(?:\s*+=\s*+(?:\"[^\"]*\"|'[^']*'|[^\s{}\"'<>=`]++))?+))*+\s*+\}"
)
# attributes and instructions as kramdown has them
_KRAMDOWN = pattern(
    r"\{:(?:/|:?\s*+(?:[.#][\w-]|[\w-]++=[\"']|(?:toc|/?comment|/?nomarkdown|options)\b))[^{}\n]*+\}"
)
_SIZES = pattern(r"\s*+\d++(?:\s*+,\s*+\d*+)++\s*+")
_WORD = pattern(r"[^\W\d][\w$]*|\$[\w$]+")
_RAW = ("style", "script")
_ELEMENTS = frozenset(ELEMENTS) | frozenset(OBSOLETE_ELEMENTS)
_UNESCAPED = pattern(r"(?<!\\)\{")
_SHORT = 200
_NEAR = 2000
_BEGINS_TAG = pattern(r"<[A-Za-z_$/>]")


class Fault(NamedTuple):
    """Where MDX stops, the message that says why, a name in it, and what would mend it."""

    start: int
    end: int
    message: str
    name: str = ""
    edits: tuple[Edit, ...] = ()
    safety: Safety = "safe"


class FaultScanner(Scanner):
    """Collects, on the same way through a body, what the compiler would stop at."""

    token = _TOKEN

    def __init__(self, body: str, generators: frozenset[str], directives: bool) -> None:
        super().__init__(body)
        self._generators = generators
        self.unwraps = "docusaurus" in generators
        self._directives = directives
        self._defined: set[str] = set()
        self._tag_until = 0
        self._told_raw: set[int] = set()
        self.pieces: list[tuple[int, int]] = []
        self.pairs: list[tuple[Fault, Fault]] = []
        self.needed: list[Fault] = []
        self._components: dict[str, Fault] = {}
        self.formulas: list[Fault] = []
        self.faults: list[Fault] = []
        self.open: list[Fault] = []
        self._counts: Counter[str] = Counter()
        self._braces_open: list[int] = []
        self._cut = -1
        self._cut_names: Counter[str] = Counter()

    def _formula_end(self, match: re.Match[str]) -> int:
        inner = match.group().strip("$")
        is_formula = inner[:1] not in ("", " ") and inner[-1:] != " "
        if is_formula and (_FORMULA_BRACE.search(inner) or _FORMULA_SIGN.search(inner)):
            self.formulas.append(Fault(*match.span(), "formula"))
        return match.end()

    def _comment_end(self, start: int) -> int:
        end = super()._comment_end(start)
        self.pieces.append((start, end))
        self.faults.append(Fault(start, end, "comment"))
        return end

    def _read_expression(self, start: int) -> int:
        if self._directives and (end := self._directive_end(start)):
            return end
        end = super()._read_expression(start)
        if end == start + 1:
            self._braces_open.append(start)
        elif start >= self._tag_until:
            self.pieces.append((start, end))
            line = self._body.rfind("\n", 0, start) + 1
            if not _NO_PROGRAM.search(self._body, max(line, start - _SHORT), start):
                self._judge_expression(start, end)
        return end

    def _directive_end(self, start: int) -> int:
        """The offset after the attributes of a box (``:::tip{.wide}``); 0 if these are none."""
        if self._body[start - 1 : start] in ("", " ", "\n"):
            return 0
        line = self._body.rfind("\n", max(0, start - _SHORT), start) + 1
        if not _DIRECTIVE.search(self._body[max(line, start - _SHORT) : start]):
            return 0
        attributes = _DIRECTIVE_ATTRIBUTES.match(self._body, start, start + _NEAR)
        return attributes.end() if attributes else 0

    def _judge_expression(self, start: int, end: int) -> None:
        code = self._body[start + 1 : end - 1]
        if self._counts["style"] or self._counts["script"]:
            self._judge_raw(start, code)
        elif _IDENTITY.match(self._body, start) and self._is_heading(start):
            if "docusaurus" not in self._generators:
                self.faults.append(Fault(start, end, "identity"))
        elif _KRAMDOWN.match(self._body, start, end):
            edits = self._removal(start, end)
            self.faults.append(Fault(start, end, "kramdown", "", edits, "unsafe"))
        elif code.startswith("{<") or is_broken(code, jsx=True):
            edits = self._escape(start, end)
            self.faults.append(Fault(start, end, "expression", "", edits, "unsafe"))
        elif _SIZES.fullmatch(code):
            edits = self._escape(start, end)
            self.faults.append(Fault(start, end, "computed", "", edits, "unsafe"))
        elif name := needed_name(code) or sets_name(code):
            edits = self._escape(start, end)
            self.needed.append(Fault(start, end, "name", name, edits, "unsafe"))

    def _escape(self, start: int, end: int) -> tuple[Edit, ...]:
        """What makes text of the expression: all of it, as it is no text where it stands alone."""
        # a second brace, such as Hugo's, would be an expression by itself
        return (Edit(start, end, _UNESCAPED.sub(r"\\{", self._body[start:end])),)

    def _removal(self, start: int, end: int) -> tuple[Edit, ...]:
        """What removes a mark: the line that it stands on alone, or the blanks before it, too."""
        body = self._body
        line, after = body.rfind("\n", 0, start) + 1, body.find("\n", end)
        after = len(body) if after < 0 else after
        if body[end:after].strip():
            return (Edit(start, end, ""),)
        if not body[line:start].strip():
            return (Edit(line, min(after + 1, len(body)), ""),)
        return (Edit(line + len(body[line:start].rstrip(" \t")), after, ""),)

    def _is_heading(self, at: int) -> bool:
        line = self._body.rfind("\n", 0, at) + 1
        return _HEADING.match(self._body[line:at]) is not None

    def _judge_raw(self, start: int, code: str) -> None:
        """A style sheet or script, all of it in one finding."""
        raw = self.open[-1]
        if raw.name in _RAW and raw.start not in self._told_raw and is_broken(code, jsx=False):
            self._told_raw.add(raw.start)
            self.faults.append(Fault(start, start + 1, "raw", raw.name))

    def _read_block(self, match: re.Match[str]) -> int:
        start = match.start()
        end = super()._read_block(match)
        self._defined.update(_WORD.findall(self._body, start, end))
        is_esm = bool(self._tags) and self._tags[-1].start == start
        fault = mdx_blocks.find_prose(self._body, start, end if is_esm else None)
        if fault is not None:
            self.faults.append(Fault(*fault))
        return end

    def unknown_names(self) -> Iterator[Fault]:
        """Expressions that are a name, and nothing gives it a value."""
        given = [GIVEN[name] for name in self._generators if name in GIVEN]
        known = GLOBALS.union(self._defined, *given)
        return (fault for fault in self.needed if given and fault.name not in known)

    def _read_component(self, start: int) -> int:
        address = _ADDRESS.match(self._body, start)
        if address is not None:
            self.faults.append(Fault(start, address.end(), "address"))
            return address.end()
        if _BEGINS_TAG.match(self._body, start) is None:
            self.faults.append(Fault(start, start + 1, "sign"))
            return start + 1
        self._cut = -1
        after = super()._read_component(start)
        if self._cut >= 0 and not self._meets_more(self._cut):
            name = self._body[start + 1 : self._cut]
            self.faults.append(Fault(start, self._cut, "open", name))
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
        self._tag_until = end
        self.pieces.append((start, end))
        self._judge(Fault(start, end, "unclosed", name), self._body[end - 2] == "/")
        with_styles = "docusaurus" in self._generators and name.islower()
        found = mdx_attributes.find_faults(
            self._body, begin, end, self._match_brace, with_styles=with_styles
        )
        self.faults.extend(Fault(*fault) for fault in found)
        return super()._read_tag(start, name, begin, end)

    def _judge(self, tag: Fault, closes_itself: bool) -> None:
        name = tag.name.removeprefix("/")
        if name[:1].isupper():
            root = name.partition(".")[0]
            self._components.setdefault(root, tag._replace(message="component", name=root))
        if tag.name.startswith("/") and not self._counts[name] and self._cut_names[name]:
            self._cut_names[name] -= 1  # of a tag that was told of
        elif tag.name.startswith("/") and not self._counts[name]:
            self.faults.append(tag._replace(message="stray", name=name))
        elif tag.name.startswith("/"):
            while (last := self._pop()).name != name:
                self.faults.append(last)
            self.pairs.append((last, tag))
        elif is_void(name) and not closes_itself and not self._ends_at_once(tag):
            self.faults.append(tag._replace(message="void"))
        elif not closes_itself:
            self.open.append(tag)
            self._counts[name] += 1

    def _ends_at_once(self, tag: Fault) -> bool:
        """Whether the end tag of *tag* follows: MDX takes ``<br></br>``."""
        end = _END_TAG.match(self._body, tag.end)
        return end is not None and end[1] == tag.name

    def _pop(self) -> Fault:
        tag = self.open.pop()
        self._counts[tag.name] -= 1
        return tag

    def unknown_components(self) -> Iterator[Fault]:
        """The first tag of each component that is not imported; of a site that has no others."""
        for name, fault in self._components.items():
            if name not in self._defined and name not in _THEME and name.lower() not in _ELEMENTS:
                yield fault

    def parted_tags(self) -> Iterator[Fault]:
        """Tags of which one stands in a paragraph and the other on a line of its own."""
        alone = mdx_blocks.find_alone(self._body, self.pieces) if self.pairs else frozenset()
        outer: tuple[Fault, Fault] | None = None
        told: Fault | None = None
        for opened, closed in reversed(self.pairs):
            if (opened.start in alone) == (closed.start in alone):
                continue
            edits = mdx_blocks.join_lines(self._body, opened.end, closed.start)
            if (
                told is not None
                and outer is not None
                and self._begin_together(outer, opened, closed)
            ):
                told = told._replace(edits=edits or told.edits)  # what mends it mends both
            else:
                if told is not None:
                    yield told
                parted, other = (closed, opened) if opened.start in alone else (opened, closed)
                told = parted._replace(message="parted", name=other.name, edits=edits)
            outer = opened, closed
        if told is not None:
            yield told

    def _begin_together(self, outer: tuple[Fault, Fault], opened: Fault, closed: Fault) -> bool:
        """Whether the element stands in *outer*, and begins and ends on the same lines as that."""
        body, (first, last) = self._body, outer
        if not first.end <= opened.start < closed.end <= last.start:
            return False
        return "\n" not in body[first.end : opened.start] + body[closed.end : last.start]

    def shouted_tags(self) -> Iterator[Fault]:
        """Elements of HTML in capitals, which MDX takes for components."""
        for opened, _ in self.pairs:
            name = opened.name
            if name.isupper() and name.lower() in _ELEMENTS and name not in self._defined:
                yield opened._replace(message="capitals", name=name.lower())

    def unclosed_braces(self) -> Iterator[Fault]:
        """The braces of which none is left that could close them.

        Quotes and slashes in an expression are not always understood here, so it is not enough
        that no end of it was found.
        """
        surplus, end = 0, len(self._body)
        for start in reversed(self._braces_open):
            surplus += self._body.count("{", start, end) - self._body.count("}", start, end)
            end = start
            if surplus > 0:
                yield Fault(start, start + 1, "brace")
