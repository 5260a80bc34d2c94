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
_NOTHING_MORE = ', "related": [], "data": {}, "fix": '
_NO_FIX = "null}"


class _Digits(dict[int, str]):
    """Each number as text, by its number, with what stands before and behind it."""

    def __init__(self, form: str) -> None:
        self._form = form

    def __missing__(self, number: int) -> str:
        text = self._form % number
        if number < _LARGE:
            self[number] = text
        return text


_Numbers = list[str] | _Digits
# text is put together by the piece, so the end of a place is one: few pieces are put together soon
_DIGIT_FORM, _OFFSET_FORM = "%d", ', "offset": %d}'
_DIGITS, _OFFSETS = _Digits(_DIGIT_FORM), _Digits(_OFFSET_FORM)
# the same as lists, which are faster to look in, up to the end of the longest post so far
_LISTS: list[tuple[list[str], list[str]]] = [([], [])]
_STEP = 1000
_LARGE = 20_000
_MANY = 12
"""From so many findings on, a list of all lines pays."""
_WORTH_LISTS = 1000
"""Once so many numbers were written, lists of all of them pay."""


def _numbers(size: int) -> tuple[_Numbers, _Numbers]:
    """The numbers below *size* as text, and as the ends of places."""
    if size > _LARGE or len(_OFFSETS) < _WORTH_LISTS:
        return _DIGITS, _OFFSETS
    (lists,) = _LISTS
    digits, offsets = lists
    if len(digits) < size:
        more = [*map(str, range(len(digits), size + _STEP))]
        lists = digits + more, offsets + [f', "offset": {number}}}' for number in more]
        _LISTS[0] = lists  # both at once, and whole: other threads look in them
    return lists


def encode_finding(finding: Finding) -> str:
    """Encode one finding as `finding_to_dict` and `encode_json` would, in a tenth of the time."""
    rule, severity, message, path, start, end, related, data, fix, _ = finding
    head = _encode_head((rule, severity, message)) + _WRITTEN[path].encode()
    more = _NOTHING_MORE
    if related or data:
        places = [_encode_related(words, (*first, *last)) for words, first, last in related]
        more = _encode_more(places, data)
    edits = _NO_FIX if fix is None else _encode_fix(fix, _DIGITS)
    return head.decode() + _tail((*start, *end), more, edits)


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
        line, low, high, before, first, last = 0, 0, -1, 0, "", ""
        text: _Numbers = _DIGITS
        offsets: _Numbers = _OFFSETS
        if len(raws) > _MANY:
            source.find_lines()
            text, offsets = _numbers(len(source.raw) + 2)
        for (start, end), rule, hit, fix in raws:
            if not low <= start <= high:
                line, low, high = source.line_at(start)
                before, here = low - 1, f'{{"line": {text[line]}, "column": '
                first, last = f', "start": {here}', f', "end": {here}'
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
            edits = _NO_FIX
            if fix is not None:
                edits = _encode_fix(fix if is_raw else locate_fix(fix, source), text)
            if is_raw and start <= end <= high:
                tail = (
                    f"{first}{text[start - before]}{offsets[start]}"
                    f"{last}{text[end - before]}{offsets[end]}{more}{edits}"
                )
            else:
                tail = _tail((*source.locate(start), *source.locate(end)), more, edits)
            encoded.append(head + tail.encode())
        return encoded

    def _more(self, related: Sequence[tuple[str, Range]], data: dict[str, Any] | None) -> str:
        locate = self._source.locate_range
        return _encode_more([_encode_related(words, locate(at)) for words, at in related], data)

    def _head(self, rule: Rule, hit: HitRow) -> bytes:
        """What is written before the place."""
        return _encode_head((rule.id, hit[5] or rule.severity, rule.say(hit))) + self._path


def _tail(places: _Places, more: str, fix: str) -> str:
    """What is written behind the path."""
    line, column, offset, last, end, end_offset = places
    return (
        f', "start": {{"line": {line}, "column": {column}, "offset": {offset}}}'
        f', "end": {{"line": {last}, "column": {end}, "offset": {end_offset}}}{more}{fix}'
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
    values = encode_json(data) if data else "{}"
    return f', "related": [{", ".join(related)}], "data": {values}, "fix": '


def _encode_related(message: str, places: _Places) -> str:
    line, column, offset, last, end, end_offset = places
    return (
        f'{{"message": {_WRITTEN[message]}'
        f', "start": {{"line": {line}, "column": {column}, "offset": {offset}}}'
        f', "end": {{"line": {last}, "column": {end}, "offset": {end_offset}}}}}'
    )


_WRITTEN: Kept[str] = Kept(quote)
"""Texts as JSON: titles of fixes, for one, come again and again."""
_FIRST_EDIT = '{"start": '
_ONLY_TEXT: Kept[str] = Kept(lambda text: f', "text": {quote(text)}}}]}}}}')
"""What is written of the only edit of a fix behind its place, to the end of the finding."""


def _fixes_of(safety: str) -> Kept[str]:
    return Kept(
        lambda title: f'{{"safety": "{safety}", "title": {quote(title)}, "edits": [{_FIRST_EDIT}'
    )


_FIXES = {"safe": _fixes_of("safe"), "unsafe": _fixes_of("unsafe")}
"""Fixes up to the place of their first edit, by safety and title."""


def _encode_fix(fix: FixRow, numbers: _Numbers) -> str:
    """A fix, to the end of the finding."""
    safety, title, edits = fix
    written = _FIXES[safety][title]
    if len(edits) == 1:
        ((start, end, text),) = edits
        return f'{written}{numbers[start]}, "end": {numbers[end]}{_ONLY_TEXT[text]}'
    rows = [
        f'{numbers[start]}, "end": {numbers[end]}, "text": {_WRITTEN[text]}}}'
        for start, end, text in edits
    ]
    return f"{written}{f', {_FIRST_EDIT}'.join(rows)}]}}}}"
