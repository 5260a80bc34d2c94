"""JSON front matter: read by the standard decoder, placed by a scan of the same grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from contentlint.document.frontmatter.model import (
    Path,
    Place,
    Places,
    Problem,
    Reading,
    nests_deeper,
)
from contentlint.findings import Edit, Fix
from contentlint.patterns import pattern
from contentlint.source import Span

__all__ = ["JsonFault", "decode_object", "json_places", "read_object"]

MAX_DEPTH = 64
_BLANK = pattern(r"[ \t\n\r]*")
_STRING = pattern(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = pattern(
    r"\\u[Dd][89ABab][0-9A-Fa-f]{2}\\u[Dd][C-Fc-f][0-9A-Fa-f]{2}"
    r"|\\u(?P<half>[Dd][89A-Fa-f][0-9A-Fa-f]{2})|\\."
)
_ATOM = pattern(r"[^\s,\]}:]+")


class JsonFault(ValueError):
    """Text that is not JSON: *cause* in the decoder's words, and the *offset* where it shows."""

    def __init__(self, cause: str, offset: int) -> None:
        super().__init__(cause)
        self.cause = cause
        self.offset = offset


def read_object(content: str, base: int) -> Reading:
    """Values, places and problems of *content*, which stands at offset *base*.

    Raises:
        JsonFault: *content* is no JSON.
    """
    start = len(content) - len(content.lstrip())
    value, _, repeated = decode_object(content, start)
    if not isinstance(value, dict):
        return Reading(None, dict, [], "list" if isinstance(value, list) else "text")
    if nests_deeper(value, MAX_DEPTH):
        whole = Span(base + start, base + len(content.rstrip()))
        return Reading({}, dict, [Problem("too-deep", whole, "", {"limit": MAX_DEPTH})])
    problems = _repeats(content, start, base) if repeated else []
    if "\\u" in content:
        problems.extend(_half_characters(content, base))
    return Reading(value, partial(json_places, content, start, base), problems)


def decode_object(text: str, start: int) -> tuple[Any, int, list[str]]:
    """Decode the JSON value at *start*: the value, its end, and the keys met twice.

    Raises:
        JsonFault: it is no JSON, holds ``NaN`` or ``Infinity``, or nests too deep.
    """
    repeated: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) != len(pairs):
            keys = [key for key, _ in pairs]
            repeated.extend(key for key in result if keys.count(key) > 1)
        return result

    def refuse(name: str) -> Any:
        raise JsonFault("constant", text.find(name, start))

    decoder = json.JSONDecoder(object_pairs_hook=collect, parse_constant=refuse)
    try:
        value, end = decoder.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise JsonFault(error.msg, error.pos) from None
    except RecursionError:
        raise JsonFault("too-deep", start) from None
    except JsonFault:
        raise
    except ValueError:  # an integer of more digits than Python converts
        raise JsonFault("number", start) from None
    return value, end, repeated


def json_places(text: str, start: int, base: int) -> Places:
    """The places of every value of the JSON object at *start* of *text*, which is at *base*."""
    scan = _Scan(text, start, base)
    scan.value((), 0)
    return scan.places


def _repeats(text: str, start: int, base: int) -> list[Problem]:
    scan = _Scan(text, start, base)
    scan.value((), 0)
    return [
        Problem("duplicate-key", later, "", {"field": path[-1]}, (("first given here", first),))
        for path, first, later in scan.repeats
    ]


def _half_characters(text: str, base: int) -> Iterator[Problem]:
    """Escapes that write half a surrogate pair, which is no character (RFC 8259, section 8.2)."""
    for match in _ESCAPE.finditer(text):
        if match.group("half"):
            span = Span(base + match.start(), base + match.end())
            fix = Fix("safe", "Remove the unreadable character", (Edit(span.start, span.end, ""),))
            words = {"code": f"U+{match.group('half').upper()}"}
            yield Problem("character", span, "", words, (), fix)


class _Scan:
    def __init__(self, text: str, start: int, base: int) -> None:
        self.text = text
        self.at = start
        self.base = base
        self.places: Places = {}
        self.repeats: list[tuple[Path, Span, Span]] = []

    def value(self, path: Path, depth: int) -> Span:
        """Scan one value, note the places inside it, and give its span."""
        self._skip()
        start = self.at
        opener = self.text[start : start + 1]
        if depth > MAX_DEPTH:
            self.at = len(self.text)
        elif opener == "{":
            self.at += 1
            self._members(path, depth)
            self.at += 1
        elif opener == "[":
            self.at += 1
            self._items(path, depth)
            self.at += 1
        else:
            self._token(_STRING if opener == '"' else _ATOM)
        return self._span(start)

    def _members(self, path: Path, depth: int) -> None:
        self._skip()
        while self.text.startswith('"', self.at):
            start = self.at
            key = json.loads(self._token(_STRING), strict=False)
            key_span = self._span(start)
            self._skip()
            self.at += 1  # the colon
            member = (*path, key)
            known = self.places.get(member)
            if known is not None:
                self.repeats.append((member, known.key or key_span, key_span))
            self.places[member] = Place(key_span, self.value(member, depth + 1))
            self._comma()

    def _items(self, path: Path, depth: int) -> None:
        index = 0
        self._skip()
        while self.at < len(self.text) and self.text[self.at] != "]":
            item = (*path, index)
            self.places[item] = Place(None, self.value(item, depth + 1))
            index += 1
            self._comma()

    def _comma(self) -> None:
        self._skip()
        if self.text.startswith(",", self.at):
            self.at += 1
            self._skip()

    def _token(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            self.at += 1
            return '""'
        self.at = match.end()
        return match.group()

    def _skip(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _span(self, start: int) -> Span:
        return Span(self.base + start, self.base + self.at)
