"""A scanner that finds where every key and value of a valid TOML document stands.

`tomllib` decides what is valid and what the values are; it keeps no positions.  This scanner
follows the grammar of TOML 1.0 (toml.io/en/v1.0.0) over text that `tomllib` has accepted and
records the spans: keys and dotted keys, tables, arrays of tables, inline tables, arrays, and the
four kinds of strings.
"""

from __future__ import annotations

import re
import tomllib

from contentlint.document.frontmatter.model import Path, Place, Places
from contentlint.source import Span

__all__ = ["toml_places"]

_BLANK = re.compile(r"[ \t]*")
_FILL = re.compile(r"(?:[ \t\n\r]++|#[^\n]*+)*+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"(?:[^"\\\n]|\\.)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']|'(?!''))*'{3,5}")
_ATOM = re.compile(r"[^,\]}#\n]+")


def toml_places(text: str, base: int = 0) -> Places:
    """The places of all values of *text*, a valid TOML document that stands at *base*.

    A table's value is the span of its header; one that only a dotted key or a longer header
    implies stands where it is first named.
    """
    scan = _Scan(text, base)
    scan.document()
    return scan.places


class _Scan:
    def __init__(self, text: str, base: int) -> None:
        self.text = text
        self.base = base
        self.at = 0
        self.places: Places = {}
        self.arrays: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self._move(_FILL)
        while self.at < len(self.text):
            before = self.at
            if self.text.startswith("[", self.at):
                table = self._header()
            else:
                self._pair(table)
            self._move(_FILL)
            if self.at == before:  # nothing here is TOML: leave rather than loop
                return

    def _header(self) -> Path:
        start = self.at
        array = self.text.startswith("[[", start)
        self.at += 2 if array else 1
        keys = self._dotted()
        self.at += 2 if array else 1
        return self._open_table(keys, array, self._span(start, self.at))

    def _open_table(self, keys: list[tuple[str, Span]], array: bool, header: Span) -> Path:
        path: Path = ()
        for number, (key, span) in enumerate(keys):
            path = (*path, key)
            if array and number == len(keys) - 1:
                self.places.setdefault(path, Place(span, header))
                self.arrays[path] = self.arrays.get(path, -1) + 1
                path = (*path, self.arrays[path])
                self.places[path] = Place(span, header)
            elif path in self.arrays:
                path = (*path, self.arrays[path])
            elif number == len(keys) - 1:
                self.places[path] = Place(span, header)
            else:
                self.places.setdefault(path, Place(span, header))
        return path

    def _pair(self, table: Path) -> None:
        start = self.at
        keys = self._dotted()
        self.at += 1  # the equals sign
        self._move(_BLANK)
        path = table
        for key, span in keys[:-1]:
            path = (*path, key)
            self.places.setdefault(path, Place(span, self._span(start, self.at)))
        key, span = keys[-1]
        path = (*path, key)
        self.places[path] = Place(span, self._value(path))

    def _dotted(self) -> list[tuple[str, Span]]:
        keys = []
        while True:
            self._move(_BLANK)
            keys.append(self._key())
            self._move(_BLANK)
            if not self.text.startswith(".", self.at):
                return keys
            self.at += 1

    def _key(self) -> tuple[str, Span]:
        start = self.at
        for pattern in (_BARE_KEY, _BASIC, _LITERAL):
            match = pattern.match(self.text, start)
            if match:
                self.at = match.end()
                return _plain_key(match.group()), self._span(start, self.at)
        self.at += 1
        return "", self._span(start, self.at)

    def _value(self, path: Path) -> Span:
        start = self.at
        opener = self.text[start : start + 1]
        if opener == "[":
            self._array(path)
        elif opener == "{":
            self._inline_table(path)
        elif opener in ('"', "'"):
            self._string(opener)
        else:
            self._move(_ATOM)
            self.at = start + len(self.text[start : self.at].rstrip())
        return self._span(start, self.at)

    def _string(self, quote: str) -> None:
        if self.text.startswith(quote * 3, self.at):
            self._move(_LONG_BASIC if quote == '"' else _LONG_LITERAL)
        else:
            self._move(_BASIC if quote == '"' else _LITERAL)

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        self._move(_FILL)
        while self.at < len(self.text) and self.text[self.at] != "]":
            item = (*path, index)
            before = self.at
            self.places[item] = Place(None, self._value(item))
            index += 1
            self._separator()
            if self.at == before:
                return
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        self._move(_FILL)
        while self.at < len(self.text) and self.text[self.at] != "}":
            before = self.at
            self._pair(path)
            self._separator()
            if self.at == before:
                return
        self.at += 1

    def _separator(self) -> None:
        self._move(_FILL)
        if self.text.startswith(",", self.at):
            self.at += 1
            self._move(_FILL)

    def _move(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self.text, self.at)
        if match is not None:
            self.at = match.end()

    def _span(self, start: int, end: int) -> Span:
        return Span(self.base + start, self.base + end)


def _plain_key(spelled: str) -> str:
    if spelled[0] == "'":
        return spelled[1:-1]
    if spelled[0] != '"' or "\\" not in spelled:
        return spelled.strip('"')
    return str(tomllib.loads("k = " + spelled)["k"])
