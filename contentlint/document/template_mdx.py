"""Finds what MDX adds to Markdown: imports and exports, expressions in braces, components."""

from __future__ import annotations

import os
import re
from bisect import bisect_right

from contentlint.document.template_tags import TemplateTag
from contentlint.patterns import pattern

__all__ = ["TOKEN_SOURCE", "Scanner", "find_mdx_tags", "is_content", "is_void"]

TOKEN_SOURCE = (
    r"^[ \t>]*(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
    r"|^(?P<esm>import|export)(?=[ \t{*\"'])"
    r"|(?P<ticks>`+)"
    r"|\\."
    r"|(?P<brace>\{)"
    r"|(?P<comment><!--)"
    r"|(?P<tag><)(?=[A-Za-z_$/>])"
)
_TOKEN = pattern(TOKEN_SOURCE, re.MULTILINE)
_ESM = pattern(
    r"import\s*(?:[\"'{*]|type\b|[\w$]+\s*(?:,|from\b))"
    r"|export\s*(?:[{*]|(?:default|const|let|var|function|async|class|type|interface|enum)\b)"
)
_NAMES = r"\{[^{}]*\}|\*\s*as\s+[\w$]+"
_IMPORT = pattern(
    rf"import\s*(?:(?:type\s+)?(?:[\w$]+(?:\s*,\s*(?:{_NAMES}))?|{_NAMES})\s*from\s*)?"
    r"(?:\"[^\"\n]*\"|'[^'\n]*')(?:\s*(?:with|assert)\s*\{[^{}]*\})?[ \t]*;?"
)
_SCRIPT_BLANK = pattern(r"(?:\s++|//[^\n]*+|/\*.*?\*/)*+", re.DOTALL)
_SCRIPT_TOKEN = pattern(
    r"[{}]|\"(?:[^\"\\\n]|\\.)*\"|(?<!\w)'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|/\*|(?<![^\s;{}(])//.*"
)
_TICKS = pattern(r"`+")
_NAME = pattern(r"<(/?)([A-Za-z_$][\w$.:-]*)?")
_BARE_VALUE = pattern(r"=\s*[^\s\"'=<>`{}]+/>\Z")
_ATTRIBUTE_PART = pattern(r"[^<>\"'{/]+|/(?!>)")
_ADDRESS = pattern(r"<[^<>\n]{0,2000}>")
_BLANK_LINE = pattern(r"\n[ \t]*(?=\n)")
# what Docusaurus unwraps: only fences of three or four backticks
_UNWRAPPED = pattern(r" *(````?) *mdx-code-block\n")
_LONGEST = 20_000
_CONTENT = ("docs/", "blog/", "i18n/", "versioned_docs/", "src/pages/")
"""The folders of pages in a site of Docusaurus; what begins with _ is only taken in by others."""
_CHOOSES = pattern(r"\b(?:include|exclude)['\"]?\s*:")
_VOID = pattern(
    "(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$", re.IGNORECASE
)


def is_void(name: str) -> bool:
    """Whether the element *name* holds nothing; ``Link`` and ``Input`` are components instead."""
    return _VOID.match(name) is not None and (name.islower() or name.isupper())


def is_content(path: str, site: str) -> bool:
    """Whether the file at *path* is one of those that Docusaurus makes pages of, in *site*."""
    below = os.path.relpath(os.path.realpath(path), site).replace(os.sep, "/")
    if "/_" in below:
        return False
    return _is_taken_in(path, site) if below.startswith("../") else below.startswith(_CONTENT)


def _is_taken_in(path: str, site: str) -> bool:
    """Whether the file at *path* is one of all that the *site* takes from a folder beside it."""
    from pathlib import Path

    from contentlint.presets import find_site
    from contentlint.site_settings import settings_text

    owner = find_site(Path(os.path.realpath(path)).parent)
    if os.path.realpath(owner) != site:
        return False
    return _CHOOSES.search(settings_text(owner, "docusaurus")) is None


def find_mdx_tags(body: str, *, unwraps: bool = False) -> list[TemplateTag]:
    """The tags of the MDX *body*, in order and without overlap, in linear time.

    *unwraps* says that Docusaurus reads it, which takes the fences away from around code of MDX.
    """
    scanner = Scanner(body)
    scanner.unwraps = unwraps
    return scanner.scan()


class Scanner:
    """Goes from one token of a body to the next, past its code, and collects tags."""

    token = _TOKEN
    unwraps = False

    def __init__(self, body: str) -> None:
        self._body = body
        self._unwrapped: dict[int, int] = {}
        self._closings: dict[str, re.Match[str] | None] = {}
        self._braces: dict[int, int] = {}
        self._blank = -1
        self._runs: dict[int, list[int]] | None = None
        self._tags: list[TemplateTag] = []

    def scan(self) -> list[TemplateTag]:
        """The tags, in order and without overlap."""
        at = 0
        while match := self.token.search(self._body, at):
            group = match.lastgroup
            if group == "fence":
                at = self._fence_end(match)
            elif group in ("esm", "block"):
                at = self._read_block(match)
            elif group == "ticks":
                at = self._code_end(match)
            elif group == "brace":
                at = self._read_expression(match.start())
            elif group == "comment":
                at = self._comment_end(match.start())
            elif group == "tag":
                start = match.start()
                at = self._address_end(start) or self._read_component(start)
            elif group == "formula":
                at = self._formula_end(match)
            else:
                at = match.end()
        return self._tags

    def _add(self, start: int, end: int, kind: str, name: str) -> int:
        self._tags.append(TemplateTag(start, end, kind, name))
        return end

    def _formula_end(self, match: re.Match[str]) -> int:
        return match.end()

    def _comment_end(self, start: int) -> int:
        end = self._body.find("-->", start + len("<!--"))
        return len(self._body) if end < 0 else end + len("-->")

    def _fence_end(self, match: re.Match[str]) -> int:
        fence = match.group("fence")
        if self.unwraps and (match.start() in self._unwrapped or self._opens_unwrapped(match)):
            gone = self._unwrapped.get(match.start(), self._line_end(match.end()))
            return self._add(match.start(), gone, "mdx-fence", "")
        closing = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.M)
        line_end = self._body.find("\n", match.end())
        end = closing.search(self._body, line_end) if line_end >= 0 else None
        return end.end() if end else len(self._body)

    def _opens_unwrapped(self, match: re.Match[str]) -> bool:
        """Whether the fence of *match* is one that Docusaurus takes away; so is where it closes."""
        opening = _UNWRAPPED.match(self._body, match.start())
        if opening is None:
            return False
        mark, start = opening[1], opening.end()
        closing = self._closings.get(mark)
        # no part of the body is searched twice
        if mark not in self._closings or (closing is not None and closing.start() < start):
            closing = re.compile(rf"^ *{mark}$", re.M).search(self._body, start)
            self._closings[mark] = closing
        if closing is None:
            return False
        self._unwrapped[closing.start()] = closing.end()
        return True

    def _line_end(self, at: int) -> int:
        end = self._body.find("\n", at)
        return len(self._body) if end < 0 else end

    def _code_end(self, match: re.Match[str]) -> int:
        """After the code span that *match* opens, or after its backticks if it opens none."""
        if self._runs is None:
            self._runs = {}
            for run in _TICKS.finditer(self._body):
                self._runs.setdefault(len(run.group()), []).append(run.start())
        length = len(match.group("ticks"))
        starts = self._runs.get(length, [])
        following = bisect_right(starts, match.start())
        if following == len(starts) or starts[following] > self._paragraph_end(match.end()):
            return match.end()
        return starts[following] + length

    def _paragraph_end(self, at: int) -> int:
        if self._blank < at:
            blank = _BLANK_LINE.search(self._body, at)
            self._blank = blank.start() if blank else len(self._body)
        return self._blank

    def _read_block(self, match: re.Match[str]) -> int:
        """An import or export reaches to the next blank line outside its braces."""
        start = at = match.start()
        if not _ESM.match(self._body, start):
            return match.end()
        while True:
            blank = _BLANK_LINE.search(self._body, at)
            stop = blank.start() if blank else len(self._body.rstrip())
            brace = self._body.find("{", at, stop)
            if brace < 0:
                end = self._script_end(start, max(at, stop))
                return self._add(start, end, "mdx-import", "") if end else match.end()
            close = self._match_brace(brace)
            at = close if close > 0 else stop

    def _script_end(self, start: int, stop: int) -> int:
        """Where the program from *start* on ends and text follows, at *stop* at the latest.

        0 if already the first import is none.
        """
        end = 0
        while self._body.startswith("import", start):
            statement = _IMPORT.match(self._body, start, stop)
            if statement is None:
                return end
            end = statement.end()
            following = _SCRIPT_BLANK.match(self._body, end, stop)
            start = following.end() if following else end
            if start < stop and "\n" not in self._body[end:start]:
                return stop
        return stop if start >= stop or self._body.startswith("export", start) else end

    def _read_expression(self, start: int) -> int:
        end = self._match_brace(start)
        if end < 0:
            return start + 1
        return self._add(start, end, "mdx-expression", "")

    def _match_brace(self, start: int) -> int:
        """The offset after the brace that closes the one at *start*; -1 if none does.

        One walk answers for every brace it passes, so no text is walked twice.
        """
        known = self._braces.get(start)
        if known is not None:
            return known
        stack = []
        at = start
        limit = comments_end = min(len(self._body), start + _LONGEST)
        while match := _SCRIPT_TOKEN.search(self._body, at, limit):
            at = match.end()
            token = match.group()
            if token == "{":
                stack.append(match.start())
            elif token == "}":
                self._braces[stack.pop()] = at
                if not stack:
                    return at
            elif token == "/*":
                end = self._body.find("*/", at, comments_end)
                comments_end = limit if end >= 0 else 0
                at = max(at, end + 2)
        for opened in stack:
            self._braces[opened] = -1
        return -1

    def _address_end(self, start: int) -> int:
        """The offset after the address of a link between angle brackets; 0 if this is none."""
        body = self._body
        if body.startswith("](", start - 2) or body.startswith("]: ", start - 3):
            address = _ADDRESS.match(body, start)
            return address.end() if address else 0
        return 0

    def _read_component(self, start: int) -> int:
        match = _NAME.match(self._body, start)
        if match is None:
            return start + 1
        end = self._tag_end(match.end())
        if end < 0:
            return match.end()
        name = match.group(1) + (match.group(2) or "")
        return self._read_tag(start, name, match.end(), end)

    def _read_tag(self, start: int, name: str, begin: int, end: int) -> int:
        """The tag from *start* to *end*, whose attributes stand from *begin* on."""
        plain = name.lstrip("/")
        is_component = not plain or plain[0].isupper() or "." in plain
        closes_itself = name == plain and self._closes_itself(begin, end)
        if is_component or (closes_itself and not is_void(name)):
            return self._add(start, end, "mdx-component", name)
        return begin

    def _closes_itself(self, begin: int, end: int) -> bool:
        """Whether the slash before *end* is the tag's, and no address's without quotes."""
        return self._body[end - 2] == "/" and not _BARE_VALUE.search(self._body, begin, end)

    def _tag_end(self, at: int) -> int:
        """The offset after the ``>`` of a tag whose attributes begin at *at*; -1 if it has none."""
        body = self._body
        limit = min(len(body), at + _LONGEST)
        while at < limit:
            character = body[at]
            if character == ">":
                return at + 1
            if character in "\"'":
                at = body.find(character, at + 1, limit) + 1
                if not at:
                    return -1
            elif character == "{":
                at = self._match_brace(at)
                if at < 0:
                    return -1
            elif part := _ATTRIBUTE_PART.match(body, at, limit):
                at = part.end()
            elif body.startswith("/>", at):
                at += 1
            else:
                return -1
        return -1
