"""Findings as the JSON contract has them, written without making them where none was asked for.

A run over a neglected repository writes tens of thousands of these, most of which say what others
have said, at another place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contentlint.findings import Finding, FixRow, HitRow, Range
from contentlint.json_text import encode_json, quote
from contentlint.kept import Kept
from contentlint.located import Located, Row, locate_fix

if TYPE_CHECKING:
    from contentlint.rules.rule import Rule
    from contentlint.source import Source

__all__ = ["encode_finding", "encode_findings"]

_LONGEST_KEPT = 400
_MOST_KEPT = 2000
_HEADS: dict[tuple[str, str, str], bytes] = {}
_NOTHING_MORE = '"related": [], "data": {}'


class _Digits(dict[int, str]):
    """Each number as text, by its number."""

    def __missing__(self, number: int) -> str:
        text = str(number)
        if number < _LARGE:
            self[number] = text
        return text


_DIGITS = _Digits()
# the same as a list, which is faster to look in, up to the end of the longest post so far
_NUMBERS: list[str] = []
_LARGE = 20_000
_MANY = 12
"""From so many findings on, lists of all numbers and of all lines pay."""


def _numbers(size: int) -> list[str] | _Digits:
    """The numbers up to *size* as text."""
    if size >= _LARGE:
        return _DIGITS
    if len(_NUMBERS) <= size:
        _NUMBERS.extend(map(str, range(len(_NUMBERS), size + 1)))
    return _NUMBERS


def encode_finding(finding: Finding) -> str:
    """Encode one finding as `finding_to_dict` and `encode_json` would, in a tenth of the time."""
    rule, severity, message, path, start, end, related, data, fix, _ = finding
    head = _encode_head((rule, severity, message)) + _WRITTEN[path].encode()
    more = _NOTHING_MORE
    if related or data:
        places = [_encode_related(words, (*first, *last)) for words, first, last in related]
        more = _encode_more(places, data)
    edits = "null" if fix is None else _encode_fix(fix, _DIGITS)
    return head.decode() + _tail((*start, *end), more, edits, _DIGITS)


def encode_findings(findings: Sequence[Finding]) -> list[bytes]:
    """Encode each of *findings* as `encode_finding` does, in UTF-8; those not made stay so."""
    if isinstance(findings, Located) and not findings.are_made:
        return _RawEncoder(findings.source).encode_all(findings.raws)
    return [encode_finding(finding).encode() for finding in findings]


_Places = tuple[int, int, int, int, int, int]
"""Line, column and offset of the beginning, and of the end."""


class _RawEncoder:
    """Writes what rules found in one file; what tags spelt alike have in common, once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._path = _WRITTEN[source.path].encode()
        self._is_raw = source.raw is source.text
        self._heads: dict[tuple[Rule, int, str | None, str | None], bytes] = {}

    def encode_all(self, raws: Sequence[Row]) -> list[bytes]:
        """Encode *raws*, in order; a line is looked up once for all that stand on it."""
        encoded: list[bytes] = []
        source, heads, is_raw = self._source, self._heads, self._is_raw
        line, low, high, before, here = 0, 0, -1, 0, ""
        text: list[str] | _Digits = _DIGITS
        if len(raws) > _MANY:
            source.find_lines()
            text = _numbers(len(source.raw) + 1)
        for (start, end), rule, hit, fix in raws:
            if not low <= start <= high:
                line, low, high = source.line_at(start)
                before, here = low - 1, f'{{"line": {text[line]}, "column": '
            _, values, message, _, element, severity, related, data = hit
            if element is None:
                # an object that a row holds keeps its number while the file is encoded
                key = (rule, id(values), message, severity)
                head = heads.get(key)
                if head is None:
                    head = heads[key] = self._head(rule, hit)
            else:
                head = self._head(rule, hit)
            more = self._more(related, data) if related or data else _NOTHING_MORE
            edits = "null"
            if fix is not None:
                edits = _encode_fix(fix if is_raw else locate_fix(fix, source), text)
            if is_raw and start <= end <= high:
                tail = (
                    f', "start": {here}{text[start - before]}, "offset": {text[start]}}}'
                    f', "end": {here}{text[end - before]}, "offset": {text[end]}}}'
                    f', {more}, "fix": {edits}}}'
                )
            else:
                tail = _tail((*source.locate(start), *source.locate(end)), more, edits, text)
            encoded.append(head + tail.encode())
        return encoded

    def _more(self, related: Sequence[tuple[str, Range]], data: dict[str, Any] | None) -> str:
        locate = self._source.locate_range
        return _encode_more([_encode_related(words, locate(at)) for words, at in related], data)

    def _head(self, rule: Rule, hit: HitRow) -> bytes:
        """What is written before the place."""
        return _encode_head((rule.id, hit[5] or rule.severity, rule.say(hit))) + self._path


def _tail(places: _Places, more: str, fix: str, text: list[str] | _Digits) -> str:
    """What is written behind the path; *text* has the numbers as such."""
    line, column, offset, last, end, end_offset = places
    return (
        f', "start": {{"line": {text[line]}, "column": {text[column]}, "offset": {text[offset]}}}'
        f', "end": {{"line": {text[last]}, "column": {text[end]}, "offset": {text[end_offset]}}}'
        f', {more}, "fix": {fix}}}'
    )


def _encode_head(said: tuple[str, str, str]) -> bytes:
    """A finding up to its path: *said* are rule, severity and message."""
    head = _HEADS.get(said)
    if head is None:
        rule, severity, message = said
        head = (
            f'{{"rule": {_WRITTEN[rule]}, "severity": "{severity}"'
            f', "message": {quote(message)}, "path": '
        ).encode()
        if len(message) <= _LONGEST_KEPT:
            if len(_HEADS) >= _MOST_KEPT:
                _HEADS.clear()
            _HEADS[said] = head
    return head


def _encode_more(related: list[str], data: dict[str, Any] | None) -> str:
    return f'"related": [{", ".join(related)}], "data": {encode_json(data) if data else "{}"}'


def _encode_related(message: str, places: _Places) -> str:
    line, column, offset, last, end, end_offset = places
    return (
        f'{{"message": {_WRITTEN[message]}'
        f', "start": {{"line": {line}, "column": {column}, "offset": {offset}}}'
        f', "end": {{"line": {last}, "column": {end}, "offset": {end_offset}}}}}'
    )


_WRITTEN: Kept[str] = Kept(quote)
"""Texts as JSON: titles of fixes, for one, come again and again."""


def _fixes_of(safety: str) -> Kept[str]:
    return Kept(lambda title: f'{{"safety": "{safety}", "title": {_WRITTEN[title]}, "edits": [')


_FIXES = {"safe": _fixes_of("safe"), "unsafe": _fixes_of("unsafe")}
"""Fixes up to their edits, by safety and title."""


def _encode_fix(fix: FixRow, numbers: list[str] | _Digits) -> str:
    safety, title, edits = fix
    written = _FIXES[safety][title]
    if len(edits) == 1:
        ((start, end, text),) = edits
        places = f'"start": {numbers[start]}, "end": {numbers[end]}'
        return f'{written}{{{places}, "text": {_WRITTEN[text]}}}]}}'
    rows = [
        f'{{"start": {numbers[start]}, "end": {numbers[end]}, "text": {_WRITTEN[text]}}}'
        for start, end, text in edits
    ]
    return f"{written}{', '.join(rows)}]}}"
